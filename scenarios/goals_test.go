package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestGoals: what is said of mitigations rests on goals that every attack has.
func TestGoals(t *testing.T) {
	for _, s := range scenarios.All {
		if len(s.Reach) == 0 {
			if len(s.Twins) == 0 || s.Done == nil {
				t.Errorf("%s has neither an attacker nor honest people to serve", s.Name)
			}
			continue
		}
		if s.Honest == nil {
			t.Errorf("%s does not say what honest people must still get", s.Name)
		}
		for _, name := range []string{scenarios.Initiated, scenarios.Reached, scenarios.Granted} {
			if !slices.ContainsFunc(s.At(scenarios.Alone), func(g scenarios.Goal) bool { return g.Name == name }) {
				t.Errorf("%s has no goal %s for one victim alone", s.Name, name)
			}
		}
	}
}
