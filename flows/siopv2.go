package flows

// Self-Issued OpenID Provider v2, draft 13, across devices.
//
//	browser                RP                                   wallet
//	  | authorization_request |                                   |  9, 5
//	  |<- display (QR) -------|                                   |  4, 5
//	  |                       |                 scan_request ---->|  5, 7
//	  |                       |                 authenticate ---->|  4
//	  |                       |                 consent --------->|  4
//	  |                       |<-- direct_post (id_token) --------|  10.2
//	  | result -------------->|                                   |  11.2
//	  |<- logged in ----------|                                   |
//
// OP is the wallet, a self-issued OpenID provider.
var SIOPv2 = &Flow{
	Name:        "siopv2",
	Doc:         "Self-Issued OpenID Provider v2 across devices: a relying party's request is scanned by a wallet on a phone, which posts an ID token that it has signed itself.",
	Ref:         "SIOPv2 draft 13",
	Transfer:    Scanned,
	CodeLifeMax: 3600,
	Options:     []*Mitigation{deviceStub},
	Steps: []Step{
		{Name: "authorization_request", Ref: "SIOPv2 5, 9", Phase: Initiate, On: Consumption, By: Anyone,
			Doc:  "The relying party makes a request with a nonce, for the session of whoever stands before the device.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.CanStart() },
			Do:   Does(func(a At) { a.Start() })},

		showRequest("SIOPv2 4, 5", "The relying party's page shows its request as a QR code."),

		takeRequest("scan_request", "SIOPv2 5, 7", "Somebody's wallet scans the code.", RequestExpired),

		walkAway,

		unlock("SIOPv2 4"),

		consent("SIOPv2 4, 10.3", "The wallet asks its user whether it may answer the relying party.", "user_cancelled"),

		directPost("SIOPv2 10.2", "The wallet posts an ID token to the redirect_uri of the request, with the nonce of the request and signed with its user's key."),

		result("SIOPv2 11.2", "The page asks what came of its session.",
			nonceOf("SIOPv2 11.1, 11.2")),

		useAccess,
	},
}
