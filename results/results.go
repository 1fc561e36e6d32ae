// Package results is the plain data that every output is made of. It decides
// nothing and imports nothing of ours; what is printed, drawn or written as
// JSON is one of these values.
//
// Durations are whole seconds. A number that does not exist is null, with the
// reason beside it.
package results

// Schema is the version of these types; Models that of the verdicts. A release
// that changes either says so in CHANGELOG.md.
const (
	Schema = "1"
	Models = "1"
)

// Head says what was asked. Every result begins with one.
type Head struct {
	Schema      string    `json:"schema"`
	Models      string    `json:"models"`
	Scenario    string    `json:"scenario"`
	Doc         string    `json:"doc"`
	Breaks      string    `json:"breaks,omitempty"` // the safety property that the attack is about
	Flow        string    `json:"flow"`
	Deployment  string    `json:"deployment"`
	CodeLife    int       `json:"code_life"`   // seconds
	Mitigations []string  `json:"mitigations"` // as typed
	Options     []string  `json:"options"`     // of the flow, as the deployment has them
	InForce     []string  `json:"in_force"`    // of these, what the deployment's own settings already do
	Attacker    *Attacker `json:"attacker"`    // null where there is none
	User        User      `json:"user"`
	Assumes     []string  `json:"assumes"` // what the verdicts rest on
	Rounded     []Rounded `json:"rounded"` // durations that are no whole number of ticks
}

// Attacker is who attacks.
type Attacker struct {
	Name         string   `json:"name"` // as typed
	Capabilities []string `json:"capabilities"`
}

// User is what errors people can make, and where chance can favour the attacker.
type User struct {
	Name   string   `json:"name"` // as typed
	Errors []string `json:"errors"`
	Lucks  []string `json:"lucks"`
}

// Rounded is a duration that was rounded to whole ticks, in the attacker's favour.
type Rounded struct {
	Instance string `json:"instance"`
	Of       string `json:"of"` // which rungs rest on it; empty: everything
	Name     string `json:"name"`
	From     int    `json:"from"` // seconds
	To       int    `json:"to"`   // seconds
	Tick     int    `json:"tick"` // seconds
}

// Run holds what differs from one run to the next; it is left out where bytes
// must not.
type Run struct {
	Seconds float64 `json:"seconds"` // wall clock
	Workers int     `json:"workers"`
	Version string  `json:"version"`
}

// Check is the answer to "simulate check": one scenario, one deployment.
type Check struct {
	Head

	// After is the attack that the attacker carries out first, with what it gives them;
	// the capabilities of the head contain that if they have gained it.
	After *Link `json:"after,omitempty"`

	Properties []Property `json:"properties"`

	Initiated *Goal  `json:"initiated"` // null in a scenario without attacker
	Reached   *Goal  `json:"reached"`
	Granted   *Goal  `json:"granted"`
	Goals     []Goal `json:"goals"` // the whole ladder, the three above included
	Impact    Impact `json:"impact"`

	Twins []Twin   `json:"twins"` // honest topologies
	Unmet []string `json:"unmet"` // what is not as expected

	// Expectations are those of "simulate check"; a suite's stand beside the check.
	Expectations []Expectation `json:"expectations,omitempty"`

	Instances         []Instance `json:"instances"`
	States            int        `json:"states"` // summed over the instances
	Edges             int        `json:"edges"`
	Depth             int        `json:"depth"` // the largest
	Complete          bool       `json:"complete"`
	NA                []string   `json:"n_a"`                // mitigations asked for that judge no step of this flow
	NoBearing         []string   `json:"no_bearing"`         // that judge steps but no attack of this attacker and user
	ProbabilisticOnly []string   `json:"probabilistic_only"` // that refuse nothing with certainty
	// Unless says for each of them what gets past it: any of these sets of errors
	// and lucks.
	Unless [][][]string `json:"unless"`

	Run *Run `json:"run,omitempty"`
}

// Link is an attack that gives the attacker of another one a capability.
type Link struct {
	Gives  string `json:"gives"` // the capability
	Source string `json:"source"`
	Gained *bool  `json:"gained"` // whether the attack succeeds; null: inconclusive
	Check  *Check `json:"check"`
}

// Property is the verdict on one property.
type Property struct {
	Name     string     `json:"name"`
	Doc      string     `json:"doc"`
	Verdict  string     `json:"verdict"` // holds | violated | inconclusive
	Bounds   string     `json:"bounds"`  // what was explored
	Vacuous  bool       `json:"vacuous"` // holds, but there was nothing at stake
	Why      string     `json:"why,omitempty"`
	Critical []Critical `json:"critical"`
	Beside   *Beside    `json:"beside"` // null where it was not asked
	Trace    []Step     `json:"trace"`  // the least shortest one; empty if it holds

	// Refused is the shortest attack there would be without mitigations, where
	// the deployment stops it: its steps say who refuses them. Empty otherwise.
	Refused []Step `json:"refused"`
}

// Beside is the verdict on the same property where the attacker's session runs
// beside the victim's own. A coarse tick there rounds in the attacker's favour, so
// "holds" is certain; what holds alone and not there is decided at the fine tick.
type Beside struct {
	Verdict string `json:"verdict"`
	Bounds  string `json:"bounds"`
}

// Critical is where a verdict turns when one duration or count changes and
// everything else stays as deployed.
type Critical struct {
	Parameter string `json:"parameter"`
	Unit      string `json:"unit"`     // s | count
	Deployed  int    `json:"deployed"` // its value now

	// One pair is given, the other null: tried one tick or one count apart.
	HoldsUpTo    *int `json:"holds_up_to"`
	ViolatedFrom *int `json:"violated_from"`
	HoldsFrom    *int `json:"holds_from"`
	ViolatedUpTo *int `json:"violated_up_to"`
}

// NoOdds is why no goal has a probability.
const NoOdds = "probabilities are not computed yet"

// Goal is a rung of the attacker's ladder.
type Goal struct {
	Name      string      `json:"name"`
	Doc       string      `json:"doc"`
	Reachable *bool       `json:"reachable"` // null: inconclusive
	P         *[2]float64 `json:"p"`
	PReason   string      `json:"p_reason"` // why there is no p
	Steps     *int        `json:"steps"`    // that somebody takes on the shortest way there
	After     bool        `json:"after"`    // it follows a grant: steps count from there
	Instance  string      `json:"instance"`
}

// Impact is what a successful attack is worth.
type Impact struct {
	Value  *float64 `json:"value"`
	Unit   string   `json:"unit"`
	Reason string   `json:"reason,omitempty"` // why there is no value
}

// Twin is an honest topology under the same deployment.
type Twin struct {
	Name string   `json:"name"`
	Doc  string   `json:"doc"`
	Kept *bool    `json:"kept"`    // null: inconclusive
	Lost []string `json:"lost_to"` // mitigations each of which alone refuses it

	// Anyway: it is lost without any mitigation too, to the server's own settings.
	Anyway bool `json:"lost_anyway"`
}

// Instance is a size that was explored.
type Instance struct {
	Name     string `json:"name"`
	Doc      string `json:"doc"`
	Sessions int    `json:"sessions"`
	Persons  int    `json:"persons"`
	Tick     int    `json:"tick"` // seconds
	States   int    `json:"states"`
	Edges    int    `json:"edges"`
	Depth    int    `json:"depth"` // 0 where all deployments were looked at at once
	Complete bool   `json:"complete"`
}

// Step is one step of a trace.
type Step struct {
	Step     string   `json:"step"`
	Doc      string   `json:"doc"`
	By       string   `json:"by"`      // attacker | user 1 | user 2 ... | time
	To       string   `json:"to"`      // server | user 1 ... ; empty where it concerns only By
	Session  int      `json:"session"` // from 1; 0 where it is about none
	User     string   `json:"user"`    // who approves, or is lured; empty if nobody
	Tick     int      `json:"tick"`    // ticks that have passed before it
	Seconds  int      `json:"seconds"`
	Outcome  string   `json:"outcome,omitempty"`
	Reply    string   `json:"reply"`
	Ref      string   `json:"ref"`
	Phase    string   `json:"phase"`
	Via      string   `json:"via,omitempty"`
	Requires []string `json:"requires"`

	RefusedBy   []string `json:"refused_by"`   // what is deployed and refuses it
	StoppableBy []string `json:"stoppable_by"` // of the catalogue, what would refuse it if it were deployed
}
