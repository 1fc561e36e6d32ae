package score

import (
	"context"
	"errors"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Compared are the attackers that a comparison puts side by side unless told
// otherwise: of a scenario in which a victim can be made to wait for a code, also
// the one that has it made then.
func Compared(s *scenarios.Scenario) []string {
	if slices.ContainsFunc(s.Reach, func(r scenarios.Reach) bool { return r.Capability == "on-demand" && !r.Literal }) {
		return []string{"literal", "literal,+on-demand", "strongest"}
	}
	return []string{"literal", "strongest"}
}

// Suite runs every run of a suite against each of its attackers and holds what
// is found against what was expected; what is accepted until a date, today or
// later, is no failure. If ctx ends in between, what is known so far is returned
// and marked partial.
func Suite(ctx context.Context, cat *flows.Catalogue, s *scenarios.Suite, today string, opt model.Options, progress func(done, of int)) (*results.Suite, error) {
	r := &results.Suite{Schema: results.Schema, Models: results.Models, Suite: s.Name, Doc: s.Doc, Complete: true,
		Deployments: []results.Deployment{}, Compares: []results.Compare{}, Runs: []results.SuiteRun{}, Unneeded: []results.Acceptance{}}
	accepted := acceptances{today: today, needed: map[scenarios.Acceptance]bool{}}
	if s.Accepts() {
		r.Date = today
	}
	type pair struct {
		scenario   *scenarios.Scenario
		deployment *scenarios.Deployment
		flow       string
	}
	compared := map[pair]bool{}
	known := map[*scenarios.Deployment]bool{}
	kept := newMemo()
	for i, run := range s.Runs {
		if progress != nil {
			progress(i, len(s.Runs))
		}
		if d := run.Deployment; !known[d] {
			known[d] = true
			r.Deployments = append(r.Deployments, published(d))
		}
		err := runOne(ctx, cat, run, accepted, opt, kept, r)
		if p := (pair{run.Scenario, run.Deployment, run.Flow}); err == nil && !s.Brief && len(run.Scenario.Reach) > 0 && !compared[p] {
			compared[p] = true
			err = compareOne(ctx, cat, run, opt, kept, r)
		}
		if ctx.Err() != nil {
			r.Partial, r.Complete = "interrupted", false
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				r.Partial = "out of time"
			}
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if r.Partial == "" {
		r.Unneeded = accepted.unneeded(s)
	}
	for _, run := range r.Runs {
		r.Complete = r.Complete && run.Check.Complete
		for _, e := range run.Expectations {
			switch {
			case e.Found == "inconclusive":
				r.Undecided++
			case e.Met:
				r.Met++
			case e.Acceptance != nil && !e.Acceptance.Expired:
				r.Accepted++
			default:
				r.NotMet++
			}
		}
	}
	return r, nil
}

// runOne checks one run against each of its attackers.
func runOne(ctx context.Context, cat *flows.Catalogue, run scenarios.Run, accepted acceptances, opt model.Options, kept *memo, r *results.Suite) error {
	attackers := run.Attackers
	if len(run.Scenario.Reach) == 0 {
		attackers = []string{""}
	}
	for _, attacker := range attackers {
		c, err := NewCase(cat, run.Scenario, run.Deployment, run.Flow, run.With, attacker, run.User, opt)
		if err != nil {
			return err
		}
		c.memo = kept
		check, err := Check(ctx, c)
		if err != nil {
			return err
		}
		out := results.SuiteRun{File: run.At.File, Line: run.At.Line, With: append([]string{}, run.With...), Check: check, Expectations: []results.Expectation{}}
		for _, e := range run.Expect {
			if e.Attacker != "" && e.Attacker != attacker {
				continue
			}
			found := Found(check, e.Of)
			held := results.Expectation{Of: e.Of, Expected: e.Word, Found: found, Met: found == e.Word, Line: e.At.Line, Col: e.At.Col}
			accepted.judge(run, attacker, &held)
			out.Expectations = append(out.Expectations, held)
		}
		r.Runs = append(r.Runs, out)
	}
	return nil
}

// compareOne adds the table of each mitigation alone for a run's scenario and
// deployment.
func compareOne(ctx context.Context, cat *flows.Catalogue, run scenarios.Run, opt model.Options, kept *memo, r *results.Suite) error {
	var attackers []results.Attacker
	var first Case
	for i, text := range Compared(run.Scenario) {
		c, err := NewCase(cat, run.Scenario, run.Deployment, run.Flow, nil, text, run.User, opt)
		if err != nil {
			return err
		}
		c.memo = kept
		if attackers = append(attackers, c.Attacker); i == 0 {
			first = c
		}
	}
	table, err := Compare(ctx, first, attackers)
	if err != nil {
		return err
	}
	r.Compares = append(r.Compares, *table)
	return nil
}

// Found is what a check found of a property, goal or twin, in the words of
// expectations.
func Found(r *results.Check, of string) string {
	word := func(b *bool, yes, no string) string {
		switch {
		case b == nil:
			return "inconclusive"
		case *b:
			return yes
		}
		return no
	}
	for _, p := range r.Properties {
		if p.Name == of {
			return p.Verdict
		}
	}
	for _, g := range r.Goals {
		if g.Name == of {
			return word(g.Reachable, "reachable", "unreachable")
		}
	}
	for _, t := range r.Twins {
		if t.Name == of {
			return word(t.Kept, "kept", "lost")
		}
	}
	return "inconclusive"
}

// published is a deployment with the sources of its settings.
func published(d *scenarios.Deployment) results.Deployment {
	out := results.Deployment{Name: d.Name, Doc: d.Doc, Flow: d.Flow, CodeLife: d.CodeLife,
		Mitigations: append([]string{}, d.Mitigations...), Settings: []results.Setting{}}
	for _, s := range d.Sources {
		out.Settings = append(out.Settings, results.Setting{Key: s.Key, Value: s.Value, Source: s.Source, Unverified: s.Unverified, Read: s.Read})
	}
	return out
}
