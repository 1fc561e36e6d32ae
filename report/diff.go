package report

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) diff(r *results.Diff) {
	f.heading(2, fmt.Sprintf("From %s to %s", r.Old.File, r.New.File))
	if r.Old.Models != r.New.Models {
		f.line("the models are others: version %s, then %s", r.Old.Models, r.New.Models)
	}
	for _, side := range []results.Side{r.Old, r.New} {
		if side.Partial != "" {
			f.line("PARTIAL: %s: %s", side.File, side.Partial)
		}
	}
	f.blank()
	for _, run := range r.Changed {
		f.heading(3, question(run.Key))
		var rows [][]string
		for _, c := range run.Changes {
			mark := c.Effect
			if mark == "worse" {
				mark = "WORSE"
			}
			rows = append(rows, []string{mark, c.Kind, c.Of, orNone(c.Old), orNone(c.New)})
		}
		f.table([]string{"", "", "", "old", "new"}, rows)
	}
	for _, only := range []struct {
		in   string
		keys []results.Key
	}{{r.Old.File, r.OnlyOld}, {r.New.File, r.OnlyNew}} {
		for _, k := range only.keys {
			f.line("only in %s: %s", only.in, question(k))
		}
		if len(only.keys) > 0 {
			f.blank()
		}
	}
	f.line("runs in both: %d, of these changed: %d; changes: %d worse, %d better, %d now inconclusive, %d other",
		r.Compared, len(r.Changed), r.Worse, r.Better, r.Undecided, r.Other)
}

// question is what a run asked.
func question(k results.Key) string {
	s := fmt.Sprintf("%s on %s, deployment %s", k.Scenario, k.Flow, k.Deployment)
	if k.Attacker != "" {
		s += ", attacker " + k.Attacker
	}
	if len(k.Mitigations) > 0 {
		s += ", with " + list(k.Mitigations)
	}
	if k.User != "" && k.User != "obedient" {
		s += ", user " + k.User
	}
	if k.Nth > 1 {
		s += fmt.Sprintf(" (%d)", k.Nth)
	}
	return s
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
