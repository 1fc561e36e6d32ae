package model

// lookahead is how many candidates are brought close together before any of
// them is looked up: their cache misses overlap instead of waiting for each
// other.
const lookahead = 256

// resolve finds out which candidates of one group of segments are new, in
// order, and enters those under what they are called until they have a number.
func (x *search[S]) resolve(pieces []piece[S], group int) {
	var ahead lookout
	for i := range pieces {
		p, news := &pieces[i], 0
		for list := p.lists[group][:p.listed[group]]; len(list) > 0; {
			block := list[:min(len(list), lookahead)]
			list = list[len(block):]
			for _, k := range ahead.rest[:x.sift(p, block, &ahead)] {
				e := block[k]
				h, s := p.hashes[e], &p.edges[e].To
				sg, tag, at := x.table.of(h), tagOf(h), int(ahead.lines[k])
				if sg.grown == x.batches {
					at = sg.home(tag)
				}
				at, old := x.find(pieces[:i+1], sg, at, s, h)
				if old {
					continue
				}
				p.places[e] = 1 + sg.enter(at, tag, uint32(p.first+int(e)+1))
				news++
				if sg.n++; sg.full() {
					sg.grow(h)
					sg.grown = x.batches
				}
			}
		}
		p.news[group] = news
	}
}

// lookout is what sift finds out about a block of candidates.
type lookout struct {
	lines [lookahead]int32  // where in its segment a candidate belongs
	refs  [lookahead]uint32 // a state with its tag; zero if none was seen
	rest  [lookahead]uint32 // the candidates that may be new
	sink  uint32            // keeps the compiler from leaving out what is only read
}

// sift brings close, for each candidate of a block, first its line of the
// table and then the first state there that has its tag. It returns how many
// candidates are left when those are taken out that are that state. None of
// this waits for what cannot be foreseen: there is no branch on it.
func (x *search[S]) sift(p *piece[S], block []uint32, ahead *lookout) (rest int) {
	sink := uint32(0)
	for k, e := range block {
		h := p.hashes[e]
		sg := x.table.of(h)
		if len(sg.lines) == 0 {
			sg.grow(h)
		}
		at := sg.home(tagOf(h))
		ahead.lines[k] = int32(at)
		sink += sg.lines[at].refs[0]
	}
	for k, e := range block {
		h := p.hashes[e]
		l := &x.table.of(h).lines[ahead.lines[k]]
		match := l.match(tagOf(h))
		ref := l.refs[slot(match)] & -uint32((match|-match)>>63)
		if int(ref) > x.known {
			ref = 0
		}
		ahead.refs[k] = ref
		sink += x.states.touch(ref)
	}
	ahead.sink = sink
	for k, e := range block {
		ahead.rest[rest] = uint32(k)
		rest += x.states.differs(ahead.refs[k], &p.edges[e].To, p.hashes[e])
	}
	return rest
}

// find looks for s, whose hash is h, from line i on. It returns the line that
// has it, or the line where it belongs.
func (x *search[S]) find(pieces []piece[S], sg *segment, i int, s *S, h uint64) (at int, old bool) {
	for {
		l := &sg.lines[i]
		for match := l.match(tagOf(h)); match != 0; match &= match - 1 {
			if ref := l.refs[slot(match)]; ref != 0 && x.called(pieces, int(ref-1), s, h) {
				return i, true
			}
		}
		if l.refs[7] == 0 {
			return i, false
		}
		i = sg.after(i)
	}
}

// called tells whether s, whose hash is h, is what the table calls n: a state
// or, above those, a candidate of this batch.
func (x *search[S]) called(pieces []piece[S], n int, s *S, h uint64) bool {
	if n < x.known {
		return x.states.holds(uint32(n), s, h)
	}
	last := len(pieces) - 1
	for pieces[last].first > n {
		last--
	}
	p := &pieces[last]
	return p.hashes[n-p.first] == h && x.states.equal(&p.edges[n-p.first].To, s)
}
