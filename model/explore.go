package model

import "context"

// Options bounds and tunes an exploration. The zero value explores everything
// exactly with one worker.
type Options struct {
	Workers      int            // goroutines; 0 means 1. Counts, numbering and traces do not depend on it
	MaxStates    int            // exact budget; 0 means none
	MaxBytes     int64          // memory of states, index and parents, in bytes; 0 means none
	Fingerprints bool           // keep 64-bit fingerprints instead of states
	Progress     func(Progress) // called after each level; may be nil
}

// Progress says how far an exploration is.
type Progress struct {
	Depth, States, Edges, Frontier int
}

// Result is what an exploration found.
type Result[S comparable] struct {
	Findings []Finding[S] // one for each property, in the order given
	Stats
}

// Finding is the verdict on one property.
type Finding[S comparable] struct {
	Property string
	Verdict  Verdict
	Vacuous  bool     // it holds, but its Witness was never reached
	Trace    Trace[S] // shortest way to a state that satisfies When; empty if none was reached
}

// Stats describes the explored graph.
type Stats struct {
	States, Edges int
	Depth         int        // length of the longest shortest path
	Complete      bool       // every reachable state was visited
	Stopped       string     // why not, if not
	BytesPerState float64    // index, parents and states at the end
	PeakBytes     int64      // the most that was held at once, growth included
	Ways          [][]uint64 // how often each way of each step was taken: [step][way]
	Omission      float64    // with fingerprints: bound on the odds that a state was missed
}

// Explore visits every state reachable in sys, level by level.
func Explore[S comparable](ctx context.Context, sys System[S], props []Property[S], opt Options) (Result[S], error) {
	number := map[S]int{sys.Init: 0}
	states, parent := []S{sys.Init}, []int{0}
	found, witness := make([]int, len(props)), make([]bool, len(props))
	see := func(n int) {
		for p := range props {
			if found[p] < 0 && props[p].When(&states[n]) {
				found[p] = n
			}
			if props[p].Witness != nil && props[p].Witness(&states[n]) {
				witness[p] = true
			}
		}
	}
	for p := range found {
		found[p] = -1
	}
	see(0)
	st := Stats{Complete: true, Ways: make([][]uint64, len(sys.Steps))}
	for i := range sys.Steps {
		st.Ways[i] = make([]uint64, max(1, len(sys.Steps[i].Ways)))
	}
	var buf []Edge[S]
level:
	for lo, hi := 0, 1; lo < hi; lo, hi = hi, len(states) {
		for n := lo; n < hi; n++ {
			buf = sys.Next(states[n], buf[:0])
			for _, e := range buf {
				if _, old := number[e.To]; !old {
					if len(states) == opt.MaxStates {
						st.Complete, st.Stopped = false, "state budget reached"
						break level
					}
					number[e.To] = len(states)
					states, parent = append(states, e.To), append(parent, n)
					see(len(states) - 1)
				}
				st.Edges++
				st.Ways[e.Step][e.Way]++
			}
		}
		if len(states) > hi {
			st.Depth++
		}
		if ctx.Err() != nil {
			st.Complete, st.Stopped = false, ctx.Err().Error()
			break
		}
		if opt.Progress != nil {
			opt.Progress(Progress{Depth: st.Depth, States: len(states), Edges: st.Edges, Frontier: len(states) - hi})
		}
	}
	st.States = len(states)
	r := Result[S]{Stats: st}
	for p := range props {
		f := Finding[S]{Property: props[p].Name}
		switch {
		case found[p] >= 0:
			var chain []int
			for n := found[p]; n != 0; n = parent[n] {
				chain = append(chain, n)
			}
			s := sys.Init
			for i := len(chain) - 1; i >= 0; i-- {
				for _, e := range sys.Next(s, nil) {
					if e.To == states[chain[i]] {
						f.Trace.Steps = append(f.Trace.Steps, TraceStep[S](e))
						break
					}
				}
				s = states[chain[i]]
			}
			f.Verdict = Holds
			if props[p].Expect == Never {
				f.Verdict = Violated
			}
		case !st.Complete:
		case props[p].Expect == Never:
			f.Verdict, f.Vacuous = Holds, props[p].Witness != nil && !witness[p]
		default:
			f.Verdict = Violated
		}
		r.Findings = append(r.Findings, f)
	}
	return r, nil
}
