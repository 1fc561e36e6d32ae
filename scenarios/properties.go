package scenarios

import (
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// Safety are the properties that every scenario is checked for.
var Safety = []model.Property[flows.World]{
	never("attacker-access", "the attacker never holds a token",
		anySession(func(s *flows.Session) bool { return s.Holder == flows.Attacker })),
	never("approver-bound", "who approved a grant intended the very session that receives it",
		anySession(func(s *flows.Session) bool { return s.Holder != flows.Nobody && s.Appr != s.Recv })),
	never("consumer-bound", "who operates the session that receives a grant expects it to act for the approver",
		anySession(func(s *flows.Session) bool {
			return s.Holder != flows.Nobody && s.Holder != flows.Attacker && s.Appr != s.Holder
		})),
}

// Service is the property that honest people still get what they want. It is no
// predicate over states: each twin is explored for it.
const Service = "service"

// PropertyNames lists what can be asked of every scenario: Safety, and Service.
func PropertyNames() (names []string) {
	for _, p := range Safety {
		names = append(names, p.Name)
	}
	return append(names, Service)
}
