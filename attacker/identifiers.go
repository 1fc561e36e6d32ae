package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// KnowIdentifiers has a client name somebody else, whose identifier the attacker knows.
var KnowIdentifiers = &flows.Capability{
	Name:  "know-identifiers",
	Doc:   "Knows by which identifiers a service names its users.",
	Ref:   "BCP 247 4.3.4.1",
	Opens: []flows.Step{named("name_victim", "The attacker gives the client the identifier of somebody on their list.", "BCP 247 4.3.4.1", flows.Always)},
}

// GuessIdentifiers does the same by trying: account and phone numbers are short. How
// many tries it takes is a matter of odds.
var GuessIdentifiers = &flows.Capability{
	Name:  "guess-identifiers",
	Doc:   "Tries identifiers until one is somebody's.",
	Ref:   "BCP 247 6.2.2; CIBA Core 7.1.2",
	Opens: []flows.Step{named("guess_victim", "The attacker gives the client an identifier that turns out to be somebody's.", "BCP 247 6.2.2", flows.Always)},
}

// named is a hint for a person who has nothing to do with the session.
func named(name, doc, ref string, can func(a flows.At) bool) flows.Step {
	return flows.Step{Name: name, About: naming, Ref: ref, On: flows.Consumption, By: flows.Target,
		Doc:      doc,
		Requires: []string{"initiate"},
		In:       flows.StagesOf(flows.Idle),
		When:     func(a flows.At) bool { return a.AttackerCanName() && can(a) },
		Do:       flows.Does(func(a flows.At) { a.S.Hint, a.S.Init = a.Party, flows.Attacker })}
}

// naming are the requests in which a client names a user.
var naming = []string{"authentication_request", "backchannel_request"}
