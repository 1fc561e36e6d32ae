package score

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// builtIn is the catalogue of the command.
func builtIn() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

// brief is the example deployment with codes of ten minutes, a third of what they
// live there: fewer ticks, and the mail still arrives.
func brief() *scenarios.Deployment {
	d := *scenarios.Example
	d.CodeLife = 600
	return &d
}

// b1 is B1 on the example deployment with the given mitigations.
func b1(t testing.TB, attacker string, with ...string) Case {
	t.Helper()
	c, err := NewCase(builtIn(), scenarios.B1, scenarios.Example, "", with, attacker, "", model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reaches explores what the case allows of one session and one victim, and
// tells whether a goal is among it. Labels play no part in it.
func reaches(t testing.TB, c Case, goal string) bool {
	t.Helper()
	on, limits, err := c.restricted(scenarios.Alone)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.Scenario.Goals, func(g scenarios.Goal) bool { return g.Name == goal })
	found, err := model.Explore(t.Context(), on.Restrict(limits), []model.Property[flows.World]{
		{Name: goal, Expect: model.Reachable, When: c.Scenario.Goals[i].When}}, model.Options{Decide: true})
	if err != nil || found.Findings[0].Verdict == model.Inconclusive {
		t.Fatal(err, found.Stopped)
	}
	return found.Findings[0].Verdict == model.Holds
}

// deploy is the case with other mitigations.
func (c Case) deploy(with ...string) Case {
	c.With = with
	return c
}

// armed is the case with an attacker of these capabilities.
func (c Case) armed(capabilities ...string) Case {
	c.Attacker.Capabilities = capabilities
	return c
}

// singles are all mitigations, each in each variant or listed rung.
func singles() (names []string) {
	for _, m := range builtIn().Mitigations {
		for _, v := range m.VariantNames() {
			names = append(names, m.FullName(v))
		}
	}
	return names
}

// laxer is a defence with one member taken out or, if it is a rung, relaxed to
// the next laxer one.
func laxer(t testing.TB, defence []string, i int) []string {
	t.Helper()
	m, variant, err := builtIn().Mitigation(defence[i])
	if err != nil {
		t.Fatal(err)
	}
	rest := slices.Delete(slices.Clone(defence), i, i+1)
	if rungs := m.VariantNames(); m.Ladder {
		if at := slices.Index(rungs, variant); at > 0 {
			return append(rest, m.FullName(rungs[at-1]))
		}
	}
	return rest
}
