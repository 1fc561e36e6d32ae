package bench

import (
	"unsafe"

	"github.com/crossdeviceflows/crossdevice/model"
)

type (
	rule  = model.Rule[State]
	index = model.Index[State]
	bind  = model.Bind
)

// used is how many bytes of State a system of k sessions can change.
func used(k int) int {
	return int(unsafe.Offsetof(State{}.Sessions)) + k*int(unsafe.Sizeof(Session{}))
}

// rules are the actions of DeviceFlow.tla, under the same names and in the
// same order. Session rules stand under the stage of session I; one about a
// user too has the user as J. User rules stand under the stage of user I
// together with that of the session whose code is in hand, which is all that
// most of their guards ask.
func rules(k, v int, t uint8) []rule {
	session := &index{Name: "session", Size: k, Key: func(s *State, i uint8) uint8 {
		return uint8(s.Sessions[i].Stage)
	}}
	person := &index{Name: "user", Size: v, Key: func(s *State, u uint8) uint8 {
		return s.pair(s.Users[u])
	}}

	return []rule{
		{Name: "HonestStart", Over: session, In: in(Idle), With: v,
			When: func(s *State, b bind) bool { return s.Users[b.J] == User{} },
			Do: model.Do(func(s *State, b bind) {
				i := &s.Sessions[b.I]
				i.Stage, i.Initiator, i.Life = Issued, user(b.J), t
				s.Users[b.J].Code = 1 + b.I
			})},

		{Name: "AttackerStart", Over: session, In: in(Idle),
			Do: model.Do(func(s *State, b bind) {
				i := &s.Sessions[b.I]
				i.Stage, i.Initiator, i.Life, i.Known = Issued, Attacker, t, true
			})},

		{Name: "Show", Over: session, In: in(Issued),
			Do: model.Do(func(s *State, b bind) { s.Sessions[b.I].Stage = Presented })},

		{Name: "Lure", Over: session, In: in(Presented), With: v,
			When: func(s *State, b bind) bool {
				return s.Sessions[b.I].Initiator == Attacker && s.Users[b.J].Stage == Free
			},
			Do: model.Do(func(s *State, b bind) { s.Users[b.J] = User{Lured, 1 + b.I} })},

		{Name: "Observe", Over: session, In: in(Presented),
			When: func(s *State, b bind) bool {
				i := &s.Sessions[b.I]
				return i.Initiator != Attacker && !i.Known
			},
			Do: model.Do(func(s *State, b bind) { s.Sessions[b.I].Known = true })},

		{Name: "Poll", Over: session, In: in(Approved),
			Do: model.Do(func(s *State, b bind) {
				i := &s.Sessions[b.I]
				i.Stage, i.Holder, i.TokenLife, i.Life = Token, i.Initiator, t, 0
			})},

		{Name: "Use", Over: session, In: in(Token),
			When: func(s *State, b bind) bool {
				i := &s.Sessions[b.I]
				return i.Holder == Attacker && i.TokenLife > 0 && !i.Used
			},
			Do: model.Do(func(s *State, b bind) { s.Sessions[b.I].Used = true })},

		{Name: "Expire", Over: session, In: in(Issued, Presented, Entered, Approved),
			When: func(s *State, b bind) bool { return s.Sessions[b.I].Life == 0 },
			Do:   model.Do(func(s *State, b bind) { s.Sessions[b.I].Stage = Expired })},

		{Name: "Enter", Over: person, In: pairs(in(Presented), Free, Lured),
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Entered = Entered, user(b.I)
				s.Users[b.I].Stage = Engaged
			})},

		{Name: "Auth", Over: person, In: pairs(in(Entered), Engaged),
			Do: model.Do(func(s *State, b bind) { s.Users[b.I].Stage = Authenticated })},

		{Name: "Approve", Over: person, In: pairs(in(Entered), Authenticated),
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Approved = Approved, user(b.I)
				s.Users[b.I].Stage = Done
			})},

		{Name: "Deny", Over: person, In: pairs(in(Entered), Authenticated),
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Life = Denied, 0
				s.Users[b.I].Stage = Done
			})},

		{Name: "Leave", Over: person, In: pairs(model.AnyKey, Done) |
			pairs(in(Entered, Approved, Denied, Token, Expired), Free, Lured) |
			pairs(^in(Entered), Engaged, Authenticated),
			Do: model.Do(func(s *State, b bind) { s.Users[b.I] = User{} })},

		{Name: "Tick",
			When: func(s *State, _ bind) bool { return s.mayTick(k) },
			Do: model.Do(func(s *State, _ bind) {
				for i := range s.Sessions[:k] {
					s.Sessions[i].Life -= min(s.Sessions[i].Life, 1)
					s.Sessions[i].TokenLife -= min(s.Sessions[i].TokenLife, 1)
				}
			})},
	}
}

// in is the keys of a session that is in one of the stages.
func in(stages ...Stage) (keys model.Keys) {
	for _, stage := range stages {
		keys |= model.At(uint8(stage))
	}
	return keys
}

// pair is the key of a user: 0 without a code in hand, and otherwise one for
// each stage of the user with each stage of the code's session.
func (s *State) pair(u User) uint8 {
	if u.Code == 0 {
		return 0
	}
	return uint8(1+u.Stage)*stages + uint8(s.Sessions[u.Code-1].Stage)
}

// pairs is the keys of a user in one of the stages whose session is in one of
// those given first.
func pairs(session model.Keys, users ...UserStage) (keys model.Keys) {
	for _, u := range users {
		keys |= session & (1<<stages - 1) << (stages * (1 + u))
	}
	return keys
}

// code is the session whose code user I has in hand.
func (s *State) code(b bind) *Session { return &s.Sessions[s.Users[b.I].Code-1] }

// mayTick tells whether time can pass: no live code waits to expire, and
// something is left to count down.
func (s *State) mayTick(k int) bool {
	left := false
	for i := range s.Sessions[:k] {
		session := &s.Sessions[i]
		if session.live() && session.Life == 0 {
			return false
		}
		left = left || session.live() || session.TokenLife > 0
	}
	return left
}

// Inv is the invariant of DeviceFlow.tla: only who entered a code approves it,
// and only the initiator of an approved session holds its token. It holds, so
// that every checker explores everything.
func Inv() model.Property[State] {
	return model.Property[State]{
		Name: "Inv",
		Doc:  "who approves is who entered the code, and who holds the token is who asked for it",
		When: func(s *State) bool {
			for i := range s.Sessions {
				session := &s.Sessions[i]
				if session.Approved != Nobody && session.Approved != session.Entered {
					return true
				}
				if session.Holder != Nobody && (session.Approved == Nobody || session.Holder != session.Initiator) {
					return true
				}
			}
			return false
		},
		Witness: func(s *State) bool {
			for i := range s.Sessions {
				if s.Sessions[i].Holder != Nobody {
					return true
				}
			}
			return false
		},
	}
}
