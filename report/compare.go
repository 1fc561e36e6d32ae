package report

import (
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) compare(r *results.Compare) {
	f.heading(2, fmt.Sprintf("%s on %s, deployment %s (codes live %s)", r.Scenario, r.Flow, r.Deployment, span(r.CodeLife)))
	f.compareTable(r)
	f.line("%d states, %d edges%s", r.States, r.Edges, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) compareTable(r *results.Compare) {
	switch {
	case len(r.Mitigations) > 0:
		f.line("The deployment has %s; with it alone are lost: %s. Each row adds one mitigation to that.", list(r.Mitigations), list(r.Lost))
	case len(r.Lost) > 0:
		f.line("The deployment's own settings lose: %s.", list(r.Lost))
	}
	if len(r.Options) > 0 {
		f.line("options of the flow: %s", list(r.Options))
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
		loses := lost(row.Lost, row.Keeps)
		if row.Lost == nil && row.Status == "judged" {
			loses = "inconclusive"
		}
		rows = append(rows, append(cells, loses))
	}
	f.table(head, rows)
	if r.Why != "" {
		f.line("nothing to stop: %s", r.Why)
	}
	f.assumes(r.Head)
	f.rounded(r.Rounded)
}
