package model

import (
	"context"
	"fmt"
	"slices"
)

// arc is an edge as the family search keeps it.
type arc struct{ to, mask uint32 }

// arcGraph is the whole graph of a system: for each state its arcs and goals.
// Arcs come in chunks, so that growing copies nothing; those of one state are all
// in one.
type arcGraph struct {
	rows  []uint32 // where each state's arcs begin, and the end: chunk and place
	arcs  [][]arc
	count int
	masks *interner // what arc.mask numbers
	goals []Set     // by state, the goals it satisfies

	edges   int
	stopped string
}

func (g *arcGraph) states() int { return len(g.goals) }

// arcBits is the number of bits that a place in a chunk has.
const arcBits = 16

// row returns the arcs of state n.
func (g *arcGraph) row(n uint32) []arc {
	from, to := g.rows[n], g.rows[n+1]
	if from == to {
		return nil
	}
	chunk := g.arcs[from>>arcBits]
	if to>>arcBits != from>>arcBits {
		return chunk[from&(1<<arcBits-1):]
	}
	return chunk[from&(1<<arcBits-1) : to&(1<<arcBits-1)]
}

// open makes room for the arcs of the next state, n at most.
func (g *arcGraph) open(n int) {
	last := len(g.arcs) - 1
	chunk := g.arcs[last]
	switch {
	case len(chunk)+n <= min(cap(chunk), 1<<arcBits):
	case last == 0 && len(chunk)+n <= 1<<arcBits: // what is small stays small
		g.arcs[0] = slices.Grow(chunk, min(max(n, len(chunk)), 1<<arcBits-len(chunk)))
	default:
		g.arcs = append(g.arcs, make([]arc, 0, 1<<arcBits))
		g.rows[len(g.rows)-1] = uint32(last+1) << arcBits
	}
}

// close ends the arcs of the state whose arcs were added last.
func (g *arcGraph) close() {
	last := len(g.arcs) - 1
	g.rows = append(g.rows, uint32(last<<arcBits+len(g.arcs[last])))
}

func (g *arcGraph) bytes() (total int64) {
	for _, chunk := range g.arcs {
		total += int64(8 * cap(chunk))
	}
	return total + int64(4*cap(g.rows)+8*cap(g.goals)) + g.masks.bytes()
}

// exploreArcs visits every state reachable in sys and keeps its arcs.
func exploreArcs[S comparable](ctx context.Context, sys System[S], goals []Goal[S], opt Options) (*arcGraph, error) {
	// One state is enough for Explore to say what is wrong with the system.
	if _, err := Explore(ctx, sys, nil, Options{MaxStates: 1}); err != nil {
		return nil, err
	}
	opt.Fingerprints = false
	x := newSearch(sys, nil, opt)
	g := &arcGraph{masks: newInterner(), rows: []uint32{0}, arcs: make([][]arc, 1), goals: []Set{satisfied(goals, &sys.Init)}}
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
			if err := collect(g, x, from, lo, goals); err != nil {
				return nil, err
			}
			if x.full {
				g.stopped = fmt.Sprintf("the budget of %d states is spent", x.most)
				break
			}
			if len(g.arcs) > 1<<(32-arcBits)-1<<10 {
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
		g.close()
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

// collect takes over the edges of a piece, up to where the budget of states was
// spent.
func (p *piece[S]) collect(g *arcGraph, x *search[S], goals []Goal[S]) {
	defer x.rescue(p)
	e, cut, fresh := uint32(0), uint32(p.cut), p.fresh
	for i, end := range p.ends {
		p.at = p.from + i
		if end-e > 1<<arcBits {
			p.err = fmt.Errorf("model: %s: a state has more than %d edges", x.sys.Name, 1<<arcBits)
			return
		}
		g.open(int(end - e))
		for ; e < min(end, cut); e++ {
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
		if g.close(); cut < end {
			return
		}
	}
}

// numberOf returns the number of a state that is known.
func (x *search[S]) numberOf(s *S, h uint64) int {
	sg := x.table.of(h)
	for i := sg.home(tagOf(h)); ; i = sg.after(i) {
		l := &sg.lines[i]
		for match := l.match(tagOf(h)); match != 0; match &= match - 1 {
			if ref := l.refs[slot(match)]; ref != 0 && int(ref) <= x.known && x.states.holds(ref-1, s, h) {
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
	last := &g.arcs[len(g.arcs)-1]
	row := (*last)[g.rows[len(g.rows)-1]&(1<<arcBits-1):]
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
	*last = append(*last, arc{to, mask})
	g.count++
}
