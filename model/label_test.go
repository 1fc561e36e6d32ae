package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

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
