package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestChain holds what comes of B5 as a foothold for B2: trusted networks alone stop the
// literal attacker of B2, who has nothing inside, and not one who has had a device of
// theirs joined. What stops the first attack breaks the chain, as long as it does.
func TestChain(t *testing.T) {
	network := []string{"trusted-networks"}
	for _, test := range []struct {
		name           string
		with, first    []string
		attacker       string
		gained, breaks bool
	}{
		{"an open network", network, nil, "literal", true, true},
		{"only trusted devices join", network, []string{"trusted-devices:receiver"}, "literal", false, false},
		{"and the attacker has one", network, []string{"trusted-devices:receiver"}, "literal,+trusted-device", true, true},
		{"a network that is trusted with who starts a join", network, []string{"trusted-networks"}, "literal", true, true},
		{"something else stops the second attack", []string{"proximity:ble"}, nil, "literal", true, false},
		{"nothing stops the second attack", nil, []string{"trusted-devices:receiver"}, "literal", false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			of := func(s *scenarios.Scenario, with []string, attacker string) Case {
				c, err := NewCase(builtIn(), s, scenarios.ExampleOf(s.Flows[0]), "", with, attacker, "", model.Options{})
				if err != nil {
					t.Fatal(err)
				}
				return c
			}
			alone := of(scenarios.B2, test.with, "literal")
			c, err := alone.Follow(of(scenarios.B5, test.first, test.attacker))
			if err != nil {
				t.Fatal(err)
			}
			r := check(t, c)
			if r.After == nil || r.After.Gained == nil || *r.After.Gained != test.gained || r.After.Gives != "trusted-network" || r.After.Source == "" {
				t.Fatalf("found %+v", r.After)
			}
			if got := slices.Contains(r.Attacker.Capabilities, "trusted-network"); got != test.gained {
				t.Errorf("the attacker of B2 has trusted-network: %v, want %v", got, test.gained)
			}
			if got := Found(r, scenarios.AttackerAccess) == "violated"; got != test.breaks {
				t.Errorf("B2 is violated: %v, want %v", got, test.breaks)
			}
			if got := len(r.After.Check.Properties[0].Trace) > 0; got != test.gained {
				t.Errorf("the first attack is shown: %v, want %v", got, test.gained)
			}
			if slices.Contains(alone.Attacker.Capabilities, "trusted-network") {
				t.Error("the attacker has it without the first attack too")
			}
		})
	}
}

// TestFootholds: what a scenario gives is a capability, of use where it says, and within
// reach of somebody there.
func TestFootholds(t *testing.T) {
	n := 0
	for _, s := range scenarios.All {
		for _, f := range s.Gives {
			n++
			if f.Source == "" || len(s.Reach) == 0 || f.In == s {
				t.Errorf("%s: found %+v", s.Name, f)
			}
			if !slices.ContainsFunc(f.In.Reach, func(r scenarios.Reach) bool { return r.Capability == f.Capability }) {
				t.Errorf("%s gives %s, which is within nobody's reach in %s", s.Name, f.Capability, f.In.Name)
			}
		}
	}
	if n == 0 {
		t.Error("no scenario gives anything")
	}
	for _, test := range []struct {
		first, then *scenarios.Scenario
		want        string
	}{
		{scenarios.B7, scenarios.B2, `found "B7", expected a scenario whose success gives an attacker something in B2: B5`},
		{scenarios.B5, scenarios.B1, `found "B5", expected no scenario: none gives an attacker anything in B1`},
	} {
		_, err := Case{Scenario: test.then, Flow: flows.DeviceGrant}.Follow(Case{Scenario: test.first})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("found %v, want %s", err, test.want)
		}
	}
}
