package flows

// SessionTransfer is the cross-device session transfer of BCP 247 3.2.1 as an
// application uses it: A7.
var SessionTransfer = &Flow{
	Name:        "session-transfer",
	Doc:         "Cross-device session transfer: a user who is signed in on one device shows a code there, and whichever device brings it goes on with the session.",
	Ref:         "BCP 247 3.2.1",
	Transfer:    Outward,
	CodeLifeMax: 3600,
	After:       tokens,
	Steps: []Step{
		signIn("BCP 247 3.2.1 (A), (B)"),
		startOutward("transfer_request", "BCP 247 3.2.1 (B)", "The authorization device asks for a session transfer code."),
		authorizeOutward("BCP 247 3.2.1 (A)"),
		showOutward("BCP 247 3.2.1 (C), (D)", "The authorization device shows the session transfer code."),
		bringOutward("present_transfer_code", "BCP 247 3.2.1 (E), (F)", "Somebody's device presents the session transfer code."),
		deliverOutward("session_context", "BCP 247 3.2.1 (G)", "The server returns the session context, and the device goes on with the session.", "session context"),
		useAccess,
	},
}
