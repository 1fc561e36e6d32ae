package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Initiate is what every attack on a flow that the attacker starts needs.
var Initiate = &flows.Capability{
	Name: "initiate",
	Doc:  "Takes part with a device of their own, real or emulated: starts the flow on it where consumption devices do, and gets what comes of it.",
	Ref:  "BCP 247 4.1.1 (A)-(D), (L); 4.1.2 (B), (C), (G); 4.1.3 (B), (G)-(I); 4.2 (G)-(I)",
	Enables: []string{"device_authorization", "authentication_request", "authorization_request", "backchannel_request",
		"enter_code", "return_code", "present_transfer_code", "present_join_code",
		"token", "token_request", "ping_callback", "push_callback", "result", "session_context", "join",
		"resource", "use_scope", "use_token", "refresh_token"},
}
