package scenarios_test

import (
	"maps"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// What mutants of CTAP hybrid are made of and looked at for.
func init() {
	maps.Copy(conjuncts, hybridGuards)
	maps.Copy(survivors, hybridSurvivors)
	views = append(views, hybridViews()...)
}

var hybridGuards = map[string][]part{
	"display_qr": {
		{"a person stands there", flows.At.ByPerson},
		{"the code is news", notSeen},
		{"no phone is linked", notLinked},
	},
	"scan_qr": append([]part{
		{"the code is known, or the phone is called", func(a flows.At) bool {
			return a.Sees() || a.Setting.StateAssisted && a.ByPerson() && a.S.Recv == a.Party
		}},
	}, turning...),
	"hear_advert": {{"the phone advertises", flows.At.Advertises}},
	"ctap-hybrid walk_away": {
		{"the request is on screen", flows.At.OnScreen},
		{"the session is their own", flows.At.Owns},
		{"they do walk away", func(a flows.At) bool { return a.Habits().WalksAway }},
		{"they have not yet", func(a flows.At) bool { return !a.P().Left }},
	},
	"ctap-hybrid authenticate": loggingIn,
	"ctap-hybrid authorize": {
		{"the attacker's phone is connected", func(a flows.At) bool { return a.ByPerson() || a.S.Take == flows.Attacker }},
		{"the attacker does not approve their own", func(a flows.At) bool { return a.ByPerson() || !a.Owns() }},
		{"the request is on screen", func(a flows.At) bool { return !a.ByPerson() || a.OnScreen() }},
		{"they are back", func(a flows.At) bool { return !a.ByPerson() || a.Back() }},
	},
	"look":                append(notTheirs[:2:2], part{"no phone is linked", notLinked}),
	"relay_advert":        heardThrough,
	"forward_advert":      heardThrough,
	"hear_advert_on_site": heardThrough,
	"take_over_tunnel":    heardBeside,
	"advertise_on_site":   heardBeside,
	"inject_code_there":   {{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }}},
	"capture_code": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"the code is news", notSeen},
	},
	"relay_assertion": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"the page is open", pageOpen},
	},
}

func notLinked(a flows.At) bool { return !a.Setting.StateAssisted || a.S.Recv == flows.Attacker }

// heardThrough are the guards of adverts that reach the attacker's device, heardBeside of
// those that are heard where the victim's is.
var (
	heardThrough = []part{
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"the phone advertises", flows.At.Advertises},
	}
	heardBeside = []part{
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
		{"the phone advertises", flows.At.Advertises},
	}
)

var hybridSurvivors = map[string]string{
	"ctap-hybrid walk_away without its stages":                   onPhone,
	"ctap-hybrid authenticate without its stages":                onPhone,
	"ctap-hybrid authorize without the safety of outcome 2 deny": "no mitigation that judges the decision alone is about this flow",
	"display_qr although not: a person stands there":             "no capability enables the step, so the attacker never takes it: they copy_code",
	"relay_assertion without the need of reframe":                "the page that it needs is open because of send_address or send_link, which need reframe",
	"user-experience:decline-default in every flow":              "in the flows that it is not about nobody is worn out by requests",
}

const onPhone = "a request is on screen only while a phone is waited for or connected"

// withoutOrigins is the view in which the victim's log-in on the attacker's page is passed on:
// only there something that judges it is noticed.
const withoutOrigins = "without origins"

func hybridViews() (list []view) {
	f := flows.CTAPHybrid
	careless := func(s *flows.Setting) {
		s.NoState, s.NoNonce, s.NoPKCE = true, true, true
		s.People[0].WalksAway, s.People[0].EntryMin = true, s.Tick
	}
	with := func(change func(s *flows.Setting)) func(s *flows.Setting) {
		return func(s *flows.Setting) { careless(s); change(s) }
	}
	for _, twin := range scenarios.A1.TwinsOn(f) {
		if slices.Contains([]string{"plain", "slow", "walks-away", "card-holder"}, twin.Name) {
			list = append(list, view{twin.Name, scenarios.A1, f, twin.In(), "", twin.Set})
		}
	}
	return append(list,
		view{"everything", scenarios.B1, f, own, everything, careless},
		view{everything, scenarios.SessionSpying, f, own, everything, with(func(s *flows.Setting) { s.StateAssisted = true })},
		view{"everything, with state", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoState = false })},
		view{"everything, with PKCE", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoPKCE = false })},
		view{"everything, with nonce", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoNonce = false })},
		view{"naive", scenarios.SessionSpying, f, own, everything, with(func(s *flows.Setting) { s.Naive = flows.ServersOf(flows.OP, flows.RP) })},
		view{"beside", scenarios.WrongDevice, f, scenarios.Beside, "literal", careless},
		view{"beside, phished", scenarios.WrongDevice, f, scenarios.Beside, "literal,+nearby-proxy,+reframe,+spray", careless},
		view{withoutOrigins, scenarios.B8, f, scenarios.Alone, "literal", unchecked("relay_assertion: origin")},
		view{"two", scenarios.B1, f, scenarios.TwoVictims, "literal,+nearby-proxy", nil},
	)
}
