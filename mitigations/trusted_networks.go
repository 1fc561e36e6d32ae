package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// TrustedNetworks lets a flow start only inside a network that its operator
// controls. Joining such a network takes more than an address on it, so a VPN of
// the attacker's choice does not lead there.
var TrustedNetworks = &flows.Mitigation{
	Name:   "trusted-networks",
	Row:    "Trusted Networks",
	Doc:    "Flows start only from within a security perimeter.",
	Ref:    "BCP 247 6.1.8",
	Claims: flows.Prevents,
	Variants: []flows.Variant{{
		Phases: []flows.Phase{flows.Initiate},
		Refuses: func(a flows.At) flows.Judged {
			if a.Device().Inside || a.S.Posed {
				return 0
			}
			return flows.Acting
		},
		Defeats: []flows.Defeat{{By: []string{"trusted-network"}, Ref: "BCP 247 6.1.8: access to a device on the network"}},
	}},
}
