package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) defend(r *results.Defend) {
	f.head(r.Head)
	f.line("goal to keep out of reach: %s", r.Goal)
	f.blank()
	if !r.Complete && len(r.MinimalDefences) == 0 {
		f.line("Inconclusive: a budget was hit before every attack was known.")
		f.run(r.Run)
		return
	}
	if r.Enough {
		f.line("What is deployed stops every attack: there is nothing to add.")
		f.run(r.Run)
		return
	}
	if len(r.AttackBlockers) == 0 {
		f.line("This attacker and user get nowhere without any mitigation too: nothing to defend.")
		f.run(r.Run)
		return
	}
	var rows [][]string
	for i, d := range r.MinimalDefences {
		remark := ""
		if r.ByRefusing[i] {
			remark = "works by refusing honest users"
		}
		rows = append(rows, []string{strings.Join(d, " + "), list(r.Keeps[i]), list(r.Loses[i]), remark})
	}
	title := "minimal defence"
	if len(r.Mitigations) > 0 {
		title = "minimal addition"
	}
	if len(rows) == 0 {
		f.line("No set of the mitigations in the catalogue is enough.")
	} else {
		f.table([]string{title, "keeps", "loses", ""}, rows)
	}
	f.line("%s of %s deployments stop every attack", r.Deployments.Stopping, r.Deployments.Of)
	f.line("%d minimal attacks; %d states, %d edges, %d labels kept of %d processed, at most %d in a state%s",
		len(r.AttackBlockers), r.States, r.Edges, r.Labels.Kept, r.Labels.Processed, r.Labels.Max, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) price(r *results.Price) {
	f.head(r.Head)
	f.line("goal: %s", r.Goal)
	f.blank()
	switch {
	case !r.Complete && len(r.CheapestAttackers) == 0:
		f.line("Inconclusive: none was found before a budget was hit.")
	case r.NoneWithinReach:
		f.line("No attacker within reach gets through. Reach: %s", list(r.Reach))
	default:
		var rows [][]string
		for _, a := range r.CheapestAttackers {
			rows = append(rows, []string{fmt.Sprint(len(a)), list(a)})
		}
		f.table([]string{"capabilities", "cheapest attackers that get through"}, rows)
	}
	f.line("%d states%s", r.States, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) compare(r *results.Compare) {
	f.heading(2, fmt.Sprintf("%s on %s, deployment %s (codes live %s)", r.Scenario, r.Flow, r.Deployment, span(r.CodeLife)))
	f.compareTable(r)
	f.line("%d states, %d edges%s", r.States, r.Edges, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) compareTable(r *results.Compare) {
	if len(r.Mitigations) > 0 {
		f.line("The deployment has %s; with it alone are lost: %s. Each row adds one mitigation to that.", list(r.Mitigations), list(r.Lost))
	}
	head := []string{"mitigation", "BCP says"}
	for _, a := range r.Attackers {
		head = append(head, a.Name)
	}
	head = append(head, "honest users it loses")
	var rows [][]string
	for _, row := range r.Rows {
		cells := []string{row.Mitigation, strings.Join(row.Published, ", ")}
		for i := range r.Attackers {
			switch row.Status {
			case "n_a":
				cells = append(cells, "n/a")
			case "in_force":
				cells = append(cells, "in force")
			default:
				cells = append(cells, cell(row.Cells[i]))
			}
		}
		lost := strings.Join(row.Lost, ", ")
		if row.Lost == nil && row.Status == "judged" {
			lost = "inconclusive"
		}
		rows = append(rows, append(cells, lost))
	}
	f.table(head, rows)
	f.assumes(r.Head)
	f.rounded(r.Rounded)
}

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
