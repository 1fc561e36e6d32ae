package results

// Derived is the answer to "simulate compare" without a scenario: the table that the
// models derive beside the published one, over every scenario and flow.
type Derived struct {
	Schema    string       `json:"schema"`
	Models    string       `json:"models"`
	Attackers []string     `json:"attackers"` // as typed
	User      User         `json:"user"`
	Initiated string       `json:"initiated"` // what counts as an attack initiated: handle | reached
	Table     []DerivedRow `json:"derived_table"`
	Pairs     []Pair       `json:"pairs"`
	Ranking   []Rank       `json:"ranking"` // of flows, the firmest first
	Missing   []string     `json:"missing"` // pairs that there was no time for
	States    int          `json:"states"`  // summed over the pairs
	Edges     int          `json:"edges"`
	Complete  bool         `json:"complete"`
	Partial   string       `json:"partial,omitempty"` // why pairs are missing
	Run       *Run         `json:"run,omitempty"`
}

// Columns is a row of the published table: where it has a cross.
type Columns struct {
	Prevent bool `json:"prevent"`
	Disrupt bool `json:"disrupt"`
	Recover bool `json:"recover"`
}

// DerivedRow is one mitigation of the published table, in all its variants.
type DerivedRow struct {
	Mitigation string           `json:"mitigation"`
	Row        string           `json:"row"` // its name in the published table
	Ref        string           `json:"ref"`
	Published  Columns          `json:"published"`
	Verdict    []DerivedVerdict `json:"verdict"` // each attacker, each column
	Marks      []Mark           `json:"marks"`   // each pair, each attacker
	Cells      []DerivedCell    `json:"cells"`   // each variant, pair, attacker and column
}

// DerivedVerdict says how one published cell stands against one attacker: over all
// cells that are judged, those of every variant included.
type DerivedVerdict struct {
	Column    string    `json:"column"` // prevent | disrupt | recover
	Attacker  string    `json:"attacker"`
	Verdict   string    `json:"verdict"` // agree | conditional | disagree | n_a
	Crosses   int       `json:"crosses"`
	Judged    int       `json:"judged"`
	Condition string    `json:"condition"` // where there are crosses, and what they rest on
	Readings  []Reading `json:"readings"`
}

// Reading is the same verdict asked in another way. Where the source leaves open which
// way is meant and the other one flips the verdict, that is conditional.
type Reading struct {
	Of      string `json:"of"`
	Verdict string `json:"verdict"`
	Flips   bool   `json:"flips"`
}

// Mark is all that a mitigation does to one attacker, in a word: in its default
// variant or, where that is about nothing, in the first that is about something.
type Mark struct {
	Scenario string `json:"scenario"`
	Flow     string `json:"flow"`
	Attacker string `json:"attacker"`
	Variant  string `json:"variant,omitempty"`
	Mark     string `json:"mark"` // as Cell.Effect, or n_a or in_force
}

// DerivedCell is what one variant does to one attacker in one column.
type DerivedCell struct {
	ID          string      `json:"id"`
	Scenario    string      `json:"scenario"`
	Flow        string      `json:"flow"`
	Attacker    string      `json:"attacker"`
	Column      string      `json:"column"`
	Variant     string      `json:"variant,omitempty"` // where there are several
	Score       *[2]float64 `json:"score"`
	ScoreReason string      `json:"score_reason"`                   // why there is none
	Status      string      `json:"status"`                         // cross | no_cross | undecided | nothing_to_stop | n_a | inconclusive
	Condition   string      `json:"condition"`                      // what the status rests on
	ByRefusing  bool        `json:"works_by_refusing_honest_users"` // of a cross: it is one only by refusing an honest party's evidence
	Evidence    string      `json:"evidence"`                       // what this attacker reaches
	Command     string      `json:"command"`                        // that says it again
}

// Pair is a scenario on a flow, with the example settings of that flow.
type Pair struct {
	Scenario    string           `json:"scenario"`
	Doc         string           `json:"doc"`
	Ref         string           `json:"ref"`
	Flow        string           `json:"flow"`
	Deployment  string           `json:"deployment"`
	Attacks     []PairAttack     `json:"attacks"`     // each attacker
	Price       Least            `json:"price"`       // of the deployment as it is, within the strongest attacker's reach
	Mitigations []PairMitigation `json:"mitigations"` // each that is about something here, alone
	Lost        []string         `json:"lost"`        // honest twins that are lost without any
	Assumes     []string         `json:"assumes"`
	Rounded     []Rounded        `json:"rounded"`
	States      int              `json:"states"`
	Edges       int              `json:"edges"`
	Complete    bool             `json:"complete"`
}

// PairAttack is one attacker where nothing is deployed, and what would be enough.
type PairAttack struct {
	Attacker        string     `json:"attacker"`
	Withstood       *bool      `json:"withstood"`        // null: inconclusive
	MinimalDefences [][]string `json:"minimal_defences"` // none: nothing is enough, or there is nothing to stop
	Listed          bool       `json:"all_listed"`       // there are no more
}

// Least is the least number of capabilities that get through.
type Least struct {
	Capabilities *int       `json:"capabilities"` // null: nobody within reach gets through, or not all was seen
	Cheapest     [][]string `json:"cheapest"`     // the sets of that size
}

// PairMitigation is what one mitigation costs: attackers, and honest people.
type PairMitigation struct {
	Mitigation string   `json:"mitigation"`
	Price      Least    `json:"price"`
	Lost       []string `json:"lost"`  // honest twins that it refuses; null: inconclusive
	Keeps      []string `json:"keeps"` // honest twins that are still served
}

// Rank is a flow among the others, as its example settings have it.
type Rank struct {
	Flow    string     `json:"flow"`
	Attacks []RankCell `json:"attacks"` // those of "simulate flows"
}

// RankCell is whether a flow withstands one attack on binding without any mitigation.
type RankCell struct {
	Attack    string  `json:"attack"`
	Scenario  string  `json:"scenario"`  // that shows it; empty: none does
	Withstood []*bool `json:"withstood"` // by each attacker; null: inconclusive; empty: it was not asked
	Price     Least   `json:"price"`
}
