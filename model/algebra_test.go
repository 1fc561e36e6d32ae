package model

import (
	"slices"

	"pgregory.net/rapid"
)

// algebra is a random instance of everything the set algebra works on, small
// enough to try all subsets.
type algebra struct {
	labels      []Label
	defeats     []Defeat
	ladders     Ladders
	mitigations int
	haves       int
}

func drawAlgebra(t *rapid.T) algebra {
	a := algebra{mitigations: rapid.IntRange(1, 7).Draw(t, "mitigations"), haves: rapid.IntRange(1, 5).Draw(t, "haves")}
	have := func(name string) Set { return Set(rapid.Uint64Range(0, 1<<a.haves-1).Draw(t, name)) }
	refuse := func(name string) Set { return Set(rapid.Uint64Range(0, 1<<a.mitigations-1).Draw(t, name)) }
	for range rapid.IntRange(0, 8).Draw(t, "labels") {
		// Thinned out, since full sets make every question easy.
		a.labels = append(a.labels, Label{have("requires") & have("and"), refuse("foreign"), refuse("own") & refuse("and")})
	}
	for range rapid.IntRange(0, 8).Draw(t, "defeats") {
		a.defeats = append(a.defeats, Defeat{rapid.IntRange(0, a.mitigations-1).Draw(t, "mitigation"), have("by")})
	}
	a.ladders = drawLadders(t, a.mitigations)
	return a
}

// drawLadders deals some of the mitigations out to ladders, in any order.
func drawLadders(t *rapid.T, mitigations int) Ladders {
	all := make([]int, mitigations)
	for i := range all {
		all[i] = i
	}
	all = rapid.Permutation(all).Draw(t, "rungs")
	ladders := make(Ladders, rapid.IntRange(0, 3).Draw(t, "ladders"))
	for i := range ladders {
		n := rapid.IntRange(0, min(3, len(all))).Draw(t, "height")
		ladders[i], all = all[:n], all[n:]
	}
	return ladders
}

// deployments lists every choice of one rung or none per ladder and any
// alternatives, from the subsets of the first mitigations.
func (a algebra) deployments() (list []Set) {
	for d := range Set(1) << a.mitigations {
		if !slices.ContainsFunc(a.ladders, func(rungs []int) bool { return (d & Of(rungs...)).Len() > 1 }) {
			list = append(list, d)
		}
	}
	return list
}

// possible is Possible by the definition, one mitigation at a time: rungs imply
// the laxer ones.
func (a algebra) possible(deployed, have Set) bool {
	refuses := func(m int) bool {
		for _, rungs := range a.ladders {
			if at := slices.Index(rungs, m); at >= 0 {
				return slices.ContainsFunc(rungs[at:], deployed.Has)
			}
		}
		return deployed.Has(m)
	}
	defeated := func(m int) bool {
		return slices.ContainsFunc(a.defeats, func(d Defeat) bool { return d.Mitigation == m && d.By&have == d.By })
	}
	for _, l := range a.labels {
		through := l.Requires&have == l.Requires
		for m := range a.mitigations {
			if refuses(m) && (l.Own.Has(m) || l.Foreign.Has(m) && !defeated(m)) {
				through = false
			}
		}
		if through {
			return true
		}
	}
	return false
}
