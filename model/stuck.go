package model

import (
	"context"
	"slices"
)

// Stuck looks for a reachable state from which no state that satisfies ok can be
// reached, and returns a shortest way to the first one. It is for small systems:
// states are kept in a map, with all edges. Without a trace and with complete
// false, a budget or the end of ctx came first.
func Stuck[S comparable](ctx context.Context, sys System[S], ok func(s *S) bool, opt Options) (t Trace[S], stuck, complete bool, err error) {
	number := map[S]int{sys.Init: 0}
	states := []S{sys.Init}
	var from [][]int // of each state, those with an edge to it
	parent := []int{0}
	from = append(from, nil)
	var buf []Edge[S]
	for n := 0; n < len(states); n++ {
		if n%1024 == 0 && ctx.Err() != nil || opt.MaxStates > 0 && len(states) > opt.MaxStates {
			return t, false, false, nil
		}
		buf = sys.Next(states[n], buf[:0])
		for _, e := range buf {
			to, known := number[e.To]
			if !known {
				to = len(states)
				number[e.To] = to
				states, from, parent = append(states, e.To), append(from, nil), append(parent, n)
			}
			from[to] = append(from[to], n)
		}
	}
	free := make([]bool, len(states))
	var queue []int
	for n := range states {
		if ok(&states[n]) {
			free[n] = true
			queue = append(queue, n)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, n := range from[queue[0]] {
			if !free[n] {
				free[n] = true
				queue = append(queue, n)
			}
		}
	}
	first := slices.Index(free, false)
	if first < 0 {
		return t, false, true, nil
	}
	var way []int
	for n := first; n != 0; n = parent[n] {
		way = append(way, n)
	}
	s := sys.Init
	for _, n := range slices.Backward(way) {
		buf = sys.Next(s, buf[:0])
		e := slices.IndexFunc(buf, func(e Edge[S]) bool { return e.To == states[n] })
		s = buf[e].To
		t.Steps = append(t.Steps, TraceStep[S](buf[e]))
	}
	return t, true, true, Replay(sys, t)
}
