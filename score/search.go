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
// ladder. What is met is shrunk; then the shortest way there is looked for in
// instances no larger than what is left takes. If ctx ends in between, what is known
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
			shrunk, err := model.Shrink(sys, met.Trace, p.When)
			if err != nil {
				return nil, err
			}
			f.Shown, f.Shrunk, f.Trace = "shrunk", len(shrunk.Steps), trace(on, shrunk, limits.Have)
			f.Sessions, f.Persons, f.Own = on.takes(shrunk)
		}
		r.Findings = append(r.Findings, f)
	}
	if err := c.shorten(ctx, props, r.Findings); err != nil {
		return nil, err
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
	const passing, other, progress = 1, 8, 16
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

// shorten replaces what was shrunk by the shortest way there in the smallest instance
// that has one no longer, as far as so many states go.
func (c *Case) shorten(ctx context.Context, props []model.Property[flows.World], findings []results.SearchFinding) error {
	small := *c
	if small.Options.Decide = true; small.Options.MaxStates == 0 {
		small.Options.MaxStates = shortestStates
	}
	for _, in := range sizes() {
		var asked []int
		var open []model.Property[flows.World]
		for i, f := range findings {
			if f.Shown == "shrunk" && f.Why == "" && in.Sessions <= uint8(f.Sessions) && in.Persons <= uint8(f.Persons) && (f.Own || !in.Own) {
				asked, open = append(asked, i), append(open, props[i])
			}
		}
		if len(open) == 0 {
			continue
		}
		on, limits, err := small.restricted(in)
		if err != nil {
			return err
		}
		found, err := model.Explore(ctx, on.Restrict(limits), open, small.Options)
		if err != nil {
			return err
		}
		for n, i := range asked {
			f := &findings[i]
			f.States += found.States
			switch t := found.Findings[n].Trace; {
			case len(t.Steps) > 0 && len(t.Steps) <= f.Shrunk:
				f.Shown, f.Trace = "shortest", trace(on, t, limits.Have)
				f.Sessions, f.Persons, f.Own = int(in.Sessions), int(in.Persons), in.Own
			case found.Findings[n].Verdict == model.Inconclusive:
				f.Why = found.Stopped
			}
		}
	}
	return nil
}

// sizes are the instances in which the shortest way is looked for, small ones first.
func sizes() (list []scenarios.Instance) {
	for n := 2; n <= flows.MaxSessions+flows.MaxPersons; n++ {
		for persons := max(1, n-flows.MaxSessions); persons <= min(n-1, flows.MaxPersons); persons++ {
			for _, own := range []bool{false, true} {
				in := scenarios.Searched(uint8(n-persons), uint8(persons))
				in.Own = own
				list = append(list, in)
			}
		}
	}
	return list
}

// takes is how many sessions and persons there have to be for a trace, and whether
// somebody in it wants a device of their own.
func (on *composition) takes(t model.Trace[flows.World]) (sessions, persons int, own bool) {
	who := map[flows.Party]bool{}
	before := on.Init
	for _, e := range t.Steps {
		act := on.Act(e.Step, &before)
		sessions = max(sessions, act.Session+1)
		for _, p := range []flows.Party{act.Actor, act.On} {
			if _, person := p.Person(); person {
				who[p] = true
			}
		}
		before = e.To
	}
	own = slices.ContainsFunc(before.Persons[:], func(p flows.Person) bool { return p.Wants })
	return max(1, sessions), max(1, len(who)), own
}
