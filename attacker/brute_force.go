package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// BruteForce tries user codes until one is live. How likely that is, is a matter
// of how many codes there are, how many are live and how many tries there are; that
// it happens is not excluded by any number.
var BruteForce = &flows.Capability{
	Name: "brute-force",
	Doc:  "Tries user codes until one belongs to a session of somebody else.",
	Ref:  "RFC 8628 5.1",
	Opens: []flows.Step{
		{Name: "guess_user_code", About: []string{"enter_user_code"}, Ref: "RFC 8628 5.1", Phase: flows.Engage, Guess: true, On: flows.Authorization, By: flows.Attackers,
			Doc:  "The attacker types codes at verification_uri, and one of them is the victim's.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv != flows.Attacker && !a.Sees() },
			Do: []flows.Outcome{{
				Errs: guessed,
				Do: func(a flows.At) {
					a.S.Known.Add(a.Party)
					a.TakeUp()
				},
			}}},
		{Name: "guess_code", About: []string{"enter_code"}, Ref: "RFC 8628 5.1, for this code; NIST SP 800-63B 5.1.3.2", Phase: flows.Engage, Guess: true, On: flows.Consumption, By: flows.Attackers,
			Doc: "The attacker types codes on a device of their own, and one of them is the one that was sent to the victim.",
			In:  flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool {
				return a.S.Recv == flows.Attacker && a.S.Hint != flows.Attacker && !a.Sees()
			},
			Do: []flows.Outcome{{
				Errs: guessed,
				Do:   func(a flows.At) { a.EnterCode(a.Session) },
			}}},
	},
}

// guessed is the luck of a right guess. With no limit it is a matter of time.
func guessed(a flows.At) flows.Errors {
	if a.Setting.EntryTries == 0 {
		return 0
	}
	return flows.LuckyGuess
}
