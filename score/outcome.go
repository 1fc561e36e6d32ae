package score

import (
	"context"
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// outcome is what one attacker gets without a mitigation and with it.
type outcome struct {
	initiated reach
	reached   reach
	granted   reach
	second    reach
	tokens    bool   // there are tokens to be worth something
	recovers  bool   // they are worth less, or stay where they are
	worth     [2]int // in hours of access to one resource, without it and with it
	known     bool   // of these nothing was left out
	whole     bool   // nor of what follows a grant
}

// outcome asks what the case's attacker gets without the mitigation and with it.
func (c *Case) outcome(ctx context.Context, a *analysis, name string) (o outcome, err error) {
	for _, ask := range []struct {
		goal string
		to   *reach
	}{{scenarios.Initiated, &o.initiated}, {scenarios.Reached, &o.reached}, {scenarios.Granted, &o.granted}, {scenarios.SecondVictim, &o.second}} {
		if *ask.to, _, err = c.reach(a, ask.goal, name); err != nil {
			return o, err
		}
	}
	o.known, o.whole = a.goal(scenarios.Granted).complete, true
	if moved := a.goal(scenarios.TokenMoved); moved != nil {
		o.tokens, o.whole = true, moved.complete
	}
	if !o.known || !o.whole || !o.granted.with || !o.tokens {
		return o, nil
	}
	if o.recovers, _, err = c.recovers(ctx, a, name); err != nil || !o.recovers {
		return o, err
	}
	for i, as := range []*Case{c.sans(name), c} {
		if o.worth[i], _, err = as.impact(ctx); err != nil {
			return o, err
		}
	}
	return o, nil
}

// status is what that is in a column of the published table. Reached says that an attack
// counts as initiated only once a victim sees the request.
func (o *outcome) status(column flows.Effect, reached bool) string {
	initiated := o.initiated
	if reached {
		initiated = o.reached
	}
	word := func(judged, cross bool) string {
		switch {
		case !o.known || column == flows.Recovers && judged && !o.whole:
			return "inconclusive"
		case !judged:
			return "nothing_to_stop"
		case cross:
			return "cross"
		}
		return "no_cross"
	}
	switch column {
	case flows.Prevents:
		return word(initiated.without, !initiated.with)
	case flows.Disrupts: // what prevents is not also counted as disrupting
		return word(o.granted.without, initiated.with && !o.granted.with)
	}
	return word(o.granted.without && o.tokens, o.granted.with && o.recovers)
}

// own tells whether a cross is one only because honest people are refused.
func (o *outcome) own(column flows.Effect, reached bool) bool {
	switch {
	case column == flows.Disrupts:
		return o.granted.own
	case column == flows.Prevents && reached:
		return o.reached.own
	}
	return column == flows.Prevents && o.initiated.own
}

// byRefusing is what is said of such a cross.
const byRefusing = "works by refusing honest users"

// evidence lists the rungs that the attacker reaches without the mitigation and with it.
// What is not granted once is not granted twice, whatever a coarse tick lets through.
func (o *outcome) evidence(column flows.Effect) string {
	second := reach{without: o.second.without && o.granted.without, with: o.second.with && o.granted.with}
	said := make([]string, 2)
	for i, name := range []string{"without it: ", "with it: "} {
		var rungs []string
		for _, rung := range []struct {
			name string
			reach
		}{{scenarios.Initiated, o.initiated}, {scenarios.Reached, o.reached}, {scenarios.Granted, o.granted}, {scenarios.SecondVictim, second}} {
			if i == 0 && rung.without || i == 1 && rung.with {
				rungs = append(rungs, rung.name)
			}
		}
		if len(rungs) == 0 {
			rungs = []string{"nothing"}
		}
		said[i] = name + strings.Join(rungs, ", ")
		if column == flows.Recovers && o.recovers {
			said[i] += fmt.Sprintf(", worth at most %d h", o.worth[i])
		}
	}
	text := strings.Join(said, "; ")
	if column == flows.Recovers && o.recovers && o.worth[0] == o.worth[1] {
		text += "; tokens stay where they are"
	}
	return text
}

// condition is what a judged status rests on.
func condition(status string, cell results.Cell) string {
	var parts []string
	switch status {
	case "cross":
		for _, cr := range cell.Critical {
			parts = append(parts, critical(cr))
		}
		if len(parts) > 0 {
			return "while " + strings.Join(parts, ", ")
		}
	case "no_cross":
		for _, set := range cell.Unless {
			parts = append(parts, strings.Join(set, " + "))
		}
		switch {
		case len(parts) > 0:
			return "stops it unless " + strings.Join(parts, " or ")
		case cell.Effect == "limits":
			return "limits: no second victim within a code's life"
		case len(cell.Through) > 0:
			return "gets through with " + strings.Join(cell.Through, " + ")
		}
	}
	return ""
}

// critical says on which side of its critical value a parameter has to be.
func critical(c results.Critical) string {
	format := flows.Count.Format
	if c.Unit == "s" {
		format = flows.Seconds.Format
	}
	if c.HoldsUpTo != nil {
		return c.Parameter + " ≤ " + format(*c.HoldsUpTo)
	}
	return c.Parameter + " ≥ " + format(*c.HoldsFrom)
}
