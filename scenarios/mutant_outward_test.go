package scenarios_test

import (
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// heldRedeemed is why it does not matter in which stage somebody uses what they hold.
const heldRedeemed = "its receiver holds what was granted once the session is redeemed, and not before"

// The guards of codes that leave the device on which they were approved, in their parts,
// and what mutants of them are looked at for.
func init() {
	for _, of := range []struct{ flow, request, present string }{
		{"session-transfer", "transfer_request", "present_transfer_code"},
		{"network-join", "join_request", "present_join_code"},
	} {
		conjuncts[of.flow+" authenticate"] = append([]part{
			{"nobody is signed in", func(a flows.At) bool { return a.S.Subject == flows.Nobody }},
			{"they want to, or are asked", func(a flows.At) bool {
				return a.P().Wants || a.P().Lure == flows.OpenPage || a.P().Lure == flows.OnCall
			}},
		}, startable[:len(startable)-1]...)
		conjuncts[of.flow+" authorize"] = []part{
			{"they are signed in", func(a flows.At) bool { return a.S.Subject == a.Party }},
			{"they have not yet", func(a flows.At) bool { return a.S.Appr == flows.Nobody }},
		}
		conjuncts[of.request] = []part{{"they authorized", func(a flows.At) bool { return a.S.Appr == a.Party }}}
		conjuncts[of.flow+" display"] = []part{
			{"they authorized", func(a flows.At) bool { return a.S.Appr == a.Party }},
			{"the code is news", notSeen},
		}
		conjuncts[of.present] = orExpired([]part{
			{"the code is known", flows.At.Sees},
			{"they have not brought it", func(a flows.At) bool { return a.S.Recv != a.Party }},
			{"a person wants to", func(a flows.At) bool { return !a.ByPerson() || a.P().Wants }},
			{"a person takes their time", func(a flows.At) bool {
				return !a.ByPerson() || int(a.S.Age) >= a.Habits().EntryMin/a.Setting.Tick
			}},
		})
		conjuncts[of.flow+" resource"] = conjuncts["resource"]

		survivors[of.flow+" authenticate without its stages"] = "slot asks for an idle one"
		survivors[of.flow+" authenticate although not: the slot is free"] = "its stages say so"
		survivors[of.flow+" authenticate although not: nobody else has prepared it"] = "who prepares a session is signed in there"
		survivors[of.flow+" authorize without its stages"] = "who is signed in is forgotten when the code is made"
		survivors[of.flow+" authorize without the safety of outcome 1 deny"] = "nothing refuses there: who authorizes has started it, and no other device takes part yet"
		survivors[of.present+" without its stages"] = seenIsForgotten
		survivors[of.flow+" resource without its stages"] = heldRedeemed
	}
	survivors["resource without its stages"] = heldRedeemed
	asked := []part{{"nobody else asks", func(a flows.At) bool { return a.P().Lure == 0 }}}
	conjuncts["ask_for_code"], conjuncts["call_for_code"] = asked, asked
	conjuncts["hand_out"] = []part{
		{"they have the code", flows.At.Sees},
		{"the attacker has not", func(a flows.At) bool { return !attackerSees(a) }},
		{"they were asked", func(a flows.At) bool { return a.P().Lure == flows.OpenPage || a.P().Lure == flows.OnCall }},
	}
	conjuncts["look_at_transfer"] = []part{{"it is news", notSeen}}

	reusable := func(s *flows.Setting) { s.CodeReusable = true }
	for _, f := range []*flows.Flow{flows.SessionTransfer, flows.NetworkJoin} {
		honest := scenarios.A7
		attack := scenarios.B7
		if f == flows.NetworkJoin {
			honest, attack = scenarios.A5, scenarios.B5
		}
		for _, twin := range honest.Twins {
			if twin.Name == "plain" || twin.Name == "slow" {
				views = append(views, view{twin.Name, honest, f, twin.In(), "", twin.Set})
			}
		}
		views = append(views,
			view{everything, attack, f, own, everything, reusable},
			view{"once", scenarios.SessionSpying, f, own, everything, nil},
			view{"two", attack, f, scenarios.TwoVictims, "strongest", reusable},
			view{"beside", scenarios.WrongDevice, f, scenarios.Beside, "strongest", reusable},
		)
	}
}
