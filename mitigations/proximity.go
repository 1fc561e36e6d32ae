package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// Proximity lets a session be joined only from where its consumption device is.
// It judges every step by which somebody joins: a code entered next to the
// attacker's device and approved elsewhere is refused at the approval.
var Proximity = &flows.Mitigation{
	Name:    "proximity",
	Row:     "Establish Proximity",
	Doc:     "Consumption and authorization device must be in one place.",
	Ref:     "BCP 247 6.1.1",
	Claims:  flows.Prevents | flows.Disrupts,
	Default: "ble",
	Variants: []flows.Variant{
		{
			Name:    "cable",
			Doc:     "the devices are connected by a cable",
			Ref:     "BCP 247 6.1.1 Physical connectivity",
			Phases:  joins,
			Lacks:   lacks(flows.Cable, "a port for a cable"),
			Refuses: near(flows.Cable),
		},
		{
			Name:    "nfc",
			Doc:     "one device touches the other: Near Field Communication",
			Ref:     "BCP 247 6.1.1 Wireless proximity",
			Phases:  joins,
			Lacks:   lacks(flows.NFC, "NFC"),
			Refuses: near(flows.NFC),
			Defeats: []flows.Defeat{radioRelay},
		},
		{
			Name:    "ble",
			Doc:     "each device hears the other over Bluetooth Low Energy",
			Ref:     "BCP 247 6.1.1 Wireless proximity",
			Phases:  joins,
			Lacks:   lacks(flows.BLE, "Bluetooth Low Energy"),
			Refuses: near(flows.BLE),
			Defeats: []flows.Defeat{
				{By: []string{"nearby-proxy"}, Ref: "fido-cross-device-phishing (2025)"}, radioRelay, onSite,
			},
		},
		{
			Name:    "uwb",
			Doc:     "the devices measure how far apart they are: Ultra Wideband",
			Ref:     "BCP 247 6.1.1 Wireless proximity; IEEE 802.15.4z",
			Phases:  joins,
			Lacks:   lacks(flows.UWB, "Ultra Wideband"),
			Refuses: near(flows.UWB),
			Defeats: []flows.Defeat{onSite}, // ranging measures time, which a relay adds
		},
		{
			Name:   "shared-network",
			Doc:    "the authorization server sees both devices at one network address",
			Ref:    "BCP 247 6.1.1 Shared network",
			Phases: joins,
			Refuses: func(a flows.At) flows.Judged {
				return apart(a.S.Posed || a.Receiverless() || a.ConsumptionDevice().Network == a.AuthorizationDevice().Network)
			},
			Defeats: []flows.Defeat{{By: []string{"vpn"}, Ref: "BCP 247 6.1.1 Limitations"}},
		},
		{
			Name:   "geolocation",
			Doc:    "both devices report a position (not looked up from an address), and the positions are near each other",
			Ref:    "BCP 247 6.1.1 Geolocation",
			Phases: joins,
			Refuses: func(a flows.At) flows.Judged {
				return apart(a.S.Posed || a.Receiverless() || a.ConsumptionDevice().Place == a.AuthorizationDevice().Place)
			},
			Defeats: []flows.Defeat{
				{By: []string{"gnss-spoof", "ask-location"}, Ref: "BCP 247 6.1.1 Limitations"}, onSite,
			},
		},
	},
}

var (
	radioRelay = flows.Defeat{By: []string{"radio-relay"}, Ref: "radio can be forwarded; BCP 247 4.3.10 says so of users who collude"}
	onSite     = flows.Defeat{By: []string{"on-site"}, Ref: "BCP 247 6.1.1: it is the place that is checked"}
)

// joins are the phases in which a person or device joins a session.
var joins = []flows.Phase{flows.Engage, flows.Authenticate, flows.Authorize}

// near refuses who joins from where that medium does not reach.
func near(m flows.Medium) func(flows.At) flows.Judged {
	return func(a flows.At) flows.Judged { return apart(a.Receiverless() || a.Near(m)) }
}

// lacks says that the devices people have are not made for a medium.
func lacks(m flows.Medium, what string) func(*flows.Setting) string {
	return func(s *flows.Setting) string {
		honest := flows.PersonParty(0)
		if s.Consumption[honest].Media&s.Authorization[honest].Media&m != 0 {
			return ""
		}
		return what
	}
}

// apart judges the pair of receiver and joining party, unless they are together.
func apart(together bool) flows.Judged {
	if together {
		return 0
	}
	return flows.Receiver | flows.Acting
}
