package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// EditCode changes what a code says.
var EditCode = &flows.Capability{
	Name: "edit-code",
	Doc:  "Changes the request that a code carries.",
	Ref:  "OpenID4VP 5.9.3: requests with the prefix redirect_uri cannot be signed",
	Opens: []flows.Step{
		// What is rewritten is what the wallet shows, which one mitigation is about.
		{Name: "edit_request", About: flows.Wallets, Against: "user-experience", Ref: "OpenID4VP 5.9.3; SIOPv2 7.5, 9.2", Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker has the QR code lead to a request of their own making: nonce, state and where the answer goes are as before, so that it is good there, and what it is for is what the attacker likes.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.Sees() && a.S.Ack != flows.Rewritten },
			Checks: []flows.Check{
				{Name: "verifier authentication", By: flows.OP, Kind: flows.Binding, Ref: "OpenID4VP 5.9.3, 8.5; SIOPv2 7.2", Reply: flows.InvalidRequest,
					Pass: func(a flows.At) bool { return a.Setting.UnsignedRequests }},
				// Who signs has another prefix in its client_id than a request that is not signed
				// can have: the answer to that is for somebody else, and the step of no use.
				{Name: "full client_id", By: flows.RP, Kind: flows.Binding, Ref: "OpenID4VP 14.8, 14.1.2; SIOPv2 11.1", Reply: flows.WrongAudience,
					Pass: func(a flows.At) bool { return a.Setting.UnsignedRequests || a.Setting.NoHolderBinding }},
			},
			Do: flows.Does(func(a flows.At) { a.S.Ack = flows.Rewritten })},
	},
}
