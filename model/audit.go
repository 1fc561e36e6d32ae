package model

import (
	"fmt"
	"unsafe"
)

// audited tells whether state n is expanded twice: the first ones all, later
// ones now and then.
func audited(n int) bool { return n < 1024 || n%4093 == 0 }

// audit expands s again and compares the edges; it also looks whether bytes
// that are not used are zero.
func (x *search[S]) audit(p *piece[S], s S, edges []Edge[S]) error {
	p.again = x.sys.Next(s, p.again[:0])
	for e := range max(len(edges), len(p.again)) {
		switch {
		case e >= len(edges):
			return x.twice(p.again[e].Step, s)
		case e >= len(p.again) || edges[e] != p.again[e]:
			return x.twice(edges[e].Step, s)
		}
		if !x.states.tidy(&edges[e].To) {
			return fmt.Errorf("model: %s: %s changes bytes beyond System.Used (%d)", x.sys.Name, x.sys.label(edges[e].Step), x.sys.Used)
		}
	}
	return nil
}

func (x *search[S]) twice(step uint16, s S) error {
	return fmt.Errorf("model: %s: %s came out differently when repeated in state %+v: Next must be a function of the state alone, without clock, randomness or map order", x.sys.Name, x.sys.label(step), s)
}

// tidy tells whether the bytes of s beyond those used are zero.
func (st *store[S]) tidy(s *S) bool {
	if st.plain {
		for _, b := range unsafe.Slice((*byte)(unsafe.Pointer(s)), unsafe.Sizeof(*s))[st.used:] {
			if b != 0 {
				return false
			}
		}
	}
	return true
}
