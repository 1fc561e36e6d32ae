package model

import (
	"math/rand/v2"
	"testing"
	"unsafe"
)

// TestSame compares bytes that differ in one place only, whatever the rest is:
// the words of a state overlap, and no part of one may hide another's.
func TestSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 128; n++ {
		var a, b [128]byte
		for range 20 {
			for i := range a {
				mask := byte(r.Uint32()) // few bits, so that one more shows
				a[i] = byte(r.Uint32()) & mask
			}
			b = a
			if !same(unsafe.Pointer(&a), unsafe.Pointer(&b), n) {
				t.Fatalf("%v is not the same as itself in %d bytes", a[:n], n)
			}
			for i := range n {
				b[i] ^= 1 << r.IntN(8)
				if same(unsafe.Pointer(&a), unsafe.Pointer(&b), n) {
					t.Fatalf("%v and %v count as the same in %d bytes", a[:n], b[:n], n)
				}
				b[i] = a[i]
			}
		}
	}
}
