package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// B3 is the label of another bike.
var B3 = &Scenario{
	Name:   "B3",
	Doc:    "Illicit access to physical assets: a copy of one bike's QR code is stuck on another one, whose rider pays while the first unlocks for the attacker.",
	Ref:    "BCP 247 4.3.3",
	Flows:  []*flows.Flow{flows.AssetQR},
	Facts:  bikes,
	Honest: A3,
	In:     Beside,
	Breaks: AttackerAccess,
	Goals:  phished,
	Reach: []Reach{
		{Capability: "on-site", Literal: true, Source: "BCP 247 4.3.3: copies the code from a bicycle locked in a rack, and removes the bicycle"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.3: places the label on another bicycle"},
		{Capability: "radio-relay", Disputed: true, Source: "radio can be forwarded from one bicycle to the next; no source has it"},
	},
}
