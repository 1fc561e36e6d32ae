package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// UniqueCodes declines to grant anything for a code that was presented more than
// once. The BCP declines the tokens; the code is dead once somebody has decided,
// so by then it is known whether it was presented again, and nothing is lost by
// refusing the approval instead. Where the code is presented after the approval, it is
// what would be granted that is refused.
var UniqueCodes = &flows.Mitigation{
	Name:   "unique-codes",
	Row:    "Unique Codes",
	Doc:    "The server notices a code that is presented repeatedly, and grants nothing for it.",
	Counts: true,
	Ref:    "BCP 247 6.1.4",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases:   []flows.Phase{flows.Authorize, flows.Deliver},
		Transfer: flows.Scanned | flows.Typed | flows.Outward | flows.Answered,
		Refuses: func(a flows.At) flows.Judged {
			if a.S.Uses < 2 {
				return 0
			}
			return flows.Starter
		},
		Uses:    2,
		InForce: goodOnce,
	}},
}
