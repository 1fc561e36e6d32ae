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
	On      Place  // the device it happens on
	Guess   bool   // the party tries codes
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

// Device is the acting party's, the one on which the step happens.
func (a At) Device() *Device {
	if a.On == Authorization {
		return a.AuthorizationDevice()
	}
	return &a.Setting.Consumption[a.Party]
}

// ConsumptionDevice is the receiver's, the one that would get the grant. While a session
// is on its way to a device that nobody knows yet, or to one more, it is that of whoever
// joins with one.
func (a At) ConsumptionDevice() *Device {
	if a.S.Recv == Nobody || a.S.Holder != Nobody && a.Phase == Engage {
		return &a.Setting.Consumption[a.Party]
	}
	return &a.Setting.Consumption[a.S.Recv]
}

// AuthorizationDevice is the acting party's; where a consumption device joins, it is
// that of whoever has approved, or is asked.
func (a At) AuthorizationDevice() *Device {
	switch {
	case a.On == Authorization || a.S.Appr == Nobody && a.S.Hint == Nobody:
		return &a.Setting.Authorization[a.Party]
	case a.S.Appr != Nobody:
		return &a.Setting.Authorization[a.S.Appr]
	}
	return &a.Setting.Authorization[a.S.Hint]
}

// Receiverless tells whether no consumption device takes part yet, so that there are no
// two devices to look at.
func (a At) Receiverless() bool { return a.S.Recv == Nobody && a.On == Authorization }

// Near tells whether both devices are in one place and share that medium, and, where it
// reaches only from one thing to the next, are at one thing.
func (a At) Near(m Medium) bool {
	c, d := a.ConsumptionDevice(), a.AuthorizationDevice()
	return c.Media&d.Media&m != 0 && c.Place == d.Place && (m&touching == 0 || c.Spot == d.Spot)
}

// HadTime tells whether the message on its way to the acting person has had
// time to be delivered and read.
func (a At) HadTime() bool { return a.P().LureAge >= a.Setting.ticks.readMin }
