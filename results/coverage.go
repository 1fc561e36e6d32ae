package results

// Coverage says which rules of a flow were at work in what the runs of a suite
// explored. Numbers count edges.
type Coverage struct {
	Flow     string         `json:"flow"`
	Explored int            `json:"explored"` // systems: each run's instances, and its honest twins
	Edges    int            `json:"edges"`
	Complete bool           `json:"complete"`
	Totals   []Total        `json:"totals"`
	Steps    []CoveredStep  `json:"steps"`
	Replies  []CoveredReply `json:"replies"`
	Never    []Never        `json:"never"`

	// Apart are compositions that are in no run: each exists to show a rule at work
	// that no deployment here calls for. They are not counted above.
	Apart []Apart `json:"apart"`
}

// Total is how much there is of a kind, and how much of it happened.
type Total struct {
	Of   string `json:"of"`
	Seen int    `json:"seen"`
	All  int    `json:"all"`
}

// CoveredStep is a step with who took it, how it ended and what its servers'
// checks said.
type CoveredStep struct {
	Step     string           `json:"step"`
	Ref      string           `json:"ref"`
	By       []CoveredActor   `json:"by"` // who can take it
	Outcomes []CoveredOutcome `json:"outcomes"`
	Checks   []CoveredCheck   `json:"checks"`
}

// CoveredActor is somebody who can take a step, with how often that passed every check.
type CoveredActor struct {
	Who   string `json:"who"` // person | attacker | time
	Taken int    `json:"taken"`
}

// CoveredOutcome is one way a step can end.
type CoveredOutcome struct {
	Outcome string `json:"outcome"` // empty: the only one
	Reply   string `json:"reply"`
	Seen    int    `json:"seen"`
}

// CoveredCheck is one check of a server. What is refused by another check of the
// same step is not counted as passed.
type CoveredCheck struct {
	Check   string `json:"check"`
	Ref     string `json:"ref"`
	Reply   string `json:"reply"`
	Passed  int    `json:"passed"`
	Refused int    `json:"refused"`
}

// CoveredReply is a reply of a server or a page, over all steps.
type CoveredReply struct {
	Reply string `json:"reply"`
	Seen  int    `json:"seen"`
}

// Never is something that did not happen. Of a step that nobody attempted, its
// outcomes and checks are not named.
type Never struct {
	What string `json:"what"`
	Why  string `json:"why"` // empty: not known
}

// Apart is a composition that exists to show a rule at work.
type Apart struct {
	Name  string   `json:"name"`
	Doc   string   `json:"doc"`
	Edges int      `json:"edges"`
	Shows []string `json:"shows"` // of what no run shows
}
