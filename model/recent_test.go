package model

import (
	"math/rand/v2"
	"testing"
	"unsafe"
)

// What is remembered was seen, whatever the size of a state, and the hash is that
// of the table.
func TestRecent(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := 1; size <= 70; size++ {
		var r recent
		seen := map[string]bool{string(make([]byte, size)): true}
		s := make([]byte, size)
		r.widen(64, unsafe.Pointer(&s[0]), size)
		again := 0
		for range 2000 {
			clear(s)
			s[random.IntN(size)] = byte(random.IntN(8))
			s[random.IntN(size)] ^= byte(random.IntN(8))
			h, unseen := r.look(unsafe.Pointer(&s[0]))
			if h != hash(unsafe.Pointer(&s[0]), size) {
				t.Fatalf("%d bytes: another hash", size)
			}
			if unseen == 0 && !seen[string(s)] {
				t.Fatalf("%d bytes: %x was never seen", size, s)
			}
			again += 1 - unseen
			seen[string(s)] = true
			if _, unseen := r.look(unsafe.Pointer(&s[0])); unseen != 0 {
				t.Fatalf("%d bytes: %x was just seen", size, s)
			}
		}
		if again == 0 {
			t.Errorf("%d bytes: nothing was remembered", size)
		}
	}
}
