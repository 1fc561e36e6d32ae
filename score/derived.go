package score

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Comparison asks for the table that the models derive: every mitigation of the
// catalogue, alone, in every scenario with an attacker, on every flow that it applies to.
type Comparison struct {
	Catalogue *flows.Catalogue
	Scenarios []*scenarios.Scenario
	Flows     []*flows.Flow
	Attackers []string
	User      string
	Initiated string   // the goal whose absence is prevention: scenarios.Initiated or scenarios.Reached
	Only      []string // mitigations, by their names or full names; empty: all
	Options   model.Options

	// Progress is told which pair of how many is next. Nil: nobody asks.
	Progress func(pair string, done, of int)
}

// Derive answers a comparison. If ctx ends in between, what is known so far is returned
// and marked partial.
func Derive(ctx context.Context, q Comparison) (*results.Derived, error) {
	r := &results.Derived{Schema: results.Schema, Models: results.Models, Attackers: []string{}, Initiated: "handle",
		Table: []results.DerivedRow{}, Pairs: []results.Pair{}, Ranking: []results.Rank{}, Missing: []string{}, Complete: true}
	if q.Initiated == scenarios.Reached {
		r.Initiated = "reached"
	}
	pairs, err := q.pairs()
	if err != nil {
		return nil, err
	}
	r.User = pairs[0][0].User
	for _, c := range pairs[0] {
		if slices.Contains(r.Attackers, c.Attacker.Name) {
			return nil, fmt.Errorf("found attacker %s twice, expected each once", c.Attacker.Name)
		}
		r.Attackers = append(r.Attackers, c.Attacker.Name)
	}
	var cells []judgement
	for i, a := range q.answers(ctx, pairs) {
		switch {
		case !a.done:
			r.Missing = append(r.Missing, pairName(pairs[i]))
		case a.err != nil:
			return nil, fmt.Errorf("%s: %w", pairName(pairs[i]), a.err)
		default:
			cells = append(cells, a.cells...)
			r.Pairs = append(r.Pairs, *a.pair)
			r.States, r.Edges, r.Complete = r.States+a.pair.States, r.Edges+a.pair.Edges, r.Complete && a.pair.Complete
		}
	}
	if len(r.Missing) > 0 {
		r.Partial, r.Complete = "interrupted", false
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			r.Partial = "out of time"
		}
	}
	for _, m := range q.Catalogue.Mitigations {
		if slices.ContainsFunc(compared(m), func(v string) bool { return wanted(q.Only, m, v) }) {
			r.Table = append(r.Table, q.row(m, r.Attackers, pairs[0][0].slips(m), cells))
		}
	}
	r.Ranking = rank(r.Pairs, len(r.Attackers))
	return r, nil
}

func pairName(cases []Case) string { return cases[0].Scenario.Name + " on " + cases[0].Flow.Name }

// answer is what was found of one pair.
type answer struct {
	pair  *results.Pair
	cells []judgement
	err   error
	done  bool // before ctx ended
}

// atOnce is how many pairs are asked about at the same time: most of their time goes
// into what one goroutine does, and the largest needs a gigabyte.
const atOnce = 2

// answers asks about every pair, in any order.
func (q *Comparison) answers(ctx context.Context, pairs [][]Case) []answer {
	list := make([]answer, len(pairs))
	var (
		next atomic.Int64
		busy sync.WaitGroup
		told sync.Mutex
		done int
	)
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(pairs) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			told.Lock()
			if q.Progress != nil {
				q.Progress(pairName(pairs[i]), done, len(pairs))
			}
			done++
			told.Unlock()
			a := &list[i]
			a.pair, a.cells, a.err = q.pair(ctx, pairs[i])
			a.done = ctx.Err() == nil
		}
	}
	for range min(atOnce, max(q.Options.Workers, 1)) {
		busy.Go(work)
	}
	busy.Wait()
	return list
}

// pairs are the scenarios on their flows, each against every attacker.
func (q *Comparison) pairs() (list [][]Case, err error) {
	for _, s := range q.Scenarios {
		if len(s.Reach) == 0 {
			continue
		}
		for _, f := range s.Flows {
			if !slices.Contains(q.Flows, f) {
				continue
			}
			var cases []Case
			kept, opt := newMemo(), q.Options
			opt.Workers = max(opt.Workers/atOnce, 1)
			for _, attacker := range q.Attackers {
				c, err := NewCase(q.Catalogue, s, scenarios.ExampleOf(f), f.Name, nil, attacker, q.User, opt)
				if err != nil {
					return nil, err
				}
				c.Initiated, c.memo = q.Initiated, kept
				cases = append(cases, c)
			}
			list = append(list, cases)
		}
	}
	if len(list) == 0 {
		return nil, errors.New("none of these scenarios applies to any of these flows")
	}
	return list, nil
}

// judgement is a cell with what its row's verdict takes account of.
type judgement struct {
	results.DerivedCell
	of         *flows.Mitigation
	mark       string // that the variant deserves there
	own        bool   // a scenario of the BCP's own
	turned     string // the status under the other reading of "initiated"
	undisputed string // and against this attacker without what is disputed
	disputed   bool   // they have some of that
	careful    string // and without the errors and lucks that get past the mitigation
}

// pair answers for one scenario on one flow: what is explored there answers for every
// attacker and mitigation.
func (q *Comparison) pair(ctx context.Context, cases []Case) (*results.Pair, []judgement, error) {
	c := cases[0]
	defer clear(c.memo.families) // no other pair shares anything with it
	defer clear(c.memo.explored)
	var attackers []results.Attacker
	for _, as := range cases {
		attackers = append(attackers, as.Attacker)
	}
	table, err := Compare(ctx, c, attackers, q.Only...)
	if err != nil {
		return nil, nil, err
	}
	a, err := c.analyse(ctx, c.Scenario.Main(), scenarios.TwoVictims, scenarios.After)
	if err != nil {
		return nil, nil, err
	}
	pair := &results.Pair{Scenario: c.Scenario.Name, Doc: c.Scenario.Doc, Ref: c.Scenario.Ref, Flow: c.Flow.Name, Deployment: c.Deployment.Name,
		Attacks: []results.PairAttack{}, Mitigations: []results.PairMitigation{}, Lost: table.Lost, Assumes: table.Assumes, Rounded: table.Rounded,
		States: table.States, Edges: table.Edges, Complete: table.Complete}
	granted := a.goal(scenarios.Granted)
	for _, as := range cases {
		d, err := as.defend(ctx, a, granted)
		if err != nil {
			return nil, nil, err
		}
		attack := results.PairAttack{Attacker: as.Attacker.Name, MinimalDefences: d.MinimalDefences, Listed: d.Complete}
		if withstood := len(d.AttackBlockers) == 0; granted.complete {
			attack.Withstood = &withstood
		}
		pair.Attacks = append(pair.Attacks, attack)
	}
	if pair.Price, err = c.least(granted, ""); err != nil {
		return nil, nil, err
	}
	var cells []judgement
	for _, found := range table.Rows {
		m, variant, err := c.Catalogue.Mitigation(found.Mitigation)
		if err != nil { // an option of the flow, which has no row in the table
			continue
		}
		if found.Status == "judged" {
			price, err := c.least(granted, found.Mitigation)
			if err != nil {
				return nil, nil, err
			}
			pair.Mitigations = append(pair.Mitigations, results.PairMitigation{Mitigation: found.Mitigation, Price: price, Lost: found.Lost, Keeps: found.Keeps})
		}
		for i, as := range cases {
			these, err := as.judge(ctx, a, m, variant, &found, i)
			if err != nil {
				return nil, nil, err
			}
			cells = append(cells, these...)
		}
	}
	return pair, cells, nil
}

// least is what the cheapest attackers within the scenario's reach need, where the
// deployment has one mitigation more; the empty name is none.
func (c *Case) least(granted *labelled, name string) (results.Least, error) {
	r := results.Least{Cheapest: [][]string{}}
	as := *c
	var err error
	if as.Attacker.Capabilities, err = c.Scenario.Profile("strongest"); err != nil || !granted.complete {
		return r, err
	}
	have, err := as.have(granted.on)
	if err != nil {
		return r, err
	}
	free, err := granted.on.RequirementSet(c.given()...)
	if err != nil {
		return r, err
	}
	deployed := granted.on.deployed
	if bit, err := granted.on.PlacedSet(name); err == nil {
		deployed |= bit
	}
	for _, set := range cheapest(model.Price(granted.labels, deployed, have, granted.on.Defeats), free) {
		n := set.Len()
		if r.Capabilities == nil || n < *r.Capabilities {
			r.Capabilities, r.Cheapest = &n, [][]string{}
		}
		if n == *r.Capabilities {
			r.Cheapest = append(r.Cheapest, granted.on.requirementNames(set))
		}
	}
	return r, nil
}

// column of the published table.
type column struct {
	name   string
	effect flows.Effect
}

// columns in their order.
var columns = []column{{"prevent", flows.Prevents}, {"disrupt", flows.Disrupts}, {"recover", flows.Recovers}}

// judge makes the cells of one variant against one attacker.
func (c *Case) judge(ctx context.Context, a *analysis, m *flows.Mitigation, variant string, found *results.CompareRow, attacker int) ([]judgement, error) {
	var cells []judgement
	mark, cell := found.Status, results.Cell{}
	var o, less, careful outcome
	bare := c.undisputed()
	if found.Status == "judged" {
		cell = found.Cells[attacker]
		mark = cell.Effect
		as, with := c.with(m, found.Mitigation), c.with(m, found.Mitigation)
		with.Attacker.Capabilities = bare
		var err error
		if o, err = as.outcome(ctx, a, found.Mitigation); err != nil {
			return nil, err
		}
		if less = o; len(bare) < len(c.Attacker.Capabilities) {
			if less, err = with.outcome(ctx, a, found.Mitigation); err != nil {
				return nil, err
			}
		}
		if careful = o; len(as.slips(m)) > 0 {
			as.User.Errors, as.User.Lucks = without(as.User.Errors, as.slips(m)), without(as.User.Lucks, as.slips(m))
			if careful, err = as.outcome(ctx, a, found.Mitigation); err != nil {
				return nil, err
			}
		}
	}
	reached := c.Initiated == scenarios.Reached
	for _, column := range columns {
		j := judgement{of: m, mark: mark, own: strings.HasPrefix(c.Scenario.Ref, "BCP 247 4.3"), disputed: len(bare) < len(c.Attacker.Capabilities)}
		j.DerivedCell = results.DerivedCell{
			ID:       strings.Join([]string{found.Mitigation, c.Scenario.Name, c.Flow.Name, c.Attacker.Name, column.name}, "/"),
			Scenario: c.Scenario.Name, Flow: c.Flow.Name, Attacker: c.Attacker.Name, Column: column.name, Variant: variant,
			ScoreReason: results.NoOdds, Command: c.again(found.Mitigation)}
		if j.Status = "n_a"; found.Status == "judged" {
			j.Status, j.turned = o.status(column.effect, reached), o.status(column.effect, !reached)
			j.undisputed, j.careful = less.status(column.effect, reached), careful.status(column.effect, reached)
			j.Evidence = o.evidence(column.effect)
			j.Condition = condition(j.Status, cell)
			if j.ByRefusing = j.Status == "cross" && o.own(column.effect, reached); j.ByRefusing {
				j.Condition = strings.TrimSuffix(byRefusing+"; "+j.Condition, "; ")
			}
			if j.Status == "nothing_to_stop" && column.effect == flows.Recovers && o.granted.without {
				j.Condition = "the attacker holds no tokens in this scenario"
			}
		} else {
			j.turned, j.undisputed, j.careful = j.Status, j.Status, j.Status
			j.Condition = map[string]string{"n_a": "it judges no step of this flow, or what it needs is not there",
				"in_force": "in force: the deployment's own settings do it already"}[found.Status]
		}
		cells = append(cells, j)
	}
	return cells, nil
}

// undisputed is what the attacker has but for what no source places within this
// scenario's reach without doubt.
func (c *Case) undisputed() []string {
	return slices.DeleteFunc(slices.Clone(c.Attacker.Capabilities), func(name string) bool {
		return slices.ContainsFunc(c.Scenario.Reach, func(r scenarios.Reach) bool { return r.Capability == name && r.Disputed })
	})
}

// slips are the errors and lucks of the case's user that get past some variant of a
// mitigation.
func (c *Case) slips(m *flows.Mitigation) (names []string) {
	for _, v := range compared(m) {
		p, err := m.Place(v, scenarios.FineTick)
		if err != nil { // the catalogue has been validated
			continue
		}
		for _, d := range p.Defeats {
			for _, name := range d.By {
				if slices.Contains(c.given(), name) && !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

func without(list, names []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(names, name) })
}

// again is the command that prints a cell's row of the scenario's own comparison.
func (c *Case) again(name string) string {
	text := fmt.Sprintf("simulate compare %s --flow %s --attacker %s --mitigation %s", c.Scenario.Name, c.Flow.Name, c.Attacker.Name, name)
	if c.User.Name != "obedient" {
		text += " --user " + c.User.Name
	}
	if c.Initiated == scenarios.Reached {
		text += " --initiated reached"
	}
	return text
}
