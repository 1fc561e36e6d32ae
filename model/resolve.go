package model

// lookahead is how many candidates are brought close together before any of
// them is looked up: their cache misses overlap instead of waiting for each
// other.
const lookahead = 256

// resolve finds out which candidates of one group of segments are new, in
// order, and enters those under what they are called until they have a number.
func (x *search[S]) resolve(pieces []piece[S], group int) {
	var at [lookahead]int
	for i := range pieces {
		p := &pieces[i]
		for list := p.lists[group]; len(list) > 0; {
			block := list[:min(len(list), lookahead)]
			list = list[len(block):]
			x.approach(p, block, &at)
			grown := false
			for k, e := range block {
				h := p.hashes[e]
				sg := x.table.of(h)
				if grown {
					at[k] = sg.home(tag(h))
				}
				i, old := x.find(pieces[:i+1], sg, at[k], &p.edges[e].To, h)
				if old {
					continue
				}
				p.fresh[e] = true
				p.news[group]++
				if sg.enter(i, tag(h), p.first+int(e)); sg.full() {
					sg.grow(h)
					grown = true
				}
			}
		}
	}
}

// approach notes for each candidate of a block the first slot that is free or
// has its tag, and touches the record to which that refers.
func (x *search[S]) approach(p *piece[S], block []uint32, at *[lookahead]int) {
	sink := uint64(0)
	for k, e := range block {
		h := p.hashes[e]
		sg := x.table.of(h)
		if len(sg.slots) == 0 {
			sg.grow(h)
		}
		at[k] = sg.home(tag(h))
		sink += sg.slots[at[k]]
	}
	for k, e := range block {
		h := p.hashes[e]
		sg := x.table.of(h)
		i := sg.seek(at[k], tag(h))
		at[k] = i
		if n := refer(sg.slots[i]); uint(n) < uint(x.known) {
			sink += uint64(x.states.touch(uint32(n)))
		}
	}
	p.sink = sink
}

// find looks for s, whose hash is h, from slot i on. It returns its slot, or
// the free slot where it belongs.
func (x *search[S]) find(pieces []piece[S], sg *segment, i int, s *S, h uint64) (slot int, old bool) {
	for {
		i = sg.seek(i, tag(h))
		n := refer(sg.slots[i])
		switch {
		case n < 0:
			return i, false
		case n < x.known:
			if x.states.holds(uint32(n), s, h) {
				return i, true
			}
		default:
			last := len(pieces) - 1
			for pieces[last].first > n {
				last--
			}
			if p := &pieces[last]; p.hashes[n-p.first] == h && x.states.equal(&p.edges[n-p.first].To, s) {
				return i, true
			}
		}
		i = sg.after(i)
	}
}
