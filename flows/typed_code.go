package flows

// A code that is sent to one device and typed on another: the user-transferred
// authorization data pattern of BCP 247 3.1.3.
//
//	consumption device          authorization server          authorization device
//	  | identify                          |                            |  (A)
//	  | backchannel_request ------------->|                            |  (B)
//	  |                                   | send_code ---------------->|  (C), (D)
//	  | enter_code ---------------------->|                            |  (E), (F)
//	  |<- token --------------------------|                            |  (G)
//	  | resource                                                          RFC 6750
//
// The BCP has the pattern and no protocol: each service makes its own. What becomes of
// the tokens is in tokens.go.
//
// Decided here, because the text leaves it open:
//   - The client names the user in its request, as in CIBA: 3.1.3 (C) sends the code to
//     a device, so the server has to know whose.
//   - To type the code is to authorize. Nobody is asked anything on the authorization
//     device, and no page there says what the code is for.
//   - (G) grants "if the authorization data is the same as that send in step (C)". That
//     is the rule that ties the code to its session. Where "no session [is] maintained
//     in the channel" (4.1.3), a code is good in any session, for the user to whom it
//     was sent: setting session_bound.
//   - A code is good once: NIST SP 800-63B 5.1.3.2. One that was typed in another
//     session is of no more use in its own.
//   - A person types the code that their authorization device shows, which can be that of
//     another request. They look at one at a time.
//   - Proximity (6.1.1) supposes an app on the authorization device that reports where it
//     is, or what it hears. A text message or a mail reports nothing: there it is not to be
//     had.
//
// Left out, and why:
//   - Authenticating the user before the code is sent, which the server may do (3.1.3):
//     it says who the user is and not whose session it is, and who is asked for a code
//     is asked for a password in the same way.
//   - Codes that are mistyped, and an attacker who uses the tries up that a limit leaves
//     (setting entry_tries): only delay.
//   - Who approves for somebody elsewhere: they would have to give the code away, which
//     is what users are told not to do.
//   - The attacker's own device with the attacker's own code: harm to nobody.
//   - Messages that are read on their way, and numbers that are taken over: the channel
//     is its operator's.

// WrongCode is the answer to a code that the server has sent for no such session, or that
// has been used.
const WrongCode Reply = "wrong code"

// TypedCode is the pattern as a protocol.
var TypedCode = &Flow{
	Name:        "typed-code",
	Doc:         "A code is sent to the authorization device and typed on the consumption device: one-time passwords by text message, mail or app.",
	Ref:         "BCP 247 3.1.3",
	Transfer:    Answered,
	CodeLifeMax: 3600,
	After:       tokens,
	Steps: []Step{
		identify,

		{Name: "backchannel_request", Ref: "BCP 247 3.1.3 (B)", Phase: Initiate, On: Consumption, By: Anyone,
			Doc:  "The client asks the server to have a user authorize it.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.CanStart() && a.S.Hint != Nobody && a.S.Init == a.Party },
			Do:   Does(func(a At) { a.Start() })},

		{Name: "send_code", Ref: "BCP 247 3.1.3 (C), (D)", Phase: Present, On: Authorization, Via: Message, By: People,
			Doc:  "The server sends a code to the user's authorization device, and the user looks at it.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.S.Hint == a.Party && !a.OnScreen() },
			Do: Does(func(a At) {
				a.S.Known.Add(a.Party)
				a.P().On = 1 + a.Session
			})},

		walkAway,

		{Name: "enter_code", Ref: "BCP 247 3.1.3 (E), (F)", Phase: Engage, On: Consumption, By: Operator,
			Doc:  "Whoever operates the consumption device types the code that they have.",
			In:   StagesOf(Pending, Denied, Expired),
			When: func(a At) bool { return a.S.Stage != Pending || a.HasCode() },
			Checks: []Check{
				{Name: "code life", By: OP, Kind: Limit, Ref: "BCP 247 6.1.2; NIST SP 800-63B 5.1.3.2", Reply: ExpiredToken,
					Pass: func(a At) bool { return a.S.Stage != Expired }},
				{Name: "single use of code", By: OP, Kind: Limit, Ref: "NIST SP 800-63B 5.1.3.2", Reply: WrongCode,
					Pass: func(a At) bool { return a.S.Stage != Denied }},
				SentForThisSession(func(a At) bool { return !a.ByPerson() || a.OnScreen() }),
			},
			Do: []Outcome{{
				When: func(a At) bool { return a.S.Stage == Pending },
				Do: func(a At) {
					from := a.Session
					if a.ByPerson() {
						from = a.P().On - 1
					}
					a.EnterCode(from)
				},
			}}},

		{Name: "token", Ref: "BCP 247 3.1.3 (G)", Phase: Deliver, On: Consumption, By: Operator,
			Doc: "The server issues tokens to the consumption device.",
			In:  StagesOf(Approved),
			Do:  []Outcome{{Name: "tokens", Reply: "access_token", Do: func(a At) { a.Redeem() }}}},

		useAccess,
	},
}

// SentForThisSession is the check that ties a code to the session for which it was sent.
func SentForThisSession(same func(a At) bool) Check {
	return Check{Name: "sent for this session", By: OP, Kind: Binding, Ref: "BCP 247 3.1.3 (G), 4.1.3", Reply: WrongCode,
		Pass: func(a At) bool { return same(a) || a.Setting.CodeUnbound }}
}

// HasCode tells whether the acting party has a code to type: the attacker that of the
// session, a person the one on their authorization device, in their own time.
func (a At) HasCode() bool {
	if !a.ByPerson() {
		return a.Sees()
	}
	return a.P().On != 0 && a.Back() && a.TookTime()
}

// EnterCode is a code that the server takes, in this session: the user to whom it was sent
// has authorized it, and it is good for nothing else.
func (a At) EnterCode(from uint8) {
	sent := a.in(from)
	a.S.Stage, a.S.Appr = Approved, sent.S.Hint
	a.CloseRequest()
	if from != a.Session {
		sent.S.Stage = Denied
		sent.CloseRequest()
	}
}

// in is the same in another session.
func (a At) in(session uint8) At {
	a.S, a.Session = &a.W.Sessions[session], session
	return a
}

// OtherCode is the session for which the attacker's copy of a code was sent to the acting
// person, if it is another than this.
func (a At) OtherCode() (from uint8, ok bool) {
	for i := range a.Setting.Sessions {
		s := &a.W.Sessions[i]
		if i != a.Session && s.Stage == Pending && s.Hint == a.Party && s.Known.Has(Attacker) {
			return i, true
		}
	}
	return 0, false
}
