package model

import "unsafe"

// recent remembers plain states that one worker has come across, in few enough
// bytes to stay close: more than half of all targets that are not new were seen
// shortly before. A worker takes its pieces in order, so what it has seen before
// is not first here, whatever other workers do meanwhile.
type recent struct {
	used, size int // bytes of a state that count, and bytes from one to the next
	states     []uint64
	mask       uint64
}

// mostRecent is how many states are remembered at most.
const mostRecent = 1 << 13

// widen makes room for as many states as are known, up to a limit. It starts
// afresh, with s everywhere, which is known.
func (r *recent) widen(known int, s unsafe.Pointer, used int) {
	slots := 16
	for slots < min(known, mostRecent) {
		slots *= 2
	}
	if uint64(slots) == r.mask+1 {
		return
	}
	r.used, r.size, r.mask = used, (used+7)&^7, uint64(slots-1)
	r.states = make([]uint64, slots*r.size/8)
	for k := range slots {
		set(r.at(uint64(k)), s, used)
	}
}

func (r *recent) at(h uint64) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(r.states)), int(h&r.mask)*r.size)
}

// look returns the hash of s, and 0 if s is remembered and else 1; s is
// remembered then. There is no branch on it.
func (r *recent) look(s unsafe.Pointer) (h uint64, unseen int) {
	n, diff := r.used, uint64(0)
	if 16 < n && n <= 32 { // what the rest does, on words that are read once
		a, b, c, d := word(s, 0), word(s, 8), word(s, n-16), word(s, n-8)
		h = fold(a^hash1, b^(uint64(n)^hash0))
		h = fold(c^hash2, d^h)
		h = fold(h^hash1, hash2)
		p := r.at(h)
		diff = (word(p, 0) ^ a) | (word(p, 8) ^ b) | (word(p, n-16) ^ c) | (word(p, n-8) ^ d)
		*(*uint64)(p), *(*uint64)(unsafe.Add(p, 8)) = a, b
		*(*uint64)(unsafe.Add(p, n-16)), *(*uint64)(unsafe.Add(p, n-8)) = c, d
	} else {
		h = hash(s, n)
		p := r.at(h)
		diff = differ(p, s, n)
		set(p, s, n)
	}
	return h, int((diff | -diff) >> 63)
}
