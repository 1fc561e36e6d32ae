package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// UserEducation tells people beforehand never to enter a code that a stranger sent
// them, nor to approve what they did not start, nor to use a page before they have
// looked at its address. It refuses nothing by itself: whoever ignores it goes on. Who
// takes a page that was handed to them for their own has entered nothing, and thinks
// they started it.
//
// Decided here: that people are told not to click on links in mails (6.1.13) is not judged.
// Whether they open a mail is what content filtering, and the odds of a click, are about.
var UserEducation = &flows.Mitigation{
	Name:   "user-education",
	Row:    "User Education",
	Doc:    "People have been told when they will be asked to authorise a device, and when never.",
	Ref:    "BCP 247 6.1.13",
	Claims: flows.Prevents,
	Variants: []flows.Variant{{
		Phases: []flows.Phase{flows.Convey, flows.Engage, flows.Verify, flows.Authorize},
		Refuses: func(a flows.At) flows.Judged {
			switch {
			case a.Errs&flows.IgnoresAddress != 0: // 6.1.13: that the URL belongs to the server
				return flows.ALure
			case a.Phase != flows.Engage:
				return warned(a)
			}
			// What came by itself is looked at before anything can be told, nobody sends an
			// object, and who takes a code of what they have approved to a device of their own
			// is sent nothing.
			if !a.ByPerson() || a.Owns() || a.S.Hint != flows.Nobody || a.On == flows.Asset || a.S.Appr == a.Party {
				return 0
			}
			return flows.ALure
		},
		Defeats: []flows.Defeat{{By: []string{"ignores-context"}, Ref: "BCP 247 6.1.13 Limitations"}},
	}},
}
