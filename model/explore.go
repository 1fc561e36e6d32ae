package model

import (
	"context"
	"errors"
	"fmt"
	"math"
	"unsafe"
)

// Options bounds and tunes an exploration. The zero value explores everything
// exactly with one worker.
type Options struct {
	Workers      int            // goroutines; 0 means 1. Counts, numbering and traces do not depend on it
	MaxStates    int            // exact budget; 0 means none
	MaxBytes     int64          // memory of states, index and parents, in bytes; 0 means none
	Fingerprints bool           // keep 64-bit fingerprints instead of states
	Decide       bool           // stop at the end of the level at which every property was found
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

// Explore visits every state reachable in sys, level by level. States are
// numbered in the order in which they are found first: by the number of the
// state they are found from, and by the position of the edge. Numbers, counts
// and traces are the same with any number of workers.
//
// A budget of states stops it at exactly that many; the other budgets and the
// end of ctx stop it at the last level that was finished, whose Stats it
// returns without an error. Errors are defects of the model: a Next that is
// not a function of the state, a panic, a wrong Used.
func Explore[S comparable](ctx context.Context, sys System[S], props []Property[S], opt Options) (Result[S], error) {
	if sys.Next == nil {
		return Result[S]{}, fmt.Errorf("model: %s has no Next", sys.Name)
	}
	if size := int(unsafe.Sizeof(sys.Init)); sys.Used < 0 || sys.Used > size {
		return Result[S]{}, fmt.Errorf("model: %s: Used is %d, but a state has %d bytes", sys.Name, sys.Used, size)
	}
	watches, err := watchAll(sys.Name, props)
	if err != nil {
		return Result[S]{}, err
	}
	x := newSearch(sys, watches, opt)
	if !x.states.tidy(&sys.Init) {
		return Result[S]{}, fmt.Errorf("model: %s: the initial state has bytes beyond System.Used (%d)", sys.Name, sys.Used)
	}
	stats, err := x.levels(ctx, opt)
	if err != nil {
		return Result[S]{}, err
	}
	findings, err := x.findings(props, stats.Complete)
	return Result[S]{Findings: findings, Stats: stats}, err
}

// levels explores until nothing is left or a budget is spent.
func (x *search[S]) levels(ctx context.Context, opt Options) (Stats, error) {
	var peak int64
	done := Stats{States: 1, Complete: true}
	for done.Stopped == "" {
		if x.descend(); x.level == x.end {
			break
		}
		if opt.Decide && x.decided() {
			done.Stopped = "every property is decided"
			break
		}
		ways := x.ways.snapshot()
		for lo := x.level; lo < x.end && !x.full; {
			if done.Stopped = x.stop(ctx, opt); done.Stopped != "" {
				x.ways = ways
				break
			}
			var err error
			if lo, err = x.batch(lo); err != nil {
				return done, err
			}
			peak = max(peak, x.bytes())
		}
		if done.Stopped != "" {
			break
		}
		if x.known > x.end {
			done.Depth++
		}
		done.States, done.Edges = x.known, x.edges
		if x.full {
			done.Stopped = fmt.Sprintf("the budget of %d states is spent", x.most)
		}
		if opt.Progress != nil {
			opt.Progress(Progress{Depth: done.Depth, States: x.known, Edges: x.edges, Frontier: x.known - x.end})
		}
	}
	done.Complete = done.Stopped == ""
	done.Ways = x.ways.table()
	done.PeakBytes = max(peak, x.bytes())
	done.BytesPerState = float64(x.bytes()) / float64(x.known)
	if x.states.prints {
		done.Omission = float64(done.States) * float64(done.States) / math.Exp2(65)
	}
	return done, nil
}

// decided tells whether nothing is left to look for.
func (x *search[S]) decided() bool {
	for w := range x.watches {
		if x.watches[w].open() {
			return false
		}
	}
	return true
}

// stop says why the exploration has to end before its next batch, or nothing.
func (x *search[S]) stop(ctx context.Context, opt Options) string {
	if why := ended(ctx); why != "" {
		return why
	}
	if opt.MaxBytes > 0 && x.bytes() > opt.MaxBytes {
		return fmt.Sprintf("the budget of %d bytes is spent", opt.MaxBytes)
	}
	return ""
}

// ended says why ctx has ended, or nothing.
func ended(ctx context.Context) string {
	switch err := ctx.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return "the time is spent"
	case err != nil:
		return "interrupted"
	}
	return ""
}
