package model

import "fmt"

// Ladders groups mitigations that are rungs of one another, each group from the
// laxest to the strictest: lifetimes of five, two and one minute, for instance.
// At most one rung of a ladder is deployed, and a stricter rung implies the
// laxer ones: it refuses whatever they refuse. A mitigation in no ladder is an
// alternative, which may be deployed together with any other.
type Ladders [][]int

// Implied returns deployed together with every laxer rung. All answers of this
// package about a deployment with rungs are meant for this set.
func (l Ladders) Implied(deployed Set) Set {
	for _, rungs := range l {
		below := Set(0)
		for _, r := range rungs {
			if deployed.Has(r) {
				deployed |= below
			}
			below |= Of(r)
		}
	}
	return deployed
}

// Stricter returns mitigations together with every stricter rung: whatever is
// refused by one of the former is refused by each of the latter.
func (l Ladders) Stricter(mitigations Set) Set {
	for _, rungs := range l {
		found := false
		for _, r := range rungs {
			if found = found || mitigations.Has(r); found {
				mitigations |= Of(r)
			}
		}
	}
	return mitigations
}

// Check reports an error unless the ladders are disjoint and their rungs are
// mitigations below 64.
func (l Ladders) Check() error {
	seen := Set(0)
	for i, rungs := range l {
		for _, r := range rungs {
			if r < 0 || r > 63 {
				return fmt.Errorf("ladder %d: rung %d is not between 0 and 63", i, r)
			}
			if seen.Has(r) {
				return fmt.Errorf("ladder %d: rung %d is listed before", i, r)
			}
			seen |= Of(r)
		}
	}
	return nil
}

// Monotone tells whether the mask of an edge respects the ladders: what a laxer
// rung refuses is also refused by every stricter one, and what a laxer rung
// refuses beyond defeat is too.
func (l Ladders) Monotone(m Mask) bool {
	refusing := m.Foreign | m.Own
	return l.Stricter(refusing) == refusing && l.Stricter(m.Own) == m.Own
}

// choices lists what can be deployed of universe independently: each ladder's
// rungs, laxest first, and each alternative by itself.
func (l Ladders) choices(universe Set) (groups [][]int) {
	for _, rungs := range l {
		var group []int
		for _, r := range rungs {
			if universe.Has(r) {
				group = append(group, r)
				universe &^= Of(r)
			}
		}
		if group != nil {
			groups = append(groups, group)
		}
	}
	for _, m := range universe.Members() {
		groups = append(groups, []int{m})
	}
	return groups
}
