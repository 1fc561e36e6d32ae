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
	want := 2*3 + 3*len(scenarios.A1.Twins) // the honest scenario of both
	if len(kept.families) != want {
		t.Errorf("%d searches are kept of %d checks, want %d", len(kept.families), families, want)
	}
}

// TestMemoSharesLives has the same of what is counted in parts of a code's life: the
// servers differ in how long that is, and a mitigation in how many ticks it lasts.
func TestMemoSharesLives(t *testing.T) {
	kept, searches := newMemo(), map[int]int{}
	for _, life := range []int{10, 20, 30} {
		d := *scenarios.Example
		d.CodeLife = life * 60
		for _, with := range [][]string{nil, {"short-lived-codes:9m"}, {"one-time-codes:2"}} {
			c, err := NewCase(builtIn(), scenarios.B1, &d, "", with, "literal", "", model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			alone := check(t, c)
			c.memo = kept
			if found := check(t, c); !reflect.DeepEqual(found, alone) {
				t.Errorf("codes of %dm with %v: found\n%+v\nand alone\n%+v", life, with, found, alone)
			}
		}
		searches[life] = len(kept.explored)
	}
	if first, all := searches[10], searches[30]; all >= 3*first {
		t.Errorf("%d explorations of the first life and %d of all three: none is shared", first, all)
	}
}
