package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A9 is the honest twin of B9.
var A9 = &Scenario{
	Name:  "A9",
	Doc:   "Administer a system: a network administrator opens an administration portal, is asked in an app on their phone, and approves.",
	Ref:   "BCP 247 3.3.9",
	Flows: ciba,
	Facts: portal,
	Twins: []Twin{
		{Name: "plain", Doc: "computer and phone are in the administrator's office",
			Set: func(*flows.Setting) {}},
		{Name: "mobile-data", Doc: "the phone is on mobile data",
			Set: func(s *flows.Setting) {
				d := &s.Authorization[flows.PersonParty(0)]
				d.Network, d.Inside = 7, false
			}},
		{Name: "on-call", Doc: "the administrator is at home, on a network of their own",
			Set: func(s *flows.Setting) {
				d, p := &s.Consumption[flows.PersonParty(0)], &s.Authorization[flows.PersonParty(0)]
				d.Place, d.Network, d.Inside = 4, 4, false
				p.Place, p.Network, p.Inside = 4, 4, false
			}},
		{Name: "managed-pc", Doc: "the computer is managed: registered, and the administrator can log in on it without a password",
			Set: func(s *flows.Setting) {
				d := &s.Consumption[flows.PersonParty(0)]
				d.Registered, d.LogIn = true, true
			}},
		slow, walksAway, busyNetwork, longUse,
	},
	Done: served,
}

// portal is the office of an administrator, and the attacker elsewhere. Administering
// the network needs all that is asked for.
var portal = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true},
		2:              {Place: 1, Network: 1, Media: computer, Keypad: true, Inside: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium},
		2:              {Place: 1, Network: 1, Media: phone, Inside: true},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}},
}
