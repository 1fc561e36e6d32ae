package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// TrustedDevices lets only devices that the authorization server trusts start a
// flow, or receive what comes of it.
var TrustedDevices = &flows.Mitigation{
	Name:    "trusted-devices",
	Row:     "Trusted Devices",
	Doc:     "Only devices that are registered with the server take part. Trust in a type of device is not meant: an attacker can buy one.",
	Ref:     "BCP 247 6.1.7",
	Claims:  flows.Prevents,
	Default: "initiator",
	Variants: []flows.Variant{
		{
			Name:   "initiator",
			Doc:    "the device that starts the flow must be trusted",
			Ref:    "BCP 247 6.1.7",
			Phases: []flows.Phase{flows.Initiate},
			Refuses: func(a flows.At) flows.Judged {
				if a.Device().Registered || a.S.Posed {
					return 0
				}
				return flows.Acting
			},
			Defeats: trustedDevice,
		},
		{
			Name:   "receiver",
			Doc:    "the device that joins, and receives the grant, must be trusted",
			Ref:    "BCP 247 6.1.7: only be executed on devices trusted, read for the device that joins",
			Phases: []flows.Phase{flows.Deliver},
			Refuses: func(a flows.At) flows.Judged {
				if a.Device().Registered || a.S.Posed {
					return 0
				}
				return flows.Acting
			},
			Defeats: trustedDevice,
		},
	},
}

var trustedDevice = []flows.Defeat{{By: []string{"trusted-device"}, Ref: "BCP 247 6.1.7 Limitations"}}
