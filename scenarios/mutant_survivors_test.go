package scenarios_test

// survivors are the mutants that nothing notices, with the reason. Each is a guard
// that says again what another one has said, or a part of a mitigation that
// flows have no use for.
var survivors = map[string]string{
	// The stages of a step are an index: they say where its guard can be true,
	// and these guards say the same.
	"device_authorization without its stages": "CanStart asks for an idle slot",
	"authenticate_first without its stages":   "CanStart asks for an idle slot",
	"enter_binding without its stages":        "CanStart asks for an idle slot",
	"ask_binding without its stages":          "AttackerCanStart asks for an idle slot",
	"walk_away without its stages":            "a request is on screen only while it is pending",
	"authenticate without its stages":         "a request is on screen only while it is pending",
	"authorize without its stages":            "a request is on screen, and a taker remembered, only while it is pending",
	"enter_user_code without its stages":      seenIsForgotten,
	"hand_over without its stages":            "who took a code up is forgotten when the session is decided or its code dies",
	"token without its stages":                "an idle session has no answer: every outcome asks for its stage",
	"replay_device_code without its stages":   "a device_code that is of no more use is forgotten, and an idle session has none",
	"replay_as_client without its stages":     "a device_code that is of no more use is forgotten, and an idle session has none",
	"use_scope without its stages":            afterwardsRedeemed,
	"use_token without its stages":            afterwardsRedeemed,
	"refresh_token without its stages":        afterwardsRedeemed,
	"copy_tokens without its stages":          afterwardsRedeemed,
	"refresh_copy without its stages":         afterwardsRedeemed,
	"use_copy without its stages":             afterwardsRedeemed,

	"replay_device_code_by_other_client without its stages": "a device_code that is of no more use is forgotten, and an idle session has none",

	"identify without its stages":                      "CanStart asks for an idle slot",
	"authentication_request without its stages":        "CanStart asks for an idle slot",
	"authorization_request without its stages":         "CanStart asks for an idle slot",
	"name_victim without its stages":                   "AttackerCanName asks for an idle slot",
	"guess_victim without its stages":                  "AttackerCanName asks for an idle slot",
	"name_by_token without its stages":                 "AttackerCanName asks for an idle slot",
	"name_self without its stages":                     "AttackerCanName asks for an idle slot",
	"request_as_client without its stages":             "CanStart asks for an idle slot",
	"ciba-poll authenticate without its stages":        "a request is on screen only while it is pending",
	"authcode-qr authenticate without its stages":      "a request is on screen only while it is pending",
	"ciba-poll authorize without its stages":           "a request is on screen, and a taker remembered, only while it is pending",
	"authcode-qr authorize without its stages":         "a request is on screen, and a taker remembered, only while it is pending",
	"token_request without its stages":                 "an idle session has no answer: every outcome asks for its stage",
	"authcode-qr token without its stages":             "every outcome, and every check, asks for its stage",
	"delay_acknowledgement without its stages":         "Untouched asks for a pending session",
	"replay_auth_req_id without its stages":            "an auth_req_id that is of no more use is forgotten, and an idle session has none",
	"replay_by_other_client without its stages":        "an auth_req_id that is of no more use is forgotten, and an idle session has none",
	"replay_as_confidential_client without its stages": "an auth_req_id that is of no more use is forgotten, and an idle session has none",

	// The same the other way round, and other parts of guards that repeat.
	"device_authorization although not: the slot is free":              "its stages say so",
	"authenticate_first although not: the slot is free":                "its stages say so",
	"enter_binding although not: the slot is free":                     "its stages say so",
	"ask_binding although not: the slot is free":                       "its stages say so",
	"identify although not: the slot is free":                          "its stages say so",
	"authentication_request although not: the slot is free":            "its stages say so",
	"authorization_request although not: the slot is free":             "its stages say so",
	"name_victim although not: the slot is free":                       "its stages say so",
	"guess_victim although not: the slot is free":                      "its stages say so",
	"name_by_token although not: the slot is free":                     "its stages say so",
	"name_self although not: the slot is free":                         "its stages say so",
	"request_as_client although not: the slot is free":                 "its stages say so",
	"delay_acknowledgement although not: it is pending":                "its stages say so",
	"delay_acknowledgement although not: nobody has taken it up":       "who looks at a request has it on screen, or leaves it in a tick; the attacker's own account is named nowhere but in sessions of theirs, or after show_own_hint",
	"authentication_request although not: somebody is named":           prepared,
	"authentication_request although not: they prepared it":            prepared,
	"authentication_request although not: nobody else has prepared it": prepared,
	"authentication_request although not: the slots before are taken":  prepared,
	"authentication_request although not: a person starts once":        prepared,
	"authentication_request although not: a person wants to":           prepared,
	"request_as_client although not: nobody else has prepared it":      posing,
	"request_as_client although not: the slots before are taken":       posing,
	"request_as_client although not: a person starts once":             posing,
	"request_as_client although not: a person wants to":                posing,
	"ciba-poll display although not: a person stands there":            "no capability enables the step, so the attacker never takes it: they copy_code",
	"authcode-qr display although not: a person stands there":          "no capability enables the step, so the attacker never takes it: they copy_code",
	"redirect_to_provider although not: a person stands there":         "no capability enables the step, so the attacker never takes it: they copy_code",
	"acknowledgement without the effect of outcome 0 ":                 "what can happen after an answer that was late can happen after one that was not",
	"poll_in_push_mode without the effect of outcome 3 tokens again":   "nobody has polled in push mode before, and what was pushed is forgotten",
	"notification although not: a person has an account":               "who has no account names the customer they serve, and nobody names them",
	"name_victim without the need of initiate":                         namedToStart,
	"guess_victim without the need of initiate":                        namedToStart,
	"name_by_token without the need of initiate":                       namedToStart,
	"pose_as_client without the need of initiate":                      "the attacker prepares a session by naming somebody, which needs initiate",
	"request_as_client without the need of initiate":                   "the attacker prepares a session by naming somebody, which needs initiate",
	"swap_code without the need of initiate":                           "the attacker has a session of their own by starting it, which needs initiate",
	"forward_link without the need of reframe":                         "the page that it needs is open because of send_link, which needs reframe",
	"open_request without the need of reframe":                         "the page that it needs is open because of send_link, which needs reframe",
	"rate-limits:user in every flow":                                   "in flows that push nothing no session names anybody, and it refuses nothing",
	"rate-limits:code-entry in every flow":                             "where codes cannot be guessed nobody tries, and it refuses nothing",
	"display although not: a person stands there":                      "no capability enables the step, so the attacker never takes it: they copy_code",
	"copy_tokens although not: the attacker holds them":                "an attack that goes on after the grant begins with the attacker as its holder",
	"refresh_copy without the effect of outcome 0 ":                    "whoever refreshes with a copy could have used the access token in it before",
	"show_code without the need of reframe":                            "the page that it needs is open because of send_link, which needs reframe",
	"ask_binding without the need of reframe":                          lured,
	"ask_binding without the need of initiate":                         "what is typed before a session is of use to the attacker only if they start it, which needs initiate",
	"on-demand does not open open_lure":                                "spray opens it too, and reading needs no capability",

	// Checks that a step lists because the server makes them for every poll.
	"token without the check client authentication":                  "the device that started passes it",
	"token without the check issued to this client":                  "the device that started passes it",
	"replay_as_client without the check client authentication":       "it is the step of who has the credentials",
	"replay_as_client without the check issued to this client":       "it is the step of who has the credentials",
	"replay_device_code without the check issued to this client":     "it is the step of who polls in the name of the client",
	"replay_device_code without the check single use of device_code": useless,
	"replay_device_code without the check expires_in":                useless,
	"replay_device_code without the check user denied":               useless,
	"replay_as_client without the check single use of device_code":   useless,
	"replay_as_client without the check expires_in":                  useless,
	"replay_as_client without the check user denied":                 useless,

	"replay_device_code_by_other_client without the check client authentication":     "it is the step of who has the credentials of another client",
	"replay_device_code_by_other_client without the check single use of device_code": useless,
	"replay_device_code_by_other_client without the check expires_in":                useless,
	"replay_device_code_by_other_client without the check user denied":               useless,

	// Parts of mitigations.
	"proximity:cable without phase authorize":                        sameDevice,
	"proximity:nfc without phase authorize":                          sameDevice,
	"proximity:ble without phase authorize":                          sameDevice,
	"proximity:uwb without phase authorize":                          sameDevice,
	"proximity:shared-network without phase authorize":               sameDevice,
	"proximity:geolocation without phase authorize":                  sameDevice,
	"one-time-codes takes no evidence for the attacker's":            noMinimal,
	"unique-codes takes no evidence for the attacker's":              noMinimal,
	"short-lived-tokens:access takes no evidence for the attacker's": "it has no defeat, and a way that refreshes every hour is never refused by it",
	"short-lived-tokens:access without its threshold":                "five minutes are less than a tick of the slow clock, and the first tick is told apart anyway",
}

const (
	seenIsForgotten    = "who has seen a code is forgotten when the session is decided or its code dies"
	afterwardsRedeemed = "what follows a grant begins with one, and no step there takes it back"
	lured              = "nobody approves the attacker's session but by a lure, which needs reframe"
	useless            = "a device_code that is of no more use is forgotten; token shows the check"
	sameDevice         = "a person who authorizes has authenticated on that device, where they were refused, and an attacker who authorizes has taken the code up from theirs"
	noMinimal          = "it has no defeat and is in no minimal attack, so whose evidence it is never shows"
	prepared           = "identify and name_victim prepare the session under the same conditions, and each of its parts says who did"
	posing             = "pose_as_client is for a session that the attacker has prepared, and nobody else comes between"
	namedToStart       = "a session that names somebody is of use to the attacker only if they start it, which needs initiate"
)
