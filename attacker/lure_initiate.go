package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// LureInitiate has somebody hand over a code of their own: one that they get because they
// start a flow (cross-device session phishing), or one that they are sent.
var LureInitiate = &flows.Capability{
	Name: "lure-initiate",
	Doc:  "Asks people for a code: one that they start a flow for, on a device on which they are signed in, or one that they are sent.",
	Ref:  "BCP 247 4.2 (A), (F); 4.1.3 (A), (E), (F)",
	Opens: []flows.Step{
		{Name: "ask_for_code", About: handedOver, Ref: "BCP 247 4.2 (A); 4.1.3 (A)", Phase: flows.Convey, Via: flows.Mail, By: flows.Recipient,
			Doc:      "The attacker mails people what to do, step by step, and what to do with the code.",
			Requires: []string{"reframe", "spray"},
			When:     func(a flows.At) bool { return a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.Link })},
		{Name: "hand_out", About: handedOver, Ref: "BCP 247 4.2 (F); 4.1.3 (E), (F)", Phase: flows.Convey, On: flows.Authorization, Via: flows.Message, By: flows.Target,
			Doc: "The person sends the code to whoever has asked for it.",
			In:  flows.StagesOf(flows.Pending, flows.Approved),
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

// handedOver are the steps that take nothing but a code which somebody has before them.
var handedOver = append([]string{"enter_code"}, outward...)
