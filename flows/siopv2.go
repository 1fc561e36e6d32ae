package flows

// Self-Issued OpenID Provider v2, draft 13, across devices.
//
//	browser                RP                                   wallet
//	  | authorization_request |                                   |  4 (1), 9, 9.2
//	  |<- display (QR) -------|                                   |  4 (1)
//	  |                       |<---------------- scan_request ----|  4 (2)-(3), 9.2
//	  |                       |                 authenticate ---->|  3 (2), 4 (4)
//	  |                       |                 consent --------->|  3 (2), 10.3
//	  |                       |<-- direct_post (id_token) --------|  4 (5), 10.2
//	  | result -------------->|                                   |  15.3
//	  |<- logged in ----------|                                   |  11.1, 11.2
//
// OP is the wallet, a self-issued OpenID provider: an account is a key pair, and who has
// the key is its user.
//
// Decided here, because the text leaves it open:
//   - The request goes by reference, as 9.2 suggests for QR codes, so that the relying party
//     sees when it is taken up. code_life is how long it waits for the answer; 13.3 would
//     have that short.
//   - How the page finds its answer the text does not say (15.3 only that it may ask a
//     service that stores them). It asks by something that is its session's and not in the
//     QR code, as in 13.3 of OpenID4VP; poll_with_request tries it by what is.
//   - nonce is the one of this session (11.1). That it is known and was not used before
//     (11.2) asks for less: a nonce of the attacker's own session is both.
//
// Left out, and why:
//   - The same-device model, where the relying party knows its browser (13.3).
//   - Requests without a signature (7.2.1), and who rewrites one: as edit_request of oid4vp.
//     What is confirmed there is where the answer goes, and that is still the relying party.
//   - The authorization code flow (10.1), discovery (6), registration and its errors (7, 10.3).
//   - What the ID token claims besides sub: the wallet says so itself (13.1.1). Presentations
//     that come with it (12) are bound as in oid4vp.
//   - exp and iat (11.1): the wallet makes its answer when it is asked.
//   - Other apps behind the wallet's URI scheme (13.4).
//   - What 13.3 has wallets do. Showing the origin helps who holds it against the address of
//     the page with the code: that is the error ignores-address, and a mail has no address.
//     A warning at the first log-in with a relying party comes, or does not, for the attack
//     as for the honest: the request is the same party's. Where the lure is about another
//     party it is user-experience:context.
var SIOPv2 = &Flow{
	Name:        "siopv2",
	Doc:         "Self-Issued OpenID Provider v2 across devices: a relying party's request is scanned by a wallet on a phone, which posts an ID token that it has signed itself.",
	Ref:         "SIOPv2 draft 13",
	Transfer:    Scanned,
	CodeLifeMax: 3600,
	Options:     []*Mitigation{deviceStub},
	Steps: []Step{
		startRequest("SIOPv2 4 (1), 9, 9.2", "The relying party makes a request with a nonce, for the session of whoever stands before the device."),

		showRequest("SIOPv2 4 (1)", "The relying party's page shows its request as a QR code."),

		takeRequest("scan_request", "SIOPv2 4 (2)-(3), 9.2", "Somebody's wallet scans the code."),

		walkAway,

		unlock("SIOPv2 3 (2)"),

		consent("SIOPv2 3 (2), 10.3", "The wallet asks its user whether it may answer the relying party.", "user_cancelled"),

		directPost("SIOPv2 4 (5), 10.2", "The wallet posts an ID token to the redirect_uri of the request, with the nonce of the request and signed with its user's key."),

		result("SIOPv2 15.3", "The page asks what came of its session.",
			nonceOf("SIOPv2 11.1, 11.2")),

		useAccess,
	},
}
