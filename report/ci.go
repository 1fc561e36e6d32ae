package report

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/results"
)

// held is one result of run, check or search, as CI is told of it: what was expected, run
// by run.
type held struct {
	suite    string // its name; "check" for the command
	partial  string
	seconds  float64 // zero: left out
	runs     []results.SuiteRun
	unneeded []results.Acceptance
}

// expectations are the results of run, check and search in one form.
func expectations(all []any) ([]held, error) {
	var list []held
	seconds := func(r *results.Run) float64 {
		if r == nil {
			return 0
		}
		return r.Seconds
	}
	for _, result := range all {
		switch r := result.(type) {
		case *results.Suite:
			list = append(list, held{r.Suite, r.Partial, seconds(r.Run), r.Runs, r.Unneeded})
		case *results.Check:
			run := results.SuiteRun{Check: r, Expectations: r.Expectations}
			list = append(list, held{"check", "", seconds(r.Run), []results.SuiteRun{run}, nil})
		case *results.Search:
			run := results.SuiteRun{Check: searched(r), Expectations: r.Expectations}
			list = append(list, held{"search", r.Partial, seconds(r.Run), []results.SuiteRun{run}, nil})
		case *results.Live: // it stands in other forms
		default:
			return nil, fmt.Errorf("report: a %T has no expectations", result)
		}
	}
	return list, nil
}

// searched is what a search found in the form of a check.
func searched(r *results.Search) *results.Check {
	c := &results.Check{Head: r.Head, Complete: true}
	for _, f := range r.Findings {
		if f.Kind == "property" {
			c.Properties = append(c.Properties, results.Property{Name: f.Of, Doc: f.Doc, Verdict: f.Verdict, Why: met(f, r.Runs), Trace: f.Trace})
		}
	}
	return c
}

// undecided tells whether an expectation was neither met nor not met.
func undecided(e results.Expectation) bool { return e.Found == "inconclusive" }

// accepted tells whether somebody lives with an expectation's not being met.
func accepted(e results.Expectation) bool { return e.Acceptance != nil && !e.Acceptance.Expired }

// notMet tells whether an expectation fails its suite.
func notMet(e results.Expectation) bool { return !e.Met && !undecided(e) && !accepted(e) }

// acceptance says who lives with a finding until when, or did.
func acceptance(a *results.Acceptance) string {
	if a.Expired {
		return fmt.Sprintf("the acceptance by %s expired on %s", a.Owner, a.Until)
	}
	return fmt.Sprintf("accepted until %s by %s: %s", a.Until, a.Owner, a.Reason)
}

// unneeded says that an acceptance can go.
func unneeded(a results.Acceptance) string {
	text := "the acceptance of " + a.Of
	if a.Attacker != "" {
		text += " against " + a.Attacker
	}
	return fmt.Sprintf("%s by %s is no longer needed", text, a.Owner)
}

// attackerName is who attacks in a run.
func attackerName(c *results.Check) string {
	if c.Attacker == nil {
		return "nobody"
	}
	return c.Attacker.Name
}

// circumstances tell runs of one scenario, flow and attacker apart: on which
// deployment, with what, with whom, and after what.
func circumstances(run results.SuiteRun) string {
	s := " on " + run.Check.Deployment
	with := run.With
	if run.File == "" {
		with = run.Check.Mitigations
	}
	if len(with) > 0 {
		s += " with " + list(with)
	}
	if u := run.Check.User.Name; u != "" && u != "obedient" {
		s += " for " + u
	}
	if first := run.Check.After; first != nil {
		s += " after " + first.Check.Scenario
	}
	return s
}

// at is the place of an expectation in its suite; empty if it is in none.
func at(run results.SuiteRun, e results.Expectation) string {
	if run.File == "" || e.Line == 0 {
		return run.File
	}
	return fmt.Sprintf("%s:%d:%d", run.File, e.Line, e.Col)
}

// evidence is the trace that belongs to what was found of an expectation's
// subject: the attack, or what the attack runs into. Nobody is granted access in
// any other way than the one that the attack is about.
func evidence(c *results.Check, e results.Expectation) []results.Step {
	of := e.Of
	if of == "granted" {
		of = c.Breaks
	}
	for _, p := range c.Properties {
		if p.Name == of && len(p.Trace) > 0 {
			return p.Trace
		}
		if p.Name == of {
			return p.Refused
		}
	}
	return nil
}

// because is what a reader wants to know of a finding beside the words of it.
func because(c *results.Check, e results.Expectation) string {
	for _, t := range c.Twins {
		if t.Name == e.Of && e.Found == "lost" {
			return kept(t)
		}
	}
	for _, p := range c.Properties {
		if p.Name == e.Of {
			return p.Why
		}
	}
	return ""
}
