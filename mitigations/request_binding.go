package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RequestBinding has people type something on the consumption device, before the
// flow starts, that the code then carries and that is verified when the code is
// used. Where the authorization device verifies it, that is when it scans the code:
// a page that was opened elsewhere and handed over is not scanned. Where the user
// does, they can miss that it is not theirs. Who approves for somebody elsewhere finds
// the other's data: such pairs are lost.
var RequestBinding = &flows.Mitigation{
	Name:    "request-binding",
	Row:     "Request Binding with Out-of-Band Data",
	Doc:     "Data that the user types on the consumption device is in the code, and is verified when the code is used.",
	Ref:     "BCP 247 6.1.17",
	Claims:  flows.Disrupts,
	Default: "device",
	Variants: []flows.Variant{
		{
			Name:     "device",
			Doc:      "the authorization device verifies the data when it scans the code",
			Ref:      "BCP 247 6.1.17",
			Phases:   []flows.Phase{flows.Engage},
			Transfer: flows.Scanned | flows.Typed,
			Lacks:    keypad,
			Refuses:  unbound,
		},
		{
			Name:     "user",
			Doc:      "the user is shown the data, and verifies it before they approve",
			Ref:      "BCP 247 6.1.17",
			Phases:   []flows.Phase{flows.Authorize},
			Transfer: flows.Scanned | flows.Typed,
			Lacks:    keypad,
			Refuses:  unbound,
			Defeats: []flows.Defeat{
				{By: []string{"miscompares"}, Ref: "BCP 247 6.1.17: verified by the user"},
				{By: []string{"ignores-context"}, Ref: "BCP 247 6.1.17: verified by the user"},
			},
		},
	},
	Steps: []flows.Step{
		{Name: "enter_binding", Ref: "BCP 247 6.1.17", On: flows.Consumption, By: flows.Anyone,
			Doc:  "Whoever is about to start a session types data of theirs on the consumption device.",
			In:   flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool { return a.S.Bound == flows.Nobody && a.CanStart() },
			Do:   flows.Does(func(a flows.At) { a.S.Bound, a.S.Init = a.Party, a.Party })},
	},
}

// unbound refuses a person whose data is not in the code. An attacker's own browser
// verifies nothing.
func unbound(a flows.At) flows.Judged {
	if !a.ByPerson() || a.S.Bound == a.Party {
		return 0
	}
	return flows.Starter
}
