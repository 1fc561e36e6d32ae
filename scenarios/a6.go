package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// ofWallets are the flows in which a wallet answers.
var ofWallets = []*flows.Flow{flows.OID4VP, flows.SIOPv2}

// A6 is the honest twin of B6.
var A6 = &Scenario{
	Name:  "A6",
	Doc:   "Remote onboarding: a portal shows a new employee a QR code, their wallet presents an identity document and other credentials, and their account is activated.",
	Ref:   "BCP 247 3.3.6",
	Flows: ofWallets,
	Facts: newcomers,
	Twins: []Twin{
		atHome, onMobileData,
		{Name: "registered", Doc: "the computer is the company's, and registered",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }},
		{Name: "same-device", Doc: "the portal is open on the phone that has the wallet",
			Set: func(s *flows.Setting) {
				s.Consumption[flows.PersonParty(0)] = s.Authorization[flows.PersonParty(0)]
				d := &s.Consumption[flows.PersonParty(0)]
				d.Wallet, d.Keypad, d.LogIn = true, true, true
			}},
		{Name: "borrowed", Doc: "the portal is open on somebody else's computer, which has never seen this phone",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Unlinked = true }},
		slow, walksAway, busyNetwork,
	},
	Done: served,
}

// newcomers are at home, with a computer on which nobody knows them yet and a phone
// with a wallet. The attacker is elsewhere.
var newcomers = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true},
		2:              {Place: 1, Network: 1, Media: computer, Keypad: true},
		3:              {Place: 2, Network: 2, Media: computer, Keypad: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium},
		2:              {Place: 1, Network: 1, Media: phone},
		3:              {Place: 2, Network: 2, Media: phone},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}, {OwnDevice: true}},
}
