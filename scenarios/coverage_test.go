package scenarios_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

// cover counts the ways of one run.
func cover(t *testing.T, cov *results.Coverage, c *flows.Composition, r model.Restriction) {
	t.Helper()
	found, err := model.Explore(t.Context(), c.Restrict(r), nil, model.Options{})
	if err != nil || !found.Complete {
		t.Fatal(err, found.Stopped)
	}
	score.Count(cov, c, found.Stats)
}

// TestCoverage runs every scenario where nothing is deployed, the attacker can
// do everything and people make every error. Whatever a flow, a mitigation or a
// capability says must happen there, by everybody who can do it.
func TestCoverage(t *testing.T) {
	cov := &results.Coverage{}
	for _, twin := range scenarios.A1.Twins {
		cover(t, cov, composeTwin(t, builtIn(), flows.DeviceGrant, scenarios.A1, twin), model.Restriction{})
	}
	for _, in := range []scenarios.Instance{scenarios.Alone, scenarios.Beside} {
		c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, in), in.Coarse)
		cover(t, cov, c, model.Restriction{Have: have(t, c, "strongest")})
	}
	for _, extra := range scenarios.Extras {
		setting := extra.Scenario.Setting(scenarios.Example, extra.In)
		extra.Set(&setting)
		c := compose(t, builtIn(), flows.DeviceGrant, setting, extra.In.Coarse)
		cover(t, cov, c, model.Restriction{Have: have(t, c, "strongest")})
	}
	known := map[string]bool{}
	for _, h := range score.Happenings(cov) {
		known[h.What] = true
		_, explained := scenarios.Unseen[h.What]
		switch {
		case h.Seen == 0 && !explained:
			t.Errorf("%s: never in any scenario", h.What)
		case h.Seen > 0 && explained:
			t.Errorf("%s: it does happen; take it off the list", h.What)
		}
	}
	for what := range scenarios.Unseen {
		if !known[what] {
			t.Errorf("%s is on the list, and there is no such thing", what)
		}
	}
	for _, steps := range allSteps(builtIn()) {
		for _, s := range steps {
			for _, o := range s.Do {
				if o.Reply != "" && !known["reply "+string(o.Reply)] {
					t.Errorf("%s: the reply %q is in no system", s.Name, o.Reply)
				}
			}
		}
	}
	if len(known) < 45 {
		t.Errorf("only %d things were looked at", len(known))
	}
}
