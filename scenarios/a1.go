package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A1 is the honest twin of B1.
var A1 = &Scenario{
	Name:  "A1",
	Doc:   "Authorize access to a video streaming service: a new smart TV shows a code, its owner enters it on a phone and approves.",
	Ref:   "BCP 247 3.3.1",
	Flows: []*flows.Flow{flows.DeviceGrant},
	Facts: livingRooms,
	Twins: []Twin{
		{Name: "plain", Doc: "the phone is at hand and on the same Wi-Fi as the TV",
			Set: func(*flows.Setting) {}},
		{Name: "mobile-data", Doc: "the TV is on Wi-Fi and the phone on mobile data",
			Set: func(s *flows.Setting) { s.Authorization[flows.PersonParty(0)].Network = 7 }},
		{Name: "registered", Doc: "the TV has been registered with the service before",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }},
		{Name: "slow", Doc: "five minutes pass between the code appearing and its entry",
			Set: func(s *flows.Setting) { s.People[0].EntryMin = 300 }},
		{Name: "walks-away", Doc: "is interrupted once after entering the code, and goes on by entering it again",
			Set: func(s *flows.Setting) { s.People[0].WalksAway = true }},
	},
	Done: func(w *flows.World) bool {
		for i := range w.Sessions {
			s := &w.Sessions[i]
			if s.Holder == flows.PersonParty(0) && s.Appr == s.Holder && s.Used {
				return true
			}
		}
		return false
	},
}

// livingRooms are two households, each with a smart TV and a phone, and the
// attacker elsewhere.
//
// The TVs are new, so not registered with the service, and have no keyboard on
// which a phishing-resistant log-in could run. Trust in the mere type of device
// would not tell an attacker who "obtains a smart TV" from anybody else (B1).
var livingRooms = flows.Setting{
	ReadMin: mailReadMin,
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, BLE: true, LogIn: true}, // an emulated TV has a keyboard (6.1.7)
		2:              {Place: 1, Network: 1, BLE: true},
		3:              {Place: 2, Network: 2, BLE: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, BLE: true},
		2:              {Place: 1, Network: 1, BLE: true},
		3:              {Place: 2, Network: 2, BLE: true},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}, {OwnDevice: true}},
}
