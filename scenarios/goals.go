package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// phished is the ladder of attacks in which victims approve the attacker's own
// session.
var phished = []Goal{
	{Name: Initiated, Doc: "the attacker holds a live code, somebody is asked to approve the attacker's request, or somebody has a code made because the attacker asked for it",
		When: func(w *flows.World) bool {
			return anySession(func(s *flows.Session) bool {
				return s.Recv == flows.Attacker && (s.Known.Has(flows.Attacker) || s.Stage == flows.Pending && s.Hint != flows.Nobody) ||
					onItsWay(s) && (s.Known.Has(flows.Attacker) || !intended(w, s))
			})(w)
		}},
	{Name: Reached, Doc: "a victim has the attacker's request, or the code for it, on their phone, or the attacker has a code of the victim's own",
		When: func(w *flows.World) bool {
			for i := range w.Persons {
				if on := w.Persons[i].On; on != 0 && w.Sessions[on-1].Recv == flows.Attacker {
					return true
				}
			}
			return anySession(func(s *flows.Session) bool {
				_, outward := s.Init.Person()
				return outward && (onItsWay(s) && s.Known.Has(flows.Attacker) || s.Recv == flows.Attacker)
			})(w)
		}},
	{Name: Granted, Doc: "the attacker's device holds what a victim has granted: tokens, a session, a membership, an object",
		When: anySession(func(s *flows.Session) bool { return got(s) && account(s) != flows.Attacker })},
}

// onItsWay tells whether a session has been approved and waits for whichever device brings
// its code; intended, whether its starter wanted it so.
func onItsWay(s *flows.Session) bool { return s.Recv == flows.Nobody && s.Stage == flows.Approved }

func intended(w *flows.World, s *flows.Session) bool {
	i, person := s.Init.Person()
	return person && w.Persons[i].Wants
}

// twoVictims is the rung that counts victims.
var twoVictims = Goal{Name: SecondVictim, Doc: "the attacker holds tokens of two victims, from codes of one code life", In: TwoVictims,
	When: func(w *flows.World) bool {
		a, b := &w.Sessions[0], &w.Sessions[1]
		of, other := account(a), account(b)
		return a.Holder == flows.Attacker && b.Holder == flows.Attacker &&
			of != other && of != flows.Attacker && other != flows.Attacker &&
			a.Age < coarseTicks && b.Age < coarseTicks
	}}

// The rungs that follow a grant: how much the tokens have been worth, in hours of
// access to one resource, and whether somebody else got them.
const (
	ImpactDay   = "impact-24h"
	ImpactWeek  = "impact-168h"
	ImpactMonth = "impact-720h"
	TokenMoved  = "token-moved"
)

// worth is the ladder of what becomes of stolen tokens.
func worth(of *flows.Setting) []Goal {
	impact := func(name, doc string, hours int) Goal {
		return Goal{Name: name, Doc: doc, In: After, When: func(w *flows.World) bool { return w.Impact(of)*SlowTick >= hours*3600 }}
	}
	return []Goal{
		impact(ImpactDay, "the tokens were worth a day of access to one resource", 24),
		impact(ImpactWeek, "the tokens were worth a week of access to one resource", 168),
		impact(ImpactMonth, "the tokens were worth 30 days of access to one resource", 720),
		{Name: TokenMoved, Doc: "another party has got access with a copy of the tokens", In: After,
			When: func(w *flows.World) bool { return w.Tokens.Copy == flows.UsedCopy }},
	}
}

// spied is the ladder of attacks on a session that the victim started: the
// victim's device ends up with the attacker's account.
var spied = []Goal{
	{Name: Initiated, Doc: "the attacker knows a live code of the victim's device, or is asked in the victim's place",
		When: anySession(func(s *flows.Session) bool {
			return s.Recv != flows.Attacker && (s.Known.Has(flows.Attacker) || s.Stage == flows.Pending && s.Hint == flows.Attacker)
		})},
	{Name: Reached, Doc: "the attacker has entered the code of the victim's device",
		When: anySession(func(s *flows.Session) bool {
			return s.Recv != flows.Attacker && s.Take == flows.Attacker || takenAway(s)
		})},
	{Name: Granted, Doc: "the victim's device holds tokens for the attacker's account, or the attacker's device what the victim meant for another one",
		When: anySession(func(s *flows.Session) bool {
			_, person := s.Holder.Person()
			return person && s.Appr == flows.Attacker || takenAway(s) && got(s)
		})},
}

// takenAway tells whether the attacker's device has joined a session that somebody else
// started.
func takenAway(s *flows.Session) bool {
	_, person := s.Init.Person()
	return person && s.Recv == flows.Attacker
}

// anySession asks whether some session satisfies is.
func anySession(is func(s *flows.Session) bool) Predicate {
	return func(w *flows.World) bool {
		for i := range w.Sessions {
			if is(&w.Sessions[i]) {
				return true
			}
		}
		return false
	}
}
