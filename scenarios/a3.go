package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A3 is the honest twin of B3.
var A3 = &Scenario{
	Name:  "A3",
	Doc:   "Use of a bike sharing scheme: somebody scans the QR code on a bike with a phone, logs in and pays, and the bike unlocks.",
	Ref:   "BCP 247 3.3.3",
	Flows: []*flows.Flow{flows.AssetQR},
	Facts: bikes,
	Twins: []Twin{
		{Name: "plain", Doc: "the rider stands before the bike with their phone",
			Set: func(*flows.Setting) {}},
		walksAway,
		{Name: "second-rental", Doc: "has rented another bike for a friend a minute ago",
			Set: func(s *flows.Setting) { s.People[0].Lately = true }},
		{Name: "paid-elsewhere", Doc: "a child stands before the bike and sends a picture of the label to a parent, who pays from where they are",
			Set: approvedElsewhere},
	},
	Done: served,
}

// bikes stand in one rack, the one at which the attacker waits among them: devices that
// only notice that they are in one place cannot tell one from the other. A bike is online
// by its own mobile data, and registered with the scheme.
var bikes = flows.Setting{
	Grant: flows.Grant{Asked: 1, Needed: 1},
	Consumption: [...]flows.Device{
		flows.Attacker: {Place: 1, Spot: 2, Network: 2, Media: flows.NFC | flows.BLE, Registered: true},
		2:              {Place: 1, Spot: 1, Network: 1, Media: flows.NFC | flows.BLE, Registered: true},
		5:              {},
	},
	Authorization: [...]flows.Device{
		flows.Attacker: {Place: 1, Spot: 2, Network: 9, Media: phone},
		2:              {Place: 1, Spot: 1, Network: 7, Media: phone},
		5:              {},
	},
	People: [flows.MaxPersons]flows.Habits{{OwnDevice: true}},
}
