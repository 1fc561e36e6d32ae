package model_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/model"
)

// walk takes walks and fails the test on an error.
func walk[S comparable](t testing.TB, sys model.System[S], how model.Walking[S], props ...model.Property[S]) model.Walked[S] {
	t.Helper()
	w, err := model.Walk(context.Background(), sys, props, how)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWalkCounts: a system with one way from end to end is walked in the same steps by
// every walk, and only the first one meets anything new.
func TestWalkCounts(t *testing.T) {
	at := func(n uint16) model.Property[uint16] {
		return model.Property[uint16]{Name: "there", When: func(s *uint16) bool { return *s == n }}
	}
	w := walk(t, counter(30), model.Walking[uint16]{Runs: 70, Steps: 20}, at(0), at(7), at(20), at(21))
	if w.Runs != 70 || w.States != 21 || w.Ways[0][0] != 70*20 || len(w.New) != 70 || w.New[0] != 20 || slices.Max(w.New[1:]) != 0 || w.Stopped != "" {
		t.Errorf("%+v", w)
	}
	for i, want := range []int{0, 7, 20} {
		if f := w.Findings[i]; f.Run != 1 || f.Verdict != model.Violated || len(f.Trace.Steps) != want {
			t.Errorf("property %d: run %d, %v after %d steps", i, f.Run, f.Verdict, len(f.Trace.Steps))
		}
	}
	if f := w.Findings[3]; f.Run != 0 || f.Verdict != model.Inconclusive {
		t.Errorf("beyond a walk's length: run %d, %v", f.Run, f.Verdict)
	}
	if w := walk(t, counter(30), model.Walking[uint16]{Runs: 3, Steps: 99}, at(30)); w.States != 31 || w.Ways[0][0] != 90 {
		t.Errorf("a walk does not end where there is nothing left: %+v", w)
	}
}

// TestWalkWorkers: what is met does not depend on how many workers there are, but on
// the seed.
func TestWalkWorkers(t *testing.T) {
	at := func(workers int, seed uint64) model.Walked[jugs] {
		return walk(t, dieHard(), model.Walking[jugs]{Seed: seed, Runs: 200, Steps: 9, Workers: workers},
			model.Property[jugs]{Name: "four", Expect: model.Reachable, When: func(s *jugs) bool { return s.Big == 4 }})
	}
	one := at(1, 1)
	if f := one.Findings[0]; f.Verdict != model.Holds || f.Run < 2 {
		t.Errorf("%v in run %d: not found, or too easily to tell anything", f.Verdict, f.Run)
	}
	for _, workers := range []int{2, 3, 64} {
		if other := at(workers, 1); !reflect.DeepEqual(one, other) {
			t.Errorf("%d workers: %+v, one: %+v", workers, other, one)
		}
	}
	if reflect.DeepEqual(one, at(1, 2)) {
		t.Error("another seed makes no difference")
	}
}

// TestWalkWeights: what weighs nothing is never taken, and what weighs more is taken
// more often.
func TestWalkWeights(t *testing.T) {
	sys := dieHard()
	w := walk(t, sys, model.Walking[jugs]{Runs: 400, Steps: 30, Weight: func(_ *jugs, e *model.Edge[jugs]) uint32 {
		return [...]uint32{1, 8, 0, 1, 1, 1}[e.Step]
	}})
	if small, big, none := w.Ways[0][0], w.Ways[1][0], w.Ways[2][0]; none != 0 || big < 2*small {
		t.Errorf("%d times what weighs 8, %d times what weighs 1, %d times what weighs nothing", big, small, none)
	}
	if w := walk(t, sys, model.Walking[jugs]{Runs: 2, Steps: 9, Weight: func(*jugs, *model.Edge[jugs]) uint32 { return 0 }}); w.States != 1 {
		t.Errorf("with nothing to choose there are %d states", w.States)
	}
}

// TestWalkStops: a budget and the end of the context stop it between walks, and say so.
func TestWalkStops(t *testing.T) {
	if w := walk(t, counter(1000), model.Walking[uint16]{Steps: 1000, MaxBytes: 1000}); w.Stopped != "the budget of 1000 bytes is spent" || w.Runs != 64 {
		t.Errorf("%d runs, stopped because %s", w.Runs, w.Stopped)
	}
	ctx, cancel := context.WithCancel(context.Background())
	w, err := model.Walk(ctx, counter(5), nil, model.Walking[uint16]{Steps: 5, Progress: func(runs, states int) {
		if runs == 128 && states == 6 {
			cancel()
		}
	}})
	if err != nil || w.Stopped != "interrupted" || w.Runs != 128 {
		t.Errorf("%d runs, stopped because %s, %v", w.Runs, w.Stopped, err)
	}
}

// TestWalkPanics: a panic in a model is an error that names the step.
func TestWalkPanics(t *testing.T) {
	sys := model.Weave("broken", uint16(0), []model.Rule[uint16]{{Name: "count", Do: model.Do(func(s *uint16, _ model.Bind) {
		if *s++; *s > 3 {
			panic("too far")
		}
	})}})
	_, err := model.Walk(context.Background(), sys, nil, model.Walking[uint16]{Runs: 1, Steps: 9})
	if err == nil || !strings.Contains(err.Error(), "count(0,0) panics in state 3: too far") {
		t.Errorf("the error is %v", err)
	}
}

// TestShrink: of long detours nothing is left that is not needed. Which of the ways
// there is left depends on the detour; some are the shortest.
func TestShrink(t *testing.T) {
	sys := dieHard()
	four := model.Property[jugs]{Name: "four", When: func(s *jugs) bool { return s.Big == 4 }}
	lengths := map[int]int{}
	for seed := range uint64(40) {
		long := walk(t, sys, model.Walking[jugs]{Seed: seed, Runs: 50, Steps: 400}, four).Findings[0].Trace
		short, err := model.Shrink(sys, long, four.When)
		if err != nil {
			t.Fatal(err)
		}
		if len(long.Steps) > 20 {
			lengths[len(short.Steps)]++
		}
		if again, err := model.Shrink(sys, short, four.When); err != nil || !reflect.DeepEqual(again, short) {
			t.Errorf("shrunk again it is %v, %v", names(sys, again), err)
		}
	}
	if t.Log(lengths); lengths[6] < 5 || lengths[6]+lengths[8] < 20 || len(lengths) > 2 {
		t.Errorf("more than 20 steps are shrunk to so many: %v", lengths)
	}
}

// TestWalksAreExplored: in random systems every state that walks meet is one that is
// explored, what is found is found by exploration too, and a shrunk trace is neither
// longer than the walk's nor shorter than the shortest; without any one of its steps it
// does not get there.
func TestWalksAreExplored(t *testing.T) {
	found, shrunk := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		sys := model.Weave("random", cells{1, 2}, randomRules(t))
		limit := rapid.Uint8Range(7, 12).Draw(t, "limit")
		p := model.Property[cells]{Name: "sum", When: func(s *cells) bool { return s[0]+s[1]+s[2] >= limit }}
		w, err := model.Walk(context.Background(), sys, []model.Property[cells]{p}, model.Walking[cells]{Seed: rapid.Uint64().Draw(t, "seed"), Runs: 20, Steps: 30})
		if err != nil {
			t.Fatal(err)
		}
		all, err := model.Explore(context.Background(), sys, []model.Property[cells]{p}, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if w.States > all.States {
			t.Fatalf("walks met %d states, and there are %d", w.States, all.States)
		}
		f, shortest := w.Findings[0], all.Findings[0]
		if f.Run == 0 {
			return
		}
		found++
		if shortest.Verdict != model.Violated {
			t.Fatal("walks found what exploration does not")
		}
		short, err := model.Shrink(sys, f.Trace, p.When)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(short.Steps); n > len(f.Trace.Steps) || n < len(shortest.Trace.Steps) {
			t.Fatalf("%d steps are shrunk to %d, and the shortest has %d", len(f.Trace.Steps), n, len(shortest.Trace.Steps))
		}
		if len(short.Steps) < len(f.Trace.Steps) {
			shrunk++
		}
		for i := range short.Steps {
			rest := model.Trace[cells]{Steps: slices.Delete(slices.Clone(short.Steps), i, i+1)}
			if again, err := model.Shrink(sys, rest, p.When); err == nil {
				t.Fatalf("step %d of %d is not needed: %d are enough", i, len(short.Steps), len(again.Steps))
			}
		}
	})
	t.Logf("%d found, %d shrunk", found, shrunk)
	if !testing.Short() && (found < 5 || shrunk < 2) { // in a short test rapid draws a fifth as often
		t.Error("too few to tell anything")
	}
}
