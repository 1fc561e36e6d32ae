package flows

// CTAP 2.2 hybrid transports, also called FIDO cross-device authentication, as the log-in
// of an authorization code grant with PKCE, which is how BCP 247 6.2.3 has it grant
// something to a consumption device.
//
//	browser and client platform            OpenID provider            phone
//	  | authorization_request -------------------->|                      |  RFC 6749 4.1.1
//	  | display_qr (key, secret)                   |                      |  11.5.1
//	  |                                            |         scan_qr ---->|  11.5.1
//	  |<.............. hear_advert (Bluetooth) ..........................|  11.5.1
//	  |<============== handshake, by a tunnel service ==================>|  11.5.1
//	  |                                            |    authenticate ---->|  6.2
//	  |<================= assertion =============== authorize ===========|  6.2
//	  |-- assertion ------------------------------>|                      |  WebAuthn 7.2
//	  | return_code (code, state) <----------------|                      |  RFC 6749 4.1.2
//	  | token, code_verifier --------------------->|                      |  RFC 7636 4.5
//	  | resource                                                             RFC 6750
//
// Numbers without a name are of CTAP 2.2. OP is the provider together with the
// authenticator that it trusts. Pending is a client platform that waits for a phone;
// Connected, one that has completed the handshake with a phone.
//
// Decided here, because the text leaves it open or says it otherwise:
//   - The handshake (Noise KNpsk0) needs three things of the client: the private key whose
//     public key is in the QR code, the secret in it, and the phone's decrypted advert. Of
//     the phone it needs the QR code alone. So who photographs a code can bring a phone to
//     it, and no client: advertise_on_site and take_over_tunnel of the attacker.
//   - One phone completes the handshake for a code. Another that has scanned it waits in
//     vain, and so does who is interrupted then: the device shows a fresh code.
//   - A phone verifies its user when a command comes (6.2), which is after the handshake,
//     or when it is unlocked to scan, which is before. Both orders are possible. Who is not
//     verified signs nothing, and the provider looks for that (WebAuthn 7.2).
//   - state_assisted: the device is linked with its user's phone, calls that through the
//     tunnel service and shows no code. The phone sends its advert all the same
//     (State-assisted Transactions). No phone is linked with the attacker's device.
//   - The origin is what the client platform says it is. The attacker's own says that of
//     the provider, so that nothing is wrong with it; a victim's browser on a page of the
//     attacker's says that of the page, and there the check is: relay_assertion.
//   - The answer comes back to the browser that asked: return_code is by whoever operates
//     it, with the state that it has kept. State is in no QR code.
//   - code_life is the time-out of the log-in (WebAuthn 15.1), and the client waits no
//     longer. What the client and its provider do is in authcode.go.
//
// Mitigations. What is in the code is made by the client platform, and neither it nor a
// scan is ever seen by the provider, so mitigations that count codes or put something into
// them (6.1.3, 6.1.4, 6.1.17) are about other flows; the handshake is for one phone anyway.
// What the phone says is its platform's, which knows the name of the relying party and not
// who asks from where: there is no page of the provider for 6.1.14. Where the devices are
// (6.1.1) the provider is told by the platforms.
//
// Left out, and why:
//   - The tunnel service, and who else connects to it: it cannot read what it forwards, and
//     can only refuse to.
//   - Linking by the attacker: a phone that was talked into a log-in once can be linked,
//     and be called then without a code. It still has to be heard.
//   - A FIDO:/ address that is opened by a page on the phone instead of scanned: it spares
//     the attacker the lure with a code, and the advert is still needed.
//   - Which of the phone's credentials is used, and registration: one account each.
//   - A passkey on the device itself, and a fallback to a weaker log-in, which the provider
//     would have to offer.
//   - A request that leaks or is opened in another browser: same-device-authcode.
//   - How near is near: Bluetooth is heard through walls. Here it is one place.

// Replies that neither CTAP nor WebAuthn names, and the error that WebAuthn 5.1.4 has for
// whatever a user or a phone does not do.
const (
	NoHandshake Reply = "no handshake"
	NotAllowed  Reply = "NotAllowedError"
)

// CTAPHybrid is FIDO cross-device authentication with the authorization code grant.
var CTAPHybrid = &Flow{
	Name:        "ctap-hybrid",
	Doc:         "FIDO cross-device authentication (CTAP 2.2 hybrid) for an authorization code grant with PKCE: a phone scans a QR code, and must be heard over Bluetooth by the device that showed it.",
	Ref:         "CTAP 2.2 11.5; BCP 247 6.2.3",
	Transfer:    Keyed,
	CodeLifeMax: 3600,
	After:       tokens,
	Steps: []Step{
		startAuthcode,

		{Name: "display_qr", Ref: "CTAP 2.2 11.5.1", Phase: Present, On: Consumption, Via: Screen, By: Operator,
			Doc:  "The client platform shows a QR code with a fresh public key and a secret. No origin is in it.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.ByPerson() && !a.Sees() && !a.Linked() },
			Do:   Does(func(a At) { a.S.Known.Add(a.Party) })},

		{Name: "scan_qr", Ref: "CTAP 2.2 11.5.1", Phase: Engage, On: Authorization, Via: Screen, By: Anyone,
			Doc:  "A phone scans the code, or is called because it is linked; it connects to its tunnel service and begins to advertise.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return (a.Sees() || a.Linked() && a.S.Recv == a.Party) && a.TurnsTo() },
			Do:   Does(func(a At) { a.TakeUp() })},

		{Name: "hear_advert", Ref: "CTAP 2.2 11.5.1", Phase: Verify, On: Authorization, By: Anyone,
			Doc:  "The client platform hears this phone's advert, decrypts it with the secret of the code or of the link, and both complete the handshake, whose key is made of both.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.Advertises() },
			Checks: []Check{
				// Who hears is the client platform. It is the authenticator, and so OP, that
				// binds: without the advert its handshake fails, whatever the platform says.
				{Name: "advert heard", By: OP, Kind: Binding, Ref: "CTAP 2.2 11.5.1", Reply: NoHandshake,
					Pass: func(a At) bool { return a.Near(BLE) }},
			},
			Do: Does(func(a At) { a.Connect() })},

		{Name: "walk_away", Ref: "BCP 247 6.1.3 Limitations", On: Authorization, By: People,
			Doc:  "The user is interrupted while the request is on their phone, and will have to scan again: a fresh code, if the handshake was complete.",
			In:   StagesOf(Pending, Connected),
			When: walkAway.When,
			Do: Does(func(a At) {
				walkAway.Do[0].Do(a)
				if a.S.Stage == Connected {
					a.S.Stage = Pending // and nobody has seen the code that is shown now
				}
			})},

		{Name: "authenticate", Ref: "CTAP 2.2 6.2", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The phone verifies its user, by a fingerprint or a PIN.",
			In:   StagesOf(Pending, Connected),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Do:   Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "CTAP 2.2 6.2", Phase: Authorize, On: Authorization, By: Anyone,
			Doc:  "The phone asks its user whether to log in, and signs for the origin that the client platform names; the provider verifies that and issues a code to its browser.",
			In:   StagesOf(Connected),
			When: func(a At) bool { return a.Prompted() },
			Checks: []Check{
				{Name: "user verified", By: OP, Kind: Protocol, Ref: "CTAP 2.2 6.2; WebAuthn 7.2", Reply: NotAllowed,
					Pass: func(a At) bool { return !a.ByPerson() || a.P().Authed }},
			},
			Do: []Outcome{
				{Name: "approve", Reply: "code",
					Errs: func(a At) Errors { return a.Unasked() },
					Do:   func(a At) { a.Approve() }},
				{Name: "mistake", Reply: "code",
					When: func(a At) bool { return a.Mistakable() },
					Errs: func(a At) Errors { return a.Taken() },
					Do:   func(a At) { a.Approve() }},
				{Name: "deny", Reply: AccessDenied, Safe: true,
					When: func(a At) bool { return a.ByPerson() },
					Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
			}},

		{Name: "return_code", Ref: "RFC 6749 4.1.2 (C)", Phase: Verify, On: Consumption, Via: Page, By: Operator,
			Doc: "The browser that showed the QR code brings code and state to the client.",
			In:  StagesOf(Approved),
			Do:  Does(func(a At) { a.Bring(CodeFrom(a.Session)) })},

		tokenAuthcode,

		useAccess,
	},
}

// KeptState is what the client makes of an answer that the victim's browser brings it for
// its session: the state is with that browser, and nothing has shown it to anybody.
var KeptState = Check{Name: "state", By: RP, Kind: Binding, Ref: "RFC 6749 10.12", Reply: StateMismatch,
	Pass: func(a At) bool { return a.Setting.NoState }}

// Linked tells whether the session's device calls its user's phone and shows no code.
func (a At) Linked() bool { return a.Setting.StateAssisted && a.S.Recv != Attacker }

// Advertises tells whether the acting party's phone has scanned the code, or was called,
// and waits to be heard.
func (a At) Advertises() bool {
	if !a.ByPerson() {
		return a.S.Take == a.Party
	}
	return a.OnScreen()
}

// Prompted tells whether the acting party's phone asks whether to log in.
func (a At) Prompted() bool {
	if !a.ByPerson() {
		return a.Deciding()
	}
	return a.OnScreen() && a.Back()
}

// Connect completes the handshake with the acting party's phone. The code is of no more
// use, and no other phone is listened to.
func (a At) Connect() {
	a.S.Stage, a.S.Known = Connected, 0
	if !a.ByPerson() {
		a.close(a.Session)
		return
	}
	p := *a.P()
	a.S.Take = Nobody
	a.close(a.Session)
	a.P().On, a.P().Authed = p.On, p.Authed
}
