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
//   - The request goes by reference, as 9.2 suggests for QR codes that would get large, so
//     that the relying party sees when it is taken up, and is signed by a key that the wallet
//     finds by client_id (7.2.2, 7.2.3). With signed_request_object=false it is as in the
//     example of 9.2: by value, not signed, and with the redirect_uri as client_id (7.2.1).
//     As in oid4vp.go that still says where the answer goes, and the answer is for it; but
//     client_metadata MAY have a logo_uri, policy_uri and tos_uri (7.5), which edit_request
//     then forges too.
//   - code_life is how long the relying party waits for the answer; 13.3 would have that
//     short.
//   - How the page finds its answer the text does not say (15.3 only that it may ask a
//     service that stores them). It asks by something that is its session's and not in the
//     QR code, as in 13.3 of OpenID4VP; poll_with_request tries it by what is.
//   - nonce is the one of this session (11.1). That it is known and was not used before
//     (11.2) asks for less: a nonce of the attacker's own session is both. Which session the
//     answer is for, state says, which is sent along where nonce=false too.
//
// Left out, and why:
//   - The same-device model, where the relying party knows its browser (13.3).
//   - The authorization code flow (10.1), discovery (6), registration and its errors (7, 10.3).
//   - What the ID token claims besides sub: the wallet says so itself (13.1.1). Presentations
//     that come with it (12) are bound as in oid4vp.
//   - exp and iat (11.1): the wallet makes its answer when it is asked. ID tokens whose iss is
//     not their sub (11.1 (1)), which attester-signed ones are, the default (6.1, 9): those have
//     another issuer's signature, and are bound by the same nonce and aud.
//   - Other apps behind the wallet's URI scheme (13.4).
//   - What 13.3 has wallets do. Showing the origin helps who holds it against the address of
//     the page with the code, if there is one to see. The error ignores-address is another
//     one, of who does not look at the address of a page that passes for the real one.
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
