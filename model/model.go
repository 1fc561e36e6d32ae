// Package model explores state machines exhaustively. It knows no protocol:
// it is generic over any comparable state, and everything that runs on it
// brings its own states.
//
// There are only five ideas.
//
//   - A [System] is an initial state and one transition function, Next.
//   - A [Rule] is one guarded command; [Weave] makes a System of a list of them.
//   - A [Property] is a named predicate that must never, or must somewhere, be true.
//   - [Explore] visits every state, breadth first, and finds shortest traces.
//   - [Family] visits every state once for all deployments and attackers
//     together: its [Label] values say what a path needs and what would refuse it.
//
// A [Trace] is always replayed through Next before anyone sees it: a defect in
// the search can miss an attack, it cannot invent one.
package model

// System is a state machine with a finite number of reachable states.
type System[S comparable] struct {
	Name string
	Init S

	// Next appends the edges that leave s to buf and returns it, always in the
	// same order. It is a function of s alone: no clock, no randomness, no map
	// order. Explore re-executes a sample of states and names the step that
	// came out differently.
	Next func(s S, buf []Edge[S]) []Edge[S]

	// Steps names what Edge.Step indexes.
	Steps []Step

	// Used is how many leading bytes of S can ever be non-zero; zero means all
	// of them. The engine stores and hashes no more than these.
	Used int

	// blame names the step whose guard, check or effect panics in s.
	blame func(s S) string
}

// Edge is one transition.
type Edge[S comparable] struct {
	Step uint16 // index into System.Steps
	Way  uint8  // index into the step's Ways: an outcome, or the check that refused
	Mask        // what this edge needs, and what would refuse it
	To   S
}

// Mask says, for all deployments and attackers at once, when an edge exists.
type Mask struct {
	Requires Set // capabilities, errors and lucks without which it does not happen
	Foreign  Set // mitigations that refuse it because of evidence that can be forged or a lure
	Own      Set // mitigations that refuse it whatever anyone does
}

// Step is one instance of a rule: the rule with its binding filled in.
type Step struct {
	Name string
	Rule int // index into the rules given to Weave
	Bind Bind

	Requires Set   // what every attempt takes
	Ways     []Way // outcomes first, then the checks that can refuse; empty means one unnamed outcome
}

// Way is one way a step can go.
type Way struct {
	Name    string
	Reply   string // what the other side is told, in the specification's own word
	Refuses bool   // a check turned the attempt away and the state is unchanged
}

// Expect says what a Property wants.
type Expect uint8

const (
	Never     Expect = iota // no reachable state satisfies it
	Reachable               // some reachable state satisfies it
)

// Property is a named predicate over states together with what is expected of it.
type Property[S comparable] struct {
	Name   string
	Doc    string
	Expect Expect
	When   func(s *S) bool

	// Witness is the companion of a Never property: if no reachable state
	// satisfies it, the property holds only because nothing was ever at stake,
	// and the verdict says so. Nil means the property needs none.
	Witness func(s *S) bool
}

// Verdict is what an exploration says of a property.
type Verdict uint8

const (
	// Inconclusive: a budget was hit, or only fingerprints were compared,
	// before the property was decided.
	Inconclusive Verdict = iota
	// Holds: every reachable state was visited.
	Holds
	// Violated: for Never there is a replayed shortest trace; for Reachable
	// every state was visited and none satisfies it.
	Violated
)

func (v Verdict) String() string {
	return [...]string{"inconclusive", "holds", "violated"}[v]
}
