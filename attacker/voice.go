package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Voice tells a code to somebody on the phone: no message to filter, no delay
// until it is read.
var Voice = &flows.Capability{
	Name: "voice",
	Doc:  "Calls the victim and has them type a code while they talk.",
	Ref:  "UNC6040 (2024-25); BCP 247 4.3.4.2 for the call",
	Opens: []flows.Step{
		{Name: "pretend_helpdesk", About: []string{"notification"}, Ref: "BCP 247 4.3.4.2", Phase: flows.Convey, Via: flows.Voice, By: flows.Recipient,
			Doc:      "The attacker calls as somebody from the victim's bank, and stays on the phone while requests arrive.",
			Requires: []string{"reframe"},
			When:     func(a flows.At) bool { return a.Habits().Talked && a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.OnCall })},
		{Name: "call_for_code", About: handedOver, Ref: "BCP 247 4.2 (A) and 4.1.3 (A), by phone as in 4.3.4.2", Phase: flows.Convey, Via: flows.Voice, By: flows.Recipient,
			Doc:      "The attacker calls as somebody from the company's IT, and says step by step what to do.",
			Requires: []string{"lure-initiate", "reframe"},
			When:     func(a flows.At) bool { return a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.OnCall })},
		{Name: "call", About: []string{"display", "redirect_to_provider"}, Ref: "UNC6040 (2024-25)", Phase: flows.Convey, Via: flows.Voice, By: flows.Target,
			Doc:      "The attacker calls as somebody from support and reads out the code.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Known.Has(flows.Attacker) && !a.Sees() },
			Do:       flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
	},
}
