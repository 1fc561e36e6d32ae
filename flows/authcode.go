package flows

import "slices"

// OAuth 2.0 authorization code grant, RFC 6749 4.1, with OpenID Connect Core 3.1, as it
// is used across devices and as it was meant.
//
// authcode-qr is described in Tonge, Decoupled Flows in OAuth 2.0: the client shows its
// authorization request as a QR code, and the answer lands on another device.
//
//	device             client                  OpenID provider            phone
//	  | authorization_request                         |                      |  4.1.1
//	  |<- display (QR) --|                            |                      |
//	  |                  |                            |<--- follow_request --|
//	  |                  |                            |<----- authenticate --|  4.1.1 (B)
//	  |                  |                            |<-------- authorize --|  4.1.1 (B)
//	  |                  |<-- redirect (code, state) ----------------------- |  4.1.2
//	  | token: polls --->| code, code_verifier ------>|                      |  4.1.3, RFC 7636 4.5
//	  |<- logged in -----|<- access token, ID token --|                      |  4.1.4
//	  | resource                                                             RFC 6750
//
// same-device-authcode is the same in one browser, in which the client knows its user by
// a cookie: the baseline.
//
// Decided here, because the text leaves it open:
//   - state names the client's session and is signed: nobody can make one up. Where the
//     setting state is false the client goes by the code alone, or by a state that
//     anybody can write.
//   - In one browser the client goes by its cookie: a browser that comes back is taken for
//     the session that it has, and state ties the answer to that (RFC 6749 10.12). On the
//     phone there is no such session, and whoever brings a code and a state is listened
//     to; there state tells that the client has made the request, and nothing else.
//   - The device polls by state, as Tonge has it (4). The state is in the QR code: whoever
//     sees that can poll too, unless the setting poll_bound is true.
//   - The client redeems a code when the device polls for it. Nobody sees whether it did
//     so earlier.
//   - code_life is how long the client waits for the answer to its request. The code
//     itself lives for less (RFC 6749 4.1.2: 10 minutes at most), and comes back in the
//     same moment.
//   - What the client asks with rp_confirmation, it asks in the browser that brings the
//     code. Who approves for somebody elsewhere sees neither screen nor secret: such
//     pairs are lost.
//
// Left out, and why:
//   - Requests that a client gets wrong (4.1.2.1), and redirect URIs that are not the
//     client's own: RFC 9700 4.1 has those compared exactly, and then nothing follows.
//   - The client's authentication at the token endpoint: nobody but the client redeems
//     codes in these attacks. A code that is brought to it with another state is another
//     matter: swap_code and inject_code.
//   - The QR code's way through a camera, and a page that draws its own: send_lure and
//     show_code of the attacker.
//   - Single sign-on in the browser: who opens a request always authenticates.
//   - A public client, which redeems codes in the browser: RFC 9700 2.1.1 demands PKCE of
//     it, and nonce would not protect it (4.5.3.2). Mix-up of two providers (4.4).
//   - That a provider can be talked out of PKCE (4.8.2), and that it may revoke tokens when
//     a code is redeemed again (RFC 6749 4.1.2): the attacker would gain nothing by it.
//   - A request that leaks from the victim's own browser: in one browser nothing shows it.

// Replies of RFC 6749 4.1.2.1 and of the client, which RFC 6749 10.12 and OpenID Connect
// Core 3.1.3.7 leave without a name.
const (
	StateMismatch  Reply = "state mismatch"
	NonceMismatch  Reply = "nonce mismatch"
	RequestExpired Reply = "request expired"
)

var (
	// AuthcodeQR is the authorization code flow with its request in a QR code.
	AuthcodeQR = &Flow{
		Name:        "authcode-qr",
		Doc:         "Authorization code flow with a QR code: the client's request is scanned on a phone, the answer lands there, and the device that showed it polls the client.",
		Ref:         "RFC 6749 4.1; Tonge, Decoupled Flows in OAuth 2.0",
		Transfer:    Scanned,
		CodeLifeMax: 3600,
		After:       tokens,
		Options:     []*Mitigation{rpConfirmation},
		Steps: slices.Concat([]Step{startAuthcode, displayQR, follow(Authorization, Screen), walkAway},
			atProvider, []Step{redirect(), tokenAuthcode, useAccess}),
	}

	// SameDeviceAuthcode is the authorization code flow in one browser.
	SameDeviceAuthcode = &Flow{
		Name:        "same-device-authcode",
		Doc:         "Authorization code flow in one browser: the baseline, whose binding rests on state, nonce and PKCE.",
		Ref:         "RFC 6749 4.1",
		Transfer:    SameDevice,
		CodeLifeMax: 3600,
		After:       tokens,
		Steps: slices.Concat([]Step{startAuthcode, sendToProvider, follow(Consumption, Page), walkAway},
			atProvider, []Step{redirect(ownSession), tokenAuthcode, useAccess}),
	}
)

var startAuthcode = Step{Name: "authorization_request", Ref: "RFC 6749 4.1.1; RFC 7636 4.1-4.3", Phase: Initiate, On: Consumption, By: Anyone,
	Doc:  "The client makes a request with state, nonce and code_challenge for the session of whoever stands before the device.",
	In:   StagesOf(Idle),
	When: func(a At) bool { return a.CanStart() },
	Do:   Does(func(a At) { a.Start() })}

var displayQR = Step{Name: "display", Ref: "Tonge, Authorization Code Flow with QR code, 1", Phase: Present, On: Consumption, Via: Screen, By: Operator,
	Doc:  "The consumption device shows the request as a QR code to whoever stands before it.",
	In:   StagesOf(Pending),
	When: func(a At) bool { return a.ByPerson() && !a.Sees() },
	Do:   Does(func(a At) { a.S.Known.Add(a.Party) })}

var sendToProvider = Step{Name: "redirect_to_provider", Ref: "RFC 6749 4.1.1 (A)", Phase: Present, On: Consumption, Via: Page, By: Operator,
	Doc:  "The client sends the browser of its user on to the provider.",
	In:   StagesOf(Pending),
	When: func(a At) bool { return a.ByPerson() && !a.Sees() },
	Do:   Does(func(a At) { a.S.Known.Add(a.Party) })}

// follow is a browser that opens the request, on the device and from where the flow has it.
func follow(on Place, via Channel) Step {
	return Step{Name: "follow_request", Ref: "RFC 6749 4.1.1 (A)", Phase: Engage, On: on, Via: via, By: Anyone,
		Doc:  "Somebody's browser opens the client's request at the provider.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.Sees() && a.TurnsTo() },
		Do:   Does(func(a At) { a.TakeUp() })}
}

// atProvider is what the user does at the provider.
var atProvider = []Step{
	{Name: "authenticate", Ref: "RFC 6749 4.1.1 (B)", Phase: Authenticate, On: Authorization, By: People,
		Doc:  "The user proves who they are to the provider.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
		Do:   Does(func(a At) { a.P().Authed = true })},

	{Name: "authorize", Ref: "RFC 6749 4.1.1 (B), 4.1.2", Phase: Authorize, On: Authorization, By: Anyone,
		Doc:  "The provider asks the user whether they grant the client access, and issues a code to their browser.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.Deciding() },
		Do: []Outcome{
			{Name: "approve", Reply: "code",
				Errs: func(a At) Errors { return a.Unasked() },
				Do:   func(a At) { a.issueCode() }},
			{Name: "mistake", Reply: "code",
				When: func(a At) bool { return a.Mistakable() },
				Errs: func(a At) Errors { return a.Taken() },
				Do:   func(a At) { a.issueCode() }},
			{Name: "deny", Reply: AccessDenied, Safe: true,
				When: func(a At) bool { return a.ByPerson() },
				Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		}},
}

// redirect brings the code to the client, with the state of the request.
func redirect(checks ...Check) Step {
	return Step{Name: "redirect", Ref: "RFC 6749 4.1.2 (C), 10.12", Phase: Verify, On: Authorization, Via: Page, By: Anyone,
		Doc:    "The browser in which the request was approved brings code and state to the client.",
		In:     StagesOf(Approved),
		When:   func(a At) bool { return a.S.Appr == a.Party },
		Checks: checks,
		Do:     Does(func(a At) { a.Bring(CodeFrom(a.Session)) })}
}

// ownSession is how a client knows its user in one browser.
var ownSession = Check{Name: "session of this browser", By: RP, Kind: Binding, Ref: "RFC 6749 10.12; RFC 9700 2.1.1", Reply: SessionNotFound,
	Pass: func(a At) bool { return a.S.Recv == a.Party }}

// StateCheck is what the client makes of an answer that is brought to it for somebody
// else's session: it must have the state of that session in it.
var StateCheck = Check{Name: "state", By: RP, Kind: Binding, Ref: "RFC 6749 4.1.2, 10.12; OpenID Connect Core 3.1.2.7", Reply: StateMismatch,
	Pass: func(a At) bool { return a.Setting.NoState || a.Sees() }}

// issueCode is the acting party's yes. Who has seen the request still matters: they can
// answer for it, or poll.
func (a At) issueCode() {
	known := a.S.Known
	a.Approve()
	a.S.Known = known
}

// Bring is what becomes of a session when a browser brings the client a code for it:
// the account is that of whoever approved where the code is from, or is named in it.
func (a At) Bring(code uint8) {
	known := a.S.Known
	switch {
	case code == OwnCode:
		a.S.Appr = Attacker
	case code == Elsewhere:
		a.S.Appr = a.Party
	case code != CodeFrom(a.Session):
		a.S.Appr = a.W.Sessions[code-CodeFrom(0)].Appr
	}
	if code != CodeFrom(a.Session) {
		a.S.OTP = OTPUnused
	}
	a.S.Code, a.S.Stage = code, Returned
	a.CloseRequest()
	a.S.Known = known
}

// tokenAuthcode is the client redeeming a code for the session whose state came with
// it.
var tokenAuthcode = Step{Name: "token", Ref: "RFC 6749 4.1.3; RFC 7636 4.6; OpenID Connect Core 3.1.3.7", Phase: Deliver, On: Consumption, By: Operator,
	Doc:    "The client redeems the code, with the code_verifier that it keeps for this session, and whoever stands before the device that asks for it is logged in.",
	In:     StagesOf(Pending, Returned, Denied, Expired),
	Checks: authcodeTokenChecks,
	Do: []Outcome{
		{Name: "pending", Reply: AuthorizationPending, Safe: true,
			When: func(a At) bool { return a.S.Stage == Pending }},
		{Name: "tokens", Reply: "access_token",
			When: func(a At) bool { return a.S.Stage == Returned },
			Do:   func(a At) { a.RedeemCode() }},
	}}

// CodeChecks are what provider and client look at when a code is redeemed, and
// authcodeTokenChecks those after what the client knows already.
var (
	CodeChecks = []Check{
		{Name: "single use of code", By: OP, Kind: Limit, Ref: "RFC 6749 4.1.2", Reply: InvalidGrant,
			Pass: func(a At) bool { return a.S.Stage != Returned || a.codeGood() }},
		{Name: "code_verifier", By: OP, Kind: Binding, Ref: "RFC 7636 4.6", Reply: InvalidGrant,
			Pass: func(a At) bool { return a.Setting.NoPKCE || a.ownCode() }},
		{Name: "nonce", By: RP, Kind: Binding, Ref: "OpenID Connect Core 3.1.3.7 11", Reply: NonceMismatch,
			Pass: func(a At) bool { return a.Setting.NoNonce || a.ownCode() }},
	}

	authcodeTokenChecks = append([]Check{
		{Name: "request life", By: RP, Kind: Limit, Ref: "decided here", Reply: RequestExpired,
			Pass: func(a At) bool { return a.S.Stage != Expired }},
		{Name: "user denied", By: RP, Kind: Protocol, Ref: "RFC 6749 4.1.2.1", Reply: AccessDenied,
			Pass: func(a At) bool { return a.S.Stage != Denied }},
	}, CodeChecks...)
)

// ownCode tells whether the code that was brought is the one issued in this session.
func (a At) ownCode() bool { return a.S.Code == CodeFrom(a.Session) || a.S.Code == 0 }

// codeGood tells whether the code that was brought has not been redeemed yet.
func (a At) codeGood() bool {
	switch {
	case a.S.Code == 0: // another session has redeemed it
		return false
	case a.S.Code == OwnCode || a.ownCode():
		return true
	}
	from := &a.W.Sessions[a.S.Code-CodeFrom(0)]
	return from.Stage == Approved || from.Stage == Returned && from.Code != 0
}

// RedeemCode issues tokens to the acting party, for whoever approved the session that
// the code is from. Nobody gets any for that code again.
func (a At) RedeemCode() {
	if a.S.Code != OwnCode && !a.ownCode() {
		from := &a.W.Sessions[a.S.Code-CodeFrom(0)]
		if from.Stage == Approved || from.Code == a.S.Code {
			from.Stage, from.Code = Returned, 0
		}
	}
	if a.ownCode() { // a code from elsewhere is remembered: the client has mixed up two answers
		a.S.Code = 0
	}
	a.S.Known = 0
	a.Redeem()
}

// IssuedCode is the authorization code that was issued to the acting person's browser and
// has not been redeemed, as CodeFrom; 0 if there is none.
func (a At) IssuedCode() uint8 {
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; s.Appr == a.Party && (s.Stage == Approved || s.Stage == Returned && s.Code == CodeFrom(i)) {
			return CodeFrom(i)
		}
	}
	return 0
}

// rpConfirmation is a question that the client asks in the browser that brings it a
// code, before it redeems it: Tonge, Session Binding in Standard Authorization Code
// Flow. It ties the two devices together as far as only who stands before the one
// can answer on the other.
var rpConfirmation = &Mitigation{
	Name:   "rp_confirmation",
	Doc:    "What the client asks on the authorization device before it redeems the code: none, screen (something that the consumption device shows) or secret (something that only its user knows).",
	Ref:    "Tonge, Session Binding in Standard Authorization Code Flow",
	Option: true,
	By:     RP,
	Variants: []Variant{
		{
			Name:   "screen",
			Doc:    "the client asks for something that the consumption device shows at that moment",
			Ref:    "Tonge, Session Binding in Standard Authorization Code Flow",
			Phases: []Phase{Verify}, Reply: AccessDenied,
			Refuses: func(a At) Judged {
				switch {
				case !a.ByPerson() && a.Sees(), a.ByPerson() && a.standsBefore():
					return 0
				case !a.ByPerson():
					return Acting
				}
				return Receiver
			},
			Defeats: []Defeat{{By: []string{"relay-answer"}, Ref: "BCP 247 6.1.16 Limitations, for this question: the lure has the answer"}, onTheSpot},
		},
		{
			Name:   "secret",
			Doc:    "the client asks for something that only the user of the consumption device knows",
			Ref:    "Tonge, Session Binding in Standard Authorization Code Flow",
			Phases: []Phase{Verify}, Reply: AccessDenied,
			Refuses: func(a At) Judged {
				if a.S.Recv == a.Party {
					return 0
				}
				return Receiver | Acting
			},
			Defeats: []Defeat{{By: []string{"relay-answer"}, Ref: "BCP 247 6.1.16 Limitations, for this question: who uses the device tells the answer, or asks for it"}},
		},
	},
}

// onTheSpot is an attacker whose device the victim can see.
var onTheSpot = Defeat{By: []string{"on-site"}, Ref: "BCP 247 4.3.3: the devices are in one place"}

// standsBefore tells whether the acting person is where the consumption device is.
func (a At) standsBefore() bool {
	return a.ConsumptionDevice().Place == a.AuthorizationDevice().Place
}
