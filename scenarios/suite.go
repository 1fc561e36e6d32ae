package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Suite is what a user runs in CI: deployments, scenarios, and what is expected.
type Suite struct {
	Name string
	Doc  string
	File string // where it was read from; empty if built in
	Runs []Run

	Brief bool // it compares deployments: its results have no tables of each mitigation alone
}

// Accepts tells whether anything is accepted until a date, so that what the suite
// says depends on the day.
func (s *Suite) Accepts() bool {
	return slices.ContainsFunc(s.Runs, func(run Run) bool { return len(run.Accept) > 0 })
}

// Run is one scenario on one deployment, against one or more attackers. A run of
// a file that is on several clients or for several users is one for each of them.
type Run struct {
	At         Position // in the suite file
	Scenario   *Scenario
	Flow       string // empty: the deployment's
	Deployment *Deployment
	With       []string // mitigations by full name, besides those of the deployment
	Attackers  []string // as typed: "literal,+on-demand"; never empty for an attack
	User       string   // as typed: "obedient,-approves-unasked"; empty: obedient
	Expect     []Expectation
	Accept     []Acceptance
}

// Expectation is one line under "expect".
type Expectation struct {
	At       Position
	Attacker string // as typed in Attackers; empty: for each of them
	Of       string // a property, a goal or a twin
	Word     string // holds | violated; unreachable | reachable; kept | lost
}

// Acceptance is a finding that somebody knows of and lives with until a date.
type Acceptance struct {
	At       Position // in the suite file; the same in each run that it was read for
	Attacker string   // as typed in Attackers; empty: each of them
	Of       string   // a property, a goal or a twin
	Until    string   // the last day, as 2026-12-31
	Owner    string
	Reason   string
}

// Deployment is what somebody's server is set to, as a whole or for one client.
type Deployment struct {
	Name string // SERVER, or SERVER/CLIENT
	Doc  string
	File string // where it was read from; empty if built in
	Flow string
	flows.Parameters
	flows.Lives
	ReadMin      int      // seconds until a mailed lure is read, at least; 0: the scenario's
	CodeAlphabet int      // different characters of a user code; 0: not known
	CodeLength   int      // characters of a user code; 0: not known
	Mitigations  []string // that the server has in force, by full name
	Options      []string // options of the flow, by full name
	Sources      []Sourced
}

// Sourced is a setting as published, with where. Settings that no model reads
// are kept for the reader.
type Sourced struct {
	Key, Value, Source string
	Unverified         bool // from memory, or from a secondary copy
	Read               bool // a model reads it
}

// Position is a place in a file, counted from 1.
type Position struct {
	File      string
	Line, Col int
}
