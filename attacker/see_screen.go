package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// SeeScreen is an onlooker.
var SeeScreen = &flows.Capability{
	Name: "see-screen",
	Doc:  "Sees the screen of the victim's consumption device.",
	Ref:  "RFC 8628 5.5",
	// Who has seen a code that goes to any device brings it to one of their own.
	Enables: []string{"present_transfer_code", "present_join_code", "session_context", "join"},
	Opens: []flows.Step{
		{Name: "look_at_transfer", About: outward, Ref: "RFC 8628 5.5, for this screen", Phase: flows.Present, On: flows.Authorization, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker reads the code that leads to the victim's session.",
			In:   flows.StagesOf(flows.Approved),
			When: func(a flows.At) bool { return !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
		{Name: "look", About: []string{"display", "display_qr"}, Ref: "RFC 8628 5.5", Phase: flows.Present, On: flows.Consumption, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker reads the code that the victim's device shows.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && !a.Sees() && !a.Linked() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
		{Name: "poll_with_request", About: flows.Wallets, Ref: "OpenID4VP 13.3 (3), 14.3.3; SIOPv2 15.3", Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker asks for the answer to the victim's session, with the state and the nonce that the QR code leads to.",
			In:   flows.StagesOf(flows.Returned),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && a.Sees() },
			Checks: []flows.Check{
				{Name: "transaction-id", By: flows.RP, Kind: flows.Binding, Ref: "OpenID4VP 13.3 (8), 14.3.3; SIOPv2: decided here", Reply: flows.SessionNotFound,
					Pass: func(flows.At) bool { return false }}, // it is the browser's alone
			},
			Do: flows.Does(func(a flows.At) { a.LogIn() })},
		{Name: "look_at_typing", About: []string{"enter_code"}, Ref: "RFC 8628 5.5, for this screen", Phase: flows.Present, On: flows.Consumption, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker reads the code while the victim types it.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Known.Has(a.S.Recv) && !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
		{Name: "look_at_label", About: []string{"scan_label"}, Ref: "RFC 8628 5.5, for this code; BCP 247 4.3.3", Phase: flows.Present, On: flows.Asset, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker reads the label of the asset before which the victim stands.",
			In:   flows.StagesOf(flows.Idle, flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Nobody && !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
		{Name: "poll_with_state", About: []string{"follow_request"}, Ref: "Tonge, Authorization Code Flow with QR code, 4", Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker polls the client with the state that they have read in the victim's QR code.",
			In:   flows.StagesOf(flows.Returned),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && a.Sees() },
			Checks: append([]flows.Check{
				{Name: "polled by the session that started", By: flows.RP, Kind: flows.Binding, Ref: "decided here", Reply: flows.SessionNotFound,
					Pass: func(a flows.At) bool { return !a.Setting.PollBound }},
			}, flows.CodeChecks...),
			Do: flows.Does(func(a flows.At) { a.RedeemCode() })},
	},
}
