package model_test

import (
	"context"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"pgregory.net/rapid"
)

// diagonal is the property that a state of the n-th diagonal of a grid is seen.
func diagonal(n uint16) model.Property[point] {
	return model.Property[point]{Name: "diagonal", Expect: model.Reachable, When: func(p *point) bool { return p.X+p.Y == n }}
}

// Decide stops where the last property was found: a triangle of the grid.
func TestDecide(t *testing.T) {
	const side = 60
	never := func(n uint16) model.Property[point] { p := diagonal(n); p.Expect = model.Never; return p }
	witnessed := func(n, witness uint16) model.Property[point] {
		p := never(n)
		p.Witness = diagonal(witness).When
		return p
	}
	for _, c := range []struct {
		name  string
		props []model.Property[point]
		depth int // of the triangle; beyond the grid, all of it is explored
	}{
		{"nothing is asked", nil, 0},
		{"the initial state", []model.Property[point]{diagonal(0)}, 0},
		{"one", []model.Property[point]{diagonal(7)}, 7},
		{"the later of two", []model.Property[point]{diagonal(20), never(12)}, 20},
		{"a witness counts too", []model.Property[point]{witnessed(3, 30)}, 30},
		{"one that is never found", []model.Property[point]{diagonal(7), never(5000)}, 5000},
		{"the last state, after which nothing is looked for", []model.Property[point]{diagonal(2*side - 2)}, 2*side - 2},
	} {
		for _, workers := range []int{1, 2, 5} {
			for _, prints := range []bool{false, true} {
				r := explore(t, grid(side), model.Options{Decide: true, Workers: workers, Fingerprints: prints}, c.props...)
				states, edges, depth, stopped := (c.depth+1)*(c.depth+2)/2, c.depth*(c.depth+1), c.depth, "every property is decided"
				if c.depth > side {
					states, edges, depth = side*side, 2*side*(side-1), 2*side-2
				}
				if c.depth > depth {
					stopped = ""
				}
				if r.States != states || r.Edges != edges || sum(r.Ways) != edges || r.Depth != depth || r.Stopped != stopped || r.Complete != (stopped == "") {
					t.Errorf("%s, %d workers: %+v, want %d states, %d edges, depth %d, %q", c.name, workers, r.Stats, states, edges, depth, stopped)
				}
				for i, f := range r.Findings {
					full := explore(t, grid(side), model.Options{Fingerprints: prints}, c.props...).Findings[i]
					if f.Verdict != full.Verdict || !slices.Equal(f.Trace.Steps, full.Trace.Steps) {
						t.Errorf("%s: property %d is %v after %d steps, and %v after %d in a full exploration", c.name, i, f.Verdict, len(f.Trace.Steps), full.Verdict, len(full.Trace.Steps))
					}
				}
			}
		}
	}
}

// Whatever the system, what Decide finds is what a full exploration finds, with
// any number of workers; and it stops as soon as the last finding's level is whole.
func TestDecideFindsTheSame(t *testing.T) {
	early := 0
	rapid.Check(t, func(t *rapid.T) {
		rules := randomRules(t)
		sys := model.Weave("random", cells{1, 2}, rules)
		want := search(rules, sys.Init)
		var props []model.Property[cells]
		found, depth := true, 0
		for range rapid.IntRange(0, 4).Draw(t, "properties") {
			s := rapid.SampledFrom(want.states).Draw(t, "target")
			p := model.Property[cells]{Name: "there", Expect: rapid.SampledFrom([]model.Expect{model.Never, model.Reachable}).Draw(t, "expect"),
				When: func(at *cells) bool { return *at == s }}
			if rapid.IntRange(0, 5).Draw(t, "nowhere") == 0 {
				p.When, found = func(*cells) bool { return false }, false
			} else {
				depth = max(depth, len(want.traces[s]))
			}
			props = append(props, p)
		}
		full, err := model.Explore(context.Background(), sys, props, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 3} {
			r, err := model.Explore(context.Background(), sys, props, model.Options{Decide: true, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			states := len(want.states)
			if found {
				states = slices.IndexFunc(want.states, func(s cells) bool { return len(want.traces[s]) > depth })
				if states < 0 {
					states = len(want.states)
				}
			}
			if r.States != states || sum(r.Ways) != r.Edges || !found && !r.Complete {
				t.Fatalf("%d workers: %+v, want %d states", workers, r.Stats, states)
			}
			if !r.Complete {
				early++
			}
			for i, f := range r.Findings {
				if f.Verdict != full.Findings[i].Verdict || !slices.Equal(f.Trace.Steps, full.Findings[i].Trace.Steps) {
					t.Fatalf("property %d: %+v, and %+v in a full exploration", i, f, full.Findings[i])
				}
			}
		}
	})
	if early == 0 {
		t.Error("no exploration ever stopped early")
	}
}
