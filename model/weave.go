package model

import (
	"fmt"
	"math"
	"slices"
)

// Weave makes a System of guarded commands. Its edges come in a fixed order:
// by index in the order in which the rules first mention them, by I, by rule
// in the order given, by J, by outcome; rules without an index come last.
//
// An attempt whose checks do not all pass is one edge back to the same state,
// whose Way is the number of outcomes plus the position of the check that
// refused.
//
// Rules are code, so a mistake in them is a defect of the program: Weave
// panics and says which rule is wrong.
func Weave[S comparable](name string, init S, rules []Rule[S]) System[S] {
	if name == "" {
		panic("model: Weave needs a name for the system")
	}
	sys := System[S]{Name: name, Init: init}
	var lanes []lane[S]
	last := newLane(&Index[S]{Size: 1, Key: func(*S, uint8) uint8 { return 0 }})
	most := 1
	for number, rule := range rules {
		if wrong := rule.wrong(); wrong != "" {
			panic(fmt.Sprintf("model: %s: rule %d %q %s", name, number, rule.Name, wrong))
		}
		first := len(sys.Steps)
		if sys.Steps = append(sys.Steps, rule.steps(number)...); len(sys.Steps) > math.MaxUint16+1 {
			panic(fmt.Sprintf("model: %s: more than %d steps at rule %q", name, math.MaxUint16+1, rule.Name))
		}
		most += (len(sys.Steps) - first) * len(rule.Do)
		if rule.Over == nil {
			rule.In = At(0)
			last.add(&rule, first)
			continue
		}
		at := slices.IndexFunc(lanes, func(l lane[S]) bool { return l.index == rule.Over })
		if at < 0 {
			at = len(lanes)
			lanes = append(lanes, newLane(rule.Over))
		}
		lanes[at].add(&rule, first)
	}
	lanes = append(lanes, last)
	sys.Next = func(s S, buf []Edge[S]) []Edge[S] {
		n := len(buf)
		if cap(buf)-n < most {
			buf = slices.Grow(buf, most+n)
		}
		edges := buf[:cap(buf)]
		edges[n].To = s
		for l := range lanes {
			n = lanes[l].follow(edges, n)
		}
		return edges[:n]
	}
	sys.blame = func(s S) (label string) {
		step := -1
		defer func() {
			if recover() != nil && step >= 0 {
				label = sys.label(uint16(step))
			}
		}()
		for l := range lanes {
			lanes[l].retrace(s, most, &step)
		}
		return ""
	}
	return sys
}
