package model

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// For every attacker: the defences are exactly the deployments that make the
// attack impossible and that nothing laxer does, and the count is of all that do.
func TestDefences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAlgebra(t)
		have := Set(rapid.Uint64Range(0, 1<<a.haves-1).Draw(t, "have"))
		universe := Set(rapid.Uint64Range(0, 1<<a.mitigations-1).Draw(t, "universe"))
		blockers := Blockers(a.labels, have, a.defeats)

		var stopping []Set
		of := 0
		for _, d := range a.deployments() {
			if !d.In(universe) {
				continue
			}
			of++
			if !a.possible(d, have) {
				stopping = append(stopping, d)
			}
		}
		var want []Set
		for _, d := range stopping {
			laxer := func(other Set) bool {
				return other != d && a.ladders.Implied(other).In(a.ladders.Implied(d))
			}
			if !slices.ContainsFunc(stopping, laxer) {
				want = append(want, d)
			}
		}
		slices.SortFunc(want, compareSets)

		got, complete := Defences(context.Background(), blockers, universe, a.ladders, 0)
		if !slices.Equal(got, want) || !complete {
			t.Fatalf("Defences(%b) = %b, %v, want %b", blockers, got, complete, want)
		}
		limit := rapid.IntRange(1, 4).Draw(t, "limit")
		some, complete := Defences(context.Background(), blockers, universe, a.ladders, limit)
		if len(some) != min(limit, len(want)) || complete != (len(want) <= limit) {
			t.Fatalf("limit %d: %b, %v, want some of %b", limit, some, complete, want)
		}
		for i, d := range some {
			if !slices.Contains(want, d) || d.Len() != want[i].Len() {
				t.Fatalf("limit %d: %b, want the smallest of %b", limit, some, want)
			}
		}
		n, all, err := CountStopping(context.Background(), blockers, universe, a.ladders)
		if err != nil || n.Cmp(big.NewInt(int64(len(stopping)))) != 0 || all.Cmp(big.NewInt(int64(of))) != 0 {
			t.Fatalf("CountStopping(%b) = %v of %v, want %d of %d", blockers, n, all, len(stopping), of)
		}
	})
}

// The same straight from blockers that share rungs, so that most of the work is
// in telling which rungs can be relaxed.
func TestDefencesOnLadders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 50 { // each check is short
			const mitigations = 7
			a := algebra{mitigations: mitigations, ladders: Ladders{{0, 1, 2}, {3, 4}}}
			var blockers []Set
			for range rapid.IntRange(1, 6).Draw(t, "blockers") {
				blockers = append(blockers, a.ladders.Stricter(Set(rapid.Uint64Range(1, 1<<mitigations-1).Draw(t, "blocker"))&
					Set(rapid.Uint64Range(1, 1<<mitigations-1).Draw(t, "and"))))
			}
			stops := func(d Set) bool {
				return !slices.ContainsFunc(blockers, func(b Set) bool { return !b.Meets(d) })
			}
			var want []Set
			stopping := 0
			for _, d := range a.deployments() {
				if !stops(d) {
					continue
				}
				stopping++
				if !slices.ContainsFunc(a.deployments(), func(other Set) bool {
					return other != d && stops(other) && a.ladders.Implied(other).In(a.ladders.Implied(d))
				}) {
					want = append(want, d)
				}
			}
			slices.SortFunc(want, compareSets)
			got, complete := Defences(context.Background(), blockers, 1<<mitigations-1, a.ladders, 0)
			if !slices.Equal(got, want) || !complete {
				t.Fatalf("Defences(%b) = %b, %v, want %b", blockers, got, complete, want)
			}
			n, _, err := CountStopping(context.Background(), blockers, 1<<mitigations-1, a.ladders)
			if err != nil || n.Cmp(big.NewInt(int64(stopping))) != 0 {
				t.Fatalf("CountStopping(%b) = %v, want %d", blockers, n, stopping)
			}
		}
	})
}

// A set that two branches of the search could reach is listed once: here {1, 5},
// by way of rung 0 and by way of 5.
func TestDefencesAreListedOnce(t *testing.T) {
	blockers := []Set{Of(0, 1, 5), Of(1, 3, 4, 6), Of(5, 7, 8, 9)}
	list, _ := Defences(context.Background(), blockers, 1<<10-1, Ladders{{0, 1}}, 0)
	if !slices.Contains(list, Of(1, 5)) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Errorf("%b", list)
	}
}
