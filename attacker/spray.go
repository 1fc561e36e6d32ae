package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Spray sends copied codes to people and waits until somebody reads them.
var Spray = &flows.Capability{
	Name: "spray",
	Doc:  "Sends a message with the code to a large number of people.",
	Ref:  "BCP 247 4.3.1",
	Opens: []flows.Step{
		{Name: "send_lure", About: shownCode, Ref: "BCP 247 4.1.1 (F)", Phase: flows.Convey, Via: flows.Mail, By: flows.Target,
			Doc:      "The attacker mails the code that they have copied, in a context of their choice.",
			Requires: []string{"copy", "reframe"}, // a page that captures codes shows them, and mails its address
			In:       flows.StagesOf(flows.Pending),
			When:     func(a flows.At) bool { return a.S.Known.Has(flows.Attacker) && !a.Sees() && a.P().Lure == 0 },
			Do:       flows.Does(func(a flows.At) { a.P().Lure = flows.CodeOf(a.Session) })},
		OpenLure,
	},
}

// OpenLure is a person reading what they were sent. It takes Setting.ReadMin at
// least; nobody is forced to read at all.
var OpenLure = flows.Step{
	Name: "open_lure", Ref: "BCP 247 4.1.1 (G)", Phase: flows.Convey, On: flows.Authorization, Via: flows.Mail, By: flows.Alone,
	Doc: "A recipient opens the message and sees what it carries.",
	When: func(a flows.At) bool {
		p := a.P()
		return p.Waits() && a.HadTime()
	},
	Do: flows.Does(func(a flows.At) {
		p := a.P()
		p.LureAge = 0
		if p.Lure == flows.Link {
			p.Lure = flows.OpenPage
			return
		}
		a.W.Sessions[p.Lure-flows.CodeOf(0)].Known.Add(a.Party)
		p.Lure = 0
	}),
}
