package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// UserExperience changes what the page says that asks for a decision. A person
// who takes the attacker's request for their own has something of their own to
// compare it with; whether they see the difference is the error miscompares
// anyway. Where a device is asked by another one, and the server sees only one of them, there
// is no such page: what a phone says for an authenticator is its platform's.
var UserExperience = &flows.Mitigation{
	Name:    "user-experience",
	Row:     "User Experience",
	Doc:     "The page that asks says who asks, why and for what, and makes it easy to decline.",
	Ref:     "BCP 247 6.1.14; RFC 8628 5.3, 5.4",
	Claims:  flows.Prevents,
	Default: "context",
	Variants: []flows.Variant{
		{
			Name:     "context",
			Doc:      "the page says truthfully which device asks, from where, and what it will get",
			Ref:      "BCP 247 6.1.14",
			Phases:   []flows.Phase{flows.Convey, flows.Authorize},
			Transfer: ^flows.Keyed,
			Refuses: func(a flows.At) flows.Judged {
				switch {
				case a.S.Ack == flows.Rewritten: // it says what the attacker wrote
					return 0
				case a.Phase == flows.Convey && a.On != flows.Authorization: // there is no page of the server
					return 0
				}
				return warned(a)
			},
			Defeats: []flows.Defeat{{By: []string{"ignores-context"}, Ref: "BCP 247 6.1.14 Limitations"}},
		},
		{
			Name:     "decline-default",
			Doc:      "declining is the default, or as prominent as granting: makes accidents rarer, and refuses nobody",
			Ref:      "BCP 247 6.1.14",
			Phases:   []flows.Phase{flows.Authorize},
			Transfer: ^flows.Keyed,
			Refuses: func(a flows.At) flows.Judged {
				if a.Errs&flows.Slips == 0 {
					return 0 // it avoids only accidental grants
				}
				return flows.ALure
			},
			Defeats: []flows.Defeat{{By: []string{"slips"}, Ref: "BCP 247 6.1.14: it makes accidents rarer"}},
		},
	},
}

// warned refuses a yes to something that the person did not start, and giving away a
// code that says beside it whom it is for.
func warned(a flows.At) flows.Judged {
	if a.Errs&(flows.ApprovesUnasked|flows.HandsOutCode) == 0 {
		return 0
	}
	return flows.ALure
}
