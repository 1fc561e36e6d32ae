package model

import (
	"hash/maphash"
	"reflect"
	"unsafe"
)

// store keeps states by number: plain states as their used bytes, other states
// as they are, or of either only a fingerprint. Fingerprints of plain states
// are the same in every run; those of others depend on a seed of the run.
type store[S comparable] struct {
	plain  bool // S is its bytes
	prints bool // only fingerprints are kept
	used   int  // leading bytes of a plain S that are kept and hashed
	seed   maphash.Seed
	raw    column[byte]
	whole  column[S] // instead of raw, unless plain or prints
}

func newStore[S comparable](used int, prints bool) store[S] {
	t := reflect.TypeFor[S]()
	st := store[S]{plain: plain(t), prints: prints, used: used, whole: column[S]{size: 1}}
	if used == 0 {
		st.used = int(t.Size())
	}
	if !st.plain {
		st.seed = maphash.MakeSeed()
	}
	st.raw.size = st.used
	if prints {
		st.raw.size = int(unsafe.Sizeof(uint64(0)))
	}
	return st
}

func (st *store[S]) hash(s *S) uint64 {
	if st.plain {
		return hash(unsafe.Pointer(s), st.used)
	}
	return maphash.Comparable(st.seed, *s)
}

// reserve makes room for n states.
func (st *store[S]) reserve(n int) {
	if st.plain || st.prints {
		st.raw.reserve(n)
	} else {
		st.whole.reserve(n)
	}
}

// put stores s, whose hash is h, under number n.
func (st *store[S]) put(n uint32, s *S, h uint64) {
	switch {
	case st.prints:
		*(*uint64)(unsafe.Pointer(st.raw.at(n))) = h
	case st.plain:
		set(unsafe.Pointer(st.raw.at(n)), unsafe.Pointer(s), st.used)
	default:
		*st.whole.at(n) = *s
	}
}

// holds tells whether number n is s, whose hash is h.
func (st *store[S]) holds(n uint32, s *S, h uint64) bool {
	switch {
	case st.prints:
		return *(*uint64)(unsafe.Pointer(st.raw.at(n))) == h
	case st.plain:
		return same(unsafe.Pointer(st.raw.at(n)), unsafe.Pointer(s), st.used)
	default:
		return *st.whole.at(n) == *s
	}
}

// equal tells whether a and b, whose hashes are equal, count as one state.
func (st *store[S]) equal(a, b *S) bool {
	switch {
	case st.prints:
		return true
	case st.plain:
		return same(unsafe.Pointer(a), unsafe.Pointer(b), st.used)
	default:
		return *a == *b
	}
}

// load makes s state n; beyond the bytes that are used, s is zero. Fingerprints
// cannot be loaded.
func (st *store[S]) load(s *S, n uint32) {
	if !st.plain {
		*s = *st.whole.at(n)
		return
	}
	set(unsafe.Pointer(s), unsafe.Pointer(st.raw.at(n)), st.used)
}

// touch brings the record close to which ref refers.
func (st *store[S]) touch(ref uint32) uint32 {
	if st.plain || st.prints {
		p := unsafe.Pointer(st.raw.at(ref - uint32(one(ref))))
		return uint32(*(*byte)(p)) ^ uint32(*(*byte)(unsafe.Add(p, st.raw.size-1)))
	}
	return 0
}

// differs is 0 if ref refers to s, whose hash is h, and else 1.
func (st *store[S]) differs(ref uint32, s *S, h uint64) int {
	n := ref - uint32(one(ref))
	if st.plain && !st.prints {
		diff := differ(unsafe.Pointer(st.raw.at(n)), unsafe.Pointer(s), st.used) | uint64(1-one(ref))
		return int((diff | -diff) >> 63)
	}
	if ref != 0 && st.holds(n, s, h) {
		return 0
	}
	return 1
}

func (st *store[S]) bytes() int64 { return st.raw.bytes() + st.whole.bytes() }
