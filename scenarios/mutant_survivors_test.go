package scenarios_test

// survivors are the mutants that no golden notices, with the reason. Each is a
// guard that says again what another one has said, or a part of a mitigation
// that no scenario has a use for yet.
var survivors = map[string]string{
	// The stages of a step are an index: they say where its guard can be true,
	// and these guards say the same.
	"device_authorization without its stages": "CanStart asks for an idle slot",
	"authenticate_first without its stages":   "CanStart asks for an idle slot",
	"walk_away without its stages":            "a request is on screen only while it is pending",
	"authenticate without its stages":         "a request is on screen only while it is pending",
	"authorize without its stages":            "a request is on screen only while it is pending",
	"enter_user_code without its stages":      "who has seen a code is forgotten when the session is decided or its code dies",
	"token without its stages":                "nobody operates a device that has not started, and what is pending has",
	"send_lure without its stages":            "who has seen a code is forgotten when the session is decided or its code dies",
	"show_code without its stages":            "who has seen a code is forgotten when the session is decided or its code dies",
	"hand_over without its stages":            "who took a code up is forgotten when the session is decided or its code dies",

	// The same the other way round, and other parts of guards that repeat.
	"device_authorization although not: the slot is free":       "its stages say so",
	"authenticate_first although not: the slot is free":         "its stages say so",
	"authenticate_first although not: nobody else is logged in": "another part asks that nobody is logged in at all",
	"resource although not: they hold the token":                "tokens go to the receiver, and the receiver is who operates the device",
	"display although not: a person stands there":               "no capability enables the step, so the attacker never takes it: they copy_code",
	"show_code without the need of reframe":                     "the page that it needs is open because of send_link, which needs reframe",
	"spray does not open open_lure":                             "on-demand opens it too, and reading needs no capability",
	"on-demand does not open open_lure":                         "spray opens it too, and reading needs no capability",
	"authenticate_first although not: a person starts once":     "people cannot log in on the TVs of these scenarios",
	"authenticate_first although not: a person wants to":        "people cannot log in on the TVs of these scenarios",

	// Parts of mitigations.
	"proximity:ble without phase authorize":               "who authorizes has authenticated in that place, where they were refused",
	"proximity:shared-network without phase authorize":    "who authorizes has authenticated on that network, where they were refused",
	"one-time-codes takes no evidence for the attacker's": "it has no defeat and is in no minimal attack, so whose evidence it is never shows",
}
