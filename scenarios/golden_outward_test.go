package scenarios_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The sheets of codes that leave the device on which they were approved. An onlooker, and
// a session beside the victim's own, see no difference between a session and a
// membership: one of the two flows shows it.
var (
	sheetA5           = honestOn(scenarios.A5, flows.NetworkJoin, whyA5, whyHonestOutward, whyHonest)
	sheetA7           = honestOn(scenarios.A7, flows.SessionTransfer, whyHonestOutward, whyHonest)
	sheetB5           = attackOn(scenarios.B5, flows.NetworkJoin, whatPhished, whyB5, whyHandedOut, whyLater)
	sheetB7           = attackOn(scenarios.B7, flows.SessionTransfer, whatPhished, whyB7, whyHandedOut, whyPhished)
	sheetSpyOutward   = attackOn(scenarios.SessionSpying, flows.SessionTransfer, whatSpied, whySpyOutward, whyOwn, whyHandedOut, whySpied)
	sheetWrongOutward = attackOn(scenarios.WrongDevice, flows.SessionTransfer, whatWrong, whyWrongOutward, whyOwn, whyHandedOut, whyWrong, whyPhished)

	outwardSheets = []*sheet{sheetA5, sheetA7, sheetB5, sheetB7, sheetSpyOutward, sheetWrongOutward}
)

func init() {
	sheetB5.sections = []section{
		{"strongest without one capability", `Somebody has to be talked into it (lure-initiate, reframe), by mail or by phone, and a device
has to bring the code. The rest only forges what proximity, a list of devices or a password
ask for.`, sheetB5.oneLess("strongest")},
		{"content filtering without luck", `As in B2: a call is no mail.`, sheetB5.through("content-filtering", "literal", "undisputed", "strongest")},
	}
	sheetB7.sections = []section{
		{"literal against each kind of user", `No mitigation is deployed. All give the code away: who never approves what they did not
start has started this themselves, and nothing is shown, compared or typed.`, sheetB7.users("literal", scenarios.Alone)},
		{"strongest without one error or luck", `Only users who do not hand out codes are safe, whatever is deployed.`, sheetB7.oneErrorLess},
		{"attacks on granted by strongest", `By mail or by phone, and with or without the password. No evidence of who starts is in the way
of any: that is the victim.`, sheetB7.ways("strongest", scenarios.Granted)},
		{"two victims", `Two sessions and two victims, at two ticks per code life, where a mail takes no time. Each
victim starts one session and has one code, so what counts either sees nothing: a limit per
client is one of the victim's computers, and stops nobody, with or without an address for
each (6.1.11).`, (&sheet{scenario: sheetB7.scenario, flow: sheetB7.flow, attackers: []string{"literal", "undisputed"}}).counted},
	}
	sheetSpyOutward.sections = []section{
		{"the victim first, then the onlooker, by single_use", `Where a code is good once, who comes second gets nothing; where it is not, the onlooker gets
the session that the victim has already, who notices nothing. A second use is refused by a
limit of one and where repeated codes are noticed; a limit of three lets it through.`, sheetSpyOutward.second},
		{"strongest without one capability", `Seeing the code is all. It takes no account of one's own: whose session it is stands in the
code.`, sheetSpyOutward.oneLess("strongest")},
	}
}

// second says who gets the session of a victim who has it already, through what counts
// how often a code is presented.
func (s *sheet) second(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for _, reusable := range []bool{false, true} {
		d := s.deployment()
		d.CodeReusable = reusable
		b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
		b.goals = []scenarios.Goal{{Name: "both", When: func(w *flows.World) bool {
			_, person := w.Sessions[0].Holder.Person()
			return person && w.Sessions[0].Again == flows.Attacker
		}}}
		title := "single_use: true"
		if reusable {
			title = "single_use: false"
		}
		for _, deployment := range []string{"", "one-time-codes:3", "one-time-codes:1", "unique-codes"} {
			if !reusable && deployment != "" {
				lines = append(lines, title+", "+deployment+": in force")
				continue
			}
			line, shortest := b.reaches(t, deployment, b.brings(t, "literal"))
			if deployment == "" {
				deployment = nothing
			}
			lines = append(lines, title+", "+deployment+": "+line)
			if shortest != "" {
				lines = append(lines, "  "+shortest)
			}
		}
	}
	return lines
}
