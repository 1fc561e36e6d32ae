package flows_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestLadders composes the rungs of every ladder in random orders: they come out
// from the laxest to the strictest, and alternatives stand on no ladder.
func TestLadders(t *testing.T) {
	var all []flows.Placed
	want := map[string][]string{}
	for _, m := range builtIn().Mitigations {
		for _, v := range m.VariantNames() {
			p, err := m.Place(v, scenarios.FineTick)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
			if m.Ladder {
				want[m.Name] = append(want[m.Name], p.Name)
			}
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		c, err := flows.Compose(builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.Alone), all)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Ladders.Check(); err != nil || len(c.Ladders) != len(want) {
			t.Fatalf("%d ladders, want %d: %v", len(c.Ladders), len(want), err)
		}
		for _, rungs := range c.Ladders {
			var names []string
			for _, bit := range rungs {
				names = append(names, c.Placed[bit].Name)
			}
			if of := c.Placed[rungs[0]].Of.Name; !slices.Equal(names, want[of]) {
				t.Fatalf("%s: got %v, want %v", of, names, want[of])
			}
		}
	}
}
