package score

import (
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// applicability says of each mitigation which of the flows it is about.
func applicability(cat *flows.Catalogue, list []*flows.Flow) []results.Applicability {
	rows := []results.Applicability{}
	for _, m := range cat.Mitigations {
		row := results.Applicability{Mitigation: m.Name, Ref: m.Ref, Cells: []results.Applies{}}
		for _, f := range list {
			cell := results.Applies{Flow: f.Name, Verdict: "n_a", Variants: []string{}}
			var about []string
			for _, v := range m.VariantNames() {
				if cat.Applies(f, m, v) {
					about = append(about, v)
				}
			}
			if len(about) > 0 {
				cell.Verdict = "applies"
			}
			if len(about) > 0 && len(about) < len(m.VariantNames()) {
				cell.Variants = about
			}
			row.Cells = append(row.Cells, cell)
		}
		rows = append(rows, row)
	}
	return rows
}
