package score

import (
	"fmt"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestCritical tries every value of each parameter. The verdict turns at most
// once, and where bisection says.
func TestCritical(t *testing.T) {
	turned := 0
	for _, attacker := range []string{"literal", "literal,+on-demand"} {
		for _, with := range [][]string{nil, {"short-lived-codes:2m"}, {"short-lived-codes:10m"}, {"one-time-codes:3"}, {"proximity:ble"}} {
			c := b1(t, attacker, with...)
			list, err := c.critical(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]results.Critical{}
			for _, cr := range list {
				found[cr.Parameter] = cr
			}
			on, err := c.compose(scenarios.Alone, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range c.parameters(on) {
				what := fmt.Sprintf("%s, %v: %s", attacker, with, p.name)
				cr, turns := found[p.name]
				delete(found, p.name)
				if tried := c.try(t, what, p, on.Setting.Tick); turns != (tried != nil) {
					t.Errorf("%s: turns %v, and %v where every value is tried", what, turns, tried != nil)
				} else if turns {
					turned++
					tried.Parameter, tried.Deployed, tried.Unit = cr.Parameter, cr.Deployed, cr.Unit
					if got, want := pairs(cr), pairs(*tried); got != want {
						t.Errorf("%s: %s, and %s where every value is tried", what, got, want)
					}
				}
			}
			for name := range found {
				t.Errorf("%s, %v: %s is no parameter", attacker, with, name)
			}
		}
	}
	if turned < 3 {
		t.Errorf("only %d verdicts turned", turned)
	}
}

// try tries every value, and returns where the verdict turns, if it does.
func (c Case) try(t *testing.T, what string, p parameter, tick int) (turn *results.Critical) {
	t.Helper()
	step := 1
	if p.unit == flows.Seconds {
		step = tick
	}
	var before bool
	for value := step; value <= p.max; value += step {
		verdict, err := c.holdsAt(t.Context(), p, value)
		if err != nil || verdict == model.Inconclusive {
			t.Fatal(verdict, err)
		}
		holds := verdict == model.Holds
		if value > step && holds != before {
			if turn != nil {
				t.Fatalf("%s: the verdict turns a second time at %d", what, value)
			}
			last, now := value-step, value
			if before {
				turn = &results.Critical{HoldsUpTo: &last, ViolatedFrom: &now}
			} else {
				turn = &results.Critical{HoldsFrom: &now, ViolatedUpTo: &last}
			}
		}
		before = holds
	}
	return turn
}

// pairs are the bounds of a critical value in words.
func pairs(cr results.Critical) string {
	word := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	return fmt.Sprintf("holds up to %s, violated from %s; holds from %s, violated up to %s",
		word(cr.HoldsUpTo), word(cr.ViolatedFrom), word(cr.HoldsFrom), word(cr.ViolatedUpTo))
}
