package model

// Rule is one guarded command, written for a binding rather than for each
// index by hand. Guard, checks and effect stand side by side.
type Rule[S comparable] struct {
	Name string

	// Over is the index under which the rule is found, and In the key values at
	// which its guard can be true at all: Next looks at no rule whose key is not
	// there. A nil Over means the rule is tried in every state, bound to 0.
	Over *Index[S]
	In   Keys
	With int // second index of the binding: J runs over 0..With-1 (0 means just J = 0)

	When   func(s *S, b Bind) bool // guard; nil means always
	Checks []Check[S]              // in the order in which they are asked; all must pass
	Do     []Outcome[S]

	// Requires is what every attempt takes, also one that a check turns away.
	Requires Set

	// Mask says what else the outcome's edge needs and what would refuse it. Nil
	// means nothing. It sees the state before the effect.
	Mask func(s *S, b Bind, outcome int) Mask
}

// Check is a condition that turns an attempt away with a reply.
type Check[S comparable] struct {
	Name  string
	Reply string
	Pass  func(s *S, b Bind) bool
}

// Outcome is one way an attempt that passed every check can end.
type Outcome[S comparable] struct {
	Name  string
	Reply string
	When  func(s *S, b Bind) bool // nil means always possible
	Do    func(s *S, b Bind)      // changes s in place; nil changes nothing
}

// Do is the list of outcomes of a rule that can only end one way.
func Do[S comparable](effect func(s *S, b Bind)) []Outcome[S] {
	return []Outcome[S]{{Do: effect}}
}

// Bind fills in what a rule is about: I ranges over Rule.Over, J over Rule.With.
type Bind struct{ I, J uint8 }

// Index groups rules by a small key read from the state, for instance the
// stage of session i, so that a state tries only the rules of its own stages.
type Index[S comparable] struct {
	Name string
	Size int                       // how many values the binding I takes
	Key  func(s *S, i uint8) uint8 // below 64
}

// Keys is a set of key values, each below 64.
type Keys uint64

// At is the set of the given key values.
func At(keys ...uint8) (k Keys) {
	for _, key := range keys {
		k |= 1 << key
	}
	return k
}

// AnyKey is the set of all key values.
const AnyKey = ^Keys(0)
