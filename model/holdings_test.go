package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is put in whatever order, each state holds exactly the minimal labels
// of those it was given, over any number of chunks.
func TestHoldings(t *testing.T) {
	const states = 3
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.IntRange(1, 10).Draw(t, "members")
		set := rapid.Custom(func(t *rapid.T) Set { return Set(rapid.Uint64Range(0, 1<<members-1).Draw(t, "set")) })
		labels := newInterner()
		labels.number(reach{own: 1}) // zero is no label
		h := newHoldings(states)
		given := make([][]Label, states)
		for range rapid.IntRange(0, 120).Draw(t, "puts") {
			s := rapid.Uint32Range(0, states-1).Draw(t, "state")
			l := Label{set.Draw(t, "requires"), set.Draw(t, "foreign"), set.Draw(t, "own")}
			fresh := !slices.ContainsFunc(given[s], func(k Label) bool { return Covers(k, l) })
			given[s] = append(given[s], l)
			n := labels.number(reachOf(l))
			if got := h.put(s, n, labels.values); got != fresh {
				t.Fatalf("put(%d, %v) = %v", s, l, got)
			}
			if got := h.has(s, n); got != fresh && !slices.Contains(Minimal(given[s]), reachOf(l).mask()) {
				t.Fatalf("has(%d, %v) = %v", s, l, got)
			}
		}
		most := 0
		for s := range given {
			var held []Label
			for n, r := range labels.values {
				if n > 0 && h.has(uint32(s), uint32(n)) {
					held = append(held, r.mask())
				}
			}
			if want := Minimal(given[s]); !slices.Equal(Minimal(held), want) || len(held) != len(want) {
				t.Fatalf("state %d holds %v, want %v", s, held, want)
			}
			most = max(most, len(held))
		}
		if got := h.most(states); got != most {
			t.Fatalf("most = %d, want %d", got, most)
		}
	})
}

// Numbers are dense, in order of coming, and the same for the same value.
func TestInterner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, want := newInterner(), map[reach]uint32{}
		for range rapid.IntRange(0, 300).Draw(t, "values") {
			small := rapid.Uint64Range(0, 9)
			r := reach{Set(small.Draw(t, "requires")), Set(small.Draw(t, "refuse")), Set(small.Draw(t, "own")) << 60}
			if _, old := want[r]; !old {
				want[r] = uint32(len(want))
			}
			if got := in.number(r); got != want[r] || in.values[got] != r {
				t.Fatalf("number(%v) = %d, want %d", r, got, want[r])
			}
		}
	})
}
