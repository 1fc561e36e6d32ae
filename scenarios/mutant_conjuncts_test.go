package scenarios_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestConjuncts holds the guards as they are cut up for the mutants against
// those of the steps, in every state of scenarios and twins. Otherwise a mutant
// would differ in more than what it is called.
func TestConjuncts(t *testing.T) {
	known := groups(builtIn())
	for _, g := range known {
		if _, cut := conjuncts[g.name]; cut != (g.steps(builtIn())[0].When != nil) {
			t.Errorf("%s: it has a guard, or parts of one (%v), and not both", g.name, cut)
		}
	}
	asked, yes := map[string]int{}, map[string]int{}
	for _, in := range everywhere() {
		setting, has := in.setting, []string(nil)
		setting.CodeLife = min(setting.CodeLife, 5*scenarios.FineTick)
		if setting.Sessions > 1 {
			setting.Tick = setting.CodeLife
		}
		if len(in.s.Reach) > 0 {
			var err error
			if has, err = in.s.Profile("strongest"); err != nil {
				t.Fatal(err)
			}
			has = append(has, flows.RequirementNames()...)
			setting.People[0].WalksAway = setting.Sessions == 1
		}
		c := whole(t, builtIn(), in.flow, setting, in.coarse)
		p := newProduct(builtIn(), c, nil, has, false)
		p.most = 10000 // a large instance has nothing new in its later states
		p.explore(func(w *flows.World) {
			for i := range p.steps {
				s := &p.steps[i]
				if s.When == nil || s.Name == "decide" || s.Name == "pass_on" || s.Name == "tick" {
					continue
				}
				name := groupOf(known, s).name
				whole := all(name, -1)
				for session := range p.setting.Sessions {
					if s.In != 0 && s.In>>w.Sessions[session].Stage&1 == 0 {
						continue
					}
					for _, by := range p.takers(s, &w.Sessions[session]) {
						a := flows.At{W: w, Setting: &p.setting, S: &w.Sessions[session], Session: session, Party: by.party, Phase: s.Phase}
						got, want := whole(a), s.When(a)
						if asked[name]++; want {
							yes[name]++
						}
						if got != want && !t.Failed() {
							t.Errorf("%s: %s by %d in session %d of %+v: its parts say %v, its guard %v", in.name, name, by.party, session, *w, got, want)
						}
					}
				}
			}
		})
	}
	for name := range conjuncts {
		if yes[name] == 0 || yes[name] == asked[name] {
			t.Errorf("%s was possible %d times of %d", name, yes[name], asked[name])
		}
	}
}
