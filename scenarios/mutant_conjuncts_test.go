package scenarios_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestConjuncts holds the guards as they are cut up for the mutants against
// those of the steps, in every state of an attack beside the victim's own
// session and of each twin. Otherwise a mutant would differ in more than what
// it is called.
func TestConjuncts(t *testing.T) {
	beside := scenarios.B1.Setting(scenarios.Example, scenarios.Beside)
	beside.People[0].WalksAway = true
	list := []*flows.Composition{compose(t, builtIn(), flows.DeviceGrant, beside, true)}
	for _, twin := range scenarios.A1.Twins {
		list = append(list, composeTwin(t, builtIn(), flows.DeviceGrant, scenarios.A1, twin))
	}
	for _, steps := range allSteps(builtIn()) {
		for _, s := range steps {
			if _, cut := conjuncts[s.Name]; cut != (s.When != nil) {
				t.Errorf("%s: it has a guard (%v), and parts of one (%v)", s.Name, s.When != nil, cut)
			}
		}
	}
	asked, yes := map[string]int{}, map[string]int{}
	for i, c := range append(list, list[0]) {
		has := []string{"initiate", "copy", "reframe", "spray", "on-demand", "headless-entry", "approves-unasked"}
		if i == len(list) {
			has = []string{"initiate", "copy", "reframe", "spray", "own-account", "approves-unasked"}
		}
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
							t.Errorf("%s by %d in session %d of %+v: its parts say %v, its guard %v", s.Name, by.party, session, *w, got, want)
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
