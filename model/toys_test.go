package model_test

import (
	"context"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
)

// explore runs Explore and fails the test on an error.
func explore[S comparable](t testing.TB, sys model.System[S], opt model.Options, props ...model.Property[S]) model.Result[S] {
	t.Helper()
	r, err := model.Explore(context.Background(), sys, props, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// names is the steps of a trace as their names.
func names[S comparable](sys model.System[S], t model.Trace[S]) (list []string) {
	for _, s := range t.Steps {
		list = append(list, sys.Steps[s.Step].Name)
	}
	return list
}

type jugs struct{ Small, Big uint8 }

// dieHard measures 4 gallons with jugs of 3 and 5.
func dieHard() model.System[jugs] {
	rule := func(name string, do func(s *jugs)) model.Rule[jugs] {
		return model.Rule[jugs]{Name: name, Do: model.Do(func(s *jugs, _ model.Bind) { do(s) })}
	}
	return model.Weave("die hard", jugs{}, []model.Rule[jugs]{
		rule("fill small", func(s *jugs) { s.Small = 3 }),
		rule("fill big", func(s *jugs) { s.Big = 5 }),
		rule("empty small", func(s *jugs) { s.Small = 0 }),
		rule("empty big", func(s *jugs) { s.Big = 0 }),
		rule("small to big", func(s *jugs) {
			n := min(s.Small, 5-s.Big)
			s.Small, s.Big = s.Small-n, s.Big+n
		}),
		rule("big to small", func(s *jugs) {
			n := min(s.Big, 3-s.Small)
			s.Small, s.Big = s.Small+n, s.Big-n
		}),
	})
}

type peterson struct {
	At   [2]uint8 // 0 outside, 1 flag raised, 2 turn given, 3 critical
	Flag [2]bool
	Turn uint8
}

// mutex is Peterson's algorithm, or one that forgets to look at the flag.
func mutex(broken bool) model.System[peterson] {
	process := &model.Index[peterson]{Name: "process", Size: 2, Key: func(s *peterson, i uint8) uint8 { return s.At[i] }}
	return model.Weave("peterson", peterson{}, []model.Rule[peterson]{
		{Name: "raise flag", Over: process, In: model.At(0),
			Do: model.Do(func(s *peterson, b model.Bind) { s.At[b.I], s.Flag[b.I] = 1, true })},
		{Name: "give turn", Over: process, In: model.At(1),
			Do: model.Do(func(s *peterson, b model.Bind) { s.At[b.I], s.Turn = 2, 1-b.I })},
		{Name: "enter", Over: process, In: model.At(2),
			When: func(s *peterson, b model.Bind) bool { return broken || !s.Flag[1-b.I] || s.Turn == b.I },
			Do:   model.Do(func(s *peterson, b model.Bind) { s.At[b.I] = 3 })},
		{Name: "leave", Over: process, In: model.At(3),
			Do: model.Do(func(s *peterson, b model.Bind) { s.At[b.I], s.Flag[b.I] = 0, false })},
	})
}

var exclusion = model.Property[peterson]{
	Name:    "exclusion",
	When:    func(s *peterson) bool { return s.At == [2]uint8{3, 3} },
	Witness: func(s *peterson) bool { return s.At[1] == 3 },
}

func counter(last uint16) model.System[uint16] {
	return model.Weave("counter", 0, []model.Rule[uint16]{{
		Name: "count",
		When: func(s *uint16, _ model.Bind) bool { return *s < last },
		Do:   model.Do(func(s *uint16, _ model.Bind) { *s++ }),
	}})
}

type race struct {
	X        uint8
	At, Seen [2]uint8
}

// lostUpdate is two processes that add one to X without a lock.
func lostUpdate() model.System[race] {
	process := &model.Index[race]{Name: "process", Size: 2, Key: func(s *race, i uint8) uint8 { return s.At[i] }}
	return model.Weave("lost update", race{}, []model.Rule[race]{
		{Name: "read", Over: process, In: model.At(0),
			Do: model.Do(func(s *race, b model.Bind) { s.At[b.I], s.Seen[b.I] = 1, s.X })},
		{Name: "write", Over: process, In: model.At(1),
			Do: model.Do(func(s *race, b model.Bind) { s.At[b.I], s.X = 2, s.Seen[b.I]+1 })},
	})
}

func TestDieHard(t *testing.T) {
	sys := dieHard()
	r := explore(t, sys, model.Options{}, model.Property[jugs]{
		Name: "four", Expect: model.Reachable, When: func(s *jugs) bool { return s.Big == 4 },
	})
	if r.States != 16 || r.Edges != 96 || r.Depth != 7 {
		t.Errorf("%d states, %d edges, depth %d; want 16, 96, 7", r.States, r.Edges, r.Depth)
	}
	got := names(sys, r.Findings[0].Trace)
	want := []string{"fill big", "big to small", "empty small", "big to small", "fill big", "big to small"}
	if r.Findings[0].Verdict != model.Holds || !slices.Equal(got, want) {
		t.Errorf("%v: %q, want %q", r.Findings[0].Verdict, got, want)
	}
}

func TestPeterson(t *testing.T) {
	r := explore(t, mutex(false), model.Options{}, exclusion)
	if f := r.Findings[0]; f.Verdict != model.Holds || f.Vacuous || len(f.Trace.Steps) > 0 {
		t.Errorf("%+v, want holds, not vacuously", f)
	}
	if r.States != 20 || r.Edges != 34 {
		t.Errorf("%d states, %d edges", r.States, r.Edges)
	}

	sys := mutex(true)
	r = explore(t, sys, model.Options{}, exclusion)
	got := names(sys, r.Findings[0].Trace)
	want := []string{"raise flag", "give turn", "enter", "raise flag", "give turn", "enter"}
	if r.Findings[0].Verdict != model.Violated || !slices.Equal(got, want) {
		t.Errorf("broken: %v: %q, want %q", r.Findings[0].Verdict, got, want)
	}
	if r.States != 32 || r.Edges != 64 {
		t.Errorf("broken: %d states, %d edges", r.States, r.Edges)
	}
}

func TestCounter(t *testing.T) {
	r := explore(t, counter(3000), model.Options{})
	if r.States != 3001 || r.Edges != 3000 || r.Depth != 3000 || !r.Complete || r.Ways[0][0] != 3000 {
		t.Errorf("%+v", r.Stats)
	}
}

func TestLostUpdate(t *testing.T) {
	sys := lostUpdate()
	r := explore(t, sys, model.Options{}, model.Property[race]{
		Name: "lost",
		When: func(s *race) bool { return s.At == [2]uint8{2, 2} && s.X == 1 },
	})
	got := names(sys, r.Findings[0].Trace)
	if want := []string{"read", "read", "write", "write"}; r.Findings[0].Verdict != model.Violated || !slices.Equal(got, want) {
		t.Errorf("%v: %q, want %q", r.Findings[0].Verdict, got, want)
	}
	if r.States != 13 || r.Edges != 14 {
		t.Errorf("%d states, %d edges", r.States, r.Edges)
	}
}

// Many explorations are small: what one costs at least.
func BenchmarkSmall(b *testing.B) {
	sys := dieHard()
	b.ReportAllocs()
	for b.Loop() {
		explore(b, sys, model.Options{})
	}
}

func BenchmarkGrid(b *testing.B) {
	sys := grid(700)
	for b.Loop() {
		explore(b, sys, model.Options{})
	}
}
