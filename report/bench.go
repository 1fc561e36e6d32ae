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

// scenarioBench is one row for each instance; without times where there are none.
func (f format) scenarioBench(r *results.ScenarioBench) {
	f.heading(2, fmt.Sprintf("%s on %s, deployment %s", r.Scenario, r.Flow, r.Deployment))
	head := []string{"instance", "states", "edges", "depth", "bytes/state", "labels/state", "at most", "transfers"}
	var rows [][]string
	for i, in := range r.Instances {
		row := []string{in.Name, fmt.Sprint(in.States), fmt.Sprint(in.Edges), fmt.Sprint(in.Depth), fmt.Sprintf("%.1f", in.BytesPerState),
			fmt.Sprintf("%.2f", in.LabelsMean), fmt.Sprint(in.LabelsMax), fmt.Sprint(in.Transfers)}
		if in.Run != nil {
			for _, e := range in.Run.Explore {
				if i == 0 {
					head = append(head, "ns/edge, "+workers(e.Workers))
				}
				row = append(row, fmt.Sprintf("%.0f", e.NsPerEdge))
			}
			if i == 0 {
				head = append(head, "s for labels", "transfers/s")
			}
			row = append(row, fmt.Sprintf("%.3f", in.Run.FamilySeconds), fmt.Sprintf("%.2gM", in.Run.TransfersPerSecond/1e6))
		}
		rows = append(rows, row)
	}
	f.table(head, rows)
	if !r.Complete {
		f.line("NOT complete: a budget was hit")
	}
	f.run(r.Run)
}

func workers(n int) string {
	if n == 1 {
		return "1 worker"
	}
	return fmt.Sprintf("%d workers", n)
}
