package scenarios_test

import (
	"maps"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The guards of what wallets and their attackers do.
func init() {
	shown := []part{
		{"a person stands there", flows.At.ByPerson},
		{"the code is news", notSeen},
	}
	scanned := orExpired(append([]part{{"the request is known", flows.At.Sees}}, turning...))
	answered := []part{{"they approved", func(a flows.At) bool { return a.S.Appr == a.Party }}}
	theirs := part{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }}
	seen := part{"the attacker has the code", attackerSees}
	asked := part{"there is a response_code", func(a flows.At) bool { return a.Setting.ResponseCode }}
	notTold := part{"it is where it was sent", func(a flows.At) bool { return !a.S.Leaked }}

	maps.Copy(conjuncts, map[string][]part{
		"oid4vp authorization_request": startable,
		"oid4vp display":               shown,
		"fetch_request":                scanned,
		"oid4vp authenticate":          loggingIn,
		"consent":                      decidable,
		"direct_post":                  answered,
		"siopv2 authorization_request": startable,
		"siopv2 display":               shown,
		"scan_request":                 scanned,
		"siopv2 authenticate":          loggingIn,
		"siopv2 consent":               decidable,
		"siopv2 direct_post":           answered,

		"mirror_code": {{"the attacker has the code", attackerSees}, {"the code is news", notSeen}, {"the page is open", pageOpen}},
		"swap_presentation": {theirs, seen,
			{"their wallet has answered", func(a flows.At) bool { return a.Presented() != 0 }},
		},
		"edit_request": {theirs, {"the request is known", flows.At.Sees},
			{"it is as the verifier made it", func(a flows.At) bool { return a.S.Ack != flows.Rewritten }},
		},
		"replay_presentation": {theirs, seen},
		"forge_answer":        {theirs, seen},
		"ask_response_code": {asked, theirs,
			{"their wallet has it", func(a flows.At) bool { return a.Poster() == a.Party }},
			notTold,
		},
		"inject_response_code": {asked,
			{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
			{"the attacker has it", func(a flows.At) bool { return a.Poster() == flows.Attacker }},
			notTold,
		},
		"poll_with_request": {
			{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
			{"the request is known", flows.At.Sees},
		},
	})
}

// What mutants of the flows of wallets are looked at for.
func init() {
	careless := func(s *flows.Setting) {
		s.NoNonce, s.UnsignedRequests = true, true
		s.People[0].WalksAway, s.People[0].EntryMin = true, s.Tick
	}
	without := func(check string) func(s *flows.Setting) {
		return func(s *flows.Setting) { s.Without = check }
	}
	for _, f := range []*flows.Flow{flows.OID4VP, flows.SIOPv2} {
		for _, twin := range scenarios.A6.TwinsOn(f) {
			if slices.Contains([]string{"plain", "slow", "walks-away", "borrowed"}, twin.Name) {
				views = append(views, view{twin.Name, scenarios.A6, f, twin.In(), "", twin.Set})
			}
		}
		for _, twin := range scenarios.A1.TwinsOn(f) {
			if twin.Name == "card-holder" {
				views = append(views, view{twin.Name, scenarios.A1, f, twin.In(), "", twin.Set})
			}
		}
		views = append(views,
			view{everything, scenarios.B6, f, own, everything, careless},
			view{"everything, bound", scenarios.B6, f, own, everything, nil},
			view{"everything, watched", scenarios.SessionSpying, f, own, everything, without("poll_with_request: transaction-id")},
			view{"forged", scenarios.B6, f, scenarios.Alone, "strongest", without("forge_answer: signature")},
			view{"other audience", scenarios.B6, f, scenarios.Alone, "strongest", without("replay_presentation: audience")},
			view{"beside", scenarios.WrongDevice, f, scenarios.Beside, "literal,+reframe,+spray", func(s *flows.Setting) { s.NoNonce = true }},
			view{"two", scenarios.B6, f, scenarios.TwoVictims, "literal", nil},
		)
	}
	for _, twin := range scenarios.A6.Twins {
		if twin.Name == "plain" || twin.Name == "same-device" {
			views = append(views, view{twin.Name + ", response code", scenarios.A6, flows.OID4VP, twin.In(), "", func(s *flows.Setting) {
				twin.Set(s)
				s.ResponseCode = true
			}})
		}
	}
	views = append(views,
		view{"response code, watched", scenarios.SessionSpying, flows.OID4VP, own, everything, func(s *flows.Setting) { s.ResponseCode = true }},
		view{"response code, bearer", scenarios.B6, flows.OID4VP, scenarios.Alone, "strongest", func(s *flows.Setting) { s.ResponseCode, s.NoHolderBinding = true, true }},
		view{"other prefix", scenarios.B6, flows.OID4VP, scenarios.Alone, "strongest", without("edit_request: verifier authentication")},
		view{"bearer", scenarios.B6, flows.OID4VP, own, "strongest", func(s *flows.Setting) { s.NoHolderBinding = true }},
		view{"response code", scenarios.B6, flows.OID4VP, own, "strongest", func(s *flows.Setting) { s.ResponseCode = true }},
		view{"mirrored", scenarios.B8, flows.OID4VP, scenarios.Alone, "literal", nil},
	)
}

// Those that nobody notices, with the reason.
func init() {
	const (
		startsIdle = "CanStart asks for an idle slot"
		onScreen   = "a request is on screen only while it is pending"
		deciding   = "a request is on screen, and a taker remembered, only while it is pending"
		asksStage  = "every outcome, and every check, asks for its stage"
		slotFree   = "its stages say so"
		nobody     = "no capability enables the step, so the attacker never takes it: they copy_code"
	)
	maps.Copy(survivors, map[string]string{
		"ask_response_code without the need of reframe":               "who has answered for the attacker was brought their code, which needs reframe",
		"real-time-relay does not open open_lure":                     "spray opens it too, and reading needs no capability",
		"oid4vp authorization_request without its stages":             startsIdle,
		"siopv2 authorization_request without its stages":             startsIdle,
		"oid4vp authorization_request although not: the slot is free": slotFree,
		"siopv2 authorization_request although not: the slot is free": slotFree,
		"oid4vp display although not: a person stands there":          nobody,
		"siopv2 display although not: a person stands there":          nobody,
		"oid4vp authenticate without its stages":                      onScreen,
		"siopv2 authenticate without its stages":                      onScreen,
		"consent without its stages":                                  deciding,
		"siopv2 consent without its stages":                           deciding,
		"result without its stages":                                   asksStage,
		"siopv2 result without its stages":                            asksStage,
	})
}
