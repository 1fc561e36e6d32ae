package model

import "math/bits"

// reach is a Mask in the form in which union and inclusion are componentwise:
// refuse holds Foreign and Own together.
type reach struct{ requires, refuse, own Set }

func reachOf(m Mask) reach { return reach{m.Requires, m.Foreign | m.Own, m.Own} }

func (r reach) mask() Mask {
	return Mask{Requires: r.requires, Foreign: r.refuse &^ r.own, Own: r.own}
}

func (r reach) union(q reach) reach {
	return reach{r.requires | q.requires, r.refuse | q.refuse, r.own | q.own}
}

// covers is Covers.
func (r *reach) covers(q *reach) bool {
	return r.requires&^q.requires|r.refuse&^q.refuse|r.own&^q.own == 0
}

// weight grows with every member, so what covers weighs less.
func (r reach) weight() int { return r.requires.Len() + r.refuse.Len() + r.own.Len() }

// interner numbers distinct values in the order in which they come.
type interner struct {
	values []reach
	slots  []uint32 // open addressing; number plus one, zero is empty
}

func newInterner() *interner {
	return &interner{slots: make([]uint32, 64)}
}

// number returns the number of r, a new one if there is none.
func (in *interner) number(r reach) uint32 {
	wrap := uint64(len(in.slots) - 1)
	at := r.hash() & wrap
	for ; in.slots[at] != 0; at = (at + 1) & wrap {
		if n := in.slots[at] - 1; in.values[n] == r {
			return n
		}
	}
	in.values = append(in.values, r)
	in.slots[at] = uint32(len(in.values))
	if 2*len(in.values) > len(in.slots) {
		in.grow()
	}
	return uint32(len(in.values) - 1)
}

func (in *interner) grow() {
	in.slots = make([]uint32, 4*len(in.slots))
	wrap := uint64(len(in.slots) - 1)
	for n, r := range in.values {
		at := r.hash() & wrap
		for in.slots[at] != 0 {
			at = (at + 1) & wrap
		}
		in.slots[at] = uint32(n + 1)
	}
}

func (r reach) hash() uint64 {
	const a, b = 0x9e3779b97f4a7c15, 0xd1342543de82ef95
	h1, l1 := bits.Mul64(uint64(r.requires)^a, uint64(r.refuse)^b)
	h2, l2 := bits.Mul64(uint64(r.own)^h1^l1, a)
	return h2 ^ l2
}

func (in *interner) bytes() int64 { return int64(24*cap(in.values) + 4*len(in.slots)) }
