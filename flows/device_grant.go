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
// What becomes of the tokens, refreshed, copied or revoked, is in tokens.go.
//
// Decided here, because the text leaves it open or says it otherwise:
//   - The code is entered before the log-in, as in BCP 247 3.1.1 (F)-(H). RFC 8628
//     3.3 has the user log in first; servers do either. Nothing that is judged
//     here depends on the order, except who can enter a code: with log-in first
//     nobody anonymous can. Where a server ties approval to the browser that
//     entered the code, say so with the setting entry_bound.
//   - A user_code is dead once somebody has decided; a device_code is good for
//     tokens once, unless single_use is false. RFC 8628 says neither.
//   - In which order the token endpoint asks: DeviceTokenChecks.
//   - A public client is the one that its client_id names (3.4), and a client_id is no
//     secret: whom a device_code was issued to holds back who polls as another client,
//     and not who polls in the name of the right one.
//   - verification_uri_complete (3.3.1) and the typed code are one step, because
//     both need nothing but the code. What the page then shows of it is the option
//     user_code=confirm.
//   - What the approval page can truthfully say (3.3, 5.3, 5.4): who asks, from
//     where, for what, and that the device should be at hand. The page of this
//     model tells nothing by itself; user-experience:context makes it tell.
//
// Left out, and why:
//   - The polling interval and the five seconds that slow_down adds to it (3.5):
//     shorter than a tick. Whether a poll comes too soon is not in the state, so
//     both answers are possible.
//   - Requests that a client gets wrong (invalid_request, invalid_scope,
//     unauthorized_client, unsupported_grant_type): nothing follows from them.
//   - A device_code that is guessed (5.2): too long for that. One that is read off
//     the network needs a link without TLS, which 3.1 forbids: setting https.
//   - Trust in the device itself (5.3) and codes conveyed by sound or radio (5.7).
//   - The attacker's own device approved with the attacker's own account, and an
//     attacker who denies what others want: harm to nobody, or only delay.
//   - Starting again: a person starts once. Who cannot finish with a code is said
//     to be lost, although they could ask for a new one (3.5).
//   - Single sign-on in the browser: who opens a request always authenticates,
//     except attackers, who have done so before.

// Replies of the token endpoint, RFC 8628 3.5 and RFC 6749 5.2.
const (
	AuthorizationPending Reply = "authorization_pending"
	SlowDown             Reply = "slow_down"
	AccessDenied         Reply = "access_denied"
	ExpiredToken         Reply = "expired_token"
	InvalidGrant         Reply = "invalid_grant"
	InvalidClient        Reply = "invalid_client"
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
	Transfer:    Scanned | Typed,
	After:       tokens,
	Options:     []*Mitigation{userCode},
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
			When: func(a At) bool { return a.S.Stage == Expired || a.Binds(OP, a.Sees()) && a.TurnsTo() },
			Checks: []Check{
				// The page shows the error; RFC 8628 gives a name to it only at the token endpoint.
				{Name: "expires_in", By: OP, Kind: Protocol, Ref: "RFC 8628 3.2", Reply: ExpiredToken,
					Pass: func(a At) bool { return a.S.Stage != Expired }},
			},
			Do: Does(func(a At) { a.TakeUp() })},

		walkAway,

		{Name: "authenticate", Ref: "RFC 8628 3.3", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The user logs in at the authorization server, by whatever means: phishing-resistant ones too prove only who they are.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Checks: []Check{
				{Name: "same browser", By: OP, Kind: Binding, Ref: "decided here", Reply: SessionNotFound,
					Pass: func(a At) bool { return !a.P().Handed || !a.Setting.EntryBound }},
			},
			Do: Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "RFC 8628 3.3", Phase: Authorize, On: Authorization, By: Anyone,
			Doc:  "The server asks whether to grant the device access.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.Deciding() },
			Do: []Outcome{
				{Name: "approve", Reply: "approved",
					Errs: func(a At) Errors { return a.Unasked() },
					Do:   func(a At) { a.Approve() }},
				{Name: "mistake", Reply: "approved",
					When: func(a At) bool { return a.Mistakable() },
					Errs: func(a At) Errors { return a.Taken() },
					Do:   func(a At) { a.Approve() }},
				{Name: "deny", Reply: "denied", Safe: true,
					When: func(a At) bool { return a.ByPerson() },
					Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
			}},

		{Name: "token", Ref: "RFC 8628 3.4-3.5", Phase: Deliver, On: Consumption, By: Operator,
			Doc:    "The device polls the token endpoint with its device_code.",
			In:     devicePolls,
			Checks: DeviceTokenChecks(Always, Always), // the device that started has what it takes
			Do:     DeviceTokenOutcomes},

		useAccess,
	},
}

// userCode is how the page goes about a code that came with the link: RFC 8628
// 3.3.1 has the user compare it with the one on the device. Who has seen no code
// has nothing to compare it with.
var userCode = &Mitigation{
	Name:   "user_code",
	Doc:    "What the page at verification_uri does with the code: enter (it is typed), prefilled (it comes with the link), confirm (prefilled, and the user is asked to compare it).",
	Ref:    "RFC 8628 3.3.1",
	Option: true,
	By:     OP,
	Variants: []Variant{{
		Name:   "confirm",
		Doc:    "the page shows the code and asks whether the device shows the same",
		Ref:    "RFC 8628 3.3.1",
		Phases: []Phase{Authorize},
		Refuses: func(a At) Judged {
			if !a.ByPerson() || a.Sees() {
				return 0
			}
			return ALure
		},
		Defeats: []Defeat{{By: []string{"miscompares"}, Ref: "RFC 8628 3.3.1"}, {By: []string{"ignores-context"}, Ref: "RFC 8628 3.3.1"}},
	}},
}

// devicePolls are the stages in which a device_code is good for an answer.
var devicePolls = StagesOf(Pending, Approved, Denied, Redeemed, Expired)

// DeviceTokenChecks are the checks of the token endpoint on a device_code, in the
// order in which they are made. RFC 6749 3.2.1 has clients authenticate and RFC
// 8628 3.5 names the errors; neither says what comes first. A server that asks in
// another order gives other errors but no tokens it would not give otherwise.
// Authentic tells whether whoever polls passes for some client, and issued whether for
// the client of the code.
func DeviceTokenChecks(authentic, issued func(a At) bool) []Check {
	return []Check{
		{Name: "client authentication", By: OP, Kind: Binding, Ref: "RFC 8628 3.4, RFC 6749 3.2.1", Reply: InvalidClient,
			Pass: authentic},
		{Name: "issued to this client", By: OP, Kind: Binding, Ref: "RFC 8628 3.4, RFC 6749 5.2", Reply: InvalidGrant,
			Pass: issued},
		{Name: "single use of device_code", By: OP, Kind: Limit, Ref: "decided here; RFC 6749 5.2", Reply: InvalidGrant,
			Pass: func(a At) bool { return a.S.Stage != Redeemed || a.Setting.CodeReusable }},
		{Name: "expires_in", By: OP, Kind: Protocol, Ref: "RFC 8628 3.5", Reply: ExpiredToken,
			Pass: func(a At) bool { return a.S.Stage != Expired }},
		{Name: "user denied", By: OP, Kind: Protocol, Ref: "RFC 8628 3.5", Reply: AccessDenied,
			Pass: func(a At) bool { return a.S.Stage != Denied }},
	}
}

// DeviceTokenOutcomes are the answers to a device_code that passed every check.
var DeviceTokenOutcomes = []Outcome{
	{Name: "pending", Reply: AuthorizationPending, Safe: true,
		When: func(a At) bool { return a.S.Stage == Pending }},
	{Name: "too soon", Reply: SlowDown, Safe: true,
		When: func(a At) bool { return a.S.Stage == Pending }},
	{Name: "tokens", Reply: "access_token",
		When: func(a At) bool { return a.S.Stage == Approved },
		Do:   func(a At) { a.Redeem() }},
	// An honest device does not ask again.
	{Name: "tokens again", Reply: "access_token",
		When: func(a At) bool { return a.S.Stage == Redeemed && a.Party == Attacker && a.S.Again == Nobody },
		Do:   func(a At) { a.S.Again, a.S.Leaked, a.S.OTP = a.Party, false, OTPUnused }},
}
