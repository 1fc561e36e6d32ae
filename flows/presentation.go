package flows

// What the two flows of wallets share: a request that is shown as a QR code, and an
// answer that the wallet posts straight to whoever made the request. What either says
// itself is in oid4vp.go and siopv2.go.

// Replies for which neither OpenID4VP nor SIOPv2 has a word.
const (
	WrongAudience Reply = "made for another client_id"
	BadSignature  Reply = "signature does not verify"
)

// Wallets are the steps by which a wallet takes a request up.
var Wallets = []string{"fetch_request", "scan_request"}

// Elsewhere is an answer in the name of who is acted on, which their wallet has not given to
// this request although it has in it what ties one to this session.
const Elsewhere uint8 = OwnCode + 1

// startRequest is somebody who opens the page.
func startRequest(ref, doc string) Step {
	return Step{Name: "authorization_request", Ref: ref, Phase: Initiate, On: Consumption, By: Anyone,
		Doc:  doc,
		In:   StagesOf(Idle),
		When: func(a At) bool { return a.CanStart() },
		Do:   Does(func(a At) { a.Start() })}
}

// showRequest is the page.
func showRequest(ref, doc string) Step {
	return Step{Name: "display", Ref: ref, Phase: Present, On: Consumption, Via: Screen, By: Operator,
		Doc:  doc,
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.ByPerson() && !a.Sees() },
		Do:   Does(func(a At) { a.S.Known.Add(a.Party) })}
}

// takeRequest is a wallet that takes a request up.
func takeRequest(name, ref, doc string) Step {
	return Step{Name: name, Ref: ref, Phase: Engage, On: Authorization, Via: Screen, By: Anyone,
		Doc:  doc,
		In:   StagesOf(Pending, Expired),
		When: func(a At) bool { return a.S.Stage == Expired || a.Sees() && a.TurnsTo() },
		Checks: []Check{
			{Name: "request life", By: RP, Kind: Limit, Ref: "decided here; SIOPv2 13.3", Reply: RequestExpired,
				Pass: func(a At) bool { return a.S.Stage != Expired }},
		},
		Do: Does(func(a At) { a.TakeUp() })}
}

// unlock is the wallet asking who is there.
func unlock(ref string) Step {
	return Step{Name: "authenticate", Ref: ref, Phase: Authenticate, On: Authorization, By: People,
		Doc:  "The wallet has its user prove that it is them.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
		Do:   Does(func(a At) { a.P().Authed = true })}
}

// consent is the wallet asking whether it may answer.
func consent(ref, doc string, denied Reply) Step {
	return Step{Name: "consent", Ref: ref, Phase: Authorize, On: Authorization, By: Anyone,
		Doc:  doc,
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.Deciding() },
		Do: []Outcome{
			{Name: "approve", Reply: "approved",
				Errs: func(a At) Errors { return a.Unasked() },
				Do:   func(a At) { a.issueCode() }},
			{Name: "mistake", Reply: "approved",
				When: func(a At) bool { return a.Mistakable() },
				Errs: func(a At) Errors { return a.Taken() },
				Do:   func(a At) { a.issueCode() }},
			{Name: "deny", Reply: denied, Safe: true,
				When: func(a At) bool { return a.ByPerson() },
				Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		}}
}

// directPost is the wallet's answer.
func directPost(ref, doc string) Step {
	return Step{Name: "direct_post", Ref: ref, Phase: Verify, On: Authorization, By: Anyone,
		Doc:  doc,
		In:   StagesOf(Approved),
		When: func(a At) bool { return a.S.Appr == a.Party },
		Do:   Does(func(a At) { a.Bring(CodeFrom(a.Session)) })}
}

// result is the page asking what came of its session.
func result(ref, doc string, checks ...Check) Step {
	return Step{Name: "result", Ref: ref, Phase: Deliver, On: Consumption, By: Operator,
		Doc: doc,
		In:  StagesOf(Pending, Returned, Denied, Expired),
		Checks: append([]Check{
			{Name: "session life", By: RP, Kind: Limit, Ref: "decided here", Reply: RequestExpired,
				Pass: func(a At) bool { return a.S.Stage != Expired }},
			{Name: "user denied", By: RP, Kind: Protocol, Ref: ref, Reply: AccessDenied,
				Pass: func(a At) bool { return a.S.Stage != Denied }},
		}, checks...),
		Do: []Outcome{
			{Name: "pending", Reply: AuthorizationPending, Safe: true,
				When: func(a At) bool { return a.S.Stage == Pending }},
			{Name: "logged in", Reply: "result",
				When: func(a At) bool { return a.S.Stage == Returned },
				Do:   func(a At) { a.LogIn() }},
		}}
}

// nonceOf is what ties an answer to the request of this session.
func nonceOf(ref string) Check {
	return Check{Name: "nonce", By: RP, Kind: Binding, Ref: ref, Reply: NonceMismatch,
		Pass: func(a At) bool {
			return a.Setting.NoNonce || a.Setting.NoHolderBinding || a.ownCode() || a.S.Code == Elsewhere
		}}
}

// Poster is who has posted the session's answer. A wallet posts its own, and in the place of
// any other answer the attacker does.
func (a At) Poster() Party {
	if a.ownCode() {
		return a.S.Appr
	}
	return Attacker
}

// Presented is the answer that the acting person's wallet has posted in a session of
// somebody's, as CodeFrom; 0 if there is none. It is good for the verifier as long as its
// nonce is.
func (a At) Presented() uint8 {
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; s.Appr == a.Party && (s.Stage == Returned || s.Stage == Redeemed) && i != a.Session {
			return CodeFrom(i)
		}
	}
	return 0
}

// LogIn gives the session to the acting party, for whoever has answered. That an answer
// was another one than the wallet's is remembered.
func (a At) LogIn() {
	if a.ownCode() {
		a.S.Code = 0
	}
	a.S.Known = 0
	a.Redeem()
}

// deviceStub has requests go only to phones that their user has linked with the device
// beforehand. Wallets take none that comes otherwise, not even from a link. The stub is read
// as one that carries request and answer, so that the verifier's session is that of the
// device on which the stub is. One that only passed requests on would pass on those of
// another session too, which a relaying page shows on the user's own device (B8).
var deviceStub = &Mitigation{
	Name:   "device_stub",
	Doc:    "Whether a request reaches only a phone that was linked with the consumption device beforehand: none or linked.",
	Ref:    "Bauer, Formal Analysis of Self-Issued OpenID Providers (2022): Cross-Device Stub",
	Option: true,
	By:     OP,
	Variants: []Variant{{
		Name:   "linked",
		Doc:    "a stub on the consumption device passes requests on to the phones that are linked with it, and wallets take no others",
		Ref:    "Bauer (2022): Cross-Device Stub; BCP 247 6.3",
		Phases: []Phase{Engage}, Reply: AccessDenied,
		Refuses: func(a At) Judged {
			if a.S.Recv == a.Party && !a.ConsumptionDevice().Unlinked {
				return 0
			}
			return Receiver | Acting
		},
		Defeats: []Defeat{{By: []string{"trusted-device"}, Ref: "BCP 247 6.3: an implementation of 6.1.7, whose Limitations these are"}},
	}},
}
