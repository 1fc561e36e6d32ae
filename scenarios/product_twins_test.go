package scenarios_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

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
	for _, s := range scenarios.All {
		for k, flow := range s.Flows {
			for n, twin := range s.TwinsOn(flow) {
				if k > 0 && flow == flows.CIBAPing {
					continue // as ciba-poll
				}
				t.Run(s.Name+" "+flow.Name+" "+twin.Name, func(t *testing.T) {
					t.Parallel()
					d := *scenarios.ExampleOf(flow)
					d.CodeLife = 8 * scenarios.FineTick
					in := twin.In()
					setting := s.Setting(&d, in)
					twin.Set(&setting)
					if twin.After {
						setting.Grant.Horizon = 8 * 86400
					}
					c := whole(t, builtIn(), flow, setting, false)
					done := []scenarios.Goal{{Name: "done", When: s.Served(&twin)}}
					family, err := model.Family(t.Context(), c.Restrict(model.Restriction{}), goals(done...), model.Options{})
					if err != nil || !family.Complete {
						t.Fatal(err, family.Stopped)
					}
					all := random(c, uint64(n), 40)
					for _, p := range c.Placed {
						all = append(all, asked{with: []string{p.Name}})
					}
					kept, lost := 0, 0
					for _, q := range all {
						d := deployed(t, c, q.with...)
						reached, _, _ := newProduct(builtIn(), c, withOf(t, c, q.with), nil, false).reaches(t, done)
						if got := model.Keeps(family.Labels[0], d); got != reached[0] {
							t.Errorf("with %v: served in the product %v, by the labels %v", q.with, reached[0], got)
						}
						if reached[0] {
							kept++
						} else {
							lost++
						}
					}
					byFlow := len(family.Labels[0]) == 0 // it serves nobody like them, whatever is deployed
					if kept == 0 && !byFlow || lost == 0 {
						t.Errorf("%d served, %d not: nothing was told apart", kept, lost)
					}
				})
			}
		}
	}
}

// TestAddedStepsLoseNothing leaves out the steps of mitigations that are not
// deployed and those that are against them, and lets counters saturate where the
// deployed ones need it: what is always present in the exploration must not make or
// break an attack elsewhere.
func TestAddedStepsLoseNothing(t *testing.T) {
	for n, a := range attacks() {
		s := a.s
		for _, in := range []scenarios.Instance{s.Main(), scenarios.After} {
			rungs := slices.Concat(s.At(in), safety())
			pushed := a.flow == flows.CIBAPush && in.Sessions > 1
			if len(s.At(in)) == 0 || in.After && a.flow != s.Flows[0] || a.flow == flows.CIBAPing || pushed {
				continue // after the grant all flows are one; other modes of CIBA are as ciba-poll
			}
			t.Run(a.String()+" "+in.Name, func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(uint64(n), 4))
				questions := 60
				if a.flow != s.Flows[0] {
					questions = 10
				}
				if in.Sessions > 1 {
					questions = 6
				}
				fewer := 0
				for i := range 3 {
					setting := vary(r, a, in)
					if in.After {
						setting = afterwards(r, s)
					}
					c := whole(t, builtIn(), a.flow, setting, in.Coarse)
					all := random(c, r.Uint64(), questions)
					if i == 0 && in.Sessions == 1 && a.flow == s.Flows[0] {
						all = append(all, singles(t, s, c, "literal", "strongest")...)
					}
					for _, q := range all {
						with := withOf(t, c, q.with)
						found, err := model.Explore(t.Context(), c.Restrict(restriction(c, deployed(t, c, q.with...), needs(t, c, q.has...))), nil, model.Options{MaxStates: enough})
						if err != nil {
							t.Fatal(err)
						}
						if !found.Complete {
							continue
						}
						few, err := flows.Compose(builtIn(), a.flow, setting, with)
						if err != nil {
							t.Fatal(err)
						}
						all, most, _ := newProduct(builtIn(), c, with, q.has, false).reaches(t, rungs)
						lean, least, _ := newProduct(builtIn(), few, with, q.has, true).reaches(t, rungs)
						if !slices.Equal(all, lean) {
							t.Errorf("%s: reached are %v, and %v without the steps of what is not deployed", q, all, lean)
						}
						if least < most {
							fewer++
						}
					}
				}
				if fewer == 0 && !in.After {
					t.Error("nothing was left out")
				}
			})
		}
	}
}
