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
	for _, test := range everywhere() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			one := whole(t, builtIn(), test.flow, test.setting, test.coarse)
			other := whole(t, builtIn(), test.flow, test.setting, test.coarse)
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

// place is a scenario or a twin in one instance, on one of its flows.
type place struct {
	name    string
	s       *scenarios.Scenario
	flow    *flows.Flow
	setting flows.Setting
	coarse  bool
}

// everywhere is every scenario and twin in each of its instances, on each of its flows,
// without TLS and where codes can be used again, so that every step is possible.
func everywhere() (list []place) {
	for _, s := range scenarios.All {
		for _, f := range s.Flows {
			d := *scenarios.ExampleOf(f)
			d.Plaintext, d.CodeReusable, d.ResponseCode = true, true, true
			if f == flows.CIBAPush {
				d.Hint = flows.LoginHintToken
			}
			for _, in := range s.Instances() {
				list = append(list, place{s.Name + " " + f.Name + " " + in.Name, s, f, s.Setting(&d, in), in.Coarse})
			}
			for _, twin := range s.TwinsOn(f) {
				setting := s.Setting(&d, twin.In())
				twin.Set(&setting)
				list = append(list, place{s.Name + " " + f.Name + " " + twin.Name, s, f, setting, false})
			}
		}
	}
	return list
}

// TestRefusalsAreMonotone is the same in every state of one session, whoever acts,
// and in every state after a grant.
func TestRefusalsAreMonotone(t *testing.T) {
	for _, at := range []struct {
		s    *scenarios.Scenario
		flow *flows.Flow
		in   scenarios.Instance
	}{
		{scenarios.B2, flows.DeviceGrant, scenarios.Honest}, {scenarios.B2, flows.DeviceGrant, scenarios.After},
		{scenarios.B4, flows.CIBAPush, scenarios.Honest}, {scenarios.B4, flows.CIBASync, scenarios.Honest}, {scenarios.B1, flows.AuthcodeQR, scenarios.Honest},
	} {
		d := *scenarios.ExampleOf(at.flow)
		d.CodeLife, d.Plaintext, d.CodeReusable = 8*scenarios.FineTick, true, true
		in, setting := at.in, at.s.Setting(&d, at.in)
		setting.Grant.Horizon = 30 * 3600
		c := whole(t, builtIn(), at.flow, setting, false)
		if len(c.Ladders) < 3 { // those that judge another flow are among them
			t.Fatalf("there are only %d ladders", len(c.Ladders))
		}
		refused := model.Set(0)
		var buf []edge
		has := slices.DeleteFunc(slices.Concat(builtIn().CapabilityNames(), flows.RequirementNames()), func(name string) bool {
			return name == "headless-entry" || name == "brute-force" // they only make more states
		})
		newProduct(builtIn(), c, nil, has, false).explore(func(w *flows.World) {
			for _, e := range c.Next(*w, buf[:0]) {
				refused |= e.Foreign | e.Own
				if !c.Ladders.Monotone(e.Mask) && !t.Failed() {
					t.Errorf("%s in %+v is refused by a laxer rung and not by a stricter one: %s", c.Steps[e.Step].Name, *w, placedNames(c, e.Foreign|e.Own))
				}
			}
		})
		if want := c.Judging; refused&want != refused || refused == 0 {
			t.Errorf("%s of %s: refused by [%s], and only [%s] judge", in.Name, at.flow.Name, placedNames(c, refused), placedNames(c, want))
		}
	}
}
