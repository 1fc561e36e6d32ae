package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// DelayNetwork is a network that does not keep the order of what it carries. Nobody
// need be behind it: networks do so by themselves.
var DelayNetwork = &flows.Capability{
	Name: "delay-network",
	Doc:  "Delays what provider and client send each other, as a network may do by itself.",
	Ref:  "OpenID MODRNA issue 63",
	Opens: []flows.Step{
		{Name: "delay_acknowledgement", About: []string{"authentication_request"}, Ref: "OpenID MODRNA issue 63", On: flows.Consumption, By: flows.Attackers,
			Doc: "The answer to the authentication request is still on its way.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Ack == flows.AckArrived && a.S.Recv != flows.Attacker && a.Untouched()
			},
			Do: flows.Does(func(a flows.At) { a.S.Ack = flows.AckDelayed })},
	},
}
