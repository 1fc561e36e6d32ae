package scenarios_test

// survivors are the mutants that nothing notices, with the reason. Each is a guard
// that says again what another one has said, or a part of a mitigation that this
// flow has no use for.
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
	"send_lure without its stages":            seenIsForgotten,
	"show_code without its stages":            seenIsForgotten,
	"call without its stages":                 seenIsForgotten,
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

	// The same the other way round, and other parts of guards that repeat.
	"device_authorization although not: the slot is free": "its stages say so",
	"authenticate_first although not: the slot is free":   "its stages say so",
	"enter_binding although not: the slot is free":        "its stages say so",
	"ask_binding although not: the slot is free":          "its stages say so",
	"display although not: a person stands there":         "no capability enables the step, so the attacker never takes it: they copy_code",
	"copy_tokens although not: the attacker holds them":   "an attack that goes on after the grant begins with the attacker as its holder",
	"refresh_copy without the effect of outcome 0 ":       "whoever refreshes with a copy could have used the access token in it before",
	"show_code without the need of reframe":               "the page that it needs is open because of send_link, which needs reframe",
	"ask_otp without the need of reframe":                 lured,
	"ask_binding without the need of reframe":             lured,
	"ask_binding without the need of initiate":            "what is typed before a session is of use to the attacker only if they start it, which needs initiate",
	"spray does not open open_lure":                       "on-demand opens it too, and reading needs no capability",
	"on-demand does not open open_lure":                   "spray opens it too, and reading needs no capability",

	// Checks that a step lists because the server makes them for every poll.
	"token without the check client authentication":                  "the device that started passes it",
	"replay_as_client without the check client authentication":       "it is the step of who has the credentials",
	"replay_device_code without the check single use of device_code": useless,
	"replay_device_code without the check expires_in":                useless,
	"replay_device_code without the check user denied":               useless,
	"replay_as_client without the check single use of device_code":   useless,
	"replay_as_client without the check expires_in":                  useless,
	"replay_as_client without the check user denied":                 useless,

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
	"rate-limits:user refuses never":                                 nothingPushed,
	"rate-limits:user refuses always, on anybody's evidence":         nothingPushed,
	"rate-limits:user takes no evidence for the attacker's":          nothingPushed,
	"rate-limits:user without phase convey":                          nothingPushed,
}

const (
	seenIsForgotten    = "who has seen a code is forgotten when the session is decided or its code dies"
	afterwardsRedeemed = "what follows a grant begins with one, and no step there takes it back"
	lured              = "nobody approves the attacker's session but by a lure, which needs reframe"
	useless            = "a device_code that is of no more use is forgotten; token shows the check"
	sameDevice         = "a person who authorizes has authenticated on that device, where they were refused, and an attacker who authorizes has taken the code up from theirs"
	noMinimal          = "it has no defeat and is in no minimal attack, so whose evidence it is never shows"
	nothingPushed      = "this flow sends users nothing by itself; flows with a push have the step"
)
