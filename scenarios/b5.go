package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B5 is the code that lets a device into a network, handed out.
var B5 = &Scenario{
	Name:   "B5",
	Doc:    "Illicit network join: employees are asked for the code with which a device joins the company's network, and whoever sends it lets the attacker's device in.",
	Ref:    "BCP 247 4.3.5",
	Flows:  []*flows.Flow{flows.NetworkJoin},
	Facts:  employees,
	Honest: A5,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}),
	Gives: []Foothold{
		{In: B2, Capability: "trusted-network", Source: "BCP 247 4.3.5: uses the device that was joined as an entry point; 6.1.8: needs a device on the network, and this is one, if it is the network in which B2 is to start"},
	},
	Reach: slices.Concat([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.5: scans the QR code and adds their own device to the network"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.5: claims to be a trusted technology provider"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.5: a message to all employees"},
		{Capability: "lure-initiate", Literal: true, Source: "BCP 247 4.3.5: asks employees to send the QR code, with steps on how to obtain it"},
	}, handedOut),
}

// handedOut is what is within reach of whoever gets people to send codes, besides what
// each scenario says.
var handedOut = []Reach{
	{Capability: "relay-answer", Source: "BCP 247 6.1.16 and 6.1.17 Limitations: has the victim tell what they were sent or know"},
	{Capability: "many-clients", Source: "BCP 247 4.3.1: what is emulated once can be emulated again"},
	{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network"},
	{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
	{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
	{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
	{Capability: "voice", Disputed: true, Source: "seen: callers from \"IT support\" say what to do (UNC6040, 2024-25); 4.3.5 and 4.3.7 have a message"},
	{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
	{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio in the company's building"},
}
