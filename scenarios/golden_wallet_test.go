package scenarios_test

import (
	"fmt"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The sheets of the flows of wallets, OpenID4VP and SIOPv2. The two say the same in each
// scenario: TestWalletsAlike.
var (
	sheetA6VP    = honestOn(scenarios.A6, flows.OID4VP, whyA6VP, whyHonestVP, whyHonest)
	sheetA8VP    = honestOn(scenarios.A8, flows.OID4VP, whyA8VP, whyHonestVP, whyHonest)
	sheetB6VP    = attackOn(scenarios.B6, flows.OID4VP, whatPresented, whyB6VP, whyVP, whyQR, whyPhished)
	sheetB8VP    = attackOn(scenarios.B8, flows.OID4VP, whatPresented, whyB8VP, whyVP, whyQR, whyPhished)
	sheetSpyVP   = attackOn(scenarios.SessionSpying, flows.OID4VP, whatSpied, whySpyVP, whySpyQR, whySpying, whySpied)
	sheetWrongVP = large(attackOn(scenarios.WrongDevice, flows.OID4VP, whatWrong, whyWrongVP, whyVP, whyQR, whyWrong, whyPhished))

	// The same log-in with a code that leads to a provider instead of a wallet.
	sheetA8QR = honestOn(scenarios.A8, flows.AuthcodeQR, whyA8QR, whyA8VP, whyHonestVP, whyHonest)
	sheetB8QR = attackOn(scenarios.B8, flows.AuthcodeQR, whatPresented, whyB8QR, whyB8VP, whyLater, whyQR, whyPhished)

	walletSheets = []*sheet{sheetA6VP, sheetA8VP, sheetB6VP, sheetB8VP, sheetSpyVP, sheetWrongVP, sheetA8QR, sheetB8QR}
)

// Sections need their sheet, so they are given to it here.
func init() {
	sheetB6VP.sections = []section{
		{"strongest against each kind of user", `No mitigation is deployed, and victims want nothing. Only who answers nothing that they did not
ask for is safe: a wallet that is not told more shows everybody the same. Who does expect a
request takes this for theirs (TestCarefulUser).`, sheetB6VP.byUser("")},
		{"strongest against each kind of user, with user-experience:context", `Who does not ignore what a truthful request says declines.`,
			sheetB6VP.byUser("user-experience:context")},
		{"ways to granted of strongest, by setting", `nonce is the attacker's session's own, and changes nothing. Without holder binding an answer
that was given to a verifier of the attacker's is as good as one for this (14.1.1), and
takes nobody's error: only the state of this session, which is in its code. A response_code
is brought to the victim's browser, where the session is not (14.2): the attacker asks them
for it (relay-answer), or has posted the answer and been given it. A signature on the
request says who made it, and not for whom.`, sheetB6VP.presented("strongest")},
		{"two victims", `Two sessions and two victims, at two ticks per code life, where a mail takes no time. A limit
of one request per client counts addresses: whoever has enough of them, and devices behind
them, is not held up.`, (&sheet{
			scenario: scenarios.B6, flow: flows.OID4VP, attackers: []string{"literal", "literal,+many-clients", "literal,+many-clients,+vpn"}}).counted},
	}
	sheetA6VP.sections = []section{
		{"who is served, by setting", `A response_code serves who has the portal on the phone with the wallet, and nobody else
(14.2: "not applicable to cross-device scenarios"). The others lose nobody.`, sheetA6VP.served},
	}
	sheetSpyVP.sections = []section{
		{"ways to granted of strongest, by setting", `The answer is for the very session. Where the victim's page waits for a response_code, the
attacker has theirs opened in the victim's browser (swap-code).`, sheetSpyVP.presented("strongest")},
		{"strongest without one capability", `It takes seeing the code and a wallet of one's own. The rest only forges what proximity
asks for.`, sheetSpyVP.oneLess("strongest")},
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds, holds
against the attacker and not against the victim: only that who approves must be who logged
in.`, sheetSpyVP.capable},
	}
	sheetWrongVP.sections = []section{
		{"ways to granted of literal,+swap-code, by setting", `An answer that the victim's wallet has given in their own session has that session's nonce in
it. Where nobody looks for it, or it is not signed into the answer, it is good here too, and
who posts it is given the response_code.`, sheetWrongVP.presented("literal")},
	}
}

// whatPresented is whatPhished where nothing follows the grant.
const whatPresented = `Who reaches what through each mitigation alone, if people make every error and
chance favours the attacker. States and edges are those of one session and one
victim, at ticks of a minute. The trace is a shortest one to the highest rung.`

// walletSettings are the settings of OpenID4VP that tie an answer to a request, each
// otherwise than it is by default.
var walletSettings = []struct {
	name string
	set  func(d *scenarios.Deployment)
}{
	{"as the example", func(*scenarios.Deployment) {}},
	{"nonce: false", func(d *scenarios.Deployment) { d.NoNonce = true }},
	{"holder_binding: false", func(d *scenarios.Deployment) { d.NoHolderBinding = true }},
	{"signed_request_object: false", func(d *scenarios.Deployment) { d.UnsignedRequests = true }},
	{"response_code: true", func(d *scenarios.Deployment) { d.ResponseCode = true }},
	{"response_code: true, nonce: false", func(d *scenarios.Deployment) { d.ResponseCode, d.NoNonce = true, true }},
	{"response_code: true, holder_binding: false", func(d *scenarios.Deployment) { d.ResponseCode, d.NoHolderBinding = true, true }},
}

// presented are what it takes to be granted something with each of these settings, where
// nothing is deployed.
func (s *sheet) presented(attacker string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		for _, w := range walletSettings {
			d := s.deployment()
			w.set(d)
			b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
			lines = append(lines, w.name+": "+b.takes(t, b.brings(t, attacker), b.goal(scenarios.Granted), 0))
		}
		return lines
	}
}

// served are the honest people who are lost with each of them.
func (s *sheet) served(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for _, w := range walletSettings {
		d := s.deployment()
		w.set(d)
		kept, lost := s.twins(t, cat, d, "")
		lines = append(lines, fmt.Sprintf("%s: kept %s; lost %s", w.name, kept, lost))
	}
	return lines
}

// byUser says how far the strongest attacker gets with each model of people.
func (s *sheet) byUser(deployment string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
		for _, u := range cat.Users {
			line, _ := b.reaches(t, deployment, b.against(t, "strongest", u.Name))
			lines = append(lines, u.Name+": "+line)
		}
		return lines
	}
}
