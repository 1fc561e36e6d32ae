package score

import (
	"reflect"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestMemo has checks in a row say what each says alone: for other attackers, with
// other mitigations, on deployments that differ in one setting, in other scenarios.
func TestMemo(t *testing.T) {
	same := *scenarios.Example
	reusable, bound := same, same
	reusable.CodeReusable, bound.EntryBound = true, true
	kept := newMemo()
	families := 0
	for _, s := range []*scenarios.Scenario{scenarios.SessionSpying, scenarios.Replay} {
		for _, d := range []*scenarios.Deployment{scenarios.Example, &same, &reusable, &bound} {
			for _, attacker := range []string{"literal", "strongest"} {
				for _, with := range [][]string{nil, {"proximity:ble"}} {
					c, err := NewCase(builtIn(), s, d, "", with, attacker, "", model.Options{})
					if err != nil {
						t.Fatal(err)
					}
					alone := check(t, c)
					c.memo = kept
					if found := check(t, c); !reflect.DeepEqual(found, alone) {
						t.Errorf("%s on %+v, %s with %v: found\n%+v\nand alone\n%+v", s.Name, d, attacker, with, found, alone)
					}
					families++
				}
			}
		}
	}
	// Of each scenario, three settings have searches of their own: one for the attack
	// and one for each twin.
	want := 0
	for _, s := range []*scenarios.Scenario{scenarios.SessionSpying, scenarios.Replay} {
		want += 3 * (1 + len(s.Honest.Twins))
	}
	if len(kept.families) != want {
		t.Errorf("%d searches are kept of %d checks, want %d", len(kept.families), families, want)
	}
}
