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
