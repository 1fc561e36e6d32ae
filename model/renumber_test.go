package model

import "testing"

// TestRenumbering has the pieces of a batch numbered last first, as happens when a
// worker is slow. Where a segment has grown meanwhile, a candidate is looked for by
// what it is called; nothing else may be called that. Afterwards every state must be
// found under its own number.
func TestRenumbering(t *testing.T) {
	for seed := range uint32(30) {
		renumber(t, seed)
	}
}

func renumber(t *testing.T, seed uint32) {
	t.Helper()
	const size = 1 << 14
	sys := System[uint32]{Name: "wide", Steps: []Step{{Name: "any"}}, Next: func(s uint32, buf []Edge[uint32]) []Edge[uint32] {
		for k := range uint32(20) { // targets that many states share
			buf = append(buf, Edge[uint32]{To: (s*2654435761>>9 + k*(40503+2*seed)) % size})
		}
		return buf
	}}
	x := newSearch(sys, nil, Options{Workers: 4})
	for x.descend(); x.level != x.end; x.descend() {
		for lo := x.level; lo < x.end; {
			pieces, base, hi, err := x.candidates(lo)
			if err != nil {
				t.Fatal(err)
			}
			for p := len(pieces) - 1; p >= 0; p-- {
				x.number(&pieces[p])
			}
			if err := x.gather(pieces, base); err != nil {
				t.Fatal(err)
			}
			lo = hi
		}
	}
	for n := range x.known {
		var s uint32
		x.state(&s, n)
		h := x.states.hash(&s)
		if ref := x.refOf(x.table.of(h), &s, h); int(ref) != n+1 {
			t.Fatalf("seed %d: state %d, %d, is in the table as %d", seed, n, s, int(ref)-1)
		}
	}
}

// refOf is what the table has for a state; zero if it has it not.
func (x *search[S]) refOf(sg *segment, s *S, h uint64) uint32 {
	for i := sg.home(tagOf(h)); ; i = sg.after(i) {
		for _, ref := range sg.lines[i].refs {
			if ref == 0 {
				return 0
			}
			if int(ref) <= x.known && x.states.holds(ref-1, s, h) {
				return ref
			}
		}
	}
}
