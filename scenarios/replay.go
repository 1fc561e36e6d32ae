package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// Replay is an attacker who reads a device_code and polls with it.
var Replay = &Scenario{
	Name:   "replay",
	Doc:    "Replayed handle: the attacker reads the device_code or auth_req_id of the victim's session off the network and polls with it, first or once more.",
	Ref:    "RFC 8628 3.1, 3.4; CIBA Core 10.1",
	Flows:  []*flows.Flow{flows.DeviceGrant, flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush},
	Facts:  watched(livingRooms),
	Honest: A1,
	In:     Watched,
	Breaks: AttackerAccess,
	Goals: []Goal{
		{Name: Initiated, Doc: "the attacker knows the device_code or auth_req_id of the victim's session",
			When: anySession(func(s *flows.Session) bool { return s.Leaked })},
		{Name: Reached, Doc: "the victim has approved a session whose device_code or auth_req_id the attacker knows",
			When: anySession(func(s *flows.Session) bool { return s.Leaked && s.Stage == flows.Approved })},
		{Name: Granted, Doc: "the attacker holds the victim's tokens",
			When: anySession(func(s *flows.Session) bool {
				return s.Appr != flows.Attacker && got(s)
			})},
	},
	Reach: []Reach{
		{Capability: "read-network", Literal: true, Source: "RFC 8628 3.1 requires TLS: this is who it is against"},
		{Capability: "replay", Literal: true, Source: "RFC 8628 3.4: who has the device_code can poll with it"},
		{Capability: "client-secret", Source: "RFC 8628 5.6: what is in a device can be taken out of one"},
		{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
	},
}
