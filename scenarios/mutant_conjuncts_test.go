package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestConjuncts holds the guards as they are cut up for the mutants against
// those of the steps, in every state of scenarios and twins. Otherwise a mutant
// would differ in more than what it is called.
func TestConjuncts(t *testing.T) {
	for _, steps := range allSteps(builtIn()) {
		for _, s := range steps {
			if _, cut := conjuncts[s.Name]; cut != (s.When != nil) {
				t.Errorf("%s: it has a guard (%v), and parts of one (%v)", s.Name, s.When != nil, cut)
			}
		}
	}
	asked, yes := map[string]int{}, map[string]int{}
	for _, in := range everywhere() {
		setting, has := in.setting, []string(nil)
		setting.CodeLife = min(setting.CodeLife, 7*scenarios.FineTick)
		if setting.Sessions > 1 {
			setting.Tick = setting.CodeLife
		}
		if len(in.s.Reach) > 0 {
			var err error
			if has, err = in.s.Profile("strongest"); err != nil {
				t.Fatal(err)
			}
			has = slices.DeleteFunc(append(has, flows.RequirementNames()...), func(name string) bool {
				return setting.Sessions > 1 && in.s != scenarios.WrongDevice && name == "headless-entry" || setting.Persons > 1 && name == "own-account"
			})
			setting.People[0].WalksAway = setting.Sessions == 1
		}
		c := whole(t, builtIn(), in.s.Flows[0], setting, in.coarse)
		p := newProduct(builtIn(), c, nil, has, false)
		p.explore(func(w *flows.World) {
			for i := range p.steps {
				s := &p.steps[i]
				for session := range p.setting.Sessions {
					if _, cut := conjuncts[s.Name]; !cut || s.In != 0 && s.In>>w.Sessions[session].Stage&1 == 0 {
						continue
					}
					for _, by := range p.takers(s, &w.Sessions[session]) {
						a := flows.At{W: w, Setting: &p.setting, S: &w.Sessions[session], Session: session, Party: by.party, Phase: s.Phase}
						got, want := all(s.Name, -1)(a), s.When(a)
						if asked[s.Name]++; want {
							yes[s.Name]++
						}
						if got != want && !t.Failed() {
							t.Errorf("%s: %s by %d in session %d of %+v: its parts say %v, its guard %v", in.name, s.Name, by.party, session, *w, got, want)
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
