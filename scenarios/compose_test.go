package scenarios_test

import (
	"slices"
	"strings"
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

// placed are all variants of the catalogue that a flow, as it is set, does not have anyway;
// where the tick is coarse, numbers only in their default.
func placed(t testing.TB, cat *flows.Catalogue, f *flows.Flow, setting *flows.Setting, coarse bool) (list []flows.Placed) {
	t.Helper()
	for _, m := range cat.Mitigations {
		variants := m.VariantNames()
		if coarse && m.Number != nil {
			variants = []string{m.Default}
		}
		for _, v := range variants {
			p, err := m.Place(v, setting.Tick)
			if err != nil {
				t.Fatal(err)
			}
			if p.InForce == nil || !p.InForce(f, setting) {
				list = append(list, p)
			}
		}
	}
	return list
}

// attackers are the columns of every table: what they can do, by name.
var attackers = []string{"literal", "literal,+on-demand", "strongest"}

// have is what an attacker of B1 and a user who can make every error bring.
func have(t testing.TB, c *flows.Composition, attacker string) model.Set {
	t.Helper()
	_, capabilities, err := scenarios.ParseAttacker(builtIn(), scenarios.B1, attacker)
	if err != nil {
		t.Fatal(err)
	}
	return needs(t, c, slices.Concat(capabilities, flows.RequirementNames())...)
}

func needs(t testing.TB, c *flows.Composition, names ...string) model.Set {
	t.Helper()
	set, err := c.RequirementSet(names...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// deployed is the set of the named mitigations; none is the empty set.
func deployed(t testing.TB, c *flows.Composition, names ...string) model.Set {
	t.Helper()
	set, err := c.PlacedSet(names...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// restriction is one deployment against somebody who has the given set.
func restriction(c *flows.Composition, deployed, have model.Set) model.Restriction {
	return model.Restriction{Have: have, Deployed: deployed, Undefeated: model.Undefeated(deployed, have, c.Defeats)}
}

// placedNames are the members of a set of mitigations, between spaces.
func placedNames(c *flows.Composition, set model.Set) string {
	var names []string
	for _, bit := range set.Members() {
		names = append(names, c.Placed[bit].Name)
	}
	return strings.Join(names, " ")
}

// goals are the predicates of B1's ladder, with their names.
func goals(all ...scenarios.Goal) (list []model.Goal[flows.World]) {
	for _, g := range all {
		list = append(list, model.Goal[flows.World]{Name: g.Name, When: g.When})
	}
	return list
}

// words are the members again.
func words(names string) []string { return strings.Fields(names) }
