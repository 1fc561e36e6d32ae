package score

import (
	"context"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// explain adds to the verdicts what a reader needs to trust them: whether there
// was anything to stop, what the attack runs into, and where the verdict on
// attacker-access turns.
func (c *Case) explain(ctx context.Context, a *analysis, have model.Set, r *results.Check) (err error) {
	for i := range r.Properties {
		p, violations := &r.Properties[i], a.safety[i]
		if p.Verdict == "holds" && violations.complete && len(violations.labels) == 0 {
			p.Vacuous, p.Why = true, "no step of this model can violate it"
		}
		if p.Name != "attacker-access" || p.Verdict == "inconclusive" {
			continue
		}
		if p.Verdict == "holds" {
			if !model.Possible(violations.labels, 0, have, violations.on.Defeats) {
				p.Vacuous, p.Why = true, "this attacker and user get nowhere without any mitigation too"
				continue
			}
			if p.Refused, err = c.refused(ctx, have); err != nil {
				return err
			}
		}
		if p.Critical, err = c.critical(ctx); err != nil {
			return err
		}
	}
	return nil
}

// refused is the shortest attack without mitigations, with those of the case
// that refuse its steps.
func (c *Case) refused(ctx context.Context, have model.Set) ([]results.Step, error) {
	on, err := c.compose(scenarios.Alone, nil)
	if err != nil {
		return nil, err
	}
	found, err := model.Explore(ctx, on.Restrict(model.Restriction{Have: have}), c.safety("attacker-access"), c.Options)
	if err != nil {
		return nil, err
	}
	return trace(on, found.Findings[0].Trace, on.deployed, have), nil
}

// safety is the one safety property with that name.
func (c *Case) safety(name string) []model.Property[flows.World] {
	i := slices.IndexFunc(scenarios.Safety, func(p model.Property[flows.World]) bool { return p.Name == name })
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
		{"reading delay", flows.Seconds, on.Setting.ReadMin, c.Flow.CodeLifeMax,
			func(_ *Case, s *flows.Setting, v int) { s.ReadMin = v }},
	}
	for i, name := range c.With {
		m, _, err := c.Catalogue.Mitigation(name)
		bit, known := on.PlacedSet(name)
		if err != nil || known != nil || m.Number == nil || !bit.In(on.deployed) {
			continue
		}
		list = append(list, parameter{m.Name, m.Number.Unit, on.Placed[bit.Members()[0]].Rank, m.Number.Max,
			func(c *Case, _ *flows.Setting, v int) {
				c.With = slices.Clone(c.With)
				c.With[i] = m.FullName(m.Number.Unit.Format(v))
			}})
	}
	return list
}

// critical finds for each parameter where the verdict on attacker-access turns,
// the others as deployed. Bisection is right because a stricter value never
// allows more.
func (c *Case) critical(ctx context.Context) ([]results.Critical, error) {
	on, err := c.compose(scenarios.Alone, nil)
	if err != nil {
		return nil, err
	}
	list := []results.Critical{}
	for _, p := range c.parameters(on) {
		step := 1
		if p.unit == flows.Seconds {
			step = on.Setting.Tick
		}
		at := func(n int) (bool, error) { return c.holdsAt(ctx, p, n*step) }
		// Between lo and hi the verdict turns; lo is the side on which it holds
		// for a parameter whose larger values are laxer.
		lo, hi := 1, p.max/step
		low, err := at(lo)
		if err != nil {
			return nil, err
		}
		high, err := at(hi)
		if err != nil {
			return nil, err
		}
		if low == high {
			continue
		}
		for hi-lo > 1 {
			mid := (lo + hi) / 2
			holds, err := at(mid)
			if err != nil {
				return nil, err
			}
			if holds == low {
				lo = mid
			} else {
				hi = mid
			}
		}
		cr := results.Critical{Parameter: p.name, Unit: "s", Deployed: p.deployed}
		if p.unit == flows.Count {
			cr.Unit = "count"
		}
		holdsAt, violatedAt := lo*step, hi*step
		if low {
			cr.HoldsUpTo, cr.ViolatedFrom = &holdsAt, &violatedAt
		} else {
			holdsAt, violatedAt = violatedAt, holdsAt
			cr.HoldsFrom, cr.ViolatedUpTo = &holdsAt, &violatedAt
		}
		list = append(list, cr)
	}
	return list, nil
}

// holdsAt tells whether attacker-access holds with one parameter changed.
func (c *Case) holdsAt(ctx context.Context, p parameter, value int) (bool, error) {
	changed := *c
	setting := c.Scenario.Setting(c.Deployment, scenarios.Alone)
	p.with(&changed, &setting, value)
	on, err := changed.composeSetting(scenarios.Alone, setting, changed.With)
	if err != nil {
		return false, err
	}
	limits, err := changed.restriction(on)
	if err != nil {
		return false, err
	}
	found, err := model.Explore(ctx, on.Restrict(limits), c.safety("attacker-access"), c.Options)
	if err != nil {
		return false, err
	}
	return found.Findings[0].Verdict == model.Holds, nil
}
