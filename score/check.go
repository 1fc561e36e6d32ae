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

// Check explores the case's deployment and says which properties hold, which
// rungs of the attacker's ladder are reachable, and which honest people are
// still served.
func Check(ctx context.Context, c Case) (*results.Check, error) {
	r := &results.Check{Head: c.head(), Properties: []results.Property{}, Goals: []results.Goal{}, Twins: []results.Twin{},
		NA: []string{}, NoBearing: []string{}, ProbabilisticOnly: []string{}, Complete: true,
		Impact: results.Impact{Unit: "scope-weighted access hours", Reason: "not computed: this flow's grant is not yet followed beyond its first use"}}
	a, err := c.analyse(ctx, scenarios.Alone)
	if err != nil {
		return nil, err
	}
	for _, t := range a.twins {
		r.Twins = append(r.Twins, t.twin())
	}
	if len(c.Scenario.Goals) > 0 {
		if err := c.checkAttack(ctx, a, r); err != nil {
			return nil, err
		}
	}
	r.Properties = append(r.Properties, c.service(a))
	r.Instances = append(r.Instances, a.instances...)
	r.Rounded = append(r.Rounded, a.rounded...)
	for _, in := range r.Instances {
		r.States += in.States
		r.Edges += in.Edges
		r.Depth = max(r.Depth, in.Depth)
		r.Complete = r.Complete && in.Complete
	}
	return r, nil
}

// checkAttack fills in what concerns the attacker.
func (c *Case) checkAttack(ctx context.Context, a *analysis, r *results.Check) error {
	granted := a.goal("granted")
	r.InForce = append(r.InForce, granted.on.inForce...)
	r.NA = append(r.NA, granted.on.na...)
	have, err := c.have(granted.on)
	if err != nil {
		return err
	}
	for _, bit := range granted.on.deployed.Members() {
		if !granted.bearing(model.Of(bit), have) && !a.goal("initiated").bearing(model.Of(bit), have) {
			r.NoBearing = append(r.NoBearing, granted.on.Placed[bit].Name)
		}
	}
	if err := c.alone(ctx, granted, r); err != nil {
		return err
	}
	if err := c.beside(ctx, r); err != nil {
		return err
	}
	return c.counted(ctx, r)
}

// counted looks for the rungs that need two of a kind. What is not granted once,
// at the fine tick, is not granted twice.
func (c *Case) counted(ctx context.Context, r *results.Check) error {
	on, err := c.compose(scenarios.TwoVictims, nil)
	if err != nil {
		return err
	}
	limits, err := c.restriction(on)
	if err != nil {
		return err
	}
	once := r.Granted.Reachable
	for _, g := range c.Scenario.Goals {
		if g.In.Name != scenarios.TwoVictims.Name {
			continue
		}
		if once != nil && !*once {
			r.Goals = append(r.Goals, results.Goal{Name: g.Name, Doc: g.Doc, Instance: g.In.Name, Reachable: once})
			continue
		}
		prop := model.Property[flows.World]{Name: g.Name, Doc: g.Doc, Expect: model.Reachable, When: g.When}
		found, err := model.Explore(ctx, on.Canonical().Restrict(limits), []model.Property[flows.World]{prop}, c.Options)
		if err != nil {
			return err
		}
		r.Goals = append(r.Goals, rung(g.In, prop, found.Findings[0]))
		r.Instances = append(r.Instances, explored(on, found.States, found.Edges, found.Depth, found.Complete))
		r.Rounded = append(r.Rounded, rounded(on)...)
	}
	return nil
}

// restricted composes an instance and keeps only what the case allows.
func (c *Case) restricted(in scenarios.Instance) (on *composition, sys model.System[flows.World], have model.Set, err error) {
	if on, err = c.compose(in, nil); err != nil {
		return
	}
	limits, err := c.restriction(on)
	return on, on.Restrict(limits), limits.Have, err
}

// alone looks for the safety properties and the rungs of the ladder where one
// session and one victim are told apart at the fine tick.
func (c *Case) alone(ctx context.Context, granted *labelled, r *results.Check) error {
	on, sys, have, err := c.restricted(scenarios.Alone)
	if err != nil {
		return err
	}
	props := slices.Clone(scenarios.Safety)
	for _, g := range c.Scenario.Goals {
		if g.In.Name == scenarios.Alone.Name {
			props = append(props, model.Property[flows.World]{Name: g.Name, Doc: g.Doc, Expect: model.Reachable, When: g.When})
		}
	}
	found, err := model.Explore(ctx, sys, props, c.Options)
	if err != nil {
		return err
	}
	r.Instances = append(r.Instances, explored(on, found.States, found.Edges, found.Depth, found.Complete))
	r.Rounded = append(r.Rounded, rounded(on)...)
	for i, f := range found.Findings {
		if i >= len(scenarios.Safety) {
			r.Goals = append(r.Goals, rung(scenarios.Alone, props[i], f))
			continue
		}
		out := results.Property{Name: f.Property, Doc: props[i].Doc, Verdict: f.Verdict.String(), Bounds: bounds(on),
			Critical: []results.Critical{}, Beside: []results.Beside{}, Trace: []results.Step{}}
		if f.Verdict == model.Violated {
			out.Trace = trace(on, f.Trace, ^model.Set(0), have)
		}
		if f.Property == "attacker-access" {
			if err := c.explain(ctx, granted, have, &out); err != nil {
				return err
			}
		}
		r.Properties = append(r.Properties, out)
	}
	for i := range r.Goals {
		switch g := &r.Goals[i]; g.Name {
		case "initiated":
			r.Initiated = g
		case "reached":
			r.Reached = g
		case "granted":
			r.Granted = g
		}
	}
	return nil
}

// rung is a goal that was looked for as something reachable.
func rung(in scenarios.Instance, p model.Property[flows.World], f model.Finding[flows.World]) results.Goal {
	goal := results.Goal{Name: p.Name, Doc: p.Doc, Instance: in.Name}
	if f.Verdict != model.Inconclusive {
		yes, steps := f.Verdict == model.Holds, len(f.Trace.Steps)
		if goal.Reachable = &yes; yes {
			goal.Steps = &steps
		}
	}
	return goal
}

// beside asks the same of the attacker's session beside the victim's own. Its
// tick is coarse and rounds in the attacker's favour: that a property holds
// there is certain, that one is violated may be the rounding.
func (c *Case) beside(ctx context.Context, r *results.Check) error {
	on, sys, _, err := c.restricted(scenarios.Beside)
	if err != nil {
		return err
	}
	found, err := model.Explore(ctx, sys, scenarios.Safety, c.Options)
	if err != nil {
		return err
	}
	r.Instances = append(r.Instances, explored(on, found.States, found.Edges, found.Depth, found.Complete))
	r.Rounded = append(r.Rounded, rounded(on)...)
	for i, f := range found.Findings {
		r.Properties[i].Beside = append(r.Properties[i].Beside, results.Beside{Verdict: f.Verdict.String(), Bounds: bounds(on)})
	}
	return nil
}

// bounds says what an instance covers.
func bounds(on *composition) string {
	return fmt.Sprintf("%s, %s ticks", on.in.Doc, flows.FormatSeconds(on.Setting.Tick))
}

// service is the property that honest people are still served.
func (c *Case) service(a *analysis) results.Property {
	p := results.Property{Name: "service", Doc: "honest people still get what they want", Verdict: "holds",
		Bounds: "each honest topology alone", Beside: []results.Beside{}, Critical: []results.Critical{}, Trace: []results.Step{}}
	for _, l := range a.twins {
		switch t := l.twin(); {
		case t.Kept == nil && p.Verdict == "holds":
			p.Verdict = "inconclusive"
		case t.Kept != nil && !*t.Kept:
			p.Verdict = "violated"
			if p.Why != "" {
				p.Why += "; "
			}
			p.Why += fmt.Sprintf("%s is refused", t.Name)
		}
	}
	return p
}
