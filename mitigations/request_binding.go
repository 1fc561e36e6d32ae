package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RequestBinding has people type something on the consumption device, before the
// flow starts, that the code then carries and that they or their authorization
// device recognise. An attacker's own browser, which takes the code up itself,
// verifies nothing.
var RequestBinding = &flows.Mitigation{
	Name:   "request-binding",
	Row:    "Request Binding with Out-of-Band Data",
	Doc:    "Data that the user types on the consumption device is in the code, and is verified when the code is used.",
	Ref:    "BCP 247 6.1.17",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases: joins,
		Lacks:  keypad,
		Refuses: func(a flows.At) flows.Judged {
			if !a.ByPerson() || a.S.Bound == a.Party {
				return 0
			}
			return flows.Starter
		},
	}},
	Steps: []flows.Step{
		{Name: "enter_binding", Ref: "BCP 247 6.1.17", On: flows.Consumption, By: flows.Anyone,
			Doc:  "Whoever is about to start a session types data of theirs on the consumption device.",
			In:   flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool { return a.S.Bound == flows.Nobody && a.CanStart() },
			Do:   flows.Does(func(a flows.At) { a.S.Bound, a.S.Init = a.Party, a.Party })},
	},
}
