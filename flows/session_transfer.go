package flows

// SessionTransfer is the cross-device session transfer of BCP 247 3.2.1 as an
// application uses it: A7. The Pre-Authorized Code Flow of OpenID4VCI is an instance, in
// which the device is a wallet.
//
// Decided here: the session that is transferred is good for as long as tokens are that
// were issued to the device, and for what these are. 3.2.1 has it preserve state, and does
// not say in what form.
var SessionTransfer = &Flow{
	Name:        "session-transfer",
	Doc:         "Cross-device session transfer: a user who is signed in on one device shows a code there, and whichever device brings it goes on with the session.",
	Ref:         "BCP 247 3.2.1",
	Transfer:    Outward,
	CodeLifeMax: 3600,
	After:       tokens,
	Steps: []Step{
		signIn("BCP 247 3.2.1 (A), (B)"),
		authorizeOutward("BCP 247 3.2.1 (A)", "The user authorizes the transfer of the session to another device."),
		requestOutward("transfer_request", "BCP 247 3.2.1 (B), (C)", "The authorization device asks for a session transfer code, and gets one."),
		showOutward("BCP 247 3.2.1 (D)", "The authorization device shows the session transfer code."),
		bringOutward("present_transfer_code", "BCP 247 3.2.1 (E), (F)", "Somebody's device presents the session transfer code."),
		deliverOutward("session_context", "BCP 247 3.2.1 (G)", "The server returns the session context, and the device goes on with the session.", "session context"),
		usesOutward("BCP 247 3.2.1 (G)", "The device uses the session."),
	},
}
