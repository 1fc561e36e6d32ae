package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// AuthenticateThenInitiate asks for a log-in on the consumption device before a
// session starts. The stricter rung also asks that the approver be that user: where the
// request names a user, the server knows both before anything has started.
var AuthenticateThenInitiate = &flows.Mitigation{
	Name:    "authenticate-then-initiate",
	Row:     "Authenticate-then-Initiate",
	Doc:     "The user authenticates on the consumption device, with a method that resists phishing, before the flow starts.",
	Ref:     "BCP 247 6.1.15",
	Claims:  flows.Prevents,
	Ladder:  true,
	Default: "plain",
	Variants: []flows.Variant{
		{
			Name:   "plain",
			Doc:    "somebody has authenticated",
			Ref:    "BCP 247 6.1.15",
			Phases: []flows.Phase{flows.Initiate},
			Refuses: func(a flows.At) flows.Judged {
				if a.S.Subject != flows.Nobody || a.S.Posed {
					return 0
				}
				return flows.Acting
			},
		},
		{
			Name:     "approver-is-initiator",
			Doc:      "the user who approves is the one who authenticated",
			Ref:      "BCP 247 6.1.15, read so that it binds",
			Phases:   []flows.Phase{flows.Initiate, flows.Authorize},
			Transfer: ^flows.Fixed, // nobody initiates anything on an object
			Refuses: func(a flows.At) flows.Judged {
				switch {
				case a.S.Posed:
					return 0
				case a.Phase == flows.Initiate && a.S.Subject == flows.Nobody:
					return flows.Acting
				case a.Phase == flows.Initiate && a.S.Hint != flows.Nobody && a.S.Hint != a.S.Subject:
					return flows.Acting
				case a.Phase == flows.Authorize && a.S.Subject != a.Party:
					return flows.Starter | flows.Acting
				}
				return 0
			},
		},
	},
	Steps: []flows.Step{
		{Name: "authenticate_first", About: startedThere, Ref: "BCP 247 6.1.15", On: flows.Consumption, By: flows.Anyone,
			Doc: "Whoever is about to start a session logs in on the consumption device.",
			In:  flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool {
				return a.S.Subject == flows.Nobody && a.Setting.Consumption[a.Party].LogIn && a.CanStart()
			},
			Do: flows.Does(func(a flows.At) { a.S.Subject = a.Party })},
	},
}

// startedThere are the requests with which a flow starts on the consumption device.
var startedThere = []string{"device_authorization", "authentication_request", "authorization_request", "backchannel_request"}
