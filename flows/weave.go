package flows

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/model"
)

// weaver turns steps into rules: it fills in who acts, and attaches to each
// rule what it requires and the mitigations that judge its phase.
type weaver struct {
	*Composition
	cat                 *Catalogue
	bySession, byPerson *model.Index[World]
	rules               []model.Rule[World]
	origins             []origin
	opened              []*Step // steps of capabilities woven so far: two may open the same one
}

// weave takes the steps in the order of the flow, then what mitigations add,
// then what capabilities open, then time.
func (w *weaver) weave() {
	for i := range people {
		w.step(&people[i], 0)
	}
	for i := range w.Flow.Steps {
		w.step(&w.Flow.Steps[i], 0)
	}
	for _, m := range w.cat.Mitigations {
		for i := range m.Steps {
			w.step(&m.Steps[i], 0)
		}
	}
	for bit, capability := range w.cat.Capabilities {
		for i := range capability.Opens {
			step := &capability.Opens[i]
			if slices.ContainsFunc(w.opened, func(s *Step) bool { return s.Name == step.Name }) {
				continue
			}
			w.opened = append(w.opened, step)
			w.step(step, model.Of(errorCount+bit))
		}
	}
	w.step(&clock, 0)
}

// step adds the rules of one step: for people as it stands, and for the
// attacker once for each capability that enables it.
func (w *weaver) step(s *Step, opener model.Set) {
	sessions, persons := w.bySession, int(w.Setting.Persons)
	switch s.By {
	case Anyone:
		w.rule(s, sessions, persons, false, 0, func(b model.Bind, _ *World) Party { return PersonParty(b.J) })
		w.enabled(s, sessions, func(model.Bind, *World) Party { return Attacker })
	case Operator:
		w.rule(s, sessions, 1, false, 0, operator)
		w.enabled(s, sessions, operator)
	case People:
		w.rule(s, sessions, persons, false, 0, func(b model.Bind, _ *World) Party { return PersonParty(b.J) })
	case Attackers:
		w.rule(s, sessions, 1, true, opener, func(model.Bind, *World) Party { return Attacker })
	case Target:
		w.rule(s, sessions, persons, true, opener, func(b model.Bind, _ *World) Party { return PersonParty(b.J) })
	case Alone:
		w.rule(s, w.byPerson, 1, false, 0, func(b model.Bind, _ *World) Party { return PersonParty(b.I) })
	case Recipient:
		w.rule(s, w.byPerson, 1, true, opener, func(b model.Bind, _ *World) Party { return PersonParty(b.I) })
	case Wait:
		w.rule(s, sessions, 1, false, 0, func(model.Bind, *World) Party { return Nobody })
	case Clock:
		w.rule(s, nil, 1, false, 0, func(model.Bind, *World) Party { return Nobody })
	}
}

func operator(b model.Bind, w *World) Party { return w.Sessions[b.I].Recv }

// enabled adds the attacker's instances of a step.
func (w *weaver) enabled(s *Step, over *model.Index[World], who func(model.Bind, *World) Party) {
	for bit, capability := range w.cat.Capabilities {
		if slices.Contains(capability.Enables, s.Name) {
			w.rule(s, over, 1, true, model.Of(errorCount+bit), who)
		}
	}
}

// rule weaves one step for one kind of actor.
func (w *weaver) rule(s *Step, over *model.Index[World], with int, attacker bool, needs model.Set, who func(model.Bind, *World) Party) {
	setting := &w.Setting
	at := func(world *World, b model.Bind) At {
		session := b.I
		if over != w.bySession {
			session = 0
		}
		return At{W: world, Setting: setting, S: &world.Sessions[session], Session: session, Party: who(b, world), Phase: s.Phase}
	}
	for _, name := range s.Needs {
		set, err := w.NeedSet(name)
		if err != nil {
			panic(err) // Validate refuses such a catalogue
		}
		needs |= set
	}

	rule := model.Rule[World]{Name: s.Name, Over: over, With: with, Do: w.outcomes(s, at)}
	switch {
	case s.In != 0:
		rule.In = model.Keys(s.In)
	case over == w.bySession:
		rule.In = model.AnyKey
	case over == w.byPerson:
		rule.In = model.At(0)
	}
	when := s.When
	if when == nil {
		when = func(At) bool { return true }
	}
	rule.When = func(world *World, b model.Bind) bool {
		a := at(world, b)
		return (s.By != Operator || attacker == (a.Party == Attacker)) && when(a)
	}
	for _, check := range s.Checks {
		rule.Checks = append(rule.Checks, model.Check[World]{Name: check.Name, Reply: string(check.Reply),
			Pass: func(world *World, b model.Bind) bool { return check.Pass(at(world, b)) }})
	}
	if judges := w.judges(s.Phase); len(judges) > 0 || needs != 0 || s.errs() {
		rule.Mask = mask(s, at, judges, attacker, needs)
	}
	w.rules = append(w.rules, rule)
	w.origins = append(w.origins, origin{s, attacker, who})
}

func (w *weaver) outcomes(s *Step, at func(*World, model.Bind) At) (list []model.Outcome[World]) {
	for _, o := range s.Do {
		out := model.Outcome[World]{Name: o.Name, Reply: string(o.Reply)}
		if o.When != nil {
			out.When = func(world *World, b model.Bind) bool { return o.When(at(world, b)) }
		}
		if o.Do != nil {
			out.Do = func(world *World, b model.Bind) { o.Do(at(world, b)) }
		}
		list = append(list, out)
	}
	return list
}

// judge is a mitigation together with its bit.
type judge struct {
	refuses func(a At) Judged
	bit     model.Set
}

// judges are the mitigations that are asked in a phase.
func (w *weaver) judges(phase Phase) (list []judge) {
	for bit, p := range w.Placed {
		if slices.Contains(p.Phases, phase) {
			list = append(list, judge{p.Refuses, model.Of(bit)})
			w.Touched |= model.Of(bit)
		}
	}
	return list
}

// mask says for one step what each outcome requires and who would refuse it.
func mask(s *Step, at func(*World, model.Bind) At, judges []judge, attacker bool, needs model.Set) func(*World, model.Bind, int) model.Mask {
	return func(world *World, b model.Bind, outcome int) model.Mask {
		a := at(world, b)
		o := &s.Do[outcome]
		m := model.Mask{Requires: needs}
		if o.Errs != nil {
			m.Requires |= o.Errs(a)
		}
		if o.Safe {
			return m
		}
		for _, j := range judges {
			switch judged := j.refuses(a); {
			case judged == 0:
			case a.onAttacker(judged, attacker):
				m.Foreign |= j.bit
			default:
				m.Own |= j.bit
			}
		}
		return m
	}
}

// onAttacker tells whether one of the judged roles is the attacker.
func (a At) onAttacker(judged Judged, acts bool) bool {
	return judged&Starter != 0 && a.S.Init == Attacker ||
		judged&Receiver != 0 && a.S.Recv == Attacker ||
		judged&Taker != 0 && a.S.Take == Attacker ||
		judged&Approver != 0 && a.S.Appr == Attacker ||
		judged&Acting != 0 && acts
}

// errs tells whether some outcome of the step takes an error.
func (s *Step) errs() bool {
	return slices.ContainsFunc(s.Do, func(o Outcome) bool { return o.Errs != nil })
}
