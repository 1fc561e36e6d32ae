package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// unseen are what no run of a built-in scenario shows, with the reason: of every flow,
// or after the name of the one that it is about.
var unseen = map[string]string{
	"token: client authentication refuses":         ownCredentials,
	"token: issued to this client refuses":         ownCredentials,
	"token_request: client authentication refuses": ownCredentials,
	"token_request: issued to this client refuses": ownCredentials,

	"replay_device_code: single use of device_code refuses": forgotten,
	"replay_device_code: expires_in refuses":                forgotten,
	"replay_device_code: user denied refuses":               forgotten,
	"replay_as_client: single use of device_code refuses":   forgotten,
	"replay_as_client: expires_in refuses":                  forgotten,
	"replay_as_client: user denied refuses":                 forgotten,
	"replay_as_client: client authentication refuses":       hasCredentials,
	"replay_as_client: issued to this client refuses":       hasCredentials,

	"replay_device_code: issued to this client refuses":                     inItsName,
	"replay_device_code_by_other_client: client authentication refuses":     hasCredentials,
	"replay_device_code_by_other_client: single use of device_code refuses": forgotten,
	"replay_device_code_by_other_client: expires_in refuses":                forgotten,
	"replay_device_code_by_other_client: user denied refuses":               forgotten,

	"replay_auth_req_id: issued to this client refuses":                hasCredentials,
	"replay_auth_req_id: single use of auth_req_id refuses":            forgotten,
	"replay_auth_req_id: expires_in refuses":                           forgotten,
	"replay_auth_req_id: user denied refuses":                          forgotten,
	"replay_by_other_client: client authentication refuses":            hasCredentials,
	"replay_by_other_client: single use of auth_req_id refuses":        forgotten,
	"replay_by_other_client: expires_in refuses":                       forgotten,
	"replay_by_other_client: user denied refuses":                      forgotten,
	"replay_as_confidential_client: client authentication refuses":     hasCredentials,
	"replay_as_confidential_client: issued to this client refuses":     hasCredentials,
	"replay_as_confidential_client: single use of auth_req_id refuses": forgotten,
	"replay_as_confidential_client: expires_in refuses":                forgotten,
	"replay_as_confidential_client: user denied refuses":               forgotten,
	"poll_in_push_mode: tokens again ends it":                          "an auth_req_id that is of no more use is forgotten, and nobody has polled with it before",

	"request_as_client: client authentication refuses":                      hasCredentials,
	"request_as_client: id_token_hint from a log-in on this device refuses": "it is the client that would look, and it is not asked",

	"poll_with_state: single use of code refuses": "it takes a code that another session has redeemed: token shows the same check",

	"ciba-sync: authorize by the attacker": asPoll,
	"ciba-sync: acknowledgement":           asPoll,

	"same-device-authcode: authorize by the attacker": ownBrowser,
	"same-device-authcode: redirect by the attacker":  ownBrowser,
}

const (
	// forgotten is why nobody is told that a replayed handle is of no use.
	forgotten = "a device_code or auth_req_id that is of no more use is forgotten: the client's own step shows the same check"

	ownBrowser     = "no screen shows the request that another browser could open"
	ownCredentials = "who polls with the device that started has what it takes; who polls otherwise takes another step"
	hasCredentials = "it is the step of who has the credentials"
	inItsName      = "it is the step of who polls in the name of the client: who polls as another takes the next one"
	asPoll         = "of ciba-sync only the answer to the request is looked at: ciba-poll shows it"
)

// WhyUnseen is the reason why something never happens in a flow's scenarios, if there
// is one, with what it is listed as.
func WhyUnseen(flow, what string) (listed, why string) {
	if listed = flow + ": " + what; unseen[listed] != "" {
		return listed, unseen[listed]
	}
	return what, unseen[what]
}

// Unseen lists what WhyUnseen has reasons for.
func Unseen() (list []string) {
	for what := range unseen {
		list = append(list, what)
	}
	return list
}

// Extra is a composition for the coverage of a flow's rules alone: no scenario is
// about it, and no verdict rests on it.
type Extra struct {
	Name     string
	Doc      string
	Scenario *Scenario
	Flows    []*flows.Flow // of the scenario
	In       Instance
	Set      func(s *flows.Setting) // what is different from the scenario on the example deployment
}

var (
	deviceGrant = []*flows.Flow{flows.DeviceGrant}
	polled      = []*flows.Flow{flows.CIBAPoll, flows.CIBAPing}
	pushed      = []*flows.Flow{flows.CIBAPush}
	sameDevice  = []*flows.Flow{flows.SameDeviceAuthcode}
	byQR        = []*flows.Flow{flows.AuthcodeQR}
	hybrid      = []*flows.Flow{flows.CTAPHybrid}
)

// Extras lists them.
var Extras = []Extra{
	{Name: "entry-bound", Doc: "the mailed code where only the browser that entered a code can approve it",
		Scenario: B1, Flows: deviceGrant, In: Alone, Set: func(s *flows.Setting) { s.EntryBound = true }},
	{Name: "reusable-codes", Doc: "the mailed code where a device code is good for tokens more than once",
		Scenario: B1, Flows: deviceGrant, In: Alone, Set: func(s *flows.Setting) { s.CodeReusable = true }},
	{Name: "plaintext", Doc: "the replayed device code where devices talk without TLS",
		Scenario: Replay, Flows: deviceGrant, In: Watched, Set: func(s *flows.Setting) { s.Plaintext = true }},
	{Name: "plaintext-reusable-codes", Doc: "the same where a device code is good for tokens more than once",
		Scenario: Replay, Flows: deviceGrant, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.CodeReusable = true, true }},
	{Name: "plaintext-confidential", Doc: "the same where clients authenticate",
		Scenario: Replay, Flows: deviceGrant, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.Confidential = true, true }},
	{Name: "plaintext-codes-any-client", Doc: "the same where the token endpoint does not look whom a device code was issued to, and one is good more than once",
		Scenario: Replay, Flows: deviceGrant, In: Watched, Set: func(s *flows.Setting) {
			s.Plaintext, s.Confidential, s.CodeReusable, s.Without = true, true, true, "replay_device_code_by_other_client: issued to this client"
		}},
	{Name: "short-refresh", Doc: "stolen tokens where a refresh token ends after a day, and after two hours that nobody uses it",
		Scenario: B1, Flows: deviceGrant, In: After, Set: func(s *flows.Setting) {
			s.Grant.AccessLife, s.Grant.RefreshLife, s.Grant.RefreshIdle = 4*3600, 24*3600, 2*3600
		}},
	{Name: "rotation", Doc: "stolen tokens where a refresh token is replaced when it is used",
		Scenario: B1, Flows: deviceGrant, In: After, Set: func(s *flows.Setting) { s.Grant.Rotation = true }},

	wrong("no-hint", "without a hint", flows.NoHint, B4.Flows),
	wrong("no-openid", `without the scope "openid"`, flows.NoOpenID, B4.Flows),
	wrong("no-notification-token", "without a client_notification_token", flows.NoToken, ciba[1:]),
	wrong("other-mode", "of a client that is registered for another mode", flows.OtherMode, B4.Flows),
	wrong("expired-hint", "with a login_hint_token that is too old", flows.ExpiredHint, B4.Flows),
	wrong("unknown-user", "with a hint that names nobody", flows.UnknownUser, B4.Flows),
	wrong("no-user-code", "without the user_code that its user has", flows.NoUserCode, B4.Flows),
	wrong("long-message", "with a binding_message that cannot be displayed", flows.LongMessage, B4.Flows),

	{Name: "token-hints", Doc: "requests in bulk where users are named by a token of their own making",
		Scenario: B4, Flows: B4.Flows, In: Alone, Set: func(s *flows.Setting) { s.Hint = flows.LoginHintToken }},
	{Name: "id-token-hints", Doc: "requests in bulk where users are named by an ID token from when they logged in on the device",
		Scenario: B4, Flows: B4.Flows, In: Alone, Set: func(s *flows.Setting) { s.Hint = flows.IDTokenHint }},
	{Name: "own-hints", Doc: "an onlooker where users are named by a token of their own making",
		Scenario: SessionSpying, Flows: ciba, In: Watched, Set: func(s *flows.Setting) { s.Hint = flows.LoginHintToken }},
	{Name: "reusable-requests", Doc: "requests in bulk where an auth_req_id is good for tokens more than once",
		Scenario: B4, Flows: append(polled[:len(polled):len(polled)], flows.CIBASync), In: Alone, Set: func(s *flows.Setting) { s.CodeReusable = true }},
	{Name: "plaintext-requests", Doc: "the replayed auth_req_id where clients talk without TLS, and one is good more than once",
		Scenario: Replay, Flows: polled, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.CodeReusable = true, true }},
	{Name: "plaintext-requests-confidential", Doc: "the same where clients authenticate with what cannot be read",
		Scenario: Replay, Flows: polled, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.Confidential = true, true }},
	{Name: "plaintext-any-client", Doc: "the same where the token endpoint does not look whom an auth_req_id was issued to",
		Scenario: Replay, Flows: polled, In: Watched, Set: func(s *flows.Setting) {
			s.Plaintext, s.CodeReusable, s.Without = true, true, "replay_by_other_client: issued to this client"
		}},
	{Name: "plaintext-push", Doc: "somebody polls where tokens are pushed, and clients talk without TLS",
		Scenario: Replay, Flows: pushed, In: Watched, Set: func(s *flows.Setting) { s.Plaintext = true }},
	{Name: "plaintext-push-answered", Doc: "the same where the token endpoint answers",
		Scenario: Replay, Flows: pushed, In: Watched, Set: func(s *flows.Setting) {
			s.Plaintext, s.Without = true, "poll_in_push_mode: registered for poll or ping"
		}},
	{Name: "forged-push", Doc: "an onlooker where the client does not ask for its client_notification_token",
		Scenario: SessionSpying, Flows: pushed, In: Watched, Set: func(s *flows.Setting) { s.Without = "forge_push: client_notification_token" }},
	{Name: "believed-push", Doc: "an onlooker where the client believes whatever it is sent",
		Scenario: SessionSpying, Flows: pushed, In: Watched, Set: func(s *flows.Setting) { s.Naive = flows.ServersOf(flows.RP) }},
	{Name: "poll-bound", Doc: "an onlooker where only the session that started can poll",
		Scenario: SessionSpying, Flows: byQR, In: Watched, Set: func(s *flows.Setting) { s.PollBound = true }},
	{Name: "no-pkce", Doc: "an onlooker where the client does not use PKCE",
		Scenario: SessionSpying, Flows: byQR, In: Watched, Set: func(s *flows.Setting) { s.NoPKCE = true }},
	{Name: "no-pkce-no-state", Doc: "the same where it does not ask whose state comes back",
		Scenario: SessionSpying, Flows: append(sameDevice[:1:1], hybrid...), In: Watched, Set: func(s *flows.Setting) { s.NoPKCE, s.NoState = true, true }},
	{Name: "reusable-transfers", Doc: "an onlooker where a code is good for a second device",
		Scenario: SessionSpying, Flows: ofOutward, In: Watched, Set: func(s *flows.Setting) { s.CodeReusable = true }},
	{Name: "codes-of-any-session", Doc: "the victim's own code beside the attacker's, where a code that was sent for one session is taken in any other",
		Scenario: WrongDevice, Flows: []*flows.Flow{flows.TypedCode}, In: Beside, Set: func(s *flows.Setting) { s.CodeUnbound = true }},
	{Name: "codes-of-anybody", Doc: "an onlooker where a code that was sent for one session is taken in any other",
		Scenario: SessionSpying, Flows: []*flows.Flow{flows.TypedCode}, In: Watched, Set: func(s *flows.Setting) { s.CodeUnbound = true }},
	{Name: "rotating-codes", Doc: "a copied label where the code on an object changes",
		Scenario: B3, Flows: B3.Flows, In: Beside, Set: func(s *flows.Setting) { s.RotatingCode = true }},
	{Name: "any-browser", Doc: "the mailed request where the client does not look whose browser comes back",
		Scenario: B1, Flows: sameDevice, In: Alone, Set: func(s *flows.Setting) { s.Without = "redirect: session of this browser" }},
	{Name: "any-origin", Doc: "the log-in page between where the provider does not look which page an assertion was made for",
		Scenario: B8, Flows: hybrid, In: Alone, Set: func(s *flows.Setting) { s.Without = "relay_assertion: origin" }},
	{Name: "any-key", Doc: "an onlooker where a handshake takes the secret of a code and not its key",
		Scenario: SessionSpying, Flows: hybrid, In: Watched, Set: func(s *flows.Setting) { s.Without = "take_over_tunnel: key of the code" }},

	{Name: "response-code", Doc: "the mailed onboarding where the verifier's page needs a response_code",
		Scenario: B6, Flows: ofWallets[:1], In: Alone, Set: func(s *flows.Setting) { s.ResponseCode = true }},
	{Name: "injected-response-codes", Doc: "an onlooker where the verifier's page needs a response_code",
		Scenario: SessionSpying, Flows: ofWallets[:1], In: Watched, Set: func(s *flows.Setting) { s.ResponseCode = true }},
	{Name: "unsigned-requests", Doc: "the mailed onboarding where requests are not signed",
		Scenario: B6, Flows: ofWallets, In: Alone, Set: func(s *flows.Setting) { s.UnsignedRequests = true }},
	{Name: "other-prefix", Doc: "the same where they are, and wallets take others too",
		Scenario: B6, Flows: ofWallets, In: Alone, Set: func(s *flows.Setting) { s.Without = "edit_request: verifier authentication" }},
	{Name: "bearer-presentations", Doc: "the same where presentations are good without holder binding",
		Scenario: B6, Flows: ofWallets[:1], In: Alone, Set: func(s *flows.Setting) { s.NoHolderBinding = true }},
	{Name: "answers-to-others", Doc: "the same where the relying party does not look for whom an ID token was made",
		Scenario: B6, Flows: ofWallets[1:], In: Alone, Set: func(s *flows.Setting) { s.Without = "replay_presentation: audience" }},
	{Name: "forged-answers", Doc: "the same where nobody verifies signatures",
		Scenario: B6, Flows: ofWallets, In: Alone, Set: func(s *flows.Setting) { s.Without = "forge_answer: signature" }},
	{Name: "no-transaction-id", Doc: "an onlooker where the page asks by what the QR code leads to",
		Scenario: SessionSpying, Flows: ofWallets, In: Watched, Set: func(s *flows.Setting) { s.Without = "poll_with_request: transaction-id" }},
}

// wrong is a client whose requests have something wrong with them.
func wrong(name, doc string, what flows.Defects, on []*flows.Flow) Extra {
	return Extra{Name: name, Doc: "requests " + doc, Scenario: B4, Flows: on, In: Alone,
		Set: func(s *flows.Setting) { s.Request = what }}
}
