package flows

// people are the steps of every flow that no specification describes: what a
// person wants, and whom they tell of it.
var people = []Step{
	{Name: "decide", Ref: "BCP 247 3.1.1", By: Alone,
		Doc:  "A person decides to authorise a device of their own. Nothing can refuse a wish.",
		When: func(a At) bool { return a.Habits().OwnDevice && !a.P().Wants },
		Do:   Does(func(a At) { a.P().Wants = true })},

	{Name: "pass_on", Ref: "BCP 247 6.1.5 Limitations", Phase: Convey, On: Authorization, Via: Message, By: People,
		Doc: "Who stands before the device sends its code to somebody they know, who approves for them.",
		In:  StagesOf(Idle, Pending), // a code that stands on an object is there before anybody has used it
		When: func(a At) bool {
			other := a.Habits().For
			return other != Nobody && a.S.Recv == other && a.S.Known.Has(other) && !a.Sees()
		},
		Do: Does(func(a At) { a.S.Known.Add(a.Party) })},
}

// clock lets a tick pass. It is possible in every state: nobody can be forced
// to act in time, and nothing waits for time to run out.
var clock = Step{Name: "tick", Phase: Time, By: Clock,
	Doc: "Time passes; every age grows.",
	When: func(a At) bool {
		for i := range a.Setting.Sessions {
			if a.ages(&a.W.Sessions[i]) {
				return true
			}
		}
		for i := range a.Setting.Persons {
			if p := &a.W.Persons[i]; p.Waits() && p.LureAge < a.Setting.ticks.readMin {
				return true
			}
		}
		return false
	},
	Do: Does(func(a At) {
		for i := range a.Setting.Sessions {
			if s := &a.W.Sessions[i]; a.ages(s) {
				if s.Age++; s.Open() && s.Age >= a.Setting.ticks.codeLife {
					a.expire(i)
				}
			}
		}
		for i := range a.Setting.Persons {
			if p := &a.W.Persons[i]; p.Waits() {
				p.LureAge = min(p.LureAge+1, a.Setting.ticks.readMin)
			}
		}
	})}

// ages tells whether anybody asks for the session's age: as long as its code
// lives, and longer where ended sessions are counted.
func (a At) ages(s *Session) bool {
	return s.Open() || s.Stage != Idle && s.Age < a.Setting.ticks.window
}

// Waits tells whether a message is on its way to the person.
func (p *Person) Waits() bool { return p.Lure != 0 && p.Lure < OpenPage }

// walkAway is an interruption while the request is before its user, and useAccess the end
// of what a user wants: the same in every flow.
var (
	walkAway = Step{Name: "walk_away", Ref: "BCP 247 6.1.3 Limitations", On: Authorization, By: People,
		Doc:  "The user is interrupted while the request is before them, and will have to open it again.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.OnScreen() && a.Owns() && a.Habits().WalksAway && !a.P().Left },
		Do:   Does(func(a At) { a.P().On, a.P().Authed, a.P().Left = 0, false, true })}

	useAccess = Step{Name: "resource", Ref: "RFC 6750 2", Phase: Use, On: Consumption, By: Operator,
		Doc:  "The device uses what was granted.",
		In:   StagesOf(Redeemed),
		When: func(a At) bool { return a.S.Holder == a.Party && !a.S.Used },
		Do:   Does(func(a At) { a.S.Used = true })}
)
