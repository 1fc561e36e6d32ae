package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// VPN makes the attacker's device appear on the victim's network.
var VPN = &flows.Capability{
	Name: "vpn",
	Doc:  "Appears to be on a network of their choice.",
	Ref:  "BCP 247 6.1.1 Limitations",
}

// TrustedDevice is a device the authorization server trusts, in the wrong hands.
var TrustedDevice = &flows.Capability{
	Name: "trusted-device",
	Doc:  "Controls a device that is registered as trusted, or passes for one.",
	Ref:  "BCP 247 6.1.7 Limitations",
}

// ManyClients makes one attacker look like many devices.
var ManyClients = &flows.Capability{
	Name: "many-clients",
	Doc:  "Emulates as many devices as they like, each a new client to the server.",
	Ref:  "BCP 247 4.3.1",
}

// GNSSSpoof makes the attacker's device report a position of their choice.
var GNSSSpoof = &flows.Capability{
	Name: "gnss-spoof",
	Doc:  "Reports a position of their choice; which one they need they must know.",
	Ref:  "BCP 247 6.1.1 Limitations",
}

// AskLocation is a page that asks the victim's browser where it is.
var AskLocation = &flows.Capability{
	Name: "ask-location",
	Doc:  "Reads where the victim is, through a page that asks their browser.",
	Ref:  "BCP 247 6.1.1 Limitations",
}

// TrustedNetwork is a device inside a perimeter, in the wrong hands.
var TrustedNetwork = &flows.Capability{
	Name: "trusted-network",
	Doc:  "Controls a device inside the network that flows have to start in.",
	Ref:  "BCP 247 6.1.8",
}

// RadioRelay forwards radio in both directions between the victim's devices and
// the attacker's.
var RadioRelay = &flows.Capability{
	Name: "radio-relay",
	Doc:  "Forwards short-range radio both ways, with a helper near the victim.",
	Ref:  "relays of short-range radio; BCP 247 4.3.10 has them for users who collude",
}

// NearbyProxy forwards short-range radio from a place near the victim.
var NearbyProxy = &flows.Capability{
	Name: "nearby-proxy",
	Doc:  "Has a radio near the victim that forwards what short-range transports say.",
	Ref:  "fido-cross-device-phishing (2025)",
}
