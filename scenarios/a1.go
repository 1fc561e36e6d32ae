package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A1 is the honest twin of B1.
var A1 = &Scenario{
	Name:  "A1",
	Doc:   "Authorize access to a video streaming service: a new smart TV shows a code, its owner enters it on a phone and approves.",
	Ref:   "BCP 247 3.3.1",
	Flows: []*flows.Flow{flows.DeviceGrant, flows.AuthcodeQR, flows.SameDeviceAuthcode, flows.CTAPHybrid},
	Facts: livingRooms,
	Twins: []Twin{
		{Name: "plain", Doc: "the phone is at hand and on the same Wi-Fi as the TV",
			Set: func(*flows.Setting) {}},
		{Name: "mobile-data", Apart: true, Doc: "the TV is on Wi-Fi and the phone on mobile data",
			Set: func(s *flows.Setting) { s.Authorization[flows.PersonParty(0)].Network = 7 }},
		{Name: "registered", Doc: "the TV has been registered with the service before",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }},
		slow, walksAway,
		{Name: "card-holder", Apart: true, Doc: "the account belongs to somebody who lives elsewhere, is sent the code and approves",
			Set: approvedElsewhere},
		busyNetwork, longUse,
	},
	Done: served,
}

// The twins that several honest scenarios share.
var (
	slow = Twin{Name: "slow", Doc: "five minutes pass between the code appearing and its entry",
		Set: func(s *flows.Setting) { s.People[0].EntryMin = 300 }}
	walksAway = Twin{Name: "walks-away", Doc: "is interrupted once after entering the code, and goes on by entering it again",
		Set: func(s *flows.Setting) { s.People[0].WalksAway = true }}
	atHome = Twin{Name: "plain", Doc: "computer and phone are in one home and on its Wi-Fi",
		Set: func(*flows.Setting) {}}
	onMobileData = Twin{Name: "mobile-data", Doc: "the computer is on Wi-Fi and the phone on mobile data",
		Set: func(s *flows.Setting) { s.Authorization[flows.PersonParty(0)].Network = 7 }}
	busyNetwork = Twin{Name: "busy-network", Doc: "others behind the same network address have just started flows of their own",
		Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Shared = true }}
	longUse = Twin{Name: "long-use", Doc: "the device is used for a week and asks nobody again",
		Set:   func(s *flows.Setting) { s.Grant.Holder = flows.PersonParty(0) },
		After: true,
		Done:  func(w *flows.World) bool { return int(w.Tokens.Used)*SlowTick >= 7*86400 }}
)

// approvedElsewhere makes person 1 stand before the device, and person 0, in
// another place and network, approve for them.
func approvedElsewhere(s *flows.Setting) {
	s.Persons = 2
	s.People[0].OwnDevice, s.People[0].For = false, flows.PersonParty(1)
	s.Consumption[flows.PersonParty(1)] = s.Consumption[flows.PersonParty(0)]
	s.Authorization[flows.PersonParty(1)] = s.Authorization[flows.PersonParty(0)]
	s.Authorization[flows.PersonParty(0)].Place, s.Authorization[flows.PersonParty(0)].Network = 5, 5
	s.People[1].OwnDevice, s.People[1].NoAccount = true, true
}

// served tells whether what person 0 approved is in use where they meant it to be.
func served(w *flows.World) bool {
	for i := range w.Sessions {
		s := &w.Sessions[i]
		if _, person := s.Holder.Person(); person && account(s) == flows.PersonParty(0) && s.Used {
			return true
		}
	}
	return false
}

// livingRooms are two households, each with a smart TV and a phone, and the
// attacker elsewhere.
//
// The TVs are new, so not registered with the service. Digits can be typed with
// their remote control, but no phishing-resistant log-in can run on them. Trust in
// the mere type of device would not tell an attacker who "obtains a smart TV" from
// anybody else (B1). A TV needs all that it asks for.
var livingRooms = flows.Setting{
	ReadMin: mailReadMin,
	Grant:   flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 9, Network: 9, Media: anyMedium, Keypad: true, LogIn: true}, // an emulated TV has a keyboard (6.1.7)
		2:              {Place: 1, Network: 1, Media: flows.BLE, Keypad: true},
		3:              {Place: 2, Network: 2, Media: flows.BLE, Keypad: true},
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

// What devices notice each other by.
const (
	phone     = flows.NFC | flows.BLE | flows.UWB
	anyMedium = flows.Cable | flows.NFC | flows.BLE | flows.UWB
)
