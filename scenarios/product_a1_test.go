package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// composeTwin weaves a twin of an honest scenario, on the example deployment.
func composeTwin(t testing.TB, cat *flows.Catalogue, flow *flows.Flow, s *scenarios.Scenario, twin scenarios.Twin) *flows.Composition {
	t.Helper()
	setting := s.Setting(scenarios.Example, scenarios.Honest)
	twin.Set(&setting)
	return compose(t, cat, flow, setting, false)
}

// withOf are the mitigations that the names put in place.
func withOf(t testing.TB, c *flows.Composition, names []string) (list []flows.Placed) {
	t.Helper()
	for _, bit := range deployed(t, c, names...).Members() {
		list = append(list, c.Placed[bit])
	}
	return list
}

// TestProductTwins asks the product who is still served: no attacker, nobody
// errs. The labels of one family search must say the same for every deployment.
func TestProductTwins(t *testing.T) {
	done := []scenarios.Goal{{Name: "done", When: scenarios.A1.Done}}
	kept, lost := 0, 0
	for _, twin := range scenarios.A1.Twins {
		c := composeTwin(t, builtIn(), flows.DeviceGrant, scenarios.A1, twin)
		family, err := model.Family(t.Context(), c.Restrict(model.Restriction{}), goals(done...), model.Options{})
		if err != nil || !family.Complete {
			t.Fatal(err, family.Stopped)
		}
		all := random(c, 3, 40)
		for _, p := range c.Placed {
			all = append(all, asked{with: []string{p.Name}})
		}
		for _, q := range all {
			d := deployed(t, c, q.with...)
			reached, _, _ := newProduct(builtIn(), c, withOf(t, c, q.with), nil, false).reaches(t, done)
			if got := model.Keeps(family.Labels[0], d); got != reached[0] {
				t.Errorf("%s with %v: served in the product %v, by the labels %v", twin.Name, q.with, reached[0], got)
			}
			if reached[0] {
				kept++
			} else {
				lost++
			}
		}
	}
	if kept == 0 || lost == 0 {
		t.Errorf("%d served, %d not: nothing was told apart", kept, lost)
	}
}

// TestAddedStepsLoseNothing leaves out the steps of mitigations that are not
// deployed, and lets counters saturate where the deployed ones need it: what is
// always present in the exploration must not make or break an attack elsewhere.
func TestAddedStepsLoseNothing(t *testing.T) {
	d := *scenarios.Example
	d.CodeLife = 6 * scenarios.FineTick
	setting := scenarios.B1.Setting(&d, scenarios.Alone)
	c := compose(t, builtIn(), flows.DeviceGrant, setting, false)
	smaller := 0
	for _, q := range slices.Concat(random(c, 4, 80), singles(t, c)) {
		with := withOf(t, c, q.with)
		few, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, with)
		if err != nil {
			t.Fatal(err)
		}
		all, states, _ := newProduct(builtIn(), c, with, q.has, false).reaches(t, ladder(scenarios.Alone))
		lean, fewer, _ := newProduct(builtIn(), few, with, q.has, true).reaches(t, ladder(scenarios.Alone))
		if !slices.Equal(all, lean) {
			t.Errorf("%s: initiated, reached, granted are %v, and %v without the steps of what is not deployed", q, all, lean)
		}
		if fewer < states {
			smaller++
		}
	}
	if smaller == 0 {
		t.Error("nothing was left out")
	}
}
