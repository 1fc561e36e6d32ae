package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// RadioRelay forwards radio in both directions between the victim's devices and
// the attacker's. At the victim's own device it would do what on-site does there, and in
// no scenario it is within reach of whoever is after that.
var RadioRelay = &flows.Capability{
	Name: "radio-relay",
	Doc:  "Forwards short-range radio both ways, with a helper near the victim.",
	Ref:  "relays of short-range radio; BCP 247 4.3.10 has them for users who collude",
	Opens: []flows.Step{
		advertThrough("relay_advert", "A helper near the victim forwards the advert of the victim's phone to the attacker's device.", "BCP 247 4.3.10, there for users who collude"),
	},
}

// NearbyProxy forwards short-range radio from a place near the victim.
var NearbyProxy = &flows.Capability{
	Name: "nearby-proxy",
	Doc:  "Has a radio near the victim that forwards what short-range transports say.",
	Ref:  "fido-cross-device-phishing (2025)",
	Opens: []flows.Step{
		advertThrough("forward_advert", "A beacon near the victim forwards the advert of the victim's phone to the attacker's device.", "fido-cross-device-phishing (2025)"),
	},
}

// advertThrough is a way for the attacker's device to get the advert of a phone that has
// scanned its code. The advert is encrypted, and the secret is the attacker's own.
func advertThrough(name, doc, ref string) flows.Step {
	return flows.Step{Name: name, About: []string{"hear_advert"}, Ref: ref, Phase: flows.Verify, On: flows.Consumption, By: flows.Target,
		Doc:  doc,
		In:   flows.StagesOf(flows.Pending),
		When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.Advertises() },
		Do:   flows.Does(func(a flows.At) { a.Connect() })}
}
