package flows

// OpenID for Verifiable Presentations 1.0, final, across devices, with response mode
// direct_post.
//
//	browser            verifier                                    wallet
//	  | authorization_request |                                       |  5.2, 13.3 (1)-(3)
//	  |<- display (QR) -------|                                       |  3.2 (1), 5.7
//	  |                       |<----------------------- fetch_request |  3.2 (2), 13.3 (4)
//	  |                       |                       authenticate -->|  3.2 (2.5)
//	  |                       |                            consent -->|  3.2 (2.5), 15.1
//	  |                       |<-- direct_post (vp_token, state) -----|  8.2, 13.3 (5)-(6)
//	  | result -------------->|                                       |  13.3 (8)-(9)
//	  |<- logged in ----------|                                       |  13.3 (10)
//
// OP is the wallet and RP the verifier. Sections are those of the final text; where errata
// are worked in, those of chapter 14 are one higher, and from 14.7 on two.
//
// Decided here, because the text leaves it open:
//   - The verifier is built as in 13.3, which is an offer. nonce and transaction-id belong
//     to the browser's session, and the request-id of the request is its state. The QR
//     code holds client_id and request_uri: who sees it can fetch the rest of the request,
//     but the transaction-id is in neither (poll_with_request).
//   - Which session an answer is for, its state says (13.3 (6)), which stands in the request:
//     who posts an answer has seen that. What ties what is presented to the session is the
//     proof of holder binding, which is over nonce and client_id (14.1.2). Where
//     holder_binding is false the answer has no nonce in it, and a fresh state that the
//     verifier MUST check (5.3): that ties the answer to the request, and not what is
//     presented to the answer.
//   - The verifier signs its requests and wallets take no others, unless
//     signed_request_object is false: then its client_id has the prefix redirect_uri, the
//     only one with which requests are never signed (5.9.3). Both go together, because the
//     answer is made for the full client_id (14.8): one to a request without a signature is
//     not for a verifier that signs (edit_request).
//   - Who asks cannot be forged even so: that client_id is the response URI, and other
//     client_metadata MUST be ignored (5.1). What can be is what the request is for:
//     dcql_query, and the context of user-experience:context, which a profile has in
//     client_metadata (5.1). In transaction_data (8.4) the holder would sign it, and the
//     verifier see that it is not what it has written.
//   - With response_code the verifier sends whoever has posted an answer to a redirect_uri,
//     and its page gets nothing without the response_code in it: "only the receiver of the
//     redirect" can fetch (8.2, 13.3 (6)-(8)). A wallet opens it in the browser that its
//     user has on the same device. An attacker who posts opens it where they like
//     (inject_response_code), and one who does not asks for it (ask_response_code, 14.2).
//     Nobody else carries the address to another device.
//   - code_life is how long the verifier waits. The request_uri is good for as long.
//   - What is granted is a session with the verifier. The text does not say for how long or
//     what for, so there is nothing after the grant, and limited-scopes and short-lived-tokens
//     have nothing to bound. A dcql_query bounds what is disclosed, and not whose session it
//     unlocks.
//   - Selective disclosure: honest wallets send what satisfies the query, or nothing (6.4.1),
//     and the verifier looks for itself (8.6, 14.9). Who lacks a credential and who does not
//     consent get the same error (8.5): each is the outcome deny.
//
// Left out, and why:
//   - Response mode fragment, whose answer stays on the wallet's device (14.2), and the
//     Digital Credentials API of appendix A, where the platform tells the wallet the origin
//     of the request, and goes to other devices by transports that prove proximity: of those
//     ctap_hybrid.go is about one.
//   - Encrypted answers (8.3): nobody here reads what is sent by TLS.
//   - A response_uri that is not the verifier's: wallets hold it against client_id (8.2,
//     14.3.1). Through one that did not the attacker would have an answer with the right
//     nonce and client_id, and post it. That brings more than relaying the request does:
//     with response_code, no victim need tell them the address.
//   - wallet_nonce (5.10) keeps a request from being replayed to a wallet. Who relays a
//     request has the victim's wallet fetch it itself, with its own wallet_nonce.
//   - transaction_data (8.4), which says what an answer is good for, and which the holder
//     signs. What a user makes of it is user-experience:context.
//   - Requests that a verifier gets wrong (8.5), a client_id that is another one outside the
//     request object than in it (5.10.1): wallets end there, and nothing follows.
//   - Who is logged in by what claim: one that is unique only together with its issuer (14.4)
//     lets somebody else in whatever the devices are.
//   - Junk that an onlooker posts to the victim's session (14.3.2 has the state be looked
//     at, and they know it): it keeps the victim out, and lets nobody in.
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

		consent("OpenID4VP 3.2 (2.5), 15.1", "The wallet asks its user whether the verifier gets the claims that its dcql_query asks for.", AccessDenied),

		directPost("OpenID4VP 8.2, 13.3 (5)-(6)", "The wallet posts vp_token and state to response_uri, and the verifier keeps them for the session that has this state."),

		result("OpenID4VP 13.3 (8)-(9)", "The page asks with its transaction-id, which is not in the QR code, what came of the session.",
			Check{Name: "response_code", By: RP, Kind: Binding, Ref: "OpenID4VP 8.2, 13.3 (8), 14.2", Reply: SessionNotFound,
				Pass: func(a At) bool { return a.S.Stage != Returned || !a.Setting.ResponseCode || a.hasResponseCode() }},
			nonceOf("OpenID4VP 8.6, 13.3 (10), 14.1.2")),

		useAccess,
	},
}

// hasResponseCode tells whether the acting party's browser has the response_code: whoever
// posted the answer received it, a wallet for the browser on its own device. Or it has been
// brought there.
func (a At) hasResponseCode() bool {
	return a.S.Leaked || a.Poster() == a.Party && (!a.ByPerson() || a.Device().Wallet)
}
