package flows

// OpenID for Verifiable Presentations 1.0 across devices, with response mode direct_post.
//
//	browser            verifier                                    wallet
//	  | authorization_request |                                       |  5, 13.3 (1)
//	  |<- display (QR) -------|                                       |  3.2, 13.3
//	  |                       |<----------------------- fetch_request |  5.10, 13.3 (3)-(4)
//	  |                       |                       authenticate -->|  3.2
//	  |                       |                            consent -->|  3.2, 6.4
//	  |                       |<-- direct_post (vp_token, state) -----|  8.2, 13.3 (6)
//	  | result -------------->|                                       |  13.3 (9)-(11)
//	  |<- logged in ----------|                                       |
//
// OP is the wallet and RP the verifier.
var OID4VP = &Flow{
	Name:        "oid4vp",
	Doc:         "OpenID for Verifiable Presentations across devices: a verifier's request is scanned by a wallet on a phone, which posts the presentation to the verifier.",
	Ref:         "OpenID4VP 1.0",
	Transfer:    Scanned,
	CodeLifeMax: 3600,
	Options:     []*Mitigation{deviceStub},
	Steps: []Step{
		{Name: "authorization_request", Ref: "OpenID4VP 5, 13.3", Phase: Initiate, On: Consumption, By: Anyone,
			Doc:  "The verifier makes a request with a nonce, a request-id as state and a request_uri, for the session of whoever stands before the device.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.CanStart() },
			Do:   Does(func(a At) { a.Start() })},

		showRequest("OpenID4VP 3.2, 13.3", "The verifier's page shows client_id and request_uri as a QR code."),

		takeRequest("fetch_request", "OpenID4VP 5.10, 13.3", "Somebody's wallet scans the code and fetches the request object from request_uri.", RequestExpired),

		walkAway,

		unlock("OpenID4VP 3.2"),

		consent("OpenID4VP 3.2, 6.4", "The wallet asks its user whether the verifier gets the claims that its dcql_query asks for.", AccessDenied,
			// A wallet sends what satisfies the query, or nothing: 6.4.
			Outcome{Name: "withhold", Reply: AccessDenied, Safe: true,
				When: func(a At) bool { return a.ByPerson() },
				Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }}),

		directPost("OpenID4VP 8.2", "The wallet posts vp_token and state to response_uri."),

		result("OpenID4VP 13.3", "The page asks with its transaction-id, which is not in the QR code, what came of the session.",
			Check{Name: "response_code", By: RP, Kind: Binding, Ref: "OpenID4VP 8.2, 13.3, 14.2", Reply: SessionNotFound,
				Pass: func(a At) bool {
					return a.S.Stage != Returned || !a.Setting.ResponseCode || a.S.Appr == a.Party && a.Setting.Consumption[a.Party].Wallet
				}},
			nonceOf("OpenID4VP 8.6, 13.3, 14.1")),

		useAccess,
	},
}
