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
	panic("being written")
}
