package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A5 is the honest twin of B5.
var A5 = &Scenario{
	Name:  "A5",
	Doc:   "Add a device to a network: an employee's computer, which is in the company's network, shows a code with which their phone joins.",
	Ref:   "BCP 247 3.3.5",
	Flows: []*flows.Flow{flows.NetworkJoin},
	Facts: employees,
	Twins: []Twin{
		{Name: "plain", Doc: "computer and phone are on the employee's desk, the phone on mobile data, because it is not in the network yet",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Network = 7 }},
		enrolled, slow, remoteDesktop, busyComputer,
	},
	Done: served,
}

// What employees have besides.
var (
	enrolled = Twin{Name: "registered", Doc: "the phone has been enrolled with the company before",
		Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }}
	remoteDesktop = Twin{Name: "remote-desktop", Doc: "the computer is a virtual one in the company's data centre; its screen is before the employee, with the code on it",
		Set: func(s *flows.Setting) {
			d := &s.Authorization[flows.PersonParty(0)]
			d.Place, d.Network = 5, 5
		}}
	busyComputer = Twin{Name: "busy-network", Doc: "colleagues behind the same network address have just started flows of their own",
		Set: func(s *flows.Setting) { s.Authorization[flows.PersonParty(0)].Shared = true }}
)

// employees have a computer of the company, which is registered and in its network, and
// a phone of their own that is neither. The attacker is elsewhere.
var employees = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true},
		2:              {Place: 1, Network: 1, Media: phone, Keypad: true},
		3:              {Place: 2, Network: 1, Media: phone, Keypad: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium},
		2:              {Place: 1, Network: 1, Media: computer, Registered: true, Inside: true, Keypad: true, LogIn: true},
		3:              {Place: 2, Network: 1, Media: computer, Registered: true, Inside: true, Keypad: true, LogIn: true},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}, {OwnDevice: true}},
}
