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

// TestCoverage runs every scenario on every flow where nothing is deployed, the attacker
// can do everything within reach and people make every error. Whatever a flow says must
// happen there, by everybody who can do it; whatever people do in no protocol, a
// mitigation or a capability says, or what follows a grant, in one of the flows. Two
// victims do nothing that one does not, and beside the victim's own session nothing
// happens that the scenarios do not show which are about that.
func TestCoverage(t *testing.T) {
	seen, known := map[string]bool{}, map[string]bool{} // in some flow
	needed := map[string]bool{}                         // listed, and the only explanation
	for _, f := range flows.All {
		cov, d := &results.Coverage{}, scenarios.ExampleOf(f)
		for _, s := range scenarios.All {
			if !slices.Contains(s.Flows, f) {
				continue
			}
			for _, twin := range s.TwinsOn(f) {
				setting := s.Setting(d, twin.In())
				twin.Set(&setting)
				cover(t, cov, whole(t, builtIn(), f, setting, false), model.Restriction{})
			}
			for _, in := range s.Instances() {
				if in.Counting || in.Name == scenarios.Beside.Name && s.Main().Name != in.Name {
					continue
				}
				c := whole(t, builtIn(), f, s.Setting(d, in), in.Coarse)
				cover(t, cov, c, model.Restriction{Have: within(t, c, s)})
			}
		}
		extras(t, cov, f, d)
		own := map[string]bool{}
		for _, s := range f.Steps {
			own[s.Name] = true
			for _, o := range s.Do {
				own["reply "+string(o.Reply)] = true
			}
			for _, c := range s.Checks {
				own["reply "+string(c.Reply)] = true
			}
		}
		for _, h := range score.Happenings(cov) {
			listed, why := scenarios.WhyUnseen(f.Name, h.What)
			seen[h.What], known[listed] = seen[h.What] || h.Seen > 0, true
			switch {
			case h.Seen > 0 && listed != h.What:
				t.Errorf("%s: %s does happen; take it off the list", f.Name, h.What)
			case h.Seen == 0 && why != "":
				needed[listed] = true
			case h.Seen == 0 && (own[h.Step] || own[h.What]):
				t.Errorf("%s: %s: never in any scenario", f.Name, h.What)
			}
		}
		for _, s := range f.Steps {
			for _, o := range s.Do {
				if o.Reply != "" && !known["reply "+string(o.Reply)] {
					t.Errorf("%s: %s: the reply %q is in no system", f.Name, s.Name, o.Reply)
				}
			}
		}
	}
	for what := range known {
		if _, why := scenarios.WhyUnseen("", what); !seen[what] && why == "" && !needed[what] {
			t.Errorf("%s: never in any flow", what)
		}
	}
	for _, what := range scenarios.Unseen() {
		switch {
		case !known[what]:
			t.Errorf("%s is on the list, and there is no such thing", what)
		case seen[what] || !needed[what]:
			t.Errorf("%s: it does happen; take it off the list", what)
		}
	}
	if len(known) < 250 {
		t.Errorf("only %d things were looked at", len(known))
	}
}

// extras counts a flow's extra compositions. Each shows something.
func extras(t *testing.T, cov *results.Coverage, f *flows.Flow, d *scenarios.Deployment) {
	usual := map[string]bool{}
	for _, h := range score.Happenings(cov) {
		usual[h.What] = h.Seen > 0
	}
	for _, extra := range scenarios.Extras {
		if !slices.Contains(extra.Flows, f) {
			continue
		}
		s, shows := extra.Scenario, false
		setting := s.Setting(d, extra.In)
		extra.Set(&setting)
		c := whole(t, builtIn(), f, setting, extra.In.Coarse)
		apart := &results.Coverage{}
		cover(t, apart, c, model.Restriction{Have: within(t, c, s)})
		for _, h := range score.Happenings(apart) {
			shows = shows || h.Seen > 0 && !usual[h.What]
			usual[h.What] = usual[h.What] || h.Seen > 0
		}
		if !shows {
			t.Errorf("%s: %s shows nothing that was not seen before", f.Name, extra.Name)
		}
		cover(t, cov, c, model.Restriction{Have: within(t, c, s)})
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
