package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RateLimits refuses the second request of a client within a window. The window
// is a code's life, and the limit is one: the smallest that two sessions show.
// A client that waits is served again, so it slows and does not stop. A client
// is a device, as far as a server can tell one from another.
var RateLimits = &flows.Mitigation{
	Name:    "rate-limits",
	Row:     "Rate Limits",
	Doc:     "The authorization server accepts only so many requests in a while.",
	Ref:     "BCP 247 6.1.11",
	Claims:  flows.Prevents | flows.Disrupts,
	Default: "client",
	Variants: []flows.Variant{{
		Name:   "client",
		Doc:    "one request of each client in a code's life",
		Ref:    "BCP 247 6.1.11",
		Phases: []flows.Phase{flows.Initiate},
		Refuses: func(a flows.At) flows.Judged {
			for i := range a.Setting.Sessions {
				if s := &a.W.Sessions[i]; s.Init == a.Party && a.Recent(s) {
					return flows.Acting
				}
			}
			return 0
		},
		Defeats: []flows.Defeat{{By: []string{"many-clients"}, Ref: "BCP 247 4.3.1"}},
	}},
}
