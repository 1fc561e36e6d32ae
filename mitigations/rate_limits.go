package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RateLimits refuses the next request of a client that has as many sessions
// open as it may. The window is a code's life: a client that waits for its
// codes to run out is served again.
var RateLimits = &flows.Mitigation{
	Name:    "rate-limits",
	Row:     "Rate Limits",
	Doc:     "The authorization server accepts only so many requests in a while.",
	Ref:     "BCP 247 6.1.11",
	Claims:  flows.Prevents | flows.Disrupts,
	Default: "client",
	Variants: []flows.Variant{{
		Name:   "client",
		Doc:    "one open session for each client at a time",
		Ref:    "BCP 247 6.1.11",
		Phases: []flows.Phase{flows.Initiate},
		Refuses: func(a flows.At) flows.Judged {
			for i := range a.Setting.Sessions {
				s := &a.W.Sessions[i]
				if s.Init == a.Party && s.Open() {
					return flows.Acting
				}
			}
			return 0
		},
	}},
}
