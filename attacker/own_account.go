package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// OwnAccount is an attacker who is a customer too.
var OwnAccount = &flows.Capability{
	Name: "own-account",
	Doc:  "Has an account with the service and authenticates as themselves, with any method that is asked for.",
	Ref:  "BCP 247 6.1.15 requires a log-in before the flow, and says nothing of whose",
	Enables: []string{"authenticate_first", "enter_user_code", "notification", "follow_request", "authorize", "redirect",
		"fetch_request", "scan_request", "consent", "direct_post", "scan_qr", "hear_advert", "scan_label"},
	Opens: []flows.Step{
		{Name: "name_self", About: naming, Ref: "CIBA Core 8", On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker has the client name themselves.",
			Requires: []string{"initiate"},
			In:       flows.StagesOf(flows.Idle),
			When:     func(a flows.At) bool { return a.AttackerCanName() },
			Do:       flows.Does(func(a flows.At) { a.S.Hint, a.S.Init = flows.Attacker, flows.Attacker })},
		{Name: "forge_answer", About: []string{"direct_post"}, Ref: "OpenID4VP 8.6; SIOPv2 11.1", Phase: flows.Verify, On: flows.Authorization, By: flows.Target,
			Doc:  "The attacker's own wallet answers in the victim's name, signed with the keys that it has.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.S.Known.Has(flows.Attacker) },
			Checks: []flows.Check{
				// The issuer's signature on the credential and the holder's on the presentation; or
				// the ID token's, by the key whose thumbprint its sub is.
				{Name: "signature", By: flows.RP, Kind: flows.Binding, Ref: "OpenID4VP 8.6; SIOPv2 11.1", Reply: flows.BadSignature,
					Pass: func(flows.At) bool { return false }},
			},
			Do: flows.Does(func(a flows.At) { a.Bring(flows.Elsewhere) })},
		{Name: "forward_link", About: []string{"notification"}, Ref: "BCP 247 3.1.2: a text message with a link", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The attacker passes on the link by which the provider asks themselves, through a page that the victim has opened.",
			Requires: []string{"reframe", "on-demand"},
			In:       flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Hint == flows.Attacker && !a.OnScreen() && a.P().Lure == flows.OpenPage
			},
			Do: flows.Does(func(a flows.At) { a.HandOver() })},
	},
}
