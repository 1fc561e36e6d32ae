package model

import (
	"math/bits"
	"unsafe"
)

// The constants are odd, dense and without structure; they are fixed so that
// fingerprints are the same in every run.
const (
	hash0 = 0xa0761d6478bd642f
	hash1 = 0xe7037ed1a0b428db
	hash2 = 0x8ebc6af09c88c6e3
)

// fold mixes two words: both halves of their product.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// hash is a 64-bit hash of the n bytes at p, in the manner of wyhash. The last
// words overlap those before them.
func hash(p unsafe.Pointer, n int) uint64 {
	h := uint64(n) ^ hash0
	switch {
	case n >= 16:
		for i := 0; i+16 < n; i += 16 {
			h = fold(word(p, i)^hash1, word(p, i+8)^h)
		}
		h = fold(word(p, n-16)^hash2, word(p, n-8)^h)
	case n >= 8:
		h = fold(word(p, 0)^hash2, word(p, n-8)^h)
	default:
		h = fold(short(p, n)^hash2, h)
	}
	return fold(h^hash1, hash2)
}
