package score

import (
	"context"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// maxDefences bounds how many minimal defences are listed.
const maxDefences = 200

// Defend finds the minimal sets of mitigations that keep the case's attacker
// and user from a goal of the scenario. What the case deploys is given: defences
// are what has to be added to it.
func Defend(ctx context.Context, c Case, goal string) (*results.Defend, error) {
	a, g, err := c.analysed(ctx, goal)
	if err != nil {
		return nil, err
	}
	return c.defend(ctx, a, g)
}

// defend answers Defend from what was explored.
func (c *Case) defend(ctx context.Context, a *analysis, g *labelled) (*results.Defend, error) {
	have, err := c.have(g.on)
	if err != nil {
		return nil, err
	}
	r := &results.Defend{Head: c.head(), Goal: g.name, MinimalDefences: [][]string{}, Keeps: [][]string{}, Loses: [][]string{},
		ByRefusing: []bool{}, AttackBlockers: []results.Blocker{}, Complete: g.complete}
	a.total(&r.States, &r.Edges)
	r.InForce = append(r.InForce, g.on.inForce...)
	r.Rounded = once(a.rounded)

	if !g.complete { // an attack not seen yet may get through what would be listed
		r.Deployments.Over = g.on.placedNames(g.on.Judging)
		return r, nil
	}
	given := g.on.Ladders.Implied(g.on.deployed)
	open := slices.DeleteFunc(model.Attacks(g.labels, have), func(l model.Label) bool {
		return !model.Possible([]model.Label{l}, given, have, g.on.Defeats)
	})
	r.Enough = len(open) == 0 && len(model.Attacks(g.labels, have)) > 0
	for _, l := range open {
		r.AttackBlockers = append(r.AttackBlockers, results.Blocker{
			Requires: g.on.requirementNames(l.Requires), Foreign: g.on.placedNames(l.Foreign), Own: g.on.placedNames(l.Own)})
	}
	blockers, more := model.Blockers(open, have, g.on.Defeats), g.on.Judging&^given
	if !c.Free {
		more &^= g.on.options()
	}
	defences, complete := model.Defences(ctx, blockers, more, g.on.Ladders, maxDefences)
	r.Complete = r.Complete && complete
	for _, d := range defences {
		names := g.on.placedNames(d)
		keeps, loses := a.twinsUnder(slices.Concat(c.With, names))
		r.MinimalDefences = append(r.MinimalDefences, names)
		r.Keeps, r.Loses = append(r.Keeps, keeps), append(r.Loses, loses)
		r.ByRefusing = append(r.ByRefusing, onlyByOwn(open, have, g.on, d))
	}
	stopping, of, err := model.CountStopping(ctx, blockers, more, g.on.Ladders)
	if err != nil {
		return nil, err
	}
	r.Deployments = results.Deployments{Stopping: stopping.String(), Of: of.String(), Over: g.on.placedNames(more)}
	if len(a.stats) > 0 {
		s := a.stats[0]
		r.Labels = results.Labels{Kept: s.LabelsKept, Processed: s.LabelsProcessed, Max: s.LabelsMax, Mean: s.LabelsMean, Transfers: s.Transfers}
	}
	return r, nil
}

// onlyByOwn tells whether a defence stops some attack only because it refuses
// what an honest party shows.
func onlyByOwn(open []model.Label, have model.Set, on *composition, defence model.Set) bool {
	foreign := model.Undefeated(on.Ladders.Implied(defence), have, on.Defeats)
	return slices.ContainsFunc(open, func(l model.Label) bool { return !l.Foreign.Meets(foreign) })
}

// Price finds the cheapest attackers that reach a goal of the scenario through
// the case's deployment: minimal sets of capabilities within the attacker's
// reach. Errors of the case's user are free unless listErrors is set.
func Price(ctx context.Context, c Case, goal string, listErrors bool) (*results.Price, error) {
	a, g, err := c.analysed(ctx, goal)
	if err != nil {
		return nil, err
	}
	have, err := c.have(g.on)
	if err != nil {
		return nil, err
	}
	free, err := g.on.RequirementSet(c.given()...)
	if err != nil {
		return nil, err
	}
	if listErrors {
		free = 0
	}
	r := &results.Price{Head: c.head(), Goal: g.name, CheapestAttackers: [][]string{}, Reach: c.Attacker.Capabilities, Complete: g.complete}
	var edges int
	a.total(&r.States, &edges)
	r.InForce = append(r.InForce, g.on.inForce...)
	r.Rounded = once(a.rounded)
	for _, p := range cheapest(model.Price(g.labels, g.on.deployed, have, g.on.Defeats), free) {
		r.CheapestAttackers = append(r.CheapestAttackers, g.on.requirementNames(p))
	}
	r.NoneWithinReach = g.complete && len(r.CheapestAttackers) == 0
	return r, nil
}

// cheapest takes what is free out of prices and keeps the minimal ones.
func cheapest(prices []model.Set, free model.Set) (list []model.Set) {
	for i := range prices {
		prices[i] &^= free
	}
	for i, p := range prices {
		dominated := slices.ContainsFunc(prices, func(q model.Set) bool { return q.In(p) && q != p })
		if !dominated && !slices.Contains(prices[:i], p) {
			list = append(list, p)
		}
	}
	return list
}

// analysed runs the analysis and picks a goal of the scenario; the empty name
// is scenarios.Granted. It looks at one victim alone, and if that attacker and user get
// nowhere there, beside the victim's own session.
func (c *Case) analysed(ctx context.Context, goal string) (*analysis, *labelled, error) {
	if goal == "" {
		goal = scenarios.Granted
	}
	var known []string
	for _, g := range c.Scenario.Goals {
		known = append(known, g.Name)
	}
	i := slices.IndexFunc(c.Scenario.Goals, func(g scenarios.Goal) bool { return g.Name == goal })
	if i < 0 {
		return nil, nil, &flows.UnknownError{Kind: "goal of " + c.Scenario.Name, Name: goal, Known: known}
	}
	in := c.Scenario.Goals[i].In
	if in.Name == "" {
		in = c.Scenario.Main()
	}
	instances := []scenarios.Instance{in}
	if in.After {
		instances = []scenarios.Instance{c.Scenario.Main(), in}
	}
	a, err := c.analyse(ctx, instances...)
	if err != nil {
		return nil, nil, err
	}
	g := a.goal(goal)
	have, err := c.have(g.on)
	if err != nil || len(model.Attacks(g.labels, have)) > 0 || in.Name != scenarios.Alone.Name {
		return a, g, err
	}
	// Somebody whom no attack reaches alone may still take the attacker's
	// session for their own.
	if a, err = c.analyse(ctx, scenarios.Beside); err != nil {
		return nil, nil, err
	}
	return a, a.goal(goal), nil
}

// twinsUnder tells which honest twins a deployment keeps and loses. A twin that
// was not explored to the end is in neither list unless it is kept.
func (a *analysis) twinsUnder(names []string) (keeps, loses []string) {
	keeps, loses = []string{}, []string{}
	for _, t := range a.twins {
		var deployed model.Set
		for _, name := range names {
			if bit, err := t.on.PlacedSet(name); err == nil { // what a twin's setting has no bit for refuses nothing there
				deployed |= bit
			}
		}
		if model.Keeps(t.labels, deployed) {
			keeps = append(keeps, t.name)
		} else if t.complete {
			loses = append(loses, t.name)
		}
	}
	return keeps, loses
}

func (a *analysis) total(states, edges *int) {
	for _, in := range a.instances {
		*states += in.States
		*edges += in.Edges
	}
}
