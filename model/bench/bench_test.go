package bench

import (
	"context"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
)

func explore(t testing.TB, k, v, ticks int, opt model.Options) model.Result[State] {
	sys, err := System(k, v, ticks)
	if err != nil {
		t.Fatal(err)
	}
	r, err := model.Explore(context.Background(), sys, []model.Property[State]{Inv()}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCounts(t *testing.T) {
	for _, size := range []struct{ k, v, t, states, edges int }{
		{2, 2, 4, 107_304, 339_056},
		{2, 3, 8, 1_244_072, 4_796_720},
	} {
		if testing.Short() && size.states > 1_000_000 {
			continue
		}
		r := explore(t, size.k, size.v, size.t, model.Options{})
		if r.States != size.states || r.Edges != size.edges {
			t.Errorf("%d %d %d: %d states and %d edges, want %d and %d", size.k, size.v, size.t, r.States, r.Edges, size.states, size.edges)
		}
		if f := r.Findings[0]; f.Verdict != model.Holds || f.Vacuous {
			t.Errorf("%d %d %d: Inv: %v, vacuous %v", size.k, size.v, size.t, f.Verdict, f.Vacuous)
		}
	}
}

func BenchmarkExploreM(b *testing.B) {
	for b.Loop() {
		explore(b, 2, 3, 8, model.Options{})
	}
}

func BenchmarkExploreM2(b *testing.B) {
	for b.Loop() {
		explore(b, 2, 3, 8, model.Options{Workers: 2})
	}
}

func BenchmarkNext(b *testing.B) {
	sys, err := System(2, 3, 8)
	if err != nil {
		b.Fatal(err)
	}
	states := []State{sys.Init}
	seen := map[State]bool{sys.Init: true}
	for n := 0; len(states) < 20_000; n++ {
		for _, e := range sys.Next(states[n], nil) {
			if !seen[e.To] {
				seen[e.To] = true
				states = append(states, e.To)
			}
		}
	}
	states = states[10_000:11_000]
	var buf []model.Edge[State]
	edges := 0
	for b.Loop() {
		for _, s := range states {
			buf = sys.Next(s, buf[:0])
			edges += len(buf)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(edges), "ns/edge")
	b.ReportMetric(float64(edges)/float64(b.N)/1000, "edges/state")
}
