package score

import (
	"context"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// binding adds the rows of a flow: each way to tie its devices together, against each
// attack by each attacker.
func (t *table) binding(ctx context.Context, f *flows.Flow, user string) error {
	of := scenarios.BoundOf(f)
	ways, attackers := of.Ways, []string{"literal", "strongest"}
	if t.Brief {
		attackers = attackers[:1]
		ways = of.Ways[:1:1]
		if last := of.Ways[len(of.Ways)-1]; len(of.Ways) > 1 {
			ways = append(ways, last)
		}
	}
	for _, way := range ways {
		row := results.Binding{Flow: f.Name, Settings: append([]string{}, way...), Cells: []results.BindingCell{}}
		for _, attacker := range attackers {
			for _, a := range attacks {
				cell := results.BindingCell{Attack: a.name, Attacker: attacker,
					ApproverBound: results.Bound{Verdict: "n_a"}, ConsumerBound: results.Bound{Verdict: "n_a"}}
				if s := a.on(f); s != nil {
					found, c, err := t.decided(ctx, f, s, way, 0, attacker, user)
					if err != nil {
						return err
					}
					cell.Scenario, cell.ApproverBound, cell.ConsumerBound = s.Name, found[0], found[1]
					cell.Command = c.command(way)
					t.User = c.User
				}
				row.Cells = append(row.Cells, cell)
			}
		}
		t.Binding = append(t.Binding, row)
	}
	return nil
}

// command is what shows the verdicts of a case on an example deployment again.
func (c *Case) command(b scenarios.Binding) string {
	words := []string{"simulate check", c.Scenario.Name, "--flow", c.Flow.Name}
	if len(b) > 0 {
		words = append(words, "--set", strings.Join(b, ","))
	}
	if c.Attacker.Name != "literal" {
		words = append(words, "--attacker", c.Attacker.Name)
	}
	if c.User.Name != "obedient" {
		words = append(words, "--user", c.User.Name)
	}
	return strings.Join(words, " ")
}

// decide says the same of properties as Check, and of nothing else: it asks in the
// scenario's own instance, and of what holds there also beside the victim's own
// session. It looks no further than the first violation of each.
func (c *Case) decide(ctx context.Context, props []model.Property[flows.World]) ([]results.Bound, error) {
	out := make([]results.Bound, len(props))
	instances := []scenarios.Instance{c.Scenario.Main()}
	if instances[0].Name == scenarios.Alone.Name {
		instances = append(instances, scenarios.Beside)
	}
	for nth, in := range instances {
		var open []model.Property[flows.World]
		for i, p := range props {
			if out[i].Verdict != "violated" {
				open = append(open, p)
			}
		}
		if len(open) == 0 {
			break
		}
		found, err := c.first(ctx, in, open)
		if err != nil {
			return nil, err
		}
		for i := range props {
			if out[i].Verdict == "violated" {
				continue
			}
			f := found.result.Findings[0]
			found.result.Findings = found.result.Findings[1:]
			if nth > 0 && out[i].Verdict == "inconclusive" && f.Verdict == model.Holds {
				continue // alone it may not hold
			}
			if out[i] = (results.Bound{Verdict: f.Verdict.String()}); f.Verdict == model.Violated {
				n := found.on.steps(f.Trace)
				out[i].Steps = &n
			}
		}
	}
	return out, nil
}

// first explores an instance until every property that is violated was found to be: at
// its tick, and where that is coarse and leaves something open, at the fine one.
func (c *Case) first(ctx context.Context, in scenarios.Instance, props []model.Property[flows.World]) (*answers, error) {
	once := *c
	once.Options.Decide = true
	on, limits, err := once.restricted(in)
	if err != nil {
		return nil, err
	}
	out := &answers{on: on, have: limits.Have, props: props}
	if out.result, err = once.explore(ctx, on, limits, true, props); err != nil || !in.Coarse {
		return out, err
	}
	for i := range props {
		if out.possible(i) {
			return once.refine(ctx, in, out)
		}
	}
	return out, nil
}

// steps is how many steps of a trace somebody takes; that time passes is none.
func (on *composition) steps(t model.Trace[flows.World]) (n int) {
	for _, e := range t.Steps {
		if on.Act(e.Step, &e.To).By != flows.Clock {
			n++
		}
	}
	return n
}
