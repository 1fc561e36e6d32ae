package flows

// A code that is sent to one device and typed on another: the user-transferred
// authorization data pattern of BCP 247 3.1.3. No other document describes it.
//
//	consumption device          authorization server          authorization device
//	  | identify                          |                            |  (A)
//	  | backchannel_request ------------->|                            |  (B)
//	  |                                   | send_code ---------------->|  (C), (D)
//	  | enter_code ---------------------->|                            |  (E), (F)
//	  |<- token --------------------------|                            |  (G)
//	  | resource                                                          RFC 6750

// WrongCode is the answer to a code that the server has sent for no such session.
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

		{Name: "send_code", Ref: "BCP 247 3.1.3 (C), (D)", Phase: Present, On: Authorization, Via: Message, By: Anyone,
			Doc:  "The server sends a code to the user's authorization device, and the user reads it.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.S.Hint == a.Party && !a.Sees() },
			Do: Does(func(a At) {
				a.S.Known.Add(a.Party)
				if a.ByPerson() {
					a.P().On = 1 + a.Session
				}
			})},

		{Name: "enter_code", Ref: "BCP 247 3.1.3 (E), (F)", Phase: Engage, On: Consumption, By: Operator,
			Doc:    "Whoever stands before the consumption device types the code.",
			In:     StagesOf(Pending, Expired),
			When:   func(a At) bool { return a.S.Stage == Expired || a.Sees() && a.TookTime() },
			Checks: codeLife,
			Do:     Does(func(a At) { a.EnterCode() })},

		{Name: "token", Ref: "BCP 247 3.1.3 (G)", Phase: Deliver, On: Consumption, By: Operator,
			Doc: "The server issues tokens to the consumption device.",
			In:  StagesOf(Approved),
			Do:  []Outcome{{Name: "tokens", Reply: "access_token", Do: func(a At) { a.Redeem() }}}},

		useAccess,
	},
}

var codeLife = []Check{
	{Name: "code life", By: OP, Kind: Limit, Ref: "BCP 247 6.1.2", Reply: ExpiredToken,
		Pass: func(a At) bool { return a.S.Stage != Expired }},
}

// EnterCode is the right code, typed where the session was started: its user has
// authorized it.
func (a At) EnterCode() {
	a.S.Stage, a.S.Appr = Approved, a.S.Hint
	a.CloseRequest()
}

// OtherCode tells whether the acting party knows the code that was sent to the named user
// for another session.
func (a At) OtherCode() bool {
	for i := range a.Setting.Sessions {
		s := &a.W.Sessions[i]
		if i != a.Session && s.Stage == Pending && s.Hint == a.S.Hint && s.Known.Has(a.Party) {
			return true
		}
	}
	return false
}
