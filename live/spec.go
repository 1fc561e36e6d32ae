package live

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/anishathalye/porcupine"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// spec is the sequential specification of one transaction: the model itself, asked what
// it can answer. It goes from one set of states to another, because what happens in
// front of a screen, or in somebody's head, may have happened or not.
type spec struct {
	*drive
	on     *flows.Composition
	exact  bool // refusals have to be in the model's words
	honest bool // there is no attacker

	mu     sync.Mutex // histories can be checked side by side
	sets   [][]int    // of worlds; the first is the initial one
	number map[string]int
	worlds []flows.World
	index  map[flows.World]int
	next   map[move]int
	edges  map[flows.World][]edge
}

// event is what somebody asks of the server, in the words of the model.
type event struct {
	step    string
	by      flows.Party
	outcome string // of a decision
}

// answered is what came back, if anything did.
type answered struct {
	observed
	lost bool // it may have had any effect, or none
}

// move is an event with its answer in a set of states.
type move struct {
	from int
	event
	answered
}

// edge is a transition of the model.
type edge = model.Edge[flows.World]

// none is the set without a state: no behaviour of the model.
const none = -1

// Steps that have the same name in all flows.
const (
	loginStep  = "authenticate"
	decideStep = "authorize"
	useStep    = "resource"
	tickStep   = "tick"
	approve    = "approve"
	deny       = "deny"
)

func newSpec(d *drive, on *flows.Composition) *spec {
	s := &spec{drive: d, on: on, number: map[string]int{}, index: map[flows.World]int{}, next: map[move]int{}, edges: map[flows.World][]edge{}}
	s.set([]flows.World{on.Init})
	return s
}

// porcupine is the specification in the terms of that library. A state is the number of
// a set.
func (s *spec) porcupine() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return 0 },
		StepContext: func(ctx context.Context, state, input, output any) (bool, any) {
			to := s.after(ctx, state.(int), input.(event), output.(answered))
			return to != none, to
		},
		DescribeOperation: func(input, output any) string {
			return fmt.Sprintf("%s -> %s", s.says(input.(event)), output.(answered))
		},
		DescribeState: func(state any) string { return strings.Join(s.stages(state.(int)), " or ") },
	}
}

// after is the set of the states in which an event with its answer can leave the
// transaction; none, too, if that takes too long.
func (s *spec) after(ctx context.Context, from int, e event, got answered) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	got.shows = ""
	m := move{from, e, got}
	to, known := s.next[m]
	if !known {
		var worlds []flows.World
		for _, w := range s.sets[from] {
			if ctx.Err() != nil {
				return none
			}
			worlds = append(worlds, s.step(s.worlds[w], e, got)...)
		}
		to = s.set(worlds)
		s.next[m] = to
	}
	return to
}

// set is the number of a set of states.
func (s *spec) set(worlds []flows.World) int {
	if len(worlds) == 0 {
		return none
	}
	var list []int
	for _, w := range worlds {
		n, known := s.index[w]
		if !known {
			n = len(s.worlds)
			s.worlds, s.index[w] = append(s.worlds, w), n
		}
		list = append(list, n)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	key := fmt.Sprint(list)
	n, known := s.number[key]
	if !known {
		n = len(s.sets)
		s.sets, s.number[key] = append(s.sets, list), n
	}
	return n
}

// step is where the model can be after an event with its answer. Where it has no such
// step, all that a server can do is to refuse, or to hear again what it knows.
func (s *spec) step(w flows.World, e event, got answered) (to []flows.World) {
	ways := s.ways(w, e)
	for _, way := range ways {
		if got.lost || s.fits(got.observed, s.on.Steps[way.Step].Ways[way.Way]) {
			to = append(to, way.To)
		}
	}
	hurried := !s.exact && got.reply == string(flows.SlowDown) // a server can mind that before it looks at anything
	if got.lost || hurried || len(ways) == 0 && (got.refuses() || s.repeats(w, e)) {
		to = append(to, w)
	}
	return to
}

// ways are the edges of the model that are such an event, from a state and from those
// that it can have become unseen.
func (s *spec) ways(w flows.World, e event) (list []edge) {
	for _, before := range s.unseen(w) {
		recv := before.Sessions[0].Recv
		if e.step == useStep { // whoever holds the tokens uses them on a device of their own
			before.Sessions[0].Recv = e.by
		}
		for _, to := range s.from(before) {
			act, way := s.on.Act(to.Step, &before), s.on.Steps[to.Step].Ways[to.Way]
			if act.Name != e.step || act.Actor != e.by || e.step == decideStep && (way.Name == deny) != (e.outcome == deny) {
				continue
			}
			if e.step == useStep {
				to.To.Sessions[0].Recv = recv
			}
			list = append(list, to)
		}
	}
	return list
}

// unseen are a state and those that the silent steps lead to from it.
func (s *spec) unseen(w flows.World) []flows.World {
	list, seen := []flows.World{w}, map[flows.World]bool{w: true}
	for n := 0; n < len(list); n++ {
		for _, to := range s.from(list[n]) {
			if slices.Contains(s.silent, s.on.Steps[to.Step].Name) && !seen[to.To] && !(s.honest && s.on.ByAttacker(to.Step)) {
				seen[to.To] = true
				list = append(list, to.To)
			}
		}
	}
	return list
}

// fits tells whether an answer is that of a way of the model. In which word a server
// refuses what is over says nothing about the order in which things happened.
func (s *spec) fits(got observed, way model.Way) bool {
	return got.fits(way) || !s.exact && !got.page && way.Refuses && got.refuses()
}

// repeats tells whether an event is one that has happened already, and changes nothing.
func (s *spec) repeats(w flows.World, e event) bool {
	t := &w.Sessions[0]
	i, person := e.by.Person()
	switch e.step {
	case decideStep:
		return again(flows.Act{Step: &flows.Step{Name: decideStep}}, model.Way{Name: e.outcome}, &w)
	case s.enter: // in another browser
		return person && w.Persons[i].On == 1
	case loginStep:
		return person && w.Persons[i].Authed
	case s.poll: // the model's client does not ask for tokens that it has
		return s.on.Setting.CodeReusable && t.Stage == flows.Redeemed
	case tickStep:
		return true
	}
	return false
}

// from are the edges of a state. They are asked for many times.
func (s *spec) from(w flows.World) []edge {
	list, known := s.edges[w]
	if !known {
		list = s.on.Next(w, nil)
		s.edges[w] = list
	}
	return list
}

// before is a state in which an event is possible, for whatever a request has to carry.
func (s *spec) before(e event) flows.World {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.unseen(s.on.Init) {
		for _, to := range s.from(w) {
			if act := s.on.Act(to.Step, &w); act.Name == e.step && act.Actor == e.by {
				return w
			}
		}
	}
	return s.on.Init
}

// stages are how far the transaction can be in a set of states.
func (s *spec) stages(set int) (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.sets[set] {
		if word := stage(&s.worlds[w], 0); !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// says is an event as a reader sees it.
func (s *spec) says(e event) string {
	return strings.TrimSpace(s.who(e) + ": " + e.step + " " + e.outcome)
}

// who takes a step: what a user does not do themselves is done by their client.
func (s *spec) who(e event) string {
	if _, person := e.by.Person(); person && (e.step == s.start || e.step == s.poll || e.step == useStep) {
		return "client"
	}
	return party(e.by)
}

func (a answered) String() string {
	if a.lost {
		return "no answer"
	}
	return a.observed.String()
}
