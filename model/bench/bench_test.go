package bench

import (
	"context"
	"fmt"
	"os"
	"reflect"
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

// Counts, numbering and traces do not depend on the number of workers.
func TestWorkers(t *testing.T) {
	holder := func(party Party) model.Property[State] {
		return model.Property[State]{Name: "token", Expect: model.Reachable, When: func(s *State) bool {
			return s.Sessions[0].Holder == party && s.Sessions[1].Holder == party
		}}
	}
	sys, err := System(2, 2, 4)
	if err != nil {
		t.Fatal(err)
	}
	props := []model.Property[State]{holder(Attacker), holder(user(1)), Inv()}
	var first model.Result[State]
	for _, workers := range []int{1, 2, 3, 5} {
		for _, prints := range []bool{false, true} {
			r, err := model.Explore(context.Background(), sys, props, model.Options{Workers: workers, Fingerprints: prints})
			if err != nil {
				t.Fatal(err)
			}
			if first.States == 0 {
				first = r
			}
			if r.States != first.States || r.Edges != first.Edges || r.Depth != first.Depth || !reflect.DeepEqual(r.Ways, first.Ways) {
				t.Errorf("%d workers: %d states, %d edges, depth %d", workers, r.States, r.Edges, r.Depth)
			}
			for n := range props[:2] {
				if !reflect.DeepEqual(r.Findings[n], first.Findings[n]) || len(r.Findings[n].Trace.Steps) == 0 {
					t.Errorf("%d workers: %+v", workers, r.Findings[n])
				}
			}
		}
	}
}

func TestMemory(t *testing.T) {
	r := explore(t, 2, 2, 8, model.Options{})
	if state := float64(used(2)); r.BytesPerState > state+16 {
		t.Errorf("%.2f bytes a state, of which %v are the state", r.BytesPerState, state)
	}
}

// The other checkers count the same states and edges. Where CROSSDEVICE_CI is set
// they have to be there.
func TestPeersAgree(t *testing.T) {
	size := Size{2, 2, 3}
	own, err := Run(context.Background(), size, model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, peer := range Peers() {
		t.Run(peer.Name, func(t *testing.T) {
			if missing := peer.Missing(); len(missing) > 0 {
				if os.Getenv("CROSSDEVICE_CI") != "" {
					t.Fatal("not installed: ", missing)
				}
				fmt.Printf("left out: the comparison with %s, for want of %v\n", peer.Name, missing)
				return
			}
			theirs, err := peer.Measure(context.Background(), size)
			if err != nil {
				t.Fatal(err)
			}
			if err := Agree([]Report{own, theirs}); err != nil {
				t.Error(err)
			}
			if theirs.CPUSeconds <= 0 || theirs.PeakBytes <= 0 {
				t.Errorf("nothing was measured: %+v", theirs)
			}
		})
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
