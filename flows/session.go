package flows

// The guards and effects that several protocols share, in the words of the
// common skeleton. Each is a few lines; what a protocol says itself stands in
// its own file.

// CanStart tells whether the acting party can start a session in this slot: a person
// does so once and only for a device of their own.
func (a At) CanStart() bool { return a.slot() && (!a.ByPerson() || a.P().Wants) }

// slot tells whether this is where the acting party would start a session: it is the
// first free one (sessions are interchangeable), nobody else has logged in or typed
// anything there, and a person has started none.
func (a At) slot() bool {
	if a.S.Stage != Idle || !a.S.free(a.Party) {
		return false
	}
	for i := range a.Setting.Sessions {
		s := &a.W.Sessions[i]
		if i < a.Session && s.Stage == Idle && s.free(Nobody) {
			return false
		}
		if a.ByPerson() && s.Init == a.Party && i != a.Session {
			return false
		}
	}
	return true
}

// AttackerCanStart tells the same of the attacker, whoever a step is done to.
func (a At) AttackerCanStart() bool {
	a.Party = Attacker
	return a.CanStart()
}

// free tells whether nobody but the given party has prepared this idle session.
func (s *Session) free(but Party) bool {
	return (s.Subject == Nobody || s.Subject == but) && (s.Init == Nobody || s.Init == but)
}

// Start begins a session whose receiver is its starter.
func (a At) Start() {
	a.S.Stage, a.S.Init, a.S.Recv = Pending, a.Party, a.Party
}

// Owns tells whether the session is the one that the acting party means: what
// they decided to authorise, their own device or that of somebody they know, is
// the device that would get the grant.
func (a At) Owns() bool { return a.S.Recv == a.own() }

// own is whose device the acting party means by their own.
func (a At) own() Party {
	if a.ByPerson() {
		if other := a.Habits().For; other != Nobody {
			return other
		}
	}
	return a.Party
}

// Binds tells whether a server's rule that ties two devices together lets the
// acting party pass: it is met, or the server is naive and has no such rule. It is
// for rules about what nobody can try to break.
func (a At) Binds(by Server, met bool) bool { return met || a.Setting.Naive.Has(by) }

// Open tells whether the server still waits for the session to end. One that somebody
// has been granted has ended, also where its code is brought once more.
func (s *Session) Open() bool {
	return s.Holder == Nobody &&
		(s.Stage == Pending || s.Stage == Connected || s.Stage == Approved || s.Stage == Returned)
}

// Unasked is the error a person makes by saying yes to this session as what it is. Who
// is worn out by requests does so by accident.
func (a At) Unasked() Errors {
	switch {
	case a.Owns() || !a.ByPerson():
		return 0
	case a.Habits().GivesIn > 0 && !a.Habits().Talked:
		return Slips
	}
	return ApprovesUnasked
}

// Mistakable tells whether the acting person can take this session for their
// own: they did decide to authorise a device, and this is another one.
func (a At) Mistakable() bool { return a.ByPerson() && !a.Owns() && a.P().Wants }

// Taken is the error of a person who takes this session for their own: they miss
// the difference, unless a naive server shows them none.
func (a At) Taken() Errors {
	if a.Setting.Naive.Has(OP) {
		return 0
	}
	return Miscompares
}

// TurnsTo tells whether the acting party would take the code up now. A person
// needs an account, does not enter again what their screen already shows, and takes
// their time with a code of their own.
func (a At) TurnsTo() bool {
	if !a.ByPerson() {
		return a.S.Take != a.Party
	}
	return !a.OnScreen() && !a.Habits().NoAccount && (!a.Owns() || a.TookTime())
}

// TookTime tells whether the acting party has taken the time that they need with a code
// of their own.
func (a At) TookTime() bool {
	return !a.ByPerson() || a.S.Age >= a.Setting.ticks.entryMin[a.Party-firstPerson]
}

// TakeUp makes the acting party the one who took the code up. A person now has
// the request before them, in a browser session that knows nobody yet.
func (a At) TakeUp() {
	a.S.Uses = min(a.S.Uses+1, a.Setting.ticks.usesCap)
	if !a.ByPerson() {
		a.S.Take = a.Party
		return
	}
	p := a.P()
	p.On, p.Authed, p.Handed = 1+a.Session, false, false
}

// HandOver puts the request that the attacker has opened before the person it is
// done to.
func (a At) HandOver() {
	p := a.P()
	p.On, p.Authed, p.Handed, p.Lure = 1+a.Session, false, true, 0
}

// OnScreen tells whether the acting person's authorization device shows this
// session's request.
func (a At) OnScreen() bool { return a.P().On == 1+a.Session }

// Deciding tells whether the page that asks for a decision is before the acting
// party. The attacker's browser knows them already, and what they would do with a
// device of their own and an account of their own harms nobody.
func (a At) Deciding() bool {
	if !a.ByPerson() {
		return a.S.Take == Attacker && !a.Owns()
	}
	return a.OnScreen() && a.P().Authed && a.Back()
}

// Approve is the acting party's yes.
func (a At) Approve() {
	a.S.Stage, a.S.Appr = Approved, a.Party
	a.CloseRequest()
}

// Back tells whether the acting person is past the interruption that
// Setting has in store for them in their own session.
func (a At) Back() bool { return !a.Owns() || !a.Habits().WalksAway || a.P().Left }

// CloseRequest ends the session's part on authorization devices: the decision is
// made, and nobody asks any more who saw the code or took it up.
func (a At) CloseRequest() {
	a.S.Known, a.S.Uses, a.S.Take, a.S.Subject, a.S.Bound = 0, 0, Nobody, Nobody, Nobody
	a.close(a.Session)
	if a.S.Stage == Denied {
		a.S.Appr, a.S.OTP, a.S.Leaked = Nobody, OTPUnused, false
		a.endAge()
	}
}

// Redeem issues the tokens to the acting party.
func (a At) Redeem() {
	a.S.Stage, a.S.Holder = Redeemed, a.Party
	if !a.Setting.CodeReusable {
		a.S.Leaked, a.S.OTP = false, OTPUnused
	}
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
	*s = Session{Stage: Expired, Init: s.Init, Recv: s.Recv, Hint: s.Hint, Age: a.Setting.ticks.window}
	a.close(i)
}

// close takes session i off every screen, and makes messages with its code mere
// paper: there is nothing left to decide.
func (a At) close(i uint8) {
	for j := range a.Setting.Persons {
		p := &a.W.Persons[j]
		if p.On == 1+i {
			p.On, p.Authed, p.Handed = 0, false, false
		}
		if p.Lure == CodeOf(i) {
			p.Lure, p.LureAge = 0, 0
		}
	}
}
