package scenarios_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// profiles are the columns of a scenario whose capabilities are not all literal.
var profiles = []string{"literal", "undisputed", "strongest"}

// attackers of B1 and B2: whoever makes codes on demand does what the text of
// 6.1.2 says itself.
var phishers = []string{"literal", "literal,+on-demand", "undisputed", "strongest"}

// The scenarios with what their goldens show.
var (
	sheetB1     = &sheet{scenario: scenarios.B1, attackers: phishers, what: whatPhished, why: []map[string]string{whyB1, whyPhished}}
	sheetB2     = &sheet{scenario: scenarios.B2, attackers: phishers, what: whatPhished, why: []map[string]string{whyB2, whyPhished}}
	sheetWrong  = &sheet{scenario: scenarios.WrongDevice, attackers: profiles, large: []string{"strongest"}, what: whatWrong, why: []map[string]string{whyWrong, whyPhished}}
	sheetSpy    = &sheet{scenario: scenarios.SessionSpying, attackers: profiles, what: whatSpied, why: []map[string]string{whySpying, whySpied}}
	sheetGuess  = &sheet{scenario: scenarios.BruteForce, attackers: profiles, what: whatSpied, why: []map[string]string{whyGuessed, whySpied}}
	sheetReplay = &sheet{scenario: scenarios.Replay, attackers: profiles, what: whatReplay, why: []map[string]string{whyReplay},
		change: func(d *scenarios.Deployment) { d.Plaintext = true }}
	sheetA1 = &sheet{scenario: scenarios.A1, what: whatHonest, why: []map[string]string{whyA1, whyHonest}}
	sheetA2 = &sheet{scenario: scenarios.A2, what: whatHonest, why: []map[string]string{whyA2, whyHonest}}

	sheets = slices.Concat([]*sheet{sheetA1, sheetA2, sheetB1, sheetB2, sheetSpy, sheetWrong, sheetGuess, sheetReplay}, laterSheets,
		walletSheets, hybridSheets, typedSheets, outwardSheets)
)

// sections are all facts that goldens hold, for who asks whether some golden
// notices a change: the rows of every sheet, then what is beside them.
var sections []section

// Sections need their sheet, so they are given to it here.
func init() {
	defer func() {
		for _, s := range sheets {
			sections = append(sections, section{title: s.name(), lines: s.all})
		}
		for _, s := range sheets {
			sections = append(sections, s.sections...)
		}
	}()
	sheetB1.sections = []section{
		{"literal,+on-demand without one capability", `No mitigation is deployed. Initiate, copy and reframe are in every attack: without
the first two no code is live, without the third nobody takes what they read for
something else. A mail goes out only with spray. Making codes later opens another
way to what is reached anyway; many clients matter where they are counted, and
moving tokens where they have been granted.`, sheetB1.oneLess("literal,+on-demand")},
		{"literal against each kind of user", `No mitigation is deployed. Who never approves what they did not start is still
brought to the request. The other errors are about being shown, asked or warned,
which this flow does not do by itself; but who is about to approve a device of
their own, and may take one for the other, approves the attacker's.`, sheetB1.users("literal", scenarios.Alone, scenarios.Beside)},
		{"replies to strongest", `How often each reply was given, over all states and steps, no mitigation deployed.
Every word of RFC 8628 3.5 is among them.`, replies},
		{"attacks on granted by literal,+on-demand", `What each minimal way needs, and what refuses it on the attacker's evidence or on
anybody's, for all deployments. No evidence but the attacker's is in the way of
any: an honest person's own session plays no part.`, sheetB1.ways("literal,+on-demand", scenarios.Granted)},
		{"strongest without one error or luck", `What strongest does not reach any more if people do not make one error, or chance never
favours the attacker in one thing. Who approves nothing unasked grants nothing, whatever
is deployed; the others only matter to mitigations that ask, tell or filter, and after
the grant to detection.`, sheetB1.oneErrorLess},
		{"beside the victim's own session", `Two sessions, one victim with a device of their own who is interrupted once, at two
ticks per code life, where a mail takes no time.`, besideOwn},
		{"where approval is bound to the browser that entered the code", `Whoever enters the code themselves and hands over the page gains nothing: the
victim's browser is another one. Who makes the victim enter it is not held up.`, entryBound},
		{"two victims", `Two sessions and two victims, at two ticks per code life, where a mail takes no
time. Of the mitigations that count, a limit of one request in a code's life stops who
is one client, and a client is what stands behind an address: emulating many (4.3.1) does
not help without addresses for them (vpn). A code that is good once, and one that is not
presented twice, stop nobody who gets a second code for the second victim.`, sheetB1.counted},
		{"what the tokens are worth to literal, by setting", `A refresh token that ends bounds the worth, however young the access token: one more
hour of access after its end. Without one there is that hour alone, in which a copy is
good too. One that has to be used in time is used in time. Where it is replaced when
used, a copy is good until then, which is time enough. Where an access token lives eight
hours, a short one is refreshed more often and is worth the same.`, worthBySetting},
	}
	sheetB2.sections = []section{
		{"strongest without one error or luck", `As in B1: approving unasked is in every attack, and the rest is asked only by
mitigations.`, sheetB2.oneErrorLess},
		{"content filtering without luck", `A filter that always hits keeps away mails with a code and mails with a link. A
call is no mail: whoever phones is not filtered (UNC6040).`, sheetB2.through("content-filtering",
			"strongest", "strongest,-voice", "literal,+voice")},
		{"two victims", `As in B1: a limit per client counts addresses, and whoever has enough of them, and
devices behind them, is not held up.`, sheetB2.counted},
	}
	sheetSpy.sections = []section{
		{"strongest without one capability", `Seeing the screen gives the code, an account of one's own lets them enter it. There is
no authorization code here to be swapped, and the rest only forges what proximity asks for.`, sheetSpy.oneLess("strongest")},
		{"attacks on granted", `What each minimal way needs and what refuses it. What is refused on anybody's
evidence is the victim's own session, which every start and every code is here.`, sheetSpy.ways("strongest", scenarios.Granted)},
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds,
holds against the attacker and not against the victim: only that who approves
must be who logged in.`, sheetSpy.capable},
	}
	sheetWrong.sections = []section{
		{"undisputed without one capability", `The victim's code is on their own screen; the attacker's must be brought before
them, which takes a mail, a page or a handed-over browser, and another meaning.
That somebody sees the victim's screen adds nothing: they want another code there. Naming
somebody and bringing codes are of use in other flows. The rest only forges what
proximity and registration ask for.`, sheetWrong.oneLess("undisputed")},
		{"attacks on granted", `What each minimal way needs and what refuses it. Either the victim approves what
they did not start, or takes it for what they did start.`, sheetWrong.ways("undisputed", scenarios.Granted)},
		{"undisputed against each kind of user", `No mitigation is deployed. Who never approves what they did not start can still take it
for what they did start; who never takes one for the other can still approve what they
were talked into. Nobody here is free of both.`, sheetWrong.users("undisputed", scenarios.Beside)},
	}
	sheetGuess.sections = []section{
		{"strongest without one capability", `Guessing gives the code and enters it at once; approving takes an account.`, sheetGuess.oneLess("strongest")},
		{"attacks on granted", `What each minimal way needs and what refuses it.`, sheetGuess.ways("strongest", scenarios.Granted)},
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds,
holds against the attacker and not against the victim: only that who approves
must be who logged in.`, sheetGuess.capable},
	}
	sheetReplay.sections = []section{
		{"where the victim's device has what is asked", `It is registered, inside the network and can be logged in on. What then still holds,
holds against the attacker and not against the victim: only that who
polls must be registered, which trusted-device passes for.`, sheetReplay.capable},
		{"by setting", `With TLS the device_code is not read, whatever else holds (RFC 8628 3.1). Without, whoever
polls first gets the tokens; a code that is good more than once gives them to both, the
victim first, who notices nothing. A confidential client's device_code is of no use
without its credentials (3.4), which strongest has; with those of another client it is
refused, because it was issued to this one (RFC 6749 5.2).`, sheetReplay.settings},
	}
}

func (s *sheet) oneLess(attacker string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
		all := b.brings(t, attacker)
		for _, capability := range cat.Capabilities {
			if bit := needs(t, b.Composition, capability.Name); bit.In(all) {
				line, _ := b.reaches(t, "", all&^bit)
				lines = append(lines, fmt.Sprintf("%s: %s", capability.Name, line))
			}
		}
		return lines
	}
}

// ways are the minimal labels at a goal, of what an attacker can do.
func (s *sheet) ways(attacker, goal string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) []string {
		b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
		lines, _ := labels(t, b.Composition, b.brings(t, attacker), b.goal(goal))
		return lines
	}
}

// goal is the board's goal with that name.
func (b *board) goal(name string) scenarios.Goal {
	return b.goals[slices.IndexFunc(b.goals, func(g scenarios.Goal) bool { return g.Name == name })]
}

// oneErrorLess says how much less the strongest attacker reaches through which
// mitigations if one error or luck is missing. One search answers for all.
func (s *sheet) oneErrorLess(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
	all := b.brings(t, "strongest")
	found, err := model.Family(t.Context(), b.Restrict(model.Restriction{Have: all}), goals(b.goals...), model.Options{MaxStates: most})
	if err != nil {
		return []string{"broken: " + err.Error()}
	}
	reached := func(deployment string, have model.Set) (names []string) {
		for i, g := range b.goals {
			if model.Possible(found.Labels[i], with(t, b.Composition, deployment), have, b.Defeats) {
				names = append(names, g.Name)
			}
		}
		return names
	}
	for _, name := range flows.RequirementNames() {
		have, before := all&^needs(t, b.Composition, name), len(lines)
		for _, deployment := range s.deployments(cat) {
			if b.lacks[deployment] != "" {
				continue
			}
			left := reached(deployment, have)
			if slices.Equal(left, reached(deployment, all)) {
				continue
			}
			if deployment == "" { // and so with every mitigation
				lines = append(lines, fmt.Sprintf("%s, whatever is deployed: %s", name, strings.Join(left, ", ")))
				break
			}
			lines = append(lines, fmt.Sprintf("%s, through %s: %s", name, deployment, strings.Join(left, ", ")))
		}
		if len(lines) == before {
			lines = append(lines, name+": the same")
		}
	}
	return append(lines, fmt.Sprintf("%d states, %d edges", found.States, found.Edges))
}

// through says how far attackers get through one mitigation where chance never
// favours them.
func (s *sheet) through(deployment string, attackers ...string) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), nil)
		luck := needs(t, b.Composition, "filter-misses", "detection-misses", "lucky-guess")
		for _, attacker := range attackers {
			line, shortest := b.reaches(t, deployment, b.brings(t, attacker)&^luck)
			lines = append(lines, fmt.Sprintf("%s: %s", attacker, line), "  "+shortest)
		}
		return lines
	}
}

// users says how far an attacker gets with each kind of user, in each instance.
func (s *sheet) users(attacker string, instances ...scenarios.Instance) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		for _, in := range instances {
			b := setup(t, cat, s.scenario, s.deployment(), in, nil)
			can := b.brings(t, attacker) &^ needs(t, b.Composition, flows.RequirementNames()...)
			own := ""
			if in.Own {
				own = ", with a device of their own"
			}
			for _, user := range cat.Users {
				line, _ := b.reaches(t, "", can|user.Errors)
				lines = append(lines, fmt.Sprintf("%s%s: %s", user.Name, own, line))
			}
		}
		return lines
	}
}

func replies(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, scenarios.B1, scenarios.Example, scenarios.Alone, nil)
	line, found := explored(t, b.Composition, restriction(b.Composition, 0, b.brings(t, "strongest")), nil)
	if len(found.Ways) == 0 {
		return []string{line}
	}
	count := map[string]uint64{}
	for i, ways := range found.Ways {
		for w, n := range ways {
			if way := b.Steps[i].Ways[w]; way.Reply != "" && n > 0 {
				count[fmt.Sprintf("%s: %s", b.Steps[i].Name, way.Reply)] += n
			}
		}
	}
	for _, reply := range slices.Sorted(maps.Keys(count)) {
		lines = append(lines, fmt.Sprintf("%s ×%d", reply, count[reply]))
	}
	return lines
}

// labels are the minimal labels at a goal, of what some attacker can do.
func labels(t testing.TB, c *flows.Composition, have model.Set, goal scenarios.Goal) (lines []string, list []model.Label) {
	t.Helper()
	found, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: have}), goals(goal), model.Options{MaxStates: most})
	if err != nil {
		return []string{"broken: " + err.Error()}, nil
	}
	for _, l := range found.Labels[0] {
		line := "needs"
		for _, bit := range l.Requires.Members() {
			line += " " + c.Requirements[bit]
		}
		if l.Foreign != 0 {
			line += "; refused on the attacker's evidence by " + placedNames(c, l.Foreign)
		}
		if l.Own != 0 {
			line += "; on anybody's by " + placedNames(c, l.Own)
		}
		lines = append(lines, line)
	}
	return lines, found.Labels[0]
}

func besideOwn(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, scenarios.B1, scenarios.Example, scenarios.Beside, func(s *flows.Setting) { s.People[0].WalksAway = true })
	for _, attacker := range []string{"literal,+on-demand", "literal,+own-account", "literal,+headless-entry"} {
		line, _ := b.reaches(t, "", b.brings(t, attacker))
		lines = append(lines, fmt.Sprintf("%s: %s", attacker, line))
	}
	return lines
}

func entryBound(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, scenarios.B1, scenarios.Example, scenarios.Alone, func(s *flows.Setting) { s.EntryBound = true })
	for _, attacker := range []string{"literal,+on-demand", "literal,+on-demand,+headless-entry"} {
		line, _ := b.reaches(t, "", b.brings(t, attacker))
		lines = append(lines, fmt.Sprintf("%s: %s", attacker, line))
	}
	return lines
}

// capable says how far attackers get through what the devices of people at home
// cannot do, where the victim's can.
func (s *sheet) capable(t testing.TB, cat *flows.Catalogue) (lines []string) {
	b := setup(t, cat, s.scenario, s.deployment(), s.scenario.Main(), func(s *flows.Setting) {
		d := &s.Consumption[flows.PersonParty(0)]
		d.Registered, d.Inside, d.LogIn = true, true, true
	})
	var first []fact
	for _, deployment := range []string{"", "trusted-devices:initiator", "trusted-devices:receiver", "trusted-networks",
		"authenticate-then-initiate:plain", "authenticate-then-initiate:approver-is-initiator"} {
		r := row{facts: s.attackFacts(t, b, deployment), first: first}
		if deployment == "" {
			deployment, first = nothing, r.facts
		}
		for _, l := range r.lines() {
			switch {
			case strings.HasPrefix(l, "as with"):
				l = deployment + ": " + l
			case !strings.HasPrefix(l, " "):
				l = deployment + ", " + l
			}
			lines = append(lines, l)
		}
	}
	return lines
}

// worthBySetting is what tokens are worth where servers give them other lives.
func worthBySetting(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for _, set := range []struct {
		name   string
		change func(d *scenarios.Deployment)
	}{
		{"as the example", func(*scenarios.Deployment) {}},
		{"refresh_token_life=7d", func(d *scenarios.Deployment) { d.RefreshLife = 7 * 86400 }},
		{"refresh_token_idle=2h, access_token_life=4h", func(d *scenarios.Deployment) { d.RefreshIdle, d.AccessLife = 2*3600, 4*3600 }},
		{"refresh_token=false", func(d *scenarios.Deployment) { d.NoRefresh = true }},
		{"refresh_token_rotation=true", func(d *scenarios.Deployment) { d.Rotation = true }},
		{"access_token_life=8h", func(d *scenarios.Deployment) { d.AccessLife = 8 * 3600 }},
	} {
		d := *scenarios.Example
		set.change(&d)
		b := setup(t, cat, scenarios.B1, &d, scenarios.After, nil)
		for _, deployment := range []string{"", "short-lived-tokens:access", "short-lived-tokens:refresh"} {
			name := set.name
			if deployment != "" {
				name += ", with " + deployment
			}
			lines = append(lines, name+": "+b.worth(t, deployment, b.brings(t, "literal")))
		}
	}
	return lines
}

// settings are those of a deployment that a replayed handle depends on, in all
// combinations.
func (s *sheet) settings(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for bits := range 8 {
		d := s.deployment()
		d.Plaintext, d.Confidential, d.CodeReusable = bits&1 != 0, bits&2 != 0, bits&4 != 0
		b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
		b.goals = append(b.goals, scenarios.Goal{Name: "both", When: func(w *flows.World) bool {
			_, person := w.Sessions[0].Holder.Person()
			return person && w.Sessions[0].Again == flows.Attacker
		}})
		var words []string
		for _, w := range []struct {
			is   bool
			word string
		}{{d.Plaintext, "https=false"}, {d.Confidential, "confidential=true"}, {d.CodeReusable, "single_use=false"}} {
			if w.is {
				words = append(words, w.word)
			}
		}
		lines = append(lines, "settings: "+strings.Join(append(words, "else as the example"), ", "))
		var facts []fact
		for _, attacker := range []string{"literal", "strongest"} {
			line, shortest := b.reaches(t, "", b.brings(t, attacker))
			f := fact{attacker, []string{line}}
			if shortest != "" {
				f.lines = append(f.lines, shortest)
			}
			facts = append(facts, f)
		}
		r := row{facts: facts}
		for _, l := range r.lines() {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}
