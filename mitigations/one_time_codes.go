package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// OneTimeCodes refuses to take a code up more often than n times.
var OneTimeCodes = &flows.Mitigation{
	Name:    "one-time-codes",
	Row:     "One-Time or Limited Use Codes",
	Doc:     "A QR or user code can be taken up only a limited number of times.",
	Counts:  true,
	Ref:     "BCP 247 6.1.3",
	Claims:  flows.Disrupts,
	Ladder:  true,
	Default: "1",
	Number: &flows.Number{
		Unit: flows.Count, Rungs: []int{3, 1}, Max: 10,
		Make: func(n uint8) flows.Variant {
			return flows.Variant{
				Phases:   []flows.Phase{flows.Engage},
				Transfer: flows.Scanned | flows.Typed | flows.Outward | flows.Answered,
				Refuses: func(a flows.At) flows.Judged {
					if a.S.Uses < n {
						return 0
					}
					return flows.Starter
				},
				Uses:    n,
				InForce: goodOnce,
			}
		},
	},
}

// goodOnce tells whether a code can be used once anyway: where its use is what gets the
// grant, the server's own rule counts that.
func goodOnce(f *flows.Flow, s *flows.Setting) bool {
	return f.Transfer&(flows.Outward|flows.Answered) != 0 && !s.CodeReusable
}
