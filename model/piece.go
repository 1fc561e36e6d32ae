package model

import "fmt"

// piece is a run of parents with their edges: a share of a batch.
type piece[S comparable] struct {
	from, to int        // the parents
	at       int        // the one being looked at
	edges    []Edge[S]  // of all the parents, in order
	ends     []int      // where the edges of each parent end
	hashes   []uint64   // of the targets
	lists    [][]uint32 // the edges, by the group of the table to which their target belongs
	news     []int      // how many targets are new, by group
	fresh    []bool     // which
	first    int        // what the table calls the target of edge 0 while it has no number
	base     int        // the number of the first new state
	cut      int        // edges before the one that would have gone over the budget
	seen     []int      // for each watch the first new state that satisfies it
	again    []Edge[S]  // for the audit
	sink     uint64     // keeps the compiler from leaving out what approach touches
	err      error
}

func (p *piece[S]) reset(groups int) {
	p.edges, p.ends, p.hashes, p.err = p.edges[:0], p.ends[:0], p.hashes[:0], nil
	if p.lists == nil {
		p.lists, p.news = make([][]uint32, groups), make([]int, groups)
	}
	for g := range p.lists {
		p.lists[g], p.news[g] = p.lists[g][:0], 0
	}
}

// generate fills a piece with the edges of its parents.
func (x *search[S]) generate(p *piece[S], worker int) {
	defer x.rescue(p)
	p.reset(x.groups)
	counts := x.ways.counts[worker]
	for p.at = p.from; p.at < p.to; p.at++ {
		s := x.state(p.at)
		from := len(p.edges)
		p.edges = x.sys.Next(s, p.edges)
		if audited(p.at) {
			if p.err = x.audit(p, s, p.edges[from:]); p.err != nil {
				return
			}
		}
		for e := from; e < len(p.edges); e++ {
			edge := &p.edges[e]
			h := x.states.hash(&edge.To)
			p.hashes = append(p.hashes, h)
			group := groupOf(h, x.groups)
			p.lists[group] = append(p.lists[group], uint32(e))
			counts[x.ways.at(edge.Step, edge.Way)]++
		}
		p.ends = append(p.ends, len(p.edges))
	}
	if len(p.fresh) < len(p.edges) {
		p.fresh = make([]bool, cap(p.edges))
	}
	clear(p.fresh[:len(p.edges)])
}

// rescue makes an error of a panic in a model's own functions.
func (x *search[S]) rescue(p *piece[S]) {
	if r := recover(); r != nil {
		p.err = fmt.Errorf("model: %s: panic in state %+v: %v", x.sys.Name, x.state(p.at), r)
	}
}

// number gives the new states of a piece their numbers, stores them, and looks
// whether they satisfy what is watched.
func (x *search[S]) number(p *piece[S]) {
	defer x.rescue(p)
	p.seen = p.seen[:0]
	for range x.watches {
		p.seen = append(p.seen, -1)
	}
	n, e := p.base, 0
	for i, end := range p.ends {
		p.at = p.from + i
		for ; e < end; e++ {
			if !p.fresh[e] {
				continue
			}
			if n >= x.most {
				p.cut = e
				return
			}
			s, h := &p.edges[e].To, p.hashes[e]
			x.table.of(h).settle(tag(h), p.first+e, n)
			x.put(n, p.at, s, h)
			for w := range x.watches {
				if p.seen[w] < 0 && x.watches[w].open() && x.watches[w].when(s) {
					p.seen[w] = n
				}
			}
			n++
		}
	}
	p.cut = e
}
