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
