package model

import (
	"math/bits"
	"sync/atomic"
)

// table finds what a state is called by its hash. It is cut into segments by
// the top bits of the hash, so that workers can share it without locks: each
// segment is touched by one of them.
type table struct {
	segments [segments]segment
}

const segments = 64

func segmentOf(h uint64) int { return int(h / (1 << 64 / segments)) }

// groupOf is the group of segments to which a hash belongs.
func groupOf(h uint64, groups int) int { return segmentOf(h) * groups / segments }

func (t *table) of(h uint64) *segment { return &t.segments[segmentOf(h)] }

// tagOf is the part of a hash that the table keeps: the bits behind those that
// choose the segment.
func tagOf(h uint64) uint32 { return uint32(h * segments >> 32) }

// bytes is how much memory the table holds.
func (t *table) bytes() (total int64) {
	for k := range t.segments {
		total += 64 * int64(len(t.segments[k].lines))
	}
	return total
}

// segment is an open-addressing table of lines. The line where a search starts
// depends on the top of the tag, so a segment of any size grows in one
// sequential pass that looks at no state.
type segment struct {
	lines []line
	n     int
	grown int // the last batch in which it grew
}

// line is one cache line of 8 slots, filled in order. A slot is a tag and one
// more than a number. Slot k < 4 has the lower half of tags[k], slot k+4 the
// upper.
type line struct {
	tags [4]uint64
	refs [8]uint32
}

// match has a bit for every slot with the tag, in the places that slot reads;
// it may have one for a free slot, and for another above one that matches.
func (l *line) match(tag uint32) uint64 {
	const low, high = 1<<32 + 1, 1<<63 + 1<<31
	both := uint64(tag) * low
	a, b, c, d := l.tags[0]^both, l.tags[1]^both, l.tags[2]^both, l.tags[3]^both
	a, b, c, d = (a-low)&^a&high, (b-low)&^b&high, (c-low)&^c&high, (d-low)&^d&high
	return a>>31 | b>>30 | c>>29 | d>>28
}

// slot is the first slot of a match that has one.
func slot(match uint64) int {
	i := bits.TrailingZeros64(match)
	return (i&3 | i>>3) & 7
}

// free is the first free slot of a line that has one.
func (l *line) free() int {
	k := one(l.refs[3]) * 4
	k += one(l.refs[k+1]) * 2
	return k + one(l.refs[k])
}

// set fills slot k.
func (l *line) set(k int, tag, ref uint32) {
	l.tags[k&3] |= uint64(tag) << (k >> 2 * 32)
	l.refs[k&7] = ref
}

// one is 1 unless n is 0. A comparison would be a branch.
func one(n uint32) int { return int((uint64(n) + 1<<32 - 1) >> 32) }

// home is the line where the search for a tag starts.
func (sg *segment) home(tag uint32) int {
	return int(uint64(tag) * uint64(len(sg.lines)) >> 32)
}

// after is the line behind line i, round the end.
func (sg *segment) after(i int) int {
	if i++; i < len(sg.lines) {
		return i
	}
	return 0
}

// enter puts a tag and what refers to its state into the first free slot from
// line i on, and returns its place.
func (sg *segment) enter(i int, tag, ref uint32) uint32 {
	for sg.lines[i].refs[7] != 0 {
		i = sg.after(i)
	}
	l := &sg.lines[i]
	k := l.free()
	l.set(k, tag, ref)
	return uint32(i*8 + k)
}

// move replaces a reference whose place is not known any more. Several workers
// move different references of a segment at once.
func (sg *segment) move(tag, before, after uint32) {
	for i := sg.home(tag); ; i = sg.after(i) {
		l := &sg.lines[i]
		for k := range l.refs {
			if atomic.LoadUint32(&l.refs[k]) == before {
				atomic.StoreUint32(&l.refs[k], after)
				return
			}
		}
	}
}

// full tells whether the segment is more than seven eighths full. As it then
// grows by half, a state costs 11.3 bytes on average.
func (sg *segment) full() bool { return sg.n > 7*len(sg.lines) }

// grow makes the segment of hash h half as large again. The first size depends
// on the segment, so that they do not all grow at the same time.
func (sg *segment) grow(h uint64) {
	old := sg.lines
	sg.lines = make([]line, max(4+2*segmentOf(h)/segments, len(old)+(len(old)+1)/2))
	filled := make([]uint8, len(sg.lines))
	for i := range old {
		l := &old[i]
		for k, ref := range &l.refs {
			if ref == 0 {
				break
			}
			tag := uint32(l.tags[k&3] >> (k >> 2 * 32))
			to := sg.home(tag)
			for filled[to] == 8 {
				to = sg.after(to)
			}
			sg.lines[to].set(int(filled[to]), tag, ref)
			filled[to]++
		}
	}
}
