package model_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"pgregory.net/rapid"
)

// cells is the state of random systems: a few small numbers.
type cells [4]uint8

const top = 5 // values of a cell

var (
	each = &model.Index[cells]{Name: "cell", Size: 3, Key: func(s *cells, i uint8) uint8 { return s[i] }}
	odd  = &model.Index[cells]{Name: "odd", Size: 2, Key: func(s *cells, i uint8) uint8 { return s[i+2] & 1 }}
)

// test is a random predicate about the binding's cells.
func test(t *rapid.T) func(s *cells, b model.Bind) bool {
	at, with, limit := rapid.IntRange(0, 3).Draw(t, "at"), rapid.IntRange(0, 3).Draw(t, "with"), rapid.Uint8Range(0, 2*top).Draw(t, "limit")
	return func(s *cells, b model.Bind) bool { return s[(at+int(b.I))%4]+s[(with+int(b.J))%4] < limit }
}

func effect(t *rapid.T) func(s *cells, b model.Bind) {
	at, by := rapid.IntRange(0, 3).Draw(t, "to"), rapid.Uint8Range(0, top).Draw(t, "by")
	return func(s *cells, b model.Bind) { s[(at+int(b.J))%4] = (s[(at+int(b.I))%4] + by) % top }
}

// maybe is x, or nothing.
func maybe[T any](t *rapid.T, x T) (none T) {
	if rapid.Bool().Draw(t, "set") {
		return x
	}
	return none
}

func randomRules(t *rapid.T) []model.Rule[cells] {
	rules := make([]model.Rule[cells], rapid.IntRange(1, 6).Draw(t, "rules"))
	for n := range rules {
		r := &rules[n]
		r.Name = "r"
		if r.Over = rapid.SampledFrom([]*model.Index[cells]{nil, each, odd}).Draw(t, "over"); r.Over != nil {
			r.In = model.Keys(rapid.Uint64Range(1, 1<<top-1).Draw(t, "in"))
		}
		r.With = rapid.IntRange(0, 3).Draw(t, "with")
		r.When = maybe(t, test(t))
		for range rapid.IntRange(0, 2).Draw(t, "checks") {
			r.Checks = append(r.Checks, model.Check[cells]{Name: "c", Pass: test(t)})
		}
		for range rapid.IntRange(1, 3).Draw(t, "outcomes") {
			r.Do = append(r.Do, model.Outcome[cells]{Name: "o", When: maybe(t, test(t)), Do: maybe(t, effect(t))})
		}
		if rapid.Bool().Draw(t, "mask") {
			r.Mask = func(s *cells, b model.Bind, outcome int) model.Mask {
				return model.Mask{Requires: model.Of(int(s[0])), Foreign: model.Of(outcome), Own: model.Of(int(b.I + b.J))}
			}
		}
	}
	return rules
}

// successors says again, without any care for speed, what Weave promises.
func successors(rules []model.Rule[cells], s cells) (edges []model.Edge[cells]) {
	var indexes []*model.Index[cells]
	for _, r := range rules {
		if r.Over != nil && !slices.Contains(indexes, r.Over) {
			indexes = append(indexes, r.Over)
		}
	}
	for _, index := range append(indexes, nil) {
		size := 1
		if index != nil {
			size = index.Size
		}
		for i := range size {
			first := 0
			for _, r := range rules {
				steps := max(r.With, 1)
				if r.Over != nil {
					steps *= r.Over.Size
				}
				if r.Over == index && (index == nil || r.In>>index.Key(&s, uint8(i))&1 == 1) {
					for j := range max(r.With, 1) {
						step := uint16(first + i*max(r.With, 1) + j)
						edges = append(edges, attempt(r, step, s, model.Bind{I: uint8(i), J: uint8(j)})...)
					}
				}
				first += steps
			}
		}
	}
	return edges
}

func attempt(r model.Rule[cells], step uint16, s cells, b model.Bind) (edges []model.Edge[cells]) {
	if r.When != nil && !r.When(&s, b) {
		return nil
	}
	for n, c := range r.Checks {
		if !c.Pass(&s, b) {
			return []model.Edge[cells]{{Step: step, Way: uint8(len(r.Do) + n), To: s}}
		}
	}
	for n, o := range r.Do {
		if o.When != nil && !o.When(&s, b) {
			continue
		}
		e := model.Edge[cells]{Step: step, Way: uint8(n), To: s}
		if r.Mask != nil {
			e.Mask = r.Mask(&s, b, n)
		}
		if o.Do != nil {
			o.Do(&e.To, b)
		}
		edges = append(edges, e)
	}
	return edges
}

// naive is a breadth-first search with a map: states in the order in which
// they are found, and the least of the shortest traces to each.
type naive struct {
	states []cells
	traces map[cells][]model.TraceStep[cells]
	edges  int
	depth  int
}

func search(rules []model.Rule[cells], init cells) naive {
	n := naive{states: []cells{init}, traces: map[cells][]model.TraceStep[cells]{init: nil}}
	for at := 0; at < len(n.states); at++ {
		s := n.states[at]
		n.depth = len(n.traces[s])
		for _, e := range successors(rules, s) {
			n.edges++
			if _, old := n.traces[e.To]; !old {
				n.traces[e.To] = append(slices.Clip(n.traces[s]), model.TraceStep[cells](e))
				n.states = append(n.states, e.To)
			}
		}
	}
	return n
}

// Explore agrees with the naive search on everything, for any number of
// workers, exactly and by fingerprint.
func TestAgainstNaiveSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := randomRules(t)
		sys := model.Weave("random", cells{1, 2}, rules)
		want := search(rules, sys.Init)

		var props []model.Property[cells]
		for range 5 {
			s := rapid.SampledFrom(want.states).Draw(t, "target")
			props = append(props, model.Property[cells]{Name: "there", Expect: model.Reachable, When: func(at *cells) bool { return *at == s }})
			props = append(props, model.Property[cells]{Name: "sum", When: func(at *cells) bool { return at[0]+at[1] == s[0]+s[1] }})
		}
		opt := model.Options{Workers: rapid.IntRange(1, 5).Draw(t, "workers"), Fingerprints: rapid.Bool().Draw(t, "fingerprints")}
		got, err := model.Explore(context.Background(), sys, props, opt)
		if err != nil {
			t.Fatal(err)
		}
		if got.States != len(want.states) || got.Edges != want.edges || got.Depth != want.depth || sum(got.Ways) != want.edges {
			t.Fatalf("%d states, %d edges, depth %d; want %d, %d, %d", got.States, got.Edges, got.Depth, len(want.states), want.edges, want.depth)
		}
		for n, f := range got.Findings {
			target := want.states[slices.IndexFunc(want.states, func(s cells) bool { return props[n].When(&s) })]
			if trace := want.traces[target]; !slices.Equal(f.Trace.Steps, trace) {
				t.Fatalf("%s: trace %+v, want %+v", f.Property, f.Trace.Steps, trace)
			}
		}
	})
}

// The order and content of a state's edges are what Weave promises.
func TestWeaveAgainstRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := randomRules(t)
		sys := model.Weave("random", cells{}, rules)
		var s cells
		for n := range s {
			s[n] = rapid.Uint8Range(0, top-1).Draw(t, "cell")
		}
		got, want := sys.Next(s, nil), successors(rules, s)
		if !slices.Equal(got, want) {
			t.Fatalf("edges %+v, want %+v", got, want)
		}
	})
}

// States that are not their bytes are explored as well.
func TestStatesOfAnyKind(t *testing.T) {
	type padded struct {
		Small uint8
		Large uint32
	}
	for name, run := range map[string]func(model.Options) model.Stats{
		"string": func(opt model.Options) model.Stats {
			return explore(t, words(), opt).Stats
		},
		"padding": func(opt model.Options) model.Stats {
			return explore(t, model.Weave("padded", padded{}, []model.Rule[padded]{
				{Name: "small", Do: model.Do(func(s *padded, _ model.Bind) { s.Small = (s.Small + 1) % 20 })},
				{Name: "large", Do: model.Do(func(s *padded, _ model.Bind) { s.Large = (s.Large + 1) % 20 })},
			}), opt).Stats
		},
		"float": func(opt model.Options) model.Stats {
			return explore(t, model.Weave("float", [2]float64{}, []model.Rule[[2]float64]{
				{Name: "half", Do: model.Do(func(s *[2]float64, _ model.Bind) { s[0] = float64(int(s[0]*2+1)%40) / 2 })},
				{Name: "negate", Do: model.Do(func(s *[2]float64, _ model.Bind) { s[1] = -s[1] })}, // 0 == -0
				{Name: "more", Do: model.Do(func(s *[2]float64, _ model.Bind) { s[1] = float64(int(s[1]+1) % 5) })},
			}), opt).Stats
		},
	} {
		want := run(model.Options{})
		if !want.Complete || want.States < 300 {
			t.Errorf("%s: %+v", name, want)
		}
		for _, opt := range []model.Options{{Workers: 3}, {Fingerprints: true}, {Workers: 2, Fingerprints: true}} {
			got := run(opt)
			if got.States != want.States || got.Edges != want.Edges || !reflect.DeepEqual(got.Ways, want.Ways) {
				t.Errorf("%s, %+v: %d states, %d edges; want %d, %d", name, opt, got.States, got.Edges, want.States, want.Edges)
			}
		}
	}
}

// words spells every word of at most 5 letters over a, b and c.
func words() model.System[string] {
	var rules []model.Rule[string]
	for _, letter := range []string{"a", "b", "c"} {
		rules = append(rules, model.Rule[string]{
			Name: letter,
			When: func(s *string, _ model.Bind) bool { return len(*s) < 5 },
			Do:   model.Do(func(s *string, _ model.Bind) { *s += letter }),
		})
	}
	return model.Weave("words", "", rules)
}
