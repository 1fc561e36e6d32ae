package results

// Diff is the answer to "simulate diff": what changed from one result to a later
// one.
type Diff struct {
	Schema    string    `json:"schema"`
	Old       Side      `json:"old"`
	New       Side      `json:"new"`
	Changed   []DiffRun `json:"changed"`  // in the new result's order
	OnlyOld   []Key     `json:"only_old"` // runs that the new result does not have
	OnlyNew   []Key     `json:"only_new"`
	Compared  int       `json:"compared"` // runs that stand in both
	Worse     int       `json:"worse"`    // changes
	Better    int       `json:"better"`
	Undecided int       `json:"undecided"` // decided before, inconclusive now
	Other     int       `json:"other"`     // neither: a value moved, or something is there on one side only
}

// Side is one of the two results.
type Side struct {
	File    string `json:"file"`
	Models  string `json:"models"`
	Partial string `json:"partial,omitempty"` // why runs are missing, if it was interrupted
}

// Key says which run: two results are compared run by run.
type Key struct {
	Scenario    string   `json:"scenario"`
	Flow        string   `json:"flow"`
	Deployment  string   `json:"deployment"`
	Attacker    string   `json:"attacker"`    // empty where there is none
	Mitigations []string `json:"mitigations"` // of suites: besides those of the deployment
	User        string   `json:"user"`
	Nth         int      `json:"nth"` // from 1: of runs that are otherwise alike
}

// DiffRun is a run in which something changed.
type DiffRun struct {
	Key
	Changes []Change `json:"changes"`
}

// Change is one thing that is not what it was.
type Change struct {
	Kind   string `json:"kind"` // setting | property | goal | twin | critical | expectation
	Of     string `json:"of"`
	Old    string `json:"old"`    // empty: it was not there
	New    string `json:"new"`    // empty: it is no longer there
	Effect string `json:"effect"` // worse | better | undecided | other
}
