package model

import (
	"cmp"
	"fmt"
	"slices"
	"unsafe"
)

// piece is a run of parents with their edges: a share of a batch.
type piece[S comparable] struct {
	from, to int        // the parents
	at       int        // the one being looked at
	states   []S        // the parents themselves
	edges    []Edge[S]  // of all the parents, in order
	ends     []uint32   // where the edges of each parent end
	turns    []uint32   // how many parents end just before each edge
	hashes   []uint64   // of the targets
	lists    [][]uint32 // edges whose target may be new, by the group of the table to which it belongs
	listed   []int      // how long those lists are
	news     []int      // how many targets are new, by group
	places   []uint32   // one more than the place in the table of a new target; else zero
	fresh    []fresh    // the new targets in order
	first    int        // what the table calls the target of edge 0 while it has no number
	base     int        // the number of the first new state
	cut      int        // edges before the one that would have gone over the budget
	seen     []int      // for each watch the first new state that satisfies it
	again    []Edge[S]  // for the audit
	err      error
}

func (p *piece[S]) reset(groups int) {
	p.edges, p.ends, p.err = p.edges[:0], p.ends[:0], nil
	if p.lists == nil {
		p.lists, p.listed, p.news = make([][]uint32, groups), make([]int, groups), make([]int, groups)
	}
	clear(p.listed)
}

// prepare makes the columns as long as there are edges.
func (p *piece[S]) prepare() {
	n := len(p.edges)
	if cap(p.turns) <= n {
		p.hashes = make([]uint64, 2*n)
		p.turns, p.places, p.fresh = make([]uint32, 2*n+1), make([]uint32, 2*n), make([]fresh, 2*n)
		for g := range p.lists {
			p.lists[g] = make([]uint32, 2*n)
		}
	}
	p.hashes, p.places, p.turns = p.hashes[:n], p.places[:n], p.turns[:n+1]
	clear(p.places)
	clear(p.turns)
	for _, end := range p.ends {
		p.turns[end]++
	}
}

// fresh is a new state of a piece: its edge, and its parent within the piece.
type fresh struct{ edge, parent uint32 }

// generate fills a piece with the edges of its parents.
func (x *search[S]) generate(p *piece[S], worker int) {
	defer x.rescue(p)
	p.reset(x.groups)
	p.states = slices.Grow(p.states[:0], p.to-p.from)[:p.to-p.from]
	for i := range p.states {
		x.state(&p.states[i], p.from+i)
	}
	for p.at = p.from; p.at < p.to; p.at++ {
		s := p.states[p.at-p.from]
		from := len(p.edges)
		p.edges = x.sys.Next(s, p.edges)
		p.ends = append(p.ends, uint32(len(p.edges)))
		if audited(p.at) {
			if p.err = x.audit(p, s, p.edges[from:]); p.err != nil {
				return
			}
		}
	}
	p.prepare()
	counts, seen := x.ways.counts[worker], &x.recent[worker]
	for e := range p.edges {
		edge := &p.edges[e]
		h, unseen := uint64(0), 1
		if x.states.plain {
			h, unseen = seen.look(unsafe.Pointer(&edge.To))
		} else {
			h = x.states.hash(&edge.To)
		}
		p.hashes[e] = h
		group := groupOf(h, x.groups)
		p.lists[group][p.listed[group]] = uint32(e)
		p.listed[group] += unseen
		counts[x.ways.at(edge.Step, edge.Way)]++
	}
}

// rescue makes an error of a panic in a model's own functions.
func (x *search[S]) rescue(p *piece[S]) {
	if r := recover(); r != nil {
		p.err = x.sys.panicked(p.states[min(p.at, p.to-1)-p.from], r)
	}
}

// panicked says what panicked in s, and how.
func (sys *System[S]) panicked(s S, how any) error {
	step := ""
	if sys.blame != nil {
		step = sys.blame(s)
	}
	return fmt.Errorf("model: %s: %s panics in state %+v: %v", sys.Name, cmp.Or(step, "something"), s, how)
}

// number gives the new states of a piece their numbers, stores them, and looks
// whether they satisfy what is watched.
func (x *search[S]) number(p *piece[S]) {
	defer x.rescue(p)
	p.seen = p.seen[:0]
	for range x.watches {
		p.seen = append(p.seen, -1)
	}
	p.compact()
	p.cut = len(p.edges)
	for k, f := range p.fresh {
		n := p.base + k
		if n >= x.most {
			p.cut = int(f.edge)
			return
		}
		s, h := &p.edges[f.edge].To, p.hashes[f.edge]
		p.at = p.from + int(f.parent)
		x.put(n, p.at, s, h)
		before, after := uint32(p.first+int(f.edge)+1), uint32(n+1)
		if sg := x.table.of(h); sg.grown == x.batches {
			sg.move(tagOf(h), before, after)
		} else {
			place := p.places[f.edge] - 1
			sg.lines[place/8].refs[place%8] = after
		}
		for w := range x.watches {
			if p.seen[w] < 0 && x.watches[w].open() && x.watches[w].when(s) {
				p.seen[w] = n
			}
		}
	}
}

// compact lists the new targets. Whether a target is new cannot be foreseen,
// so there is no branch on it.
func (p *piece[S]) compact() {
	parent, n := uint32(0), 0
	list := p.fresh[:len(p.edges)]
	for e, place := range p.places {
		parent += p.turns[e]
		list[n] = fresh{uint32(e), parent}
		n += int((uint64(place) + 1<<32 - 1) >> 32)
	}
	p.fresh = list[:n]
}
