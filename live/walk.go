package live

import (
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// compose is the model of one transaction on a server: as it claims to be set, with one
// user and an attacker who knows every handle, because whoever tests does. Codes live
// for one tick, which is waited for at most once.
func compose(cat *flows.Catalogue, t *scenarios.TargetFlow, defects flows.Defects) (*flows.Composition, error) {
	set := flows.Setting{Tick: t.Deployment.CodeLife, Sessions: 1, Persons: 1, Parameters: t.Deployment.Parameters, Request: defects}
	set.Plaintext, set.EntryTries, set.Hint = true, 0, flows.LoginHint
	set.Confidential = t.Clients[0].Secret != "" // whatever is claimed: it is what is tried without
	set.People[0].OwnDevice = true
	return flows.Compose(cat, t.Flow, set, nil)
}

// walk is the shortest way to one reply of one step: what is asked last is the step.
type walk struct {
	on    *flows.Composition
	trace []model.TraceStep[flows.World]
	shut  bool   // the model has no such step there: the server has to refuse it
	after string // the step before the last, of an attempt that was refused: it must have changed nothing
	wrong string // what is wrong with the client's request
}

// last is the step that the walk is about, and the state before it.
func (w *walk) last() (act flows.Act, way model.Way, before flows.World) {
	before = w.before()
	step := w.trace[len(w.trace)-1]
	return w.on.Act(step.Step, &before), w.on.Steps[step.Step].Ways[step.Way], before
}

// before is the state in which the last step is taken.
func (w *walk) before() flows.World {
	if len(w.trace) < 2 {
		return w.on.Init
	}
	return w.trace[len(w.trace)-2].To
}

// waits tells whether codes have to grow old on the way.
func (w *walk) waits() bool {
	s := w.on.Init
	for _, step := range w.trace {
		if w.on.Act(step.Step, &s).By == flows.Clock {
			return true
		}
		s = step.To
	}
	return false
}

// found is a state of the model with the shortest way to it.
type found struct {
	from int
	by   model.TraceStep[flows.World]
}

// graph is all that can be played of a composition, breadth first.
type graph struct {
	on    *flows.Composition
	found []found
	at    map[flows.World]int
}

// playable is the graph of the steps that a drive can play: first where honest steps
// lead, then where it takes an attacker.
func (d *drive) playable(on *flows.Composition) *graph {
	g := &graph{on: on, found: []found{{from: -1, by: model.TraceStep[flows.World]{To: on.Init}}}, at: map[flows.World]int{on.Init: 0}}
	var buf []model.Edge[flows.World]
	for _, attacked := range []bool{false, true} {
		for n := 0; n < len(g.found); n++ {
			buf = on.Next(g.found[n].by.To, buf[:0])
			for _, e := range buf {
				if _, seen := g.at[e.To]; seen || !d.plays(on, e.Step) || on.ByAttacker(e.Step) && !attacked {
					continue
				}
				g.at[e.To] = len(g.found)
				g.found = append(g.found, found{n, model.TraceStep[flows.World](e)})
			}
		}
	}
	return g
}

// plays tells whether a step can be played.
func (d *drive) plays(on *flows.Composition, step uint16) bool {
	name := on.Steps[step].Name
	return d.takes(name) != nil || slices.Contains(d.silent, name)
}

// to is the way to a state, and one step more.
func (g *graph) to(n int, last model.TraceStep[flows.World]) []model.TraceStep[flows.World] {
	trace := []model.TraceStep[flows.World]{last}
	for ; g.found[n].from >= 0; n = g.found[n].from {
		trace = append(trace, g.found[n].by)
	}
	slices.Reverse(trace)
	return trace
}

// walks are the shortest ways to every reply of every step that asks something of the
// server, of the attacker's apart from those of others, and to the doors that the model
// has shut: codes that are entered, and decisions that are made, once more.
func (d *drive) walks(on *flows.Composition) (list []walk) {
	g := d.playable(on)
	seen := map[string]bool{}
	var buf []model.Edge[flows.World]
	for n := range g.found {
		s := g.found[n].by.To
		buf = on.Next(s, buf[:0])
		for _, e := range buf {
			act := on.Act(e.Step, &s)
			key := fmt.Sprint(act.Name, act.Actor == flows.Attacker, e.Way)
			if refusedBy(act, on.Steps[e.Step].Ways[e.Way]) == flows.Binding { // there is most to lose once somebody has approved
				key += stage(&s, act.Session)
			}
			if d.takes(act.Name) == nil || act.By == flows.Clock || seen[key] {
				continue
			}
			seen[key] = true
			list = append(list, walk{on: on, trace: g.to(n, model.TraceStep[flows.World](e))})
		}
	}
	return slices.Concat(list, d.shut(g), d.late(g), d.unharmed(g))
}

// refusedBy is the kind of the check that gives a reply; Limit, which needs no more than
// one walk, if none does.
func refusedBy(act flows.Act, way model.Way) flows.CheckKind {
	for i := range act.Checks {
		if way.Refuses && act.Checks[i].Name == way.Name {
			return act.Checks[i].Kind
		}
	}
	return flows.Limit
}

// unharmed are walks on which an attempt is refused, and then an honest step is taken:
// what was refused did not happen, and has no effect. That a server takes back the
// tokens of a code that its own client uses twice is advised by RFC 6749 4.1.2 for
// another kind of code, and no harm by others: a fact, see facts.
func (d *drive) unharmed(g *graph) (list []walk) {
	seen := map[string]bool{}
	for n := range g.found {
		s := g.found[n].by.To
		edges := g.on.Next(s, nil)
		for _, tried := range edges {
			first := g.on.Act(tried.Step, &s)
			if d.calls[first.Name] == nil || !g.on.Steps[tried.Step].Ways[tried.Way].Refuses {
				continue
			}
			for _, e := range edges {
				act := g.on.Act(e.Step, &s)
				key := fmt.Sprint(first.Name, tried.Way, act.Name, e.Way, s.Sessions[0].Stage)
				if g.on.ByAttacker(e.Step) || act.Name != d.poll && (act.Name != useStep || first.Name == d.poll) || seen[key] {
					continue
				}
				seen[key] = true
				trace := append(g.to(n, model.TraceStep[flows.World](tried)), model.TraceStep[flows.World](e))
				list = append(list, walk{on: g.on, trace: trace, after: first.Name})
			}
		}
	}
	return list
}

// shut are walks to steps that the model does not have where they end: a request that
// was never made, a code that is entered after somebody has decided, a decision that is
// made once more.
func (d *drive) shut(g *graph) (list []walk) {
	seen := map[string]bool{}
	for n := range g.found {
		s := g.found[n].by.To
		stage := s.Sessions[0].Stage
		for step := range g.on.Steps {
			number := uint16(step)
			act := g.on.Act(number, &s)
			if d.takes(act.Name) == nil || !d.closed(act, stage) || act.Actor == flows.Nobody && stage != flows.Idle {
				continue
			}
			for way := range g.on.Steps[step].Ways[:len(act.Do)] {
				if o := act.Do[way]; o.Name == "mistake" || d.poll == act.Name && way > 0 {
					continue
				}
				key := fmt.Sprint(act.Name, act.Actor, way, stage)
				if seen[key] || stage != flows.Idle && !g.took(n, act) {
					continue
				}
				seen[key] = true
				list = append(list, walk{on: g.on, trace: g.to(n, model.TraceStep[flows.World]{Step: number, Way: uint8(way), To: s}), shut: true})
			}
		}
	}
	return list
}

// decided are the stages in which nobody is asked any more.
var decided = flows.StagesOf(flows.Approved, flows.Denied, flows.Redeemed, flows.Expired)

// late are walks to decisions on a page that was opened before the codes expired.
func (d *drive) late(g *graph) (list []walk) {
	seen := map[string]bool{}
	for n := range g.found {
		s := g.found[n].by.To
		for _, e := range g.on.Next(s, nil) {
			if g.on.Act(e.Step, &s).By != flows.Clock || s.Sessions[0].Stage != flows.Pending || e.To.Sessions[0].Stage != flows.Expired {
				continue
			}
			for step := range g.on.Steps {
				act := g.on.Act(uint16(step), &e.To)
				if act.Name != decideStep || act.Actor == flows.Attacker || !g.took(n, act) {
					continue
				}
				for way, o := range act.Do {
					key := fmt.Sprint(act.Actor, way)
					if o.Name == "mistake" || seen[key] {
						continue
					}
					seen[key] = true
					trace := append(g.to(n, model.TraceStep[flows.World](e)), model.TraceStep[flows.World]{Step: uint16(step), Way: uint8(way), To: e.To})
					list = append(list, walk{on: g.on, trace: trace, shut: true})
				}
			}
		}
	}
	return list
}

// closed tells whether a step is one that a server can be asked for in a stage in which
// the model does not have it.
func (d *drive) closed(act flows.Act, stage flows.Stage) bool {
	switch act.Name {
	case d.poll:
		return stage == flows.Idle
	case decideStep:
		if act.Actor == flows.Attacker { // a request that the provider has put to somebody else
			return stage == flows.Pending && d.flow.Transfer == flows.Pushed
		}
		fallthrough
	case d.enter:
		return decided&^act.In&flows.StagesOf(stage) != 0
	}
	return false
}

// took tells whether somebody did on the way to a state what gets whoever takes a step
// as far as they need to be: a decision needs a page on which to make it. The attacker
// has got hold of the victim's.
func (g *graph) took(n int, act flows.Act) bool {
	if act.Name != decideStep {
		return true
	}
	as := act.Actor
	if as == flows.Attacker {
		if as = user; g.found[n].by.To.Sessions[0].Hint != user {
			return false
		}
	}
	for ; g.found[n].from >= 0; n = g.found[n].from {
		before := g.found[g.found[n].from].by.To
		if a := g.on.Act(g.found[n].by.Step, &before); a.Name == loginStep && a.Actor == as {
			return true
		}
	}
	return false
}
