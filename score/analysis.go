package score

import (
	"context"
	"fmt"

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
		these := c.Scenario.At(in)
		if len(these) == 0 {
			continue
		}
		var goals []model.Goal[flows.World]
		for _, g := range these {
			goals = append(goals, model.Goal[flows.World]{Name: g.Name, When: g.When})
		}
		for _, p := range scenarios.Safety {
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
			a.goals = append(a.goals, labelled{g.Name, g.Doc, on, found.Labels[i], found.Complete})
		}
		for i, p := range scenarios.Safety {
			a.safety = append(a.safety, labelled{p.Name, p.Doc, on, found.Labels[len(these)+i], found.Complete})
		}
	}
	return a, c.analyseTwins(ctx, a)
}

// analyseTwins does the same for the honest scenario, without an attacker: only
// steps that require nothing are taken.
func (c *Case) analyseTwins(ctx context.Context, a *analysis) error {
	honest := c.Scenario.Honest
	if honest == nil {
		honest = c.Scenario
	}
	as := *c
	as.Scenario = honest
	for _, twin := range honest.Twins {
		in := scenarios.Honest
		in.Name, in.Doc = twin.Name, twin.Doc
		on, err := as.compose(in, twin.Set)
		if err != nil {
			return fmt.Errorf("twin %s: %w", twin.Name, err)
		}
		found, err := a.family(ctx, c, on, on.Restrict(model.Restriction{}),
			[]model.Goal[flows.World]{{Name: twin.Name, When: honest.Done}})
		if err != nil {
			return err
		}
		a.twins = append(a.twins, labelled{twin.Name, twin.Doc, on, found.Labels[0], found.Complete})
	}
	return nil
}

func (a *analysis) family(ctx context.Context, c *Case, on *composition, sys model.System[flows.World], goals []model.Goal[flows.World]) (model.FamilyResult, error) {
	found, err := model.Family(ctx, sys, goals, c.Options)
	if err != nil {
		return found, err
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
		t.Kept = &kept
	}
	for _, bit := range l.on.deployed.Members() {
		if !model.Keeps(l.labels, model.Of(bit)) {
			t.Lost = append(t.Lost, l.on.Placed[bit].Name)
		}
	}
	return t
}
