package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// OnSite is an attacker who is where the victim is.
var OnSite = &flows.Capability{
	Name: "on-site",
	Doc:  "Is physically near the victim, with the device that starts the flow.",
	Ref:  "BCP 247 4.3.3",
	Opens: []flows.Step{
		{Name: "show_own_hint", About: "authentication_request", Ref: "Tonge, Session Binding in CIBA; FAPI-CIBA 7.2", On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker shows the victim's device a hint of their own, before the victim does: one that is made by a phone is taken from any phone.",
			Requires: []string{"own-account"},
			In:       flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool {
				return a.Setting.Hint == flows.LoginHintToken && a.S.Init != flows.Attacker && a.S.Hint != flows.Nobody && a.S.Hint != flows.Attacker
			},
			Do: flows.Does(func(a flows.At) { a.S.Hint = flows.Attacker })},
	},
}
