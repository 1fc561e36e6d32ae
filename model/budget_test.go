package model_test

import (
	"context"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/model"
)

// grid is the points of a square; level n is its n-th diagonal.
type point struct{ X, Y uint16 }

func grid(side uint16) model.System[point] {
	return model.Weave("grid", point{}, []model.Rule[point]{
		{Name: "right", When: func(s *point, _ model.Bind) bool { return s.X < side-1 },
			Do: model.Do(func(s *point, _ model.Bind) { s.X++ })},
		{Name: "up", When: func(s *point, _ model.Bind) bool { return s.Y < side-1 },
			Do: model.Do(func(s *point, _ model.Bind) { s.Y++ })},
	})
}

func sum(ways [][]uint64) (total int) {
	for _, step := range ways {
		for _, n := range step {
			total += int(n)
		}
	}
	return total
}

func TestMaxStates(t *testing.T) {
	for _, c := range []struct {
		most     int
		edges    int
		complete bool
	}{
		{1, 0, false},
		{2, 1, false},
		{3, 2, false},
		{5000, 9801, false}, // up to the edge that would have led to state 5001
		{40_000, 79_600, true},
		{50_000, 79_600, true},
	} {
		for _, workers := range []int{1, 2, 3} {
			r := explore(t, grid(200), model.Options{MaxStates: c.most, Workers: workers})
			if r.States != min(c.most, 40_000) || r.Edges != c.edges || r.Complete != c.complete || (r.Stopped == "") != c.complete || sum(r.Ways) != r.Edges {
				t.Errorf("%d states, %d workers: %+v", c.most, workers, r.Stats)
			}
		}
	}
}

// Where workers look at states beyond the one that went over the budget, what they
// see there is not counted.
func TestMaxStatesInAWideLevel(t *testing.T) {
	const wide, most = 1000, 501
	fan := model.System[uint16]{Name: "fan", Steps: []model.Step{{Name: "step"}}, Next: func(s uint16, buf []model.Edge[uint16]) []model.Edge[uint16] {
		switch {
		case s == 0:
			for to := range uint16(wide) {
				buf = append(buf, model.Edge[uint16]{To: 1 + to})
			}
		case s <= wide: // to a state that is known, then to a new one
			buf = append(buf, model.Edge[uint16]{To: 1}, model.Edge[uint16]{To: s + wide})
		}
		return buf
	}}
	for _, workers := range []int{1, 2, 3, 8} {
		r := explore(t, fan, model.Options{MaxStates: 1 + wide + most, Workers: workers})
		if want := wide + 2*most + 1; r.States != 1+wide+most || r.Edges != want || sum(r.Ways) != want || r.Complete {
			t.Errorf("%d workers: %+v, want %d edges", workers, r.Stats, want)
		}
	}
}

func TestMaxBytes(t *testing.T) {
	whole := explore(t, grid(300), model.Options{})
	r := explore(t, grid(300), model.Options{MaxBytes: whole.PeakBytes / 2})
	side := r.Depth + 1 // a full triangle, since levels are finished
	if r.Complete || r.Stopped == "" || r.States != side*(side+1)/2 || sum(r.Ways) != r.Edges {
		t.Errorf("%+v", r.Stats)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r, err := model.Explore(ctx, grid(300), nil, model.Options{Workers: 2, Progress: func(p model.Progress) {
		if p.Depth == 20 {
			cancel()
		}
	}})
	if err != nil || r.Complete || r.Stopped != "interrupted" || r.Depth != 20 || r.States != 231 || r.Edges != 420 || sum(r.Ways) != 420 {
		t.Errorf("%+v, %v", r.Stats, err)
	}
	ctx, cancel = context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	r, err = model.Explore(ctx, grid(300), nil, model.Options{})
	if err != nil || r.Complete || r.Stopped != "the time is spent" || r.States != 1 {
		t.Errorf("%+v, %v", r.Stats, err)
	}
}

// wide has levels of many batches, so that it can be stopped within one.
func TestCancelWithinLevel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	sys := model.Weave("wide", [4]uint8{}, []model.Rule[[4]uint8]{{
		Name: "spread",
		Over: &model.Index[[4]uint8]{Name: "digit", Size: 4, Key: func(s *[4]uint8, i uint8) uint8 { return min(s[i], 1) }},
		In:   model.At(0), With: 30,
		When: func(s *[4]uint8, b model.Bind) bool { return s[b.I] == 0 },
		Do:   model.Do(func(s *[4]uint8, b model.Bind) { s[b.I] = b.J + 1 }),
	}})
	cut := func(s *[4]uint8) bool {
		if *s == [4]uint8{0, 9, 9, 9} {
			cancel()
		}
		return false
	}
	r, err := model.Explore(ctx, sys, []model.Property[[4]uint8]{{Name: "cut", When: cut}}, model.Options{})
	if err != nil || r.Complete || r.Depth != 2 || r.States != 1+4*30+6*900 || sum(r.Ways) != r.Edges || r.Edges != 4*30+4*30*3*30 {
		t.Errorf("%+v, %v", r.Stats, err)
	}
	if r.Findings[0].Verdict != model.Inconclusive {
		t.Errorf("%v", r.Findings[0].Verdict)
	}
}

func TestProgress(t *testing.T) {
	var levels []model.Progress
	r := explore(t, grid(3), model.Options{Progress: func(p model.Progress) { levels = append(levels, p) }})
	if len(levels) != 5 || levels[0] != (model.Progress{Depth: 1, States: 3, Edges: 2, Frontier: 2}) || levels[4].States != r.States || levels[4].Frontier != 0 {
		t.Errorf("%+v", levels)
	}
}

// Memory per state is states plus at most 16 bytes, and nothing is allocated
// for an edge.
func TestMemory(t *testing.T) {
	r := explore(t, grid(700), model.Options{})
	if r.BytesPerState > 4+16+0.5 {
		t.Errorf("%.2f bytes a state, of which 4 are the state", r.BytesPerState)
	}
	sys := grid(700)
	buf := sys.Next(point{5, 5}, nil)
	if n := testing.AllocsPerRun(100, func() { buf = sys.Next(point{6, 7}, buf[:0]) }); n != 0 {
		t.Errorf("Next allocates %v times", n)
	}
	few := testing.AllocsPerRun(1, func() { explore(t, grid(50), model.Options{}) })
	many := testing.AllocsPerRun(1, func() { explore(t, grid(500), model.Options{}) })
	if edges := float64(2 * 500 * 499); (many-few)/edges > 0.02 {
		t.Errorf("%v allocations for %v edges", many-few, edges)
	}
}
