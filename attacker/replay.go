package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Replay sends again what was read: a device_code of somebody else's session.
var Replay = &flows.Capability{
	Name:    "replay",
	Doc:     "Sends captured messages again.",
	Ref:     "RFC 8628 3.4",
	Enables: []string{"use_scope", "use_token", "refresh_token"},
	Opens: []flows.Step{
		replayed("replay_device_code", "The attacker polls with the victim's device_code.",
			func(a flows.At) bool { return !a.Setting.Confidential }),
	},
}

// ClientSecret is what a confidential client authenticates with, in the wrong
// hands.
var ClientSecret = &flows.Capability{
	Name: "client-secret",
	Doc:  "Has the credentials of a confidential client.",
	Ref:  "RFC 8628 5.6",
	Opens: []flows.Step{
		replayed("replay_as_client", "The attacker polls with the victim's device_code, and authenticates as the victim's device.",
			func(flows.At) bool { return true }, "replay"),
	},
}

// replayed is polling with the device_code of somebody else.
func replayed(name, doc string, authentic func(flows.At) bool, needs ...string) flows.Step {
	return flows.Step{Name: name, Ref: "RFC 8628 3.4", Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
		Doc:      doc,
		Requires: needs,
		In:       flows.StagesOf(flows.Pending, flows.Approved, flows.Redeemed),
		When:     func(a flows.At) bool { return a.S.Leaked },
		Checks:   flows.DeviceTokenChecks(authentic),
		Do:       flows.DeviceTokenOutcomes,
	}
}
