package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// product is one deployment, one attacker and one kind of user, explored
// without any of what the engine is made of: no rules, masks, labels or index.
// It reads the steps as they are written and really leaves out what somebody
// refuses. It is slow, and that is all right.
type product struct {
	setting  flows.Setting // as composed: with its durations in ticks
	steps    []flows.Step
	opener   map[string]string // step: the capability that opens it
	enabled  map[string]int    // step: how many of the attacker's capabilities enable it
	has      map[string]bool   // capabilities, errors and lucks
	never    flows.Errors      // errors that nobody makes and lucks that nobody has
	deployed []flows.Placed
	most     int // states that are worth a visit; 0: all
	whos     []who
}

// newProduct takes the steps of a composition's flow that there are for these
// capabilities and errors. Steps that a mitigation adds, or that are against one,
// are there where it is in the masks; if lean, only where it is deployed. What is not
// about such a flow is not there.
func newProduct(cat *flows.Catalogue, c *flows.Composition, deployed []flows.Placed, has []string, lean bool) *product {
	p := &product{setting: c.Setting, opener: map[string]string{}, enabled: map[string]int{}, has: map[string]bool{}}
	for _, name := range has {
		p.has[name] = true
	}
	for bit, name := range flows.RequirementNames() {
		if !p.has[name] {
			p.never |= 1 << bit
		}
	}
	fits := func(d flows.Placed) bool { return d.Transfer == 0 || d.Transfer&c.Flow.Transfer != 0 }
	for _, d := range deployed {
		if fits(d) {
			p.deployed = append(p.deployed, d)
		}
	}
	there := func(mitigation string) bool {
		among := c.Placed
		if lean {
			among = deployed
		}
		return slices.ContainsFunc(among, func(d flows.Placed) bool { return d.Of.Name == mitigation && fits(d) })
	}
	within := func(about []string) bool {
		return about == nil || slices.ContainsFunc(slices.Concat(c.Flow.Steps, c.Flow.After), func(s flows.Step) bool { return slices.Contains(about, s.Name) })
	}
	if c.Setting.After {
		p.steps = append(p.steps, c.Flow.After...)
	} else {
		p.steps = append(p.steps, *common(c, "decide"), *common(c, "pass_on"))
		p.steps = append(p.steps, c.Flow.Steps...)
		for _, m := range cat.Mitigations {
			if there(m.Name) {
				p.steps = append(p.steps, slices.DeleteFunc(slices.Clone(m.Steps), func(s flows.Step) bool { return !within(s.About) })...)
			}
		}
	}
	for _, capability := range cat.Capabilities {
		if !p.has[capability.Name] {
			continue
		}
		for _, name := range capability.Enables {
			p.enabled[name]++
		}
		for _, s := range capability.Opens {
			if p.opener[s.Name] == "" && s.After == c.Setting.After && within(s.About) && (s.Against == "" || there(s.Against)) {
				p.opener[s.Name] = capability.Name
				p.steps = append(p.steps, s)
			}
		}
	}
	if !c.Setting.After {
		p.steps = append(p.steps, *common(c, "tick"))
	}
	return p
}

// start is the world in which everything begins: nothing has happened yet, or, on
// the slow clock, person 0 has approved and the holder has got tokens for it.
func (p *product) start() (w flows.World) {
	if p.setting.After {
		holder := p.setting.Grant.Holder
		w.Sessions[0].Stage = flows.Redeemed
		w.Sessions[0].Init, w.Sessions[0].Recv, w.Sessions[0].Holder = holder, holder, holder
		w.Sessions[0].Appr = flows.PersonParty(0)
	}
	return w
}

// common is a step that every flow has besides its own.
func common(c *flows.Composition, name string) *flows.Step {
	for i, s := range c.Steps {
		if s.Name == name {
			return c.Act(uint16(i), &flows.World{}).Step
		}
	}
	panic("no step " + name)
}

// who is somebody who can take a step: the party it is bound to, and whether
// the attacker takes it.
type who struct {
	party    flows.Party
	attacker bool
}

// takers lists who can take a step about the given session, until it is asked again.
func (p *product) takers(s *flows.Step, session *flows.Session) []who {
	list := p.whos[:0]
	people := func(attacker bool) {
		for i := range p.setting.Persons {
			list = append(list, who{flows.PersonParty(i), attacker})
		}
	}
	switch s.By {
	case flows.Anyone:
		people(false)
		for range p.enabled[s.Name] {
			list = append(list, who{flows.Attacker, true})
		}
	case flows.Operator:
		if session.Recv == flows.Nobody {
			break
		}
		if session.Recv != flows.Attacker {
			list = append(list, who{session.Recv, false})
			break
		}
		for range p.enabled[s.Name] {
			list = append(list, who{flows.Attacker, true})
		}
	case flows.People, flows.Alone:
		people(false)
	case flows.Attackers:
		list = append(list, who{flows.Attacker, true})
	case flows.Target, flows.Recipient:
		people(true)
	case flows.Wait, flows.Clock:
		list = append(list, who{flows.Nobody, false})
	}
	p.whos = list
	return list
}

// explore visits every state, or the first of them, and calls visit with it. Attempts that a server's
// check refuses are not counted as edges.
func (p *product) explore(visit func(w *flows.World)) (states, edges int) {
	seen := map[flows.World]bool{p.start(): true}
	queue, next := []flows.World{p.start()}, []flows.World(nil)
	for ; len(queue) > 0; queue = queue[1:] {
		if p.most > 0 && len(seen) > p.most {
			break
		}
		w := &queue[0]
		visit(w)
		next = p.offers(w, next[:0])
		for _, to := range next {
			edges++
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return len(seen), edges
}

// offers appends every state that can come next, as often as there are ways to it.
func (p *product) offers(w *flows.World, list []flows.World) []flows.World {
	for i := range p.steps {
		s := &p.steps[i]
		sessions := p.setting.Sessions
		if s.By == flows.Alone || s.By == flows.Recipient || s.By == flows.Clock {
			sessions = 1
		}
		for session := range sessions {
			if s.In != 0 && s.In>>w.Sessions[session].Stage&1 == 0 {
				continue
			}
			for _, by := range p.takers(s, &w.Sessions[session]) {
				list = p.take(s, w, session, by, list)
			}
		}
	}
	return list
}

// take appends every state that can come of a step.
func (p *product) take(s *flows.Step, w *flows.World, session uint8, by who, list []flows.World) []flows.World {
	at := func(w *flows.World) flows.At {
		return flows.At{W: w, Setting: &p.setting, S: &w.Sessions[session], Session: session, Party: by.party, Phase: s.Phase, On: s.On, Guess: s.Guess}
	}
	before := at(w)
	if slices.ContainsFunc(s.Requires, func(name string) bool { return !p.has[name] }) || s.When != nil && !s.When(before) {
		return list
	}
	for _, check := range s.Checks {
		naive := check.Kind == flows.Binding && p.setting.Naive.Has(check.By)
		if !naive && check.FullName(s) != p.setting.Without && !check.Pass(before) {
			return list
		}
	}
	for _, o := range s.Do {
		judged := before
		if o.Errs != nil {
			judged.Errs = o.Errs(before)
		}
		if o.When != nil && !o.When(before) || judged.Errs.Meets(p.never) || !o.Safe && p.refused(s, judged, by) {
			continue
		}
		list = append(list, *w)
		if o.Do != nil {
			o.Do(at(&list[len(list)-1]))
		}
	}
	return list
}

// refused tells whether something deployed refuses, and is not defeated.
func (p *product) refused(s *flows.Step, a flows.At, by who) bool {
	for _, d := range p.deployed {
		if d.After != s.After || d.Via != flows.NoChannel && d.Via != s.Via || !slices.Contains(d.Phases, s.Phase) {
			continue
		}
		judged := d.Refuses(a)
		if judged != 0 && !(foreign(a, judged, by) && p.defeats(d)) {
			return true
		}
	}
	return false
}

// foreign tells whether a refusal rests on what the attacker shows.
func foreign(a flows.At, judged flows.Judged, by who) bool {
	for _, of := range [...]struct {
		role  flows.Judged
		party flows.Party
	}{{flows.Starter, a.S.Init}, {flows.Receiver, a.S.Recv}, {flows.Taker, a.S.Take}, {flows.Approver, a.S.Appr}} {
		if judged&of.role != 0 && of.party == flows.Attacker {
			return true
		}
	}
	return judged&flows.Acting != 0 && by.attacker || judged&flows.ALure != 0
}

// defeats tells whether the attacker and the user get past a mitigation.
func (p *product) defeats(d flows.Placed) bool {
	return slices.ContainsFunc(d.Defeats, func(defeat flows.Defeat) bool {
		return !slices.ContainsFunc(defeat.By, func(name string) bool { return !p.has[name] })
	})
}

// reaches explores and tells which of the goals some state satisfies.
func (p *product) reaches(t testing.TB, goals []scenarios.Goal) (reached []bool, states, edges int) {
	t.Helper()
	reached = make([]bool, len(goals))
	states, edges = p.explore(func(w *flows.World) {
		for i, g := range goals {
			reached[i] = reached[i] || g.When(w)
		}
	})
	return reached, states, edges
}
