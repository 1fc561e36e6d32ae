package results

// Defend is the answer to "simulate defend": what is enough against an attacker.
type Defend struct {
	Head
	Goal            string      `json:"goal"`                           // what must become unreachable
	Enough          bool        `json:"enough"`                         // what is deployed stops every attack; there is nothing to add
	MinimalDefences [][]string  `json:"minimal_defences"`               // what to add to what is deployed: by size, then in the catalogue's order
	Keeps           [][]string  `json:"keeps"`                          // which twins each of them keeps
	Loses           [][]string  `json:"loses"`                          // and which it does not
	ByRefusing      []bool      `json:"works_by_refusing_honest_users"` // it stops some attack only by refusing an honest party's evidence
	AttackBlockers  []Blocker   `json:"attack_blockers"`
	Deployments     Deployments `json:"deployments"`
	Labels          Labels      `json:"labels"`
	States          int         `json:"states"`
	Edges           int         `json:"edges"`
	Complete        bool        `json:"complete"`
	Run             *Run        `json:"run,omitempty"`
}

// Blocker is one minimal attack: what it takes, and what would refuse it.
type Blocker struct {
	Requires []string `json:"requires"`
	Foreign  []string `json:"foreign"` // refuse on evidence of the attacker, and can be defeated
	Own      []string `json:"own"`     // refuse whatever the attacker can do
}

// Deployments counts, of all that can be made of the mitigations in Over, those
// that stop every attack.
type Deployments struct {
	Stopping string   `json:"stopping"` // decimal: there can be more than fit a number
	Of       string   `json:"of"`
	Over     []string `json:"over"`
}

// Labels says how much the search over all deployments had to keep.
type Labels struct {
	Kept      int     `json:"kept"`
	Processed int     `json:"processed"`
	Max       int     `json:"max"` // in one state
	Mean      float64 `json:"mean"`
	Transfers int     `json:"transfers"` // labels carried along edges
}

// Price is the answer to "simulate price": the attackers that get through.
type Price struct {
	Head
	Goal              string     `json:"goal"`
	CheapestAttackers [][]string `json:"cheapest_attackers"` // minimal sets of capabilities
	NoneWithinReach   bool       `json:"none_within_reach"`
	Reach             []string   `json:"reach"` // what was allowed
	States            int        `json:"states"`
	Complete          bool       `json:"complete"`
	Run               *Run       `json:"run,omitempty"`
}

// Compare is each mitigation alone against several attackers.
type Compare struct {
	Head
	Attackers []Attacker   `json:"attackers"`
	Rows      []CompareRow `json:"rows"`
	Lost      []string     `json:"lost"`          // honest twins that what is deployed refuses anyway
	Why       string       `json:"why,omitempty"` // there is nothing to stop
	States    int          `json:"states"`
	Edges     int          `json:"edges"`
	Complete  bool         `json:"complete"`
	Run       *Run         `json:"run,omitempty"`
}

// CompareRow is one mitigation in one variant.
type CompareRow struct {
	Mitigation string   `json:"mitigation"`
	Ref        string   `json:"ref"`
	Published  []string `json:"published"` // columns in which the BCP puts a cross
	Lost       []string `json:"lost"`      // honest twins that it refuses besides; null: inconclusive
	Keeps      []string `json:"keeps"`     // honest twins that are still served
	Cells      []Cell   `json:"cells"`     // one for each attacker
	Status     string   `json:"status"`    // judged | n_a | in_force
}

// Cell says what one mitigation does to one attacker.
type Cell struct {
	// Effect is prevents (no live code), disrupts (a code, but no grant), limits (no
	// second victim), recovers (tokens are worth less, or stay where they are),
	// another way (it stops some way of this attacker and user, and one is left),
	// probabilistic only (it refuses nothing with certainty), no bearing (in the way of
	// no attack that they have), nothing to stop, or inconclusive.
	Effect   string     `json:"effect"`
	Reached  bool       `json:"reached"` // somebody can still be reached
	Through  []string   `json:"through"` // what a way through takes beyond the literal attacker's capabilities
	Unless   [][]string `json:"unless"`  // where it is probabilistic only, what gets past it: any of these sets of errors and lucks
	Critical []Critical `json:"critical"`
}
