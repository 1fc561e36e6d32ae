package flows

// OpenID for Verifiable Presentations 1.0, final, across devices, with response mode
// direct_post.
//
//	browser            verifier                                    wallet
//	  | authorization_request |                                       |  5.2, 13.3 (1)-(3)
//	  |<- display (QR) -------|                                       |  3.2 (1), 5.7
//	  |                       |<----------------------- fetch_request |  3.2 (2), 13.3 (4)
//	  |                       |                       authenticate -->|  3.2 (2.5)
//	  |                       |                            consent -->|  3.2 (2.5), 6.4
//	  |                       |<-- direct_post (vp_token, state) -----|  8.2, 13.3 (5)-(6)
//	  | result -------------->|                                       |  13.3 (8)-(9)
//	  |<- logged in ----------|                                       |  13.3 (10)
//
// OP is the wallet and RP the verifier. Sections are those of the final text; where errata
// are worked in, those of chapter 14 are one higher.
//
// Decided here, because the text leaves it open:
//   - The verifier is built as in 13.3, which is an offer. nonce and transaction-id belong
//     to the browser's session, and the request-id of the request is its state. The QR
//     code holds client_id and request_uri: who sees it can fetch the rest of the request,
//     but the transaction-id is in neither (poll_with_request).
//   - Which session an answer is for, its state says (13.3 (6)). What ties the answer to it
//     is the proof of holder binding, which is over nonce and client_id (14.1.2). Where
//     holder_binding is false nothing does: then the answer has no nonce in it (5.3).
//   - Wallets take only requests that the verifier has signed, unless signed_request_object
//     is false. Both are a matter of the Client Identifier Prefix (5.9.3).
//   - With response_code the verifier sends each wallet to a redirect_uri, and its page gets
//     nothing without the response_code in it (8.2, 13.3 (6)-(8)). The browser that this
//     opens is on the wallet's device, and it is the one that the user has there.
//   - code_life is how long the verifier waits. The request_uri is good for as long.
//   - What is granted is a session with the verifier. The text does not say for how long or
//     what for, so there is nothing after the grant, and limited-scopes and short-lived-tokens
//     have nothing to bound. A dcql_query bounds what is disclosed, and not whose session it
//     unlocks.
//   - Selective disclosure: a wallet sends what satisfies the query, or nothing (6.4). Who
//     lacks a credential, who withholds a claim and who does not consent at all are told
//     apart by nobody (8.5, 15.4.1): each is the outcome deny.
//
// Left out, and why:
//   - Response mode fragment, whose answer stays on the wallet's device (14.2), and the
//     Digital Credentials API of appendix A, where no code is shown that could be relayed:
//     the platform brings the request to the wallet.
//   - Encrypted answers (8.3): nobody here reads what is sent by TLS.
//   - A response_uri that is not the verifier's: wallets hold it against client_id (8.2,
//     14.3.1). An answer with the right client_id in it would bring the attacker what
//     relaying the request brings anyway.
//   - wallet_nonce (5.10) keeps a request from being replayed to a wallet. Who relays a
//     request has the victim's wallet fetch it itself, with its own wallet_nonce.
//   - transaction_data (8.4), by which a verifier says what an answer is good for. What a
//     user makes of it is user-experience:context.
//   - Requests that a verifier gets wrong (8.5): nothing follows from them.
//   - The attacker's page as the one where the response_code ends up (14.2: "as long as the
//     attacker is unable to get access"): the wallet goes by TLS to the verifier's own.
//   - A wallet that is not genuine, and credentials that are passed on on purpose.
var OID4VP = &Flow{
	Name:        "oid4vp",
	Doc:         "OpenID for Verifiable Presentations across devices: a verifier's request is scanned by a wallet on a phone, which posts the presentation to the verifier.",
	Ref:         "OpenID4VP 1.0",
	Transfer:    Scanned,
	CodeLifeMax: 3600,
	Options:     []*Mitigation{deviceStub},
	Steps: []Step{
		startRequest("OpenID4VP 5.2, 13.3 (1)-(3)", "The verifier makes a request with a nonce, a request-id as state and a request_uri, for the session of whoever stands before the device."),

		showRequest("OpenID4VP 3.2 (1), 5.7", "The verifier's page shows client_id and request_uri as a QR code."),

		takeRequest("fetch_request", "OpenID4VP 3.2 (2), 13.3 (4)", "Somebody's wallet scans the code and fetches the request object from request_uri."),

		walkAway,

		unlock("OpenID4VP 3.2 (2.5)"),

		consent("OpenID4VP 3.2 (2.5), 6.4", "The wallet asks its user whether the verifier gets the claims that its dcql_query asks for.", AccessDenied),

		directPost("OpenID4VP 8.2, 13.3 (5)-(6)", "The wallet posts vp_token and state to response_uri, and the verifier keeps them for the session that has this state."),

		result("OpenID4VP 13.3 (8)-(9)", "The page asks with its transaction-id, which is not in the QR code, what came of the session.",
			Check{Name: "response_code", By: RP, Kind: Binding, Ref: "OpenID4VP 8.2, 13.3 (8), 14.2", Reply: SessionNotFound,
				Pass: func(a At) bool { return a.S.Stage != Returned || !a.Setting.ResponseCode || a.besideWallet() }},
			nonceOf("OpenID4VP 8.6, 13.3 (10), 14.1.2")),

		useAccess,
	},
}

// besideWallet tells whether the acting party's browser is the one that the answering
// wallet is sent to: on the same device, and of the same user.
func (a At) besideWallet() bool { return a.S.Appr == a.Party && a.Device().Wallet }
