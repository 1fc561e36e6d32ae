package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// A7 is the honest twin of B7.
var A7 = &Scenario{
	Name:  "A7",
	Doc:   "Application bootstrap: an employee who is signed in to an application on a computer shows a code there, and the application on their phone is signed in by scanning it.",
	Ref:   "BCP 247 3.3.7",
	Flows: []*flows.Flow{flows.SessionTransfer},
	Facts: employees,
	Twins: []Twin{
		{Name: "plain", Doc: "computer and phone are on the employee's desk and on the company's network",
			Set: func(*flows.Setting) {}},
		{Name: "mobile-data", Doc: "the phone is on mobile data",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Network = 7 }},
		enrolled, slow, remoteDesktop, busyComputer, longUse,
	},
	Done: served,
}
