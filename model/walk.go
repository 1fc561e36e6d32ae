package model

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// Walking says how a system is walked at random. Each walk has a generator of its
// own, made of Seed and the walk's number: which walks there are and what they meet
// does not depend on how many workers take them.
type Walking[S comparable] struct {
	Seed     uint64
	Runs     int   // walks; 0: until the end of the context
	Steps    int   // of each walk, at most
	Workers  int   // goroutines; 0 means 1
	MaxBytes int64 // of memory for what was seen, about; 0 means no limit

	// Weight is how likely an edge is beside the others of its state, tastes apart; 0
	// is never. Nil means that all are alike.
	Weight   func(before *S, e *Edge[S]) uint32
	Progress func(runs, states int) // called now and then; may be nil
}

// Walked is what random walks met. Nothing that they did not meet is excluded by it.
type Walked[S comparable] struct {
	Findings []Met[S] // one for each property, in the order given
	Runs     int
	States   int        // distinct ones, as far as 64-bit fingerprints tell
	New      []int      // of each run, the states that none before it had met
	Ways     [][]uint64 // how often each way of each step was taken: [step][way]
	Stopped  string     // why there were no more runs, if there were to be
}

// Met is what walks found of a property. Only a search that saw every state can say
// that something is not there: what was not found is inconclusive.
type Met[S comparable] struct {
	Finding[S]
	Run int // the first that met it, from 1; 0: none did
}

// shared is how many walks the workers share out before what they met is put
// together, in the order of the walks.
const shared = 64

// Walk takes random walks through sys and looks for states that satisfy the
// properties. An edge back to the same state is never taken; a walk ends where no
// other is left, or after so many steps. Each has tastes of its own: at its start every
// rule is given a weight of 1, 4, 16 or 64. So what leads away from a rare state is
// rare itself in some of the walks (Groce et al., Swarm Testing, ISSTA 2012). A budget and the end of ctx stop it between
// walks, without an error.
func Walk[S comparable](ctx context.Context, sys System[S], props []Property[S], how Walking[S]) (Walked[S], error) {
	watches, err := watchAll(sys.Name, props)
	if err != nil {
		return Walked[S]{}, err
	}
	x := walker[S]{sys: sys, how: how, watches: watches, states: newStore[S](sys.Used, true)}
	for _, s := range sys.Steps {
		x.rules = max(x.rules, s.Rule+1)
	}
	out := Walked[S]{Findings: make([]Met[S], len(props))}
	seen := map[uint64]struct{}{x.states.hash(&sys.Init): {}}
	taken := newWays(sys.Steps, 1)
	for walks := make([]walk[S], shared); how.Runs == 0 || out.Runs < how.Runs; {
		if out.Stopped = x.stop(ctx, len(seen)); out.Stopped != "" {
			break
		}
		if how.Runs > 0 {
			walks = walks[:min(len(walks), how.Runs-out.Runs)]
		}
		x.take(walks, out.Runs)
		for i := range walks {
			w := &walks[i]
			if w.err != nil {
				return out, w.err
			}
			out.Runs++
			before := len(seen)
			for k, s := range w.trace {
				seen[w.prints[k]] = struct{}{}
				taken.counts[0][taken.at(s.Step, s.Way)]++
			}
			out.New = append(out.New, len(seen)-before)
			for p := range props {
				if f := &out.Findings[p]; f.Run == 0 && w.met[p] >= 0 {
					f.Run, f.Trace.Steps = out.Runs, slices.Clone(w.trace[:w.met[p]])
				}
			}
		}
		if how.Progress != nil {
			how.Progress(out.Runs, len(seen))
		}
	}
	out.States, out.Ways = len(seen), taken.table()
	for n, p := range props {
		f := &out.Findings[n]
		switch f.Property = p.Name; {
		case f.Run == 0:
			continue
		case p.Expect == Never:
			f.Verdict = Violated
		default:
			f.Verdict = Holds
		}
		if err := Replay(sys, f.Trace); err != nil {
			return out, err
		}
	}
	return out, nil
}

// walker is what all walks have in common.
type walker[S comparable] struct {
	sys     System[S]
	how     Walking[S]
	watches []watch[S]
	states  store[S]
	rules   int
}

// walk is one of them.
type walk[S comparable] struct {
	trace  []TraceStep[S]
	prints []uint64 // of the states it led to
	met    []int    // of each property, after how many steps it was met; negative: not
	err    error
}

// stop says why there are no more walks, or nothing.
func (x *walker[S]) stop(ctx context.Context, seen int) string {
	const each = 40 // bytes that a fingerprint takes in a map, about
	if why := ended(ctx); why != "" {
		return why
	}
	if x.how.MaxBytes > 0 && int64(seen)*each > x.how.MaxBytes {
		return fmt.Sprintf("the budget of %d bytes is spent", x.how.MaxBytes)
	}
	return ""
}

// take takes walks, the first of them with the given number.
func (x *walker[S]) take(walks []walk[S], first int) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(max(1, x.how.Workers), len(walks)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(walks); i = int(next.Add(1)) - 1 {
				x.walk(&walks[i], uint64(first+i))
			}
		})
	}
	all.Wait()
}

// walk takes the walk with the given number.
func (x *walker[S]) walk(w *walk[S], number uint64) {
	s := x.sys.Init
	defer func() {
		if r := recover(); r != nil {
			w.err = x.sys.panicked(s, r)
		}
	}()
	*w = walk[S]{trace: w.trace[:0], prints: w.prints[:0], met: make([]int, len(x.watches)/2)}
	for p := range w.met {
		w.met[p] = -1
	}
	r := rand.New(rand.NewPCG(x.how.Seed, number))
	tastes := make([]int, x.rules) // for each rule, a power of two
	for i := range tastes {
		tastes[i] = 2 * r.IntN(4)
	}
	var edges []Edge[S]
	var upTo []uint64 // the sums of the weights of the edges up to each
	for {
		for p := range w.met {
			if w.met[p] < 0 && x.watches[2*p].when(&s) {
				w.met[p] = len(w.trace)
			}
		}
		if len(w.trace) >= x.how.Steps {
			return
		}
		sum := uint64(0)
		edges, upTo = x.sys.Next(s, edges[:0]), upTo[:0]
		for e := range edges {
			if edges[e].To != s {
				weight := uint64(1)
				if x.how.Weight != nil {
					weight = uint64(x.how.Weight(&s, &edges[e]))
				}
				sum += weight << tastes[x.sys.Steps[edges[e].Step].Rule]
			}
			upTo = append(upTo, sum)
		}
		if sum == 0 {
			return
		}
		at := r.Uint64N(sum)
		e := slices.IndexFunc(upTo, func(sum uint64) bool { return at < sum })
		s = edges[e].To
		w.trace = append(w.trace, TraceStep[S](edges[e]))
		w.prints = append(w.prints, x.states.hash(&s))
	}
}
