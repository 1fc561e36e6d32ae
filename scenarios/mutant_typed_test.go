package scenarios_test

import (
	"maps"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// What mutants of codes that are typed, and of codes on objects, are made of and looked at
// for.
func init() {
	maps.Copy(conjuncts, typedGuards)
	maps.Copy(survivors, typedSurvivors)
	views = append(views, typedViews()...)
}

var typedGuards = map[string][]part{
	"backchannel_request": append([]part{
		{"somebody is named", func(a flows.At) bool { return a.S.Hint != flows.Nobody }},
		{"they prepared it", func(a flows.At) bool { return a.S.Init == a.Party }},
	}, startable...),
	"send_code": {
		{"they are the one who is named", func(a flows.At) bool { return a.S.Hint == a.Party }},
		{"it is not on screen", func(a flows.At) bool { return !a.OnScreen() }},
	},
	"enter_code": ifPending([]part{
		{"the attacker has the code", func(a flows.At) bool { return a.ByPerson() || a.Sees() }},
		{"a person has one before them", func(a flows.At) bool { return !a.ByPerson() || a.P().On != 0 }},
		{"a person is back", func(a flows.At) bool { return !a.ByPerson() || a.Back() }},
		{"a person takes their time", func(a flows.At) bool {
			return !a.ByPerson() || int(a.S.Age) >= a.Habits().EntryMin/a.Setting.Tick
		}},
	}),
	"relay_code": {
		{"they have the code", flows.At.Sees},
		{"the attacker has not", func(a flows.At) bool { return !attackerSees(a) }},
		{"the page is open", pageOpen},
	},
	"relay_otp": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"they approved", func(a flows.At) bool { return a.S.Appr == a.Party }},
		{"they have not told it", func(a flows.At) bool { return a.S.OTP == flows.OTPUnused }},
		{"the page is open", pageOpen},
	},
	"guess_code": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"somebody else is named", func(a flows.At) bool { return a.S.Hint != flows.Attacker }},
		{"the code is news", notSeen},
	},
	"look_at_typing": {
		{"who stands there has the code", func(a flows.At) bool { return a.S.Known.Has(a.S.Recv) }},
		{"it is news", notSeen},
	},
	"code_of_other_session": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"they have a code", func(a flows.At) bool { _, has := a.OtherCode(); return has }},
	},
	"type_own_code": {{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }}},
	"walk_up": append([]part{
		{"nobody stands there", func(a flows.At) bool { return a.S.Recv == flows.Nobody }},
	}, startable...),
	"scan_label": append([]part{{"the label is known", flows.At.Sees}}, turning...),
	"ride":       {{"nobody has yet", func(a flows.At) bool { return !a.S.Used }}},
	"copy_label": append([]part{
		{"they mean to take no other", func(a flows.At) bool { return !a.Arrived() }},
	}, startable[:3]...),
	"stick_label": {
		{"the attacker has a copy", attackerSees},
		{"nothing else is stuck there", func(a flows.At) bool { return a.P().Lure == 0 }},
		{"nobody stands there", func(a flows.At) bool { return !a.Arrived() }},
	},
	"look_at_label": {
		{"somebody stands there", func(a flows.At) bool { return a.S.Recv != flows.Nobody }},
		{"it is news", notSeen},
	},
	"asset-qr authenticate": loggingIn,
	"asset-qr authorize":    decidable,
	"send_address":          {{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }}},
}

// ifPending are parts that only a session asks for that can still be granted.
func ifPending(parts []part) (list []part) {
	for _, p := range parts {
		list = append(list, part{p.name, func(a flows.At) bool { return a.S.Stage != flows.Pending || p.is(a) }})
	}
	return list
}

var typedSurvivors = map[string]string{
	"backchannel_request without its stages":                            "CanStart asks for an idle slot",
	"backchannel_request although not: somebody is named":               prepared,
	"backchannel_request although not: they prepared it":                prepared,
	"backchannel_request although not: the slot is free":                "its stages say so",
	"backchannel_request although not: nobody else has prepared it":     prepared,
	"backchannel_request although not: the slots before are taken":      prepared,
	"backchannel_request although not: a person starts once":            prepared,
	"backchannel_request although not: a person wants to":               prepared,
	"enter_code without the guard of outcome 0 ":                        "in every other stage a check refuses first",
	"relay_code without its stages":                                     seenIsForgotten,
	"look_at_typing without its stages":                                 seenIsForgotten,
	"relay_code without the need of reframe":                            relayed,
	"relay_otp without the need of reframe":                             relayed,
	"rate-limits:code-entry in every flow":                              "nobody guesses in the flows that it is not about",
	"walk_up without its stages":                                        "CanStart asks for an idle slot",
	"walk_up although not: the slot is free":                            "its stages say so",
	"walk_up although not: nobody else has prepared it":                 "who has chosen an asset stands there",
	"copy_label without its stages":                                     "CanStart asks for an idle slot",
	"copy_label although not: the slot is free":                         "its stages say so",
	"scan_label although not: a person takes their time with their own": "the time is counted from when a code is issued, and a label has always been there: no rider is slow to scan it",
	"asset-qr authenticate without its stages":                          "a request is on screen only while it is pending",
	"asset-qr authorize without its stages":                             "a request is on screen, and a taker remembered, only while it is pending",
}

const relayed = "the page that it needs is open because of send_address, which needs reframe"

func typedViews() (list []view) {
	for _, of := range []struct {
		s *scenarios.Scenario
		f *flows.Flow
	}{{scenarios.A8, flows.TypedCode}, {scenarios.A3, flows.AssetQR}} {
		for _, twin := range of.s.Twins {
			if slices.Contains([]string{"plain", "slow", "walks-away", "second-rental", "paid-elsewhere"}, twin.Name) {
				list = append(list, view{twin.Name, of.s, of.f, twin.In(), "", func(s *flows.Setting) {
					twin.Set(s)
					s.CodeLife = 4 * scenarios.FineTick // longer than that of short-lived codes
				}})
			}
		}
	}
	hurried := func(s *flows.Setting) { s.People[0].WalksAway, s.People[0].EntryMin = true, s.Tick }
	unbound := func(s *flows.Setting) { s.CodeUnbound = true }
	unlimited := func(s *flows.Setting) { s.EntryTries = 0 }
	return append(list,
		view{everything, scenarios.B8, flows.TypedCode, own, everything, hurried},
		view{"no limit", scenarios.B8, flows.TypedCode, scenarios.Alone, "strongest", unlimited},
		view{"onlooker, unbound", scenarios.SessionSpying, flows.TypedCode, scenarios.Watched, "strongest", unbound},
		view{"beside", scenarios.WrongDevice, flows.TypedCode, scenarios.Beside, "literal,+lure-initiate,+reframe,+spray", hurried},
		view{"beside, unbound", scenarios.WrongDevice, flows.TypedCode, scenarios.Beside, "literal,+own-account,+lure-initiate,+reframe,+spray", unbound},
		view{"two", scenarios.B8, flows.TypedCode, scenarios.TwoVictims, "literal", nil},

		view{everything, scenarios.SessionSpying, flows.AssetQR, own, everything, nil},
		view{everything, scenarios.B3, flows.AssetQR, scenarios.Beside, everything, nil},
		view{"stuck, walks away", scenarios.B3, flows.AssetQR, scenarios.Beside, "literal", func(s *flows.Setting) { s.People[0].WalksAway = true }},
		view{"stuck, rotating", scenarios.B3, flows.AssetQR, scenarios.Beside, "strongest", func(s *flows.Setting) { s.RotatingCode = true }},
	)
}
