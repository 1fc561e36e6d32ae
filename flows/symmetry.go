package flows

import (
	"math/bits"

	"github.com/crossdeviceflows/crossdevice/model"
)

// Canonical is the composition's system with interchangeable sessions, and
// persons about whom the same facts hold, put in an order after every step.
// What is reachable, and under which labels, is the same up to names; so it
// serves questions that name nobody, and no traces.
func (c *Composition) Canonical() model.System[World] {
	sys, next := c.System, c.Next
	persons := c.alike()
	sys.Next = func(w World, buf []model.Edge[World]) []model.Edge[World] {
		from := len(buf)
		buf = next(w, buf)
		for i := from; i < len(buf); i++ {
			buf[i].To.order(c.Setting.Sessions, persons)
		}
		return buf
	}
	return sys
}

// alike is how many persons, from the first on, the setting does not tell apart.
func (c *Composition) alike() uint8 {
	s := &c.Setting
	n := uint8(1)
	for ; n < s.Persons; n++ {
		p, q := PersonParty(0), PersonParty(n)
		if s.People[n] != s.People[0] || s.Consumption[q] != s.Consumption[p] || s.Authorization[q] != s.Authorization[p] {
			break
		}
	}
	return n
}

// order sorts sessions, then persons. Keys do not tell everything apart, so two
// symmetric worlds may stay different: that costs states, not answers.
func (w *World) order(sessions, persons uint8) {
	for i := uint8(1); i < sessions; i++ {
		for j := i; j > 0 && w.Sessions[j-1].key() < w.Sessions[j].key(); j-- {
			w.swapSessions(j-1, j)
		}
	}
	for i := uint8(1); i < persons; i++ {
		for j := i; j > 0 && w.personKey(j-1) < w.personKey(j); j-- {
			w.swapPersons(j-1, j)
		}
	}
}

// key orders sessions by what does not name a person: free ones come last.
func (s *Session) key() uint64 {
	k := uint64(s.Stage)
	for _, p := range [...]Party{s.Subject, s.Init, s.Bound, s.Take, s.Hint} {
		k = k<<2 | uint64(kind(p))
	}
	if s.Posed {
		k |= 1 << 20
	}
	for _, b := range [...]uint8{s.Age, s.Uses, uint8(bits.OnesCount8(uint8(s.Known))), uint8(s.Ack)} {
		k = k<<8 | uint64(b)
	}
	return k
}

// kind is nobody, the attacker or somebody.
func kind(p Party) uint8 { return uint8(min(p, firstPerson)) }

// personKey orders persons by what they do and what they have to do with sessions.
func (w *World) personKey(i uint8) uint64 {
	p, party := &w.Persons[i], PersonParty(i)
	k := uint64(p.On)<<24 | uint64(p.Lure)<<16 | uint64(p.LureAge)<<8
	for n, is := range [...]bool{p.Wants, p.Authed, p.Left, p.Handed, p.Told&ToldUserCode != 0, p.Told&ToldHintToken != 0} {
		if is {
			k |= 1 << n
		}
	}
	for n := range w.Sessions {
		s := &w.Sessions[n]
		k <<= 5
		for n, is := range [...]bool{s.Known.Has(party), s.Appr == party, s.Init == party, s.Subject == party, s.Hint == party} {
			if is {
				k |= 1 << n
			}
		}
	}
	return k
}

func (w *World) swapSessions(i, j uint8) {
	w.Sessions[i], w.Sessions[j] = w.Sessions[j], w.Sessions[i]
	for n := range w.Sessions {
		switch s := &w.Sessions[n]; s.Code {
		case CodeFrom(i):
			s.Code = CodeFrom(j)
		case CodeFrom(j):
			s.Code = CodeFrom(i)
		}
	}
	for n := range w.Persons {
		p := &w.Persons[n]
		switch p.On {
		case 1 + i:
			p.On = 1 + j
		case 1 + j:
			p.On = 1 + i
		}
		switch p.Lure {
		case CodeOf(i):
			p.Lure = CodeOf(j)
		case CodeOf(j):
			p.Lure = CodeOf(i)
		}
	}
}

func (w *World) swapPersons(i, j uint8) {
	w.Persons[i], w.Persons[j] = w.Persons[j], w.Persons[i]
	a, b := PersonParty(i), PersonParty(j)
	for n := range w.Sessions {
		s := &w.Sessions[n]
		for _, p := range [...]*Party{&s.Init, &s.Recv, &s.Take, &s.Appr, &s.Subject, &s.Bound, &s.Hint, &s.Holder, &s.Again} {
			switch *p {
			case a:
				*p = b
			case b:
				*p = a
			}
		}
		if s.Known.Has(a) != s.Known.Has(b) {
			s.Known ^= 1<<a | 1<<b
		}
	}
}
