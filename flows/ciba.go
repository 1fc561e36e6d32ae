package flows

import "slices"

// OpenID Connect Client-Initiated Backchannel Authentication Flow, Core 1.0: one
// protocol in three modes, which differ in how the tokens reach the client (section 5).
//
//	device      client                      OpenID provider          authentication device
//	  | identify ->|                              |                             |
//	  |            | authentication_request ----->|                             |  7.1
//	  |            |<- auth_req_id ---------------|                             |  7.3
//	  |<- display -|                              | notification -------------->|  8
//	  |            |                              |<------------- authenticate -|  8
//	  |            |                              |<---------------- authorize -|  8
//	  |            | poll: token_request -------->|                             |  10.1
//	  |            |<- ping: ping_callback -------|                             |  10.2, then as poll
//	  |            |<- push: push_callback -------|                             |  10.3
//	  | resource                                                                   RFC 6750
//
// What becomes of the tokens is in tokens.go.
//
// Decided here, because the text leaves it open:
//   - How the provider reaches the user (8) is out of its scope. Here it asks the user
//     whom the request names, on a device that it knows as theirs, and nobody else sees
//     or sends such a notification.
//   - Nothing on that device tells two requests of one client from each other, except
//     a binding_message. So who expects to be asked makes no error by approving the
//     wrong one; see the outcome mistake.
//   - What is to be done with a binding_message (7.1 has it displayed on both devices)
//     is the option binding_message: nothing is asked, or the user compares, or types it.
//   - The user_code is a secret that the user has told nobody (7.1): option user_code.
//   - In which order the provider looks at a request, and the token endpoint at an
//     auth_req_id: 7.2 and 11 give the errors, and an order only in part.
//   - requested_expiry (7.1), which a provider may heed, ends a request earlier, whoever
//     had the client send it. The setting code_life is expires_in; of both the shorter
//     counts.
//   - 7.1 leaves open what becomes of a request without openid, and 10.2 and 10.3.1 what a
//     client answers to a callback it does not expect, but for a wrong bearer token.
//   - A client in push mode does not poll, and is refused if somebody does so in its place
//     (11: unauthorized_client): PushedTokenChecks.
//   - A client in ping mode can poll too, because the answer to its request has an
//     interval in it (7.3).
//   - An answer to the authentication request arrives at once unless something delays
//     it: delay_acknowledgement. A client that is told of an auth_req_id it does not know
//     drops what it is told; 10.2 and 10.3 do not say what else it should do.
//
// Left out, and why:
//   - The interval and the five seconds that slow_down adds to it (7.3, 11): shorter than
//     a tick. Whether a poll comes too soon is not in the state, so both answers are
//     possible.
//   - Signed requests (7.1.1): they prove what client authentication by a key proves
//     already; beside a secret that can be read they prove more. That FAPI-CIBA wants them
//     is a matter of its profile.
//   - A forged ping (10.2 has the client look at its bearer token): it makes the client ask,
//     which it can do anyway. Of the checks on a push, those of signature, at_hash and
//     rt_hash (10.3.1): auth_req_id in the ID token refuses the same pushes, but for one in
//     which a stolen ID token is beside another access token.
//   - A notification endpoint that is not the client's own (14): registration.
//   - What is read off the answers, tokens among it: who can read those needs no attack.
//   - What acr_values ask for: a stronger log-in proves who the user is, and not what they
//     meant.
//   - Errors by which a client learns whether a user exists (unknown_user_id): the
//     attacker of these models knows or guesses identifiers anyway.
//   - access_denied as the answer to the request itself (13): nothing follows from it that
//     does not follow from a request that a mitigation refuses.
//   - An attacker who has the client's secret could ask for the provider's whole code_life
//     where the client's requested_expiry is shorter.

// Replies of CIBA Core 13 (authentication request), 11 (token endpoint) and 12 (push),
// besides those that the device grant has too. 10.2 and 10.3 have the client answer
// a callback by HTTP status only.
const (
	AuthReqID             Reply = "auth_req_id"
	InvalidRequest        Reply = "invalid_request"
	InvalidScope          Reply = "invalid_scope"
	ExpiredLoginHintToken Reply = "expired_login_hint_token"
	UnknownUserID         Reply = "unknown_user_id"
	UnauthorizedClient    Reply = "unauthorized_client"
	MissingUserCode       Reply = "missing_user_code"
	InvalidUserCode       Reply = "invalid_user_code"
	InvalidBindingMessage Reply = "invalid_binding_message"
	TransactionFailed     Reply = "transaction_failed"
	NotLoggedIn           Reply = "not logged in"
	Unauthorized          Reply = "401 Unauthorized"
	NotExpected           Reply = "400 Bad Request"
	NoContent             Reply = "204 No Content"
)

// What can be wrong with an authentication request: CIBA Core 7.1 and 13.
const (
	NoHint       Defects = 1 << iota // none of the three hints
	SeveralHints                     // more than one of them
	NoOpenID                         // "openid" is not among the scopes
	NoToken                          // no client_notification_token, in ping or push mode
	OtherMode                        // the client is not registered for this flow
	ExpiredHint                      // a login_hint_token whose life is over
	UnknownUser                      // the hint names nobody
	NoUserCode                       // the user has a user_code, and the request none
	LongMessage                      // a binding_message that cannot be displayed
)

// The three modes of CIBA, and the proposal to leave the user out.
var (
	CIBAPoll = &Flow{Name: "ciba-poll", Ref: "CIBA Core 5, 10.1",
		Doc:      "OpenID Connect CIBA, poll mode: the client names a user, the provider asks them on their own device, and the client polls for the tokens.",
		Transfer: Pushed, CodeLifeMax: 3600, After: tokens, Options: cibaOptions,
		Steps: cibaSteps(authenticationRequest(false), tokenRequest)}

	CIBAPing = &Flow{Name: "ciba-ping", Ref: "CIBA Core 5, 10.2",
		Doc:      "OpenID Connect CIBA, ping mode: as poll mode, and the provider tells the client when to ask for the tokens.",
		Transfer: Pushed, CodeLifeMax: 3600, After: tokens, Options: cibaOptions,
		Steps: cibaSteps(authenticationRequest(true), pingCallback, tokenRequest)}

	CIBAPush = &Flow{Name: "ciba-push", Ref: "CIBA Core 5, 10.3",
		Doc:      "OpenID Connect CIBA, push mode: as poll mode, but the provider sends the tokens to the client.",
		Transfer: Pushed, CodeLifeMax: 3600, After: tokens, Options: cibaOptions,
		Steps: cibaSteps(authenticationRequest(true), pushCallback)}

	CIBASync = &Flow{Name: "ciba-sync", Ref: "OpenID MODRNA issue 63 (rejected)",
		Doc:      "CIBA as issue 63 would have had it: the provider can answer the authentication request with tokens, without asking the user. Rejected by its working group.",
		Transfer: Pushed, CodeLifeMax: 3600, After: tokens, Options: cibaOptions,
		Steps: cibaSteps(synchronous(authenticationRequest(false)), tokenRequest)}
)

var cibaOptions = []*Mitigation{bindingMessage, secretUserCode}

// cibaSteps are those that all modes have, around the request and the way in which the
// tokens are delivered.
func cibaSteps(request Step, delivery ...Step) []Step {
	return slices.Concat([]Step{identify, request}, onDevice, delivery, []Step{acknowledgement, useAccess})
}

// identify comes before the protocol: the client has to learn whom to name.
var identify = Step{Name: "identify", Ref: "CIBA Core 7.1", On: Consumption, By: People,
	Doc:  "Whoever stands before the consumption device says who is to be asked: themselves, or the customer they serve.",
	In:   StagesOf(Idle),
	When: func(a At) bool { return a.CanStart() && a.S.Hint == Nobody },
	Do: Does(func(a At) {
		a.S.Hint, a.S.Init = a.Party, a.Party
		for i := range a.Setting.Persons {
			if a.Setting.People[i].For == a.Party {
				a.S.Hint = PersonParty(i)
			}
		}
	})}

// authenticationRequest is the client's request, in a mode with callbacks or without.
func authenticationRequest(callback bool) Step {
	return Step{Name: "authentication_request", Ref: "CIBA Core 7.1-7.3", Phase: Initiate, On: Consumption, By: Anyone,
		Doc:    "The client asks the provider to authenticate a user, and gets an auth_req_id. The user has to do nothing for it.",
		In:     StagesOf(Idle),
		When:   func(a At) bool { return a.CanStart() && a.S.Hint != Nobody && a.S.Init == a.Party },
		Checks: CIBARequestChecks(callback, func(a At) bool { return !a.S.Posed }), // the client has its credentials; who sends a request in its place has them by another step
		Do:     []Outcome{{Name: "acknowledged", Reply: AuthReqID, Do: func(a At) { a.Start() }}}}
}

// notificationToken is the check that only a mode with callbacks has.
const notificationToken = "client_notification_token present"

// CIBARequestChecks are what the provider looks at in an authentication request.
// Authentic tells whether whoever sends it passes for the client.
func CIBARequestChecks(callback bool, authentic func(a At) bool) []Check {
	right := func(d Defects) func(At) bool { return func(a At) bool { return !a.Setting.Request.Has(d) } }
	checks := []Check{
		{Name: "client authentication", By: OP, Kind: Binding, Ref: "CIBA Core 7.1, 7.2 (1), 13", Reply: InvalidClient, Pass: authentic},
		{Name: "registered for the mode", By: OP, Kind: Protocol, Ref: "CIBA Core 4, 13", Reply: UnauthorizedClient, Pass: right(OtherMode)},
		{Name: "scope openid", By: OP, Kind: Protocol, Ref: "decided here: CIBA Core 7.1 leaves it unspecified; 13", Reply: InvalidScope, Pass: right(NoOpenID)},
		{Name: "exactly one hint", By: OP, Kind: Protocol, Ref: "CIBA Core 7.1, 7.2 (3), 13", Reply: InvalidRequest, Pass: right(NoHint | SeveralHints)},
		{Name: notificationToken, By: OP, Kind: Protocol, Ref: "CIBA Core 7.1, 13", Reply: InvalidRequest, Pass: right(NoToken)},
		{Name: "login_hint_token life", By: OP, Kind: Limit, Ref: "CIBA Core 7.2 (4, 5), 13", Reply: ExpiredLoginHintToken, Pass: right(ExpiredHint)},
		{Name: "the hint names a user", By: OP, Kind: Protocol, Ref: "CIBA Core 7.2 (4, 5), 13", Reply: UnknownUserID, Pass: right(UnknownUser)},
		{Name: "login_hint_token of that user", By: OP, Kind: Binding, Ref: "CIBA Core 7.1, 14, 15", Reply: UnknownUserID,
			Pass: func(a At) bool { return a.Setting.Hint != LoginHintToken || a.holdsToken() }},
		{Name: "id_token_hint from a log-in on this device", By: RP, Kind: Binding, Ref: "decided here; CIBA Core 7.1", Reply: NotLoggedIn,
			Pass: func(a At) bool { return a.Setting.Hint != IDTokenHint || a.S.Hint == a.Party || a.S.Posed }},
		{Name: "user_code present", By: OP, Kind: Protocol, Ref: "CIBA Core 7.1.2, 13", Reply: MissingUserCode, Pass: right(NoUserCode)},
		{Name: "binding_message can be displayed", By: OP, Kind: Protocol, Ref: "CIBA Core 7.1, 13", Reply: InvalidBindingMessage, Pass: right(LongMessage)},
	}
	if !callback {
		return slices.DeleteFunc(checks, func(c Check) bool { return c.Name == notificationToken })
	}
	return checks
}

// holdsToken tells whether the consumption device was shown a token that the named
// user's phone made: by its user, or by an attacker who was told it. An attacker shows
// their own to anybody's device.
func (a At) holdsToken() bool {
	return a.S.Hint == a.Party || a.S.Hint == Attacker || a.Party == Attacker && a.named().Told&ToldHintToken != 0
}

// named is the person whom the session's request names. It must name one.
func (a At) named() *Person { return &a.W.Persons[a.S.Hint-firstPerson] }

// onDevice is what happens until the user has decided.
var onDevice = []Step{
	{Name: "display", Ref: "CIBA Core 7.1", Phase: Present, On: Consumption, Via: Screen, By: Operator,
		Doc:  "The consumption device shows the binding_message to whoever stands before it.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.ByPerson() && !a.Sees() },
		Do:   Does(func(a At) { a.S.Known.Add(a.Party) })},

	{Name: "notification", Ref: "CIBA Core 8", Phase: Engage, On: Authorization, Via: Push, By: Anyone,
		Doc:  "The provider asks the user on their authentication device, and they look at it.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.Binds(OP, a.S.Hint == a.Party) && a.TurnsTo() },
		Do:   Does(func(a At) { a.TakeUp() })},

	walkAway,

	{Name: "authenticate", Ref: "CIBA Core 8", Phase: Authenticate, On: Authorization, By: People,
		Doc:  "The user proves who they are to the provider.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
		Checks: []Check{
			{Name: "the user whom the request names", By: OP, Kind: Binding, Ref: "CIBA Core 8", Reply: AccessDenied,
				Pass: func(a At) bool { return a.S.Hint == a.Party }},
		},
		Do: Does(func(a At) { a.P().Authed = true })},

	{Name: "authorize", Ref: "CIBA Core 8", Phase: Authorize, On: Authorization, By: Anyone,
		Doc:  "The provider asks the user whether they consent.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.Deciding() },
		Do: []Outcome{
			{Name: "approve", Reply: "approved",
				When: func(a At) bool { return !a.ByPerson() || a.Owns() || a.Persuaded() },
				Errs: func(a At) Errors { return a.Unasked() },
				Do:   func(a At) { a.Approve() }},
			// Two requests of one client look the same.
			{Name: "mistake", Reply: "approved",
				When: func(a At) bool { return !a.Owns() && a.Awaits() },
				Do:   func(a At) { a.Approve() }},
			{Name: "deny", Reply: "denied", Safe: true,
				When: func(a At) bool { return a.ByPerson() },
				Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		}},
}

// tokenRequest is how the client asks for the tokens in poll and ping mode.
var tokenRequest = Step{Name: "token_request", Ref: "CIBA Core 10.1, 11", Phase: Deliver, On: Consumption, By: Operator,
	Doc:    "The client asks the token endpoint with its auth_req_id, and whoever stands before the consumption device gets what comes of it.",
	In:     devicePolls,
	When:   func(a At) bool { return a.S.Ack != AckDelayed },
	Checks: CIBATokenChecks(Always, Always), // an honest client has its credentials
	Do:     DeviceTokenOutcomes}

// CIBATokenChecks are the checks of the token endpoint on an auth_req_id. Authentic
// tells whether whoever asks passes for some client, and issued whether for the client
// of the request.
func CIBATokenChecks(authentic, issued func(a At) bool) []Check {
	return []Check{
		{Name: "client authentication", By: OP, Kind: Binding, Ref: "CIBA Core 10.1, 11", Reply: InvalidClient, Pass: authentic},
		{Name: "issued to this client", By: OP, Kind: Binding, Ref: "CIBA Core 10.1, 11", Reply: InvalidGrant, Pass: issued},
		{Name: "single use of auth_req_id", By: OP, Kind: Limit, Ref: "CIBA Core 10.1.1, 11", Reply: InvalidGrant,
			Pass: func(a At) bool { return a.S.Stage != Redeemed || a.Setting.CodeReusable }},
		{Name: "expires_in", By: OP, Kind: Protocol, Ref: "CIBA Core 7.3, 11", Reply: ExpiredToken,
			Pass: func(a At) bool { return a.S.Stage != Expired }},
		{Name: "user denied", By: OP, Kind: Protocol, Ref: "CIBA Core 11", Reply: AccessDenied,
			Pass: func(a At) bool { return a.S.Stage != Denied }},
	}
}

// PushedTokenChecks are those checks in push mode.
var PushedTokenChecks = []Check{
	{Name: "registered for poll or ping", By: OP, Kind: Protocol, Ref: "CIBA Core 11", Reply: UnauthorizedClient,
		Pass: func(At) bool { return false }},
}

// pingCallback tells the client that the user has decided.
var pingCallback = Step{Name: "ping_callback", Ref: "CIBA Core 10.2", Phase: Deliver, On: Consumption, By: Operator,
	Doc: "The provider posts the auth_req_id to the client's notification endpoint, with the client_notification_token of its request.",
	In:  StagesOf(Approved, Denied),
	Do: []Outcome{
		{Name: "taken", Reply: NoContent, Safe: true,
			When: func(a At) bool { return a.S.Ack == AckArrived }},
		{Name: "not expected", Reply: NotExpected, Safe: true,
			When: func(a At) bool { return a.S.Ack == AckDelayed },
			Do:   func(a At) { a.S.Ack = AckOvertaken }},
	}}

// pushCallback sends the client the tokens, or the error in their place.
var pushCallback = Step{Name: "push_callback", Ref: "CIBA Core 10.3, 12", Phase: Deliver, On: Consumption, By: Operator,
	Doc:  "The provider posts the tokens to the client's notification endpoint, with the client_notification_token of its request.",
	In:   StagesOf(Approved, Denied, Expired),
	When: func(a At) bool { return !a.S.Posed }, // it goes to the client, whoever asked
	Checks: []Check{
		{Name: "expires_in", By: OP, Kind: Protocol, Ref: "CIBA Core 12", Reply: ExpiredToken,
			Pass: func(a At) bool { return a.S.Stage != Expired }},
		{Name: "user denied", By: OP, Kind: Protocol, Ref: "CIBA Core 12", Reply: AccessDenied,
			Pass: func(a At) bool { return a.S.Stage != Denied }},
	},
	Do: []Outcome{
		{Name: "tokens", Reply: "access_token",
			When: func(a At) bool { return a.S.Ack == AckArrived },
			Do:   func(a At) { a.Redeem() }},
		// Something went wrong at the provider, and the user will not be asked again.
		{Name: "failed", Reply: TransactionFailed, Safe: true,
			When: func(a At) bool { return a.S.Ack == AckArrived },
			Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		// The provider has done its part, and the client has nothing to put them to.
		{Name: "not expected", Reply: NotExpected, Safe: true,
			When: func(a At) bool { return a.S.Ack == AckDelayed },
			Do: func(a At) {
				a.S.Stage, a.S.Ack = Redeemed, AckOvertaken
				a.endAge()
			}},
	}}

// acknowledgement is the end of a delay.
var acknowledgement = Step{Name: "acknowledgement", Ref: "CIBA Core 7.3", On: Consumption, By: Wait,
	Doc:  "The answer to the authentication request arrives, after all.",
	When: func(a At) bool { return a.S.Ack == AckDelayed },
	Do:   Does(func(a At) { a.S.Ack = AckArrived })}

// synchronous is a request that can be answered at once, where the provider relies on
// what it has agreed with the client instead of on the user. Nothing is delivered later,
// so mitigations that judge the delivery are not asked.
func synchronous(request Step) Step {
	request.Ref += "; issue 63"
	request.Do = append(slices.Clone(request.Do), Outcome{Name: "tokens at once", Reply: "access_token", Do: func(a At) {
		a.Start()
		a.Redeem()
	}})
	return request
}

// AttackerCanName tells whether the attacker can say whom a session is to name. They
// prepare one after the other: nothing is lost by it.
func (a At) AttackerCanName() bool {
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; s.Stage == Idle && s.Init == Attacker {
			return false
		}
	}
	return a.AttackerCanStart()
}

// Awaits tells whether the acting person has a request of their own under way, and
// so expects to be asked. They do not see whether it has been sent or refused.
func (a At) Awaits() bool {
	for i := range a.Setting.Sessions {
		s := &a.W.Sessions[i]
		if a.ByPerson() && s.Hint == a.Party && s.Init == a.own() && (s.Stage == Pending || s.Stage == Idle) {
			return true
		}
	}
	return false
}

// Persuaded tells whether the acting person is as far as their habits let them
// approve what they did not start: they have let so many requests pass. Who is talked
// to has declined them, as they were told to.
func (a At) Persuaded() bool {
	h, passed := a.Habits(), uint8(0)
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; s.Hint == a.Party && (s.Stage == Denied || s.Stage == Expired && !h.Talked) {
			passed++
		}
	}
	return passed >= h.GivesIn && (!h.Talked || a.P().Lure == OnCall)
}

// AskedLately tells whether another request names the same person that was made
// within a code's life.
func (a At) AskedLately() bool {
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; i != a.Session && s.Hint == a.S.Hint && a.Recent(s) {
			return true
		}
	}
	return false
}

// Untouched tells whether nothing has come of the session since it was started.
func (a At) Untouched() bool {
	if a.S.Stage != Pending || a.S.Age > 0 || a.S.Known != 0 || a.S.Uses > 0 {
		return false
	}
	for i := range a.Setting.Persons {
		if a.W.Persons[i].On == 1+a.Session {
			return false
		}
	}
	return true
}

// bindingMessage is what a user does with the message that both devices show: CIBA Core
// 7.1. Who has seen none on a consumption device has nothing to compare or to type.
var bindingMessage = &Mitigation{
	Name:   "binding_message",
	Doc:    "What ties the two devices together: none, static (the same text for every request), compare (a text of this request, which the user is to compare) or enter (which they type).",
	Ref:    "CIBA Core 7.1; Tonge, Session Binding in CIBA",
	Option: true,
	By:     OP,
	Variants: []Variant{
		{
			Name:   "static",
			Doc:    "both devices show a text, which is the same for every request of the client",
			Ref:    "CIBA Core 7.1 asks for a text that relates to the transaction",
			Phases: []Phase{Authorize}, Reply: AccessDenied,
			Refuses: func(a At) Judged {
				if !a.ByPerson() || a.seesAny() {
					return 0
				}
				return Starter | Receiver
			},
			Defeats: []Defeat{{By: []string{"ignores-context"}, Ref: "CIBA Core 7.1: the user has to look"}},
		},
		{
			Name:   "compare",
			Doc:    "both devices show a text of this request, and the user is asked whether they are the same",
			Ref:    "CIBA Core 7.1",
			Phases: []Phase{Authorize}, Reply: AccessDenied,
			Refuses: otherMessage,
			Defeats: []Defeat{
				{By: []string{"miscompares"}, Ref: "Tonge, Session Binding in CIBA: too error prone"},
				{By: []string{"ignores-context"}, Ref: "CIBA Core 7.1: the user has to look"},
			},
		},
		{
			Name:   "enter",
			Doc:    "the consumption device shows a text of this request, and the user types it on the authentication device",
			Ref:    "Tonge, Session Binding in CIBA",
			Phases: []Phase{Authorize}, Reply: AccessDenied,
			Refuses: otherMessage,
		},
	},
}

// otherMessage refuses a person who has not seen the message of this very request.
func otherMessage(a At) Judged {
	if !a.ByPerson() || a.Sees() || a.S.Posed && a.copied() {
		return 0
	}
	return Starter | Receiver
}

// copied tells whether an attacker in the client's place could send the message that
// the acting person sees elsewhere.
func (a At) copied() bool {
	for i := range a.Setting.Sessions {
		if k := a.W.Sessions[i].Known; k.Has(a.Party) && k.Has(Attacker) {
			return true
		}
	}
	return false
}

// seesAny tells whether the acting person has seen the message of some request.
func (a At) seesAny() bool {
	for i := range a.Setting.Sessions {
		if a.W.Sessions[i].Known.Has(a.Party) {
			return true
		}
	}
	return false
}

// secretUserCode is the user_code of CIBA, which is another thing than that of the
// device grant: a secret that only the user knows. 7.1.2 would have clients go without
// it that serve customers on the phone; where it is required, those are lost.
var secretUserCode = &Mitigation{
	Name:   "user_code",
	Doc:    "Whether a request must carry a secret that only its user knows: none or required.",
	Ref:    "CIBA Core 7.1.2",
	Option: true,
	By:     OP,
	Variants: []Variant{{
		Name:   "required",
		Doc:    "the client sends a secret that the user has told it, against requests that nobody asked for",
		Ref:    "CIBA Core 7.1.2",
		Phases: []Phase{Initiate}, Reply: InvalidUserCode,
		Refuses: func(a At) Judged {
			if a.S.Hint == a.Party || a.S.Hint == Attacker || a.Party == Attacker && a.named().Told&ToldUserCode != 0 {
				return 0
			}
			return Acting
		},
	}},
}
