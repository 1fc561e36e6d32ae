package model

import "slices"

// woven is a rule as Next meets it.
type woven[S comparable] struct {
	when  func(s *S, b Bind) bool
	do    func(s *S, b Bind)
	rule  *Rule[S] // set if the rule has checks, a mask or a choice of outcomes
	first int      // number of its first step
	with  int      // how many values J takes
}

func weave[S comparable](rule Rule[S], first int) woven[S] {
	w := woven[S]{when: rule.When, do: rule.Do[0].Do, first: first, with: rule.width()}
	if len(rule.Checks) > 0 || rule.Mask != nil || len(rule.Do) > 1 || rule.Do[0].When != nil {
		w.rule = &rule
	}
	if w.when == nil {
		w.when = func(*S, Bind) bool { return true }
	}
	if w.do == nil {
		w.do = func(*S, Bind) {}
	}
	return w
}

// writer appends edges. The slot behind the last edge always holds a copy of
// the source state: guards read it there, and an effect turns it into the
// target once the source has been copied one slot on. So the state never has
// to escape to the heap, and an edge costs one copy.
type writer[S comparable] struct {
	edges []Edge[S]
}

func (w *writer[S]) open(s *S) {
	n := len(w.edges)
	if n == cap(w.edges) {
		w.edges = slices.Grow(w.edges, 16)
	}
	w.edges[:n+1][n].To = *s
}

// source is the state whose edges are being written.
func (w *writer[S]) source() *S {
	n := len(w.edges)
	return &w.edges[:n+1][n].To
}

// edge turns the open slot into an edge and opens the next one.
func (w *writer[S]) edge(step int, way int) *Edge[S] {
	n := len(w.edges)
	if n+1 >= cap(w.edges) {
		w.edges = slices.Grow(w.edges[:n+1], 1+n)[:n]
	}
	w.edges = w.edges[:n+1]
	e := &w.edges[n]
	w.edges[:n+2][n+1].To = e.To
	e.Step, e.Way, e.Mask = uint16(step), uint8(way), Mask{}
	return e
}

func (w *writer[S]) follow(l *lane[S]) {
	for i := range l.index.Size {
		b := Bind{I: uint8(i)}
		rules := l.rules[l.index.Key(w.source(), b.I)]
		for r := range rules {
			rule := &rules[r]
			step := rule.first + i*rule.with
			for j := range rule.with {
				b.J = uint8(j)
				switch {
				case !rule.when(w.source(), b):
				case rule.rule == nil:
					rule.do(&w.edge(step+j, 0).To, b)
				default:
					w.attempt(rule.rule, step+j, b)
				}
			}
		}
	}
}

// attempt writes what comes of a rule whose guard is true.
func (w *writer[S]) attempt(rule *Rule[S], step int, b Bind) {
	for c := range rule.Checks {
		if !rule.Checks[c].Pass(w.source(), b) {
			w.edge(step, len(rule.Do)+c)
			return
		}
	}
	for o := range rule.Do {
		outcome := &rule.Do[o]
		if outcome.When != nil && !outcome.When(w.source(), b) {
			continue
		}
		var mask Mask
		if rule.Mask != nil {
			mask = rule.Mask(w.source(), b, o)
		}
		e := w.edge(step, o)
		e.Mask = mask
		if outcome.Do != nil {
			outcome.Do(&e.To, b)
		}
	}
}
