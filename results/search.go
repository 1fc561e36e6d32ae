package results

// Search is the answer to "simulate search": what random walks met in an instance that
// is too large to be explored. It never says that anything holds.
type Search struct {
	Head
	Sessions int   `json:"sessions"`
	Persons  int   `json:"persons"`
	Tick     int   `json:"tick"`   // seconds
	Seed     int64 `json:"seed"`   // that the walks were made of
	Length   int   `json:"length"` // of a walk, in steps at most

	Runs    int    `json:"runs"`              // walks taken
	Stopped string `json:"stopped,omitempty"` // why there were no more, if not because these were all
	States  int    `json:"states"`            // distinct ones, as far as 64-bit fingerprints tell
	Tenth   int    `json:"last_tenth"`        // how many runs are the last tenth
	New     int    `json:"new_in_last_tenth"` // of the states, those that only these met
	Taken   int    `json:"steps_taken"`       // of the steps that there are for this attacker
	Of      int    `json:"steps_of"`

	Untaken  []string        `json:"steps_untaken"`
	Findings []SearchFinding `json:"findings"`
	Unmet    []string        `json:"unmet"` // what is not as expected
	NA       []string        `json:"n_a"`   // mitigations asked for that judge no step of this flow

	Expectations []Expectation `json:"expectations"`
	Partial      string        `json:"partial,omitempty"` // why the rest is missing, if it was interrupted
	Run          *Run          `json:"run,omitempty"`
}

// SearchFinding is what the walks met of a safety property, or of a rung of the
// attacker's ladder.
type SearchFinding struct {
	Of      string `json:"of"`
	Doc     string `json:"doc"`
	Kind    string `json:"kind"`    // property | goal
	Verdict string `json:"verdict"` // violated | reachable | inconclusive
	Run     int    `json:"run"`     // the first walk that met it, from 1; 0: none did
	Walked  int    `json:"walked"`  // steps of that walk up to there
	Shrunk  int    `json:"shrunk"`  // of these, what is left without those that it does not take

	// Shown says what the trace is: the walk's shrunk, or the shortest that there is
	// with so many sessions and persons. Why not the shortest, Why says.
	Shown    string `json:"shown"` // "" | shrunk | shortest
	Why      string `json:"why"`
	Sessions int    `json:"sessions"` // that the trace takes
	Persons  int    `json:"persons"`
	Own      bool   `json:"own"`    // and whether they have devices of their own to authorise
	States   int    `json:"states"` // that were explored to find the shortest
	Trace    []Step `json:"trace"`
}
