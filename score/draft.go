package score

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Draft makes runs of a suite on a deployment that expect what is found today;
// with wish, what the deployment's owner would like. Each attack is by the weakest
// and by the strongest attacker. Honest people stand where their own scenario
// does, or else beside the attack.
func Draft(ctx context.Context, cat *flows.Catalogue, d *scenarios.Deployment, list []*scenarios.Scenario, wish bool, opt model.Options, progress func(done, of int)) (runs []scenarios.DraftRun, err error) {
	for i, s := range list {
		if progress != nil {
			progress(i, len(list))
		}
		run := scenarios.DraftRun{About: s.Name + " (" + s.Ref + "): " + s.Doc, Scenario: s}
		if run.Attackers, err = profiles(s); err != nil {
			return nil, err
		}
		attackers := run.Attackers
		if len(attackers) == 0 {
			attackers = []string{""}
		}
		for j, attacker := range attackers {
			c, err := NewCase(cat, s, d, d.Flow, nil, attacker, "", opt)
			if err != nil {
				return nil, err
			}
			check, err := Check(ctx, c)
			if err != nil {
				return nil, err
			}
			found, err := c.drafted(ctx, check)
			if err != nil {
				return nil, err
			}
			run.Expect = append(run.Expect, found...)
			if last := j == len(attackers)-1; last && (s.Honest == nil || !slices.Contains(list, c.Scenario.Honest)) {
				run.Expect = append(run.Expect, honest(check)...)
			}
		}
		for j := range run.Expect {
			settle(&run.Expect[j], wish)
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// profiles are the weakest and the strongest attacker of a scenario: none, or one
// where these are the same.
func profiles(s *scenarios.Scenario) ([]string, error) {
	if len(s.Reach) == 0 {
		return nil, nil
	}
	weakest, strongest := scenarios.Profiles[0], scenarios.Profiles[len(scenarios.Profiles)-1]
	least, err := s.Profile(weakest)
	if err != nil {
		return nil, err
	}
	most, err := s.Profile(strongest)
	if slices.Equal(least, most) {
		return []string{weakest}, err
	}
	return []string{weakest, strongest}, err
}

// drafted is what a check found of the properties that a suite should say: of what
// the attack is about. Where there is no attacker the twins say it all; without twins,
// it is every property.
func (c *Case) drafted(ctx context.Context, check *results.Check) (list []scenarios.DraftExpectation, err error) {
	for _, p := range check.Properties {
		attack := p.Name == check.Breaks
		if check.Attacker != nil && !attack || check.Attacker == nil && len(check.Twins) > 0 {
			continue
		}
		e := scenarios.DraftExpectation{Attacker: c.Attacker.Name, Of: p.Name, Found: p.Verdict, Good: "holds"}
		switch {
		case p.Verdict == "violated":
			e.Remark = fmt.Sprintf("%s is violated; the shortest way there has %d steps.", p.Name, acts(p.Trace))
			if attack {
				e.Remark = fmt.Sprintf("the attack gets through; the shortest has %d steps.", acts(p.Trace))
			}
			advice, err := c.advice(ctx, check)
			if err != nil {
				return nil, err
			}
			e.Remark += advice
			if turns := turnings(p.Critical); len(turns) > 0 {
				e.Remark += " It would hold with " + strings.Join(turns, ", or with ") + "."
			}
		case p.Verdict == "holds" && len(p.Critical) > 0:
			e.Remark = "This rests on " + strings.Join(turnings(p.Critical), " and on ") + "."
		case p.Verdict == "holds" && p.Why != "":
			e.Remark = "Nothing is stopped here: " + p.Why + "."
			if !p.Vacuous {
				e.Remark = "This holds because " + p.Why + "."
			}
		}
		list = append(list, e)
	}
	return list, nil
}

// acts counts the steps of a trace that somebody takes.
func acts(trace []results.Step) (n int) {
	for _, s := range trace {
		if s.By != "time" {
			n++
		}
	}
	return n
}

// turnings are the sides of values on which a verdict is that something holds.
func turnings(list []results.Critical) (sides []string) {
	for _, c := range list {
		format := flows.Count.Format
		if c.Unit == "s" {
			format = flows.Seconds.Format
		}
		switch {
		case c.HoldsUpTo != nil:
			sides = append(sides, c.Parameter+" ≤ "+format(*c.HoldsUpTo))
		case c.HoldsFrom != nil:
			sides = append(sides, c.Parameter+" ≥ "+format(*c.HoldsFrom))
		}
	}
	return sides
}

// mostAdvised is how many defences are named where there are more.
const mostAdvised = 3

// advice is a sentence on what would be enough against the case's attacker: first
// what loses the fewest honest people of those who are served today.
func (c *Case) advice(ctx context.Context, check *results.Check) (string, error) {
	if !slices.ContainsFunc(c.Scenario.Goals, func(g scenarios.Goal) bool { return g.Name == scenarios.Granted }) {
		return "", nil
	}
	r, err := Defend(ctx, *c, scenarios.Granted)
	if err != nil || !r.Complete {
		return "", err
	}
	if len(r.MinimalDefences) == 0 {
		return " No set of the mitigations that there are models of stops it.", nil
	}
	type defence struct{ adds, loses []string }
	var list []defence
	for i, names := range r.MinimalDefences {
		d := defence{adds: names}
		for _, t := range check.Twins {
			if t.Kept != nil && *t.Kept && slices.Contains(r.Loses[i], t.Name) {
				d.loses = append(d.loses, t.Name)
			}
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b defence) int {
		return cmp.Or(cmp.Compare(len(a.loses), len(b.loses)), cmp.Compare(len(a.adds), len(b.adds)))
	})
	var parts []string
	for _, d := range list[:min(len(list), mostAdvised)] {
		loses := "nobody"
		if len(d.loses) > 0 {
			loses = strings.Join(d.loses, ", ")
		}
		parts = append(parts, strings.Join(d.adds, " + ")+" (loses "+loses+")")
	}
	text := " Enough to stop it: " + strings.Join(parts, "; or ")
	if more := len(list) - mostAdvised; more > 0 {
		text += fmt.Sprintf("; or %d more", more)
	}
	return text + ".", nil
}

// honest is what a check found of the twins.
func honest(check *results.Check) (list []scenarios.DraftExpectation) {
	for _, t := range check.Twins {
		e := scenarios.DraftExpectation{Of: t.Name, Found: Found(check, t.Name), Good: "kept"}
		if e.Found == "lost" {
			by := "refused by the server's own settings"
			if len(t.Lost) > 0 {
				by = "lost to " + strings.Join(t.Lost, ", ")
			}
			e.Remark = fmt.Sprintf("%s is not served (%s): %s.", t.Name, t.Doc, by)
		}
		list = append(list, e)
	}
	return list
}

// settle chooses the word that is written, and says before the remark what it is
// about.
func settle(e *scenarios.DraftExpectation, wish bool) {
	e.Word = e.Found
	if wish {
		e.Word = e.Good
	}
	of := e.Of
	if e.Attacker != "" {
		of += " by " + e.Attacker
	}
	switch {
	case e.Found == "inconclusive" && wish:
		e.Remark = "NOT KNOWN today: a budget was hit before " + of + " was decided."
	case e.Found == "inconclusive":
		e.Word = ""
		e.Remark = "NOT KNOWN: a budget was hit before " + of + " was decided, so nothing is expected of it."
	case e.Found != e.Good && wish:
		e.Remark = "NOT MET today: " + e.Remark
	case e.Found != e.Good:
		e.Remark = "FINDING: " + e.Remark
	}
}
