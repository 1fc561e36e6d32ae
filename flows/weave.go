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
	opened              []*Step // steps of capabilities woven so far: two may open the same one
}

// weave takes the steps of people, then those of the flow in its order, then what mitigations add,
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
			if w.placed(m) && m.Steps[i].useful(w.Flow, true) {
				w.step(&m.Steps[i], 0)
			}
		}
	}
	w.capabilities(false)
	w.step(&clock, 0)
}

// after takes what follows a grant instead. There time passes by use.
func (w *weaver) after() {
	for i := range w.Flow.After {
		w.step(&w.Flow.After[i], 0)
	}
	w.capabilities(true)
}

// placed tells whether some variant of a mitigation is in the masks, and is about
// such a flow.
func (w *weaver) placed(m *Mitigation) bool {
	return slices.ContainsFunc(w.Placed, func(p Placed) bool { return p.Of == m && w.Flow.takes(&p.Variant) })
}

// useful tells whether what a step is about is there: without it, nothing could come
// of the step. Against tells whether the mitigation is that it is of use against.
func (s *Step) useful(f *Flow, against bool) bool {
	return (s.Against == "" || against) && (s.About == nil || slices.ContainsFunc(s.About, f.has))
}

// capabilities takes the steps that capabilities open, on one of the two clocks.
func (w *weaver) capabilities(after bool) {
	for bit, capability := range w.cat.Capabilities {
		for i := range capability.Opens {
			step := &capability.Opens[i]
			against := func(p Placed) bool { return p.Of.Name == step.Against && w.Flow.takes(&p.Variant) }
			if step.After != after || !step.useful(w.Flow, slices.ContainsFunc(w.Placed, against)) {
				continue
			}
			if slices.ContainsFunc(w.opened, func(s *Step) bool { return s.Name == step.Name }) {
				continue
			}
			w.opened = append(w.opened, step)
			w.step(step, model.Of(errorCount+bit))
		}
	}
}

// step adds the rules of one step: for people as it stands, and for the
// attacker once for each capability that enables it.
func (w *weaver) step(s *Step, opener model.Set) {
	k := actor{step: s, setting: &w.Setting, sessionly: 1}
	persons := int(w.Setting.Persons)
	switch s.By {
	case Anyone:
		w.rule(k.eachPerson(), w.bySession, persons, 0)
		w.enabled(k, w.bySession)
	case Operator:
		k.operator = true
		w.rule(k, w.bySession, 1, 0)
		w.enabled(k, w.bySession)
	case People:
		w.rule(k.eachPerson(), w.bySession, persons, 0)
	case Attackers:
		w.rule(k.byAttacker(), w.bySession, 1, opener)
	case Target:
		k.attacker = true
		w.rule(k.eachPerson(), w.bySession, persons, opener)
	case Alone:
		w.rule(k.person(), w.byPerson, 1, 0)
	case Recipient:
		k.attacker = true
		w.rule(k.person(), w.byPerson, 1, opener)
	case Wait:
		w.rule(k, w.bySession, 1, 0)
	case Clock:
		k.sessionly = 0
		w.rule(k, nil, 1, 0)
	}
}

// eachPerson is k for the person that the binding's J is.
func (k actor) eachPerson() actor {
	k.base, k.fromJ = firstPerson, 1
	return k
}

// person is k for the person that the binding's I is, without a session.
func (k actor) person() actor {
	k.base, k.fromI, k.sessionly = firstPerson, 1, 0
	return k
}

// byAttacker is k for the attacker.
func (k actor) byAttacker() actor {
	k.attacker, k.base = true, Attacker
	return k
}

// enabled adds the attacker's instances of a step.
func (w *weaver) enabled(k actor, over *model.Index[World]) {
	for bit, capability := range w.cat.Capabilities {
		if slices.Contains(capability.Enables, k.step.Name) {
			w.rule(k.byAttacker(), over, 1, model.Of(errorCount+bit))
		}
	}
}

// rule weaves one step for one kind of actor. Needs are what the actor must
// have besides what the step itself names.
func (w *weaver) rule(who actor, over *model.Index[World], with int, needs model.Set) {
	k, s := &who, who.step
	for _, name := range s.Requires {
		set, err := w.RequirementSet(name)
		if err != nil {
			panic(err) // Validate refuses such a catalogue
		}
		needs |= set
	}

	rule := model.Rule[World]{Name: s.Name, Over: over, With: with, Requires: needs}
	switch {
	case s.In != 0:
		rule.In = model.Keys(s.In)
	case over == w.bySession:
		rule.In = model.AnyKey
	case over == w.byPerson:
		rule.In = model.At(0)
	}
	switch {
	case k.operator:
		rule.When = func(world *World, b model.Bind) bool {
			a := k.at(world, b)
			return k.takes(a) && (s.When == nil || s.When(a))
		}
	case s.When != nil: // most guards, asked more often than anything else
		rule.When = func(world *World, b model.Bind) bool { return s.When(k.at(world, b)) }
	}
	for _, check := range s.Checks {
		rule.Checks = append(rule.Checks, model.Check[World]{Name: check.Name, Reply: string(check.Reply),
			Pass: w.passes(k, &check)})
	}
	for _, o := range s.Do {
		out := model.Outcome[World]{Name: o.Name, Reply: string(o.Reply)}
		if o.When != nil {
			out.When = func(world *World, b model.Bind) bool { return o.When(k.at(world, b)) }
		}
		if o.Do != nil {
			out.Do = func(world *World, b model.Bind) { o.Do(k.at(world, b)) }
		}
		rule.Do = append(rule.Do, out)
	}
	if judges := w.judges(s); len(judges) > 0 || s.errs() {
		rule.Mask = k.mask(judges)
	}
	w.rules = append(w.rules, rule)
	w.actors = append(w.actors, k)
}

// passes is a check for one kind of actor. A naive server does not make those that
// bind.
func (w *weaver) passes(k *actor, check *Check) func(*World, model.Bind) bool {
	if check.Kind == Binding && w.Setting.Naive.Has(check.By) || check.FullName(k.step) == w.Setting.Without {
		return func(*World, model.Bind) bool { return true }
	}
	return func(world *World, b model.Bind) bool { return check.Pass(k.at(world, b)) }
}

// judge is a mitigation together with its bit.
type judge struct {
	refuses func(a At) Judged
	bit     model.Set
}

// judges are the mitigations that are asked about a step.
func (w *weaver) judges(s *Step) (list []judge) {
	for bit, p := range w.Placed {
		if p.judges(s) && w.Flow.takes(&p.Variant) {
			list = append(list, judge{p.Refuses, model.Of(bit)})
			w.Judging |= model.Of(bit)
		}
	}
	return list
}

// judges tells whether the variant is asked about a step.
func (v *Variant) judges(s *Step) bool {
	return v.After == s.After && (v.Via == NoChannel || v.Via == s.Via) && slices.Contains(v.Phases, s.Phase)
}

// mask says for each outcome of a step what errors it takes and who would refuse it.
func (k *actor) mask(judges []judge) func(*World, model.Bind, int) model.Mask {
	return func(world *World, b model.Bind, outcome int) model.Mask {
		a := k.at(world, b)
		o := &k.step.Do[outcome]
		m := model.Mask{}
		if o.Errs != nil {
			a.Errs = o.Errs(a)
			m.Requires |= a.Errs
		}
		if o.Safe {
			return m
		}
		for _, j := range judges {
			switch judged := j.refuses(a); {
			case judged == 0:
			case a.onAttacker(judged, k.attacker):
				m.Foreign |= j.bit
			default:
				m.Own |= j.bit
			}
		}
		return m
	}
}

// onAttacker tells whether one of the judged roles is the attacker, or the step
// follows from a lure of theirs.
func (a At) onAttacker(judged Judged, acts bool) bool {
	return judged&Starter != 0 && a.S.Init == Attacker ||
		judged&Receiver != 0 && a.S.Recv == Attacker ||
		judged&Taker != 0 && a.S.Take == Attacker ||
		judged&Approver != 0 && a.S.Appr == Attacker ||
		judged&Acting != 0 && acts ||
		judged&ALure != 0
}

// errs tells whether some outcome of the step takes an error.
func (s *Step) errs() bool {
	return slices.ContainsFunc(s.Do, func(o Outcome) bool { return o.Errs != nil })
}
