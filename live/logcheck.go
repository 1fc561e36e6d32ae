package live

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// LogCheck is what a log says about the server that answered.
type LogCheck struct {
	Transactions int
	Unknown      int        // of them, not decided in time
	Faults       []LogFault // at most one of each transaction, in the order of the answers
}

// LogFault is the first answer in a transaction that is no behaviour of the model,
// whatever the order of what overlapped.
type LogFault struct {
	ID       string
	Kind     string // as of a deviation; words count only where nothing else is wrong
	Event    Event
	Possible []string // what the model could have answered
	Core     []string // as little as leaves no room for that answer
	odd      operation
}

// CheckLog holds a log against the model of its flow, as set in a deployment; nil is the
// example of the flow. Steps of users that are nowhere in the log may have happened
// unseen, and so may expiry if the log does not say how long codes live.
func CheckLog(cat *flows.Catalogue, of *scenarios.Deployment, log *Log) (*LogCheck, error) {
	at := slices.IndexFunc(drives, func(d *drive) bool { return d.flow.Name == log.Flow })
	if at < 0 {
		return nil, fmt.Errorf("logs of %s cannot be checked", log.Flow)
	}
	if of == nil {
		of = scenarios.Examples[slices.IndexFunc(scenarios.Examples, func(d *scenarios.Deployment) bool { return d.Flow == log.Flow })]
	}
	s, err := drives[at].specOf(cat, of, log)
	if err != nil {
		return nil, err
	}
	words := newSpec(s.drive, s.on)
	words.exact, words.honest = true, s.honest
	out := &LogCheck{}
	var when []time.Duration
	for _, one := range s.transactions(log) {
		out.Transactions++
		h := one.history
		if log.CodeLife > 0 {
			h = h.expiring(s.start, time.Duration(log.CodeLife)*time.Second)
		}
		fault, verdict := fault(h, checker{s, toCheckLog, true}, checker{words, toCheckLog, true})
		switch verdict {
		case porcupine.Unknown:
			out.Unknown++
		case porcupine.Illegal:
			fault.Event = fault.odd.logged(one.number, 0)
			place, _ := slices.BinarySearch(when, fault.odd.end)
			when, out.Faults = slices.Insert(when, place, fault.odd.end), slices.Insert(out.Faults, place, *fault)
		}
	}
	return out, nil
}

// toCheckLog is how long one transaction is checked, at most.
const toCheckLog = 10 * time.Second

// fault is what is wrong with a transaction: by what happened, or else by the words.
func fault(h history, events, words checker) (*LogFault, porcupine.CheckResult) {
	for _, c := range []checker{events, words} {
		verdict := c.check(h)
		if verdict == porcupine.Ok {
			continue
		}
		found, ok := c.core(h)
		if !ok {
			return nil, porcupine.Unknown
		}
		f := &LogFault{ID: c.id(found), Core: c.lines(found.history), odd: found.odd}
		var grants bool
		for _, with := range []checker{words, events} { // where words are wrong before, any will do
			if f.Possible, grants = with.possible(h, found.odd); len(f.Possible) > 0 {
				break
			}
		}
		switch {
		case grants:
			f.Kind = Refuses
		case !found.odd.refuses():
			f.Kind = Grants
		default:
			f.Kind = Words
		}
		return f, porcupine.Illegal
	}
	return nil, porcupine.Ok
}

// specOf is the specification of the transactions in a log.
func (d *drive) specOf(cat *flows.Catalogue, of *scenarios.Deployment, log *Log) (*spec, error) {
	life := cmp.Or(log.CodeLife, of.CodeLife)
	set := flows.Setting{Tick: life, Sessions: 1, Persons: 1, Parameters: of.Parameters}
	set.CodeLife, set.Plaintext, set.EntryTries, set.Hint = life, true, 0, flows.LoginHint
	honest, seen := true, map[string]bool{tickStep: log.CodeLife > 0}
	for _, e := range log.Events {
		seen[e.Step] = true
		if i, person := partyOf(e.By).Person(); person {
			set.Persons = max(set.Persons, i+1)
		} else {
			honest = false
		}
	}
	for i := range set.Persons {
		set.People[i].OwnDevice = true
	}
	on, err := flows.Compose(cat, d.flow, set, nil)
	if err != nil {
		return nil, err
	}
	logged := *d
	logged.silent = slices.Clone(d.silent)
	for step := range d.asks {
		if !seen[step] {
			logged.silent = append(logged.silent, step)
		}
	}
	s := newSpec(&logged, on)
	s.honest = honest && set.Persons == 1 // a code gets to others by what attackers do, too
	return s, nil
}

// numbered is a transaction of a log.
type numbered struct {
	history
	number int
	codes  []string
}

// transactions are those of a log, in the order of their numbers. Two that were given
// the same code are one. What asks nothing of the server is left out, and so is a start
// that was refused, whatever was wrong with it.
func (s *spec) transactions(log *Log) (list []*numbered) {
	of := map[int]*numbered{}
	for _, e := range log.Events {
		op := s.read(e)
		if s.takes(e.Step) == nil || op.step == s.start && op.refuses() {
			continue
		}
		if of[e.Transaction] == nil {
			of[e.Transaction] = &numbered{number: e.Transaction}
		}
		t := of[e.Transaction]
		t.history = append(t.history, op)
		if op.step == s.start && e.Code != "" {
			t.codes = append(t.codes, e.Code)
		}
	}
	given := map[string]*numbered{}
	for _, number := range slices.Sorted(maps.Keys(of)) {
		t := of[number]
		var same *numbered
		for _, code := range t.codes {
			same = cmp.Or(same, given[code])
		}
		if same == nil {
			list = append(list, t)
			same = t
		} else {
			same.history = append(same.history, t.history...)
		}
		for _, code := range t.codes {
			given[code] = same
		}
	}
	for _, t := range list {
		slices.SortStableFunc(t.history, func(a, b operation) int { return cmp.Compare(a.call, b.call) })
	}
	return list
}

// read is an operation of a log. What a page says is taken in the model's word for it,
// and as a refusal if the model has none.
func (s *spec) read(e Event) operation {
	op := operation{event: event{step: e.Step, by: partyOf(e.By), outcome: e.Outcome}, call: e.Start, end: e.End}
	if op.lost = !e.Answered; op.lost {
		return op
	}
	op.reply = e.Reply
	switch ways := s.every(e.Step); {
	case e.Step == s.start: // what is issued is a reply, or is not said
		if slices.Contains([]string{"", "device_code", string(flows.AuthReqID)}, e.Reply) && e.Status < 400 {
			op.observed = s.looks(e.Step, ways[0])
		}
	case s.asks[e.Step] != nil:
		at := slices.IndexFunc(ways, func(w model.Way) bool { return w.Reply == e.Reply })
		op.observed = observed{page: true, refused: e.Reply != "" && (at < 0 || ways[at].Refuses)}
	}
	return op
}

// every is all the ways that the model has for a step, in any state.
func (s *spec) every(step string) (list []model.Way) {
	for _, one := range s.on.Steps {
		if one.Name == step {
			list = append(list, one.Ways...)
		}
	}
	return list
}

// possible is what the model could have answered in the place of the one that is odd,
// and whether it could have granted it.
func (c checker) possible(h history, odd operation) (list []string, grants bool) {
	h = c.answers(h)
	at := slices.Index(h, odd)
	known := h.by(at)
	try := func(got observed) bool {
		h[at].observed = got
		if c.check(known.of(h)) != porcupine.Ok {
			return false
		}
		if text := got.String(); !slices.Contains(list, text) {
			list, grants = append(list, text), grants || !got.refuses() && !got.paces()
		}
		return true
	}
	refusal := observed{reply: RefusedReply}
	if odd.page {
		refusal = observed{page: true, refused: true}
	}
	if try(refusal) { // in whatever word
		return list, false
	}
	for _, way := range c.every(odd.step) {
		try(c.looks(odd.step, way))
	}
	return list, grants
}

// partyOf is who acts, by their name in a log.
func partyOf(name string) flows.Party {
	for p := flows.Attacker; int(p) < 2+flows.MaxPersons; p++ {
		if party(p) == name {
			return p
		}
	}
	return flows.Nobody
}
