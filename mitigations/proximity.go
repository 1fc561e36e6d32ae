package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// Proximity lets a session be joined only from where its consumption device is.
// It judges every step by which somebody joins: a code entered next to the
// attacker's device and approved elsewhere is refused at the approval.
var Proximity = &flows.Mitigation{
	Name:    "proximity",
	Row:     "Establish Proximity",
	Doc:     "Consumption and authorization device must be in one place. Two of the BCP's mechanisms so far: no cable, NFC, UWB or geolocation.",
	Ref:     "BCP 247 6.1.1",
	Claims:  flows.Prevents | flows.Disrupts,
	Default: "ble",
	Variants: []flows.Variant{
		{
			Name:   "ble",
			Doc:    "each device hears the other over Bluetooth Low Energy",
			Ref:    "BCP 247 6.1.1 Wireless proximity",
			Phases: joins,
			Refuses: func(a flows.At) flows.Judged {
				c, d := a.ConsumptionDevice(), a.AuthorizationDevice()
				return apart(c.BLE && d.BLE && c.Place == d.Place)
			},
			Defeats: []flows.Defeat{{By: []string{"nearby-proxy"}, Ref: "fido-cross-device-phishing (2025)"}},
		},
		{
			Name:   "shared-network",
			Doc:    "the authorization server sees both devices at one network address",
			Ref:    "BCP 247 6.1.1 Shared network",
			Phases: joins,
			Refuses: func(a flows.At) flows.Judged {
				return apart(a.ConsumptionDevice().Network == a.AuthorizationDevice().Network)
			},
			Defeats: []flows.Defeat{{By: []string{"vpn"}, Ref: "BCP 247 6.1.1 Limitations"}},
		},
	},
}

// joins are the phases in which a person or device joins a session.
var joins = []flows.Phase{flows.Engage, flows.Authenticate, flows.Authorize}

// apart judges the pair of receiver and joining party, unless they are together.
func apart(together bool) flows.Judged {
	if together {
		return 0
	}
	return flows.Receiver | flows.Acting
}
