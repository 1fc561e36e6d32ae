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
		mark, found := "ok", []string{}
		for _, e := range run.Expectations {
			found = append(found, e.Of+" "+e.Found)
			switch {
			case notMet(e):
				mark = "NOT MET"
			case undecided(e) && mark != "NOT MET":
				mark = "INCONCLUSIVE"
			case accepted(e) && mark == "ok":
				mark = "accepted"
			}
		}
		rows = append(rows, []string{mark, run.Check.Scenario, run.Check.Deployment, attackerName(run.Check), run.Check.User.Name, list(run.With), strings.Join(found, ", ")})
	}
	head := []string{"", "scenario", "deployment", "attacker", "user", "with", "found"}
	for _, c := range []string{"deployment", "user"} {
		head, rows = varying(c, head, rows)
	}
	f.table(head, rows)
	for _, run := range r.Runs {
		for _, e := range run.Expectations {
			if e.Met || undecided(e) {
				continue
			}
			mark, more := "NOT MET", ""
			if accepted(e) {
				mark = "accepted"
			}
			if e.Acceptance != nil {
				more = "; " + acceptance(e.Acceptance)
			}
			f.line("%s: %s: %s of %s against %s%s should be %s and is %s%s", mark, place(run.File, e), e.Of,
				run.Check.Scenario, attackerName(run.Check), circumstances(run), e.Expected, e.Found, more)
		}
	}
	for _, a := range r.Unneeded {
		f.line("warning: %s: %s", place(a.File, results.Expectation{Line: a.Line}), unneeded(a))
	}
	for _, run := range r.Runs {
		if slices.ContainsFunc(run.Expectations, notMet) {
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
	lived := ""
	if r.Accepted > 0 {
		lived = fmt.Sprintf(", %d accepted", r.Accepted)
	}
	f.line("%d expectations met%s, %d not met, %d inconclusive%s", r.Met, lived, r.NotMet, r.Undecided, unfinished(r.Complete))
	if r.Date != "" {
		f.line("accepted as of %s", r.Date)
	}
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
			if p.Name == run.Check.Breaks && len(p.Trace) > 0 {
				f.heading(2, fmt.Sprintf("The shortest attack of %s on %s", run.Check.Scenario, run.Check.Deployment))
				f.drawing(p.Trace)
				return
			}
		}
	}
}

// varying is a table without a column in which all cells are alike.
func varying(column string, head []string, rows [][]string) ([]string, [][]string) {
	at := slices.Index(head, column)
	if slices.ContainsFunc(rows, func(row []string) bool { return row[at] != rows[0][at] }) {
		return head, rows
	}
	for i, row := range rows {
		rows[i] = slices.Delete(row, at, at+1)
	}
	return slices.Delete(head, at, at+1), rows
}

func place(file string, e results.Expectation) string {
	if file == "" || e.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", file, e.Line)
}
