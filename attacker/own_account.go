package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// OwnAccount is an attacker who is a customer too.
var OwnAccount = &flows.Capability{
	Name:    "own-account",
	Doc:     "Has an account with the service and authenticates as themselves, with any method that is asked for.",
	Ref:     "BCP 247 6.1.15 requires a log-in before the flow, and says nothing of whose",
	Enables: []string{"authenticate_first", "enter_user_code", "notification", "follow_request", "authorize", "redirect"},
}
