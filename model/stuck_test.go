package model_test

import (
	"context"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"pgregory.net/rapid"
)

// A door that locks behind who enters a room leaves them stuck, unless the room
// has a way out.
func TestStuck(t *testing.T) {
	house := func(wayOut bool) model.System[uint8] { // 0 hall, 1 room, 2 cellar, 3 garden
		return model.Weave("house", uint8(0), []model.Rule[uint8]{
			{Name: "garden", When: func(s *uint8, _ model.Bind) bool { return *s == 0 }, Do: model.Do(func(s *uint8, _ model.Bind) { *s = 3 })},
			{Name: "enter", When: func(s *uint8, _ model.Bind) bool { return *s == 0 }, Do: model.Do(func(s *uint8, _ model.Bind) { *s = 1 })},
			{Name: "descend", When: func(s *uint8, _ model.Bind) bool { return *s == 1 }, Do: model.Do(func(s *uint8, _ model.Bind) { *s = 2 })},
			{Name: "climb", When: func(s *uint8, _ model.Bind) bool { return *s == 2 }, Do: model.Do(func(s *uint8, _ model.Bind) { *s = 1 })},
			{Name: "window", When: func(s *uint8, _ model.Bind) bool { return wayOut && *s == 2 }, Do: model.Do(func(s *uint8, _ model.Bind) { *s = 3 })},
		})
	}
	outside := func(s *uint8) bool { return *s == 3 }
	for _, c := range []struct {
		name            string
		wayOut          bool
		ok              func(s *uint8) bool
		opt             model.Options
		stuck, complete bool
		steps           []string
	}{
		{"a window", true, outside, model.Options{}, false, true, nil},
		{"no window: going round in a circle is stuck too", false, outside, model.Options{}, true, true, []string{"enter"}},
		{"wanted everywhere", false, func(*uint8) bool { return true }, model.Options{}, false, true, nil},
		{"wanted nowhere", true, func(*uint8) bool { return false }, model.Options{}, true, true, nil},
		{"too few states", false, outside, model.Options{MaxStates: 2}, false, false, nil},
		{"just enough states", false, outside, model.Options{MaxStates: 4}, true, true, []string{"enter"}},
	} {
		sys := house(c.wayOut)
		trace, stuck, complete, err := model.Stuck(context.Background(), sys, c.ok, c.opt)
		if err != nil || stuck != c.stuck || complete != c.complete || !slices.Equal(names(sys, trace), c.steps) {
			t.Errorf("%s: %v, %v after %q, %v; want %v, %v after %q", c.name, stuck, complete, names(sys, trace), err, c.stuck, c.complete, c.steps)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, stuck, complete, err := model.Stuck(ended, house(false), outside, model.Options{}); err != nil || stuck || complete {
		t.Errorf("interrupted: %v, %v, %v", stuck, complete, err)
	}
}

// reachable are the states that can be reached from one.
func reachable(next map[cells][]cells, from cells) map[cells]bool {
	seen, queue := map[cells]bool{from: true}, []cells{from}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, to := range next[queue[0]] {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return seen
}

// The reference asks every state in turn what can be reached from it.
func TestStuckAgainstForwardSearch(t *testing.T) {
	met := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		rules := randomRules(t)
		sys := model.Weave("random", cells{1, 2}, rules)
		at, value := rapid.IntRange(0, 3).Draw(t, "at"), rapid.Uint8Range(0, top-1).Draw(t, "value")
		ok := func(s *cells) bool { return s[at] == value }
		all, next := search(rules, sys.Init), map[cells][]cells{}
		for _, s := range all.states {
			for _, e := range successors(rules, s) {
				if !slices.Contains(next[s], e.To) {
					next[s] = append(next[s], e.To)
				}
			}
		}
		first := slices.IndexFunc(all.states, func(s cells) bool {
			for to := range reachable(next, s) {
				if ok(&to) {
					return false
				}
			}
			return true
		})
		met[first >= 0]++
		trace, stuck, complete, err := model.Stuck(context.Background(), sys, ok, model.Options{MaxStates: len(all.states)})
		switch {
		case err != nil || !complete || stuck != (first >= 0):
			t.Fatalf("stuck %v, complete %v, %v; state %d is the first", stuck, complete, err, first)
		case stuck && !slices.Equal(trace.Steps, all.traces[all.states[first]]):
			t.Fatalf("trace %+v, want %+v", trace.Steps, all.traces[all.states[first]])
		}
		if len(all.states) > 1 {
			if _, stuck, complete, err := model.Stuck(context.Background(), sys, ok, model.Options{MaxStates: len(all.states) - 1}); err != nil || stuck || complete {
				t.Fatalf("with a budget of one state too few: %v, %v, %v", stuck, complete, err)
			}
		}
	})
	if met[true] == 0 || met[false] == 0 {
		t.Errorf("stuck in %d systems, not in %d: nothing was told apart", met[true], met[false])
	}
}
