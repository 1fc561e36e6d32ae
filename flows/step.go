package flows

// Step is one atomic action: guard and effect side by side, with the section
// that describes it. It is written for "a session" and "a party" and is
// instantiated for each.
type Step struct {
	Name  string
	Doc   string
	Ref   string // document and section
	Phase Phase
	On    Place   // the device it happens on
	Via   Channel // how the information travels
	By    By      // who can take it

	In       Stages          // stages of the session in which it can be possible at all; zero: any
	When     func(a At) bool // guard; nil: always
	Requires []string        // capabilities it takes besides the one that opened it
	Against  string          // the mitigation without which it is of no use; it writes only what that reads
	About    []string        // the steps of flows without any of which it is of no use
	After    bool            // it is about what becomes of a grant, on the slow clock
	Guess    bool            // who takes it tries codes until one is right

	Checks []Check // in the server's order
	Do     []Outcome
}

// Check is a rule of a step that can refuse it.
type Check struct {
	Name  string
	By    Server
	Kind  CheckKind
	Ref   string
	Reply Reply
	Pass  func(a At) bool
}

// FullName is the check's name with that of its step: the same rule can stand in several.
func (c *Check) FullName(of *Step) string { return of.Name + ": " + c.Name }

// Outcome is one way a step can end once every check has passed.
type Outcome struct {
	Name  string
	Reply Reply
	When  func(a At) bool   // nil: always possible
	Errs  func(a At) Errors // the errors, or the luck, without which it does not end this way; nil: none
	Safe  bool              // no mitigation minds: the person declined, or the server said "not yet"
	Do    func(a At)        // nil: changes nothing
}

// Does is the list of outcomes of a step that can only end one way.
func Does(effect func(a At)) []Outcome { return []Outcome{{Do: effect}} }

// Reply is what the other side is told, in the specification's own word.
type Reply string

// Phase is the part of the common skeleton that a step belongs to. Mitigations
// judge phases.
type Phase uint8

// The phases, in the order in which a flow passes them. A step without a phase
// cannot be refused by any mitigation.
const (
	NoPhase Phase = iota
	Initiate
	Present
	Convey
	Engage // the code counts as used; every flow has exactly one such step
	Verify // something shown by one device is proven on the other
	Authenticate
	Authorize
	Deliver
	Use
	Refresh
	Export
	Time
	phases
)

var phaseNames = [...]string{"", "initiate", "present", "convey", "engage", "verify", "authenticate",
	"authorize", "deliver", "use", "refresh", "export", "time"}

func (p Phase) String() string { return phaseNames[p] }

// Place is the device a step happens on.
type Place uint8

// The devices of the BCP, and the physical asset of A3.
const (
	Nowhere Place = iota
	Consumption
	Authorization
	Asset
)

// Channel is how information travels in a step.
type Channel uint8

var channelNames = [...]string{"", "screen", "mail", "message", "page", "voice", "push"}

func (c Channel) String() string { return channelNames[c] }

// The channels.
const (
	NoChannel Channel = iota
	Screen
	Mail
	Message
	Page
	Voice
	Push
)

// By says who takes a step, and so what it is instantiated for.
type By uint8

// Who takes a step. The attacker takes a step of a flow only where a capability
// enables it. At.Party is who acts; where the attacker does something to
// a person, it is that person.
const (
	Anyone    By = iota // a person or the attacker, in a session
	People              // a person, in a session
	Operator            // whoever operates the receiving device, in a session
	Attackers           // the attacker, in a session
	Target              // the attacker to a person, with a session
	Alone               // a person, in no session
	Recipient           // the attacker to a person, without a session
	Wait                // nobody, in a session
	Clock               // nobody, in no session
)

// Stages is a set of stages.
type Stages uint64

// StagesOf is the set of the given stages.
func StagesOf(list ...Stage) (set Stages) {
	for _, s := range list {
		set |= 1 << s
	}
	return set
}

// Server is the honest party that makes a check.
type Server uint8

// The servers: OpenID provider or authorization server, and relying party or client.
const (
	OP Server = iota
	RP
)

// CheckKind says what a check is for.
type CheckKind uint8

// The kinds of checks: what the protocol says, what ties one device, browser or
// client to another, and what limits how often or how long.
const (
	Protocol CheckKind = iota
	Binding
	Limit
)
