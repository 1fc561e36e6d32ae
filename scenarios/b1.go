package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B1 is the mailed code.
var B1 = &Scenario{
	Name:   "B1",
	Doc:    "Illicit access to a video streaming service: the attacker's TV gets a code, mails it as a reward, and whoever enters it adds that TV to their account.",
	Ref:    "BCP 247 4.3.1",
	Flows:  []*flows.Flow{flows.DeviceGrant, flows.AuthcodeQR, flows.SameDeviceAuthcode, flows.CTAPHybrid},
	Facts:  livingRooms,
	Honest: A1,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}, worth(&livingRooms)),
	Reach: []Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.1: obtains a smart TV and attempts to access the service"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.3.1: copies the QR code"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.1: presents it as a reward"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.1: mails it to a large number of recipients"},
		{Capability: "many-clients", Literal: true, Source: "BCP 247 4.3.1: emulates new smart TVs to obtain multiple QR codes"},
		{Capability: "move-token", Literal: true, Source: "BCP 247 4.3.1: sells access and refresh token"},
		{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: requests the code once the user clicks"},
		{Capability: "relay-answer", Source: "BCP 247 6.1.16 and 6.1.17 Limitations: has the victim tell what they were sent or know"},
		{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network, here the victim's own"},
		{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
		{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
		{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
		{Capability: "move-key", Source: "BCP 247 6.1.12 Limitations: may exfiltrate the software key"},
		{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
		{Capability: "headless-entry", Disputed: true, Source: "seen in DeviceCodePhishing (2025); the BCP does not name it"},
		{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio near each victim does not scale like a mail"},
	},
}
