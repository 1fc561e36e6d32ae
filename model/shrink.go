package model

import (
	"fmt"
	"slices"
)

// Shrink makes a trace to a state that satisfies when shorter, by leaving out what it
// gets there without: first halves, then ever smaller parts, and last each single
// step, until none can be left out. Of the rest, steps are skipped that are not
// possible any more or lead nowhere. The result is replayed; it need not be the
// shortest that there is.
func Shrink[S comparable](sys System[S], t Trace[S], when func(s *S) bool) (Trace[S], error) {
	best, met := follow(sys, t.Steps, when)
	if !met {
		return t, fmt.Errorf("model: %s: a trace that is to be shrunk does not lead where it should", sys.Name)
	}
	for size := len(best) / 2; size > 0; {
		shorter := false
		for at := 0; at+size <= len(best); {
			rest, met := follow(sys, slices.Concat(best[:at], best[at+size:]), when)
			if met {
				best, shorter = rest, true
				continue
			}
			at++
		}
		if !shorter || size > 1 {
			size /= 2
		}
	}
	out := Trace[S]{Steps: best}
	return out, Replay(sys, out)
}

// follow takes the given steps as far as they are possible and change something, up
// to the first state that satisfies when.
func follow[S comparable](sys System[S], steps []TraceStep[S], when func(s *S) bool) (taken []TraceStep[S], met bool) {
	s := sys.Init
	var buf []Edge[S]
	for n := 0; ; n++ {
		if when(&s) {
			return taken, true
		}
		if n == len(steps) {
			return nil, false
		}
		buf = sys.Next(s, buf[:0])
		e := slices.IndexFunc(buf, func(e Edge[S]) bool { return e.Step == steps[n].Step && e.Way == steps[n].Way && e.To != s })
		if e >= 0 {
			s = buf[e].To
			taken = append(taken, TraceStep[S](buf[e]))
		}
	}
}
