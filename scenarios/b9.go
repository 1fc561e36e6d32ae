package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B9 is the overload of requests. Its victim lets the first one pass, and approves a
// later one to have peace.
var B9 = &Scenario{
	Name:   "B9",
	Doc:    "Consent request overload: the attacker opens the administration portal again and again at night, until the administrator approves by accident to stop the notifications.",
	Ref:    "BCP 247 4.3.9",
	Flows:  ciba,
	Facts:  worn(portal),
	Honest: A9,
	In:     Repeated,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, worth(&portal)),
	Reach: append([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.9: attempts to access the portal repeatedly"},
		{Capability: "know-identifiers", Literal: true, Source: "BCP 247 4.3.9: the requests go to the network administrator"},
		{Capability: "many-clients", Source: "BCP 247 4.3.1: what is emulated once can be emulated again"},
		{Capability: "move-token", Source: "BCP 247 4.3.1: what was granted can be sold"},
		{Capability: "trusted-network", Source: "BCP 247 6.1.8: needs to have access to a device on the network"},
	}, backchannel...),
}

// worn is a setting whose people give in to the second request of a night. That
// it is the second and not the tenth is a choice: how many it takes is a matter of odds.
func worn(s flows.Setting) flows.Setting {
	for i := range s.People {
		s.People[i].GivesIn = 1
	}
	return s
}
