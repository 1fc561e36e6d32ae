package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// EditCode changes what a code says.
var EditCode = &flows.Capability{
	Name: "edit-code",
	Doc:  "Changes the request that a code carries.",
	Ref:  "OpenID4VP 5.9.3: what is not signed can be changed",
	Opens: []flows.Step{
		{Name: "edit_request", About: []string{"fetch_request"}, Ref: "OpenID4VP 5.9.3, 14.1", Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker rewrites who the request says it is from, and what for; the answer still goes to the verifier.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.Sees() && !a.S.Posed },
			Checks: []flows.Check{
				{Name: "verifier authentication", By: flows.OP, Kind: flows.Binding, Ref: "OpenID4VP 5.9.3", Reply: flows.InvalidClient,
					Pass: func(a flows.At) bool { return a.Setting.UnsignedRequests }},
			},
			Do: flows.Does(func(a flows.At) { a.S.Posed = true })},
	},
}
