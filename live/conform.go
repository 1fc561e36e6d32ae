package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
)

// What became of a behaviour.
const (
	Conforms     = "conforms"
	Deviates     = "deviates"
	NotSeen      = "not seen"     // the server gives another reply that the model has too
	Blocked      = "blocked"      // a deviation on the way to it
	NotTried     = "not tried"    // it takes longer than is allowed, or the target does not say how
	Inconclusive = "inconclusive" // there was no answer that can be judged
)

// The kinds of deviations.
const (
	Grants  = "grants what the model refuses"
	Refuses = "refuses what the model grants"
	Words   = "another word" // nothing comes of it, but it is not what the model says
)

// conform walks the model and compares what the server replies. Walks on which codes
// have to grow old are left to waits, side by side: what is found is whole when those
// are done.
func (s *server) conform(ctx context.Context, d *drive, walks []walk, waits *sync.WaitGroup, progress func(done, of int)) *conformance {
	c := &conformance{make([]results.Behaviour, len(walks)), make([]*results.Deviation, len(walks))}
	for i := range walks {
		one := func() {
			b, differs := s.walk(ctx, d, &walks[i])
			if differs != nil && b.Status == Deviates {
				b.Deviation = differs.ID
			}
			c.behaviours[i], c.differ[i] = b, differs
		}
		if walks[i].waits() {
			waits.Go(one)
		} else {
			one()
		}
		progress(i+1, len(walks))
	}
	return c
}

// conformance is what became of each walk, and how it differs.
type conformance struct {
	behaviours []results.Behaviour
	differ     []*results.Deviation
}

// deviations are the differences, each once.
func (c *conformance) deviations() []results.Deviation {
	list := []results.Deviation{}
	for _, found := range c.differ {
		if found != nil && !slices.ContainsFunc(list, func(d results.Deviation) bool { return d.ID == found.ID }) {
			list = append(list, *found)
		}
	}
	return list
}

// walk plays one walk and judges its last reply.
func (s *server) walk(ctx context.Context, d *drive, w *walk) (results.Behaviour, *results.Deviation) {
	p := s.play(d, w.on)
	act, way, before := w.last()
	b := results.Behaviour{Step: asked(act, way), By: party(act.Actor), When: w.when(&before, act.Session), Ref: w.ref(act, way), Path: w.path(), Expect: d.said(act.Name, w.possible())}
	if act.Actor == flows.Nobody {
		b.By = "anybody"
	}
	state := w.on.Init
	for i, step := range w.trace {
		last := i == len(w.trace)-1
		act := w.on.Act(step.Step, &state)
		how := d.takes(act.Name)
		if how == nil { // silent
			state = step.To
			continue
		}
		plan := w.on.Steps[step.Step].Ways[step.Way]
		if last && w.shut {
			found := s.door(ctx, p, w, act, plan, &state, &b)
			return b, found
		}
		ways := w.ways(step.Step, state)
		got, err := p.ask(ctx, how, act, plan, ways, &state)
		if untold(&b, err) {
			return b, nil
		}
		if last {
			b.Got = got.String()
		}
		switch {
		case got.fits(plan):
			state = step.To
			continue
		case slices.ContainsFunc(ways, got.fits):
			b.Status, b.Why = NotSeen, fmt.Sprintf("%s answers %s, which the model has too", act.Name, got)
			return b, nil
		case got.missing != "" && d.lets(act, ways):
			b.Status, b.Why = Inconclusive, "the server refuses, or its page is not the one that the target describes: "+got.missing
			return b, nil
		}
		b.Status = Deviates
		found := w.deviation(p, last, act, plan, &state, ways, got)
		if !last {
			b.Status, b.Why = Blocked, "on the way to it: "+found.ID
		}
		return b, found
	}
	b.Status = Conforms
	return b, nil
}

// untold notes that there is no answer which could be judged, if there is none.
func untold(b *results.Behaviour, err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, errLong), errors.Is(err, errUnplayed):
		b.Status, b.Why = NotTried, err.Error()
	default:
		b.Status, b.Why = Inconclusive, err.Error()
	}
	return true
}

// door tries a step that the model does not have where the walk ends. What a page says to it
// is one thing; what counts is what comes of it: who was let in goes on, and then the
// client polls, to which the model has an answer.
func (s *server) door(ctx context.Context, p *play, w *walk, act flows.Act, plan model.Way, state *flows.World, b *results.Behaviour) *results.Deviation {
	got, err := p.ask(ctx, p.takes(act.Name), act, model.Way{Name: plan.Name}, nil, state)
	if untold(b, err) {
		return nil
	}
	b.Got = got.String()
	if act.Name == p.drive.poll {
		switch {
		case got.refuses():
			b.Status = Conforms
			return nil
		case got.paces():
			b.Status, b.Why = Inconclusive, "the server only says to go on polling"
			return nil
		}
		b.Status = Deviates
		return w.deviation(p, true, act, plan, state, nil, got)
	}
	if act.Name == p.enter && !got.refused {
		if err := p.goOn(ctx, act); untold(b, err) {
			return nil
		}
	}
	polls, ways := w.polls(p.drive.poll, *state)
	next, err := p.ask(ctx, p.calls[p.drive.poll], polls, ways[0], ways, state)
	if untold(b, err) {
		return nil
	}
	b.Status = Conforms
	allowed := slices.ContainsFunc(ways, next.fits) || next.refuses() && !p.lets(polls, ways)
	switch {
	case !allowed && act.Name == decideStep && plan.Name == "deny" && next.refuses():
		b.Why = "the user takes their approval back"
	case !allowed:
		b.Status, b.Got = Deviates, got.String()+", then "+next.String()
		found := w.deviation(p, true, act, plan, state, ways, next)
		found.Possible = p.said(polls.Name, ways)
		return found
	case !got.refused && !again(act, plan, state):
		b.Status = Deviates
		found := w.deviation(p, true, act, plan, state, nil, got)
		found.Kind = Words
		return found
	}
	return nil
}

// goOn is what somebody does whom a page has let in: log in and approve. That it is
// refused later is as good.
func (p *play) goOn(ctx context.Context, as flows.Act) error {
	got, err := p.recipe(ctx, loginStep, as.Actor, as.Session)
	if err == nil && !got.refused {
		_, err = p.recipe(ctx, approve, as.Actor, as.Session)
	}
	return err
}

// polls is the client's poll in a state, and what the model answers.
func (w *walk) polls(name string, state flows.World) (flows.Act, []model.Way) {
	for step := range w.on.Steps {
		if act := w.on.Act(uint16(step), &state); act.Name == name && w.on.ByAttacker(uint16(step)) == (act.Actor == flows.Attacker) {
			if ways := w.ways(uint16(step), state); len(ways) > 0 {
				return act, ways
			}
		}
	}
	panic("live: the model has no poll in " + stage(&state, 0))
}

// lets tells whether the model lets a step succeed in one of these ways.
func (d *drive) lets(act flows.Act, ways []model.Way) bool {
	return slices.ContainsFunc(ways, func(w model.Way) bool {
		looks := d.looks(act.Name, w)
		return !looks.refuses() && !looks.paces()
	})
}

// hearing is how long a server may take to hear of a decision, in tries of a second more
// each.
const hearing = 2

// ask takes one step. Whoever is told to go on polling, and should be told something else,
// goes on: more slowly where that is asked for. A server that could say so is hurried.
func (p *play) ask(ctx context.Context, how ask, act flows.Act, plan model.Way, ways []model.Way, state *flows.World) (observed, error) {
	const hurried = 3 // polls in a row that are sooner than any interval
	wanted := observed{reply: plan.Reply}
	got, err := how(ctx, p, act, plan, state)
	for tries := 1; err == nil && got.paces() && !got.fits(plan); tries++ {
		s := &p.sessions[max(act.Session, 0)]
		switch {
		case wanted.paces() && got.reply == string(flows.AuthorizationPending): // it should be slow_down
			if tries > hurried {
				return got, nil
			}
		case got.reply == string(flows.SlowDown):
			s.interval += 5 // RFC 8628 3.5, CIBA Core 11
			if err = p.wait(ctx, time.Duration(s.interval)*time.Second); err != nil {
				return got, err
			}
		case tries > hearing:
			return got, nil
		default:
			if err = p.wait(ctx, time.Duration(tries)*time.Second); err != nil {
				return got, err
			}
		}
		got, err = how(ctx, p, act, plan, state)
	}
	return got, err
}

// ways are the replies that the model has for a step in a state.
func (w *walk) ways(step uint16, state flows.World) (list []model.Way) {
	for _, e := range w.on.Next(state, nil) {
		if way := w.on.Steps[e.Step].Ways[e.Way]; e.Step == step && !slices.Contains(list, way) {
			list = append(list, way)
		}
	}
	return list
}

// again tells whether a decision that was accepted too late changes nothing: it is the same
// as the one before, or denies what is dead.
func again(act flows.Act, plan model.Way, state *flows.World) bool {
	if act.Name != decideStep {
		return false
	}
	switch state.Sessions[act.Session].Stage {
	case flows.Denied, flows.Expired:
		return plan.Name == "deny"
	case flows.Approved, flows.Redeemed:
		return plan.Name == "approve"
	}
	return false
}

// possible are the replies that the model has for the last step; none: it has no such
// step there.
func (w *walk) possible() []model.Way {
	if w.shut {
		return nil
	}
	return w.ways(w.trace[len(w.trace)-1].Step, w.before())
}

// said is what the model's replies look like; none: a refusal.
func (d *drive) said(step string, ways []model.Way) (list []string) {
	for _, way := range ways {
		if text := d.looks(step, way).String(); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		list = []string{refused}
	}
	return list
}

// deviation describes a reply that the model does not have.
func (w *walk) deviation(p *play, last bool, act flows.Act, way model.Way, before *flows.World, ways []model.Way, got observed) *results.Deviation {
	when, see := stage(before, act.Session), act.Ref
	if last {
		when, see = w.when(before, act.Session), w.ref(act, model.Way{})
	}
	d := &results.Deviation{Step: asked(act, way), By: party(act.Actor), When: when, Possible: p.said(act.Name, ways), Got: got.String(), Ref: see,
		Curl: p.curl(), ID: strings.ReplaceAll(strings.Join([]string{asked(act, way), when, got.String()}, "."), " ", "-")}
	switch grants := p.lets(act, ways); {
	case !got.refuses() && !grants:
		d.Kind = Grants
	case grants:
		d.Kind = Refuses
	default:
		d.Kind = Words
	}
	return d
}

// asked is what a step is called whose outcome somebody decides: by that.
func asked(act flows.Act, way model.Way) string {
	if act.Name != decideStep {
		return act.Name
	}
	return way.Name
}

// ref is where a reply is specified: with the check that gives it, if one does. What no
// specification says in so many words is a property of ours, and said to be.
func (w *walk) ref(act flows.Act, way model.Way) string {
	switch {
	case w.shut:
		return act.Ref + "; decided here: a transaction that has ended is not to be gone on with"
	case w.after != "":
		return act.Ref + "; decided here: what is refused changes nothing (but RFC 6749 4.1.2 would have the tokens of a code revoked that is used twice)"
	case way.Refuses:
		for i := range act.Checks {
			if act.Checks[i].Name == way.Name {
				return act.Checks[i].Ref
			}
		}
	}
	return act.Ref
}

// path names the steps of a walk.
func (w *walk) path() []string {
	names := []string{}
	s := w.on.Init
	for _, step := range w.trace {
		act := w.on.Act(step.Step, &s)
		names = append(names, party(act.Actor)+": "+asked(act, w.on.Steps[step.Step].Ways[step.Way]))
		s = step.To
	}
	return names
}

// party is what a reader calls whoever acts.
func party(p flows.Party) string {
	if i, ok := p.Person(); ok {
		return fmt.Sprintf("user %d", i+1)
	}
	return map[flows.Party]string{flows.Attacker: "attacker", flows.Nobody: "time"}[p]
}

// when is how far the transaction is at the end of a walk, and what was refused just
// before, or is wrong.
func (w *walk) when(before *flows.World, session int) string {
	switch {
	case w.after != "":
		return stage(before, session) + " after " + w.after
	case w.wrong != "":
		return stage(before, session) + " " + w.wrong
	}
	return stage(before, session)
}

// stage is how far a transaction is, in a word.
func stage(w *flows.World, session int) string {
	return [...]string{"idle", "pending", "approved", "denied", "redeemed", "expired", "returned"}[w.Sessions[max(session, 0)].Stage]
}
