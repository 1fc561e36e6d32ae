package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B7 is the code of a session, handed out.
var B7 = &Scenario{
	Name:   "B7",
	Doc:    "Illicit application bootstrap: employees are asked for the code by which a session is transferred, and whoever sends it has the attacker's phone signed in as them.",
	Ref:    "BCP 247 4.3.7",
	Flows:  []*flows.Flow{flows.SessionTransfer},
	Facts:  employees,
	Honest: A7,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}, worth(&employees)),
	Reach: slices.Concat([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.7: scans the QR code with their mobile phone"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.7: claims to be from the company's IT service provider"},
		{Capability: "spray", Literal: true, Source: "BCP 247 4.3.7: a message to all employees"},
		{Capability: "lure-initiate", Literal: true, Source: "BCP 247 4.3.7: asks employees to send the QR code typically used to transfer a session"},
		{Capability: "move-token", Source: "BCP 247 4.3.2: tokens may be exfiltrated and sold to third parties"},
		{Capability: "move-key", Source: "BCP 247 6.1.12 Limitations: may exfiltrate the software key"},
	}, handedOut),
}
