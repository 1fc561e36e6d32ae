package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) suite(r *results.Suite) {
	f.heading(1, fmt.Sprintf("Suite %s", r.Suite))
	if r.Doc != "" {
		f.line("%s", r.Doc)
	}
	f.blank()
	for _, d := range r.Deployments {
		f.heading(2, fmt.Sprintf("Deployment %s", d.Name))
		f.line("%s", d.Doc)
		var rows [][]string
		for _, s := range d.Settings {
			source := s.Source
			if s.Read {
				source = "read by the models. " + source
			}
			if s.Unverified {
				source += " (unverified)"
			}
			rows = append(rows, []string{s.Key, s.Value, source})
		}
		f.table([]string{"setting", "value", "source"}, rows)
		if len(d.Mitigations) > 0 {
			f.line("has in force: %s", list(d.Mitigations))
			f.blank()
		}
	}
	for i := range r.Compares {
		c := &r.Compares[i]
		f.heading(2, fmt.Sprintf("%s on deployment %s, one mitigation at a time", c.Scenario, c.Deployment))
		f.compareTable(c)
	}
	f.heading(2, "Expectations")
	var rows [][]string
	for _, run := range r.Runs {
		who := "nobody"
		if run.Check.Attacker != nil {
			who = run.Check.Attacker.Name
		}
		mark, found := "ok", []string{}
		for _, e := range run.Expectations {
			found = append(found, e.Of+" "+e.Found)
			switch {
			case !e.Met && e.Found != "inconclusive":
				mark = "NOT MET"
			case e.Found == "inconclusive" && mark == "ok":
				mark = "INCONCLUSIVE"
			}
		}
		rows = append(rows, []string{mark, run.Check.Scenario, who, list(run.With), strings.Join(found, ", ")})
	}
	f.table([]string{"", "scenario", "attacker", "with", "found"}, rows)
	for _, run := range r.Runs {
		for _, e := range run.Expectations {
			if !e.Met && e.Found != "inconclusive" {
				f.line("NOT MET: %s: %s should be %s and is %s", place(run.File, e), e.Of, e.Expected, e.Found)
			}
		}
	}
	for _, run := range r.Runs {
		if slices.ContainsFunc(run.Expectations, func(e results.Expectation) bool { return !e.Met && e.Found != "inconclusive" }) {
			f.blank()
			f.check(run.Check)
		}
	}
	for i := range r.Coverage {
		f.blank()
		f.coverage(&r.Coverage[i])
	}
	f.blank()
	f.attack(r)
	f.line("%d expectations met, %d not met, %d inconclusive%s", r.Met, r.NotMet, r.Undecided, unfinished(r.Complete))
	if r.Partial != "" {
		f.line("PARTIAL: %s", r.Partial)
	}
	f.run(r.Run)
}

// attack draws the first attack that the suite found, which is the shortest one
// of its scenario without what it deploys later.
func (f format) attack(r *results.Suite) {
	for _, run := range r.Runs {
		for _, p := range run.Check.Properties {
			if p.Name == "attacker-access" && len(p.Trace) > 0 {
				f.heading(2, fmt.Sprintf("The shortest attack of %s on %s", run.Check.Scenario, run.Check.Deployment))
				f.drawing(p.Trace)
				return
			}
		}
	}
}

func place(file string, e results.Expectation) string {
	if file == "" || e.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", file, e.Line)
}
