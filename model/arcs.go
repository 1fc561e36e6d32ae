package model

import (
	"context"
	"fmt"
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

// exploreArcs visits every state reachable in sys and keeps its arcs.
func exploreArcs[S comparable](ctx context.Context, sys System[S], goals []Goal[S], opt Options) (*arcGraph, error) {
	// One state is enough for Explore to say what is wrong with the system.
	if _, err := Explore(ctx, sys, nil, Options{MaxStates: 1}); err != nil {
		return nil, err
	}
	opt.Fingerprints = false
	x := newSearch(sys, nil, opt)
	g := &arcGraph{masks: newInterner(), rows: []uint32{0}, goals: []Set{satisfied(goals, &sys.Init)}}
	depth := 0
	for x.descend(); x.level < x.end && g.stopped == ""; x.descend() {
		for lo := x.level; lo < x.end; {
			if g.stopped = halt(ctx, x.bytes()+g.bytes(), opt.MaxBytes); g.stopped != "" {
				break
			}
			from := lo
			var err error
			if lo, err = x.batch(lo); err != nil {
				return nil, err
			}
			if x.full {
				g.stopped = fmt.Sprintf("the budget of %d states is spent", x.most)
				break
			}
			if err := collect(g, x, from, lo, goals); err != nil {
				return nil, err
			}
			if len(g.arcs) > math.MaxUint32-1<<20 {
				g.stopped = "there are more edges than can be numbered"
				break
			}
		}
		if x.known > x.end {
			depth++
		}
		if opt.Progress != nil {
			opt.Progress(Progress{Depth: depth, States: x.known, Edges: x.edges, Frontier: x.known - x.end})
		}
	}
	g.edges = x.edges
	for len(g.rows) <= len(g.goals) { // after a stop, the states without a row
		g.rows = append(g.rows, uint32(len(g.arcs)))
	}
	return g, nil
}

// collect takes over the edges of a batch, of the parents between from and to.
func collect[S comparable](g *arcGraph, x *search[S], from, to int, goals []Goal[S]) error {
	for i := 0; from < to; i++ {
		p := &x.pieces[i]
		from = p.to
		if p.collect(g, x, goals); p.err != nil {
			return p.err
		}
	}
	return nil
}

func (p *piece[S]) collect(g *arcGraph, x *search[S], goals []Goal[S]) {
	defer x.rescue(p)
	e, fresh := uint32(0), p.fresh
	for i, end := range p.ends {
		p.at = p.from + i
		for ; e < end; e++ {
			edge := &p.edges[e]
			if len(fresh) > 0 && fresh[0].edge == e {
				fresh = fresh[1:]
				g.goals = append(g.goals, satisfied(goals, &edge.To))
				g.add(uint32(len(g.goals)-1), edge.Mask)
				continue
			}
			// Whatever leads back to where it starts, or to the initial state,
			// only adds to a label that is there.
			if n := x.numberOf(&edge.To, p.hashes[e]); n != p.at && n != 0 {
				g.add(uint32(n), edge.Mask)
			}
		}
		g.rows = append(g.rows, uint32(len(g.arcs)))
	}
}

// numberOf returns the number of a state that is known.
func (x *search[S]) numberOf(s *S, h uint64) int {
	sg := x.table.of(h)
	for i := sg.home(tagOf(h)); ; i = sg.after(i) {
		l := &sg.lines[i]
		for match := l.match(tagOf(h)); match != 0; match &= match - 1 {
			if ref := l.refs[slot(match)]; ref != 0 && x.states.holds(ref-1, s, h) {
				return int(ref - 1)
			}
		}
	}
}

func satisfied[S comparable](goals []Goal[S], s *S) (list Set) {
	for i := range goals {
		if goals[i].When(s) {
			list |= Of(i)
		}
	}
	return list
}

// add appends an arc to the state whose row is being written, unless another of
// its arcs covers it.
func (g *arcGraph) add(to uint32, m Mask) {
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
