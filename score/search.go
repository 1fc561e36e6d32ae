package score

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Walks is how Search goes about it.
type Walks struct {
	Sessions, Persons uint8
	Seed              int64
	Runs              int           // 0: until the time is spent
	Time              time.Duration // 0: until the runs are
	Length            int           // of a walk, in steps at most
	Progress          func(runs, states int)
}

// shortestStates is how many states are explored to replace what a walk met by the
// shortest way there, unless the case has a budget of its own.
const shortestStates = 300_000

// Search walks at random through an instance that is too large to be explored, and
// looks for states that break a safety property or are a rung of the attacker's
// ladder. What is met is shrunk; then the shortest way there is looked for in an
// instance no larger than what is left takes. If ctx ends in between, what is known
// so far is returned and marked partial.
func Search(ctx context.Context, c Case, how Walks) (*results.Search, error) {
	on, limits, err := c.restricted(scenarios.Searched(how.Sessions, how.Persons))
	if err != nil {
		return nil, err
	}
	props := slices.Clone(scenarios.Safety)
	for _, g := range c.Scenario.At(c.Scenario.Main()) {
		props = append(props, g.Property())
	}
	sys := on.Restrict(limits)
	timed, cancel := ctx, context.CancelFunc(func() {})
	if how.Time > 0 {
		timed, cancel = context.WithTimeout(ctx, how.Time)
	}
	defer cancel()
	walked, err := model.Walk(timed, sys, props, model.Walking[flows.World]{Seed: uint64(how.Seed), Runs: how.Runs, Steps: how.Length,
		Workers: c.Options.Workers, MaxBytes: c.Options.MaxBytes, Weight: on.favour(), Progress: how.Progress})
	if err != nil {
		return nil, err
	}
	r := &results.Search{Head: c.head(), Sessions: int(how.Sessions), Persons: int(how.Persons), Tick: on.Setting.Tick, Seed: how.Seed, Length: how.Length,
		Runs: walked.Runs, Stopped: walked.Stopped, States: walked.States, Untaken: []string{}, Findings: []results.SearchFinding{},
		Unmet: []string{}, NA: append([]string{}, on.na...), Expectations: []results.Expectation{}}
	r.InForce = append(r.InForce, on.inForce...)
	r.Rounded = once(append(r.Rounded, rounded(on)...))
	r.Tenth = (walked.Runs + 9) / 10
	for _, n := range walked.New[walked.Runs-r.Tenth:] {
		r.New += n
	}
	on.tried(walked.Ways, limits.Have, r)
	for i, p := range props {
		f := results.SearchFinding{Of: p.Name, Doc: p.Doc, Kind: "goal", Verdict: "inconclusive", Trace: []results.Step{}}
		if i < len(scenarios.Safety) {
			f.Kind = "property"
		}
		if met := walked.Findings[i]; met.Run > 0 {
			f.Run, f.Walked = met.Run, len(met.Trace.Steps)
			if f.Verdict = "reachable"; p.Expect == model.Never {
				f.Verdict = "violated"
			}
			if err := c.shorten(ctx, on, sys, limits.Have, p, met.Trace, &f); err != nil {
				return nil, err
			}
		}
		r.Findings = append(r.Findings, f)
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		r.Partial = "out of time"
	case ctx.Err() != nil:
		r.Partial = "interrupted"
	}
	return r, nil
}

// favour weighs what a walk can do next. What takes a session from one stage to the
// next is what little of a walk does, and what attacks are made of; and time passes in
// every state, so that without a small weight walks would be long waits.
func (on *composition) favour() func(before *flows.World, e *model.Edge[flows.World]) uint32 {
	const passing, other, progress = 1, 4, 16
	clock := make([]bool, len(on.Steps))
	for i := range clock {
		clock[i] = on.Act(uint16(i), &on.Init).By == flows.Clock
	}
	return func(before *flows.World, e *model.Edge[flows.World]) uint32 {
		if clock[e.Step] {
			return passing
		}
		for i := range before.Sessions {
			if e.To.Sessions[i].Stage != before.Sessions[i].Stage {
				return progress
			}
		}
		return other
	}
}

// tried counts which steps walks took, of those that there are for somebody who has
// what is given. A step counts once for people and once for the attacker.
func (on *composition) tried(ways [][]uint64, have model.Set, r *results.Search) {
	var names []string
	taken := map[string]bool{}
	for i, s := range on.Steps {
		if !s.Requires.In(have) {
			continue
		}
		name := s.Name
		if on.ByAttacker(uint16(i)) {
			name += byAttacker
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		for _, n := range ways[i] {
			taken[name] = taken[name] || n > 0
		}
	}
	r.Of, r.Taken = len(names), 0
	for _, name := range names {
		if taken[name] {
			r.Taken++
		} else {
			r.Untaken = append(r.Untaken, name)
		}
	}
}

// shorten shrinks what a walk met, and replaces it by the shortest way there if it
// finds that within its budget.
func (c *Case) shorten(ctx context.Context, on *composition, sys model.System[flows.World], have model.Set, p model.Property[flows.World], t model.Trace[flows.World], f *results.SearchFinding) error {
	t, err := model.Shrink(sys, t, p.When)
	if err != nil {
		return err
	}
	in := on.takes(t)
	f.Shown, f.Shrunk, f.Sessions, f.Persons = "shrunk", len(t.Steps), int(in.Sessions), int(in.Persons)
	f.Trace = trace(on, t, have)
	small, limits, err := c.restricted(in)
	if err != nil {
		return err
	}
	opt := c.Options
	if opt.Decide = true; opt.MaxStates == 0 {
		opt.MaxStates = shortestStates
	}
	found, err := model.Explore(ctx, small.Restrict(limits), []model.Property[flows.World]{p}, opt)
	if err != nil {
		return err
	}
	f.States = found.States
	if t := found.Findings[0].Trace; found.Findings[0].Verdict != model.Inconclusive && len(t.Steps) > 0 {
		f.Shown, f.Trace = "shortest", trace(small, t, limits.Have)
		return nil
	}
	f.Why = found.Stopped
	return nil
}

// takes is the smallest instance that has everybody and every session of a trace.
// Where nobody in it wants a device of their own, nobody has one there.
func (on *composition) takes(t model.Trace[flows.World]) scenarios.Instance {
	sessions, persons := 1, map[flows.Party]bool{}
	before := on.Init
	in := scenarios.Instance{}
	for _, e := range t.Steps {
		act := on.Act(e.Step, &before)
		sessions = max(sessions, act.Session+1)
		for _, who := range []flows.Party{act.Actor, act.On} {
			if _, person := who.Person(); person {
				persons[who] = true
			}
		}
		before = e.To
	}
	in = scenarios.Searched(uint8(sessions), uint8(max(1, len(persons))))
	in.Own = slices.ContainsFunc(before.Persons[:], func(p flows.Person) bool { return p.Wants })
	return in
}
