package score

import (
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// BenchmarkFamily sets the search for all deployments of B1 beside a plain
// exploration of the same system, all mitigations evaluated in both. It reports
// (state, label, edge) transfers per second, the cost of one over the plain cost
// of an edge, and labels processed for each one kept.
func BenchmarkFamily(b *testing.B) {
	cat := &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
	for _, in := range []scenarios.Instance{scenarios.Alone, scenarios.Beside, scenarios.TwoVictims} {
		b.Run(in.Name, func(b *testing.B) {
			c, err := NewCase(cat, scenarios.B1, scenarios.Example, "", nil, "strongest", "", model.Options{Workers: 1})
			if err != nil {
				b.Fatal(err)
			}
			on, err := c.compose(in, nil)
			if err != nil {
				b.Fatal(err)
			}
			var goals []model.Goal[flows.World]
			for _, g := range scenarios.B1.Goals {
				goals = append(goals, model.Goal[flows.World]{Name: g.Name, When: g.When})
			}
			var plain, family time.Duration
			var edges, transfers, kept, processed int
			for b.Loop() {
				start := time.Now()
				r, err := model.Explore(b.Context(), on.System, nil, c.Options)
				if err != nil {
					b.Fatal(err)
				}
				plain += time.Since(start)
				edges += r.Edges
				start = time.Now()
				f, err := model.Family(b.Context(), on.System, goals, c.Options)
				if err != nil {
					b.Fatal(err)
				}
				family += time.Since(start)
				transfers += f.Transfers
				kept, processed = f.LabelsKept, f.LabelsProcessed
			}
			perEdge := plain.Seconds() / float64(edges)
			perTransfer := family.Seconds() / float64(transfers)
			b.ReportMetric(float64(transfers)/family.Seconds()/1e6, "Mtransfers/s")
			b.ReportMetric(perTransfer/perEdge, "transfer/edge")
			b.ReportMetric(perEdge*1e9, "ns/edge")
			b.ReportMetric(float64(processed)/float64(kept), "processed/kept")
		})
	}
}
