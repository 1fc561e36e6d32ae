package model

import (
	"math/bits"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// All that was entered is found again, however the segment grew meanwhile and
// however crowded one place is.
func TestTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, crowd := range []uint32{0, 1 << 31, 1<<32 - 50000} {
		var sg segment
		tags := map[uint32]uint32{}
		for len(tags) < 5000 {
			tag := random.Uint32()
			if len(tags)%2 == 0 {
				tag = crowd + tag%50000
			}
			if tags[tag] != 0 {
				continue
			}
			if sg.full() || sg.lines == nil {
				sg.grow(0)
			}
			tags[tag] = uint32(len(tags) + 1)
			sg.enter(sg.home(tag), tag, tags[tag])
			sg.n++
		}
		for tag, ref := range tags {
			if got := lookup(&sg, tag); got != ref {
				t.Fatalf("tag %x refers to %d, want %d", tag, got, ref)
			}
		}
		for range 1000 {
			if tag := random.Uint32(); lookup(&sg, tag) != tags[tag] {
				t.Fatalf("tag %x refers to %d, want %d", tag, lookup(&sg, tag), tags[tag])
			}
		}
		sg.move(crowd, tags[crowd], 1<<31)
		if tags[crowd] != 0 && lookup(&sg, crowd) != 1<<31 {
			t.Errorf("tag %x was not moved", crowd)
		}
	}
}

// lookup is the reference of a tag that stands in the segment once.
func lookup(sg *segment, tag uint32) uint32 {
	for i := sg.home(tag); ; i = sg.after(i) {
		l := &sg.lines[i]
		for match := l.match(tag); match != 0; match &= match - 1 {
			k := slot(match)
			if l.refs[k] != 0 && uint32(l.tags[k&3]>>(k>>2*32)) == tag {
				return l.refs[k]
			}
		}
		if l.refs[7] == 0 {
			return 0
		}
	}
}

// Hashes of states that differ in one byte differ in about half of their bits.
func TestHash(t *testing.T) {
	for size := 1; size <= 40; size++ {
		s := make([]byte, size)
		seen := map[uint64]bool{}
		flips, pairs := 0, 0
		for at := range s {
			for value := range 64 {
				s[at] = byte(value)
				h := hash(unsafe.Pointer(&s[0]), size)
				if value > 0 && seen[h] {
					t.Fatalf("%d bytes: two equal hashes", size)
				}
				seen[h] = true
				s[at] = byte(value) ^ 1
				flips += bits.OnesCount64(h ^ hash(unsafe.Pointer(&s[0]), size))
				pairs++
			}
			s[at] = 0
		}
		if mean := float64(flips) / float64(pairs); mean < 28 || mean > 36 {
			t.Errorf("%d bytes: %.1f bits differ on average", size, mean)
		}
	}
}
