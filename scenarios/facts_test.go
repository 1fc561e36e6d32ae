package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// most is how many states a fact is worth. No instance that facts are about has
// so many; a mutant may.
const most = 200_000

// deployments are the rows of every table of the catalogue's first flow.
func deployments(cat *flows.Catalogue) []string { return deploymentsOf(cat, cat.Flows[0]) }

// deployments are the rows of the sheet.
func (s *sheet) deployments(cat *flows.Catalogue) []string {
	return deploymentsOf(cat, flowOf(cat, s.of().Name))
}

// deploymentsOf are nothing, each mitigation in each of its variants, ladders of numbers
// in their default, and the flow's options.
func deploymentsOf(cat *flows.Catalogue, f *flows.Flow) (list []string) {
	list = append(list, "")
	for _, m := range slices.Concat(cat.Mitigations, f.Options) {
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

// flowOf is the catalogue's flow of that name: a mutant has flows of its own.
func flowOf(cat *flows.Catalogue, name string) *flows.Flow {
	return cat.Flows[slices.IndexFunc(cat.Flows, func(f *flows.Flow) bool { return f.Name == name })]
}

// many is how many states the one search is worth that answers for all rows of a large
// instance.
const many = 5 * most

// board is a scenario's flow composed in an instance, with every variant in the
// masks that can be put in place there.
type board struct {
	*flows.Composition
	scenario *scenarios.Scenario
	goals    []scenarios.Goal
	lacks    map[string]string // variants that cannot be put in place, and what is missing
	labels   [][]model.Label   // of the goals, for the strongest attacker, once mayReach has asked
}

// setup weaves a scenario in an instance, with the deployment's flow. What a variant needs is asked of the
// devices that the scenario is about; change then makes them those of a twin.
func setup(t testing.TB, cat *flows.Catalogue, s *scenarios.Scenario, d *scenarios.Deployment, in scenarios.Instance, change func(*flows.Setting)) *board {
	t.Helper()
	setting, flow := s.Setting(d, in), flowOf(cat, d.Flow)
	b := &board{scenario: s, goals: s.At(in), lacks: map[string]string{}}
	var list []flows.Placed
	for _, m := range slices.Concat(cat.Mitigations, flow.Options) {
		variants := m.VariantNames()
		switch {
		case in.Counting && !m.Counts:
			continue
		case m.Number != nil && in.Coarse:
			variants = []string{m.Default}
		}
		for _, v := range variants {
			p, err := m.Place(v, setting.Tick)
			switch {
			case err != nil:
				t.Fatal(err)
			case p.InForce != nil && p.InForce(flow, &setting):
				b.lacks[p.Name] = "in force"
			case p.Lacks != nil && p.Lacks(&setting) != "":
				b.lacks[p.Name] = "not possible: people's devices lack " + p.Lacks(&setting)
			default:
				list = append(list, p)
			}
		}
	}
	if change != nil {
		change(&setting)
	}
	var err error
	if b.Composition, err = flows.Compose(cat, flow, setting, list); err != nil {
		t.Fatal(err)
	}
	return b
}

// with is a deployment of nothing or one mitigation.
func with(t testing.TB, c *flows.Composition, name string) model.Set {
	t.Helper()
	if name == "" {
		return 0
	}
	return deployed(t, c, name)
}

// brings is what an attacker of a scenario and a user who can make every error
// bring, luck included.
func (b *board) brings(t testing.TB, attacker string) model.Set {
	t.Helper()
	_, capabilities, err := scenarios.ParseAttacker(builtIn(), b.scenario, attacker)
	if err != nil {
		t.Fatal(err)
	}
	return needs(t, b.Composition, slices.Concat(capabilities, flows.RequirementNames())...)
}

// explored is what a restriction leaves, and which goals are reached there. What
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
		switch f.Verdict {
		case model.Holds:
			reached = append(reached, f.Property)
		case model.Inconclusive:
			reached = append(reached, "perhaps "+f.Property)
		}
	}
	if len(reached) == 0 {
		reached = []string{"nothing"}
	}
	return fmt.Sprintf("%s; %d states, %d edges", strings.Join(reached, ", "), found.States, found.Edges), found
}

// path is the steps of a trace, with what is done several times in a row merged.
func path(c *flows.Composition, t model.Trace[flows.World]) string {
	var words []string
	for _, s := range t.Steps {
		step := c.Steps[s.Step]
		word := step.Name
		if way := step.Ways[s.Way].Name; way != "" {
			word += ":" + way
		}
		words = append(words, word)
	}
	var merged []string
	for i := 0; i < len(words); {
		period, times := 1, repeats(words[i:], 1)
		for p := 2; times == 1 && p <= 3; p++ {
			if n := repeats(words[i:], p); n > 2 {
				period, times = p, n
			}
		}
		word := strings.Join(words[i:i+period], " ")
		switch {
		case period > 1:
			word = fmt.Sprintf("(%s)×%d", word, times)
		case times > 1 || word == "tick":
			word = fmt.Sprintf("%s×%d", word, times)
		}
		merged = append(merged, word)
		i += period * times
	}
	return strings.Join(merged, " ")
}

// repeats is how often the first words, as many as period, stand in a row.
func repeats(words []string, period int) (times int) {
	for times = 1; (times+1)*period <= len(words) && slices.Equal(words[:period], words[times*period:(times+1)*period]); times++ {
	}
	return times
}

// reaches is how far somebody gets through a deployment in the instance of a
// board, and the shortest way to the highest rung.
func (b *board) reaches(t testing.TB, deployment string, have model.Set) (line, shortest string) {
	t.Helper()
	line, found := explored(t, b.Composition, restriction(b.Composition, with(t, b.Composition, deployment), have), b.goals)
	for _, f := range found.Findings {
		if len(f.Trace.Steps) > 0 {
			shortest = path(b.Composition, f.Trace)
		}
	}
	return line, shortest
}

// mayReach says the same, but visits no more states than it takes: one search of
// what the strongest attacker can do says what is reached, and another one shows how.
func (b *board) mayReach(t testing.TB, deployment string, have model.Set) (line, shortest string) {
	t.Helper()
	if b.labels == nil {
		found, err := model.Family(t.Context(), b.Canonical().Restrict(model.Restriction{Have: b.brings(t, "strongest")}),
			goals(b.goals...), model.Options{MaxStates: many})
		switch {
		case err != nil:
			return "broken: " + err.Error(), ""
		case !found.Complete:
			return "broken: " + found.Stopped, ""
		}
		b.labels = found.Labels
	}
	var reached []string
	var highest []model.Property[flows.World]
	with := with(t, b.Composition, deployment)
	for i, g := range b.goals {
		if model.Possible(b.labels[i], with, have, b.Defeats) {
			reached = append(reached, g.Name)
			highest = []model.Property[flows.World]{{Name: g.Name, Expect: model.Reachable, When: g.When}}
		}
	}
	if len(reached) == 0 {
		return "nothing", ""
	}
	found, err := model.Explore(t.Context(), b.Restrict(restriction(b.Composition, with, have)), highest, model.Options{MaxStates: many, Decide: true})
	if err != nil {
		return "broken: " + err.Error(), ""
	}
	return strings.Join(reached, ", "), path(b.Composition, found.Findings[0].Trace)
}

// worth is what the tokens of a grant are worth to somebody at most, and which
// rungs above the grant they reach.
func (b *board) worth(t testing.TB, deployment string, have model.Set) string {
	t.Helper()
	hours := 0
	hour := func(w *flows.World) bool {
		hours = max(hours, w.Impact(&b.Setting)*b.Setting.Tick/3600)
		return false
	}
	props := []model.Property[flows.World]{{Name: "hours", Expect: model.Never, When: hour}}
	for _, g := range b.goals {
		props = append(props, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	found, err := model.Explore(t.Context(), b.Restrict(restriction(b.Composition, with(t, b.Composition, deployment), have)),
		props, model.Options{MaxStates: most, Workers: 1})
	if err != nil {
		return "broken: " + err.Error()
	}
	line := fmt.Sprintf("worth %d hours at most", hours)
	for _, f := range found.Findings[1:] {
		if f.Verdict == model.Holds {
			line += ", " + f.Property
		}
	}
	return fmt.Sprintf("%s; %d states, %d edges", line, found.States, found.Edges)
}

func servedFact(t testing.TB, c *flows.Composition, deployment string, done scenarios.Predicate) (line, shortest string) {
	t.Helper()
	line, found := explored(t, c, restriction(c, with(t, c, deployment), 0), []scenarios.Goal{{Name: "kept", When: done}})
	if rest, lost := strings.CutPrefix(line, "nothing"); lost {
		return "lost" + rest, ""
	}
	for _, f := range found.Findings {
		shortest = path(c, f.Trace)
	}
	return line, shortest
}

// column is one attacker with a user who can make every error.
type column struct {
	name string
	have model.Set
}

// columns are the given attackers of a row, the strongest last, and the strongest
// without what defeats its mitigation, where they have it.
func (b *board) columns(t testing.TB, attackers []string, deployment string) (list []column) {
	t.Helper()
	for _, name := range attackers {
		list = append(list, column{name, b.brings(t, name)})
	}
	strongest := list[len(list)-1].have
	left := strongest
	for _, d := range b.Defeats {
		if with(t, b.Composition, deployment).Has(d.Mitigation) {
			left &^= d.By
		}
	}
	if left != strongest {
		list = append(list, column{withoutDefeats, left})
	}
	return list
}

const withoutDefeats = "strongest without what defeats it"
