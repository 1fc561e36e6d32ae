package model_test

import (
	"context"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/model/bench"
)

// masked is the benchmark model with ten capabilities and errors, and 23
// mitigations that refuse by what they see of the state: how much life is left,
// and who asked for the code. They are not real mitigations, but their masks are
// of that size and kind, and different ways to one state differ in them.
func masked(b *testing.B, sessions, users, ticks int) (model.System[bench.State], []model.Goal[bench.State]) {
	sys, err := bench.System(sessions, users, ticks)
	if err != nil {
		b.Fatal(err)
	}
	type kind struct {
		requires model.Set
		refuse   [8]model.Set // by life that is left
		session  uint8
	}
	kinds := make([]kind, len(sys.Steps))
	for i, step := range sys.Steps {
		k := &kinds[i]
		k.session = step.Bind.I % uint8(sessions)
		for life := range k.refuse {
			switch {
			case strings.HasPrefix(step.Name, "AttackerStart"):
				k.requires, k.refuse[life] = model.Of(0), model.Of(0, 1)
			case step.Name == "Lure":
				k.requires, k.refuse[life] = model.Of(1+i%3), model.Of(2, 3+life%3)
			case step.Name == "Observe":
				k.requires, k.refuse[life] = model.Of(4), model.Of(6+life%3)
			case step.Name == "Enter":
				k.refuse[life] = model.Of(9, 10+i%2, 12+life%3)
			case step.Name == "Approve":
				k.requires, k.refuse[life] = model.Of(5+i%2), model.Of(15, 16+life%3)
			case step.Name == "Use":
				k.requires, k.refuse[life] = model.Of(7), model.Of(19, 20+life%3)
			}
		}
	}
	next := sys.Next
	sys.Next = func(s bench.State, buf []model.Edge[bench.State]) []model.Edge[bench.State] {
		from := len(buf)
		buf = next(s, buf)
		for i := range buf[from:] {
			e := &buf[from+i]
			k := &kinds[e.Step]
			session := &s.Sessions[k.session]
			e.Requires = k.requires
			if refuse := k.refuse[(session.Life|session.TokenLife)%8]; session.Initiator == bench.Attacker {
				e.Foreign = refuse
			} else {
				e.Own = refuse
			}
		}
		return buf
	}
	var goals []model.Goal[bench.State]
	for n := 1; n <= sessions; n++ {
		goals = append(goals, model.Goal[bench.State]{Name: "used", When: func(s *bench.State) bool {
			used := 0
			for i := range s.Sessions {
				if s.Sessions[i].Used {
					used++
				}
			}
			return used >= n
		}})
	}
	return sys, goals
}

func BenchmarkFamily(b *testing.B) {
	sys, goals := masked(b, 2, 3, 4)
	var r model.FamilyResult
	for b.Loop() {
		var err error
		if r, err = model.Family(context.Background(), sys, goals, model.Options{}); err != nil || !r.Complete {
			b.Fatal(r.Stopped, err)
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(1e9*seconds/float64(r.Transfers), "ns/transfer")
	b.ReportMetric(float64(r.Transfers)/seconds, "transfers/s")
	b.ReportMetric(r.LabelsMean, "labels/state")
	b.ReportMetric(float64(r.LabelsMax), "labels-max")
	b.ReportMetric(float64(r.LabelsProcessed)/float64(r.LabelsKept), "processed/kept")
	b.ReportMetric(float64(r.States), "states")
	b.ReportMetric(float64(r.Arcs)/float64(r.Edges), "arcs/edge")
}

// BenchmarkExploreMasked is what the same exploration costs without labels.
func BenchmarkExploreMasked(b *testing.B) {
	sys, _ := masked(b, 2, 3, 4)
	var r model.Result[bench.State]
	for b.Loop() {
		var err error
		if r, err = model.Explore(context.Background(), sys, nil, model.Options{}); err != nil || !r.Complete {
			b.Fatal(r.Stopped, err)
		}
	}
	b.ReportMetric(1e9*b.Elapsed().Seconds()/float64(b.N)/float64(r.Edges), "ns/edge")
	b.ReportMetric(float64(r.States), "states")
}
