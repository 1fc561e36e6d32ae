package model

import "unsafe"

// Columns grow by chunks of this many records, so that growing copies nothing.
const (
	chunkBits = 14
	chunkSize = 1 << chunkBits
)

// column is a list of records of size elements each that never moves, but for
// its first chunk, which starts small.
type column[T any] struct {
	size   int
	chunks [][]T
}

// reserve makes room for n records.
func (c *column[T]) reserve(n int) {
	if len(c.chunks) == 0 {
		c.chunks = append(c.chunks, nil)
	}
	if room := len(c.chunks[0]) / c.size; room < min(n, chunkSize) {
		first := make([]T, min(max(2*room, n, 64), chunkSize)*c.size)
		copy(first, c.chunks[0])
		c.chunks[0] = first
	}
	for len(c.chunks)*chunkSize < n {
		c.chunks = append(c.chunks, make([]T, chunkSize*c.size))
	}
}

// at is the first element of record n.
func (c *column[T]) at(n uint32) *T {
	return &c.chunks[n>>chunkBits][int(n&(chunkSize-1))*c.size]
}

// bytes is how much memory the column holds.
func (c *column[T]) bytes() int64 {
	if len(c.chunks) == 0 {
		return 0
	}
	elements := len(c.chunks[0]) + (len(c.chunks)-1)*chunkSize*c.size
	return int64(elements) * int64(unsafe.Sizeof(*new(T)))
}
