package model

import "sync/atomic"

// table finds what a state is called by its hash. It is cut into segments by
// the top bits of the hash, so that workers can share it without locks: each
// segment is touched by one of them.
type table struct {
	segments [segments]segment
}

const segments = 256

func segmentOf(h uint64) int { return int(h >> 56) }

// groupOf is the group of segments to which a hash belongs.
func groupOf(h uint64, groups int) int { return segmentOf(h) * groups / segments }

func (t *table) of(h uint64) *segment { return &t.segments[segmentOf(h)] }

// bytes is how much memory the table holds.
func (t *table) bytes() (total int64) {
	for k := range t.segments {
		total += 8 * int64(len(t.segments[k].slots))
	}
	return total
}

// segment is an open-addressing table. A slot is zero, or holds a tag in its
// upper half and one more than a state's number in its lower half. The search
// starts at a slot that the tag decides, so a segment of any size grows in one
// sequential pass that looks at no state.
type segment struct {
	slots []uint64
	n     int
}

// tag is the part of a hash that a slot keeps, in its place there.
func tag(h uint64) uint64 { return h << 8 &^ (1<<32 - 1) }

// refer is the number in a slot, negative if it is free.
func refer(slot uint64) int { return int(uint32(slot)) - 1 }

// home is where the search for a tag starts.
func (sg *segment) home(tag uint64) int {
	return int(tag >> 32 * uint64(len(sg.slots)) >> 32)
}

// after is the slot behind slot i, round the end.
func (sg *segment) after(i int) int {
	if i++; i < len(sg.slots) {
		return i
	}
	return 0
}

// seek is the first slot from i on that is free or has the tag.
func (sg *segment) seek(i int, tag uint64) int {
	for slot := sg.slots[i]; slot != 0 && (slot^tag)>>32 != 0; slot = sg.slots[i] {
		i = sg.after(i)
	}
	return i
}

// enter fills a free slot.
func (sg *segment) enter(i int, tag uint64, n int) {
	sg.slots[i] = tag | uint64(n+1)
	sg.n++
}

// settle replaces what a state was called before. Several workers settle
// different slots of a segment at once.
func (sg *segment) settle(tag uint64, before, n int) {
	i := sg.home(tag)
	for atomic.LoadUint64(&sg.slots[i]) != tag|uint64(before+1) {
		i = sg.after(i)
	}
	atomic.StoreUint64(&sg.slots[i], tag|uint64(n+1))
}

// full tells whether the segment is more than seven eighths full. As it then
// grows by half, a state costs about 11.3 bytes on average.
func (sg *segment) full() bool { return 8*sg.n > 7*len(sg.slots) }

// grow makes the segment of hash h half as large again. The first size depends
// on the segment, so that they do not all grow at the same time.
func (sg *segment) grow(h uint64) {
	old := sg.slots
	sg.slots = make([]uint64, max(16+segmentOf(h)/32, len(old)+len(old)/2))
	for _, slot := range old {
		if slot != 0 {
			i := sg.home(slot)
			for sg.slots[i] != 0 {
				i = sg.after(i)
			}
			sg.slots[i] = slot
		}
	}
}
