package flows

import "github.com/crossdeviceflows/crossdevice/model"

// actor says who takes the steps of one rule, and in which session: what is
// needed to turn a state and a binding into an At. It is asked for every guard
// of every state, so it computes the party instead of calling for it.
type actor struct {
	step     *Step
	setting  *Setting
	attacker bool // the attacker takes the step

	sessionly uint8 // 1: the binding's I is a session; 0: the step is about none
	operator  bool  // the party is the session's receiver...
	base      Party // ... or else base + I*fromI + J*fromJ
	fromI     uint8
	fromJ     uint8
}

// at is the step about to be taken in state w.
func (k *actor) at(w *World, b model.Bind) At {
	session := b.I * k.sessionly
	s := &w.Sessions[session%MaxSessions]
	party := k.base + Party(b.I*k.fromI+b.J*k.fromJ)
	if k.operator {
		party = s.Recv
	}
	return At{W: w, Setting: k.setting, S: s, Session: session, Party: party, Phase: k.step.Phase, On: k.step.On, Guess: k.step.Guess}
}

// takes tells whether the party of a is the one that this rule is for: the
// steps of an operator are one rule for people and one for the attacker. A session whose
// receiver nobody is yet has no operator.
func (k *actor) takes(a At) bool {
	return !k.operator || a.Party != Nobody && k.attacker == (a.Party == Attacker)
}

// Act is what an edge of the system stands for.
type Act struct {
	*Step
	Actor   Party // who takes it; Nobody for the clock
	On      Party // the person the attacker does it to, if any
	Session int   // index, or -1 if it is about none
}

// Act says what the system's given step stands for when taken in state before.
func (c *Composition) Act(step uint16, before *World) Act {
	s := c.Steps[step]
	k := c.actors[s.Rule]
	act := Act{Step: k.step, Actor: k.at(before, s.Bind).Party, Session: -1}
	if k.sessionly == 1 {
		act.Session = int(s.Bind.I)
	}
	if k.attacker && act.Actor != Attacker {
		act.On, act.Actor = act.Actor, Attacker
	}
	return act
}

// ByAttacker tells whether the system's given step is the attacker's to take.
func (c *Composition) ByAttacker(step uint16) bool { return c.actors[c.Steps[step].Rule].attacker }
