package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// builtIn is the catalogue of the command.
func builtIn() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

// brief is the example deployment with codes of ten minutes, a third of what they
// live there: fewer ticks, and the mail still arrives.
func brief() *scenarios.Deployment {
	d := *scenarios.Example
	d.CodeLife = 600
	return &d
}

// b1 is B1 on the example deployment with the given mitigations.
func b1(t testing.TB, attacker string, with ...string) Case {
	t.Helper()
	c, err := NewCase(builtIn(), scenarios.B1, scenarios.Example, "", with, attacker, "", model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reaches explores what the case allows of one session and one victim, and
// tells whether a goal is among it. Labels play no part in it.
func reaches(t testing.TB, c Case, goal string) bool {
	t.Helper()
	on, limits, err := c.restricted(scenarios.Alone)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.Scenario.Goals, func(g scenarios.Goal) bool { return g.Name == goal })
	found, err := model.Explore(t.Context(), on.Restrict(limits), []model.Property[flows.World]{
		{Name: goal, Expect: model.Reachable, When: c.Scenario.Goals[i].When}}, model.Options{Decide: true})
	if err != nil || found.Findings[0].Verdict == model.Inconclusive {
		t.Fatal(err, found.Stopped)
	}
	return found.Findings[0].Verdict == model.Holds
}

// deploy is the case with other mitigations.
func (c Case) deploy(with ...string) Case {
	c.With = with
	return c
}

// armed is the case with an attacker of these capabilities.
func (c Case) armed(capabilities ...string) Case {
	c.Attacker.Capabilities = capabilities
	return c
}

// singles are all mitigations, each in each variant or listed rung.
func singles() (names []string) {
	for _, m := range builtIn().Mitigations {
		for _, v := range m.VariantNames() {
			names = append(names, m.FullName(v))
		}
	}
	return names
}

// laxer is a defence with one member taken out or, if it is a rung, relaxed to
// the next laxer one.
func laxer(t testing.TB, defence []string, i int) []string {
	t.Helper()
	m, variant, err := builtIn().Mitigation(defence[i])
	if err != nil {
		t.Fatal(err)
	}
	rest := slices.Delete(slices.Clone(defence), i, i+1)
	if rungs := m.VariantNames(); m.Ladder {
		if at := slices.Index(rungs, variant); at > 0 {
			return append(rest, m.FullName(rungs[at-1]))
		}
	}
	return rest
}

// TestCaseOnAnotherFlow: without a flow, a case is about its deployment's. A
// deployment is refused where the question is about another flow, unless all that it
// is set to is known there.
func TestCaseOnAnotherFlow(t *testing.T) {
	poll := scenarios.ExampleOf(flows.CIBAPoll)
	for _, test := range []struct {
		scenario *scenarios.Scenario
		d        *scenarios.Deployment
		flow     string
		with     string
		asked    string // the flow of the case; empty: it is refused
		err      string
	}{
		{scenarios.A1, scenarios.Example, "", "", "device-grant", ""},
		{scenarios.A1, scenarios.ExampleOf(flows.AuthcodeQR), "", "", "authcode-qr", ""},
		{scenarios.A4, poll, "ciba-ping", "", "ciba-ping", ""},
		{scenarios.A4, scenarios.ExampleOf(flows.CIBAPush), "", "", "ciba-push", ""},
		{scenarios.A4, scenarios.Example, "", "", "", `found deployment "example" of device-grant, expected one of a flow that A4 applies to: ciba-poll, ciba-ping, ciba-push, ciba-sync`},
		{scenarios.A4, scenarios.Example, "ciba-poll", "", "", `found deployment "example" of device-grant, expected one of ciba-poll; the setting user_code_alphabet is none of that flow`},
		{scenarios.A4, poll, "device-grant", "", "", `found "device-grant", expected a flow that A4 applies to: ciba-poll, `},
		{scenarios.A4, poll, "", "rate-limits:code-entry", "", `found "rate-limits:code-entry", expected a variant of rate-limits that is about ciba-poll; did you mean "rate-limits:client"?`},
		{scenarios.A4, poll, "", "rate-limits:code-entry,proximity", "ciba-poll", ""}, // the one is reported as n/a
	} {
		var with []string
		if test.with != "" {
			with = []string{test.with}
		}
		c, err := NewCase(builtIn(), test.scenario, test.d, test.flow, with, "", "", model.Options{})
		switch {
		case test.asked == "":
			if err == nil || !strings.HasPrefix(err.Error(), test.err) {
				t.Errorf("%s on %s in %q: %v", test.scenario.Name, test.d.Name, test.flow, err)
			}
		case err != nil:
			t.Error(err)
		case c.Flow.Name != test.asked || c.Deployment.Flow != test.asked:
			t.Errorf("%s on %s in %q is asked in %s on one of %s", test.scenario.Name, test.d.Name, test.flow, c.Flow.Name, c.Deployment.Flow)
		}
	}
}
