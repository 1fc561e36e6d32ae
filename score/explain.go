package score

import (
	"context"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// explain adds to the verdicts what a reader needs to trust them: whether there
// was anything to stop, what the attack runs into, and where the verdict on what
// the attack is about turns.
func (c *Case) explain(ctx context.Context, a *analysis, have model.Set, r *results.Check) (err error) {
	for i := range r.Properties {
		p, violations := &r.Properties[i], a.safety[i]
		if p.Verdict == "holds" && violations.complete && len(violations.labels) == 0 {
			p.Vacuous, p.Why = true, "with these settings no step can violate it"
		}
		if p.Name != c.broken() || p.Verdict == "inconclusive" {
			continue
		}
		if p.Critical, err = c.critical(ctx); err != nil {
			return err
		}
		if p.Verdict != "holds" {
			continue
		}
		switch possible := model.Possible(violations.labels, 0, have, violations.on.Defeats); {
		case possible:
			if p.Refused, err = c.refused(ctx, have); err != nil {
				return err
			}
		case violations.complete:
			bare := *c
			bare.With = nil
			turns, err := bare.critical(ctx)
			if err != nil {
				return err
			}
			if p.Why = "the deployment's own settings are enough"; len(turns) > 0 {
				continue
			}
			switches, err := bare.switches(ctx)
			if err != nil {
				return err
			}
			if len(switches) > 0 {
				p.Why += ": the attack gets through with " + strings.Join(switches, ", or with ")
				continue
			}
			// Somebody whom no attack reaches alone may take the attacker's session
			// for their own.
			p.Why = ""
			nowhere := true
			if c.Scenario.Main().Name == scenarios.Alone.Name {
				mistaken, err := bare.ask(ctx, scenarios.Beside)
				if err != nil {
					return err
				}
				nowhere = mistaken.result.Findings[i].Verdict == model.Holds
			}
			if !nowhere {
				continue
			}
			binds, err := bare.binds(ctx)
			if err != nil {
				return err
			}
			if len(binds) > 0 {
				p.Vacuous, p.Why = false, "the flow itself refuses it; it would get through without "+strings.Join(binds, ", or without ")
			} else {
				p.Vacuous, p.Why = true, "this attacker and user get nowhere here, whatever the durations and mitigations"
			}
		}
	}
	return nil
}

// binds are the rules of the flow without which the attack gets through: single
// checks, or else all those of one server, or else of both.
func (c *Case) binds(ctx context.Context) (list []string, err error) {
	in := c.Scenario.Main()
	setting := c.Scenario.Setting(c.Deployment, in)
	violated := func(change func(s *flows.Setting)) bool {
		if err != nil {
			return false
		}
		changed := setting
		change(&changed)
		var verdict model.Verdict
		verdict, err = c.verdict(ctx, changed)
		return verdict == model.Violated
	}
	if violated(func(*flows.Setting) {}) { // at a coarse tick, and so perhaps for its rounding
		return nil, err
	}
	on, bad := c.compose(in, nil)
	if bad != nil {
		return nil, bad
	}
	for _, name := range on.Checks() {
		if violated(func(s *flows.Setting) { s.Without = name }) {
			list = append(list, "the check "+name)
		}
	}
	for _, naive := range []struct {
		who  string
		what flows.Servers
	}{
		{"what binds at the provider", flows.ServersOf(flows.OP)},
		{"what binds at the client", flows.ServersOf(flows.RP)},
		{"what binds at provider and client", flows.ServersOf(flows.OP, flows.RP)},
	} {
		if len(list) == 0 && violated(func(s *flows.Setting) { s.Naive = naive.what }) {
			list = append(list, naive.who)
		}
	}
	return list, err
}

// switches are the settings, each true or false, with which alone changed the
// attack gets through.
func (c *Case) switches(ctx context.Context) (list []string, err error) {
	if c.Scenario.Main().Coarse { // it could be for the rounding
		return nil, nil
	}
	for _, k := range scenarios.SettingsOf(c.Flow.Name) {
		if k.Kind != scenarios.Truth || !k.Read() {
			continue
		}
		for _, value := range []string{"true", "false"} {
			changed, d := *c, *c.Deployment
			d.Sources = nil
			if err := d.Set(k.Name, value); err != nil {
				return nil, err
			}
			changed.Deployment = &d
			verdict, err := changed.verdict(ctx, c.Scenario.Setting(&d, c.Scenario.Main()))
			if err != nil {
				return nil, err
			}
			if verdict == model.Violated {
				list = append(list, k.Name+": "+value)
			}
		}
	}
	return list, nil
}

// refused is the shortest attack without mitigations, with those of the case
// that refuse its steps.
func (c *Case) refused(ctx context.Context, have model.Set) ([]results.Step, error) {
	on, err := c.compose(c.Scenario.Main(), nil)
	if err != nil {
		return nil, err
	}
	opt := c.Options
	opt.Decide = true
	found, err := model.Explore(ctx, on.Restrict(model.Restriction{Have: have}), c.safety(), opt)
	if err != nil {
		return nil, err
	}
	return trace(on, found.Findings[0].Trace, have), nil
}

// safety is the one safety property that the attack is about.
func (c *Case) safety() []model.Property[flows.World] {
	i := slices.IndexFunc(scenarios.Safety, func(p model.Property[flows.World]) bool { return p.Name == c.broken() })
	return scenarios.Safety[i : i+1]
}

// parameter is a duration or count that a verdict can depend on.
type parameter struct {
	name     string
	unit     flows.Unit
	deployed int
	max      int
	with     func(c *Case, setting *flows.Setting, value int)
}

// parameters are the durations and counts of the case: the code's life, how
// long a victim takes at least, and each numeric mitigation deployed.
func (c *Case) parameters(on *composition) []parameter {
	list := []parameter{
		{"code life", flows.Seconds, c.Deployment.CodeLife, c.Flow.CodeLifeMax,
			func(_ *Case, s *flows.Setting, v int) { s.CodeLife = v }},
	}
	if on.Setting.ReadMin > 0 { // somebody is sent something
		list = append(list, parameter{"reading delay", flows.Seconds, on.Setting.ReadMin, c.Flow.CodeLifeMax,
			func(_ *Case, s *flows.Setting, v int) { s.ReadMin = v }})
	}
	for i, name := range c.With {
		m, _, err := c.Catalogue.Mitigation(name)
		bit, known := on.PlacedSet(name)
		if err != nil || known != nil || m.Number == nil || !bit.In(on.deployed) {
			continue
		}
		list = append(list, parameter{m.Name, m.Number.Unit, on.Placed[bit.Members()[0]].Value, m.Number.Max,
			func(c *Case, _ *flows.Setting, v int) {
				c.With = slices.Clone(c.With)
				c.With[i] = m.FullName(m.Number.Unit.Format(v))
			}})
	}
	return list
}

// critical finds for each parameter where the verdict on what the attack is about
// turns, the others as deployed, at the fine tick. A parameter for which some value
// stays undecided is left out, and so is everything where that tick is too fine.
func (c *Case) critical(ctx context.Context) ([]results.Critical, error) {
	list := []results.Critical{}
	main := c.Scenario.Main()
	if main.Coarse {
		return list, nil
	}
	on, err := c.compose(main, nil)
	if err != nil {
		return nil, err
	}
	for _, p := range c.parameters(on) {
		step := 1
		if p.unit == flows.Seconds {
			step = on.Setting.Tick
		}
		at := func(n int) (model.Verdict, error) { return c.holdsAt(ctx, p, n*step) }
		low, high, turns, err := turn(p.max/step, at)
		if err != nil {
			return nil, err
		}
		if !turns {
			continue
		}
		cr := results.Critical{Parameter: p.name, Unit: "s", Deployed: p.deployed}
		if p.unit == flows.Count {
			cr.Unit = "count"
		}
		below, above := low.at*step, high.at*step
		if low.verdict == model.Holds {
			cr.HoldsUpTo, cr.ViolatedFrom = &below, &above
		} else {
			cr.HoldsFrom, cr.ViolatedUpTo = &above, &below
		}
		list = append(list, cr)
	}
	return list, nil
}

// side is one side of where a verdict turns.
type side struct {
	at      int
	verdict model.Verdict
}

// turn finds two neighbouring values from 1 to most between which the verdict
// turns. Bisection is right because a stricter value never allows more. It does
// not turn if both ends agree, and is not known to where one is undecided.
func turn(most int, at func(int) (model.Verdict, error)) (low, high side, turns bool, err error) {
	low, high = side{at: 1}, side{at: most}
	for _, s := range []*side{&low, &high} {
		if s.verdict, err = at(s.at); err != nil || s.verdict == model.Inconclusive {
			return low, high, false, err
		}
	}
	if low.verdict == high.verdict {
		return low, high, false, nil
	}
	for high.at-low.at > 1 {
		mid := side{at: (low.at + high.at) / 2}
		if mid.verdict, err = at(mid.at); err != nil || mid.verdict == model.Inconclusive {
			return low, high, false, err
		}
		if mid.verdict == low.verdict {
			low = mid
		} else {
			high = mid
		}
	}
	return low, high, true, nil
}

// holdsAt is the verdict on what the attack is about, with one parameter changed.
func (c *Case) holdsAt(ctx context.Context, p parameter, value int) (model.Verdict, error) {
	changed := *c
	in := c.Scenario.Main()
	setting := c.Scenario.Setting(c.Deployment, in)
	p.with(&changed, &setting, value)
	return changed.verdict(ctx, setting)
}

// verdict is the one on what the attack is about, in a setting.
func (c *Case) verdict(ctx context.Context, setting flows.Setting) (model.Verdict, error) {
	on, err := c.composeSetting(c.Scenario.Main(), setting, c.With)
	if err != nil {
		return model.Inconclusive, err
	}
	limits, err := c.restriction(on)
	if err != nil {
		return model.Inconclusive, err
	}
	opt := c.Options
	opt.Decide = true
	found, err := model.Explore(ctx, on.Restrict(limits), c.safety(), opt)
	if err != nil {
		return model.Inconclusive, err
	}
	return found.Findings[0].Verdict, nil
}
