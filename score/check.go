package score

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Check explores the case's deployment and says which properties hold, which
// rungs of the attacker's ladder are reachable, and which honest people are
// still served.
func Check(ctx context.Context, c Case) (*results.Check, error) {
	if c.After != nil {
		return c.checkAfter(ctx)
	}
	r := &results.Check{Head: c.head(), Properties: []results.Property{}, Goals: []results.Goal{}, Twins: []results.Twin{}, Unmet: []string{},
		NA: []string{}, NoBearing: []string{}, ProbabilisticOnly: []string{}, Unless: [][][]string{}, Complete: true,
		Impact: results.Impact{Unit: ImpactUnit, Reason: "there is no attacker"}}
	a, err := c.analyse(ctx, c.Scenario.Main(), scenarios.After)
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
	stuck, err := c.neverStuck(ctx)
	if err != nil {
		return nil, err
	}
	r.Properties = append(r.Properties, c.service(a), stuck)
	r.Instances = append(r.Instances, a.instances...)
	if !c.Scenario.Main().Coarse { // what is coarse has been asked again at the fine tick
		r.Rounded = append(r.Rounded, a.rounded...)
	}
	r.Rounded = once(r.Rounded)
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
	granted := a.goal(scenarios.Granted)
	r.InForce = append(r.InForce, granted.on.inForce...)
	r.NA = append(r.NA, granted.on.na...)
	have, err := c.have(granted.on)
	if err != nil {
		return err
	}
	for _, name := range c.deployed() {
		bearing, chance := a.bearing(name, have)
		recovers := false
		if !bearing {
			if recovers, _, err = c.recovers(ctx, a, name); err != nil {
				return err
			}
		}
		switch {
		case recovers || slices.Contains(r.NA, name) || slices.Contains(r.InForce, name) || bearing || !a.complete():
		case chance:
			r.ProbabilisticOnly, r.Unless = append(r.ProbabilisticOnly, name), append(r.Unless, c.unless(a, name))
		default:
			r.NoBearing = append(r.NoBearing, name)
		}
	}
	if err := c.alone(ctx, r); err != nil {
		return err
	}
	if c.Scenario.Main().Name == scenarios.Alone.Name {
		if err := c.beside(ctx, r); err != nil {
			return err
		}
	}
	if err := c.explain(ctx, a, have, r); err != nil {
		return err
	}
	if err := c.counted(ctx, r); err != nil {
		return err
	}
	if err := c.after(ctx, r); err != nil {
		return err
	}
	for i := range r.Goals {
		switch g := &r.Goals[i]; g.Name {
		case scenarios.Initiated:
			r.Initiated = g
		case scenarios.Reached:
			r.Reached = g
		case scenarios.Granted:
			r.Granted = g
		}
	}
	return nil
}

// counted looks for the rungs that need two of a kind. What is not granted once,
// at the fine tick, is not granted twice.
func (c *Case) counted(ctx context.Context, r *results.Check) error {
	in, grant := scenarios.TwoVictims, granted(r)
	goals := c.Scenario.At(in)
	if grant.Reachable != nil && !*grant.Reachable {
		for _, g := range goals {
			r.Goals = append(r.Goals, results.Goal{Name: g.Name, Doc: g.Doc, Instance: in.Name, Reachable: grant.Reachable, PReason: results.NoOdds})
		}
		return nil
	}
	if grant.Instance == scenarios.Beside.Name { // only who has a device of their own to authorise falls for it
		in.Own = true
	}
	until := *c
	until.Options.Decide = true
	for _, g := range goals {
		on, limits, err := until.restricted(in)
		if err != nil {
			return err
		}
		found, err := until.explore(ctx, on, limits, true, []model.Property[flows.World]{g.Property()})
		if err != nil {
			return err
		}
		r.Goals = append(r.Goals, rung(on, g.Property(), found.Findings[0]))
		(&answers{on: on, result: found}).note(r)
	}
	return nil
}

// granted is the rung on which everything after it rests.
func granted(r *results.Check) results.Goal {
	return r.Goals[slices.IndexFunc(r.Goals, func(g results.Goal) bool { return g.Name == scenarios.Granted })]
}

// restricted composes an instance and says what the case allows of it.
func (c *Case) restricted(in scenarios.Instance) (on *composition, limits model.Restriction, err error) {
	if on, err = c.compose(in, nil); err != nil {
		return
	}
	limits, err = c.restriction(on)
	return
}

// answers is what an exploration of one instance found: first of the safety
// properties, then of the goals looked for there.
type answers struct {
	on     *composition
	have   model.Set
	props  []model.Property[flows.World]
	result model.Result[flows.World]
}

// ask explores an instance as far as the case's deployment, attacker and user
// allow.
func (c *Case) ask(ctx context.Context, in scenarios.Instance) (*answers, error) {
	on, limits, err := c.restricted(in)
	if err != nil {
		return nil, err
	}
	out := &answers{on: on, have: limits.Have}
	if !in.After {
		out.props = slices.Clone(scenarios.Safety)
	}
	for _, g := range c.Scenario.At(in) {
		out.props = append(out.props, g.Property())
	}
	out.result, err = c.explore(ctx, on, limits, false, out.props)
	return out, err
}

// note records that an instance was explored. What is excluded at a coarse tick,
// which rounds in the attacker's favour, is excluded, and what is not is asked again
// at the fine one: so no answer rests on that rounding, but where victims are counted.
func (r *answers) note(out *results.Check) {
	in := explored(r.on, r.result.States, r.result.Edges, r.result.Depth, r.result.Complete)
	if !in.Complete && r.decided() {
		in.Complete = true
		in.Doc += ", until what was open was decided"
	}
	out.Instances = append(out.Instances, in)
	if !r.on.in.Coarse || r.on.in.Counting {
		out.Rounded = append(out.Rounded, rounded(r.on)...)
	}
}

// decided tells whether no answer is open.
func (r *answers) decided() bool {
	return !slices.ContainsFunc(r.result.Findings, func(f model.Finding[flows.World]) bool { return f.Verdict == model.Inconclusive })
}

// alone looks for the safety properties and the rungs of the ladder in the
// scenario's own instance. Where its tick is coarse, which rounds in the attacker's
// favour, what does not hold there is decided at the fine tick.
func (c *Case) alone(ctx context.Context, r *results.Check) error {
	main := c.Scenario.Main()
	found, err := c.ask(ctx, main)
	if err != nil {
		return err
	}
	found.note(r)
	if main.Coarse {
		if found, err = c.refine(ctx, main, found); err != nil {
			return err
		}
		found.note(r)
	}
	for i, f := range found.result.Findings {
		if i >= len(scenarios.Safety) {
			r.Goals = append(r.Goals, rung(found.on, found.props[i], f))
			continue
		}
		p := results.Property{Name: f.Property, Doc: found.props[i].Doc, Verdict: f.Verdict.String(), Bounds: bounds(found.on),
			Critical: []results.Critical{}, Trace: []results.Step{}, Refused: []results.Step{}}
		if f.Verdict == model.Violated {
			p.Trace = trace(found.on, f.Trace, found.have)
		}
		r.Properties = append(r.Properties, p)
	}
	return nil
}

// fineBeside is how many states the attacker's session beside the victim's own
// may have at the fine tick; what is not decided by then is inconclusive.
const fineBeside = 5_000_000

// beside asks the same of the attacker's session beside the victim's own, first
// at a coarse tick, which rounds in the attacker's favour: what holds there
// holds. Only if something that holds alone does not hold there is it asked again
// at the fine tick, where nothing is rounded.
func (c *Case) beside(ctx context.Context, r *results.Check) error {
	coarse, err := c.ask(ctx, scenarios.Beside)
	if err != nil {
		return err
	}
	coarse.note(r)
	found := coarse
	if coarse.further(r) {
		if found, err = c.refine(ctx, scenarios.Beside, coarse); err != nil {
			return err
		}
		found.note(r)
	}
	for i, f := range found.result.Findings {
		rough := coarse.result.Findings[i]
		if i < len(scenarios.Safety) {
			p := &r.Properties[i]
			if rough.Verdict == model.Holds {
				p.Beside = &results.Beside{Verdict: "holds", Bounds: bounds(coarse.on)}
				continue
			}
			p.Beside = &results.Beside{Verdict: f.Verdict.String(), Bounds: bounds(found.on)}
			if p.Verdict == "violated" || f.Verdict == model.Holds || p.Verdict == "inconclusive" && f.Verdict != model.Violated {
				continue
			}
			p.Verdict, p.Bounds = f.Verdict.String(), bounds(found.on)
			if f.Verdict == model.Violated {
				p.Trace = trace(found.on, f.Trace, found.have)
			}
			continue
		}
		g := &r.Goals[i-len(scenarios.Safety)]
		excluded := g.Reachable != nil && !*g.Reachable && rough.Verdict != model.Violated && f.Verdict != model.Violated
		if excluded || g.Reachable == nil && f.Verdict == model.Holds {
			*g = rung(found.on, found.props[i], f)
		}
	}
	return nil
}

// refine asks again at the fine tick what a coarse one leaves open: what it finds
// possible may be so only because of its rounding. What it excludes is excluded.
func (c *Case) refine(ctx context.Context, in scenarios.Instance, coarse *answers) (*answers, error) {
	in.Coarse = false
	fine := *c
	if most := fine.Options.MaxStates; most == 0 || most > fineBeside {
		fine.Options.MaxStates = fineBeside
	}
	fine.Options.Decide = true
	on, limits, err := fine.restricted(in)
	if err != nil {
		return nil, err
	}
	out := &answers{on: on, have: limits.Have, props: coarse.props}
	var open []model.Property[flows.World]
	for i, p := range out.props {
		if coarse.possible(i) {
			open = append(open, p)
		}
	}
	found, err := fine.explore(ctx, on, limits, false, open)
	if err != nil {
		return nil, err
	}
	out.result.Stats = found.Stats
	for i := range out.props {
		f := coarse.result.Findings[i]
		if coarse.possible(i) {
			f, found.Findings = found.Findings[0], found.Findings[1:]
		}
		out.result.Findings = append(out.result.Findings, f)
	}
	return out, nil
}

// possible tells whether a state that property i is about was found, or may exist.
func (r *answers) possible(i int) bool {
	verdict := r.result.Findings[i].Verdict
	if r.props[i].Expect == model.Never {
		return verdict != model.Holds
	}
	return verdict != model.Violated
}

// further tells whether the attacker gets further here, or may, than one victim
// alone lets them.
func (r *answers) further(than *results.Check) bool {
	for i, f := range r.result.Findings {
		if i < len(scenarios.Safety) {
			if than.Properties[i].Verdict != "violated" && f.Verdict != model.Holds {
				return true
			}
			continue
		}
		if g := than.Goals[i-len(scenarios.Safety)]; (g.Reachable == nil || !*g.Reachable) && f.Verdict != model.Violated {
			return true
		}
	}
	return false
}

// rung is a goal that was looked for as something reachable.
func rung(on *composition, p model.Property[flows.World], f model.Finding[flows.World]) results.Goal {
	goal := results.Goal{Name: p.Name, Doc: p.Doc, Instance: on.in.Name, After: on.in.After, PReason: results.NoOdds}
	if f.Verdict != model.Inconclusive {
		yes, steps := f.Verdict == model.Holds, 0
		for _, e := range f.Trace.Steps {
			if on.Act(e.Step, &e.To).By != flows.Clock {
				steps++
			}
		}
		if goal.Reachable = &yes; yes {
			goal.Steps = &steps
		}
	}
	return goal
}

// bounds says what an instance covers.
func bounds(on *composition) string {
	return fmt.Sprintf("%s, %s ticks", on.in.Doc, flows.FormatSeconds(on.Setting.Tick))
}

// service is the property that honest people are still served.
func (c *Case) service(a *analysis) results.Property {
	p := results.Property{Name: scenarios.Service, Doc: "honest people still get what they want", Verdict: "holds",
		Bounds: "each honest topology alone", Critical: []results.Critical{}, Trace: []results.Step{}, Refused: []results.Step{}}
	for _, l := range a.twins {
		switch t := l.twin(); {
		case t.Kept == nil && p.Verdict == "holds":
			p.Verdict = "inconclusive"
		case t.Kept != nil && !*t.Kept:
			p.Verdict = "violated"
			if p.Why != "" {
				p.Why += "; "
			}
			p.Why += t.Name + " is lost"
			switch {
			case t.Anyway:
				p.Why += " to the deployment's own settings"
			case len(t.Lost) > 0:
				p.Why += " to " + strings.Join(t.Lost, ", ")
			}
		}
	}
	return p
}
