package scenarios_test

import (
	"fmt"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The sheets of CTAP hybrid.
var (
	sheetA1Hybrid    = honestOn(scenarios.A1, flows.CTAPHybrid, whyA1Hybrid, whyHonestHybrid, whyKeyed, whyA1, whyHonest)
	sheetA2Hybrid    = honestOn(scenarios.A2, flows.CTAPHybrid, whyA2Hybrid, whyHonestHybrid, whyKeyed, whyA2, whyHonest)
	sheetA8Hybrid    = honestOn(scenarios.A8, flows.CTAPHybrid, whyA8Hybrid, whyHonestHybrid, whyKeyed, whyHonest)
	sheetB1Hybrid    = attackOn(scenarios.B1, flows.CTAPHybrid, whatPhished, whyB1Hybrid, whyHybrid, whyKeyed, whyB1, whyPhished)
	sheetB2Hybrid    = attackOn(scenarios.B2, flows.CTAPHybrid, whatPhished, whyB2Hybrid, whyHybrid, whyKeyed, whyB2, whyPhished)
	sheetB8Hybrid    = attackOn(scenarios.B8, flows.CTAPHybrid, whatPhished, whyB8Hybrid, whyHybrid, whyKeyed, whyLater, whyPhished)
	sheetSpyHybrid   = attackOn(scenarios.SessionSpying, flows.CTAPHybrid, whatSpied, whySpyHybrid, whyKeyed, whySpied)
	sheetWrongHybrid = large(attackOn(scenarios.WrongDevice, flows.CTAPHybrid, whatWrong, whyWrongHybrid, whyHybrid, whyKeyed, whyWrong, whyPhished))

	hybridSheets = []*sheet{sheetA1Hybrid, sheetA2Hybrid, sheetA8Hybrid, sheetB1Hybrid, sheetB2Hybrid, sheetB8Hybrid, sheetSpyHybrid, sheetWrongHybrid}
)

// Sections need their sheet, so they are given to it here.
func init() {
	sheetB1Hybrid.sections = []section{
		{"literal, by what makes a phone heard", `No mitigation is deployed. Whoever cannot be where the victim is, or have a radio there, gets
no further than the phone's question.`, sheetB1Hybrid.heard("literal")},
		{"attacks on granted by strongest", `What each minimal way needs, and what refuses it. A radio is in all of them.`,
			sheetB1Hybrid.ways("strongest", scenarios.Granted)},
		{"where devices are linked", `With state_assisted: true the victim's phone is linked with their own TV. The attacker's
shows a code as before.`, sheetB1Hybrid.linked},
		{"two victims", `Two sessions and two victims, at two ticks per code life, where a mail takes no time, and a
radio near each of them. A limit of one request counts as it does for any code.`, (&sheet{
			scenario: sheetB1Hybrid.scenario, flow: sheetB1Hybrid.flow, attackers: []string{"literal", "literal,+nearby-proxy"}}).counted},
	}
	sheetB8Hybrid.sections = []section{
		{"literal, by what makes a phone heard", `The same for the page between: a relay in real time of all that a screen shows is not
enough.`, sheetB8Hybrid.heard("literal")},
	}
	sheetSpyHybrid.sections = []section{
		{"strongest without one capability", `It takes the code, an account and being there. The rest only forges what proximity
asks for.`, sheetSpyHybrid.oneLess("strongest")},
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds, holds
against the attacker and not against the victim: only that who approves must be who logged
in.`, sheetSpyHybrid.capable},
		{"where devices are linked", `With state_assisted: true the TV calls its owner's phone and shows no code: there is nothing
to photograph.`, sheetSpyHybrid.linked},
		{"an answer of the attacker's own, by what binds", `inject_code_there. State is with the victim's browser and in no code that it shows, so that has
to be missing too: any of the three is enough.`, sheetSpyHybrid.swapped},
	}
	sheetWrongHybrid.sections = []section{
		{"the victim's code for the attacker's session, by what binds", `swap_code. The attacker's browser brings it with its own state, so state stops nothing; PKCE
and nonce each do (RFC 9700 4.5), as BCP 247 6.2.3 has it combined.`, sheetWrongHybrid.swapped},
	}
}

// heard says how far an attacker gets who cannot hear the victim's phone, and who can in one
// way.
func (s *sheet) heard(attacker string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
		for _, with := range []string{"", ",+nearby-proxy", ",+radio-relay", ",+on-site"} {
			line, _ := b.reaches(t, "", b.brings(t, attacker+with))
			lines = append(lines, fmt.Sprintf("%s%s: %s", attacker, with, line))
		}
		return lines
	}
}

// linked says who reaches what where devices are linked with their users' phones.
func (s *sheet) linked(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), func(set *flows.Setting) { set.StateAssisted = true })
	for _, attacker := range s.attackers {
		line, shortest := b.reaches(t, "", b.brings(t, attacker))
		lines = append(lines, fmt.Sprintf("%s: %s", attacker, line))
		if shortest != "" {
			lines = append(lines, "  "+shortest)
		}
	}
	return lines
}
