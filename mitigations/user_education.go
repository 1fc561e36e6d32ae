package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// UserEducation tells people beforehand never to enter a code that a stranger sent
// them, nor to approve what they did not start. It refuses nothing by itself: whoever
// ignores it goes on. Who takes a page that was handed to them for their own has
// entered nothing, and thinks they started it.
var UserEducation = &flows.Mitigation{
	Name:   "user-education",
	Row:    "User Education",
	Doc:    "People have been told when they will be asked to authorise a device, and when never.",
	Ref:    "BCP 247 6.1.13",
	Claims: flows.Prevents,
	Variants: []flows.Variant{{
		Phases: []flows.Phase{flows.Convey, flows.Engage, flows.Authorize},
		Refuses: func(a flows.At) flows.Judged {
			if a.Phase != flows.Engage {
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
