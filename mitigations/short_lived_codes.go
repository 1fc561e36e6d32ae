package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// ShortLivedCodes refuses to let anyone join with a code older than its life,
// which is shorter than the deployment's own. Nothing defeats it; a code made
// on demand is young, and that is another path.
var ShortLivedCodes = &flows.Mitigation{
	Name:    "short-lived-codes",
	Row:     "Short-Lived/Timebound Codes",
	Doc:     "A QR or user code can be used only for a short while after it was issued.",
	Ref:     "BCP 247 6.1.2",
	Claims:  flows.Disrupts,
	Ladder:  true,
	Default: "2m",
	Number: &flows.Number{
		Unit: flows.Seconds, Rungs: []int{600, 300, 120, 60}, Max: 3600,
		Make: func(life uint8) flows.Variant {
			return flows.Variant{
				Phases:   joins,
				Transfer: ^flows.Fixed, // what stands on an object is there for good
				Refuses: func(a flows.At) flows.Judged {
					if a.S.Age < life {
						return 0
					}
					return flows.Starter
				},
				InForce: func(_ *flows.Flow, s *flows.Setting) bool { return s.CodeLifeTicks() <= int(life) },
			}
		},
	},
}
