package scenarios_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// never are what no run of a scenario shows, with the reason.
var never = map[string]string{
	"authenticate_first by a person": "a TV has no keypad on which a log-in that resists phishing could run, and no scenario has another device",
}

// coverage counts what happened, by what it is called below.
type coverage map[string]uint64

// add counts the ways of one run.
func (cov coverage) add(t *testing.T, c *flows.Composition, r model.Restriction) {
	t.Helper()
	found, err := model.Explore(t.Context(), c.Restrict(r), nil, model.Options{})
	if err != nil || !found.Complete {
		t.Fatal(err, found.Stopped)
	}
	first := map[string]int{} // of a step's rules the first is for people, if people can take it
	for i, ways := range found.Ways {
		act := c.Act(uint16(i), &flows.World{})
		if _, known := first[act.Name]; !known {
			first[act.Name] = c.Steps[i].Rule
		}
		taken := act.Name
		switch {
		case act.By == flows.Wait || act.By == flows.Clock:
		case act.Actor == flows.Attacker || c.Steps[i].Rule != first[act.Name]:
			taken += " by the attacker"
		default:
			taken += " by a person"
		}
		checks := 0
		for w, n := range ways {
			way := c.Steps[i].Ways[w]
			if !way.Refuses {
				cov[taken] += n
				cov[act.Name+": "+way.Name+" ends it"] += n
				cov["reply "+way.Reply] += n
				// Whatever happened passed every check.
				for _, check := range act.Checks {
					cov[act.Name+": "+check.Name+" passes"] += n
				}
				continue
			}
			cov[act.Name+": "+way.Name+" refuses"] += n
			cov["reply "+way.Reply] += n
			checks++
		}
		if checks != len(act.Checks) {
			t.Errorf("%s has %d checks, and %d of them are ways", act.Name, len(act.Checks), checks)
		}
	}
}

// TestCoverage runs every scenario where nothing is deployed, the attacker can
// do everything and people make every error. Whatever a flow, a mitigation or a
// capability says must happen there, by everybody who can do it.
func TestCoverage(t *testing.T) {
	cov := coverage{}
	for _, twin := range scenarios.A1.Twins {
		cov.add(t, composeTwin(t, builtIn(), flows.DeviceGrant, scenarios.A1, twin), model.Restriction{})
	}
	for _, in := range []scenarios.Instance{scenarios.Alone, scenarios.Beside} {
		c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, in), in.Coarse)
		cov.add(t, c, model.Restriction{Have: have(t, c, "strongest")})
	}
	bound := scenarios.B1.Setting(scenarios.Example, scenarios.Alone)
	bound.EntryBound = true
	c := compose(t, builtIn(), flows.DeviceGrant, bound, false)
	cov.add(t, c, model.Restriction{Have: have(t, c, "strongest")})
	total := 0
	for _, what := range slices.Sorted(maps.Keys(cov)) {
		total++
		_, explained := never[what]
		switch {
		case cov[what] == 0 && !explained:
			t.Errorf("%s: never in any scenario", what)
		case cov[what] > 0 && explained:
			t.Errorf("%s: it does happen; take it off the list", what)
		}
	}
	for what := range never {
		if _, known := cov[what]; !known {
			t.Errorf("%s is on the list, and there is no such thing", what)
		}
	}
	for _, steps := range allSteps(builtIn()) {
		for _, s := range steps {
			for _, o := range s.Do {
				if _, seen := cov["reply "+string(o.Reply)]; !seen {
					t.Errorf("%s: the reply %q is in no system", s.Name, o.Reply)
				}
			}
		}
	}
	if total < 50 {
		t.Errorf("only %d things were looked at", total)
	}
}
