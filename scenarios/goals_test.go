package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestGoals: what is said of mitigations rests on goals that every attack has, at
// its own size, and that stand on each other.
func TestGoals(t *testing.T) {
	for _, s := range scenarios.All {
		if len(s.Reach) == 0 {
			if len(s.Twins) == 0 || s.Done == nil {
				t.Errorf("%s has neither an attacker nor honest people to serve", s.Name)
			}
			if len(s.Goals) > 0 || s.Breaks != "" || len(s.Instances()) > 0 {
				t.Errorf("%s has no attacker, and something to attack", s.Name)
			}
			continue
		}
		if s.Honest == nil || len(s.Honest.Twins) == 0 {
			t.Errorf("%s does not say what honest people must still get", s.Name)
		}
		if !slices.ContainsFunc(scenarios.Safety, func(p model.Property[flows.World]) bool { return p.Name == s.Breaks }) {
			t.Errorf("%s breaks %q, which is no safety property", s.Name, s.Breaks)
		}
		var ladder []string
		for _, g := range s.At(s.Main()) {
			ladder = append(ladder, g.Name)
		}
		if !slices.Equal(ladder, []string{scenarios.Initiated, scenarios.Reached, scenarios.Granted}) {
			t.Errorf("%s: at its own size the goals are %q", s.Name, ladder)
		}
		seen := map[string]bool{}
		for _, g := range s.Goals {
			if seen[g.Name] || g.Doc == "" {
				t.Errorf("%s: goal %q has no Doc, or there are two of it", s.Name, g.Name)
			}
			seen[g.Name] = true
			if !slices.ContainsFunc(s.Instances(), func(in scenarios.Instance) bool {
				return slices.ContainsFunc(s.At(in), func(h scenarios.Goal) bool { return h.Name == g.Name })
			}) {
				t.Errorf("%s: goal %s is looked for in no instance", s.Name, g.Name)
			}
		}
	}
}

// TestGoalsAreMet: every goal is within reach of everything the attacker can do,
// on a deployment that forbids nothing, and the attack breaks the property that it
// is said to break. Two victims take longer, and are counted elsewhere.
func TestGoalsAreMet(t *testing.T) {
	d := *scenarios.Example
	d.Plaintext = true
	for _, s := range scenarios.All {
		for _, in := range s.Instances() {
			if in.Counting {
				continue
			}
			rungs := s.At(in)
			if in.Name == s.Main().Name {
				rungs = append(rungs, slices.DeleteFunc(safety(), func(g scenarios.Goal) bool { return g.Name != s.Breaks })...)
			}
			c := whole(t, builtIn(), s.Flows[0], s.Setting(&d, in), in.Coarse)
			var props []model.Property[flows.World]
			for _, g := range rungs {
				props = append(props, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
			}
			found, err := model.Explore(t.Context(), c.Restrict(model.Restriction{Have: within(t, c, s)}), props, model.Options{Decide: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found.Findings {
				if f.Verdict != model.Holds {
					t.Errorf("%s, %s: %s is %v", s.Name, in.Name, f.Property, f.Verdict)
				}
			}
		}
	}
}
