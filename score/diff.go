package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// Effects of a change.
const (
	effectWorse     = "worse"
	effectBetter    = "better"
	effectUndecided = "undecided"
	effectOther     = "other"
)

// Diff says what changed from one result to a later one, for each run that stands
// in both. To get worse is: a property newly violated, a goal newly reachable, a
// twin newly lost, an expectation that was met and is not.
func Diff(before, after *Result) (*results.Diff, error) {
	r := &results.Diff{Schema: results.Schema, Old: before.side, New: after.side,
		Changed: []results.DiffRun{}, OnlyOld: []results.Key{}, OnlyNew: []results.Key{}}
	// A deployment may change under a suite: what it has is no part of the question
	// there. A check does not say what of its mitigations is the deployment's.
	all := before.ofCheck || after.ofCheck
	old, fresh := before.byKey(all), after.byKey(all)
	for _, k := range fresh.order {
		run, ok := old.runs[k]
		if !ok {
			r.OnlyNew = append(r.OnlyNew, fresh.keys[k])
			continue
		}
		r.Compared++
		if changes := compareRuns(run, fresh.runs[k]); len(changes) > 0 {
			r.Changed = append(r.Changed, results.DiffRun{Key: fresh.keys[k], Changes: changes})
		}
	}
	for _, k := range old.order {
		if _, ok := fresh.runs[k]; !ok {
			r.OnlyOld = append(r.OnlyOld, old.keys[k])
		}
	}
	if r.Compared == 0 {
		return nil, fmt.Errorf("%s and %s have no run in common: of %d and %d runs none asks the same (scenario, flow, deployment, attacker, mitigations, user)",
			quoted(before.side.File), quoted(after.side.File), len(old.order), len(fresh.order))
	}
	for _, run := range r.Changed {
		for _, c := range run.Changes {
			switch c.Effect {
			case effectWorse:
				r.Worse++
			case effectBetter:
				r.Better++
			case effectUndecided:
				r.Undecided++
			default:
				r.Other++
			}
		}
	}
	return r, nil
}

// keyed are the runs of a result by what they ask.
type keyed struct {
	order []string
	keys  map[string]results.Key
	runs  map[string]results.SuiteRun
}

func (r *Result) byKey(all bool) keyed {
	out := keyed{keys: map[string]results.Key{}, runs: map[string]results.SuiteRun{}}
	count := map[string]int{}
	for _, run := range r.runs {
		c := run.Check
		k := results.Key{Scenario: clean(c.Scenario), Flow: clean(c.Flow), Deployment: clean(c.Deployment), User: clean(c.User.Name), Mitigations: []string{}}
		if c.Attacker != nil {
			k.Attacker = clean(c.Attacker.Name)
		}
		with := run.With
		if all {
			with = c.Mitigations
		}
		for _, m := range with {
			k.Mitigations = append(k.Mitigations, clean(m))
		}
		slices.Sort(k.Mitigations)
		text := fmt.Sprintf("%q", []any{k.Scenario, k.Flow, k.Deployment, k.Attacker, k.Mitigations, k.User})
		count[text]++
		k.Nth = count[text]
		text = fmt.Sprintf("%s %d", text, k.Nth)
		out.order = append(out.order, text)
		out.keys[text], out.runs[text] = k, run
	}
	return out
}

// fact is one thing that a run says: in words, and without what may vary while
// the verdict is the same.
type fact struct{ kind, of, words, verdict string }

func (f fact) key() [2]string { return [2]string{f.kind, f.of} }

// compareRuns lists what differs between two runs of one question: in the new
// one's order, and then what is no longer there.
func compareRuns(before, after results.SuiteRun) (changes []results.Change) {
	old, fresh := facts(before), facts(after)
	add := func(f, was, is fact) {
		if was != is {
			changes = append(changes, results.Change{Kind: f.kind, Of: f.of, Old: was.words, New: is.words, Effect: effect(was, is)})
		}
	}
	was := map[[2]string]fact{}
	for _, f := range old {
		was[f.key()] = f
	}
	still := map[[2]string]bool{}
	for _, f := range fresh {
		still[f.key()] = true
		add(f, was[f.key()], f)
	}
	for _, f := range old {
		if !still[f.key()] {
			add(f, f, fact{})
		}
	}
	return changes
}

// effect is what a change means. Where something is on one side only, nothing got
// worse or better: something else was asked.
func effect(was, is fact) string {
	bad := []string{"violated", "reachable", "lost", "not met"}
	good := []string{"holds", "unreachable", "kept", "met", "accepted"}
	switch {
	case was.verdict == "met" && is.verdict == "accepted":
		return effectWorse
	case was.verdict == is.verdict || was.verdict == "" || is.verdict == "":
		return effectOther
	case slices.Contains(bad, is.verdict):
		return effectWorse
	case slices.Contains(good, is.verdict):
		return effectBetter
	case is.verdict == "inconclusive":
		return effectUndecided
	}
	return effectOther
}

// facts are what a run says that a diff shows.
func facts(run results.SuiteRun) (list []fact) {
	c := run.Check
	count := map[[2]string]int{}
	add := func(kind, of, words, verdict string) {
		f := fact{kind, clean(of), clean(words), verdict}
		count[f.key()]++
		if n := count[f.key()]; n > 1 {
			f.of += fmt.Sprintf(" (%d)", n)
		}
		list = append(list, f)
	}
	add("setting", "code life", flows.FormatSeconds(c.CodeLife), "")
	add("setting", "mitigations", joined(c.Mitigations), "")
	if c.Attacker != nil {
		add("setting", "capabilities", joined(c.Attacker.Capabilities), "")
	}
	add("setting", "errors", joined(c.User.Errors), "")
	for _, p := range c.Properties {
		words := p.Verdict
		if p.Vacuous {
			words += ", with nothing at stake"
		}
		add("property", p.Name, words, p.Verdict)
		for _, cr := range p.Critical {
			add("critical", p.Name+": "+cr.Parameter, turning(cr), "")
		}
	}
	for _, g := range c.Goals {
		words := Found(&results.Check{Goals: []results.Goal{g}}, g.Name)
		verdict := words
		if g.Reachable != nil && *g.Reachable && g.Steps != nil {
			words += fmt.Sprintf(" in %d steps", *g.Steps)
		}
		add("goal", g.Name, words, verdict)
	}
	for _, t := range c.Twins {
		words := Found(&results.Check{Twins: []results.Twin{t}}, t.Name)
		verdict := words
		if verdict == "lost" && len(t.Lost) > 0 {
			words += " to " + strings.Join(t.Lost, ", ")
		}
		add("twin", t.Name, words, verdict)
	}
	for _, e := range run.Expectations {
		verdict, more := "not met", "" // as good as met is what is accepted, until it is not any more
		switch {
		case e.Found == "inconclusive":
			verdict = "inconclusive"
		case e.Met:
			verdict = "met"
		case e.Acceptance != nil && e.Acceptance.Expired:
			more = ", accepted until " + e.Acceptance.Until + ", which is over"
		case e.Acceptance != nil:
			verdict, more = "accepted", " until "+e.Acceptance.Until
		}
		add("expectation", e.Of+" "+e.Expected, verdict+more, verdict)
	}
	return list
}

// turning says where a verdict turns.
func turning(c results.Critical) string {
	value := func(n *int) string {
		switch {
		case n == nil:
			return "?"
		case c.Unit == "s":
			return flows.FormatSeconds(*n)
		}
		return fmt.Sprint(*n)
	}
	if c.HoldsUpTo != nil {
		return fmt.Sprintf("holds up to %s, violated from %s", value(c.HoldsUpTo), value(c.ViolatedFrom))
	}
	return fmt.Sprintf("holds from %s, violated up to %s", value(c.HoldsFrom), value(c.ViolatedUpTo))
}

func joined(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
