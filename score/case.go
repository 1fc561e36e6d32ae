// Package score asks the models: it composes, explores, and turns what is
// found into results. It prints nothing.
package score

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Case is a question: one scenario on one deployment, against one attacker and
// one kind of user.
type Case struct {
	Catalogue  *flows.Catalogue
	Scenario   *scenarios.Scenario
	Flow       *flows.Flow
	Deployment *scenarios.Deployment
	With       []string // full names of the mitigations deployed
	Attacker   results.Attacker
	User       results.User
	Initiated  string // the goal whose absence Compare calls prevention: scenarios.Initiated unless set
	Free       bool   // Defend may change the flow's options too
	After      *Link  // what the attacker does before; only Check asks
	Options    model.Options

	memo *memo // nil: nothing is kept
}

// NewCase resolves the names that users type for a case. The deployment's own
// mitigations come before the others. Without a flow it is the deployment's.
func NewCase(cat *flows.Catalogue, s *scenarios.Scenario, d *scenarios.Deployment, flow string, with []string, attacker, user string, opt model.Options) (c Case, err error) {
	c = Case{Catalogue: cat, Scenario: s, Options: opt}
	if c.Flow, c.Deployment, err = s.On(d, flow); err != nil {
		return c, err
	}
	c.Scenario = s.Where(c.Flow.Name)
	added, err := d.Adds(cat, with...)
	if err != nil {
		return c, err
	}
	if err := scenarios.CheckWith(cat, c.Flow, added); err != nil {
		return c, err
	}
	c.With = slices.Concat(d.Mitigations, added)
	if len(s.Reach) > 0 {
		if c.Attacker.Name, c.Attacker.Capabilities, err = scenarios.ParseAttacker(cat, s, attacker); err != nil {
			return c, err
		}
	}
	if user == "" {
		user = "obedient"
	}
	var errs []string
	c.User.Name, errs, err = scenarios.ParseUser(cat, user)
	c.User.Errors, c.User.Lucks = []string{}, []string{}
	for _, name := range errs {
		if flows.IsLuck(name) {
			c.User.Lucks = append(c.User.Lucks, name)
		} else {
			c.User.Errors = append(c.User.Errors, name)
		}
	}
	return c, err
}

// deployed are the mitigations of the case, and the options of the deployment.
func (c *Case) deployed() []string { return slices.Concat(c.With, c.Deployment.Options) }

// given is what the case's user adds to an attack: errors and lucks.
func (c *Case) given() []string { return slices.Concat(c.User.Errors, c.User.Lucks) }

// composition is a flow composed for a case in one instance, with what the case
// deploys there.
type composition struct {
	*flows.Composition
	in       scenarios.Instance
	deployed model.Set
	inForce  []string // deployed, but the setting does it already
	na       []string // deployed, but judges no step
}

// compose weaves the case's flow in an instance. Every variant of the catalogue
// is in the masks, so that one composition answers for all deployments; where
// the tick is coarse, of numbers only what was asked for and the defaults, which keeps
// counters small; and where victims are counted, only what counts too.
func (c *Case) compose(in scenarios.Instance, change func(*flows.Setting)) (*composition, error) {
	setting := c.Scenario.Setting(c.Deployment, in)
	if change != nil {
		change(&setting)
	}
	return c.composeSetting(in, setting, c.With)
}

func (c *Case) composeSetting(in scenarios.Instance, setting flows.Setting, with []string) (*composition, error) {
	out := &composition{in: in}
	var placed []flows.Placed
	add := func(m *flows.Mitigation, variant string, asked bool) error {
		p, err := m.Place(variant, setting.Tick)
		if err != nil {
			return err
		}
		switch {
		case p.InForce != nil && p.InForce(c.Flow, &setting):
			if asked {
				out.inForce = append(out.inForce, p.Name)
			}
		case p.Lacks != nil && p.Lacks(&c.Scenario.Facts) != "": // a deployment has it for all or for nobody
			if asked {
				out.na = append(out.na, p.Name)
			}
		case !slices.ContainsFunc(placed, func(q flows.Placed) bool { return q.Name == p.Name }):
			placed = append(placed, p)
		}
		return nil
	}
	for _, m := range c.Catalogue.Mitigations {
		variants := m.VariantNames()
		switch {
		case in.Counting && !m.Counts:
			continue
		case in.Coarse && m.Number != nil:
			variants = []string{m.Default}
		}
		for _, v := range variants {
			if err := add(m, v, false); err != nil {
				return nil, err
			}
		}
	}
	for _, o := range c.Flow.Options {
		for _, v := range o.VariantNames() {
			if err := add(o, v, false); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range with {
		m, variant, err := c.Catalogue.Mitigation(name)
		if err != nil {
			return nil, err
		}
		if err := add(m, variant, true); err != nil {
			return nil, err
		}
	}
	var err error
	if out.Composition, err = flows.Compose(c.Catalogue, c.Flow, setting, placed); err != nil {
		return nil, err
	}
	for _, name := range slices.Concat(with, c.Deployment.Options) {
		if slices.Contains(out.inForce, name) || slices.Contains(out.na, name) {
			continue
		}
		bit, err := out.PlacedSet(name)
		if err != nil {
			return nil, err
		}
		switch {
		case bit.In(out.Judging):
			out.deployed |= bit
		case !bit.In(out.JudgingLater):
			out.na = append(out.na, name)
		}
	}
	return out, nil
}

// Lacks says what the scenario's devices lack for a mitigation to be put in place;
// empty if nothing.
func (c *Case) Lacks(name string) string {
	m, variant, err := c.Catalogue.Mitigation(name)
	if err != nil { // an option of the flow, which needs nothing
		return ""
	}
	p, err := m.Place(variant, scenarios.FineTick)
	if err != nil || p.Lacks == nil {
		return ""
	}
	return p.Lacks(&c.Scenario.Facts)
}

// both is the composition with what judges after the grant among what judges.
func (on *composition) both() *flows.Composition {
	c := *on.Composition
	c.Judging |= c.JudgingLater
	return &c
}

// options is the set of the flow's options among what is placed.
func (on *composition) options() (set model.Set) {
	for bit, p := range on.Placed {
		if p.Of.Option {
			set |= model.Of(bit)
		}
	}
	return set
}

// have is what the case's attacker and user bring, as a set of requirements.
func (c *Case) have(on *composition) (model.Set, error) {
	return on.RequirementSet(slices.Concat(c.Attacker.Capabilities, c.given())...)
}

// restriction is the case's deployment, attacker and user as a filter of edges.
func (c *Case) restriction(on *composition) (model.Restriction, error) {
	have, err := c.have(on)
	return model.Restriction{Have: have, Deployed: on.deployed,
		Undefeated: model.Undefeated(on.deployed, have, on.Defeats)}, err
}

// broken is the safety property that the attack is about; empty where there is none.
func (c *Case) broken() string { return c.Scenario.Broken(c.Flow) }

// head says what the case asks.
func (c *Case) head() results.Head {
	head := results.Head{
		Schema: results.Schema, Models: results.Models,
		Scenario: c.Scenario.Name, Doc: c.Scenario.Doc, Breaks: c.broken(), Flow: c.Flow.Name,
		Deployment: c.Deployment.Name, CodeLife: c.Deployment.CodeLife,
		Mitigations: append([]string{}, c.With...), Options: append([]string{}, c.Deployment.Options...), InForce: []string{}, User: c.User, Rounded: []results.Rounded{},
		Assumes: append([]string{}, c.Scenario.Assumes(c.Deployment)...),
	}
	if len(c.Scenario.Reach) > 0 {
		head.Attacker = &c.Attacker
	}
	return head
}

// explored records an instance that was looked at.
func explored(on *composition, states, edges, depth int, complete bool) results.Instance {
	return results.Instance{Name: on.in.Name, Doc: on.in.Doc, Sessions: int(on.in.Sessions), Persons: int(on.in.Persons),
		Tick: on.Setting.Tick, States: states, Edges: edges, Depth: depth, Complete: complete}
}

func rounded(on *composition) (list []results.Rounded) {
	of := ""
	switch {
	case on.in.Counting:
		of = scenarios.SecondVictim
	case on.in.After:
		of = "what follows a grant"
	}
	for _, r := range on.Rounded {
		list = append(list, results.Rounded{Instance: on.in.Name, Of: of, Name: r.Name, From: r.From, To: r.To, Tick: on.Setting.Tick})
	}
	return list
}

// once leaves out what has been said before.
func once(list []results.Rounded) []results.Rounded {
	said := []results.Rounded{}
	for _, r := range list {
		if !slices.ContainsFunc(said, func(s results.Rounded) bool {
			return s.Of == r.Of && s.Name == r.Name && s.From == r.From && s.Tick == r.Tick
		}) {
			said = append(said, r)
		}
	}
	return said
}
