package scenarios_test

import "github.com/crossdeviceflows/crossdevice/flows"

// is is a guard.
type is = func(a flows.At) bool

// conjuncts are the guards of steps, cut into what they are made of: a step is
// possible if all of its parts are true. TestConjuncts holds them against the
// guards themselves.
var conjuncts = map[string][]struct {
	name string
	is   is
}{
	"device_authorization": startable,
	"display": {
		{"a person stands there", flows.At.ByPerson},
		{"the code is news", notSeen},
	},
	"enter_user_code": {
		{"the code is known", func(a flows.At) bool { return a.S.Stage == flows.Expired || a.Sees() }},
		{"it is their turn", func(a flows.At) bool { return a.S.Stage == flows.Expired || a.TurnsTo() }},
	},
	"walk_away": {
		{"the request is on screen", flows.At.OnScreen},
		{"the session is their own", flows.At.Owns},
		{"they do walk away", func(a flows.At) bool { return a.Habits().WalksAway }},
		{"they have not yet", func(a flows.At) bool { return !a.P().Left }},
	},
	"authenticate": {
		{"the request is on screen", flows.At.OnScreen},
		{"they have not yet", func(a flows.At) bool { return !a.P().Authed }},
	},
	"authorize": {
		{"the request is on screen", flows.At.OnScreen},
		{"they are logged in", func(a flows.At) bool { return a.P().Authed }},
		{"they are back", flows.At.Returned},
	},
	"resource": {
		{"they hold the token", func(a flows.At) bool { return a.S.Holder == a.Party }},
		{"it is unused", func(a flows.At) bool { return !a.S.Used }},
	},
	"authenticate_first": append([]struct {
		name string
		is   is
	}{
		{"nobody is logged in", func(a flows.At) bool { return a.S.Subject == flows.Nobody }},
		{"the device can", func(a flows.At) bool { return a.Setting.Consumption[a.Party].LogIn }},
	}, startable...),
	"copy_code": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == a.Party }},
		{"the code is news", notSeen},
	},
	"send_lure": {
		{"the attacker has the code", attackerSees},
		{"the reader has not", notSeen},
		{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }},
	},
	"open_lure": {
		{"there is a message", func(a flows.At) bool { return a.P().Lure != 0 }},
		{"it is not open", func(a flows.At) bool { return a.P().Lure != flows.OpenPage }},
		{"there was time to read it", flows.At.HadTime},
	},
	"send_link": {
		{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }},
	},
	"show_code": {
		{"the attacker has the code", attackerSees},
		{"the page is open", func(a flows.At) bool { return a.P().Lure == flows.OpenPage }},
	},
	"hand_over": {
		{"the attacker has entered the code", func(a flows.At) bool { return a.S.Take == flows.Attacker }},
		{"it is not on screen", func(a flows.At) bool { return !a.OnScreen() }},
		{"the page is open", func(a flows.At) bool { return a.P().Lure == flows.OpenPage }},
	},
}

func notSeen(a flows.At) bool { return !a.Sees() }

func attackerSees(a flows.At) bool { return a.S.Known.Has(flows.Attacker) }

// startable are the parts of At.CanStart.
var startable = []struct {
	name string
	is   is
}{
	{"the slot is free", func(a flows.At) bool { return a.S.Stage == flows.Idle }},
	{"nobody else is logged in", func(a flows.At) bool { return a.S.Subject == flows.Nobody || a.S.Subject == a.Party }},
	{"the slots before are taken", func(a flows.At) bool {
		for _, s := range a.W.Sessions[:a.Session] {
			if s.Stage == flows.Idle && s.Subject == flows.Nobody {
				return false
			}
		}
		return true
	}},
	{"a person starts once", func(a flows.At) bool {
		for _, s := range a.W.Sessions[:a.Setting.Sessions] {
			if a.ByPerson() && s.Init == a.Party {
				return false
			}
		}
		return true
	}},
	{"a person wants to", func(a flows.At) bool { return !a.ByPerson() || a.P().Wants }},
}

// all is the guard that asks for every part but one; -1 leaves none out.
func all(step string, but int) is {
	parts := conjuncts[step]
	return func(a flows.At) bool {
		for i, p := range parts {
			if i != but && !p.is(a) {
				return false
			}
		}
		return true
	}
}

// ofGuards drops each part of each guard that has several.
func ofGuards() (list []mutant) {
	for step, parts := range conjuncts {
		for i := range parts {
			if len(parts) == 1 {
				continue // ofStep drops the whole guard
			}
			list = append(list, mutant{step + " although not: " + parts[i].name, func(cat *flows.Catalogue) {
				for _, s := range stepsOf(cat, step) {
					s.When = all(step, i)
				}
			}})
		}
	}
	return list
}
