package flows

// CTAP 2.2 hybrid transports, also called FIDO cross-device authentication, as the log-in
// of an authorization code grant with PKCE: BCP 247 6.2.3.
//
//	browser and client platform            OpenID provider            phone
//	  | authorization_request -------------------->|                      |  RFC 6749 4.1.1
//	  | display (QR: key, secret)                                         |  11.5.1
//	  |                                            |         scan_qr ---->|  11.5.1
//	  |<............... BLE advert ...............................        |  11.5.1
//	  | hear_advert (handshake) <========= tunnel =======================>|  11.5.1
//	  |                                            |    authenticate ---->|  user verification
//	  |<================== assertion ================= authorize =========|
//	  | return_code (code, state) <----------------|                      |  RFC 6749 4.1.2
//	  | token, code_verifier --------------------->|                      |  RFC 7636 4.5
//	  | resource
//
// OP is the provider together with the authenticator that it trusts.
//
// Decided here: user verification can come before or after the handshake; the sources
// have both orders. With state_assisted the QR code is skipped where a phone is linked
// with its user's own device; the advert is not.

// NoAdvert is a handshake that comes to nothing: its key needs the decrypted advert.
const NoAdvert Reply = "no handshake"

// CTAPHybrid is FIDO cross-device authentication with the authorization code grant.
var CTAPHybrid = &Flow{
	Name:        "ctap-hybrid",
	Doc:         "FIDO cross-device authentication (CTAP 2.2 hybrid) for an authorization code grant with PKCE: a phone scans a QR code, and must be heard over Bluetooth by the device that showed it.",
	Ref:         "CTAP 2.2 11.5; BCP 247 6.2.3",
	Transfer:    Scanned,
	CodeLifeMax: 3600,
	After:       tokens,
	Steps: []Step{
		startAuthcode,

		{Name: "display", Ref: "CTAP 2.2 11.5.1", Phase: Present, On: Consumption, Via: Screen, By: Operator,
			Doc:  "The client platform shows a QR code with a fresh public key and a secret. No origin is in it.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.ByPerson() && !a.Sees() },
			Do:   Does(func(a At) { a.S.Known.Add(a.Party) })},

		{Name: "scan_qr", Ref: "CTAP 2.2 11.5.1", Phase: Engage, On: Authorization, Via: Screen, By: Anyone,
			Doc:  "A phone scans the code, opens the tunnel and sends its advert by Bluetooth; a phone that is linked does so when it is called.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return (a.Sees() || a.Setting.StateAssisted && a.S.Recv == a.Party) && a.TurnsTo() },
			Do:   Does(func(a At) { a.TakeUp() })},

		{Name: "hear_advert", Ref: "CTAP 2.2 11.5.1", Phase: Verify, On: Consumption, By: Operator,
			Doc:  "The client platform hears the phone's advert, decrypts it with the secret of the QR code, and both complete the handshake, whose key needs both.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.phone() != Nobody },
			Checks: []Check{
				{Name: "advert heard", By: OP, Kind: Binding, Ref: "CTAP 2.2 11.5.1", Reply: NoAdvert, Pass: func(a At) bool {
					phone := &a.Setting.Authorization[a.phone()]
					return a.Device().Media&phone.Media&BLE != 0 && a.Device().Place == phone.Place
				}},
			},
			Do: Does(func(a At) { a.Connect() })},

		walkAway,

		{Name: "authenticate", Ref: "CTAP 2.2 6.2", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The phone verifies its user, by a fingerprint or a PIN.",
			In:   StagesOf(Pending, Connected),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Do:   Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "CTAP 2.2 6.2; RFC 6749 4.1.1 (B)", Phase: Authorize, On: Authorization, By: Anyone,
			Doc:  "The phone asks its user whether to log in there, and signs for the origin that the client platform names.",
			In:   StagesOf(Connected),
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

		{Name: "return_code", Ref: "RFC 6749 4.1.2 (C)", Phase: Verify, On: Consumption, Via: Page, By: Operator,
			Doc: "The browser that showed the QR code brings code and state to the client.",
			In:  StagesOf(Approved),
			Do:  Does(func(a At) { a.Bring(CodeFrom(a.Session)) })},

		tokenAuthcode,

		useAccess,
	},
}

// phone is whose phone has scanned the session's QR code, or answered its call.
func (a At) phone() Party {
	for i := range a.Setting.Persons {
		if a.W.Persons[i].On == 1+a.Session {
			return PersonParty(i)
		}
	}
	return a.S.Take
}

// Called tells whether a person's phone waits for the session's handshake.
func (a At) Called() bool { return a.phone() >= firstPerson }

// Connect completes the handshake.
func (a At) Connect() { a.S.Stage = Connected }
