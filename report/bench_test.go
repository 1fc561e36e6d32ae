package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestScenarioBench: with times there is a column for each number of workers,
// without them there is none, and what hit a budget says so.
func TestScenarioBench(t *testing.T) {
	text := func(run *results.BenchRun, complete bool) string {
		var b bytes.Buffer
		r := &results.ScenarioBench{Scenario: "B1", Flow: "device-grant", Deployment: "example", Complete: complete,
			Instances: []results.InstanceBench{{Instance: results.Instance{Name: "alone", States: 6915, Edges: 34053, Depth: 41},
				BytesPerState: 61.04, Arcs: 20601, LabelsMean: 1.26, LabelsMax: 4, Transfers: 22924, Run: run}}}
		if err := report.Text(&b, r); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	timed := text(&results.BenchRun{Explore: []results.ExploreRun{{Workers: 1, Seconds: 0.01, NsPerEdge: 293.7}, {Workers: 4, Seconds: 0.005, NsPerEdge: 146.8}},
		FamilySeconds: 0.0125, TransfersPerSecond: 1.83e6}, true)
	for _, want := range []string{"B1 on device-grant, deployment example", "ns/edge, 1 worker", "ns/edge, 4 workers", "alone", "6915", "34053", "41", "61.0", "1.26", "22924", "294", "147", "0.013", "1.8M"} {
		if !strings.Contains(timed, want) {
			t.Errorf("no %q in\n%s", want, timed)
		}
	}
	if bare := text(nil, false); strings.Contains(bare, "worker") || strings.Contains(bare, "transfers/s") || !strings.Contains(bare, "NOT complete") {
		t.Errorf("without times, cut short:\n%s", bare)
	}
}
