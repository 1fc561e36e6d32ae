package score

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestBudgetsDecideNothing cuts checks short at random. Whatever is said then is
// what is said without a budget, or that it is not decided; and a check in which
// something is not decided does not call itself complete.
func TestBudgetsDecideNothing(t *testing.T) {
	type question struct {
		attacker, user, with string
	}
	whole := map[question]*results.Check{}
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, 11).Draw(rt, "question") // each attacker with each mitigation
		q := question{
			attacker: []string{"literal", "literal,+on-demand", "strongest"}[i%3],
			user:     []string{"obedient", "vigilant", "vigilant,-miscompares"}[i/4],
			with:     []string{"proximity:ble", "short-lived-codes", "one-time-codes", "rate-limits"}[i%4],
		}
		ask := func(most int) *results.Check {
			c, err := NewCase(builtIn(), scenarios.B1, brief(), "", []string{q.with}, q.attacker, q.user, model.Options{MaxStates: most})
			if err != nil {
				rt.Fatal(err)
			}
			r, err := Check(t.Context(), c)
			if err != nil {
				rt.Fatal(err)
			}
			return r
		}
		if whole[q] == nil {
			whole[q] = ask(0)
		}
		cut, all := ask(rapid.IntRange(1, 3000).Draw(rt, "states")), whole[q]
		open := false
		for i, p := range cut.Properties {
			open = open || p.Verdict == "inconclusive"
			if p.Verdict != "inconclusive" && p.Verdict != all.Properties[i].Verdict {
				rt.Errorf("%s is %s, and without a budget %s", p.Name, p.Verdict, all.Properties[i].Verdict)
			}
			if p.Vacuous && p.Verdict == "holds" && !all.Properties[i].Vacuous {
				rt.Errorf("%s holds with nothing at stake, and without a budget there is", p.Name)
			}
			for _, c := range p.Critical {
				if !contains(all.Properties[i].Critical, c) {
					rt.Errorf("%s, %s: %s, and not so without a budget", p.Name, c.Parameter, pairs(c))
				}
			}
		}
		for i, g := range cut.Goals {
			open = open || g.Reachable == nil
			if g.Reachable != nil && *g.Reachable != *all.Goals[i].Reachable {
				rt.Errorf("%s: reachable is %v, and without a budget %v", g.Name, *g.Reachable, *all.Goals[i].Reachable)
			}
		}
		if open && cut.Complete {
			rt.Error("something is not decided, and the check calls itself complete")
		}
	})
}

func contains(list []results.Critical, c results.Critical) bool {
	for _, d := range list {
		if d.Parameter == c.Parameter && pairs(d) == pairs(c) {
			return true
		}
	}
	return false
}
