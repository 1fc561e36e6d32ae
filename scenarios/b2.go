package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B2 is the threat of deleted files.
var B2 = &Scenario{
	Name:   "B2",
	Doc:    "Illicit access to productivity services: an emulated whiteboard gets a code, a mail threatens that files will be deleted, and whoever enters the code opens their files.",
	Ref:    "BCP 247 4.3.2",
	Flows:  []*flows.Flow{flows.DeviceGrant, flows.CTAPHybrid},
	Facts:  offices,
	Honest: A2,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}, worth(&offices)),
	Reach: []Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.2: emulates an enterprise application and initiates a flow"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.3.2: requests a user code and URL"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.2: informs users that their files will be deleted"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.2: obtains a list of potential victims and mails them"},
		{Capability: "move-token", Literal: true, Source: "BCP 247 4.3.2: tokens may be exfiltrated and sold to third parties"},
		{Capability: "many-clients", Source: "BCP 247 4.3.1: what is emulated once can be emulated again; thousands of polling nodes were seen (Microsoft, April 2026)"},
		{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: requests the code once the user clicks"},
		{Capability: "relay-answer", Source: "BCP 247 6.1.16 and 6.1.17 Limitations: has the victim tell what they were sent or know"},
		{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network; a trusted one (6.1.8) is more than addresses"},
		{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
		{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
		{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
		{Capability: "trusted-network", Source: "BCP 247 6.1.8: needs to have access to a device on the network"},
		{Capability: "move-key", Source: "BCP 247 6.1.12 Limitations: may exfiltrate the software key"},
		{Capability: "voice", Disputed: true, Source: "seen: callers from \"IT support\" had users type a code (UNC6040, 2024-25); 4.3.2 has a mail"},
		{Capability: "own-account", Disputed: true, Source: "an employee, or somebody with an employee's account; BCP 247 6.1.15 does not say whose log-in"},
		{Capability: "headless-entry", Disputed: true, Source: "seen in DeviceCodePhishing (2025); the BCP does not name it"},
		{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio in the company's building"},
		{Capability: "on-site", Disputed: true, Source: "an employee is in the building; 4.3.2 has a mail"},
	},
}
