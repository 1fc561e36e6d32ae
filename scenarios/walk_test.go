package scenarios_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// edge is what two compositions can have in common of an edge.
type edge = model.Edge[flows.World]

// TestWalks takes random steps, any that somebody could take, through two
// compositions of the same. Both must offer the same edges in every state, and
// a walk must be one that can be replayed. On the way every mask is held against
// the ladders: what a laxer rung refuses, a stricter one refuses too.
func TestWalks(t *testing.T) {
	for _, in := range []scenarios.Instance{scenarios.Alone, scenarios.Beside, scenarios.TwoVictims} {
		t.Run(in.Name, func(t *testing.T) {
			setting := scenarios.B1.Setting(scenarios.Example, in)
			one := compose(t, builtIn(), flows.DeviceGrant, setting, in.Coarse)
			other := compose(t, builtIn(), flows.DeviceGrant, setting, in.Coarse)
			if !slices.EqualFunc(one.Steps, other.Steps, func(a, b model.Step) bool { return a.Name == b.Name && a.Bind == b.Bind }) ||
				!slices.Equal(one.Requirements, other.Requirements) || len(one.Defeats) != len(other.Defeats) || one.Used != other.Used {
				t.Fatal("two compositions of the same have other steps, requirements or defeats")
			}
			rapid.Check(t, func(r *rapid.T) {
				var walk model.Trace[flows.World]
				w := one.Init
				var buf, again []edge
				for range rapid.IntRange(1, 40).Draw(r, "steps") {
					buf, again = one.Next(w, buf[:0]), other.Next(w, again[:0])
					if !slices.Equal(buf, again) {
						r.Fatalf("two compositions of the same differ in %+v", w)
					}
					for _, e := range buf {
						if !one.Ladders.Monotone(e.Mask) {
							r.Fatalf("%s is refused by a laxer rung and not by a stricter one: %s", one.Steps[e.Step].Name, placedNames(one, e.Foreign|e.Own))
						}
					}
					moves := slices.DeleteFunc(slices.Clone(buf), func(e edge) bool { return e.To == w })
					if len(moves) == 0 {
						break
					}
					next := rapid.SampledFrom(moves).Draw(r, "edge")
					walk.Steps = append(walk.Steps, model.TraceStep[flows.World](next))
					w = next.To
				}
				if err := model.Replay(other.System, walk); err != nil {
					r.Fatal(err)
				}
			})
		})
	}
}

// TestRefusalsAreMonotone is the same in every state of one session.
func TestRefusalsAreMonotone(t *testing.T) {
	c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.Honest), false)
	if len(c.Ladders) < 3 {
		t.Fatalf("there are only %d ladders", len(c.Ladders))
	}
	var buf []edge
	newProduct(builtIn(), c, nil, slices.Concat(builtIn().CapabilityNames(), flows.RequirementNames()), false).explore(func(w *flows.World) {
		for _, e := range c.Next(*w, buf[:0]) {
			if !c.Ladders.Monotone(e.Mask) && !t.Failed() {
				t.Errorf("%s in %+v is refused by a laxer rung and not by a stricter one: %s", c.Steps[e.Step].Name, *w, placedNames(c, e.Foreign|e.Own))
			}
		}
	})
}
