package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// BruteForce is an attacker who guesses user codes.
var BruteForce = &Scenario{
	Name:   "brute-force",
	Doc:    "Guessed user codes: the attacker tries codes until one belongs to somebody's device, and approves it with an account of their own.",
	Ref:    "RFC 8628 5.1",
	Flows:  []*flows.Flow{flows.DeviceGrant},
	Facts:  watched(livingRooms),
	Honest: A1,
	In:     Watched,
	Breaks: ConsumerBound,
	Goals:  spied,
	Reach: []Reach{
		{Capability: "brute-force", Literal: true, Source: "RFC 8628 5.1: a brute-force attack on the user code"},
		{Capability: "own-account", Literal: true, Source: "RFC 8628 5.1: the device is then authorized for the attacker's account"},
		{Capability: "vpn", Disputed: true, Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network; whose, a guess does not tell"},
		{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position; whose, a guess does not tell"},
	},
}
