package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// SessionSpying is an onlooker who enters the victim's code first.
var SessionSpying = &Scenario{
	Name: "session-spying",
	Doc:  "Session spying: somebody sees the code on the victim's TV, enters it first and approves with an account of their own, so that the TV acts for the attacker.",
	Ref:  "RFC 8628 5.5",
	Flows: []*flows.Flow{flows.DeviceGrant, flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush, flows.CIBASync, flows.AuthcodeQR, flows.SameDeviceAuthcode,
		flows.OID4VP, flows.SIOPv2, flows.CTAPHybrid, flows.TypedCode, flows.SessionTransfer, flows.NetworkJoin, flows.AssetQR},
	Facts:  watched(livingRooms),
	Honest: A1,
	// Where a code leads from the victim's session to any device, whoever sees it does not
	// put the victim's device into a session of their own, but their own into the victim's.
	Elsewhere: []Place{
		{Flow: flows.OID4VP, Facts: watched(newcomers), Honest: A6},
		{Flow: flows.SIOPv2, Facts: watched(newcomers), Honest: A6},
		{Flow: flows.TypedCode, Facts: watched(shoppers), Honest: A8},
		{Flow: flows.SessionTransfer, Facts: watched(employees), Honest: A7, Breaks: AttackerAccess},
		{Flow: flows.NetworkJoin, Facts: watched(employees), Honest: A5, Breaks: AttackerAccess},
		{Flow: flows.AssetQR, Facts: bikes, Honest: A3},
	},
	In:     Watched,
	Breaks: ConsumerBound,
	Goals:  spied,
	Reach: []Reach{
		{Capability: "see-screen", Literal: true, Source: "RFC 8628 5.5: may be watching the device"},
		{Capability: "own-account", Literal: true, Source: "RFC 8628 5.5: hijacks the session by completing it faster, which takes an account"},
		{Capability: "swap-code", Source: "RFC 6749 10.12, RFC 9700 4.7: has an answer of their own brought to the victim's session"},
		{Capability: "on-site", Source: "who sees the screen may be in the room; with a telescope or a camera they are not"},
		{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network"},
		{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
		{Capability: "ask-location", Disputed: true, Source: "BCP 247 6.1.1 Limitations, through a page that the victim opens; whoever watches knows the place anyway"},
	},
}

// watched are people who are sent nothing.
func watched(s flows.Setting) flows.Setting {
	s.ReadMin = 0
	return s
}
