package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// flows shows what binds each flow, whom that assures, and which mitigations are about
// it. Brief, neighbours that say the same share a row or a column.
func (f format) flows(r *results.Flows) {
	for _, a := range r.Attacks {
		f.line("%s: %s (%s)", a.Name, a.Doc, strings.Join(a.Scenarios, ", "))
	}
	f.blank()
	f.binding(r)
	f.assurance(r)
	f.applicability(r)
	f.line("%d systems, %d states, %d edges%s", r.Explored, r.States, r.Edges, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) binding(r *results.Flows) {
	var attackers []string
	for _, row := range r.Binding {
		for _, c := range row.Cells {
			if !slices.Contains(attackers, c.Attacker) {
				attackers = append(attackers, c.Attacker)
			}
		}
	}
	head := []string{"flow", "settings"}
	for _, a := range r.Attacks {
		head = append(head, a.Name)
	}
	for _, attacker := range attackers {
		f.heading(3, fmt.Sprintf("Binding, attacker %s, user %s", attacker, r.User.Name))
		f.blank()
		var rows [][]string
		var commands strings.Builder
		for _, row := range r.Binding {
			cells := []string{row.Flow, strings.Join(row.Settings, ", ")}
			for _, c := range row.Cells {
				if c.Attacker != attacker {
					continue
				}
				cells = append(cells, bound(c))
				if c.ApproverBound.Verdict == "violated" || c.ConsumerBound.Verdict == "violated" {
					fmt.Fprintln(&commands, c.Command)
				}
			}
			rows = append(rows, cells)
		}
		if r.Brief {
			rows = joined(rows, 0)
		}
		f.table(head, rows)
		if !r.Brief && commands.Len() > 0 {
			f.line("What is violated, with its shortest trace:")
			f.blank()
			f.code("sh", commands.String())
		}
	}
}

// bound is a cell of the binding table.
func bound(c results.BindingCell) string {
	var said []string
	for _, p := range []struct {
		name string
		is   results.Bound
	}{{"approver", c.ApproverBound}, {"consumer", c.ConsumerBound}} {
		switch p.is.Verdict {
		case "violated":
			said = append(said, fmt.Sprintf("%s not bound: %d steps", p.name, *p.is.Steps))
		case "inconclusive":
			said = append(said, p.name+" inconclusive")
		case "n_a":
			return "-"
		}
	}
	if len(said) == 0 {
		return "holds"
	}
	return strings.Join(said, ", ")
}

func (f format) assurance(r *results.Flows) {
	if len(r.Assurance) == 0 {
		return
	}
	f.heading(3, "Assurance of a party, attackers literal")
	f.blank()
	head := []string{"flow", "party", "with"}
	for _, c := range r.Assurance[0].Cells {
		head = append(head, c.User)
	}
	var rows [][]string
	for _, row := range r.Assurance {
		with := strings.Join(row.Settings, ", ")
		if with == "" {
			with = "nothing"
		}
		cells := []string{row.Flow, row.Party, with}
		for _, c := range row.Cells {
			said := slices.Clone(c.Through)
			for _, attack := range c.Open {
				said = append(said, attack+" inconclusive")
			}
			if len(said) == 0 {
				said = []string{c.Verdict}
			}
			cells = append(cells, strings.Join(said, ", "))
		}
		rows = append(rows, cells)
	}
	if r.Brief {
		rows = joined(rows, 0)
	}
	f.table(head, rows)
}

func (f format) applicability(r *results.Flows) {
	if len(r.Applicability) == 0 {
		return
	}
	f.heading(3, "Which mitigations are about which flow")
	f.blank()
	// One line for each flow first: what says the same of two flows says it once.
	columns := [][]string{}
	for i, c := range r.Applicability[0].Cells {
		column := []string{c.Flow}
		for _, row := range r.Applicability {
			column = append(column, applies(row.Cells[i]))
		}
		columns = append(columns, column)
	}
	if r.Brief {
		columns = joined(columns, 0)
	}
	head := []string{"mitigation"}
	for _, column := range columns {
		head = append(head, column[0])
	}
	var rows [][]string
	for i, row := range r.Applicability {
		cells := []string{row.Mitigation}
		for _, column := range columns {
			cells = append(cells, column[1+i])
		}
		rows = append(rows, cells)
	}
	f.table(head, rows)
}

// applies is a cell of the table of mitigations.
func applies(c results.Applies) string {
	switch {
	case c.Verdict == "n_a":
		return "n/a"
	case len(c.Variants) > 0:
		return strings.Join(c.Variants, ", ")
	}
	return "applies"
}

// joined makes one row of those that differ in nothing but the given cell, where the
// first of them stands.
func joined(rows [][]string, in int) (out [][]string) {
	for _, row := range rows {
		same := func(other []string) bool {
			return slices.Equal(other[:in], row[:in]) && slices.Equal(other[in+1:], row[in+1:])
		}
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i][in] += ", " + row[in]
			continue
		}
		out = append(out, slices.Clone(row))
	}
	return out
}
