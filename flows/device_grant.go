package flows

// OAuth 2.0 Device Authorization Grant, RFC 8628.
//
//	device client                 authorization server              browser
//	   | device_authorization ---------->|                              |  3.1
//	   |<- device_code, user_code -------|                              |  3.2
//	   | display                         |                              |  3.3
//	   |                                 |<-------- enter_user_code ----|  3.3
//	   |                                 |<----------- authenticate ----|  3.3
//	   |                                 |<-------------- authorize ----|  3.3
//	   | token ------------------------->|                              |  3.4
//	   |<- tokens, or an error ----------|                              |  3.5
//	   | resource                                                          RFC 6750
//
// Decided here, because the text leaves it open or says it otherwise:
//   - The code is entered before the log-in, as in BCP 247 3.1.1 (F)-(H). RFC 8628
//     3.3 has the user log in first; servers do either. Nothing that is judged
//     here depends on the order, except who can enter a code: with log-in first
//     nobody anonymous can. Where a server ties approval to the browser that
//     entered the code, say so with the setting entry_bound.
//   - A device_code is good for tokens once, and a user_code is dead once somebody
//     has decided. RFC 8628 says neither.
//   - In which order the token endpoint asks. A server that asks in another order
//     gives other errors but no tokens it would not give otherwise.
//
// Left out, and why:
//   - device_code secrecy (5.2): nobody but the polling client ever has it, so
//     only the client that started a session redeems it.
//   - The polling interval and the five seconds that slow_down adds to it (3.5):
//     shorter than a tick. Whether a poll comes too soon is not in the state, so
//     both answers are possible.
//   - What the approval page tells (3.3, 5.3, 5.4: that a device is authorised,
//     which, and whether it is at hand): it changes what people notice, so it
//     belongs to mitigations of the user experience, which are not here yet. The
//     page of this model tells nothing.
//   - Guessing user codes (5.1), session spying (5.5), verification_uri_complete
//     (3.3.1), other ways of showing a code (5.7), client authentication (5.6),
//     scopes, refresh and revocation: each needs an attacker or an option of its own.
//   - Starting again: a person starts once. Who cannot finish with a code is said
//     to be lost, although they could ask for a new one (3.5).
//   - Single sign-on in the browser: who opens a request always authenticates.

// Replies of the token endpoint, RFC 8628 3.5 and RFC 6749 5.2.
const (
	AuthorizationPending Reply = "authorization_pending"
	SlowDown             Reply = "slow_down"
	AccessDenied         Reply = "access_denied"
	ExpiredToken         Reply = "expired_token"
	InvalidGrant         Reply = "invalid_grant"
)

// SessionNotFound is what a page says that was opened in another browser than
// the one that entered the code. No RFC names it.
const SessionNotFound Reply = "session not found"

// DeviceGrant is the OAuth 2.0 Device Authorization Grant.
var DeviceGrant = &Flow{
	Name:        "device-grant",
	Doc:         "OAuth 2.0 Device Authorization Grant: a code shown on one device is entered and approved on another, while the first one polls.",
	Ref:         "RFC 8628",
	CodeLifeMax: 3600,
	Steps: []Step{
		{Name: "device_authorization", Ref: "RFC 8628 3.1-3.2", Phase: Initiate, On: Consumption, By: Anyone,
			Doc:  "The device asks for a device_code and a user_code. Nothing in the request says who the user is.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.CanStart() },
			Do:   Does(func(a At) { a.Start() })},

		{Name: "display", Ref: "RFC 8628 3.3", Phase: Present, On: Consumption, Via: Screen, By: Operator,
			Doc:  "The device shows user_code and verification_uri to whoever stands before it.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.ByPerson() && !a.Sees() },
			Do:   Does(func(a At) { a.S.Known.Add(a.Party) })},

		{Name: "enter_user_code", Ref: "RFC 8628 3.3", Phase: Engage, On: Authorization, By: Anyone,
			Doc:  "Somebody types the user_code at verification_uri, in any browser.",
			In:   StagesOf(Pending, Expired),
			When: func(a At) bool { return a.S.Stage == Expired || a.Sees() && a.TurnsTo() },
			Checks: []Check{
				// The page shows the error; RFC 8628 gives a name to it only at the token endpoint.
				{Name: "expires_in", By: OP, Kind: Protocol, Ref: "RFC 8628 3.2", Reply: ExpiredToken,
					Pass: func(a At) bool { return a.S.Stage != Expired }},
			},
			Do: Does(func(a At) { a.TakeUp() })},

		{Name: "walk_away", Ref: "BCP 247 6.1.3 Limitations", On: Authorization, By: People,
			Doc:  "The user is interrupted after entering the code, and will have to enter it again.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && a.Owns() && a.Habits().WalksAway && !a.P().Left },
			Do:   Does(func(a At) { a.P().On, a.P().Authed, a.P().Left = 0, false, true })},

		{Name: "authenticate", Ref: "RFC 8628 3.3", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The user logs in at the authorization server, by whatever means: phishing-resistant ones too prove only who they are.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Checks: []Check{
				{Name: "same browser", By: OP, Kind: Binding, Ref: "decided here", Reply: SessionNotFound,
					Pass: func(a At) bool { return a.S.Take != Attacker || !a.Setting.EntryBound }},
			},
			Do: Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "RFC 8628 3.3", Phase: Authorize, On: Authorization, By: People,
			Doc:  "The server asks whether to grant the device access.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && a.P().Authed && a.Returned() },
			Do: []Outcome{
				{Name: "approve", Reply: "approved",
					Errs: func(a At) Errors { return a.Unasked() },
					Do:   func(a At) { a.S.Stage, a.S.Appr = Approved, a.Party; a.CloseRequest() }},
				{Name: "mistake", Reply: "approved",
					When: func(a At) bool { return a.Mistakable() },
					Errs: func(a At) Errors { return Miscompares },
					Do:   func(a At) { a.S.Stage, a.S.Appr = Approved, a.Party; a.CloseRequest() }},
				{Name: "deny", Reply: "denied", Safe: true,
					Do: func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
			}},

		{Name: "token", Ref: "RFC 8628 3.4-3.5", Phase: Deliver, On: Consumption, By: Operator,
			Doc: "The device polls the token endpoint with its device_code.",
			In:  StagesOf(Pending, Approved, Denied, Redeemed, Expired),
			Checks: []Check{
				{Name: "single use of device_code", By: OP, Kind: Limit, Ref: "decided here; RFC 6749 5.2", Reply: InvalidGrant,
					Pass: func(a At) bool { return a.S.Stage != Redeemed }},
				{Name: "expires_in", By: OP, Kind: Protocol, Ref: "RFC 8628 3.5", Reply: ExpiredToken,
					Pass: func(a At) bool { return a.S.Stage != Expired }},
				{Name: "user denied", By: OP, Kind: Protocol, Ref: "RFC 8628 3.5", Reply: AccessDenied,
					Pass: func(a At) bool { return a.S.Stage != Denied }},
			},
			Do: []Outcome{
				{Name: "pending", Reply: AuthorizationPending, Safe: true,
					When: func(a At) bool { return a.S.Stage == Pending }},
				{Name: "too soon", Reply: SlowDown, Safe: true,
					When: func(a At) bool { return a.S.Stage == Pending }},
				{Name: "tokens", Reply: "access_token",
					When: func(a At) bool { return a.S.Stage == Approved },
					Do:   func(a At) { a.Redeem() }},
			}},

		{Name: "resource", Ref: "RFC 6750 2", Phase: Use, On: Consumption, By: Operator,
			Doc:  "The device uses the access token.",
			In:   StagesOf(Redeemed),
			When: func(a At) bool { return a.S.Holder == a.Party && !a.S.Used },
			Do:   Does(func(a At) { a.S.Used = true })},
	},
}
