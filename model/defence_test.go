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
