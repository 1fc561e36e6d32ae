package model

import (
	"cmp"
	"slices"
)

// Label says what one path needs and what would refuse it: the union of the
// masks of its edges. A path is possible in a deployment, for an attacker and
// a user, exactly if
//
//   - they have everything in Requires,
//   - no member of Own is deployed, and
//   - every member of Foreign that is deployed is defeated (see [Defeat]).
//
// A mitigation in Own need not be repeated in Foreign: being defeated would not
// help.
type Label = Mask

// Covers tells whether a path labelled l gets through wherever a path labelled
// m does, whoever deploys what: l needs no more than m, and what refuses l
// refuses m at least as firmly. The empty label covers all.
func Covers(l, m Label) bool {
	return l.Requires.In(m.Requires) && l.Own.In(m.Own) && l.Foreign.In(m.Foreign|m.Own)
}

// Minimal returns the labels that no other label covers, each once, with
// nothing in Foreign that is in Own, in a fixed order: by the number of
// members, those in Own counted twice, then by Requires, Foreign and Own.
func Minimal(labels []Label) []Label {
	sorted := make([]Label, len(labels))
	for i, l := range labels {
		l.Foreign &^= l.Own
		sorted[i] = l
	}
	slices.SortFunc(sorted, compareLabels)
	var keep []Label
	for _, l := range sorted {
		// Whatever covers l sorts before it.
		if !slices.ContainsFunc(keep, func(k Label) bool { return Covers(k, l) }) {
			keep = append(keep, l)
		}
	}
	return keep
}

// Join returns the minimal labels of runs made of two parts: one path of first,
// then one of then. If either list is empty there is no such run.
func Join(first, then []Label) []Label {
	var both []Label
	for _, a := range first {
		for _, b := range then {
			both = append(both, unite(a, b))
		}
	}
	return Minimal(both)
}

func unite(a, b Label) Label {
	return Label{Requires: a.Requires | b.Requires, Foreign: a.Foreign | b.Foreign, Own: a.Own | b.Own}
}

// compareLabels orders by number of members, then by the members. A member of
// Own counts twice because it refuses more than the same member of Foreign.
func compareLabels(a, b Label) int {
	weight := func(l Label) int { return l.Requires.Len() + (l.Foreign | l.Own).Len() + l.Own.Len() }
	return cmp.Or(
		cmp.Compare(weight(a), weight(b)),
		compareSets(a.Requires, b.Requires),
		compareSets(a.Foreign, b.Foreign),
		compareSets(a.Own, b.Own),
	)
}

// compareSets orders by size, then by members: of two sets of one size the one
// that has the least member in which they differ comes first.
func compareSets(a, b Set) int {
	if c := cmp.Compare(a.Len(), b.Len()); c != 0 || a == b {
		return c
	}
	if differ := a ^ b; a&differ&-differ != 0 {
		return -1
	}
	return 1
}

// minimalSets sorts list in place and returns its members that include no other.
func minimalSets(list []Set) []Set {
	slices.SortFunc(list, compareSets)
	keep := list[:0]
	for _, s := range list {
		if !slices.ContainsFunc(keep, func(k Set) bool { return k.In(s) }) {
			keep = append(keep, s)
		}
	}
	return keep
}
