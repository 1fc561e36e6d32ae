package live

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestDrives: each flow that a target can have is driven once, and what a drive names is a
// step of the flow or of a capability, played in one way.
func TestDrives(t *testing.T) {
	if len(drives) != len(scenarios.Drivable) {
		t.Fatalf("%d drives for %d flows", len(drives), len(scenarios.Drivable))
	}
	for i, d := range drives {
		if d.flow != scenarios.Drivable[i] {
			t.Errorf("drive %d is of %s, the flow there is %s", i, d.flow.Name, scenarios.Drivable[i].Name)
		}
		for _, name := range []string{d.start, d.poll, d.claimed, d.other} {
			if d.calls[name] == nil {
				t.Errorf("%s: nothing calls %q", d.flow.Name, name)
			}
		}
		if d.asks[d.enter] == nil || d.asks[decideStep] == nil || d.asks[loginStep] == nil {
			t.Errorf("%s: users cannot enter, log in or decide", d.flow.Name)
		}
		on, err := compose(builtIn(), &scenarios.TargetFlow{Flow: d.flow, Deployment: scenarios.ExampleOf(d.flow), Clients: []scenarios.Client{{ID: "a"}}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, s := range on.Steps {
			known[s.Name] = true
		}
		played := slices.Clone(d.silent)
		for name := range d.asks {
			played = append(played, name)
		}
		for name := range d.calls {
			played = append(played, name)
		}
		slices.Sort(played)
		for k, name := range played {
			if k > 0 && played[k-1] == name {
				t.Errorf("%s: %s is played in two ways", d.flow.Name, name)
			}
			if !known[name] {
				t.Errorf("%s: there is no step %s", d.flow.Name, name)
			}
		}
		if len(scenariosOf(d.flow)) == 0 {
			t.Errorf("%s: no scenario is played", d.flow.Name)
		}
	}
}
