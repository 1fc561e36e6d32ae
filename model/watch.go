package model

import "fmt"

// watch waits for the first state that satisfies a predicate.
type watch[S comparable] struct {
	property int
	when     func(s *S) bool
	found    int // number of that state; negative as long as there is none
}

// watchAll makes two watches of each property: for When, and for Witness.
func watchAll[S comparable](sys string, props []Property[S]) ([]watch[S], error) {
	var list []watch[S]
	for n, p := range props {
		if p.When == nil {
			return nil, fmt.Errorf("model: %s: property %q has no When", sys, p.Name)
		}
		list = append(list, watch[S]{n, p.When, -1}, watch[S]{n, p.Witness, -1})
	}
	return list, nil
}

// open tells whether the watch still waits.
func (w *watch[S]) open() bool { return w.found < 0 && w.when != nil }

// findings are the verdicts.
func (x *search[S]) findings(props []Property[S], complete bool) ([]Finding[S], error) {
	exact := complete && !x.states.prints
	list := make([]Finding[S], len(props))
	for n, p := range props {
		f := &list[n]
		f.Property = p.Name
		when, witness := &x.watches[2*n], &x.watches[2*n+1]
		switch {
		case when.found >= 0:
			var err error
			if f.Trace, err = x.trace(when.found); err != nil {
				return nil, err
			}
			f.Verdict = Holds
			if p.Expect == Never {
				f.Verdict = Violated
			}
		case !exact:
			f.Verdict = Inconclusive
		case p.Expect == Never:
			f.Verdict, f.Vacuous = Holds, witness.open()
		default:
			f.Verdict = Violated
		}
	}
	return list, nil
}

// trace is the least of the shortest traces to state n, found again by
// replaying the way from parent to parent.
func (x *search[S]) trace(n int) (t Trace[S], err error) {
	var way []int
	for ; n != 0; n = int(*x.parents.at(uint32(n))) {
		way = append(way, n)
	}
	s := x.sys.Init
	var buf []Edge[S]
	for len(way) > 0 {
		n, way = way[len(way)-1], way[:len(way)-1]
		buf = x.sys.Next(s, buf[:0])
		e := 0
		for e < len(buf) && !x.states.holds(uint32(n), &buf[e].To, x.states.hash(&buf[e].To)) {
			e++
		}
		if e == len(buf) {
			last := "the initial state"
			if len(t.Steps) > 0 {
				last = x.sys.label(t.Steps[len(t.Steps)-1].Step)
			}
			return t, fmt.Errorf("model: %s: what follows %s came out differently when replayed: Next must be a function of the state alone", x.sys.Name, last)
		}
		s = buf[e].To
		t.Steps = append(t.Steps, TraceStep[S](buf[e]))
	}
	return t, Replay(x.sys, t)
}
