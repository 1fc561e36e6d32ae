package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A2 is the honest twin of B2.
var A2 = &Scenario{
	Name:  "A2",
	Doc:   "Authorize access to productivity services: an interactive whiteboard in a conference room shows a code, an employee enters it on a personal computer and approves.",
	Ref:   "BCP 247 3.3.2",
	Flows: []*flows.Flow{flows.DeviceGrant, flows.CTAPHybrid},
	Facts: offices,
	Twins: []Twin{
		{Name: "plain", Doc: "whiteboard and computer are in one room and on the company's network",
			Set: func(*flows.Setting) {}},
		{Name: "mobile-data", Doc: "the employee uses a phone on mobile data instead of the computer",
			Set: func(s *flows.Setting) {
				d := &s.Authorization[flows.PersonParty(0)]
				d.Network, d.Inside, d.Media = 7, false, phone
			}},
		{Name: "managed-pc", Doc: "the whiteboard is a managed computer: registered, and the employee can log in on it without a password",
			Set: func(s *flows.Setting) {
				d := &s.Consumption[flows.PersonParty(0)]
				d.Registered, d.LogIn = true, true
			}},
		slow, walksAway,
		{Name: "call-centre", Doc: "an agent in another place starts, sends the code, and the employee approves",
			Set: approvedElsewhere},
		busyNetwork, longUse,
	},
	Done: served,
}

// offices are two conference rooms of one company, each with a whiteboard and a
// computer, and the attacker elsewhere, with a computer that passes for one.
//
// A whiteboard needs a user's files; what it asks for is the files, the mail, the
// calendar and the directory: four resources instead of one. The figure is ours:
// BCP 247 4.3.2 says that attackers go on to other information and does not count.
var offices = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 4, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true},
		2:              {Place: 1, Network: 1, Media: whiteboard, Keypad: true, Inside: true},
		3:              {Place: 2, Network: 1, Media: whiteboard, Keypad: true, Inside: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium},
		2:              {Place: 1, Network: 1, Media: computer, Inside: true},
		3:              {Place: 2, Network: 1, Media: computer, Inside: true},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}, {OwnDevice: true}},
}

const (
	whiteboard = flows.Cable | flows.NFC | flows.BLE
	computer   = flows.Cable | flows.BLE
)
