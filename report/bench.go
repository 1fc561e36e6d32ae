package report

import (
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) bench(r *results.Bench) {
	f.line("benchmark model %s: %d states, %d edges", r.Size, r.States, r.Edges)
	f.line("%d workers: %.2f s wall clock, %.2f s CPU; %.1f bytes per state, %d MiB at the peak",
		r.Workers, r.Seconds, r.CPUSeconds, r.BytesPerState, r.PeakBytes>>20)
	var rows [][]string
	for _, p := range r.Peers {
		rows = append(rows, []string{p.Name, fmt.Sprint(p.States), fmt.Sprintf("%.2f", p.CPUSeconds), fmt.Sprintf("%.2f", p.Ratio)})
	}
	if len(rows) > 0 {
		f.table([]string{"checker", "states", "CPU s", "ours / theirs"}, rows)
	}
	if len(r.Missing) > 0 {
		f.line("not installed, so not compared: %s", strings.Join(r.Missing, ", "))
	}
}
