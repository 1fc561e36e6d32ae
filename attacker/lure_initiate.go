package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// LureInitiate has somebody start a flow themselves and hand over the code that they get:
// cross-device session phishing.
var LureInitiate = &flows.Capability{
	Name: "lure-initiate",
	Doc:  "Asks people to start a flow on a device on which they are signed in, and to send the code that they get.",
	Ref:  "BCP 247 4.2 (A), (F)",
	Opens: []flows.Step{
		{Name: "ask_to_start", About: outward, Ref: "BCP 247 4.2 (A)", Phase: flows.Convey, Via: flows.Mail, By: flows.Recipient,
			Doc:      "The attacker mails people what to do, step by step.",
			Requires: []string{"reframe", "spray"},
			When:     func(a flows.At) bool { return a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.Link })},
		{Name: "hand_out", About: outward, Ref: "BCP 247 4.2 (F)", Phase: flows.Convey, On: flows.Authorization, Via: flows.Message, By: flows.Target,
			Doc: "The person sends the code to whoever has asked for it.",
			In:  flows.StagesOf(flows.Approved),
			When: func(a flows.At) bool {
				lure := a.P().Lure
				return a.Sees() && !a.S.Known.Has(flows.Attacker) && (lure == flows.OpenPage || lure == flows.OnCall)
			},
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.HandsOutCode },
				Do:   func(a flows.At) { a.S.Known.Add(flows.Attacker) },
			}}},
	},
}

// outward are the steps in which a code leaves the device on which it was approved.
var outward = []string{"present_transfer_code", "present_join_code"}
