package model

import "unsafe"

// recent remembers states that one worker has come across, in few enough bytes
// to stay close: more than half of all targets that are not new were seen shortly
// before. A worker takes its pieces in order, so what it has seen before is not
// first here, whatever other workers do meanwhile.
type recent[S comparable] struct {
	used, size int // bytes of a state that count, and bytes from one to the next
	states     []uint64
	mask       uint64
}

// mostRecent is how many states are remembered at most.
const mostRecent = 1 << 13

// widen makes room for the n states that are known, up to a limit. It starts
// afresh, with s everywhere: the initial state is known.
func (r *recent[S]) widen(st *store[S], n int, s *S) {
	slots := 16
	for slots < min(n, mostRecent) {
		slots *= 2
	}
	if !st.plain || uint64(slots) == r.mask+1 {
		return
	}
	r.used, r.size, r.mask = st.used, (st.used+7)&^7, uint64(slots-1)
	r.states = make([]uint64, slots*r.size/8)
	for k := range slots {
		set(r.at(uint64(k)), unsafe.Pointer(s), r.used)
	}
}

func (r *recent[S]) at(k uint64) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(r.states)), int(k&r.mask)*r.size)
}

// unseen is 0 if s, whose hash is h, is remembered, and else 1; s is remembered
// then. There is no branch on it.
func (r *recent[S]) unseen(s *S, h uint64) int {
	if r.states == nil {
		return 1
	}
	p := r.at(h)
	diff := differ(p, unsafe.Pointer(s), r.used)
	set(p, unsafe.Pointer(s), r.used)
	return int((diff | -diff) >> 63)
}
