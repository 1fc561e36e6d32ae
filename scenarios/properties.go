package scenarios

import (
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// The names of the safety properties.
const (
	AttackerAccess = "attacker-access"
	ApproverBound  = "approver-bound"
	ConsumerBound  = "consumer-bound"
	SingleUse      = "single-use"
	Authentic      = "authentic"
	InOrder        = "in-order"
)

// Safety are the properties that every scenario is checked for.
var Safety = []model.Property[flows.World]{
	never(AttackerAccess, "the attacker never holds a token for somebody else's account",
		anySession(func(s *flows.Session) bool {
			return account(s) != flows.Attacker && got(s)
		})),
	never(ApproverBound, "who approved a grant intended the very session that receives it",
		anySession(func(s *flows.Session) bool {
			return s.Holder != flows.Nobody && account(s) != flows.Attacker &&
				(s.Appr != s.Holder || s.Again != flows.Nobody && s.Again != s.Appr)
		})),
	never(ConsumerBound, "who operates the session that receives a grant expects it to act for the approver",
		anySession(func(s *flows.Session) bool {
			_, person := s.Holder.Person()
			return person && account(s) != s.Holder
		})),
	never(SingleUse, "no code is good for tokens twice",
		anySession(func(s *flows.Session) bool { return s.Again != flows.Nobody })),
	never(Authentic, "a client takes a user for authenticated only for a request in which they took part",
		anySession(func(s *flows.Session) bool {
			return s.Holder != flows.Nobody && (s.Code != 0 || s.Hint != flows.Nobody && s.Appr != s.Hint)
		})),
	never(InOrder, "a client learns of a result only after it knows the request",
		anySession(func(s *flows.Session) bool { return s.Ack == flows.AckOvertaken })),
}

// got tells whether the attacker has tokens of a session, as the first or once more.
func got(s *flows.Session) bool { return s.Holder == flows.Attacker || s.Again == flows.Attacker }

// account is whose account tokens are for: that of whoever approved them, or, where
// nobody was asked, of whom the client named.
func account(s *flows.Session) flows.Party {
	if s.Appr == flows.Nobody {
		return s.Hint
	}
	return s.Appr
}

// Service is the property that honest people still get what they want, and
// NeverStuck that they are always told if they do not. They are no predicates over
// states: each twin is explored for them.
const (
	Service    = "service"
	NeverStuck = "never-stuck"
)

// PropertyNames lists what can be asked of every scenario: Safety, and what is
// asked of honest people.
func PropertyNames() (names []string) {
	for _, p := range Safety {
		names = append(names, p.Name)
	}
	return append(names, Service, NeverStuck)
}

// Ended tells whether a person without tokens has been told that there will be
// none: their session was denied or has expired.
func Ended(w *flows.World) bool {
	for i := range w.Sessions {
		if s := &w.Sessions[i]; s.Stage == flows.Denied || s.Stage == flows.Expired {
			return true
		}
	}
	return false
}

// Started tells whether some session has begun.
func Started(w *flows.World) bool {
	return anySession(func(s *flows.Session) bool { return s.Stage != flows.Idle })(w)
}
