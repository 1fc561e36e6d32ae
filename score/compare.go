package score

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Compare puts each mitigation of the catalogue, in its default number or in
// each of its variants, and each option of the flow, against several attackers. Each stands alone beside
// what the deployment has anyway. If only is not empty, it is about those in it alone,
// by their names or full names.
func Compare(ctx context.Context, c Case, attackers []results.Attacker, only ...string) (*results.Compare, error) {
	if len(c.Scenario.Goals) == 0 {
		return nil, fmt.Errorf("%s is an honest scenario: there is nothing to stop", c.Scenario.Name)
	}
	a, err := c.analyse(ctx, c.Scenario.Main(), scenarios.TwoVictims, scenarios.After)
	if err != nil {
		return nil, err
	}
	granted := a.goal(scenarios.Granted)
	r := &results.Compare{Head: c.head(), Attackers: attackers, Rows: []results.CompareRow{}, Complete: true}
	r.Head.Attacker = nil
	_, r.Lost = a.twinsUnder(c.deployed())
	a.total(&r.States, &r.Edges)
	r.Rounded = once(a.rounded)
	for _, in := range a.instances {
		r.Complete = r.Complete && in.Complete
	}
	for _, m := range slices.Concat(c.Catalogue.Mitigations, c.Flow.Options) {
		for _, v := range compared(m) {
			if !wanted(only, m, v) {
				continue
			}
			row, err := c.compareRow(ctx, a, granted, m, v, attackers)
			if err != nil {
				return nil, err
			}
			r.Rows = append(r.Rows, row)
		}
	}
	if idle(r) {
		c.Attacker = attackers[len(attackers)-1]
		switches, err := c.switches(ctx)
		if err != nil {
			return nil, err
		}
		if len(switches) > 0 {
			r.Why = fmt.Sprintf("the deployment's own settings are enough; %s gets through with %s", c.Attacker.Name, strings.Join(switches, ", or with "))
		}
	}
	return r, nil
}

// compared are the variants of a mitigation that are compared: of numbers the default.
func compared(m *flows.Mitigation) []string {
	if m.Number != nil {
		return []string{m.Default}
	}
	return m.VariantNames()
}

// Only reads the mitigations that a comparison is to be about: NAME for all variants that
// are compared, or NAME:VARIANT.
func Only(cat *flows.Catalogue, texts []string) ([]string, error) {
	for _, text := range texts {
		m, variant, err := cat.Mitigation(text)
		switch {
		case err != nil:
			return nil, err
		case text != m.Name && !slices.Contains(compared(m), variant):
			return nil, &flows.UnknownError{Kind: "variant of " + m.Name, Name: variant, Known: compared(m)}
		}
	}
	return texts, nil
}

// wanted tells whether a variant is among those asked for; if none is, all are.
func wanted(only []string, m *flows.Mitigation, variant string) bool {
	return len(only) == 0 || slices.Contains(only, m.Name) || slices.Contains(only, m.FullName(variant))
}

// idle tells whether there is nothing to stop for any mitigation.
func idle(r *results.Compare) bool {
	judged := false
	for _, row := range r.Rows {
		if slices.ContainsFunc(row.Cells, func(cell results.Cell) bool { return cell.Effect != "nothing to stop" }) {
			return false
		}
		judged = judged || len(row.Cells) > 0
	}
	return judged
}

func (c *Case) compareRow(ctx context.Context, a *analysis, granted *labelled, m *flows.Mitigation, variant string, attackers []results.Attacker) (results.CompareRow, error) {
	name := m.FullName(variant)
	row := results.CompareRow{Mitigation: name, Ref: m.Ref, Published: []string{}, Lost: []string{}, Keeps: []string{}, Cells: []results.Cell{}, Status: "judged"}
	if e := m.Claims.String(); e != "" {
		row.Published = strings.Split(e, "+")
	}
	if slices.Contains(c.deployed(), name) {
		row.Status = "in_force"
		return row, nil
	}
	as := c.with(m, name)
	on, err := as.compose(granted.on.in, nil)
	if err != nil {
		return row, err
	}
	switch {
	case slices.Contains(on.inForce, name):
		row.Status = "in_force"
		return row, nil
	case slices.Contains(on.na, name):
		row.Status = "n_a"
		return row, nil
	}
	keeps, lost := a.twinsUnder(as.deployed())
	row.Keeps = keeps
	if row.Lost = nil; len(keeps)+len(lost) == len(a.twins) {
		_, before := a.twinsUnder(c.deployed())
		row.Lost = slices.DeleteFunc(lost, func(twin string) bool { return slices.Contains(before, twin) })
	}
	for _, attacker := range attackers {
		as.Attacker = attacker
		cell, err := as.cell(ctx, a, name)
		if err != nil {
			return row, err
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, nil
}

// with is the case with one mitigation more, or with another value of an option.
func (c *Case) with(m *flows.Mitigation, name string) Case {
	as := *c
	if !m.Option {
		as.With = append(slices.Clone(c.With), name)
		return as
	}
	d := *c.Deployment
	d.Options = append(slices.DeleteFunc(slices.Clone(d.Options), func(other string) bool {
		return strings.HasPrefix(other, m.FullName(""))
	}), name)
	as.Deployment = &d
	return as
}

// sans is the case without one of its mitigations.
func (c *Case) sans(name string) *Case {
	as := *c
	as.With = slices.DeleteFunc(slices.Clone(c.With), func(with string) bool { return with == name })
	return &as
}

// cell says what one mitigation does to the case's attacker.
func (c *Case) cell(ctx context.Context, a *analysis, name string) (results.Cell, error) {
	cell := results.Cell{Effect: "another way", Through: []string{}, Unless: [][]string{}, Critical: []results.Critical{}}
	bearing := false
	for _, rung := range []struct{ goal, effect string }{
		{cmp.Or(c.Initiated, scenarios.Initiated), "prevents"}, {scenarios.Granted, "disrupts"}, {scenarios.SecondVictim, "limits"},
	} {
		if g := a.goal(rung.goal); g != nil && !g.complete {
			cell.Effect = "inconclusive"
			return cell, nil
		}
		r, met, err := c.reach(a, rung.goal, name)
		if err != nil {
			return cell, err
		}
		bearing = bearing || met
		if rung.goal == scenarios.Granted && !r.without {
			cell.Effect = "nothing to stop"
			return cell, nil
		}
		if r.stopped() {
			cell.Effect = rung.effect
			break
		}
	}
	reached, _, err := c.reach(a, scenarios.Reached, name)
	if err != nil {
		return cell, err
	}
	cell.Reached = reached.with
	if cell.Effect == "another way" && !a.complete() { // of what follows a grant not everything was seen
		cell.Effect = "inconclusive"
		return cell, nil
	}
	switch cell.Effect {
	case "another way":
		recovers, met, err := c.recovers(ctx, a, name)
		switch {
		case err != nil:
			return cell, err
		case recovers:
			cell.Effect = "recovers"
			return cell, nil
		case bearing || met:
		case a.chance(name, c):
			cell.Effect, cell.Unless = "probabilistic only", c.unless(a, name)
			return cell, nil
		default:
			cell.Effect = "no bearing"
		}
		if !c.judges(a, name) {
			return cell, nil
		}
		return cell, c.through(a.goal(scenarios.Granted), name, &cell)
	case "limits":
		return cell, nil
	}
	cell.Critical, err = c.critical(ctx)
	return cell, err
}

// reach is whether an attacker gets somewhere without a mitigation and with it.
type reach struct {
	without, with bool
	own           bool // it is in the way only because it refuses what an honest party shows
}

// stopped tells whether the mitigation is what is in the way.
func (r reach) stopped() bool { return r.without && !r.with }

// reach tells whether the case's attacker reaches a goal without one mitigation and
// with it, and whether it is in the way of some attack that they have.
func (c *Case) reach(a *analysis, goal, name string) (r reach, met bool, err error) {
	g := a.goal(goal)
	if g == nil {
		return r, false, nil
	}
	have, err := c.have(g.on)
	if err != nil {
		return r, false, err
	}
	bit, unknown := g.on.PlacedSet(name)
	if unknown != nil { // it counts nothing, and there only what counts is in the masks
		bit = 0
	}
	base := g.on.deployed &^ bit
	r.without = model.Possible(g.labels, base, have, g.on.Defeats)
	r.with = model.Possible(g.labels, base|bit, have, g.on.Defeats)
	refusing := model.Undefeated(base|bit, have, g.on.Defeats)
	r.own = r.stopped() && slices.ContainsFunc(g.labels, func(l model.Label) bool {
		return l.Requires.In(have) && !l.Own.Meets(base) && !l.Foreign.Meets(refusing)
	})
	return r, g.bearing(bit, have), nil
}

// judges tells whether a mitigation judges something before the grant.
func (c *Case) judges(a *analysis, name string) bool {
	on := a.goal(scenarios.Granted).on
	bit, err := on.PlacedSet(name)
	return err == nil && bit.In(on.Judging)
}

// chance tells whether a mitigation would be in the way of the case's attacker if
// people erred less and chance favoured nobody.
func (a *analysis) chance(name string, c *Case) bool {
	have, err := c.have(a.goal(scenarios.Granted).on)
	if err != nil { // the same names have been resolved before
		return false
	}
	bearing, chance := a.bearing(name, have)
	return chance && !bearing
}

// unless is what of the case's errors and lucks gets past a mitigation: any of the
// sets returned.
func (c *Case) unless(a *analysis, name string) [][]string {
	ways := [][]string{}
	for _, p := range a.goal(scenarios.Granted).on.Placed {
		if p.Name != name {
			continue
		}
		for _, d := range p.Defeats {
			if !slices.ContainsFunc(d.By, func(by string) bool { return !slices.Contains(c.given(), by) }) {
				ways = append(ways, d.By)
			}
		}
	}
	return ways
}

// recovers tells whether tokens from a successful attack are worth less with a
// mitigation than without it, or stay where they are; and whether it is in the way
// of what the attacker does with them at all.
func (c *Case) recovers(ctx context.Context, a *analysis, name string) (recovers, met bool, err error) {
	if len(c.Scenario.At(scenarios.After)) == 0 {
		return false, false, nil
	}
	moved := a.goal(scenarios.TokenMoved)
	bit, err := moved.on.PlacedSet(name)
	if err != nil || !bit.In(moved.on.Judging) {
		return false, false, nil
	}
	have, err := c.have(moved.on)
	if err != nil {
		return false, false, err
	}
	base := moved.on.deployed &^ bit
	if model.Possible(moved.labels, base, have, moved.on.Defeats) && !model.Possible(moved.labels, base|bit, have, moved.on.Defeats) {
		return true, true, nil
	}
	without, whole, err := c.sans(name).impact(ctx)
	if err != nil || !whole {
		return false, true, err
	}
	with, whole, err := c.impact(ctx)
	bearing, _ := a.bearing(name, have)
	return whole && with < without, bearing, err
}

// through says what a way past a mitigation takes beyond what the literal
// attacker has and what the deployment without it takes: the cheapest such set.
func (c *Case) through(granted *labelled, name string, cell *results.Cell) error {
	have, err := c.have(granted.on)
	if err != nil {
		return err
	}
	literal, err := c.Scenario.Profile("literal")
	if err != nil {
		return err
	}
	given, err := granted.on.RequirementSet(slices.Concat(literal, c.given())...)
	if err != nil {
		return err
	}
	bit, err := granted.on.PlacedSet(name)
	if err != nil {
		return err
	}
	base := granted.on.deployed &^ bit
	if without := cheapest(model.Price(granted.labels, base, have, granted.on.Defeats), given); len(without) > 0 {
		given |= without[0]
	}
	if ways := cheapest(model.Price(granted.labels, base|bit, have, granted.on.Defeats), given); len(ways) > 0 {
		cell.Through = granted.on.requirementNames(ways[0])
	}
	return nil
}
