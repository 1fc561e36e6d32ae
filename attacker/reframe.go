package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Reframe gives a code another meaning. It opens no step of its own: every
// message and page in which a code appears outside its context needs it.
var Reframe = &flows.Capability{
	Name: "reframe",
	Doc:  "Changes the context in which a code is displayed, so that its reader takes it for something else.",
	Ref:  "BCP 247 4.1.1 (F)",
}
