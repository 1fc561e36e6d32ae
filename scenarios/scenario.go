// Package scenarios holds the scenarios of BCP 247, one file each: who attacks
// whom, where everybody's devices are, what the attacker is after, and what
// honest people must still get. Deployments and suites are data of users.
package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// Scenario is one example of the BCP, attack or honest.
type Scenario struct {
	Name  string
	Doc   string
	Ref   string
	Flows []*flows.Flow // it applies to; the first is the default

	// Facts are places, devices and habits, and the delays of people. The
	// deployment adds its lives.
	Facts flows.Setting

	// Elsewhere are the flows that people use in other places than Facts has them in.
	Elsewhere []Place

	In     Instance   // the size at which it is looked at; zero: Alone
	Breaks string     // the safety property that the attack is about
	Reach  []Reach    // what the attacker can do; empty in an honest scenario
	Goals  []Goal     // the ladder the attacker climbs, lowest first; Initiated, Reached and Granted among them
	Gives  []Foothold // what its success gives an attacker elsewhere
	Honest *Scenario  // what honest people must still get
	Twins  []Twin     // in an honest scenario: its topologies
	Done   Predicate  // in an honest scenario: the person got what they wanted
}

// Place is where a scenario happens on one flow: with other facts, another honest twin,
// and, if it is given, another property that breaks.
type Place struct {
	Flow   *flows.Flow
	Facts  flows.Setting
	Honest *Scenario
	Breaks string
}

// Where is the scenario as it happens on a flow.
func (s *Scenario) Where(flow string) *Scenario {
	i := slices.IndexFunc(s.Elsewhere, func(p Place) bool { return p.Flow.Name == flow })
	if i < 0 {
		return s
	}
	as, p := *s, s.Elsewhere[i]
	as.Facts, as.Honest, as.Elsewhere = p.Facts, p.Honest, nil
	as.Breaks = cmp.Or(p.Breaks, s.Breaks)
	return &as
}

// Predicate is a question about a state.
type Predicate = func(w *flows.World) bool

// Goal is a rung of the ladder: something the attacker wants to be true.
type Goal struct {
	Name string
	Doc  string
	In   Instance // the size at which it is looked for; zero: the scenario's
	When Predicate
}

// The goals that every attack has, looked for at its own size, and the one that
// counts victims. What is said of mitigations rests on them, so a test wants them.
const (
	Initiated    = "initiated"
	Reached      = "reached"
	Granted      = "granted"
	SecondVictim = "two-victims"
)

// Reach is a capability that the scenario gives its attacker, with the sentence
// that admits it.
type Reach struct {
	Capability string
	Source     string
	Literal    bool // the scenario's own text says so
	Disputed   bool // no source places it within this attacker's reach without doubt
}

// Foothold is a capability that whoever succeeds in a scenario has in another one.
type Foothold struct {
	In         *Scenario
	Capability string
	Source     string
}

// Foothold is what success in s gives an attacker in another scenario. Its error lists
// what gives something there.
func (s *Scenario) Foothold(in *Scenario) (Foothold, error) {
	var known []string
	for _, of := range All {
		for _, f := range of.Gives {
			switch {
			case f.In.Name != in.Name: // the same elsewhere too
			case of.Name == s.Name:
				return f, nil
			default:
				known = append(known, of.Name)
			}
		}
	}
	expected := "no scenario: none gives an attacker anything in " + in.Name
	if known != nil {
		expected = fmt.Sprintf("a scenario whose success gives an attacker something in %s: %s", in.Name, strings.Join(known, ", "))
	}
	return Foothold{}, &InputError{Found: quote(s.Name), Expected: expected}
}

// Twin is one topology of an honest scenario.
type Twin struct {
	Name  string
	Doc   string
	Set   func(s *flows.Setting)
	Apart bool      // it takes two devices, or two people: nothing for a flow in one browser
	After bool      // it is about what becomes of the tokens
	Done  Predicate // nil: the scenario's
}

// Profile is the set of capabilities with that name: literal is what the
// scenario's text says, strongest everything within its reach, undisputed the
// same without what no source clearly admits.
func (s *Scenario) Profile(name string) (capabilities []string, err error) {
	for _, r := range s.Reach {
		switch name {
		case "literal":
			if r.Literal {
				capabilities = append(capabilities, r.Capability)
			}
		case "undisputed":
			if !r.Disputed {
				capabilities = append(capabilities, r.Capability)
			}
		case "strongest":
			capabilities = append(capabilities, r.Capability)
		default:
			return nil, &flows.UnknownError{Kind: "attacker profile", Name: name, Known: Profiles}
		}
	}
	return capabilities, nil
}

// Profiles are the names that Profile knows, weakest first.
var Profiles = []string{"literal", "undisputed", "strongest"}

// Assumes says what verdicts of an attack on a deployment rest on, with the values
// in use.
func (s *Scenario) Assumes(d *Deployment) (list []string) {
	if len(s.Reach) == 0 {
		return nil
	}
	if read := s.Setting(d, s.Main()).ReadMin; read > 0 {
		list = append(list, mailDelay(read))
	}
	if slices.Contains(flowNames(ofCoded), d.Flow) && slices.ContainsFunc(s.Reach, func(r Reach) bool { return r.Capability == "brute-force" }) {
		list = append(list, d.guessing())
	}
	return list
}

// Broken is the safety property that the attack is about on a flow.
func (s *Scenario) Broken(f *flows.Flow) string { return s.Where(f.Name).Breaks }

// Main is the instance that the scenario is about.
func (s *Scenario) Main() Instance {
	if s.In.Name == "" {
		return Alone
	}
	return s.In
}

// Instances are the sizes at which the attack is looked at: its own, beside the
// victim's own session where that is another one, and those of rungs that count or
// that follow a grant.
func (s *Scenario) Instances() (list []Instance) {
	if len(s.Goals) == 0 {
		return nil
	}
	if list = append(list, s.Main()); s.Main().Name == Alone.Name {
		list = append(list, Beside)
	}
	for _, g := range s.Goals {
		if g.In.Name != "" && !slices.ContainsFunc(list, func(in Instance) bool { return in.Name == g.In.Name }) {
			list = append(list, g.In)
		}
	}
	return list
}

// In is the size at which the twin is looked at, in its own name.
func (t *Twin) In() Instance {
	in := Honest
	if t.After {
		in = After
	}
	in.Name, in.Doc = t.Name, t.Doc
	return in
}

// TwinsOn are the twins that there can be in a flow.
func (s *Scenario) TwinsOn(f *flows.Flow) []Twin {
	return slices.DeleteFunc(slices.Clone(s.Twins), func(t Twin) bool {
		return t.Apart && f.Transfer == flows.SameDevice || t.After && f.After == nil
	})
}

// Served is what it means that a twin got what they wanted.
func (s *Scenario) Served(t *Twin) Predicate {
	if t.Done != nil {
		return t.Done
	}
	return s.Done
}

// At lists the goals that are looked for in an instance. Beside the victim's own
// session they are the same as without it.
func (s *Scenario) At(in Instance) (list []Goal) {
	main := in.Name == s.Main().Name || in.Name == Beside.Name
	for _, g := range s.Goals {
		if g.In.Name == in.Name || g.In.Name == "" && main {
			list = append(list, g)
		}
	}
	return list
}

// Find is the scenario with that name.
func Find(name string) (*Scenario, error) {
	var known []string
	for _, s := range All {
		if strings.EqualFold(s.Name, name) {
			return s, nil
		}
		known = append(known, s.Name)
	}
	return nil, &flows.UnknownError{Kind: "scenario", Name: name, Known: known}
}

// Flow is the flow with that name among those the scenario applies to; the
// empty name is the default.
func (s *Scenario) Flow(name string) (*flows.Flow, error) {
	if name == "" {
		return s.Flows[0], nil
	}
	var known []string
	for _, f := range s.Flows {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	if slices.ContainsFunc(flows.All, func(f *flows.Flow) bool { return f.Name == name }) {
		return nil, &InputError{Found: quote(name), Expected: fmt.Sprintf("a flow that %s applies to: %s", s.Name, strings.Join(known, ", "))}
	}
	return nil, fmt.Errorf("%s: %w", s.Name, &flows.UnknownError{Kind: "flow", Name: name, Known: known})
}

// Property is the goal as something to look for.
func (g Goal) Property() model.Property[flows.World] {
	return model.Property[flows.World]{Name: g.Name, Doc: g.Doc, Expect: model.Reachable, When: g.When}
}

// never makes a model property of a predicate that must never be true.
func never(name, doc string, when Predicate) model.Property[flows.World] {
	return model.Property[flows.World]{Name: name, Doc: doc, Expect: model.Never, When: when}
}
