package flows

// Mitigation is a row of the BCP's table: a predicate that refuses steps, in
// one or more variants.
type Mitigation struct {
	Name   string
	Row    string // its name in the published table
	Doc    string
	Ref    string
	Claims Effect // the crosses of the published table

	// Variants are independent alternatives, or, if Ladder, rungs from the
	// laxest to the strictest, of which a deployment has at most one.
	Variants []Variant
	Ladder   bool
	Default  string // the variant meant when none is named

	Option bool   // it is an option of a flow, and has no row in the table
	By     Server // of an option: the server that refuses

	// Number makes the rung for a number that the catalogue does not list. Nil
	// where variants are words.
	Number *Number

	// Steps are what the mitigation adds to the flow. They are there wherever it is
	// in the masks, deployed or not, and write only what this mitigation reads.
	Steps []Step

	// Counts says that it tells a second session or victim from the first. The
	// others say of two victims what they say of one.
	Counts bool
}

// Variant is one way to put a mitigation in place.
type Variant struct {
	Name     string // after the colon; empty if the mitigation has only one
	Doc      string
	Ref      string
	Phases   []Phase
	Via      Channel  // if given, it judges only what travels this way
	Transfer Transfer // if given, it is only about flows whose sessions travel in one of these ways
	After    bool     // it judges what follows a grant, on the slow clock, instead of the flow
	Refuses  func(a At) Judged
	Defeats  []Defeat

	// Uses is how often a code can have been taken up before Refuses sees no
	// difference any more; Access, how many seconds old an access token.
	Uses   uint8
	Access int

	// Lacks says what the setting lacks for the variant to be put in place at
	// all; empty if nothing. Nil: it needs nothing.
	Lacks func(s *Setting) string

	// Reply is what the other side is told, of an option for which the protocol has a
	// word.
	Reply Reply

	// InForce tells whether the flow, as it is set, already does what the variant asks.
	// Nil: never.
	InForce func(f *Flow, s *Setting) bool
}

// Number describes the rungs of a ladder of numbers.
type Number struct {
	Unit   Unit
	Rungs  []int // laxest first, in seconds or as a count
	Make   func(n uint8) Variant
	Max    int  // largest number that can be typed
	Larger bool // a larger number is stricter
}

// Unit is what a number counts.
type Unit uint8

// The units: seconds (turned into ticks when composed) and plain counts.
const (
	Seconds Unit = iota
	Count
)

// Judged says that a mitigation refuses, and whose evidence it looked at. Zero
// means it does not refuse.
type Judged uint8

// The roles whose evidence a refusal can rest on. If any of them is the
// attacker, the refusal is foreign to honest users; otherwise it is their own.
const (
	Starter Judged = 1 << iota
	Receiver
	Taker
	Approver
	Acting // the party that takes the step
	ALure  // the person acts on the attacker's lure
	Honest // nothing that an attacker could have a hand in
)

// Defeat says what makes a refusal on evidence of the attacker fall away: all
// of By together. Several values are alternatives.
type Defeat struct {
	By  []string // capabilities, errors or lucks
	Ref string
}

// Effect is a set of columns of the published table.
type Effect uint8

// The columns.
const (
	Prevents Effect = 1 << iota
	Disrupts
	Recovers
)

func (e Effect) String() string {
	s := ""
	for i, name := range []string{"prevent", "disrupt", "recover"} {
		if e>>i&1 == 0 {
			continue
		}
		if s != "" {
			s += "+"
		}
		s += name
	}
	return s
}
