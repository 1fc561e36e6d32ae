package model

import (
	"context"
	"math/big"
	"slices"
	"testing"

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

// What is left out is covered by what is kept, and nothing that is kept is
// covered by another, which [TestCovers] makes the order of all answers.
func TestMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAlgebra(t)
		minimal := Minimal(a.labels)
		for _, l := range a.labels {
			if !slices.ContainsFunc(minimal, func(k Label) bool { return Covers(k, l) }) {
				t.Fatalf("%v is not covered in %v", l, minimal)
			}
		}
		for i, l := range minimal {
			for j, k := range minimal {
				if i != j && Covers(k, l) {
					t.Fatalf("%v is kept beside %v", l, k)
				}
			}
		}
		slices.Reverse(a.labels)
		if again := Minimal(append(a.labels, minimal...)); !slices.Equal(again, minimal) {
			t.Fatalf("the order of labels matters: %v, then %v", minimal, again)
		}
	})
}

// Covers must be the order of the answers themselves, for all deployments,
// attackers and defeats.
func TestCovers(t *testing.T) {
	set := rapid.Custom(func(t *rapid.T) Set { return Set(rapid.Uint64Range(0, 3).Draw(t, "set")) })
	rapid.Check(t, func(t *rapid.T) {
		a := Label{set.Draw(t, "requires"), set.Draw(t, "foreign"), set.Draw(t, "own")}
		b := Label{set.Draw(t, "requires"), set.Draw(t, "foreign"), set.Draw(t, "own")}
		always := true
		for deployed := range Set(4) {
			for have := range Set(4) {
				for defeated := range Set(4) {
					var defeats []Defeat
					for _, m := range defeated.Members() {
						defeats = append(defeats, Defeat{Mitigation: m})
					}
					if Possible([]Label{b}, deployed, have, defeats) && !Possible([]Label{a}, deployed, have, defeats) {
						always = false
					}
				}
			}
		}
		if got := Covers(a, b); got != always {
			t.Fatalf("Covers(%v, %v) = %v, want %v", a, b, got, always)
		}
	})
}

func TestJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAlgebra(t), drawAlgebra(t)
		var all []Label
		for _, x := range a.labels {
			for _, y := range b.labels {
				all = append(all, Label{x.Requires | y.Requires, x.Foreign | y.Foreign, x.Own | y.Own})
			}
		}
		if got, want := Join(Minimal(a.labels), Minimal(b.labels)), Minimal(all); !slices.Equal(got, want) {
			t.Fatalf("Join = %v, want %v", got, want)
		}
	})
}

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

func TestLadders(t *testing.T) {
	ladders := Ladders{{3, 1, 2}, {63, 0}}
	if err := ladders.Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Ladders{{{1, 2}, {2, 3}}, {{1, 1}}, {{64}}, {{-1}}} {
		if bad.Check() == nil {
			t.Errorf("%v passes", bad)
		}
	}
	if got := ladders.Implied(Of(1, 0, 5)); got != Of(3, 1, 63, 0, 5) {
		t.Errorf("Implied: %b", got)
	}
	if got := ladders.Stricter(Of(1, 63, 5)); got != Of(1, 2, 63, 0, 5) {
		t.Errorf("Stricter: %b", got)
	}
	for _, c := range []struct {
		mask Mask
		want bool
	}{
		{Mask{}, true},
		{Mask{Foreign: Of(1), Own: Of(2)}, true},
		{Mask{Foreign: Of(2), Own: Of(1)}, false},
		{Mask{Foreign: Of(3, 1)}, false},
		{Mask{Own: Of(2, 7)}, true},
	} {
		if got := ladders.Monotone(c.mask); got != c.want {
			t.Errorf("Monotone(%v) = %v", c.mask, got)
		}
	}
}
