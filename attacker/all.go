// Package attacker holds what attackers can do, one file per capability, and
// who can do it.
package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// All lists the capabilities in the order in which an attack needs them.
var All = []*flows.Capability{
	Initiate, Copy, Reframe, Spray, OnDemand, HeadlessEntry, OwnAccount, VPN, TrustedDevice, NearbyProxy, ManyClients,
}
