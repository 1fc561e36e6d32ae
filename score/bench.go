package score

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Measure explores the case's scenario, in every instance of an attack and for
// the largest twin of honest people, with one worker and with as many as the
// case's options say; and it searches each for all deployments and attackers. The
// fastest of so many rounds counts; with no rounds there are no times.
func Measure(ctx context.Context, c Case, rounds int) (*results.ScenarioBench, error) {
	r := &results.ScenarioBench{Schema: results.Schema, Scenario: c.Scenario.Name, Flow: c.Flow.Name, Deployment: c.Deployment.Name,
		Instances: []results.InstanceBench{}, Complete: true}
	list, err := c.subjects(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		in, err := c.measure(ctx, s, rounds)
		if err != nil {
			return nil, err
		}
		r.Instances = append(r.Instances, *in)
		r.Complete = r.Complete && in.Complete
	}
	return r, nil
}

// subject is a system that is measured, with what is looked for in it.
type subject struct {
	on    *composition
	sys   model.System[flows.World]
	goals []model.Goal[flows.World]
}

// subjects are the instances of an attack, where any deployment and attacker can
// be, or of the honest twins the one with the most states.
func (c *Case) subjects(ctx context.Context) (list []subject, err error) {
	for _, in := range c.Scenario.Instances() {
		on, err := c.compose(in, nil)
		if err != nil {
			return nil, err
		}
		s := subject{on: on, sys: on.Canonical()}
		for _, g := range c.Scenario.At(in) {
			s.goals = append(s.goals, model.Goal[flows.World]{Name: g.Name, When: g.When})
		}
		if !in.After {
			for _, p := range scenarios.Safety {
				s.goals = append(s.goals, model.Goal[flows.World]{Name: p.Name, When: p.When})
			}
		}
		list = append(list, s)
	}
	most := 0
	for _, twin := range c.Scenario.TwinsOn(c.Flow) {
		on, err := c.compose(twin.In(), twin.Set)
		if err != nil {
			return nil, err
		}
		s := subject{on, on.Restrict(model.Restriction{}), []model.Goal[flows.World]{{Name: twin.Name, When: c.Scenario.Served(&twin)}}}
		found, err := model.Explore(ctx, s.sys, nil, c.Options)
		if err != nil {
			return nil, err
		}
		if found.States > most {
			most, list = found.States, []subject{s}
		}
	}
	return list, nil
}

// measure explores and searches one system.
func (c *Case) measure(ctx context.Context, s subject, rounds int) (*results.InstanceBench, error) {
	opt := c.Options
	workers := []int{1}
	if opt.Workers > 1 {
		workers = append(workers, opt.Workers)
	}
	var props []model.Property[flows.World]
	for _, g := range s.goals {
		props = append(props, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	out := &results.InstanceBench{}
	run := &results.BenchRun{}
	for _, n := range workers {
		opt.Workers = n
		var found model.Result[flows.World]
		seconds, err := fastest(rounds, func() (err error) {
			found, err = model.Explore(ctx, s.sys, props, opt)
			return err
		})
		if err != nil {
			return nil, err
		}
		if n == 1 {
			out.Instance = explored(s.on, found.States, found.Edges, found.Depth, found.Complete)
			out.BytesPerState = round(found.BytesPerState)
		}
		run.Explore = append(run.Explore, results.ExploreRun{Workers: n, Seconds: seconds, NsPerEdge: seconds * 1e9 / float64(max(found.Edges, 1))})
	}
	var found model.FamilyResult
	seconds, err := fastest(rounds, func() (err error) {
		found, err = model.Family(ctx, s.sys, s.goals, opt)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Arcs, out.LabelsMean, out.LabelsMax, out.Transfers = found.Arcs, round(found.LabelsMean), found.LabelsMax, found.Transfers
	out.Complete = out.Complete && found.Complete
	if rounds > 0 {
		run.FamilySeconds, run.TransfersPerSecond = seconds, float64(found.Transfers)/seconds
		out.Run = run
	}
	return out, nil
}

// fastest is how many seconds f takes at its fastest. It is called once at least.
func fastest(rounds int, f func() error) (float64, error) {
	var spent []time.Duration
	for range max(rounds, 1) {
		began := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		spent = append(spent, max(time.Since(began), 1)) // a clock may be coarser than the work
	}
	return slices.Min(spent).Seconds(), nil
}

// round leaves two digits after the point, so that results can be read.
func round(x float64) float64 { return math.Round(x*100) / 100 }
