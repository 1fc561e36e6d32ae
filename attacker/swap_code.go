package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// SwapCode brings what was issued for one session to the client as the answer to
// another.
var SwapCode = &flows.Capability{
	Name: "swap-code",
	Doc:  "Pairs one session's authorization code, or tokens, with another session.",
	Ref:  "RFC 9700 4.5; Tonge, Session Binding in Standard Authorization Code Flow",
	Opens: []flows.Step{
		{Name: "swap_code", About: []string{"redirect", "return_code"}, Ref: "RFC 9700 4.5", On: flows.Consumption, Via: flows.Page, By: flows.Target,
			Doc:      "The attacker brings the client the victim's code, with the state of the attacker's own session. What the client asks then, it asks the attacker.",
			Requires: []string{"initiate"},
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.IssuedCode() != 0 },
			Do:       flows.Does(func(a flows.At) { a.Bring(a.IssuedCode()) })},
		{Name: "swap_presentation", About: []string{"direct_post"}, Ref: "OpenID4VP 14.1, 14.3.3; SIOPv2 11.1", On: flows.Consumption, Via: flows.Page, By: flows.Target,
			Doc: "The attacker posts what the victim's wallet has answered in another session, however they have come by it, with the state of a session of their own.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Recv == flows.Attacker && a.S.Known.Has(flows.Attacker) && a.Presented() != 0
			},
			Do: flows.Does(func(a flows.At) { a.Bring(a.Presented()) })},
		{Name: "inject_response_code", About: []string{"fetch_request"}, Ref: "OpenID4VP 8.2; RFC 6749 10.12 for the harm", Phase: flows.Verify, On: flows.Consumption, Via: flows.Page, By: flows.Attackers,
			Doc: "The attacker has answered the victim's session, and has the redirect_uri that their wallet was given opened in the victim's browser.",
			In:  flows.StagesOf(flows.Returned),
			When: func(a flows.At) bool {
				return a.Setting.ResponseCode && a.S.Recv != flows.Attacker && a.Poster() == flows.Attacker && !a.S.Leaked
			},
			Do: flows.Does(func(a flows.At) { a.S.Leaked = true })},
		{Name: "code_of_other_session", About: []string{"enter_code"}, Ref: "BCP 247 4.1.3, the variation without a session", Phase: flows.Engage, On: flows.Consumption, By: flows.Target,
			Doc: "The attacker types a code that was sent to the victim for one session in a session of their own.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				_, has := a.OtherCode()
				return a.S.Recv == flows.Attacker && has
			},
			Checks: []flows.Check{flows.SentForThisSession(never)},
			Do: flows.Does(func(a flows.At) {
				from, _ := a.OtherCode()
				a.EnterCode(from)
			})},
		{Name: "type_own_code", About: []string{"enter_code"}, Ref: "BCP 247 4.1.3, the variation without a session; RFC 6749 10.12 for the harm", Phase: flows.Engage, On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker types a code of their own account on the victim's device.",
			Requires: []string{"own-account", "on-site"},
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Recv != flows.Attacker },
			Checks:   []flows.Check{flows.SentForThisSession(never)},
			Do: flows.Does(func(a flows.At) {
				a.EnterCode(a.Session)
				a.S.Appr = flows.Attacker
			})},
		injectCode("inject_code", "redirect", flows.Authorization, flows.StateCheck,
			"The attacker has a code for their own account brought to the client, as the answer to the victim's session."),
		injectCode("inject_code_there", "return_code", flows.Consumption, flows.KeptState,
			"The attacker has the victim's browser bring the client a code for their own account, as the answer to its session."),
		{Name: "forge_push", About: []string{"push_callback"}, Ref: "CIBA Core 10.3", Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker posts tokens for their own account to the client's notification endpoint, as the answer to the victim's request.",
			Requires: []string{"own-account"},
			In:       flows.StagesOf(flows.Pending, flows.Approved),
			When:     func(a flows.At) bool { return a.S.Recv != flows.Attacker },
			Checks: []flows.Check{
				{Name: "client_notification_token", By: flows.RP, Kind: flows.Binding, Ref: "CIBA Core 10.3", Reply: flows.Unauthorized,
					Pass: func(a flows.At) bool { return a.S.Leaked }},
				{Name: "auth_req_id in the ID token", By: flows.RP, Kind: flows.Binding, Ref: "CIBA Core 10.3.1", Reply: flows.NotExpected,
					Pass: func(flows.At) bool { return false }}, // the provider has signed another one
			},
			Do: flows.Does(func(a flows.At) {
				a.S.Stage = flows.Approved
				a.CloseRequest()
				a.S.Appr = flows.Attacker
				a.Party = a.S.Recv
				a.Redeem()
			})},
	},
}

// injectCode has a code of the attacker's own brought to the client, in a flow whose answer
// comes by the step that it is about.
func injectCode(name, about string, on flows.Place, state flows.Check, doc string) flows.Step {
	return flows.Step{Name: name, About: []string{about}, Ref: "RFC 9700 4.7; RFC 6749 10.12", Phase: flows.Verify, On: on, Via: flows.Page, By: flows.Attackers,
		Doc:      doc,
		Requires: []string{"own-account"},
		In:       flows.StagesOf(flows.Pending, flows.Connected, flows.Approved),
		When:     func(a flows.At) bool { return a.S.Recv != flows.Attacker },
		Checks:   []flows.Check{state},
		Do:       flows.Does(func(a flows.At) { a.Bring(flows.OwnCode) })}
}

// never is a check that nobody passes while it is made.
func never(flows.At) bool { return false }
