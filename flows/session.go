package flows

// The guards and effects that several protocols share, in the words of the
// common skeleton. Each is a few lines; what a protocol says itself stands in
// its own file.

// CanStart tells whether the acting party can start a session in this slot: it
// is the first free one (sessions are interchangeable), nobody else has logged
// in there, and a person does so once and only for a device of their own.
func (a At) CanStart() bool {
	if a.S.Stage != Idle || (a.S.Subject != Nobody && a.S.Subject != a.Party) {
		return false
	}
	for i := range a.Setting.Sessions {
		s := &a.W.Sessions[i]
		if i < a.Session && s.Stage == Idle && s.Subject == Nobody {
			return false
		}
		if a.ByPerson() && s.Init == a.Party {
			return false
		}
	}
	return !a.ByPerson() || a.P().Wants
}

// Start begins a session whose receiver is its starter.
func (a At) Start() {
	a.S.Stage, a.S.Init, a.S.Recv = Pending, a.Party, a.Party
}

// Owns tells whether the session is the acting person's own: what they decided
// to authorise is the device that would get the grant.
func (a At) Owns() bool { return a.S.Recv == a.Party }

// Open tells whether the server still waits for the session to end.
func (s *Session) Open() bool { return s.Stage == Pending || s.Stage == Approved }

// Unasked is the error a person makes by saying yes to this session as what it is.
func (a At) Unasked() Errors {
	if a.Owns() {
		return 0
	}
	return ApprovesUnasked
}

// Mistakable tells whether the acting person can take this session for their
// own: they did decide to authorise a device, and this is another one.
func (a At) Mistakable() bool { return !a.Owns() && a.P().Wants }

// TurnsTo tells whether the acting party would take the code up now. A person
// does not enter again what their screen already shows, and takes their time
// with a code of their own.
func (a At) TurnsTo() bool {
	if !a.ByPerson() {
		return a.S.Take != a.Party
	}
	return !a.OnScreen() && (!a.Owns() || a.S.Age >= a.Setting.ticks.entryMin[a.Party-firstPerson])
}

// TakeUp makes the acting party the one who took the code up. A person now has
// the request before them, in a browser session that knows nobody yet.
func (a At) TakeUp() {
	a.S.Uses = min(a.S.Uses+1, a.Setting.ticks.usesCap)
	if !a.ByPerson() {
		a.S.Take = a.Party
		return
	}
	a.S.Take = Nobody
	a.P().On, a.P().Authed = 1+a.Session, false
}

// OnScreen tells whether the acting person's authorization device shows this
// session's request.
func (a At) OnScreen() bool { return a.P().On == 1+a.Session }

// Returned tells whether the acting person is past the interruption that
// Setting has in store for them in their own session.
func (a At) Returned() bool { return !a.Owns() || !a.Habits().WalksAway || a.P().Left }

// CloseRequest ends the session's part on authorization devices: the decision is
// made, and nobody asks any more who saw the code or took it up.
func (a At) CloseRequest() {
	a.S.Known, a.S.Uses, a.S.Take, a.S.Subject = 0, 0, Nobody, Nobody
	a.close(a.Session)
	if a.S.Stage == Denied {
		a.endAge()
	}
}

// Redeem issues the tokens to the receiver.
func (a At) Redeem() {
	a.S.Stage, a.S.Holder = Redeemed, a.S.Recv
	a.endAge()
}

// endAge forgets how old the session is, unless there is another to count it with.
func (a At) endAge() {
	if a.Setting.ticks.window == 0 {
		a.S.Age = 0
	}
}

// Recent tells whether a session was started within the last code life. Where
// there is only one, nothing asks.
func (a At) Recent(s *Session) bool { return s.Stage != Idle && s.Age < a.Setting.ticks.window }

// expire ends session i because its codes are too old. Nothing can come of it
// any more, so only who asked for it stays.
func (a At) expire(i uint8) {
	s := &a.W.Sessions[i]
	*s = Session{Stage: Expired, Init: s.Init, Recv: s.Recv, Age: a.Setting.ticks.window}
	a.close(i)
}

// close takes session i off every screen, and makes messages with its code mere
// paper: there is nothing left to decide.
func (a At) close(i uint8) {
	for j := range a.Setting.Persons {
		p := &a.W.Persons[j]
		if p.On == 1+i {
			p.On, p.Authed = 0, false
		}
		if p.Lure == CodeOf(i) {
			p.Lure, p.LureAge = 0, 0
		}
	}
}
