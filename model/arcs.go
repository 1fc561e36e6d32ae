package model

import (
	"context"
	"math"
)

// arc is an edge as the family search keeps it.
type arc struct{ to, mask uint32 }

// arcGraph is the whole graph of a system: for each state its arcs and goals.
type arcGraph struct {
	rows  []uint32 // where each state's arcs begin, and the end
	arcs  []arc
	masks *interner // what arc.mask numbers
	goals []Set     // by state, the goals it satisfies

	edges   int
	stopped string
}

func (g *arcGraph) states() int { return len(g.goals) }

func (g *arcGraph) bytes() int64 {
	return int64(4*cap(g.rows)+8*cap(g.arcs)+8*cap(g.goals)) + g.masks.bytes()
}

// exploreArcs visits every state reachable in sys, breadth first.
func exploreArcs[S comparable](ctx context.Context, sys System[S], goals []Goal[S], opt Options) (*arcGraph, error) {
	g := &arcGraph{masks: newInterner(), rows: []uint32{0}}
	numbers := map[S]uint32{}
	var states []S
	number := func(s *S) uint32 {
		n, old := numbers[*s]
		if !old {
			n = uint32(len(states))
			numbers[*s] = n
			states = append(states, *s)
			at := Set(0)
			for i := range goals {
				if goals[i].When(s) {
					at |= Of(i)
				}
			}
			g.goals = append(g.goals, at)
		}
		return n
	}
	number(&sys.Init)
	var buf []Edge[S]
	for n := 0; n < len(states); n++ {
		buf = sys.Next(states[n], buf[:0])
		g.edges += len(buf)
		for i := range buf {
			e := &buf[i]
			if e.To == states[n] {
				continue // a loop only adds to the labels
			}
			if opt.MaxStates > 0 && len(states) == opt.MaxStates {
				if _, old := numbers[e.To]; !old {
					g.stopped = "state budget reached"
					continue
				}
			}
			g.add(number(&e.To), e.Mask)
		}
		if len(g.arcs) > math.MaxUint32 {
			g.stopped = "more edges than can be numbered"
		}
		if n%1024 == 0 {
			if ctx.Err() != nil {
				g.stopped = ctx.Err().Error()
			} else if opt.MaxBytes > 0 && g.bytes() > opt.MaxBytes {
				g.stopped = "memory budget reached"
			}
		}
		g.rows = append(g.rows, uint32(len(g.arcs)))
		if g.stopped != "" {
			break
		}
	}
	for len(g.rows) <= len(states) {
		g.rows = append(g.rows, uint32(len(g.arcs)))
	}
	return g, nil
}

// add appends an arc to the state whose row is being written, unless another of
// its arcs covers it.
func (g *arcGraph) add(to uint32, m Mask) {
	if to == 0 {
		return // the initial state has the empty label already
	}
	r := reachOf(m)
	mask := g.masks.number(r)
	row := g.arcs[g.rows[len(g.rows)-1]:]
	for i := range row {
		if row[i].to != to {
			continue
		}
		if row[i].mask == mask || g.masks.values[row[i].mask].covers(&r) {
			return
		}
		if r.covers(&g.masks.values[row[i].mask]) {
			row[i].mask = mask // others that r covers do no harm
			return
		}
	}
	g.arcs = append(g.arcs, arc{to, mask})
}
