package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// OnSite is an attacker who is where the victim is.
var OnSite = &flows.Capability{
	Name: "on-site",
	Doc:  "Is physically near the victim, with the device that starts the flow.",
	Ref:  "BCP 247 4.3.3",
	// Who is at an asset takes it when it unlocks.
	Enables: []string{"unlock", "ride"},
	Opens: []flows.Step{
		advertThrough("hear_advert_on_site", "The attacker's device is near enough to hear the victim's phone.", "CTAP 2.2 11.5: it is nearness that is proved"),
		{Name: "advertise_on_site", About: []string{"hear_advert"}, Ref: "CTAP 2.2 11.5: it is nearness that is proved", Phase: flows.Verify, On: flows.Authorization, By: flows.Attackers,
			Doc:  "The attacker's phone is near enough to be heard by the victim's device, whose code it has scanned.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && a.Advertises() },
			Do:   flows.Does(func(a flows.At) { a.Connect() })},
		{Name: "take_over_tunnel", About: []string{"hear_advert"}, Ref: "CTAP 2.2 11.5.1", Phase: flows.Verify, On: flows.Consumption, By: flows.Target,
			Doc:  "The attacker's device hears a phone that has scanned the victim's code, and tries to complete the handshake in the place of the victim's device.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && a.Advertises() },
			Checks: []flows.Check{
				{Name: "secret of the code", By: flows.OP, Kind: flows.Protocol, Ref: "CTAP 2.2 11.5.1", Reply: flows.NoHandshake,
					Pass: func(a flows.At) bool { return a.S.Known.Has(flows.Attacker) }},
				{Name: "key of the code", By: flows.OP, Kind: flows.Binding, Ref: "CTAP 2.2 11.5.1: Noise KNpsk0", Reply: flows.NoHandshake,
					Pass: func(flows.At) bool { return false }}, // the private key has not left the victim's device
			},
			Do: flows.Does(func(a flows.At) {
				a.S.Recv = flows.Attacker
				a.Connect()
			})},
		{Name: "copy_label", About: []string{"scan_label"}, Ref: "BCP 247 4.3.3", Phase: flows.Present, On: flows.Asset, By: flows.Attackers,
			Doc:  "The attacker copies the label of an asset, the one that they mean to take.",
			In:   flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool { return a.CanStart() && !a.Arrived() },
			Do: flows.Does(func(a flows.At) {
				a.S.Init, a.S.Recv = a.Party, a.Party
				a.S.Known.Add(a.Party)
			})},
		{Name: "stick_label", About: []string{"scan_label"}, Ref: "BCP 247 4.3.3", Phase: flows.Convey, On: flows.Asset, By: flows.Target,
			Doc:      "The attacker sticks the copy on the asset to which the victim will go.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Idle),
			When:     func(a flows.At) bool { return a.S.Known.Has(flows.Attacker) && a.P().Lure == 0 && !a.Arrived() },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.Label })},
		{Name: "show_own_hint", About: []string{"authentication_request"}, Ref: "Tonge, Session Binding in CIBA; FAPI-CIBA 7.2", On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker shows the victim's device a hint of their own, before the victim does: one that is made by a phone is taken from any phone.",
			Requires: []string{"own-account"},
			In:       flows.StagesOf(flows.Idle),
			When: func(a flows.At) bool {
				return a.Setting.Hint == flows.LoginHintToken && a.S.Init != flows.Attacker && a.S.Hint != flows.Nobody && a.S.Hint != flows.Attacker
			},
			Do: flows.Does(func(a flows.At) { a.S.Hint = flows.Attacker })},
	},
}
