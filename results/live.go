package results

// Live is what servers were found to do.
type Live struct {
	Schema  string       `json:"schema"`
	Models  string       `json:"models"`
	Targets []LiveTarget `json:"targets"`
	NotMet  int          `json:"not_met"`           // targets with something unmet
	Partial string       `json:"partial,omitempty"` // why not everything was asked
	Run     *Run         `json:"run,omitempty"`
}

// LiveTarget is what one server was found to do in one flow.
type LiveTarget struct {
	Target     string      `json:"target"`
	Doc        string      `json:"doc"`
	File       string      `json:"file,omitempty"` // where it is described
	Flow       string      `json:"flow"`
	Deployment string      `json:"deployment"` // what it claims to be set to
	Verdict    string      `json:"verdict"`    // holds, violated or inconclusive: of what was tried
	Unmet      []string    `json:"unmet"`      // what is not as expected; none: every difference is known
	Behaviours []Behaviour `json:"behaviours"`
	Deviations []Deviation `json:"deviations"`
	Gone       []string    `json:"gone"`    // expected deviations that did not happen
	Untried    []string    `json:"untried"` // why behaviours were not tried or could not be judged, each with how many
	Attacks    []Played    `json:"attacks"`
	Facts      []Fact      `json:"facts"`
	Histories  Histories   `json:"histories"`
	Requests   int         `json:"requests,omitempty"` // sent; left out where bytes are to be the same
}

// Behaviour is one reply of one step of the model, and what the server says there.
type Behaviour struct {
	Step   string   `json:"step"`
	By     string   `json:"by"`
	When   string   `json:"when"` // how far the transaction is
	Expect []string `json:"expect"`
	Ref    string   `json:"ref"`
	Status string   `json:"status"` // conforms, deviates, not seen, blocked, not tried or inconclusive
	Got    string   `json:"got,omitempty"`
	Why    string   `json:"why,omitempty"`
	Path   []string `json:"path"` // the steps that lead there

	Deviation string `json:"deviation,omitempty"` // its id, of a behaviour that deviates
}

// Deviation is a reply that the model does not have.
type Deviation struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"` // grants what is refused, refuses what is granted, another word
	Step     string   `json:"step"`
	By       string   `json:"by"`
	When     string   `json:"when"`
	Possible []string `json:"possible"` // replies of the model
	Got      string   `json:"got"`
	Ref      string   `json:"ref"`
	Expected string   `json:"expected,omitempty"` // why it is expected, where it is
	Curl     []string `json:"curl"`               // the requests that show it, without secrets
}

// Played is a scenario's attack, played on the server.
type Played struct {
	Scenario string   `json:"scenario"`
	Doc      string   `json:"doc"`
	Outcome  string   `json:"outcome"` // succeeds, refused, impossible, not tried or inconclusive
	Why      string   `json:"why,omitempty"`
	Steps    []string `json:"steps"`
}

// Fact is something that a server enforces or not, beside what is claimed.
type Fact struct {
	Name    string `json:"name"`
	Ref     string `json:"ref"`
	Found   string `json:"found"`
	Claimed string `json:"claimed"`
	Verdict string `json:"verdict"` // as claimed, weaker, stronger, nothing claimed or not tried
}

// Histories are the concurrent runs that were held against the sequential specification.
type Histories struct {
	Checked int       `json:"checked"`
	Illegal int       `json:"illegal"`
	Unknown int       `json:"unknown"`           // not decided in time
	Trouble string    `json:"trouble,omitempty"` // why some rounds were not judged
	Found   []History `json:"found"`             // of each name of what is wrong, the shortest; of a log, the first
}

// History is one that no order of its operations explains.
type History struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind,omitempty"` // of one from a log: as of a deviation
	Round    string   `json:"round"`          // what was done at once
	Illegal  int      `json:"illegal"`
	Of       int      `json:"of"`
	Core     []string `json:"core"` // the shortest part of it that is illegal
	Seed     uint64   `json:"seed"`
	Command  string   `json:"command,omitempty"` // that asks the same at once again
	Expected string   `json:"expected,omitempty"`
}
