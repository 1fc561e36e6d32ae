package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RateLimits refuses what comes too often. For clients the window is a code's
// life, and the limit is one: the smallest that two sessions show. A client that
// waits is served again, so it slows and does not stop. A client is what stands
// behind one network address, as far as a server can tell one from another: the
// devices of one make have one client_id. In CIBA, where the provider sees one client for
// everybody, it is the client that counts its users' devices. How often user codes can be tried is a
// matter of odds: a limit leaves a few guesses, and one of them may be right.
var RateLimits = &flows.Mitigation{
	Name:    "rate-limits",
	Row:     "Rate Limits",
	Doc:     "The authorization server accepts only so many requests in a while.",
	Counts:  true,
	Ref:     "BCP 247 6.1.11",
	Claims:  flows.Prevents | flows.Disrupts,
	Default: "client",
	Variants: []flows.Variant{
		{
			Name:   "client",
			Doc:    "one request of each client in a code's life",
			Ref:    "BCP 247 6.1.11",
			Phases: []flows.Phase{flows.Initiate},
			Refuses: func(a flows.At) flows.Judged {
				if a.S.Posed {
					return 0 // the client is not asked
				}
				if a.Device().Shared {
					return flows.Acting
				}
				for i := range a.Setting.Sessions {
					if s := &a.W.Sessions[i]; s.Init == a.Party && a.Recent(s) {
						return flows.Acting
					}
				}
				return 0
			},
			Defeats: []flows.Defeat{{By: []string{"many-clients", "vpn"}, Ref: "BCP 247 4.3.1; each behind an address of its own"}},
		},
		{
			Name:     "user",
			Doc:      "one request to each user in a code's life, where the server sends them, and one of each where they scan what is there for everybody",
			Ref:      "BCP 247 6.1.11",
			Phases:   []flows.Phase{flows.Initiate, flows.Engage},
			Transfer: flows.Pushed | flows.Answered | flows.Fixed,
			Refuses: func(a flows.At) flows.Judged {
				switch {
				case a.On == flows.Asset && a.ByPerson() && a.Habits().Lately:
				case a.Phase == flows.Initiate && a.S.Hint != flows.Nobody && a.AskedLately():
				default:
					return 0
				}
				return flows.Acting
			},
		},
		{
			Name:     "code-entry",
			Doc:      "few user codes can be tried in a code's life, whoever tries them",
			Ref:      "RFC 8628 5.1",
			Phases:   []flows.Phase{flows.Engage},
			Transfer: flows.Typed | flows.Answered,
			Refuses: func(a flows.At) flows.Judged {
				if !a.Guess {
					return 0
				}
				return flows.Acting
			},
			Defeats: []flows.Defeat{{By: []string{"lucky-guess"}, Ref: "RFC 8628 5.1"}},
			InForce: func(_ *flows.Flow, s *flows.Setting) bool { return s.EntryTries > 0 },
		},
	},
}
