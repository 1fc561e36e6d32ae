package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// Unseen are what no run of a built-in scenario shows, with the reason.
var Unseen = map[string]string{
	"token: client authentication refuses": "who polls with the device that started has what it takes; who polls otherwise takes another step",

	"replay_device_code: single use of device_code refuses": forgotten,
	"replay_device_code: expires_in refuses":                forgotten,
	"replay_device_code: user denied refuses":               forgotten,
	"replay_as_client: single use of device_code refuses":   forgotten,
	"replay_as_client: expires_in refuses":                  forgotten,
	"replay_as_client: user denied refuses":                 forgotten,
	"replay_as_client: client authentication refuses":       "it is the step of who has the credentials; without them it is replay_device_code",
}

// forgotten is why nobody is told that a replayed device_code is of no use.
const forgotten = "a device_code that is of no more use is forgotten: token shows the same check"

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
	{Name: "reusable-codes", Doc: "the mailed code where a device code is good for tokens more than once",
		Scenario: B1, In: Alone, Set: func(s *flows.Setting) { s.CodeReusable = true }},
	{Name: "plaintext", Doc: "the replayed device code where devices talk without TLS",
		Scenario: Replay, In: Watched, Set: func(s *flows.Setting) { s.Plaintext = true }},
	{Name: "plaintext-reusable-codes", Doc: "the same where a device code is good for tokens more than once",
		Scenario: Replay, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.CodeReusable = true, true }},
	{Name: "plaintext-confidential", Doc: "the same where clients authenticate",
		Scenario: Replay, In: Watched, Set: func(s *flows.Setting) { s.Plaintext, s.Confidential = true, true }},
	{Name: "short-refresh", Doc: "stolen tokens where a refresh token ends after a day, and after two hours that nobody uses it",
		Scenario: B1, In: After, Set: func(s *flows.Setting) {
			s.Grant.AccessLife, s.Grant.RefreshLife, s.Grant.RefreshIdle = 4*3600, 24*3600, 2*3600
		}},
	{Name: "rotation", Doc: "stolen tokens where a refresh token is replaced when it is used",
		Scenario: B1, In: After, Set: func(s *flows.Setting) { s.Grant.Rotation = true }},
}
