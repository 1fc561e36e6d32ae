package flows

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

	// CodeLifeMax is the largest life of a code that makes sense to ask about,
	// in seconds; critical values are looked for up to here.
	CodeLifeMax int
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
