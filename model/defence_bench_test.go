package model

import (
	"context"
	"math/rand/v2"
	"testing"
)

// BenchmarkCountStopping counts over 48 mitigations, 24 of them on ladders of
// three, and 60 attacks that two to eight of them stop.
func BenchmarkCountStopping(b *testing.B) {
	blockers, universe, ladders := manyBlockers()
	for b.Loop() {
		if _, _, err := CountStopping(context.Background(), blockers, universe, ladders); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDefences lists the 1,000 smallest defences of the same.
func BenchmarkDefences(b *testing.B) {
	blockers, universe, ladders := manyBlockers()
	for b.Loop() {
		if list, _ := Defences(context.Background(), blockers, universe, ladders, 1000); len(list) == 0 {
			b.Fatal("none")
		}
	}
}

func manyBlockers() (blockers []Set, universe Set, ladders Ladders) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for r := 0; r < 24; r += 3 {
		ladders = append(ladders, []int{r, r + 1, r + 2})
	}
	for range 60 {
		var s Set
		for range 2 + rnd.IntN(7) {
			s |= Of(rnd.IntN(48))
		}
		blockers = append(blockers, s)
	}
	return blockers, 1<<48 - 1, ladders
}
