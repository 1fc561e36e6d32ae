package flows

// A session that goes from the device on which it was approved to one that nobody knows
// yet: the cross-device session transfer pattern of BCP 247 3.2.1. Who starts is who
// approves, and the receiver is whoever brings the code. What the two flows of the
// pattern say themselves is in session_transfer.go and network_join.go.
//
//	authorization device         authorization server         consumption device
//	  | authenticate ------------------>|                            |  (A), (B)
//	  | request ----------------------->|                            |  (B)
//	  | authorize --------------------->|                            |  (A)
//	  |<- code (display) ---------------|                            |  (C), (D)
//	  |                                 |<--------- present the code |  (E), (F)
//	  |                                 |-- session, or membership ->|  (G)
//
// Decided here: the code is issued once its user has authorized the transfer; the text has
// both in one step. It is good for one device.

// UsedCode is the answer to a code that somebody has brought before.
const UsedCode Reply = "code already used"

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

// startOutward is the request of that device.
func startOutward(name, ref, doc string) Step {
	return Step{Name: name, Ref: ref, Phase: Initiate, On: Authorization, By: People,
		Doc:  doc,
		In:   StagesOf(Idle),
		When: func(a At) bool { return a.S.Subject == a.Party },
		Do:   Does(func(a At) { a.S.Stage = Pending })}
}

// authorizeOutward is the user's yes. It is to something that they have started.
func authorizeOutward(ref string) Step {
	return Step{Name: "authorize", Ref: ref, Phase: Authorize, On: Authorization, By: People,
		Doc:  "The server asks whether another device may go on with the session.",
		In:   StagesOf(Pending),
		When: func(a At) bool { return a.S.Init == a.Party },
		Do: []Outcome{
			{Name: "approve", Reply: "approved", Do: func(a At) { a.Approve() }},
			{Name: "deny", Reply: "denied", Safe: true, Do: func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
		}}
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
		When: func(a At) bool { return a.S.Stage == Expired || a.Sees() && a.TookTime() },
		Checks: []Check{
			{Name: "code life", By: OP, Kind: Limit, Ref: "BCP 247 6.1.2", Reply: ExpiredToken,
				Pass: func(a At) bool { return a.S.Stage != Expired }},
			{Name: "single use of code", By: OP, Kind: Limit, Ref: "BCP 247 6.1.3", Reply: UsedCode,
				Pass: func(a At) bool { return a.S.Stage == Approved }},
		},
		Do: Does(func(a At) { a.S.Stage, a.S.Recv = Returned, a.Party })}
}

// deliverOutward is what the device gets.
func deliverOutward(name, ref, doc string, reply Reply) Step {
	return Step{Name: name, Ref: ref, Phase: Deliver, On: Consumption, By: Operator,
		Doc: doc,
		In:  StagesOf(Returned),
		Do:  []Outcome{{Name: "granted", Reply: reply, Do: func(a At) { a.S.Known = 0; a.Redeem() }}}}
}
