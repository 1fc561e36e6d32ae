package score

import (
	"context"
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// memo keeps what the runs of a suite have in common. A family search answers for
// every attacker and every set of mitigations; and where a tick is a part of a code's
// life, servers whose codes live for different times are one and the same system.
type memo struct {
	families map[question]model.FamilyResult
	explored map[exploration]model.Result[flows.World]
}

func newMemo() *memo {
	return &memo{map[question]model.FamilyResult{}, map[exploration]model.Result[flows.World]{}}
}

// question is what a family search depends on besides the catalogue and the options.
type question struct {
	scenario, flow, instance string
	setting                  flows.Setting // in ticks
	placed                   string        // names, with their durations in ticks, in the order of their bits
}

// exploration is what an exploration depends on besides.
type exploration struct {
	question
	limits    model.Restriction
	canonical bool
	decide    bool
	most      int    // states
	props     string // names
}

// asks is the question that a composition of the case's is searched for.
func (c *Case) asks(on *composition) question {
	var placed []string
	for _, p := range on.Placed {
		if n := p.Of.Number; n != nil && n.Unit == flows.Seconds {
			placed = append(placed, fmt.Sprint(p.Of.Name, (p.Value+on.Setting.Tick-1)/on.Setting.Tick))
			continue
		}
		placed = append(placed, p.Name)
	}
	return question{c.Scenario.Name, c.Flow.Name, on.in.Name, on.InTicks(), strings.Join(placed, " ")}
}

// explore explores what a restriction leaves of a composition, unless that has been
// done.
func (c *Case) explore(ctx context.Context, on *composition, limits model.Restriction, canonical bool, props []model.Property[flows.World]) (model.Result[flows.World], error) {
	var names []string
	for _, p := range props {
		names = append(names, p.Name)
	}
	asked := exploration{c.asks(on), limits, canonical, c.Options.Decide, c.Options.MaxStates, strings.Join(names, " ")}
	if c.memo != nil {
		if found, known := c.memo.explored[asked]; known {
			return found, nil
		}
	}
	sys := on.System
	if canonical {
		sys = on.Canonical()
	}
	found, err := model.Explore(ctx, sys.Restrict(limits), props, c.Options)
	if c.memo != nil && err == nil && ctx.Err() == nil {
		c.memo.explored[asked] = found
	}
	return found, err
}
