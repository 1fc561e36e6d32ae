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

// NearbyProxy forwards short-range radio from a place near the victim.
var NearbyProxy = &flows.Capability{
	Name: "nearby-proxy",
	Doc:  "Has a radio near the victim that forwards what short-range transports say.",
	Ref:  "fido-cross-device-phishing (2025)",
}
