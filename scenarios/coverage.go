package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// Unseen are what no run of a built-in scenario shows, with the reason.
var Unseen = map[string]string{
	"authenticate_first by a person": "a TV has no keypad on which a log-in that resists phishing could run, and no scenario has another device",
}

// Extra is a composition for the coverage of a flow's rules alone: no scenario is
// about it, and no verdict rests on it.
type Extra struct {
	Name     string
	Doc      string
	Scenario *Scenario
	In       Instance
	Set      func(s *flows.Setting) // what is different from the scenario on the example deployment
}

// Extras lists them.
var Extras = []Extra{
	{Name: "entry-bound", Doc: "the mailed code where only the browser that entered a code can approve it",
		Scenario: B1, In: Alone, Set: func(s *flows.Setting) { s.EntryBound = true }},
}
