package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Initiate is what every attack on a flow that the attacker starts needs.
var Initiate = &flows.Capability{
	Name: "initiate",
	Doc:  "Starts the flow from a device of their own, real or emulated, and polls for its result.",
	Ref:  "BCP 247 4.1.1 (A)-(D), (L); 4.1.2 (B), (C), (G)",
	Enables: []string{"device_authorization", "authentication_request", "authorization_request", "token", "token_request",
		"ping_callback", "push_callback", "resource", "use_scope", "use_token", "refresh_token"},
}
