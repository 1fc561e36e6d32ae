package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The sheets of the flows that came after the device grant.
var (
	sheetA4Poll = honestOn(scenarios.A4, flows.CIBAPoll, whyA4, whyHonestCIBA, whyHonest)
	sheetA4Sync = honestOn(scenarios.A4, flows.CIBASync, whyA4Sync, whyA4, whyHonestCIBA, whyHonest)
	sheetA9Poll = honestOn(scenarios.A9, flows.CIBAPoll, whyA9, whyHonestCIBA, whyHonest)
	sheetA1QR   = honestOn(scenarios.A1, flows.AuthcodeQR, whyA1QR, whyA1, whyHonest)
	sheetA1Same = honestOn(scenarios.A1, flows.SameDeviceAuthcode, whyA1Same, whyA1, whyHonest)

	sheetB4Poll = attackOn(scenarios.B4, flows.CIBAPoll, whatPhished, whyB4, whyAsked, whyNotCIBA, whyLater)
	sheetB4Push = attackOn(scenarios.B4, flows.CIBAPush, whatPhished, whyB4, whyAsked, whyNotCIBA, whyLater)
	sheetB4Sync = attackOn(scenarios.B4, flows.CIBASync, whatPhished, whySync, whyAsked, whyNotCIBA, whyLater)
	sheetHelp   = large(attackOn(scenarios.B4Helpdesk, flows.CIBAPoll, whatTwice, whyHelp, whyAsked, whyNotCIBA, whyLater))
	sheetB9     = large(attackOn(scenarios.B9, flows.CIBAPoll, whatWorn, whyB9, whyAsked, whyNotCIBA, whyPhished))

	sheetB1QR   = attackOn(scenarios.B1, flows.AuthcodeQR, whatPhished, whyB1QR, whyQR, whyB1, whyPhished)
	sheetB1Same = attackOn(scenarios.B1, flows.SameDeviceAuthcode, whatPhished, whyB1Same, whySame, whyB1, whyPhished)

	sheetSpyPoll = attackOn(scenarios.SessionSpying, flows.CIBAPoll, whatSpied, whySpyCIBA, whyNotCIBA, whyLater)
	sheetSpyPush = attackOn(scenarios.SessionSpying, flows.CIBAPush, whatSpied, whySpyPush, whySpyCIBA, whyNotCIBA, whyLater)
	sheetSpyQR   = attackOn(scenarios.SessionSpying, flows.AuthcodeQR, whatSpied, whySpyQR, whySpying, whySpied)
	sheetSpySame = attackOn(scenarios.SessionSpying, flows.SameDeviceAuthcode, whatSpied, whySpySame, whySpied)

	sheetWrongPoll = large(attackOn(scenarios.WrongDevice, flows.CIBAPoll, whatRaced, whyWrongCIBA, whyAsked, whyNotCIBA, whyLater))
	sheetWrongQR   = large(attackOn(scenarios.WrongDevice, flows.AuthcodeQR, whatWrong, whyWrongQR, whyQR, whyWrong, whyPhished))
	sheetWrongSame = attackOn(scenarios.WrongDevice, flows.SameDeviceAuthcode, whatWrong, whyWrongSame, whySame, whyWrong, whyPhished)

	sheetReplayPoll = readable(attackOn(scenarios.Replay, flows.CIBAPoll, whatReplayed, whyReplayCIBA, whyNotCIBA, whyLater))
	sheetReplayPush = readable(attackOn(scenarios.Replay, flows.CIBAPush, whatReplayed, whyReplayPush, whyReplayCIBA, whyNotCIBA, whyLater))

	sheetRacePing = attackOn(scenarios.NotificationRace, flows.CIBAPing, whatRace, whyRacePing, whyRace, whyNotCIBA, whyLater)
	sheetRacePush = attackOn(scenarios.NotificationRace, flows.CIBAPush, whatRace, whyRacePush, whyRace, whyNotCIBA, whyLater)
	sheetRacePoll = attackOn(scenarios.NotificationRace, flows.CIBAPoll, whatRace, whyRacePoll, whyRace, whyNotCIBA, whyLater)

	laterSheets = []*sheet{
		sheetA4Poll, sheetA4Sync, sheetA9Poll, sheetA1QR, sheetA1Same,
		sheetB4Poll, sheetB4Push, sheetB4Sync, sheetHelp, sheetB9, sheetB1QR, sheetB1Same,
		sheetSpyPoll, sheetSpyPush, sheetSpyQR, sheetSpySame, sheetWrongPoll, sheetWrongQR, sheetWrongSame,
		sheetReplayPoll, sheetReplayPush, sheetRacePing, sheetRacePush, sheetRacePoll,
	}
)

// honestOn and attackOn are sheets on the example deployment of a flow.
func honestOn(s *scenarios.Scenario, f *flows.Flow, why ...map[string]string) *sheet {
	return &sheet{scenario: s, flow: f, what: whatHonest, why: why}
}

func attackOn(s *scenarios.Scenario, f *flows.Flow, what string, why ...map[string]string) *sheet {
	return &sheet{scenario: s, flow: f, attackers: profiles, what: what, why: why}
}

// large says that all attackers but the literal one have too many states, readable that
// requests can be read.
func large(s *sheet) *sheet { s.large = profiles[1:]; return s }

func readable(s *sheet) *sheet {
	s.change = func(d *scenarios.Deployment) { d.Plaintext = true }
	return s
}

// Sections need their sheet, so they are given to it here.
func init() {
	sheetA4Poll.sections = []section{
		{"who is served, by hint", `Where a client names the user by a token that the user's own phone has made, or by an ID
token from when they logged in on this device, nobody can name somebody else: who orders
for a customer on the phone, or for the holder of a card, is lost.`, sheetA4Poll.hintedTwins},
	}
	sheetB4Poll.sections = []section{
		{"ways to granted of undisputed, by hint", `With a login_hint it takes an identifier and somebody who approves. A login_hint_token
is made by the victim's phone, so they have to hand one out (ask_login_hint_token); an ID
token from the victim's own device nobody has.`, sheetB4Poll.hinted("undisputed", scenarios.Granted)},
		{"two victims", `Two sessions and two victims, at two ticks per code life, where a mail takes three. One
request to each is all that it takes, so a limit per user stops nobody; one per client
stops who is one client.`, (&sheet{
			scenario: sheetB4Poll.scenario, flow: sheetB4Poll.flow, attackers: []string{"literal", "undisputed"}}).counted},
	}
	sheetSpyPoll.sections = []section{
		{"ways to granted of strongest, by hint", `With a login_hint and with an ID token the provider asks the victim alone. A
login_hint_token is taken from any phone: who is on site shows the device one of their own
before the victim does, and from then on it is their request.`, sheetSpyPoll.hinted("strongest", scenarios.Granted)},
	}
	sheetSpyQR.sections = []section{
		{"strongest without one capability", `Seeing the screen gives the request, an account of one's own an answer to it. The rest
only forges what proximity asks for.`, sheetSpyQR.oneLess("strongest")},
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds,
holds against the attacker and not against the victim: only that who approves
must be who logged in.`, sheetSpyQR.capable},
		{"the victim's own tokens, by setting", `Who sees the QR code can also let the victim approve, and poll with the state in it. Where
only the session that started can poll, that is refused.`, sheetSpyQR.polled},
		{"an answer of the attacker's own, by what binds", `inject_code. PKCE and nonce each tell a code of another session from one of this, so
both have to be missing. State only says which session a code is for, and who sees the
screen knows it. (Who sees it can also follow the request, which none of the three
binds here: that is not among these ways.)`, sheetSpyQR.swapped},
	}
	sheetSpySame.sections = []section{
		{"an answer of the attacker's own, by what binds", `inject_code. Nothing shows the state of the victim's session, so that has to be missing
too: any of the three is enough.`, sheetSpySame.swapped},
	}
	sheetWrongQR.sections = []section{
		{"attacks on granted, where only the session that started can poll", `With poll_bound: true nobody else polls with a state that they have seen. What is left is
as in B1, and that a victim takes the attacker's request for their own.`, sheetWrongQR.bound},
		{"the victim's code for the attacker's session, by what binds", `swap_code. The attacker brings the state of their own session, so state stops nothing;
PKCE and nonce each do (Tonge; RFC 9700 4.5).`, sheetWrongQR.swapped},
	}
	sheetReplayPoll.sections = []section{
		{"by setting, with an auth_req_id", `With TLS nothing is read. Without, whoever has read what is sent polls first; where the
client proves who it is by what cannot be read (confidential: true), its credentials are
needed (10.1), which strongest has. One that is good more than once is good for both.`, sheetReplayPoll.settings},
	}
	sheetWrongSame.sections = []section{
		{"the victim's code for the attacker's session, by what binds", `As across devices: it is the attacker's own browser that brings the code.`, sheetWrongSame.swapped},
	}
}

// hints are the ways in which a client names a user: CIBA Core 7.1.
var hints = []struct {
	name string
	is   flows.Hint
}{{"login_hint", flows.LoginHint}, {"login_hint_token", flows.LoginHintToken}, {"id_token_hint", flows.IDTokenHint}}

// hinted are what it takes to reach a goal where nothing is deployed and clients name
// users in each way that there is.
func (s *sheet) hinted(attacker, goal string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		for _, hint := range hints {
			d := s.deployment()
			d.Hint = hint.is
			b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
			lines = append(lines, hint.name+": "+b.takes(t, b.brings(t, attacker), b.goal(goal), 0))
		}
		return lines
	}
}

// takes is what it takes to reach a goal where nothing is deployed: the least that
// somebody has to bring, with all of the given.
func (b *board) takes(t testing.TB, have model.Set, goal scenarios.Goal, all model.Set) string {
	t.Helper()
	_, list := labels(t, b.Composition, have, goal)
	var needs []model.Set
	for _, l := range list {
		if all.In(l.Requires) {
			needs = append(needs, l.Requires)
		}
	}
	var ways []string
	for i, n := range needs {
		less := func(m model.Set) bool { return m != n && m.In(n) }
		if slices.ContainsFunc(needs, less) || slices.Contains(needs[:i], n) {
			continue
		}
		var words []string
		for _, bit := range n.Members() {
			words = append(words, b.Requirements[bit])
		}
		ways = append(ways, strings.Join(words, " "))
	}
	if len(ways) == 0 {
		return "no way"
	}
	return strings.Join(ways, "; or ")
}

// hintedTwins are the honest people who are served with each hint.
func (s *sheet) hintedTwins(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for _, hint := range hints {
		var kept, lost []string
		for _, twin := range s.scenario.TwinsOn(s.of()) {
			d := s.deployment()
			d.Hint = hint.is
			b := setup(t, cat, s.scenario, d, twin.In(), twin.Set)
			line, _ := servedFact(t, b.Composition, "", s.scenario.Served(&twin))
			if strings.HasPrefix(line, "lost") {
				lost = append(lost, twin.Name)
			} else {
				kept = append(kept, twin.Name)
			}
		}
		lines = append(lines, fmt.Sprintf("%s: kept %s; lost %s", hint.name, strings.Join(kept, ", "), strings.Join(lost, ", ")))
	}
	return lines
}

// polled says who gets the victim's own tokens, and who does where only the session that
// started can poll.
func (s *sheet) polled(t testing.TB, cat *flows.Catalogue) (lines []string) {
	access := scenarios.Goal{Name: scenarios.AttackerAccess, When: scenarios.Safety[0].When}
	for _, bound := range []bool{false, true} {
		d := s.deployment()
		d.PollBound = bound
		b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
		lines = append(lines, fmt.Sprintf("poll_bound: %v: %s", bound, b.takes(t, b.brings(t, "strongest"), access, 0)))
	}
	return lines
}

// bound are the minimal labels at granted where only the session that started can poll.
func (s *sheet) bound(t testing.TB, cat *flows.Catalogue) []string {
	d := s.deployment()
	d.PollBound = true
	b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
	lines, _ := labels(t, b.Composition, b.brings(t, "undisputed"), b.goal(scenarios.Granted))
	return lines
}

// swapped is what it takes to be granted something with a code that was issued for
// another session, with and without each of what binds a code to its own.
func (s *sheet) swapped(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for bits := range 8 {
		d := s.deployment()
		d.NoState, d.NoNonce, d.NoPKCE = bits&4 != 0, bits&2 != 0, bits&1 != 0
		var off []string
		for _, w := range []struct {
			is   bool
			word string
		}{{d.NoState, "state"}, {d.NoNonce, "nonce"}, {d.NoPKCE, "pkce"}} {
			if w.is {
				off = append(off, w.word)
			}
		}
		if off == nil {
			off = []string{"nothing"}
		}
		b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
		swap := needs(t, b.Composition, "swap-code")
		lines = append(lines, fmt.Sprintf("without %s: %s", strings.Join(off, ", "),
			b.takes(t, b.brings(t, "literal,+swap-code"), b.goal(scenarios.Granted), swap)))
	}
	return lines
}

// alike are flows of which another one's sheet shows what a scenario shows, and why.
var alike = map[*flows.Flow]struct {
	as  *flows.Flow
	why string
}{
	flows.CIBAPing:    {flows.CIBAPoll, "TestModesAreAlike"},
	flows.CIBAPush:    {flows.CIBAPoll, "TestModesAreAlike"},
	flows.CIBASync:    {flows.CIBAPoll, "only the answer to the request differs, which B4 shows"},
	flows.SIOPv2:      {flows.OID4VP, "TestWalletsAlike"},
	flows.NetworkJoin: {flows.SessionTransfer, "an onlooker, and a session beside the victim's own, see no difference between a session and a membership"},
}

// TestEveryScenarioHasASheet: on every flow, or on one that is known to show the same.
func TestEveryScenarioHasASheet(t *testing.T) {
	has := func(s *scenarios.Scenario, f *flows.Flow) bool {
		return slices.ContainsFunc(sheets, func(sheet *sheet) bool { return sheet.scenario == s && sheet.of() == f })
	}
	for _, s := range scenarios.All {
		for _, f := range s.Flows {
			if other, ok := alike[f]; !has(s, f) && (!ok || !has(s, other.as)) {
				t.Errorf("%s on %s has no golden, and none that shows the same", s.Name, f.Name)
			}
		}
	}
}
