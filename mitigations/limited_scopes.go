package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// LimitedScopes keeps tokens from being good for more than the flow needs,
// whatever was asked for.
var LimitedScopes = &flows.Mitigation{
	Name:   "limited-scopes",
	Row:    "Limited Scopes",
	Doc:    "Tokens from cross-device flows are good only for what such a device needs.",
	Ref:    "BCP 247 6.1.9",
	Claims: flows.Recovers,
	Variants: []flows.Variant{{
		After:   true,
		Phases:  []flows.Phase{flows.Deliver},
		Refuses: func(flows.At) flows.Judged { return flows.Receiver },
	}},
}
