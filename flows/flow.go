package flows

import "slices"

// Flow is one protocol: its steps in the order of its specification.
type Flow struct {
	Name  string
	Doc   string
	Ref   string
	Steps []Step

	// After are the steps that follow a grant, on the slow clock; nil where the
	// flow's grant is no token.
	After []Step

	// Options are choices that the protocol leaves to a deployment and that only
	// refuse steps. Those that do more are part of Setting.
	Options []*Mitigation

	// Transfer is how a session gets to the device on which it is approved: what a
	// mitigation is about can be missing in a flow.
	Transfer Transfer

	// CodeLifeMax is the largest life of a code that makes sense to ask about,
	// in seconds; critical values are looked for up to here.
	CodeLifeMax int
}

// Transfer is a set of ways in which a session gets from the device that starts it to
// the one on which it is approved.
type Transfer uint8

// The ways.
const (
	SameDevice Transfer = 1 << iota // it stays where it is
	Pushed                          // the server contacts a user whom the client names
	Scanned                         // a user carries a code that cannot be guessed
	Typed                           // a user carries a code that is short enough to be typed, and so to be guessed
	Outward                         // a user carries a code from the device on which they have approved to the one that gets the grant
	Answered                        // a user is sent a code, and types it on the device that gets the grant
	Fixed                           // the code stands on an object, and is the same for everybody
	Keyed                           // a user carries a key from one device to the other, and the server sees neither it nor who carries it
)

// takes tells whether a variant is about the way in which the flow's sessions travel.
func (f *Flow) takes(v *Variant) bool { return v.Transfer == 0 || v.Transfer&f.Transfer != 0 }

// takesSome tells whether some variant of a mitigation is about it.
func (f *Flow) takesSome(m *Mitigation) bool {
	return slices.ContainsFunc(m.all(), func(p Placed) bool { return f.takes(&p.Variant) })
}

// has tells whether the flow has a step of that name.
func (f *Flow) has(step string) bool {
	named := func(s Step) bool { return s.Name == step }
	return slices.ContainsFunc(f.Steps, named) || slices.ContainsFunc(f.After, named)
}

// Capability is something an attacker can do. It opens steps of its own, or
// enables a step of the flow for the attacker, or defeats mitigations (which
// name it).
type Capability struct {
	Name    string
	Doc     string
	Ref     string
	Opens   []Step
	Enables []string // names of steps of flows, mitigations or capabilities
}
