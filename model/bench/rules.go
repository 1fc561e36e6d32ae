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
// same order. Session rules stand under the stage of session I, user rules
// under the stage of user I; a session rule about a user too has the user as J.
func rules(k, v int, t uint8) []rule {
	session := &index{Name: "session", Size: k, Key: func(s *State, i uint8) uint8 { return uint8(s.Sessions[i].Stage) }}
	person := &index{Name: "user", Size: v, Key: func(s *State, u uint8) uint8 { return uint8(s.Users[u].Stage) }}
	in := func(stages ...Stage) (keys model.Keys) {
		for _, stage := range stages {
			keys |= model.At(uint8(stage))
		}
		return keys
	}
	is := func(stages ...UserStage) (keys model.Keys) {
		for _, stage := range stages {
			keys |= model.At(uint8(stage))
		}
		return keys
	}

	return []rule{
		{Name: "HonestStart", Over: session, In: in(Idle), With: v,
			When: func(s *State, b bind) bool { return s.Users[b.J] == User{} },
			Do: model.Do(func(s *State, b bind) {
				i := &s.Sessions[b.I]
				i.Stage, i.Initiator, i.Life = Issued, user(b.J), t
				s.Users[b.J].Code = 1 + b.I
			})},

		{Name: "Lure", Over: session, In: in(Presented), With: v,
			When: func(s *State, b bind) bool {
				return s.Sessions[b.I].Initiator == Attacker && s.Users[b.J].Stage == Free
			},
			Do: model.Do(func(s *State, b bind) { s.Users[b.J] = User{Lured, 1 + b.I} })},

		{Name: "AttackerStart", Over: session, In: in(Idle),
			Do: model.Do(func(s *State, b bind) {
				i := &s.Sessions[b.I]
				i.Stage, i.Initiator, i.Life, i.Known = Issued, Attacker, t, true
			})},

		{Name: "Show", Over: session, In: in(Issued),
			Do: model.Do(func(s *State, b bind) { s.Sessions[b.I].Stage = Presented })},

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

		{Name: "Enter", Over: person, In: is(Free, Lured),
			When: func(s *State, b bind) bool { return s.hand(b, Presented) },
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Entered = Entered, user(b.I)
				s.Users[b.I].Stage = Engaged
			})},

		{Name: "Auth", Over: person, In: is(Engaged),
			When: func(s *State, b bind) bool { return s.hand(b, Entered) },
			Do:   model.Do(func(s *State, b bind) { s.Users[b.I].Stage = Authenticated })},

		{Name: "Approve", Over: person, In: is(Authenticated),
			When: func(s *State, b bind) bool { return s.hand(b, Entered) },
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Approved = Approved, user(b.I)
				s.Users[b.I].Stage = Done
			})},

		{Name: "Deny", Over: person, In: is(Authenticated),
			When: func(s *State, b bind) bool { return s.hand(b, Entered) },
			Do: model.Do(func(s *State, b bind) {
				i := s.code(b)
				i.Stage, i.Life = Denied, 0
				s.Users[b.I].Stage = Done
			})},

		{Name: "Leave", Over: person, In: model.AnyKey,
			When: func(s *State, b bind) bool { return s.Users[b.I].Code != 0 && s.over(b) },
			Do:   model.Do(func(s *State, b bind) { s.Users[b.I] = User{} })},

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

// code is the session whose code user I has in hand.
func (s *State) code(b bind) *Session { return &s.Sessions[s.Users[b.I].Code-1] }

// hand tells whether user I has the code of a session in that stage in hand.
func (s *State) hand(b bind, stage Stage) bool {
	return s.Users[b.I].Code != 0 && s.code(b).Stage == stage
}

// over tells whether nothing is left to do for user I with the code in hand.
func (s *State) over(b bind) bool {
	switch s.Users[b.I].Stage {
	case Free, Lured:
		return s.code(b).Stage >= Entered
	case Engaged, Authenticated:
		return s.code(b).Stage != Entered
	default:
		return true
	}
}

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
