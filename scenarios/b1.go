package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// B1 is the mailed code.
var B1 = &Scenario{
	Name:   "B1",
	Doc:    "Illicit access to a video streaming service: the attacker's TV gets a code, mails it as a reward, and whoever enters it adds that TV to their account.",
	Ref:    "BCP 247 4.3.1",
	Flows:  []*flows.Flow{flows.DeviceGrant},
	Facts:  livingRooms,
	Honest: A1,
	Goals: []Goal{
		{Name: Initiated, Doc: "the attacker holds a live code", In: Alone,
			When: anySession(func(s *flows.Session) bool { return s.Recv == flows.Attacker && s.Known.Has(flows.Attacker) })},
		{Name: Reached, Doc: "a victim has the attacker's request on their screen", In: Alone,
			When: func(w *flows.World) bool {
				for i := range w.Persons {
					if on := w.Persons[i].On; on != 0 && w.Sessions[on-1].Recv == flows.Attacker {
						return true
					}
				}
				return false
			}},
		{Name: Granted, Doc: "the attacker's device holds a victim's tokens", In: Alone,
			When: anySession(func(s *flows.Session) bool { return s.Holder == flows.Attacker })},
		{Name: SecondVictim, Doc: "the attacker holds tokens of two victims, from codes of one code life", In: TwoVictims,
			When: func(w *flows.World) bool {
				a, b := &w.Sessions[0], &w.Sessions[1]
				return a.Holder == flows.Attacker && b.Holder == flows.Attacker && a.Appr != b.Appr &&
					a.Age < coarseTicks && b.Age < coarseTicks
			}},
	},
	Reach: []Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.1: obtains a smart TV and attempts to access the service"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.3.1: copies the QR code"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.1: presents it as a reward"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.1: mails it to a large number of recipients"},
		{Capability: "many-clients", Literal: true, Source: "BCP 247 4.3.1: emulates new smart TVs to obtain multiple QR codes"},
		{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: requests the code once the user clicks"},
		{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network, here the victim's own"},
		{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
		{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
		{Capability: "headless-entry", Disputed: true, Source: "seen in DeviceCodePhishing (2025); the BCP does not name it"},
		{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio near each victim does not scale like a mail"},
	},
}

// anySession asks whether some session satisfies is.
func anySession(is func(s *flows.Session) bool) Predicate {
	return func(w *flows.World) bool {
		for i := range w.Sessions {
			if is(&w.Sessions[i]) {
				return true
			}
		}
		return false
	}
}
