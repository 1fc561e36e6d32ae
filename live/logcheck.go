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

// logCheck is what a log says about the server that answered.
type logCheck struct {
	Of           *scenarios.Deployment
	Transactions int
	Unknown      int        // of them, not decided in time
	Faults       []logFault // at most one of each transaction, in the order of the answers
}

// logFault is the first answer in a transaction that is no behaviour of the model,
// whatever the order of what overlapped.
type logFault struct {
	ID       string
	Kind     string // as of a deviation; words count only where nothing else is wrong
	Event    Event
	Possible []string // what the model could have answered
	Core     []string // as little as leaves no room for that answer

	core history
	odd  operation
}

// checkLog holds a log against the model of its flow, as set in a deployment; nil is the
// example of the flow. Steps of users that are nowhere in the log may have happened
// unseen, and so may expiry if the log does not say how long codes live.
func checkLog(cat *flows.Catalogue, of *scenarios.Deployment, log *Log) (*logCheck, error) {
	at := slices.IndexFunc(drives, func(d *drive) bool { return d.flow.Name == log.Flow })
	if at < 0 {
		return nil, fmt.Errorf("logs of %s cannot be checked", log.Flow)
	}
	if of == nil {
		of = scenarios.ExampleOf(drives[at].flow)
	}
	of, err := of.For(drives[at].flow)
	if err != nil {
		return nil, err
	}
	l := newlogChecker(cat, drives[at], of, log)
	list, err := l.transactions(log)
	if err != nil {
		return nil, err
	}
	out := &logCheck{Transactions: len(list), Of: of}
	for _, one := range list {
		with, err := l.checkers(one.cast)
		if err != nil {
			return nil, err
		}
		fault, verdict := fault(one.history, with)
		switch verdict {
		case porcupine.Unknown:
			out.Unknown++
		case porcupine.Illegal:
			odd := one.known(history{fault.odd})[0]
			fault.Event, fault.Core = odd.logged(one.number, 0), with.events.lines(one.known(fault.core))
			out.Faults = append(out.Faults, *fault)
		}
	}
	slices.SortStableFunc(out.Faults, func(a, b logFault) int { return cmp.Compare(a.Event.End, b.Event.End) })
	return out, nil
}

// toCheckLog is how long one transaction is checked, and then what is wrong with it looked
// for, at most.
const toCheckLog = 5 * time.Second

// pair is a checker that looks at what happened, and one that looks at the words, too.
type pair struct{ events, words checker }

// fault is what is wrong with a transaction.
func fault(h history, with *pair) (*logFault, porcupine.CheckResult) {
	for _, c := range []checker{with.events, with.words} {
		verdict := c.check(h)
		if verdict == porcupine.Ok {
			continue
		}
		found, ok := c.core(h)
		if verdict == porcupine.Unknown || !ok {
			return nil, porcupine.Unknown
		}
		f := &logFault{ID: c.id(found), core: found.history, odd: found.odd}
		var grants bool
		for _, c := range []checker{with.words, with.events} { // where words are wrong before, any will do
			if f.Possible, grants = c.possible(h, found.odd); len(f.Possible) > 0 {
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

// logChecker is the model of the transactions in a log.
type logChecker struct {
	*drive // to which what the log does not have is silent
	cat    *flows.Catalogue
	set    flows.Setting
	life   time.Duration // zero: not said
	made   map[cast]*pair
}

// cast is who acts in a transaction: the fewer, the sooner it is checked.
type cast struct {
	persons uint8
	honest  bool // the attacker does not
}

func newlogChecker(cat *flows.Catalogue, d *drive, of *scenarios.Deployment, log *Log) *logChecker {
	logged := *d
	logged.silent = slices.Clone(d.silent)
	seen := map[string]bool{tickStep: log.CodeLife > 0}
	for _, e := range log.Events {
		seen[e.Step] = true
	}
	for step := range d.asks {
		if !seen[step] {
			logged.silent = append(logged.silent, step)
		}
	}
	life := cmp.Or(log.CodeLife, of.CodeLife)
	set := flows.Setting{Tick: life, Sessions: 1, Parameters: of.Parameters}
	set.CodeLife, set.Plaintext, set.EntryTries, set.Hint = life, true, 0, flows.LoginHint
	return &logChecker{&logged, cat, set, time.Duration(log.CodeLife) * time.Second, map[cast]*pair{}}
}

// checkers are those for a cast.
func (l *logChecker) checkers(of cast) (*pair, error) {
	if l.made[of] != nil {
		return l.made[of], nil
	}
	set := l.set
	set.Persons = of.persons
	for i := range set.Persons {
		set.People[i].OwnDevice = true
	}
	on, err := flows.Compose(l.cat, l.flow, set, nil)
	if err != nil {
		return nil, err
	}
	events, words := newSpec(l.drive, on), newSpec(l.drive, on)
	events.honest = of.honest && of.persons == 1 // a code gets to others by what attackers do, too
	words.honest, words.exact = events.honest, true
	l.made[of] = &pair{checker{spec: events, most: toCheckLog, inTime: true}, checker{spec: words, most: toCheckLog, inTime: true}}
	return l.made[of], nil
}

// logged is a transaction of a log, in which the users are numbered as they come up.
type logged struct {
	history
	number int
	codes  []string
	cast   cast
	users  []flows.Party // as the log has them
}

// known is a part of it with the users as the log has them.
func (t *logged) known(part history) history {
	part = slices.Clone(part)
	for i := range part {
		if n, person := part[i].by.Person(); person {
			part[i].by = t.users[n]
		}
	}
	return part
}

// transactions are those of a log, in the order of their numbers. Two that were given
// the same code are one. What asks nothing of the server is left out, and so is a start
// that was refused, whatever was wrong with it.
func (l *logChecker) transactions(log *Log) (list []*logged, err error) {
	with, err := l.checkers(cast{persons: 1})
	if err != nil {
		return nil, err
	}
	of := map[int]*logged{}
	for _, e := range log.Events {
		op := with.words.read(e)
		if l.takes(e.Step) == nil || op.step == l.start && op.refuses() {
			continue
		}
		if of[e.Transaction] == nil {
			of[e.Transaction] = &logged{number: e.Transaction}
		}
		t := of[e.Transaction]
		t.history = append(t.history, op)
		if op.step == l.start && e.Code != "" {
			t.codes = append(t.codes, e.Code)
		}
	}
	given := map[string]*logged{}
	for _, number := range slices.Sorted(maps.Keys(of)) {
		t := of[number]
		var same *logged
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
		t.recast()
		if l.life > 0 {
			t.history = t.history.expiring(l.start, l.life)
		}
	}
	return list, nil
}

// recast numbers the users.
func (t *logged) recast() {
	t.cast.honest = true
	for i := range t.history {
		by := &t.history[i].by
		if _, person := by.Person(); !person {
			t.cast.honest = false
			continue
		}
		at := slices.Index(t.users, *by)
		if at < 0 {
			at, t.users = len(t.users), append(t.users, *by)
		}
		*by = flows.PersonParty(uint8(at))
	}
	t.cast.persons = uint8(max(len(t.users), 1))
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
