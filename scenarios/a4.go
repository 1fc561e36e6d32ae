package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// ciba are the modes of CIBA, the default first.
var ciba = []*flows.Flow{flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush}

// A4 is the honest twin of B4.
var A4 = &Scenario{
	Name:  "A4",
	Doc:   "Authorize a financial transaction: who buys something on a computer is asked on their phone, opens the bank's app and approves.",
	Ref:   "BCP 247 3.3.4",
	Flows: ofCIBA,
	Facts: shoppers,
	Twins: []Twin{
		atHome, onMobileData,
		{Name: "registered", Doc: "the computer has been used for payments before, and is registered",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }},
		{Name: "point-of-sale", Doc: "the buyer stands before a shop's terminal, on which nobody can log in, and approves on a phone on mobile data",
			Set: func(s *flows.Setting) {
				d := &s.Consumption[flows.PersonParty(0)]
				d.Place, d.Network, d.Media, d.Registered, d.LogIn = 3, 3, flows.NFC, true, false
				p := &s.Authorization[flows.PersonParty(0)]
				p.Place, p.Network = 3, 7
			}},
		slow, walksAway,
		{Name: "call-centre", Doc: "an agent in another place orders for a customer on the phone, who approves",
			Set: approvedElsewhere},
		{Name: "card-holder", Doc: "the account belongs to somebody who lives elsewhere and approves",
			Set: approvedElsewhere},
		busyNetwork,
	},
	Done: served,
}

// shoppers are two homes, each with a computer and a phone, and the attacker elsewhere.
// A computer can run a log-in that resists phishing, with a passkey, and is registered
// with nobody. What is granted is one transaction.
var shoppers = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true},
		2:              {Place: 1, Network: 1, Media: computer, Keypad: true, LogIn: true},
		3:              {Place: 2, Network: 2, Media: computer, Keypad: true, LogIn: true},
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
