package scenarios

import "slices"

// B6 is somebody else's onboarding.
var B6 = &Scenario{
	Name:   "B6",
	Doc:    "Illicit onboarding: the attacker starts an onboarding and mails its QR code to new employees, whose wallets present their credentials to the attacker's session.",
	Ref:    "BCP 247 4.3.6",
	Flows:  ofWallets,
	Facts:  newcomers,
	Honest: A6,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}),
	Reach: slices.Concat([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.6: initiates an employee onboarding flow"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.3.6: obtains a QR code from the onboarding portal"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.6: informs them that it is time to present proof"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.6: obtains a list of potential new employees and mails them"},
	}, atWallets),
}

// atWallets is what is within reach of whoever has wallets scan a code, besides what each
// scenario says.
var atWallets = []Reach{
	{Capability: "many-clients", Source: "BCP 247 4.3.1: what is emulated once can be emulated again"},
	{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: requests the code once the user clicks"},
	{Capability: "real-time-relay", Source: "BCP 247 4.3.8: captures log-in QR codes in real time"},
	{Capability: "edit-code", Source: "OpenID4VP 5.9.3: what is not signed can be changed"},
	{Capability: "swap-code", Source: "OpenID4VP 14.1: injects what was presented in a previous response"},
	{Capability: "replay", Source: "OpenID4VP 14.1.1: plays the role of a verifier; SIOPv2 13.2: gathers information that can be used in replay attacks"},
	{Capability: "relay-answer", Source: "BCP 247 6.1.16 and 6.1.17 Limitations: has the victim tell what they were sent or know"},
	{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network"},
	{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
	{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
	{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
	{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
	{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio near each victim does not scale like a mail"},
}
