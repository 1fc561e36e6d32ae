package scenarios_test

import (
	"slices"
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

// TestCoverage runs every scenario where nothing is deployed, the attacker can do
// everything within reach and people make every error. Whatever a flow, a mitigation
// or a capability says must happen there, by everybody who can do it. Two victims
// do nothing that one does not.
func TestCoverage(t *testing.T) {
	cov := &results.Coverage{}
	for _, s := range scenarios.All {
		for _, twin := range s.Twins {
			cover(t, cov, composeTwin(t, builtIn(), s.Flows[0], s, twin), model.Restriction{})
		}
		for _, in := range s.Instances() {
			if !in.Counting {
				c := whole(t, builtIn(), s.Flows[0], s.Setting(scenarios.Example, in), in.Coarse)
				cover(t, cov, c, model.Restriction{Have: within(t, c, s)})
			}
		}
	}
	usual := map[string]bool{}
	for _, h := range score.Happenings(cov) {
		usual[h.What] = h.Seen > 0
	}
	for _, extra := range scenarios.Extras {
		s, shows := extra.Scenario, false
		setting := s.Setting(scenarios.Example, extra.In)
		extra.Set(&setting)
		c := whole(t, builtIn(), s.Flows[0], setting, extra.In.Coarse)
		apart := &results.Coverage{}
		cover(t, apart, c, model.Restriction{Have: within(t, c, s)})
		for _, h := range score.Happenings(apart) {
			shows = shows || h.Seen > 0 && !usual[h.What]
			usual[h.What] = usual[h.What] || h.Seen > 0
		}
		if !shows {
			t.Errorf("%s shows nothing that was not seen before", extra.Name)
		}
		cover(t, cov, c, model.Restriction{Have: within(t, c, s)})
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
	if len(known) < 100 {
		t.Errorf("only %d things were looked at", len(known))
	}
}

// within is all that a scenario's attacker can do and people can get wrong.
func within(t testing.TB, c *flows.Composition, s *scenarios.Scenario) model.Set {
	t.Helper()
	has, err := s.Profile("strongest")
	if err != nil {
		t.Fatal(err)
	}
	return needs(t, c, slices.Concat(has, flows.RequirementNames())...)
}
