package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// The lives that count as short, in seconds: five minutes for an access token is
// what Keycloak gives a new realm; a day for refresh tokens, counted from the
// grant, is what Entra ID gives single-page applications.
const (
	shortAccess  = 5 * 60
	shortRefresh = 24 * 3600
)

// ShortLivedTokens ends tokens early. A deployment whose own lives are as short
// has it in force.
var ShortLivedTokens = &flows.Mitigation{
	Name:    "short-lived-tokens",
	Row:     "Short-Lived Tokens",
	Doc:     "Access or refresh tokens are good only for a short while: 5 minutes and a day.",
	Ref:     "BCP 247 6.1.10",
	Claims:  flows.Recovers,
	Default: "refresh",
	Variants: []flows.Variant{
		{
			Name:   "access",
			Doc:    "an access token is good for five minutes",
			Ref:    "BCP 247 6.1.10; the life is the default of a Keycloak realm",
			After:  true,
			Phases: []flows.Phase{flows.Use},
			Access: shortAccess,
			Refuses: func(a flows.At) flows.Judged {
				if !a.Aged(a.W.Tokens.Access, shortAccess) {
					return 0
				}
				return flows.Receiver
			},
			InForce: func(_ *flows.Flow, s *flows.Setting) bool {
				return s.Grant.AccessLife != 0 && s.Grant.AccessLife <= shortAccess
			},
		},
		{
			Name:   "refresh",
			Doc:    "a day after the grant no refresh token is good any more",
			Ref:    "BCP 247 6.1.10; the life is that of Entra ID for single-page applications",
			After:  true,
			Phases: []flows.Phase{flows.Refresh},
			Refuses: func(a flows.At) flows.Judged {
				if !a.Aged(a.W.Tokens.Used, shortRefresh+1) { // as for a life: at its end it was good a moment ago
					return 0
				}
				return flows.Receiver
			},
			InForce: func(_ *flows.Flow, s *flows.Setting) bool {
				return s.Grant.RefreshLife != 0 && s.Grant.RefreshLife <= shortRefresh
			},
		},
	},
}
