package flows

// At is a step about to be taken: the state and who would take it in which
// session. It is what guards, checks, effects and mitigations see.
type At struct {
	W       *World
	Setting *Setting
	S       *Session // the session it is about; session 0 where it is about none
	Session uint8    // its index
	Party   Party    // who acts; Nobody for the clock
	Phase   Phase
	Errs    Errors // what the outcome being judged takes of errors and luck; only mitigations see it
}

// Always is the guard, or the part of one, that everybody passes.
func Always(At) bool { return true }

// P is the acting person. It must not be called for the attacker or the clock.
func (a At) P() *Person { return &a.W.Persons[a.Party-firstPerson] }

// ByPerson tells whether a person acts.
func (a At) ByPerson() bool { return a.Party >= firstPerson }

// Habits are those of the acting person.
func (a At) Habits() *Habits { return &a.Setting.People[a.Party-firstPerson] }

// Sees tells whether the acting party has seen the session's code.
func (a At) Sees() bool { return a.S.Known.Has(a.Party) }

// ConsumptionDevice is the receiver's, the one that would get the grant.
func (a At) ConsumptionDevice() *Device { return &a.Setting.Consumption[a.S.Recv] }

// AuthorizationDevice is the acting party's.
func (a At) AuthorizationDevice() *Device { return &a.Setting.Authorization[a.Party] }

// Near tells whether both devices are in one place and share that medium.
func (a At) Near(m Medium) bool {
	c, d := a.ConsumptionDevice(), a.AuthorizationDevice()
	return c.Media&d.Media&m != 0 && c.Place == d.Place
}

// HadTime tells whether the message on its way to the acting person has had
// time to be delivered and read.
func (a At) HadTime() bool { return a.P().LureAge >= a.Setting.ticks.readMin }
