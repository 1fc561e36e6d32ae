package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestAfter: one attack after another, on the command line.
func TestAfter(t *testing.T) {
	const chain = "check B2 --with trusted-networks --after B5"
	for _, test := range []struct {
		args   string
		status int
		says   string
	}{
		{chain, cli.ExitNotMet, "B5 is granted, which gives the attacker trusted-network"},
		{chain + " --expect violated", cli.ExitMet, ""},
		{chain + " --junit -", cli.ExitNotMet, "on example with trusted-networks after B5"},
		{chain + " --after-with trusted-devices:receiver", cli.ExitMet, "B5 is not granted, which would give the attacker trusted-network"},
		{chain + " --after-with trusted-devices:receiver --after-attacker strongest", cli.ExitNotMet, "B5 is granted"},
		{chain + " --after-deployment example-network-join", cli.ExitNotMet, "B5 is granted"},
		{chain + " --attacker literal --attacker undisputed", cli.ExitNotMet, "B5 is granted"},
		{chain + " --max-states 1", cli.ExitInconclusive, "it is not known whether B5 is granted"},
		{"check B2 --after B7", cli.ExitUsage, "something in B2: B5"},
		{"check B1 --after B5", cli.ExitUsage, "none gives an attacker anything in B1"},
		{"check A2 --after B5", cli.ExitUsage, "none gives an attacker anything in A2"},
		{"check B2 --after A5", cli.ExitUsage, "A5 is an honest scenario"},
		{"check B2 --after B55", cli.ExitUsage, `did you mean "B5"?`},
		{"check B2 --after-with proximity", cli.ExitUsage, "--after-with, --after-deployment and --after-attacker are about the scenario of --after"},
		{chain + " --after-with limited-scopes", cli.ExitUsage, "a mitigation that is about network-join"},
		{chain + " --after-with proximity:cable", cli.ExitUsage, "nobody has what proximity:cable needs"},
		{chain + " --attacker literal --attacker undisputed --attacker strongest --after-attacker literal --after-attacker strongest", cli.ExitUsage, "expected one, or one for each of the 3 here"},
	} {
		out, errs, status := simulate(strings.Fields(test.args)...)
		if status != test.status || !strings.Contains(out+errs, test.says) {
			t.Errorf("simulate %s: exit status %d, want %d and %q\n%s%s", test.args, status, test.status, test.says, out, errs)
		}
	}
	out, _, _ := simulate(append(strings.Fields(chain), "--reproducible", "--json", "-")...)
	var r results.Check
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Scenario != "B2" || r.After == nil || r.After.Check.Scenario != "B5" || !*r.After.Gained ||
		len(r.Properties[0].Trace) == 0 || len(r.After.Check.Properties[0].Trace) == 0 {
		t.Errorf("found %s", out)
	}
	if out, _, _ := simulate("list", "footholds"); !strings.Contains(out, "gives its attacker trusted-network in B2") {
		t.Errorf("found %s", out)
	}
}
