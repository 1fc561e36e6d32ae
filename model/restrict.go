package model

// Restriction fixes one deployment and one attacker with one kind of user.
type Restriction struct {
	Have       Set // the capabilities, errors and lucks there are
	Deployed   Set // the mitigations in force
	Undefeated Set // those of them that Have does not defeat
}

// Allows tells whether an edge with mask m exists under r.
func (r Restriction) Allows(m Mask) bool {
	return m.Requires.In(r.Have) && !m.Own.Meets(r.Deployed) && !m.Foreign.Meets(r.Undefeated)
}

// Restrict is sys with only the edges that r allows.
func (sys System[S]) Restrict(r Restriction) System[S] {
	next := sys.Next
	sys.Next = func(s S, buf []Edge[S]) []Edge[S] {
		kept := len(buf)
		buf = next(s, buf)
		for e := kept; e < len(buf); e++ {
			if !r.Allows(buf[e].Mask) {
				continue
			}
			if kept < e {
				buf[kept] = buf[e]
			}
			kept++
		}
		return buf[:kept]
	}
	return sys
}
