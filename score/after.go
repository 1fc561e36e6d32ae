package score

import (
	"context"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// ImpactUnit is what the impact of an attack is counted in.
const ImpactUnit = "hours of access to one resource within 30 days"

// after follows the tokens of a successful attack on the slow clock: the rungs
// above the grant, and what it is worth at most.
func (c *Case) after(ctx context.Context, r *results.Check) error {
	r.Impact.Reason = "the attacker holds no tokens in this scenario"
	rungs := c.Scenario.At(scenarios.After)
	if len(rungs) == 0 {
		return nil
	}
	if grant := granted(r); grant.Reachable == nil || !*grant.Reachable {
		if grant.Reachable == nil {
			r.Impact.Reason = "whether anything is granted is inconclusive"
		} else {
			r.Impact.Value, r.Impact.Reason = new(float64), ""
		}
		for _, g := range rungs {
			r.Goals = append(r.Goals, results.Goal{Name: g.Name, Doc: g.Doc, Instance: scenarios.After.Name, Reachable: grant.Reachable, After: true, PReason: results.NoOdds})
		}
		return nil
	}
	found, err := c.ask(ctx, scenarios.After)
	if err != nil {
		return err
	}
	found.note(r)
	for i, f := range found.result.Findings {
		r.Goals = append(r.Goals, rung(found.on, found.props[i], f))
	}
	hours, complete, err := c.impact(ctx)
	if err != nil {
		return err
	}
	if r.Impact.Reason = "a budget was hit"; complete {
		value := float64(hours)
		r.Impact.Value, r.Impact.Reason = &value, ""
	}
	return nil
}

// impact is the most that the tokens of a successful attack can be worth.
func (c *Case) impact(ctx context.Context) (hours int, complete bool, err error) {
	on, limits, err := c.restricted(scenarios.After)
	if err != nil {
		return 0, false, err
	}
	return model.Max(ctx, on.Restrict(limits), func(w *flows.World) int { return w.Impact(&on.Setting) * on.Setting.Tick / 3600 }, c.Options)
}

// neverStuck looks for an honest person who has started and can neither finish
// nor is ever told that they cannot.
func (c *Case) neverStuck(ctx context.Context) (results.Property, error) {
	p := results.Property{Name: scenarios.NeverStuck, Doc: "honest people who have started get what they want or are told that they will not",
		Verdict: "holds", Bounds: "each honest topology alone", Critical: []results.Critical{}, Trace: []results.Step{}, Refused: []results.Step{}}
	honest := c.honest()
	for _, twin := range honest.Scenario.TwinsOn(c.Flow) {
		if twin.After {
			continue
		}
		on, err := honest.compose(twin.In(), twin.Set)
		if err != nil {
			return p, err
		}
		told := func(w *flows.World) bool {
			return honest.Scenario.Done(w) || scenarios.Ended(w) || !scenarios.Started(w)
		}
		t, stuck, complete, err := model.Stuck(ctx, on.Restrict(model.Restriction{Deployed: on.deployed, Undefeated: on.deployed}), told, c.Options)
		switch {
		case err != nil:
			return p, err
		case stuck:
			p.Verdict, p.Why, p.Trace = "violated", twin.Name+" is stuck after the last step", trace(on, t, 0)
			return p, nil
		case !complete:
			p.Verdict = "inconclusive"
		}
	}
	return p, nil
}

// honest is the case of the honest scenario.
func (c *Case) honest() *Case {
	as := *c
	if c.Scenario.Honest != nil {
		as.Scenario = c.Scenario.Honest
	}
	return &as
}
