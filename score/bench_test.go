package score

import (
	"context"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// measured is the benchmark of a scenario on the example deployment.
func measured(t *testing.T, s *scenarios.Scenario, rounds int, opt model.Options) *results.ScenarioBench {
	t.Helper()
	c, err := NewCase(builtIn(), s, scenarios.Example, "", nil, "strongest", "", opt)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Measure(t.Context(), c, rounds)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMeasure: the counts are those that an analysis of the same scenario has,
// for whatever number of workers, and there are times only where they are wanted.
func TestMeasure(t *testing.T) {
	r := measured(t, scenarios.B1, 0, model.Options{})
	c := b1(t, "strongest")
	a, err := c.analyse(t.Context(), scenarios.Alone, scenarios.Beside, scenarios.TwoVictims, scenarios.After)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Instances) != 4 || !r.Complete {
		t.Fatalf("%d instances, complete %v", len(r.Instances), r.Complete)
	}
	for i, in := range r.Instances {
		want := a.stats[i]
		if in.States != want.States || in.Edges != want.Edges || in.Arcs != want.Arcs || in.LabelsMax != want.LabelsMax || in.Transfers != want.Transfers {
			t.Errorf("%s: %+v, and the analysis has %+v", in.Name, in, want)
		}
		if in.BytesPerState < 1 || in.LabelsMean <= 0 || in.Depth < 1 {
			t.Errorf("%s: %+v", in.Name, in)
		}
		if in.Run != nil {
			t.Errorf("%s has times that nobody wanted", in.Name)
		}
	}
	r = measured(t, scenarios.Replay, 0, model.Options{})
	timed := measured(t, scenarios.Replay, 1, model.Options{Workers: 3})
	for i, in := range timed.Instances {
		run := in.Run
		if run == nil || len(run.Explore) != 2 || run.Explore[0].Workers != 1 || run.Explore[1].Workers != 3 || run.TransfersPerSecond <= 0 {
			t.Fatalf("%s: %+v", in.Name, run)
		}
		for _, e := range run.Explore {
			if e.Seconds <= 0 || e.NsPerEdge <= 0 {
				t.Errorf("%s: %+v", in.Name, e)
			}
		}
		if in.Run = nil; in != r.Instances[i] {
			t.Errorf("%s: %+v with three workers, %+v with one", in.Name, in, r.Instances[i])
		}
	}
}

// TestMeasureHonest: of honest people the largest twin is measured.
func TestMeasureHonest(t *testing.T) {
	r := measured(t, scenarios.A1, 0, model.Options{})
	if len(r.Instances) != 1 {
		t.Fatalf("%d instances", len(r.Instances))
	}
	c, err := NewCase(builtIn(), scenarios.A1, scenarios.Example, "", nil, "", "", model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.analyse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	most, at := 0, ""
	for _, in := range a.instances {
		if in.States > most {
			most, at = in.States, in.Name
		}
	}
	if got := r.Instances[0]; got.States != most || got.Name != at {
		t.Errorf("%s with %d states, and %s has %d", got.Name, got.States, at, most)
	}
}

// TestMeasureCutShort: what hit a budget or was interrupted says so.
func TestMeasureCutShort(t *testing.T) {
	r := measured(t, scenarios.B1, 0, model.Options{MaxStates: 100})
	if r.Complete || r.Instances[0].Complete || r.Instances[0].States != 100 {
		t.Errorf("100 states: complete %v, %+v", r.Complete, r.Instances[0])
	}
	c := b1(t, "strongest")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Measure(ctx, c, 1); err != nil || r.Complete {
		t.Errorf("interrupted: %+v, %v", r, err)
	}
}
