package model

// holdings keeps the label numbers that each state holds, in chunks of a few so
// that most states need one cache line and no allocation of their own.
type holdings struct {
	chunks []chunk // the first of state s is chunks[s]
}

type chunk struct {
	labels [7]uint32 // label numbers; zero is an empty place
	next   uint32    // the next chunk, or zero
}

func newHoldings(states int) *holdings {
	return &holdings{chunks: make([]chunk, states, states+states/4+1)}
}

// put adds a label to state s unless s holds one that covers it, and removes
// those that it covers. Labels are numbered in values. It tells whether the label
// was added.
func (h *holdings) put(s, label uint32, values []reach) bool {
	l := values[label]
	room, at := s, -1
	for c := s; ; {
		for i, held := range h.chunks[c].labels {
			switch {
			case held == 0:
				if at < 0 {
					room, at = c, i
				}
			case held == label || values[held].covers(&l):
				return false
			case l.covers(&values[held]):
				h.chunks[c].labels[i] = 0
			}
		}
		next := h.chunks[c].next
		if next == 0 {
			if at < 0 {
				room, at = uint32(len(h.chunks)), 0
				h.chunks[c].next = room
				h.chunks = append(h.chunks, chunk{})
			}
			h.chunks[room].labels[at] = label
			return true
		}
		c = next
	}
}

// has tells whether state s holds the label.
func (h *holdings) has(s, label uint32) bool {
	for c := s; ; {
		for _, held := range h.chunks[c].labels {
			if held == label {
				return true
			}
		}
		if c = h.chunks[c].next; c == 0 {
			return false
		}
	}
}

// most returns the largest number of labels that one of the states holds.
func (h *holdings) most(states int) (most int) {
	for s := range states {
		n := 0
		for c := uint32(s); ; c = h.chunks[c].next {
			for _, held := range h.chunks[c].labels {
				if held != 0 {
					n++
				}
			}
			if h.chunks[c].next == 0 {
				break
			}
		}
		most = max(most, n)
	}
	return most
}

func (h *holdings) bytes() int64 { return int64(32 * cap(h.chunks)) }
