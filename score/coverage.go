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

// Cover counts for each flow of a suite which rules are at work in its runs: with
// the deployment, the attacker and the people of each run, in every instance of
// its scenario and for every honest twin. If ctx ends in between or a budget is
// hit, what was counted so far is returned and not complete.
func Cover(ctx context.Context, cat *flows.Catalogue, s *scenarios.Suite, opt model.Options) ([]results.Coverage, error) {
	var list []*coverage
	for _, run := range s.Runs {
		attackers := run.Attackers
		if len(run.Scenario.Reach) == 0 {
			attackers = []string{""}
		}
		for i, attacker := range attackers {
			c, err := NewCase(cat, run.Scenario, run.Deployment, run.Flow, run.With, attacker, run.User, opt)
			if err != nil {
				return nil, err
			}
			n := slices.IndexFunc(list, func(cov *coverage) bool { return cov.flow == c.Flow })
			if n < 0 {
				n, list = len(list), append(list, newCoverage(c.Flow))
			}
			cov := list[n]
			cov.cases = append(cov.cases, c)
			cov.has = append(cov.has, c.Attacker.Capabilities...)
			if err := cov.attack(ctx, c); err != nil {
				return nil, err
			}
			if i == 0 { // they are the same against every attacker
				if err := cov.twins(ctx, c); err != nil {
					return nil, err
				}
			}
		}
	}
	out := []results.Coverage{}
	for _, cov := range list {
		if err := cov.finish(ctx, cat, opt); err != nil {
			return nil, err
		}
		out = append(out, cov.Coverage)
	}
	return out, nil
}

// coverage is what is counted of one flow.
type coverage struct {
	results.Coverage
	flow  *flows.Flow
	cases []Case
	has   []string // what some attacker can do
}

func newCoverage(f *flows.Flow) *coverage {
	return &coverage{flow: f, Coverage: results.Coverage{Flow: f.Name, Complete: true, Totals: []results.Total{}, Steps: []results.CoveredStep{},
		Replies: []results.CoveredReply{}, Never: []results.Never{}, Apart: []results.Apart{}}}
}

// attack counts the instances of an attack.
func (cov *coverage) attack(ctx context.Context, c Case) error {
	granted := false
	for _, in := range c.Scenario.Instances() {
		if in.After && !granted {
			continue
		}
		found, err := cov.explore(ctx, &c, in, nil, c.goal(scenarios.Granted))
		if err != nil {
			return err
		}
		granted = granted || found.Findings[0].Verdict == model.Holds
	}
	return nil
}

// goal is a goal of the case's scenario as something to look for.
func (c *Case) goal(name string) model.Property[flows.World] {
	i := slices.IndexFunc(c.Scenario.Goals, func(g scenarios.Goal) bool { return g.Name == name })
	return c.Scenario.Goals[i].Property()
}

// twins counts the honest people of a case: there is no attacker and nobody
// errs.
func (cov *coverage) twins(ctx context.Context, c Case) error {
	if c.Scenario.Honest != nil {
		c.Scenario = c.Scenario.Honest
	}
	c.Attacker, c.User = results.Attacker{}, results.User{}
	for _, twin := range c.Scenario.TwinsOn(c.Flow) {
		if _, err := cov.explore(ctx, &c, twin.In(), twin.Set); err != nil {
			return fmt.Errorf("twin %s: %w", twin.Name, err)
		}
	}
	return nil
}

// explore counts what an instance does under the case's deployment, attacker and
// user.
func (cov *coverage) explore(ctx context.Context, c *Case, in scenarios.Instance, change func(*flows.Setting), props ...model.Property[flows.World]) (found model.Result[flows.World], err error) {
	on, err := c.compose(in, change)
	if err != nil {
		return found, err
	}
	limits, err := c.restriction(on)
	if err != nil {
		return found, err
	}
	if found, err = model.Explore(ctx, on.Restrict(limits), props, c.Options); err == nil {
		Count(&cov.Coverage, on.Composition, found.Stats)
	}
	return found, err
}

// Count adds to a coverage what an exploration of a composition took. Whatever
// the composition could do is listed, at zero if it was not done.
func Count(cov *results.Coverage, c *flows.Composition, found model.Stats) {
	cov.Explored++
	cov.Edges += found.Edges
	cov.Complete = cov.Complete && found.Complete
	for i, ways := range found.Ways {
		act := c.Act(uint16(i), &flows.World{})
		step := covered(cov, act.Step)
		who := "person"
		switch {
		case act.By == flows.Wait || act.By == flows.Clock:
			who = "time"
		case c.ByAttacker(uint16(i)):
			who = "attacker"
		}
		actor := slices.IndexFunc(step.By, func(a results.CoveredActor) bool { return a.Who == who })
		if actor < 0 {
			actor, step.By = len(step.By), append(step.By, results.CoveredActor{Who: who})
		}
		for w, n := range ways {
			if o := w - len(act.Do); o >= 0 {
				step.Checks[o].Refused += int(n)
				reply(cov, step.Checks[o].Reply, int(n))
				continue
			}
			step.By[actor].Taken += int(n)
			step.Outcomes[w].Seen += int(n)
			reply(cov, step.Outcomes[w].Reply, int(n))
			for check := range step.Checks { // whatever happened passed every check
				step.Checks[check].Passed += int(n)
			}
		}
	}
}

// covered is the entry of a step.
func covered(cov *results.Coverage, s *flows.Step) *results.CoveredStep {
	if i := slices.IndexFunc(cov.Steps, func(known results.CoveredStep) bool { return known.Step == s.Name }); i >= 0 {
		return &cov.Steps[i]
	}
	step := results.CoveredStep{Step: s.Name, Ref: s.Ref, By: []results.CoveredActor{}, Outcomes: []results.CoveredOutcome{}, Checks: []results.CoveredCheck{}}
	for _, o := range s.Do {
		step.Outcomes = append(step.Outcomes, results.CoveredOutcome{Outcome: o.Name, Reply: string(o.Reply)})
	}
	for _, check := range s.Checks {
		step.Checks = append(step.Checks, results.CoveredCheck{Check: check.Name, Ref: check.Ref, Reply: string(check.Reply)})
	}
	cov.Steps = append(cov.Steps, step)
	return &cov.Steps[len(cov.Steps)-1]
}

// reply adds to a reply, if there is one.
func reply(cov *results.Coverage, name string, n int) {
	if name == "" {
		return
	}
	i := slices.IndexFunc(cov.Replies, func(known results.CoveredReply) bool { return known.Reply == name })
	if i < 0 {
		i, cov.Replies = len(cov.Replies), append(cov.Replies, results.CoveredReply{Reply: name})
	}
	cov.Replies[i].Seen += n
}

// Happening is one thing that a coverage counts.
type Happening struct {
	What string
	Of   string // what kind of thing it is
	Step string // of which it is a part; empty for a reply
	Seen int
}

const byAttacker = " by the attacker"

// The kinds of happenings.
const (
	taken   = "steps, by each who can take them"
	ended   = "outcomes of steps that have several"
	passed  = "checks that pass"
	refused = "checks that refuse"
	replied = "replies"
)

// Happenings lists what a coverage counts: each step by everybody who can take
// it, each way it can end, each check passing and refusing, and each reply.
func Happenings(cov *results.Coverage) (list []Happening) {
	for _, s := range cov.Steps {
		add := func(of, what string, seen int) { list = append(list, Happening{s.Step + what, of, s.Step, seen}) }
		for _, a := range s.By {
			add(taken, map[string]string{"person": " by a person", "attacker": byAttacker, "time": ""}[a.Who], a.Taken)
		}
		for _, o := range s.Outcomes {
			if o.Outcome != "" {
				add(ended, ": "+o.Outcome+" ends it", o.Seen)
			}
		}
		for _, c := range s.Checks {
			add(passed, ": "+c.Check+" passes", c.Passed)
			add(refused, ": "+c.Check+" refuses", c.Refused)
		}
	}
	for _, r := range cov.Replies {
		list = append(list, Happening{"reply " + r.Reply, replied, "", r.Seen})
	}
	return list
}

// finish adds up what happened, and says what did not and why.
func (cov *coverage) finish(ctx context.Context, cat *flows.Catalogue, opt model.Options) error {
	happened := Happenings(&cov.Coverage)
	attempted, why := map[string]bool{"": true}, map[string]string{}
	for _, of := range []string{taken, ended, passed, refused, replied} {
		total := results.Total{Of: of}
		for _, h := range happened {
			if h.Of != of {
				continue
			}
			total.All++
			if h.Seen > 0 {
				total.Seen++
				attempted[h.Step] = true
				continue
			}
			_, why[h.What] = scenarios.WhyUnseen(cov.flow.Name, h.What)
			if step, attack := strings.CutSuffix(h.What, byAttacker); attack && why[h.What] == "" {
				why[h.What] = cov.cannot(cat, step)
			}
		}
		cov.Totals = append(cov.Totals, total)
	}
	for _, extra := range scenarios.Extras {
		if !slices.Contains(extra.Flows, cov.flow) {
			continue
		}
		if err := cov.extra(ctx, cat, extra, opt, why); err != nil {
			return err
		}
	}
	if err := cov.otherwise(ctx, why); err != nil {
		return err
	}
	for _, h := range happened {
		if h.Seen == 0 && (h.Of == taken || attempted[h.Step]) {
			cov.Never = append(cov.Never, results.Never{What: h.What, Why: why[h.What]})
		}
	}
	return nil
}

// extra counts an extra composition apart, and says what of that which never
// happened it shows: not what its scenario shows anyway.
func (cov *coverage) extra(ctx context.Context, cat *flows.Catalogue, extra scenarios.Extra, opt model.Options, why map[string]string) error {
	without := extra
	without.Set = nil
	usual, err := coverExtra(ctx, cat, cov.flow, without, opt)
	if err != nil {
		return err
	}
	shown, err := coverExtra(ctx, cat, cov.flow, extra, opt)
	if err != nil {
		return err
	}
	apart := results.Apart{Name: extra.Name, Doc: extra.Doc, Edges: shown.Edges, Shows: []string{}}
	anyway := map[string]bool{}
	for _, h := range Happenings(usual) {
		anyway[h.What] = h.Seen > 0
	}
	for _, h := range Happenings(shown) {
		if reason, missing := why[h.What]; missing && h.Seen > 0 && !anyway[h.What] {
			apart.Shows = append(apart.Shows, h.What)
			if reason == "" {
				why[h.What] = "shown apart by " + extra.Name
			}
		}
	}
	cov.Apart = append(cov.Apart, apart)
	return nil
}

// otherwise looks for what never happened where one thing after another is
// different from the runs; what happens then has a reason.
func (cov *coverage) otherwise(ctx context.Context, why map[string]string) error {
	cases := slices.Clone(cov.cases)
	for _, other := range []struct {
		why    string
		change func(c *Case)
	}{
		{"takes an error that nobody here makes", func(c *Case) { c.User.Errors = flows.RequirementNames() }},
		{"what is deployed here refuses it", func(c *Case) { c.With = nil }},
		{"takes more than an attacker here can do", func(c *Case) {
			c.Attacker.Capabilities = nil
			for _, r := range c.Scenario.Reach {
				c.Attacker.Capabilities = append(c.Attacker.Capabilities, r.Capability)
			}
		}},
	} {
		unexplained := false
		for _, reason := range why {
			unexplained = unexplained || reason == ""
		}
		if !unexplained {
			return nil
		}
		then, asked := newCoverage(cov.flow), map[string]bool{}
		for i := range cases {
			c := &cases[i]
			other.change(c)
			key := fmt.Sprint(c.Scenario.Name, c.Deployment, c.With, c.Attacker.Capabilities, c.given())
			if asked[key] {
				continue
			}
			asked[key] = true
			if err := then.attack(ctx, *c); err != nil {
				return err
			}
			if err := then.twins(ctx, *c); err != nil {
				return err
			}
		}
		for _, h := range Happenings(&then.Coverage) {
			if reason, missing := why[h.What]; missing && reason == "" && h.Seen > 0 {
				why[h.What] = other.why
			}
		}
	}
	return nil
}

// coverExtra counts an extra composition, with nothing deployed, an attacker who
// does everything within reach and people who make every error.
func coverExtra(ctx context.Context, cat *flows.Catalogue, f *flows.Flow, extra scenarios.Extra, opt model.Options) (*results.Coverage, error) {
	c, err := NewCase(cat, extra.Scenario, scenarios.ExampleOf(f), f.Name, nil, "strongest", "", opt)
	if err != nil {
		return nil, err
	}
	c.User.Errors = flows.RequirementNames()
	cov := newCoverage(f)
	_, err = cov.explore(ctx, &c, extra.In, extra.Set)
	return &cov.Coverage, err
}

// cannot says that no attacker of the runs has what a step takes, if so.
func (cov *coverage) cannot(cat *flows.Catalogue, step string) string {
	var by []string
	for _, c := range cat.Capabilities {
		if slices.Contains(c.Enables, step) || slices.ContainsFunc(c.Opens, func(s flows.Step) bool { return s.Name == step }) {
			by = append(by, c.Name)
		}
	}
	switch {
	case len(cov.has) == 0:
		return "nobody attacks"
	case slices.ContainsFunc(by, func(name string) bool { return slices.Contains(cov.has, name) }):
		return ""
	}
	return "no attacker here has " + strings.Join(by, " or ")
}
