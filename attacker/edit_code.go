package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// EditCode changes what a code says.
var EditCode = &flows.Capability{
	Name: "edit-code",
	Doc:  "Changes the request that a code carries.",
	Ref:  "OpenID4VP 5.9.3: requests with the prefix redirect_uri cannot be signed",
	Opens: []flows.Step{
		// What is rewritten is what the wallet shows, which one mitigation is about.
		{Name: "edit_request", About: []string{"fetch_request"}, Against: "user-experience", Ref: "OpenID4VP 5.9.3", Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker has the QR code lead to a request of their own making: nonce, state and response_uri are the verifier's, and who asks and what for is what the attacker likes.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.Sees() && !a.S.Posed },
			Checks: []flows.Check{
				{Name: "verifier authentication", By: flows.OP, Kind: flows.Binding, Ref: "OpenID4VP 5.9.3, 8.5", Reply: flows.InvalidRequest,
					Pass: func(a flows.At) bool { return a.Setting.UnsignedRequests }},
			},
			Do: flows.Does(func(a flows.At) { a.S.Posed = true })},
	},
}
