package score

import (
	"context"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// bound is what became of one property: its verdict, and if it is violated how many
// steps somebody takes on the shortest way there.
type bound struct {
	verdict model.Verdict
	steps   int
}

// bounds decides properties the way Check does: in the scenario's own instance, and
// what holds there also beside the victim's own session. It looks no further than the
// first violation.
func (c *Case) decide(ctx context.Context, props []model.Property[flows.World]) ([]bound, error) {
	as := *c
	as.Options.Decide = true
	instances := []scenarios.Instance{c.Scenario.Main()}
	if instances[0].Name == scenarios.Alone.Name {
		instances = append(instances, scenarios.Beside)
	}
	out := make([]bound, len(props))
	open := make([]int, len(props))
	for i := range props {
		open[i] = i
	}
	for _, in := range instances {
		asked := make([]model.Property[flows.World], len(open))
		for i, p := range open {
			asked[i] = props[p]
		}
		found, err := as.ask2(ctx, in, asked)
		if err != nil {
			return nil, err
		}
		var left []int
		for i, p := range open {
			f := found.result.Findings[i]
			// An instance that was not explored whole leaves it open whatever the other says.
			if out[p].verdict != model.Inconclusive || f.Verdict == model.Violated || in.Name == instances[0].Name {
				out[p] = bound{f.Verdict, steps(found.on, f.Trace)}
			}
			if f.Verdict != model.Violated {
				left = append(left, p)
			}
		}
		if open = left; len(open) == 0 {
			break
		}
	}
	return out, nil
}

func (c *Case) ask2(ctx context.Context, in scenarios.Instance, props []model.Property[flows.World]) (*answers, error) {
	on, limits, err := c.restricted(in)
	if err != nil {
		return nil, err
	}
	out := &answers{on: on, have: limits.Have, props: props}
	if out.result, err = c.explore(ctx, on, limits, false, props); err != nil || !in.Coarse {
		return out, err
	}
	for i := range props {
		if out.possible(i) {
			return c.refine(ctx, in, out)
		}
	}
	return out, nil
}

// steps is how many steps of a trace somebody takes; time passing is none.
func steps(on *composition, t model.Trace[flows.World]) (n int) {
	for _, e := range t.Steps {
		if on.Act(e.Step, &e.To).By != flows.Clock {
			n++
		}
	}
	return n
}
