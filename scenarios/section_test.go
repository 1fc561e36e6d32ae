package scenarios_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// section is a part of B1.golden beside the rows of its deployments.
type section struct {
	title, why string
	lines      func(t testing.TB, cat *flows.Catalogue) []string
}

var sections = []section{
	{"literal,+on-demand without one capability", `No mitigation is deployed. Initiate, copy and reframe are in every attack: without
the first two no code is live, without the third nobody takes what they read for
something else. A mail goes out only with spray. Making codes later opens another
way to what is reached anyway, and many clients matter where they are counted.`, oneLess},
	{"literal against each kind of user", `No mitigation is deployed. Who never approves what they did not start is still
brought to the request. The other errors are about being shown, asked or warned,
which this flow does not do by itself; but who is about to approve a device of
their own, and may take one for the other, approves the attacker's.`, eachUser},
	{"replies to strongest", `How often each reply was given, over all states and steps, no mitigation deployed.
Every word of RFC 8628 3.5 is among them.`, replies},
	{"attacks on granted", `What each minimal way needs, and what refuses it on the attacker's evidence or on
anybody's, for all deployments and attackers. No evidence but the attacker's is
in the way of any: an honest person's own session plays no part. Below, who gets
through each mitigation alone.`, attacks},
	{"beside the victim's own session", `Two sessions, one victim with a device of their own who is interrupted once, at two
ticks per code life, where a mail takes no time.`, besideOwn},
	{"where approval is bound to the browser that entered the code", `Whoever enters the code themselves and hands over the page gains nothing: the
victim's browser is another one. Who makes the victim enter it is not held up.`, entryBound},
	{"two victims for literal with one client", `Two sessions and two victims, at two ticks per code life, where a mail takes no
time: codes of two minutes stop nobody here. A limit of one request in a code life
is what stops the second victim, and it looks at the attacker alone.`, twoVictims},
}

func oneLess(t testing.TB, cat *flows.Catalogue) (lines []string) {
	c := attackComposition(t, cat)
	all := have(t, c, "literal,+on-demand")
	for _, capability := range cat.Capabilities {
		if bit := needs(t, c, capability.Name); bit.In(all) {
			line, _ := attackFact(t, c, "", all&^bit)
			lines = append(lines, fmt.Sprintf("%s: %s", capability.Name, line))
		}
	}
	return lines
}

func eachUser(t testing.TB, cat *flows.Catalogue) (lines []string) {
	c := attackComposition(t, cat)
	literal := have(t, c, "literal") &^ needs(t, c, flows.RequirementNames()...)
	for _, user := range cat.Users {
		line, _ := attackFact(t, c, "", literal|user.Errors)
		lines = append(lines, fmt.Sprintf("%s: %s", user.Name, line))
	}
	own := compose(t, cat, cat.Flows[0], scenarios.B1.Setting(scenarios.Example, scenarios.Beside), true)
	for _, user := range cat.Users {
		line, _ := explored(t, own, restriction(own, 0, literal|user.Errors), ladder(scenarios.Alone))
		lines = append(lines, fmt.Sprintf("%s, with a device of their own: %s", user.Name, line))
	}
	return lines
}

func replies(t testing.TB, cat *flows.Catalogue) (lines []string) {
	c := attackComposition(t, cat)
	line, found := explored(t, c, restriction(c, 0, have(t, c, "strongest")), nil)
	if len(found.Ways) == 0 {
		return []string{line}
	}
	count := map[string]uint64{}
	for i, ways := range found.Ways {
		for w, n := range ways {
			if way := c.Steps[i].Ways[w]; way.Reply != "" {
				count[fmt.Sprintf("%s: %s", c.Steps[i].Name, way.Reply)] += n
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

func attacks(t testing.TB, cat *flows.Catalogue) []string {
	c := attackComposition(t, cat)
	lines, found := labels(t, c, have(t, c, "strongest"), ladder(scenarios.Alone)[2])
	for _, deployment := range deployments(cat)[1:] {
		through := ""
		for _, attacker := range attackers {
			if model.Possible(found, with(t, c, deployment), have(t, c, attacker), c.Defeats) {
				through += " " + attacker
			}
		}
		lines = append(lines, fmt.Sprintf("through %s:%s", deployment, through))
	}
	return lines
}

func besideOwn(t testing.TB, cat *flows.Catalogue) (lines []string) {
	setting := scenarios.B1.Setting(scenarios.Example, scenarios.Beside)
	setting.People[0].WalksAway = true
	c := compose(t, cat, cat.Flows[0], setting, true)
	for _, attacker := range []string{"literal,+on-demand", "literal,+own-account", "literal,+headless-entry"} {
		line, _ := explored(t, c, restriction(c, 0, have(t, c, attacker)), ladder(scenarios.Alone))
		lines = append(lines, fmt.Sprintf("%s: %s", attacker, line))
	}
	return lines
}

func entryBound(t testing.TB, cat *flows.Catalogue) (lines []string) {
	setting := scenarios.B1.Setting(scenarios.Example, scenarios.Alone)
	setting.EntryBound = true
	c := compose(t, cat, cat.Flows[0], setting, false)
	for _, attacker := range []string{"literal,+on-demand", "literal,+on-demand,+headless-entry"} {
		line, _ := attackFact(t, c, "", have(t, c, attacker))
		lines = append(lines, fmt.Sprintf("%s: %s", attacker, line))
	}
	return lines
}

func twoVictims(t testing.TB, cat *flows.Catalogue) (lines []string) {
	c := compose(t, cat, cat.Flows[0], scenarios.B1.Setting(scenarios.Example, scenarios.TwoVictims), true)
	counted := ladder(scenarios.TwoVictims)
	for _, deployment := range []string{"", "rate-limits:client"} {
		line, _ := explored(t, c, restriction(c, with(t, c, deployment), have(t, c, "literal,-many-clients")), counted)
		if deployment == "" {
			deployment = "no mitigation"
		}
		lines = append(lines, fmt.Sprintf("%s: %s", deployment, line))
	}
	more, _ := labels(t, c, have(t, c, "literal,-many-clients"), counted[0])
	return append(lines, more...)
}
