package results

// Suite is the answer to "simulate run".
type Suite struct {
	Schema      string       `json:"schema"`
	Models      string       `json:"models"`
	Suite       string       `json:"suite"`
	Doc         string       `json:"doc"`
	Deployments []Deployment `json:"deployments"`
	Compares    []Compare    `json:"compares"` // each attack on each deployment: what helps, what does not
	Runs        []SuiteRun   `json:"runs"`
	Met         int          `json:"met"`      // expectations
	Accepted    int          `json:"accepted"` // not met, and somebody lives with it
	NotMet      int          `json:"not_met"`  // and nobody does
	Undecided   int          `json:"undecided"`
	Complete    bool         `json:"complete"`
	Partial     string       `json:"partial,omitempty"`  // why the rest is missing, if it was interrupted
	Coverage    []Coverage   `json:"coverage,omitempty"` // of each flow, where it was asked for
	Date        string       `json:"date,omitempty"`     // that acceptances were held against; absent where there are none
	Unneeded    []Acceptance `json:"unneeded"`           // acceptances of what is met, or not expected
	Run         *Run         `json:"run,omitempty"`
}

// Deployment is what a server is set to, with the source of each value.
type Deployment struct {
	Name        string    `json:"name"`
	Doc         string    `json:"doc"`
	Flow        string    `json:"flow"`
	CodeLife    int       `json:"code_life"` // seconds
	Mitigations []string  `json:"mitigations"`
	Settings    []Setting `json:"settings"`
}

// Setting is one published setting.
type Setting struct {
	Key        string `json:"key"`
	Value      string `json:"value"`
	Source     string `json:"source"`
	Unverified bool   `json:"unverified"`
	Read       bool   `json:"read"` // a model reads it
}

// SuiteRun is one scenario against one attacker, and what was expected of it.
type SuiteRun struct {
	File         string        `json:"file"`
	Line         int           `json:"line"`
	With         []string      `json:"with"` // besides what the deployment has
	Check        *Check        `json:"check"`
	Expectations []Expectation `json:"expectations"`
}

// Expectation compares what was expected with what was found.
type Expectation struct {
	Of       string `json:"of"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
	Met      bool   `json:"met"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`

	// Acceptance is who lives with its not being met, or did until a date.
	Acceptance *Acceptance `json:"acceptance,omitempty"`
}

// Acceptance is a finding that somebody knows of and lives with until a date.
type Acceptance struct {
	Of       string `json:"of"`
	Attacker string `json:"attacker"` // as typed; empty: each of the run's
	Until    string `json:"until"`    // the last day
	Expired  bool   `json:"expired"`
	Owner    string `json:"owner"`
	Reason   string `json:"reason"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
}
