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
	if len(rules) == 0 {
		panic("model: " + name + " has no rules")
	}
	sys := System[S]{Name: name, Init: init}
	var lanes []lane[S]
	always := lane[S]{index: nowhere[S]()}
	for number, rule := range rules {
		if wrong := rule.wrong(); wrong != "" {
			panic(fmt.Sprintf("model: %s: rule %d %q %s", name, number, rule.Name, wrong))
		}
		woven := weave(rule, len(sys.Steps))
		if sys.Steps = append(sys.Steps, rule.steps(number)...); len(sys.Steps) > math.MaxUint16+1 {
			panic(fmt.Sprintf("model: %s: more than %d steps at rule %q", name, math.MaxUint16+1, rule.Name))
		}
		if rule.Over == nil {
			always.add(woven, 1)
			continue
		}
		at := slices.IndexFunc(lanes, func(l lane[S]) bool { return l.index == rule.Over })
		if at < 0 {
			at = len(lanes)
			lanes = append(lanes, lane[S]{index: rule.Over})
		}
		lanes[at].add(woven, rule.In)
	}
	if len(always.rules[0]) > 0 {
		lanes = append(lanes, always)
	}
	sys.Next = func(s S, buf []Edge[S]) []Edge[S] {
		out := writer[S]{edges: buf}
		out.open(&s)
		for l := range lanes {
			out.follow(&lanes[l])
		}
		return out.edges
	}
	return sys
}

// lane is an index together with the rules that stand under each of its keys.
type lane[S comparable] struct {
	index *Index[S]
	rules [64][]woven[S]
}

func (l *lane[S]) add(w woven[S], in Keys) {
	for key := range l.rules {
		if in>>key&1 != 0 {
			l.rules[key] = append(l.rules[key], w)
		}
	}
}

// nowhere is the index of the rules that have none: one binding, one key.
func nowhere[S comparable]() *Index[S] {
	return &Index[S]{Size: 1, Key: func(*S, uint8) uint8 { return 0 }}
}
