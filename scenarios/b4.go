package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// B4 is the bulk of requests of BCP 247 4.3.4.1.
var B4 = &Scenario{
	Name:   "B4",
	Doc:    "Bulk authorization requests: the attacker triggers a transaction for every user on a list, and some of those who are asked approve.",
	Ref:    "BCP 247 4.3.4.1",
	Flows:  ofCIBA,
	Facts:  shoppers,
	Honest: A4,
	Breaks: AttackerAccess,
	Goals:  slices.Concat(phished, []Goal{twoVictims}),
	Reach: append([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.4.1: triggers a transaction request for each of the users"},
		{Capability: "know-identifiers", Literal: true, Source: "BCP 247 4.3.4.1: obtains a list of user identifiers for a financial institution"},
		{Capability: "many-clients", Source: "BCP 247 4.3.1: what is emulated once can be emulated again"},
	}, backchannel...),
}

// B4Helpdesk is the fake helpdesk of BCP 247 4.3.4.2. Its victim approves only what the
// caller has explained.
var B4Helpdesk = &Scenario{
	Name:   "B4-helpdesk",
	Doc:    "Fake helpdesk: a caller from the bank has the victim decline fraudulent transactions, and then approve one that is to save their money.",
	Ref:    "BCP 247 4.3.4.2",
	Flows:  ciba,
	Facts:  talkedInto(shoppers),
	Honest: A4,
	In:     Repeated,
	Breaks: AttackerAccess,
	Goals:  phished,
	Reach: append([]Reach{
		{Capability: "initiate", Literal: true, Source: "BCP 247 4.3.4.2: triggers a sequence of transactions"},
		{Capability: "know-identifiers", Literal: true, Source: "BCP 247 4.3.4.2: obtains the contact information for a user"},
		{Capability: "reframe", Literal: true, Source: "BCP 247 4.3.4.2: pretends to represent the user's financial institution"},
		{Capability: "voice", Literal: true, Source: "BCP 247 4.3.4.2: contacts the user"},
		{Capability: "relay-answer", Literal: true, Source: "BCP 247 4.3.4.2: the user provides additional authorization information"},
		{Capability: "copy", Literal: true, Source: "BCP 247 4.1.1 (E): the caller sees what their own device shows, here the binding_message"},
	}, without(backchannel, "reframe", "relay-answer", "copy")...),
}

// talkedInto is a setting whose people approve only what somebody explains to them, and
// not the first request.
func talkedInto(s flows.Setting) flows.Setting {
	for i := range s.People {
		s.People[i].Talked, s.People[i].GivesIn = true, 1
	}
	return s
}

// backchannel is what is within reach of whoever has a provider ask people, besides
// what each scenario says.
var backchannel = []Reach{
	{Capability: "guess-identifiers", Source: "BCP 247 6.2.2 on CIBA: an attacker who knows or can guess an identifier"},
	{Capability: "copy", Source: "BCP 247 4.1.1 (E): sees what their own device shows, here the binding_message"},
	{Capability: "reframe", Source: "BCP 247 4.1.2 (A): sends a message that primes the user for the request"},
	{Capability: "spray", Source: "BCP 247 4.1.2 (A): sends a message that primes the user for the request"},
	{Capability: "on-demand", Source: "BCP 247 6.1.2 Limitations: a page that does its part once the user clicks"},
	{Capability: "relay-answer", Source: "BCP 247 4.3.4.2 and 6.1.16 Limitations: has the victim tell what they were sent or know"},
	{Capability: "vpn", Source: "BCP 247 6.1.1 Limitations: a VPN simulates a shared network"},
	{Capability: "gnss-spoof", Source: "BCP 247 6.1.1 Limitations: spoofs a GNSS position"},
	{Capability: "ask-location", Source: "BCP 247 6.1.1 Limitations: requests the location through browser APIs"},
	{Capability: "trusted-device", Source: "BCP 247 6.1.7 Limitations: may obtain access to a trusted device"},
	{Capability: "client-secret", Disputed: true, Source: "CIBA has only confidential clients; one whose secret has leaked can name anybody"},
	{Capability: "own-account", Disputed: true, Source: "BCP 247 6.1.15 asks for a log-in and does not say whose"},
	{Capability: "nearby-proxy", Disputed: true, Source: "seen in fido-cross-device-phishing (2025); a radio near each victim does not scale"},
}

// without leaves capabilities out.
func without(list []Reach, capabilities ...string) []Reach {
	return slices.DeleteFunc(slices.Clone(list), func(r Reach) bool { return slices.Contains(capabilities, r.Capability) })
}
