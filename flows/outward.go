package flows

// A session that goes from the device on which it was approved to one that nobody knows
// yet: the cross-device session transfer pattern of BCP 247 3.2.1. Who starts is who
// approves, and the receiver is whoever brings the code. The two flows of the pattern say
// in session_transfer.go and network_join.go what is their own.
//
//	authorization device         authorization server         consumption device
//	  | authenticate ------------------>|                            |  (A), (B)
//	  | authorize --------------------->|                            |  (A)
//	  | request ----------------------->|                            |  (B)
//	  |<- code -------------------------|                            |  (C)
//	  | display                         |                            |  (D)
//	  |                                 |<-------- present the code -|  (E), (F)
//	  |                                 |-- session, or membership ->|  (G)
//	  |                                 |           resource         |  (G)
//
// The letters are those of 3.2.1; the attack of 4.2 has one more before them, the message,
// and one between (D) and (E), in which the user sends the code away.
//
// Decided here, because the text leaves it open:
//   - The user authorizes, and then the device requests the code. (A) has it so, and (B)
//     can be read either way. No server is asked between the two, so nothing depends on it.
//   - Who transfers a session because somebody has asked for it has started that session
//     themselves, and so makes no error by authorizing it: the error of 4.2 is to hand
//     out the code.
//   - A code is good once, as OpenID4VCI 4.1.1 has it for its own, unless single_use is
//     false. Then it is good for one device more: which of two comes first makes no
//     difference to the second.
//   - To hand a code out, and to scan one, takes no time, which is in the attacker's favour:
//     a code that lives a minute is brought within it.
//   - What is said to a device whose code is refused. No document gives words for it.
//   - A person takes a code only to a device that they want to go on with, and whoever
//     was asked for a code sends it and keeps none.
//
// Left out, and why:
//   - Transfers of the attacker's own session, to a device of the victim's that then acts
//     for the attacker: no document has that attack on this pattern. Nor is this the
//     linking of devices of Signal and WhatsApp (2025), in which the code comes from the
//     attacker's device, and the victim's phone scans it: there it is the new device that
//     shows the code, which is the pattern of 3.1.1 and, of these flows, authcode-qr.
//   - A code that is guessed: it is in a QR code, and too long for that. One that is
//     typed is the pattern's other form, and nobody says how long it is.
//   - That the device which shows the code is asked whether the one that brings it is
//     meant (a callback, which drafts of OpenID4VCI had and 13.6.1 of it has no more): BCP
//     247 names no such control. What comes nearest in it is request initiation
//     verification, the Transaction Code of OpenID4VCI.
//   - How old a code is that is good more than once, after its first use: the second
//     device can come at once, so nothing that is judged here depends on it.
//   - What the device that came first does with its session once another has come.

// The answers to a code that is refused. They are ours.
const (
	UsedCode    Reply = "code already used"
	CodeExpired Reply = "code expired"
)

// signIn is the user at the device on which they are known.
func signIn(ref string) Step {
	return Step{Name: "authenticate", Ref: ref, Phase: Authenticate, On: Authorization, By: People,
		Doc:  "The user is authenticated on the device that they have, because they want another one to go on, or because somebody has asked them to.",
		In:   StagesOf(Idle),
		When: func(a At) bool { return a.S.Subject == Nobody && a.slot() && (a.P().Wants || a.talkedInto()) },
		Do:   Does(func(a At) { a.S.Subject, a.S.Init = a.Party, a.Party })}
}

// talkedInto tells whether the acting person has read, or hears, somebody who asks for
// something.
func (a At) talkedInto() bool { return a.P().Lure == OpenPage || a.P().Lure == OnCall }

// authorizeOutward is the user's yes. It is to something that they have started.
func authorizeOutward(ref, doc string) Step {
	return Step{Name: "authorize", Ref: ref, Phase: Authorize, On: Authorization, By: People,
		Doc:  doc,
		In:   StagesOf(Idle),
		When: func(a At) bool { return a.S.Subject == a.Party && a.S.Appr == Nobody },
		Do: []Outcome{
			{Name: "approve", Reply: "approved", Do: func(a At) { a.S.Appr = a.Party }},
			{Name: "deny", Reply: "denied", Safe: true, Do: func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		}}
}

// requestOutward is the request of that device, which is answered with the code.
func requestOutward(name, ref, doc string) Step {
	return Step{Name: name, Ref: ref, Phase: Initiate, On: Authorization, By: People,
		Doc:  doc,
		In:   StagesOf(Idle),
		When: func(a At) bool { return a.S.Appr == a.Party },
		Do:   []Outcome{{Reply: "code", Do: func(a At) { a.S.Stage, a.S.Subject = Approved, Nobody }}}}
}

// showOutward is the code on the screen of its user.
func showOutward(ref, doc string) Step {
	return Step{Name: "display", Ref: ref, Phase: Present, On: Authorization, Via: Screen, By: People,
		Doc:  doc,
		In:   StagesOf(Approved),
		When: func(a At) bool { return a.S.Appr == a.Party && !a.Sees() },
		Do:   Does(func(a At) { a.S.Known.Add(a.Party) })}
}

// bringOutward is a device that joins with the code.
func bringOutward(name, ref, doc string) Step {
	return Step{Name: name, Ref: ref, Phase: Engage, On: Consumption, By: Anyone,
		Doc:  doc,
		In:   StagesOf(Approved, Returned, Redeemed, Expired),
		When: func(a At) bool { return a.S.Stage == Expired || a.Sees() && a.S.Recv != a.Party && a.carries() },
		Checks: []Check{
			{Name: "code life", By: OP, Kind: Limit, Ref: "BCP 247 6.1.2; OpenID4VCI 4.1.1", Reply: CodeExpired,
				Pass: func(a At) bool { return a.S.Stage != Expired }},
			{Name: "single use of code", By: OP, Kind: Limit, Ref: "BCP 247 6.1.3; OpenID4VCI 4.1.1", Reply: UsedCode,
				Pass: func(a At) bool {
					return a.S.Stage == Approved || a.Setting.CodeReusable && a.S.Stage == Redeemed
				}},
		},
		Do: Does(func(a At) {
			a.S.Stage, a.S.Recv, a.S.OTP = Returned, a.Party, OTPUnused
			a.S.Uses = min(a.S.Uses+1, a.Setting.ticks.usesCap)
		})}
}

// carries tells whether the acting party takes a code to a device of theirs by now.
func (a At) carries() bool { return !a.ByPerson() || a.P().Wants && a.TookTime() }

// deliverOutward is what the device gets.
func deliverOutward(name, ref, doc string, reply Reply) Step {
	forget := func(a At) { a.S.Known, a.S.Uses, a.S.OTP = 0, 0, OTPUnused }
	return Step{Name: name, Ref: ref, Phase: Deliver, On: Consumption, By: Operator,
		Doc: doc,
		In:  StagesOf(Returned),
		Do: []Outcome{
			{Name: "granted", Reply: reply,
				When: func(a At) bool { return a.S.Holder == Nobody },
				Do: func(a At) {
					if a.Redeem(); !a.Setting.CodeReusable {
						forget(a)
					}
				}},
			{Name: "granted again", Reply: reply,
				When: func(a At) bool { return a.S.Holder != Nobody },
				Do:   func(a At) { a.S.Stage, a.S.Again = Redeemed, a.Party; forget(a) }},
		}}
}

// usesOutward is the end of what the user wants, with what is no OAuth token there.
func usesOutward(ref, doc string) Step {
	s := useAccess
	s.Ref, s.Doc = ref, doc
	return s
}
