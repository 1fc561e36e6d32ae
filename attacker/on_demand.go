package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// OnDemand makes the code when the victim clicks, so that its life starts then.
var OnDemand = &flows.Capability{
	Name: "on-demand",
	Doc:  "Mails a link instead of a code, and asks for the code only once the victim has clicked.",
	Ref:  "BCP 247 6.1.2 Limitations; SquarePhish",
	Opens: []flows.Step{
		{Name: "send_link", Ref: "BCP 247 6.1.2 Limitations", Phase: flows.Convey, Via: flows.Mail, By: flows.Recipient,
			Doc:      "The attacker mails a link to a page of their own. No session exists yet.",
			Requires: []string{"reframe", "spray"},
			When:     func(a flows.At) bool { return a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.Link })},
		OpenLure,
		{Name: "open_request", About: []string{"follow_request"}, Ref: "BCP 247 6.1.2 Limitations", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The page that the victim has opened forwards to the request that the QR code would have led to, and nothing is scanned.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Known.Has(flows.Attacker) && !a.OnScreen() && a.P().Lure == flows.OpenPage
			},
			Do: flows.Does(func(a flows.At) { a.HandOver() })},
		// A wallet fetches the same request from a link as from a QR code.
		{Name: "show_code", About: shownCode, Ref: "BCP 247 6.1.2 Limitations; OpenID4VP 8.2 for the link", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The page that the victim has opened shows a code made a moment ago, or for a wallet a link to what that leads to.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Known.Has(flows.Attacker) && a.P().Lure == flows.OpenPage },
			Do: flows.Does(func(a flows.At) {
				a.P().Lure = 0
				a.S.Known.Add(a.Party)
			})},
	},
}
