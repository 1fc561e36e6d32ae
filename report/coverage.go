package report

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/results"
)

// coverage shows what of a flow happened, how often, and what did not.
func (f format) coverage(r *results.Coverage) {
	f.heading(2, fmt.Sprintf("Coverage of %s", r.Flow))
	f.line("%d systems explored as the runs have them, %d edges%s", r.Explored, r.Edges, unfinished(r.Complete))
	f.blank()
	var rows [][]string
	for _, t := range r.Totals {
		rows = append(rows, []string{t.Of, fmt.Sprintf("%d of %d", t.Seen, t.All)})
	}
	f.table([]string{"what happened at all", ""}, rows)
	f.coveredSteps(r.Steps)
	rows = nil
	for _, reply := range r.Replies {
		rows = append(rows, []string{reply.Reply, fmt.Sprint(reply.Seen)})
	}
	f.rows([]string{"reply", "edges"}, rows)
	rows = nil
	for _, n := range r.Never {
		rows = append(rows, []string{n.What, n.Why})
	}
	never := "never"
	if !r.Complete {
		never = "not as far as was explored"
	}
	f.rows([]string{never, "because"}, rows)
	for _, a := range r.Apart {
		f.line("Counted apart, in no run: %s, %s (%d edges). Only there: %s.", a.Name, a.Doc, a.Edges, list(a.Shows))
	}
}

// coveredSteps are three tables: who took a step, how it ended, what was checked.
func (f format) coveredSteps(steps []results.CoveredStep) {
	var taken, ended, checked [][]string
	for _, s := range steps {
		by := map[string]string{"person": "-", "attacker": "-", "time": "-"}
		for _, a := range s.By {
			by[a.Who] = fmt.Sprint(a.Taken)
		}
		taken = append(taken, []string{s.Step, by["person"], by["attacker"], by["time"]})
		for _, o := range s.Outcomes {
			if o.Outcome != "" {
				ended = append(ended, []string{s.Step, o.Outcome, o.Reply, fmt.Sprint(o.Seen)})
			}
		}
		for _, c := range s.Checks {
			checked = append(checked, []string{s.Step, c.Check, fmt.Sprint(c.Passed), fmt.Sprint(c.Refused), c.Reply})
		}
	}
	f.rows([]string{"step taken", "by a person", "by the attacker", "by time"}, taken)
	f.rows([]string{"step", "outcome", "reply", "edges"}, ended)
	f.rows([]string{"step", "check", "passed", "refused", "with"}, checked)
}

// rows is a table, unless it is empty.
func (f format) rows(head []string, rows [][]string) {
	if len(rows) > 0 {
		f.table(head, rows)
	}
}
