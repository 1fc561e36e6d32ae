package results

// Flows is the answer to "simulate flows": what ties the two devices of each flow
// together, to whom, and which mitigations are about it.
type Flows struct {
	Schema        string          `json:"schema"`
	Models        string          `json:"models"`
	User          User            `json:"user"`  // of the binding table
	Brief         bool            `json:"brief"` // of each flow only the weakest and the strongest way, and fewer attackers and users
	Attacks       []Attack        `json:"attacks"`
	Binding       []Binding       `json:"binding"`
	Assurance     []Assurance     `json:"assurance"`
	Applicability []Applicability `json:"applicability"`
	Explored      int             `json:"explored"` // systems
	States        int             `json:"states"`   // summed over them
	Edges         int             `json:"edges"`
	Complete      bool            `json:"complete"`

	Run *Run `json:"run,omitempty"`
}

// Attack is one of the attacks on binding, by the scenarios that show it: of each flow
// the first that names it.
type Attack struct {
	Name      string   `json:"name"`
	Doc       string   `json:"doc"`
	Scenarios []string `json:"scenarios"`
}

// Binding is what the attacks do to a flow with its settings.
type Binding struct {
	Flow     string        `json:"flow"`
	Settings []string      `json:"settings"` // as typed after --set
	Cells    []BindingCell `json:"cells"`    // each attacker, each attack
}

// BindingCell is what one attack by one attacker does.
type BindingCell struct {
	Attack        string `json:"attack"`
	Attacker      string `json:"attacker"`
	Scenario      string `json:"scenario"` // empty: none names this flow, and nothing was looked at
	ApproverBound Bound  `json:"approver_bound"`
	ConsumerBound Bound  `json:"consumer_bound"`
	Command       string `json:"command"` // that shows it again; empty where there is no scenario
}

// Bound is the verdict on a property.
type Bound struct {
	Verdict string `json:"verdict"` // holds | violated | inconclusive | n_a
	Steps   *int   `json:"steps"`   // that somebody takes on the shortest way to violate it; null otherwise
}

// Assurance is how far one party can rely on its own part in a flow: every check
// that binds and that the other makes is switched off, and its options are not there.
type Assurance struct {
	Flow     string          `json:"flow"`
	Party    string          `json:"party"`    // OP | RP
	Settings []string        `json:"settings"` // of the flow's strongest binding, what is left without the other party
	Cells    []AssuranceCell `json:"cells"`    // each user
}

// AssuranceCell is that for one model of users, against the literal attacker of each
// attack.
type AssuranceCell struct {
	User    string   `json:"user"`
	Verdict string   `json:"verdict"` // assured | not assured | inconclusive
	Through []string `json:"through"` // attacks that get through
	Open    []string `json:"open"`    // attacks that were not decided
}

// Applicability is about which flows a mitigation is.
type Applicability struct {
	Mitigation string    `json:"mitigation"`
	Ref        string    `json:"ref"`
	Cells      []Applies `json:"cells"` // each flow
}

// Applies says whether a mitigation has anything to judge in a flow.
type Applies struct {
	Flow     string   `json:"flow"`
	Verdict  string   `json:"verdict"`  // applies | n_a
	Variants []string `json:"variants"` // those that apply, where others do not; otherwise empty
}
