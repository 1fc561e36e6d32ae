package score

import (
	"context"
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// analysis answers for every deployment, attacker and user at once: the minimal
// labels at every goal of a scenario and at the end of every honest twin.
type analysis struct {
	goals     []labelled
	safety    []labelled // the violations of each of scenarios.Safety
	twins     []labelled
	instances []results.Instance
	rounded   []results.Rounded
	stats     []model.FamilyResult // of each instance
}

// labelled is a goal or twin with the labels of all ways to it.
type labelled struct {
	name, doc string
	on        *composition
	labels    []model.Label
	complete  bool
}

// analyse runs the family search on each of the given instances, for the goals
// that are looked for there, and on each honest twin.
func (c *Case) analyse(ctx context.Context, instances ...scenarios.Instance) (*analysis, error) {
	a := &analysis{}
	for _, in := range instances {
		these, safety := c.Scenario.At(in), scenarios.Safety
		if len(these) == 0 {
			continue
		}
		if in.After {
			safety = nil
		}
		var goals []model.Goal[flows.World]
		for _, g := range these {
			goals = append(goals, model.Goal[flows.World]{Name: g.Name, When: g.When})
		}
		for _, p := range safety {
			goals = append(goals, model.Goal[flows.World]{Name: p.Name, When: p.When})
		}
		on, err := c.compose(in, nil)
		if err != nil {
			return nil, err
		}
		found, err := a.family(ctx, c, on, on.Canonical(), goals)
		if err != nil {
			return nil, err
		}
		for i, g := range these {
			rung := labelled{g.Name, g.Doc, on, found.Labels[i], found.Complete}
			if in.After {
				if rung, err = rung.from(a.goal(scenarios.Granted)); err != nil {
					return nil, err
				}
			}
			a.goals = append(a.goals, rung)
		}
		for i, p := range safety {
			a.safety = append(a.safety, labelled{p.Name, p.Doc, on, found.Labels[len(these)+i], found.Complete})
		}
	}
	return a, c.analyseTwins(ctx, a)
}

// from is a rung that follows a grant, with the labels of whole attacks: of one way
// to the grant, and one from there. They are in terms of the flow's composition.
func (l labelled) from(grant *labelled) (labelled, error) {
	on := *grant.on
	moved := func(set model.Set) (out model.Set, err error) {
		for _, bit := range set.Members() {
			there, err := on.PlacedSet(l.on.Placed[bit].Name)
			if err != nil {
				return 0, err
			}
			out |= there
		}
		return out, nil
	}
	var err error
	own := make([]model.Label, len(l.labels))
	for i, label := range l.labels {
		own[i].Requires = label.Requires
		if own[i].Foreign, err = moved(label.Foreign); err != nil {
			return l, err
		}
		if own[i].Own, err = moved(label.Own); err != nil {
			return l, err
		}
	}
	later, err := moved(l.on.deployed)
	if err != nil {
		return l, err
	}
	on.deployed, on.Composition = on.deployed|later, on.both()
	return labelled{l.name, l.doc, &on, model.Join(grant.labels, own), l.complete && grant.complete}, nil
}

// analyseTwins does the same for the honest scenario, without an attacker: only
// steps that require nothing are taken.
func (c *Case) analyseTwins(ctx context.Context, a *analysis) error {
	as := c.honest()
	honest := as.Scenario
	for _, twin := range honest.TwinsOn(c.Flow) {
		on, err := as.compose(twin.In(), twin.Set)
		if err != nil {
			return fmt.Errorf("twin %s: %w", twin.Name, err)
		}
		found, err := a.family(ctx, as, on, on.Restrict(model.Restriction{}),
			[]model.Goal[flows.World]{{Name: twin.Name, When: honest.Served(&twin)}})
		if err != nil {
			return err
		}
		a.twins = append(a.twins, labelled{twin.Name, twin.Doc, on, found.Labels[0], found.Complete})
	}
	return nil
}

func (a *analysis) family(ctx context.Context, c *Case, on *composition, sys model.System[flows.World], goals []model.Goal[flows.World]) (model.FamilyResult, error) {
	asked := c.asks(on)
	var found model.FamilyResult
	known := false
	if c.memo != nil {
		found, known = c.memo.families[asked]
	}
	if !known {
		var err error
		if found, err = model.Family(ctx, sys, goals, c.Options); err != nil {
			return found, err
		}
		if c.memo != nil && ctx.Err() == nil {
			c.memo.families[asked] = found
		}
	}
	seen := explored(on, found.States, found.Edges, 0, found.Complete)
	seen.Doc += "; every deployment and attacker at once"
	a.instances = append(a.instances, seen)
	a.rounded = append(a.rounded, rounded(on)...)
	a.stats = append(a.stats, found)
	return found, nil
}

// goal is the goal with that name.
func (a *analysis) goal(name string) *labelled {
	for i := range a.goals {
		if a.goals[i].name == name {
			return &a.goals[i]
		}
	}
	return nil
}

// complete tells whether nothing was left out.
func (a *analysis) complete() bool {
	return !slices.ContainsFunc(a.goals, func(g labelled) bool { return !g.complete })
}

// bearing tells whether a mitigation is in the way of the case's attacker on the
// way to some rung, and whether it would be if people erred less and chance
// favoured nobody. Rungs that count victims are left out: they have their own line.
func (a *analysis) bearing(name string, have model.Set) (bearing, chance bool) {
	for i := range a.goals {
		g := &a.goals[i]
		bit, err := g.on.PlacedSet(name)
		if err != nil || g.on.in.Counting {
			continue
		}
		bearing = bearing || g.bearing(bit, have)
		chance = chance || g.certain(bit, have)
	}
	return bearing, chance
}

// certain tells the same where errors and lucks do not defeat this mitigation:
// where people err less and chance favours nobody.
func (l *labelled) certain(bit, have model.Set) bool {
	chance := model.Set(1)<<len(flows.RequirementNames()) - 1
	only := slices.DeleteFunc(slices.Clone(l.on.Defeats), func(d model.Defeat) bool {
		return model.Of(d.Mitigation) == bit && d.By.Meets(chance)
	})
	for _, blocker := range model.Blockers(l.labels, have, only) {
		if blocker.Meets(bit) {
			return true
		}
	}
	return false
}

// bearing tells whether a mitigation is in the way of some attack that the
// case's attacker and user could otherwise carry out.
func (l *labelled) bearing(bit, have model.Set) bool {
	for _, blocker := range model.Blockers(l.labels, have, l.on.Defeats) {
		if blocker.Meets(bit) {
			return true
		}
	}
	return false
}

// twin is the result for one twin under the case's deployment.
func (l *labelled) twin() results.Twin {
	t := results.Twin{Name: l.name, Doc: l.doc, Lost: []string{}}
	if l.complete {
		kept := model.Keeps(l.labels, l.on.deployed)
		t.Kept, t.Anyway = &kept, !model.Keeps(l.labels, 0)
	}
	for _, bit := range l.on.deployed.Members() {
		if !t.Anyway && !model.Keeps(l.labels, model.Of(bit)) {
			t.Lost = append(t.Lost, l.on.Placed[bit].Name)
		}
	}
	return t
}
