package model

import "context"

// propagation carries labels along the arcs of a graph.
//
// A label only grows along an arc, so labels are taken in the order of their
// weight: one that a state still holds when its turn comes is minimal there for
// good. All states with one label are done together, so that its union with each
// mask is computed once.
type propagation struct {
	graph  *arcGraph
	held   *holdings
	labels *interner // number zero is unused: holdings mean "none" by it

	waiting [][]uint32         // by label, the states where it is still to be processed
	turn    [3*64 + 1][]uint32 // by weight, the labels that wait
	spare   [][]uint32         // emptied lists, for use by other labels
	united  []union            // by mask, its union with the label whose turn it is

	found    [][]reach // by goal, its minimal labels so far
	allGoals Set

	processed, kept, transfers int
	listed                     int64 // places in waiting that are in use
}

// union remembers of which label it is, so that nothing need be cleared.
type union struct{ of, label uint32 }

// useless stands for a label that can add nothing to any goal.
const useless = ^uint32(0)

func newPropagation(g *arcGraph, goals int) *propagation {
	p := &propagation{
		graph: g, held: newHoldings(g.states()), labels: newInterner(),
		united:   make([]union, len(g.masks.values)),
		found:    make([][]reach, goals),
		allGoals: Set(1)<<goals - 1,
	}
	p.labels.number(reach{requires: ^Set(0), refuse: 0, own: ^Set(0)}) // no path has this label: own is in refuse
	return p
}

// run returns why it stopped before the end, if it did.
func (p *propagation) run(ctx context.Context, maxBytes int64) (stopped string) {
	p.put(0, p.labels.number(reach{}))
	for weight := range p.turn {
		for _, label := range p.turn[weight] {
			if stopped = halt(ctx, p.bytes(), maxBytes); stopped != "" {
				return stopped
			}
			p.process(label)
		}
		p.turn[weight] = nil
	}
	return ""
}

// put gives a state a label, to be processed later.
func (p *propagation) put(state, label uint32) {
	if !p.held.put(state, label, p.labels.values) {
		return
	}
	for int(label) >= len(p.waiting) {
		p.waiting = append(p.waiting, nil)
	}
	if p.waiting[label] == nil {
		if n := len(p.spare); n > 0 {
			p.waiting[label], p.spare = p.spare[n-1], p.spare[:n-1]
		}
		weight := p.labels.values[label].weight()
		p.turn[weight] = append(p.turn[weight], label)
	}
	p.waiting[label] = append(p.waiting[label], state)
	p.listed++
}

// process carries one label along the arcs of all states that hold it.
func (p *propagation) process(label uint32) {
	settled := p.settled(label)
	for i := 0; i < len(p.waiting[label]) && settled != p.allGoals; i++ {
		state := p.waiting[label][i]
		p.processed++
		if !p.held.has(state, label) {
			continue // superseded by a lighter one that covers it
		}
		p.kept++
		if fresh := p.graph.goals[state] &^ settled; fresh != 0 {
			for _, goal := range fresh.Members() {
				p.found[goal] = append(p.found[goal], p.labels.values[label])
			}
			settled |= fresh
		}
		row := p.graph.row(state)
		p.transfers += len(row)
		for _, a := range row {
			if u := &p.united[a.mask]; u.of == label {
				if u.label != useless {
					p.put(a.to, u.label)
				}
			} else if next := p.unite(label, a.mask); next != useless {
				p.put(a.to, next)
			}
		}
	}
	p.listed -= int64(len(p.waiting[label]))
	p.spare = append(p.spare, p.waiting[label][:0])
	p.waiting[label] = nil
}

// unite returns the union of a label and a mask, and remembers it.
func (p *propagation) unite(label, mask uint32) uint32 {
	next := p.labels.number(p.labels.values[label].union(p.graph.masks.values[mask]))
	if p.settled(next) == p.allGoals {
		next = useless
	}
	p.united[mask] = union{of: label, label: next}
	return next
}

// settled returns the goals for which a label that covers this one is known: no
// path through it can add to their labels.
func (p *propagation) settled(label uint32) (goals Set) {
	for goal := range p.found {
		for i := range p.found[goal] {
			if p.found[goal][i].covers(&p.labels.values[label]) {
				goals |= Of(goal)
				break
			}
		}
	}
	return goals
}

func (p *propagation) bytes() int64 {
	sum := p.graph.bytes() + p.held.bytes() + p.labels.bytes() + int64(8*len(p.united))
	return sum + int64(24*cap(p.waiting)) + 4*p.listed
}
