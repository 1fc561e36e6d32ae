package report

import (
	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) list(r *results.List) {
	for _, s := range r.Sections {
		var rows [][]string
		for _, n := range s.Names {
			rows = append(rows, []string{n.Name, n.Doc, n.Ref})
		}
		f.table([]string{s.Kind, "", ""}, rows)
	}
}
