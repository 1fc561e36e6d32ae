package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// most is how many states a fact is worth. No instance that facts are about has
// so many; a mutant may.
const most = 200_000

// deployments are the rows of every table: nothing, each mitigation in each of
// its variants, ladders of numbers in their default.
func deployments(cat *flows.Catalogue) (list []string) {
	list = append(list, "")
	for _, m := range cat.Mitigations {
		if m.Number != nil {
			list = append(list, m.FullName(m.Default))
			continue
		}
		for _, v := range m.Variants {
			list = append(list, m.FullName(v.Name))
		}
	}
	return list
}

// with is a deployment of nothing or one mitigation.
func with(t testing.TB, c *flows.Composition, name string) model.Set {
	t.Helper()
	if name == "" {
		return 0
	}
	return deployed(t, c, name)
}

// explored is what a restriction leaves, and which properties hold there. What
// goes wrong is a fact too: a mutant may well panic.
func explored(t testing.TB, c *flows.Composition, r model.Restriction, goals []scenarios.Goal) (line string, found model.Result[flows.World]) {
	t.Helper()
	var props []model.Property[flows.World]
	for _, g := range goals {
		props = append(props, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	found, err := model.Explore(t.Context(), c.Restrict(r), props, model.Options{MaxStates: most})
	if err != nil {
		return "broken: " + err.Error(), found
	}
	var reached []string
	for _, f := range found.Findings {
		if f.Verdict != model.Violated {
			reached = append(reached, f.Property)
		}
	}
	if len(reached) == 0 {
		reached = []string{"nothing"}
	}
	return fmt.Sprintf("%s; %d states, %d edges", strings.Join(reached, ", "), found.States, found.Edges), found
}

// path is the steps of a trace, with ticks in a row merged.
func path(c *flows.Composition, t model.Trace[flows.World]) string {
	var words []string
	ticks := 0
	flush := func() {
		if ticks > 0 {
			words = append(words, fmt.Sprintf("tick×%d", ticks))
		}
		ticks = 0
	}
	for _, s := range t.Steps {
		step := c.Steps[s.Step]
		if step.Name == "tick" {
			ticks++
			continue
		}
		flush()
		word := step.Name
		if way := step.Ways[s.Way].Name; way != "" {
			word += ":" + way
		}
		words = append(words, word)
	}
	flush()
	return strings.Join(words, " ")
}

// attackFact is what one attacker reaches of B1 through one deployment, with
// one session and one victim, and the shortest way to the highest rung.
func attackFact(t testing.TB, c *flows.Composition, deployment string, have model.Set) (line, shortest string) {
	t.Helper()
	line, found := explored(t, c, restriction(c, with(t, c, deployment), have), ladder(scenarios.Alone))
	for _, f := range found.Findings {
		if len(f.Trace.Steps) > 0 {
			shortest = path(c, f.Trace)
		}
	}
	return line, shortest
}

// twinFact is whether a twin is still served in a deployment, and how.
func twinFact(t testing.TB, c *flows.Composition, deployment string) (line, shortest string) {
	t.Helper()
	served := []scenarios.Goal{{Name: "kept", When: scenarios.A1.Done}}
	line, found := explored(t, c, restriction(c, with(t, c, deployment), 0), served)
	if rest, lost := strings.CutPrefix(line, "nothing"); lost {
		return "lost" + rest, ""
	}
	for _, f := range found.Findings {
		shortest = path(c, f.Trace)
	}
	return line, shortest
}

// attackComposition is B1 where one session and one victim are told apart at
// the fine tick.
func attackComposition(t testing.TB, cat *flows.Catalogue) *flows.Composition {
	t.Helper()
	return compose(t, cat, cat.Flows[0], scenarios.B1.Setting(scenarios.Example, scenarios.Alone), false)
}

// column is one attacker with a user who can make every error.
type column struct {
	name string
	have model.Set
}

// columns are the attackers of a deployment's row: those of every table, and,
// where something within reach defeats the mitigation, the strongest without.
func columns(t testing.TB, c *flows.Composition, deployment string) (list []column) {
	t.Helper()
	for _, name := range attackers {
		list = append(list, column{name, have(t, c, name)})
	}
	strongest := list[len(list)-1].have
	left := strongest
	for _, d := range c.Defeats {
		if with(t, c, deployment).Has(d.Mitigation) {
			left &^= d.By
		}
	}
	if left != strongest {
		list = append(list, column{"strongest without what defeats it", left})
	}
	return list
}
