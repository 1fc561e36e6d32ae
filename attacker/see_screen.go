package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// SeeScreen is an onlooker.
var SeeScreen = &flows.Capability{
	Name: "see-screen",
	Doc:  "Sees the screen of the victim's consumption device.",
	Ref:  "RFC 8628 5.5",
	Opens: []flows.Step{
		{Name: "look", Ref: "RFC 8628 5.5", Phase: flows.Present, On: flows.Consumption, Via: flows.Screen, By: flows.Attackers,
			Doc:  "The attacker reads the code that the victim's device shows.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && !a.Sees() },
			Do:   flows.Does(func(a flows.At) { a.S.Known.Add(a.Party) })},
	},
}
