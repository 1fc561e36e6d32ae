package scenarios_test

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// is is a guard.
type is = func(a flows.At) bool

// part is one of the things that a guard asks for.
type part struct {
	name string
	is   is
}

// conjuncts are the guards of steps, cut into what they are made of: a step is
// possible if all of its parts are true. TestConjuncts holds them against the
// guards themselves.
var conjuncts = map[string][]part{
	"device_authorization": startable,
	"display": {
		{"a person stands there", flows.At.ByPerson},
		{"the code is news", notSeen},
	},
	"enter_user_code": orExpired(append([]part{{"the code is known", flows.At.Sees}}, turning...)),
	"ciba-poll display": {
		{"a person stands there", flows.At.ByPerson},
		{"the message is news", notSeen},
	},
	"authcode-qr display": {
		{"a person stands there", flows.At.ByPerson},
		{"the code is news", notSeen},
	},
	"identify": append([]part{
		{"nobody is named", func(a flows.At) bool { return a.S.Hint == flows.Nobody }},
	}, startable...),
	"authentication_request": append([]part{
		{"somebody is named", func(a flows.At) bool { return a.S.Hint != flows.Nobody }},
		{"they prepared it", func(a flows.At) bool { return a.S.Init == a.Party }},
	}, startable...),
	"notification": append([]part{
		{"they are the one who is named", func(a flows.At) bool { return a.S.Hint == a.Party }},
	}, turning...),
	"token_request": {{"the answer is not on its way", func(a flows.At) bool { return a.S.Ack != flows.AckDelayed }}},
	"push_callback": {
		{"the client asked", func(a flows.At) bool { return !a.S.Posed }},
	},
	"acknowledgement":       {{"it is on its way", func(a flows.At) bool { return a.S.Ack == flows.AckDelayed }}},
	"authorization_request": startable,
	"redirect_to_provider": {
		{"a person stands there", flows.At.ByPerson},
		{"the request is news", notSeen},
	},
	"follow_request": append([]part{{"the request is known", flows.At.Sees}}, turning...),
	"redirect":       {{"they approved", func(a flows.At) bool { return a.S.Appr == a.Party }}},
	"walk_away": {
		{"the request is on screen", flows.At.OnScreen},
		{"the session is their own", flows.At.Owns},
		{"they do walk away", func(a flows.At) bool { return a.Habits().WalksAway }},
		{"they have not yet", func(a flows.At) bool { return !a.P().Left }},
	},
	"authenticate":             loggingIn,
	"authorize":                decidable,
	"ciba-poll authenticate":   loggingIn,
	"ciba-poll authorize":      decidable,
	"authcode-qr authenticate": loggingIn,
	"authcode-qr authorize":    decidable,
	"resource": {
		{"they hold the token", func(a flows.At) bool { return a.S.Holder == a.Party }},
		{"it is unused", func(a flows.At) bool { return !a.S.Used }},
	},
	"use_scope": {
		{"it is not used for all yet", func(a flows.At) bool { return !a.W.Tokens.Wide }},
		{"there is more than is needed", func(a flows.At) bool { return a.Setting.Grant.Asked > a.Setting.Grant.Needed }},
	},
	"use_token": {
		{"the horizon is not reached", func(a flows.At) bool { return int(a.W.Tokens.Used)*a.Setting.Tick < a.Setting.Grant.Horizon }},
	},
	"refresh_token": {
		{"the access token has been used", func(a flows.At) bool { return a.W.Tokens.Access > 0 }},
		{"there is a refresh token", func(a flows.At) bool { return !a.Setting.Grant.NoRefresh }},
	},
	"authenticate_first": append([]part{
		{"nobody is logged in", func(a flows.At) bool { return a.S.Subject == flows.Nobody }},
		{"the device can", func(a flows.At) bool { return a.Setting.Consumption[a.Party].LogIn }},
	}, startable...),
	"enter_otp": {
		{"a person: it is neither told nor typed", func(a flows.At) bool { return !a.ByPerson() || a.S.OTP == flows.OTPUnused }},
		{"a person: they approved", func(a flows.At) bool { return !a.ByPerson() || a.S.Appr == a.Party }},
		{"the attacker: they were told", func(a flows.At) bool { return a.ByPerson() || a.S.OTP == flows.OTPTold }},
	},
	"enter_binding": append([]part{
		{"nothing has been typed", func(a flows.At) bool { return a.S.Bound == flows.Nobody }},
	}, startable...),
	"copy_code": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == a.Party }},
		{"the code is news", notSeen},
	},
	"look":            notTheirs,
	"guess_user_code": notTheirs,
	"send_lure": {
		{"the attacker has the code", attackerSees},
		{"the reader has not", notSeen},
		{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }},
	},
	"open_lure": {
		{"there is a message", func(a flows.At) bool { return a.P().Lure != 0 }},
		{"it is not open, and no call", func(a flows.At) bool { return a.P().Lure != flows.OpenPage && a.P().Lure != flows.OnCall }},
		{"there was time to read it", flows.At.HadTime},
	},
	"send_link": {
		{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }},
	},
	"show_code": {
		{"the attacker has the code", attackerSees},
		{"the page is open", func(a flows.At) bool { return a.P().Lure == flows.OpenPage }},
	},
	"call": {
		{"the attacker has the code", attackerSees},
		{"who is called has not", notSeen},
	},
	"hand_over": {
		{"the attacker has entered the code", func(a flows.At) bool { return a.S.Take == flows.Attacker }},
		{"it is not on screen", func(a flows.At) bool { return !a.OnScreen() }},
		{"the page is open", func(a flows.At) bool { return a.P().Lure == flows.OpenPage }},
	},
	"ask_otp": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"they approved", func(a flows.At) bool { return a.S.Appr == a.Party }},
		{"they have not told it", func(a flows.At) bool { return a.S.OTP == flows.OTPUnused }},
	},
	"ask_binding": append([]part{
		{"nothing has been typed", func(a flows.At) bool { return a.S.Bound == flows.Nobody }},
	}, byAttacker(startable[:3])...),
	"read_device_code": {
		{"there is no TLS", func(a flows.At) bool { return a.Setting.Plaintext }},
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
		{"it is news", func(a flows.At) bool { return !a.S.Leaked }},
	},
	"read_auth_req_id": {
		{"there is no TLS", func(a flows.At) bool { return a.Setting.Plaintext }},
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
		{"it is news", func(a flows.At) bool { return !a.S.Leaked }},
	},
	"name_victim":  nameable,
	"guess_victim": nameable,
	"name_by_token": append([]part{
		{"they have told one", func(a flows.At) bool { return a.P().Told&flows.ToldHintToken != 0 }},
	}, nameable...),
	"name_self": nameable,
	"forward_link": {
		{"the attacker is named", func(a flows.At) bool { return a.S.Hint == flows.Attacker }},
		{"it is not on screen", func(a flows.At) bool { return !a.OnScreen() }},
		{"the page is open", pageOpen},
	},
	"open_request": {
		{"the attacker has the code", attackerSees},
		{"it is not on screen", func(a flows.At) bool { return !a.OnScreen() }},
		{"the page is open", pageOpen},
	},
	"pose_as_client": {
		{"the attacker has prepared it", func(a flows.At) bool { return a.S.Init == flows.Attacker }},
		{"they do not pose yet", func(a flows.At) bool { return !a.S.Posed }},
	},
	"request_as_client": append([]part{
		{"they pose as the client", func(a flows.At) bool { return a.S.Posed }},
	}, startable...),
	"replay_auth_req_id":            {{"the auth_req_id is known", func(a flows.At) bool { return a.S.Leaked }}},
	"poll_in_push_mode":             {{"the auth_req_id is known", func(a flows.At) bool { return a.S.Leaked }}},
	"replay_by_other_client":        {{"the auth_req_id is known", func(a flows.At) bool { return a.S.Leaked }}},
	"replay_as_confidential_client": {{"the auth_req_id is known", func(a flows.At) bool { return a.S.Leaked }}},
	"delay_acknowledgement": {
		{"it has not been delayed", func(a flows.At) bool { return a.S.Ack == flows.AckArrived }},
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
		{"it is pending", func(a flows.At) bool { return a.S.Stage == flows.Pending }},
		{"it was made just now", func(a flows.At) bool { return a.S.Age == 0 }},
		{"nobody has seen the message", func(a flows.At) bool { return a.S.Known == 0 }},
		{"nobody has taken it up", func(a flows.At) bool { return a.S.Uses == 0 }},
		{"it is on nobody's screen", func(a flows.At) bool {
			return !slices.ContainsFunc(a.W.Persons[:a.Setting.Persons], func(p flows.Person) bool { return p.On == 1+a.Session })
		}},
	},
	"show_own_hint": {
		{"tokens name users", tokensName},
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Init != flows.Attacker }},
		{"somebody is named", func(a flows.At) bool { return a.S.Hint != flows.Nobody }},
		{"the attacker is not", func(a flows.At) bool { return a.S.Hint != flows.Attacker }},
	},
	"ask_user_code": {{"they have told nothing", func(a flows.At) bool { return a.P().Told&flows.ToldUserCode == 0 }}},
	"ask_login_hint_token": {
		{"tokens name users", tokensName},
		{"they have told nothing", func(a flows.At) bool { return a.P().Told&flows.ToldHintToken == 0 }},
	},
	"pretend_helpdesk": {
		{"they can be talked into it", func(a flows.At) bool { return a.Habits().Talked }},
		{"nothing else is on its way", func(a flows.At) bool { return a.P().Lure == 0 }},
	},
	"poll_with_state": {
		{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
		{"the state is known", flows.At.Sees},
	},
	"swap_code": {
		{"the device is the attacker's", func(a flows.At) bool { return a.S.Recv == flows.Attacker }},
		{"they have a code", func(a flows.At) bool { return a.IssuedCode() != 0 }},
	},
	"inject_code":                        {{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }}},
	"forge_push":                         {{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }}},
	"replay_device_code":                 {{"the device_code is known", func(a flows.At) bool { return a.S.Leaked }}},
	"replay_as_client":                   {{"the device_code is known", func(a flows.At) bool { return a.S.Leaked }}},
	"replay_device_code_by_other_client": {{"the device_code is known", func(a flows.At) bool { return a.S.Leaked }}},
	"copy_tokens": {
		{"the attacker holds them", func(a flows.At) bool { return a.S.Holder == a.Party }},
		{"there is no copy", func(a flows.At) bool { return a.W.Tokens.Copy == flows.NoCopy }},
	},
	"use_copy": {{"there is an unused copy", flows.At.CopyAtHand}},
	"refresh_copy": {
		{"there is an unused copy", flows.At.CopyAtHand},
		{"there is a refresh token", func(a flows.At) bool { return !a.Setting.Grant.NoRefresh }},
	},
}

func tokensName(a flows.At) bool { return a.Setting.Hint == flows.LoginHintToken }

func pageOpen(a flows.At) bool { return a.P().Lure == flows.OpenPage }

func notSeen(a flows.At) bool { return !a.Sees() }

func attackerSees(a flows.At) bool { return a.S.Known.Has(flows.Attacker) }

// notTheirs are the guards of who gets at a code that is not theirs.
var notTheirs = []part{
	{"the device is not the attacker's", func(a flows.At) bool { return a.S.Recv != flows.Attacker }},
	{"the code is news", notSeen},
}

// turning are the parts of At.TurnsTo.
var turning = []part{
	{"the attacker has not entered it", func(a flows.At) bool { return a.ByPerson() || a.S.Take != a.Party }},
	{"it is not on screen", func(a flows.At) bool { return !a.ByPerson() || !a.OnScreen() }},
	{"a person has an account", func(a flows.At) bool { return !a.ByPerson() || !a.Habits().NoAccount }},
	{"a person takes their time with their own", func(a flows.At) bool {
		return !a.ByPerson() || !a.Owns() || int(a.S.Age) >= a.Habits().EntryMin/a.Setting.Tick
	}},
}

// orExpired are parts that an expired code does not ask for.
func orExpired(parts []part) (list []part) {
	for _, p := range parts {
		list = append(list, part{p.name, func(a flows.At) bool { return a.S.Stage == flows.Expired || p.is(a) }})
	}
	return list
}

// loggingIn and decidable are the guards of the same steps in several flows.
var (
	loggingIn = []part{
		{"the request is on screen", flows.At.OnScreen},
		{"they have not yet", func(a flows.At) bool { return !a.P().Authed }},
	}
	decidable = []part{
		{"the attacker has entered the code", func(a flows.At) bool { return a.ByPerson() || a.S.Take == flows.Attacker }},
		{"the attacker does not approve their own", func(a flows.At) bool { return a.ByPerson() || !a.Owns() }},
		{"the request is on screen", func(a flows.At) bool { return !a.ByPerson() || a.OnScreen() }},
		{"they are logged in", func(a flows.At) bool { return !a.ByPerson() || a.P().Authed }},
		{"they are back", func(a flows.At) bool { return !a.ByPerson() || a.Back() }},
	}
)

// nameable are the parts of At.AttackerCanName.
var nameable = append([]part{
	{"nothing else is prepared", func(a flows.At) bool {
		return !slices.ContainsFunc(a.W.Sessions[:a.Setting.Sessions], func(s flows.Session) bool { return s.Stage == flows.Idle && s.Init == flows.Attacker })
	}},
}, byAttacker(startable[:3])...)

// startable are the parts of At.CanStart.
var startable = []part{
	{"the slot is free", func(a flows.At) bool { return a.S.Stage == flows.Idle }},
	{"nobody else has prepared it", func(a flows.At) bool {
		return (a.S.Subject == flows.Nobody || a.S.Subject == a.Party) && (a.S.Init == flows.Nobody || a.S.Init == a.Party)
	}},
	{"the slots before are taken", func(a flows.At) bool {
		for _, s := range a.W.Sessions[:a.Session] {
			if s.Stage == flows.Idle && s.Subject == flows.Nobody && s.Init == flows.Nobody {
				return false
			}
		}
		return true
	}},
	{"a person starts once", func(a flows.At) bool {
		for i, s := range a.W.Sessions[:a.Setting.Sessions] {
			if a.ByPerson() && s.Init == a.Party && i != int(a.Session) {
				return false
			}
		}
		return true
	}},
	{"a person wants to", func(a flows.At) bool { return !a.ByPerson() || a.P().Wants }},
}

// byAttacker asks the same of the attacker, whoever it is done to.
func byAttacker(parts []part) (list []part) {
	for _, p := range parts {
		list = append(list, part{p.name, func(a flows.At) bool {
			a.Party = flows.Attacker
			return p.is(a)
		}})
	}
	return list
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
func ofGuards(cat *flows.Catalogue) (list []mutant) {
	for _, g := range groups(cat) {
		parts := conjuncts[g.name]
		for i := range parts {
			if len(parts) == 1 {
				continue // ofStep drops the whole guard
			}
			list = append(list, mutant{name: g.name + " although not: " + parts[i].name, rows: about(cat, g), flows: g.flows, step: g.of, change: func(cat *flows.Catalogue) {
				for _, s := range g.steps(cat) {
					s.When = all(g.name, i)
				}
			}})
		}
	}
	return list
}
