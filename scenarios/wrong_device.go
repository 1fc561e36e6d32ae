package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// WrongDevice is the victim's own session under way, and the attacker's beside
// it.
var WrongDevice = &Scenario{
	Name: "wrong-device",
	Doc:  "Different consumption device, same user: while the victim authorises their own TV, the attacker tries to have theirs approved instead.",
	Ref:  "Tonge, Session binding in decoupled flows; RFC 8628 5.4",
	Flows: []*flows.Flow{flows.DeviceGrant, flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush, flows.CIBASync, flows.AuthcodeQR, flows.SameDeviceAuthcode,
		flows.OID4VP, flows.SIOPv2, flows.CTAPHybrid, flows.TypedCode, flows.SessionTransfer, flows.NetworkJoin},
	Facts:  livingRooms,
	Honest: A1,
	Elsewhere: []Place{
		{Flow: flows.OID4VP, Facts: newcomers, Honest: A6},
		{Flow: flows.SIOPv2, Facts: newcomers, Honest: A6},
		{Flow: flows.TypedCode, Facts: shoppers, Honest: A8},
		{Flow: flows.SessionTransfer, Facts: employees, Honest: A7},
		{Flow: flows.NetworkJoin, Facts: employees, Honest: A5},
	},
	In:     Beside,
	Breaks: ApproverBound,
	Goals:  phished,
	Reach: []Reach{
		{Capability: "initiate", Literal: true, Source: "Tonge: a different consumption device takes part; in the device grant it has a session of its own"},
		{Capability: "know-identifiers", Literal: true, Source: "Tonge: starts a CIBA flow just before the user does, for which the client must name the user"},
		{Capability: "swap-code", Literal: true, Source: "Tonge: what PKCE and nonce are said to protect against; RFC 9700 4.5"},
		{Capability: "lure-initiate", Source: "BCP 247 4.2 (F): the user sends the code to the attacker, here one of their own"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.1.1 (E): sees the code of their own device"},
		{Capability: "see-screen", Literal: true, Source: "RFC 8628 5.5: may be watching the victim's device too"},
		{Capability: "reframe", Source: "Tonge: social engineering remains possible; RFC 8628 5.4"},
		{Capability: "spray", Source: "RFC 8628 5.4: remote phishing"},
		{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: requests the code once the user clicks"},
		{Capability: "relay-answer", Source: "BCP 247 6.1.16 and 6.1.17 Limitations: has the victim tell what they were sent or know"},
		{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network"},
		{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
		{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
		{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
		{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
		{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025)"},
		{Capability: "headless-entry", Disputed: true, Source: "seen in DeviceCodePhishing (2025); no source names it here"},
	},
}
