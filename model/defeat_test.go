package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAlgebra(t)
		minimal := Minimal(a.labels)
		for _, d := range a.deployments() {
			for have := range Set(1) << a.haves {
				want := a.possible(d, have)
				if got := Possible(a.labels, a.ladders.Implied(d), have, a.defeats); got != want {
					t.Fatalf("Possible(%b, %b) = %v, want %v", d, have, got, want)
				}
				if got := Possible(minimal, a.ladders.Implied(d), have, a.defeats); got != want {
					t.Fatalf("after pruning, Possible(%b, %b) = %v, want %v", d, have, got, want)
				}
			}
		}
	})
}

func TestPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAlgebra(t)
		within := Set(rapid.Uint64Range(0, 1<<a.haves-1).Draw(t, "within"))
		for _, d := range a.deployments() {
			var want []Set
			for have := range Set(1) << a.haves {
				if have.In(within) && a.possible(d, have) {
					want = append(want, have)
				}
			}
			want = minimalSets(want)
			got := Price(a.labels, a.ladders.Implied(d), within, a.defeats)
			if !slices.Equal(got, want) {
				t.Fatalf("Price(%b) = %b, want %b", d, got, want)
			}
		}
	})
}

func TestCheapest(t *testing.T) {
	weights := []float64{5, 1, 1, 3}
	got, weight := Cheapest([]Set{Of(0), Of(1, 3), Of(1, 2, 9), Of(2, 1, 9)}, weights)
	if !slices.Equal(got, []Set{Of(1, 2, 9), Of(1, 2, 9)}) || weight != 2 {
		t.Errorf("got %b at %v", got, weight)
	}
	if got, weight := Cheapest([]Set{Of(0), Of(2, 3, 1)}, weights); len(got) != 2 || weight != 5 {
		t.Errorf("of equal weight: got %b at %v", got, weight)
	}
	if got, _ := Cheapest(nil, weights); got != nil {
		t.Errorf("of none: got %b", got)
	}
}

func TestKeeps(t *testing.T) {
	labels := []Label{{Foreign: Of(0)}, {Own: Of(1)}, {Requires: Of(0)}}
	for deployed, want := range map[Set]bool{0: true, Of(0): true, Of(1): true, Of(0, 1): false, Of(2): true} {
		if got := Keeps(labels, deployed); got != want {
			t.Errorf("Keeps(%b) = %v", deployed, got)
		}
	}
	if Keeps(nil, 0) {
		t.Error("a twin that never completes is kept")
	}
}
