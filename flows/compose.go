package flows

import (
	"fmt"
	"slices"
	"unsafe"

	"github.com/crossdeviceflows/crossdevice/model"
)

// Composition is a flow with everybody who acts in it and everything that could
// refuse them: one system for all deployments and all attackers.
type Composition struct {
	model.System[World]
	Flow    *Flow
	Setting Setting
	Rounded []Rounded

	Requirements []string // what bit i of a label's Requires stands for
	Placed       []Placed // what bit i of a label's Foreign and Own stands for
	Defeats      []model.Defeat
	Ladders      model.Ladders
	Judging      model.Set // mitigations that judge some step on this clock
	JudgingLater model.Set // those that judge what follows a grant

	actors []*actor // what each model.Rule was made of
}

// Compose weaves a flow with all capabilities and with the given mitigations.
// All of them are in the masks; which ones a deployment has is asked later.
func Compose(cat *Catalogue, flow *Flow, setting Setting, placed []Placed) (*Composition, error) {
	c := &Composition{Flow: flow, Setting: setting, Placed: placed}
	if setting.Sessions < 1 || setting.Sessions > MaxSessions || setting.Persons < 1 || setting.Persons > MaxPersons {
		return nil, fmt.Errorf("a world has 1 to %d sessions and 1 to %d persons, not %d and %d",
			MaxSessions, MaxPersons, setting.Sessions, setting.Persons)
	}
	if flow.Transfer == SameDevice {
		c.Setting.Authorization = c.Setting.Consumption
	}
	var err error
	if c.Rounded, err = c.Setting.inTicks(); err != nil {
		return nil, err
	}
	for _, p := range placed {
		if !flow.takes(&p.Variant) {
			continue
		}
		c.Setting.ticks.usesCap = max(c.Setting.ticks.usesCap, p.Uses)
		c.Setting.ticks.accessCap = max(c.Setting.ticks.accessCap, uint16((p.Access+setting.Tick-1)/setting.Tick))
	}
	if err := c.number(cat); err != nil {
		return nil, err
	}
	later := slices.Clone(flow.After)
	for _, capability := range cat.Capabilities {
		later = append(later, capability.Opens...)
	}
	for bit, p := range placed {
		if len(flow.After) > 0 && slices.ContainsFunc(later, func(s Step) bool { return s.After && p.judges(&s) && flow.takes(&p.Variant) }) {
			c.JudgingLater |= model.Of(bit)
		}
	}
	w := weaver{Composition: c, cat: cat, bySession: c.bySession(), byPerson: c.byPerson()}
	if setting.After {
		w.after()
		c.System = model.Weave(flow.Name, granted(&setting.Grant), w.rules)
		return c, nil
	}
	w.weave()
	c.System = model.Weave(flow.Name, World{}, w.rules)
	c.Used = int(unsafe.Offsetof(World{}.Sessions)) + int(setting.Sessions)*int(unsafe.Sizeof(Session{}))
	return c, nil
}

// granted is the world in which the slow clock starts: person 0 has approved, and
// somebody has the tokens.
func granted(g *Grant) (w World) {
	w.Sessions[0] = Session{Stage: Redeemed, Init: g.Holder, Recv: g.Holder, Appr: PersonParty(0), Holder: g.Holder}
	return w
}

// Checks are the full names of all checks, in the order in which steps were woven.
func (c *Composition) Checks() (names []string) {
	for _, k := range c.actors {
		for i := range k.step.Checks {
			check := &k.step.Checks[i]
			if name := check.FullName(k.step); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// InTicks is the setting as steps see it: without the seconds that its ticks were
// made of. Compositions of one flow that agree in it, and in what is placed in ticks,
// are the same system.
func (c *Composition) InTicks() Setting {
	s := c.Setting
	s.CodeLife, s.ReadMin = 0, 0
	s.Grant.AccessLife, s.Grant.RefreshLife, s.Grant.RefreshIdle, s.Grant.DetectAfter, s.Grant.Horizon = 0, 0, 0, 0, 0
	for i := range s.People {
		s.People[i].EntryMin = 0
	}
	if !s.After { // there mitigations have durations of their own
		s.Tick = 0
	}
	return s
}

// number gives every requirement its bit, and puts defeats and ladders in terms
// of bits.
func (c *Composition) number(cat *Catalogue) error {
	c.Requirements = RequirementNames()
	for _, capability := range cat.Capabilities {
		c.Requirements = append(c.Requirements, capability.Name)
	}
	if len(c.Requirements) > 64 || len(c.Placed) > 64 {
		return fmt.Errorf("%d requirements and %d mitigations: a label has room for 64 of each", len(c.Requirements), len(c.Placed))
	}
	ladders := map[*Mitigation][]int{}
	for bit, p := range c.Placed {
		for _, d := range p.Defeats {
			by, err := c.RequirementSet(d.By...)
			if err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			c.Defeats = append(c.Defeats, model.Defeat{Mitigation: bit, By: by})
		}
		if p.Of.Ladder {
			ladders[p.Of] = append(ladders[p.Of], bit)
		}
	}
	for _, m := range slices.Concat(cat.Mitigations, c.Flow.Options) { // in the catalogue's order: no map order reaches a result
		rungs := ladders[m]
		slices.SortFunc(rungs, func(a, b int) int {
			switch {
			case c.Placed[b].Stricter(c.Placed[a]):
				return -1
			case c.Placed[a].Stricter(c.Placed[b]):
				return 1
			}
			return 0
		})
		if len(rungs) > 1 {
			c.Ladders = append(c.Ladders, rungs)
		}
	}
	return nil
}

// RequirementSet is the set of the capabilities, errors and lucks with the given names.
func (c *Composition) RequirementSet(names ...string) (set model.Set, err error) {
	for _, name := range names {
		bit := slices.Index(c.Requirements, name)
		if bit < 0 {
			return 0, &UnknownError{Kind: "capability or error", Name: name, Known: c.Requirements}
		}
		set |= model.Of(bit)
	}
	return set, nil
}

// PlacedSet is the set of the mitigations with the given full names.
func (c *Composition) PlacedSet(names ...string) (set model.Set, err error) {
	for _, name := range names {
		bit := slices.IndexFunc(c.Placed, func(p Placed) bool { return p.Name == name })
		if bit < 0 {
			known := make([]string, len(c.Placed))
			for i, p := range c.Placed {
				known[i] = p.Name
			}
			return 0, &UnknownError{Kind: "mitigation", Name: name, Known: known}
		}
		set |= model.Of(bit)
	}
	return set, nil
}

// bySession is the index of the steps that are about a session.
func (c *Composition) bySession() *model.Index[World] {
	return &model.Index[World]{Name: "session", Size: int(c.Setting.Sessions),
		Key: func(w *World, i uint8) uint8 { return uint8(w.Sessions[i].Stage) }}
}

// byPerson is the index of the steps that are about a person alone.
func (c *Composition) byPerson() *model.Index[World] {
	return &model.Index[World]{Name: "person", Size: int(c.Setting.Persons),
		Key: func(*World, uint8) uint8 { return 0 }}
}
