package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// RealTimeRelay is a page that stands between the victim and the real one, and passes on
// what either shows as it comes. What is short-lived lives long enough for that.
var RealTimeRelay = &flows.Capability{
	Name: "real-time-relay",
	Doc:  "Runs a page that looks like the real one and passes on in real time what either side shows.",
	Ref:  "BCP 247 4.3.8; QRLJacking (OWASP, 2016)",
	// What the page has been told is typed on the attacker's own device.
	Enables: []string{"enter_otp"},
	Opens: []flows.Step{
		{Name: "send_address", Ref: "BCP 247 4.3.8", Phase: flows.Convey, Via: flows.Mail, By: flows.Recipient,
			Doc:      "The attacker mails the address of their page.",
			Requires: []string{"reframe", "spray"},
			When:     func(a flows.At) bool { return a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.Link })},
		OpenLure,
		{Name: "capture_code", About: shownCode, Ref: "BCP 247 4.3.8", Phase: flows.Present, On: flows.Consumption, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The page takes the code that the real one shows the attacker.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == a.Party && !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
		{Name: "mirror_code", About: shownCode, Ref: "BCP 247 4.3.8", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc: "The page shows that code at the same moment.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Known.Has(flows.Attacker) && !a.Sees() && a.P().Lure == flows.OpenPage
			},
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.IgnoresAddress },
				Do:   func(a flows.At) { a.S.Known.Add(a.Party) },
			}}},
		{Name: "relay_code", About: []string{"enter_code"}, Ref: "BCP 247 4.1.3 (E)-(G)", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The victim types the code that they were sent on the attacker's page.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.Sees() && !a.S.Known.Has(flows.Attacker) && a.P().Lure == flows.OpenPage
			},
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.IgnoresAddress },
				Do:   func(a flows.At) { a.S.Known.Add(flows.Attacker) },
			}}},
		tellOTP("relay_otp", "The attacker's page, which has asked for the code, asks for the password too.", "BCP 247 6.1.16 Limitations, as 4.1.3 (E)-(G)",
			[]string{"enter_code"}, flows.Nowhere, flows.IgnoresAddress, func(a flows.At) bool { return a.P().Lure == flows.OpenPage }),
		{Name: "relay_assertion", About: []string{"hear_advert"}, Ref: "CTAP 2.2 11.5; WebAuthn 13.4.9", Phase: flows.Verify, On: flows.Consumption, Via: flows.Page, By: flows.Target,
			Doc:      "The victim logs in on the attacker's page from a browser of their own, and the page passes the assertion on.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.P().Lure == flows.OpenPage },
			Checks: []flows.Check{
				{Name: "origin", By: flows.OP, Kind: flows.Binding, Ref: "WebAuthn 7.2, 13.4.9", Reply: flows.AccessDenied,
					Pass: func(flows.At) bool { return false }}, // the victim's own browser has written it in
			},
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.IgnoresAddress },
				Do:   func(a flows.At) { a.Approve() },
			}}},
	},
}
