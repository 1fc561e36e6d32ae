// Package attacker holds what attackers can do: one file per capability that does
// something, and in defeats.go those that only get past mitigations.
package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// All lists the capabilities in the order in which an attack needs them.
var All = []*flows.Capability{
	Initiate, LureInitiate, KnowIdentifiers, GuessIdentifiers, Copy, Reframe, Spray, Voice, OnDemand, RealTimeRelay, HeadlessEntry, RelayAnswer, SeeScreen, BruteForce, OwnAccount,
	ReadNetwork, DelayNetwork, Replay, ClientSecret, SwapCode, EditCode, MoveToken, MoveKey,
	VPN, GNSSSpoof, AskLocation, OnSite, NearbyProxy, RadioRelay, TrustedDevice, TrustedNetwork, ManyClients,
}
