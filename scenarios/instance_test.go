package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// small are the instances that the cut-off compares, all at the coarse tick and
// all with victims who have nothing of their own to authorise.
var (
	oneOne = scenarios.Instance{Name: "one session, one victim", Sessions: 1, Persons: 1, Coarse: true}
	twoOne = scenarios.Instance{Name: "two sessions, one victim", Sessions: 2, Persons: 1, Coarse: true}
	oneTwo = scenarios.Instance{Name: "one session, two victims", Sessions: 1, Persons: 2, Coarse: true}
)

// blockers are, by goal, the sets of mitigations of which each stops some attack
// of B1 in an instance. Only what the attacker can do is explored. Where a mail
// is slow it takes a tick, so that codes can be too old also at a coarse one.
func blockers(t *testing.T, in scenarios.Instance, attacker string, slow bool) map[string][]string {
	t.Helper()
	setting := scenarios.B1.Setting(scenarios.Example, in)
	if slow {
		setting.ReadMin = setting.Tick
	}
	c := compose(t, builtIn(), flows.DeviceGrant, setting, in.Coarse)
	h := have(t, c, attacker)
	family, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: h}), goals(scenarios.B1.Goals...), model.Options{})
	if err != nil || !family.Complete {
		t.Fatal(err, family.Stopped)
	}
	list := map[string][]string{}
	for i, g := range scenarios.B1.Goals {
		list[g.Name] = []string{}
		for _, b := range model.Blockers(family.Labels[i], h, c.Defeats) {
			list[g.Name] = append(list[g.Name], placedNames(c, b))
		}
	}
	return list
}

// TestCutOff is why a goal about one victim is looked for with one session and
// one victim: more of either, or a session of the victim's own, add no attack and
// take none away where people make every error.
func TestCutOff(t *testing.T) {
	for _, slow := range []bool{false, true} {
		aged := false
		for _, attacker := range attackers {
			one := blockers(t, oneOne, attacker, slow)
			if len(one["granted"]) == 0 {
				t.Fatalf("%s gets nowhere: nothing is compared", attacker)
			}
			for _, b := range one["granted"] {
				aged = aged || slices.Contains(words(b), "short-lived-codes:2m")
			}
			for _, in := range []scenarios.Instance{twoOne, oneTwo, scenarios.Beside} {
				more := blockers(t, in, attacker, slow)
				for _, goal := range []string{"initiated", "reached", "granted"} {
					if !slices.Equal(more[goal], one[goal]) {
						t.Errorf("%s, %s: %s is blocked by %q, and by %q with one of each", attacker, in.Name, goal, more[goal], one[goal])
					}
				}
			}
		}
		if aged != slow {
			t.Errorf("a mail takes a tick: %v, and the age of codes matters: %v", slow, aged)
		}
	}
}

// TestTwoAreNeeded is where the larger instance does matter: two victims cannot
// be counted with one session or one person, and a limit of sessions stops the
// second one and no attack on a single victim. The attacker has one client: who
// has many is not counted.
func TestTwoAreNeeded(t *testing.T) {
	const limit = "rate-limits:client"
	for _, in := range []scenarios.Instance{oneOne, twoOne, oneTwo} {
		found := blockers(t, in, "literal,-many-clients", false)
		if len(found["two-victims"]) > 0 {
			t.Errorf("%s: two victims are within reach", in.Name)
		}
	}
	two := blockers(t, scenarios.TwoVictims, "literal,-many-clients", false)
	if len(two["two-victims"]) == 0 {
		t.Fatal("two victims are out of reach of two sessions")
	}
	for _, b := range two["two-victims"] {
		if !slices.Contains(words(b), limit) {
			t.Errorf("an attack on two victims is not blocked by %s, only by %s", limit, b)
		}
	}
	for goal, list := range two {
		for _, b := range list {
			if goal != "two-victims" && slices.Contains(words(b), limit) {
				t.Errorf("%s is blocked by %s although one session is enough", goal, limit)
			}
		}
	}
	for _, goal := range []string{"initiated", "reached", "granted"} {
		if one := blockers(t, oneOne, "literal,-many-clients", false); !slices.Equal(two[goal], one[goal]) {
			t.Errorf("%s is blocked by %q with two of each, and by %q with one", goal, two[goal], one[goal])
		}
	}
}

// TestOwnIsNeeded is where a device of the victim's own does matter: who never
// approves what they did not start can still take one device for the other.
func TestOwnIsNeeded(t *testing.T) {
	for _, test := range []struct {
		in      scenarios.Instance
		user    flows.Errors
		granted bool
	}{
		{oneOne, flows.ApprovesUnasked, true},
		{oneOne, flows.Miscompares, false},
		{scenarios.Beside, flows.Miscompares, true},
		{scenarios.Beside, 0, false},
	} {
		c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, test.in), true)
		literal := have(t, c, "literal") &^ needs(t, c, flows.RequirementNames()...)
		line, _ := explored(t, c, restriction(c, 0, literal|test.user), ladder(scenarios.Alone)[2:])
		if got := strings.HasPrefix(line, "granted"); got != test.granted {
			t.Errorf("%s, errors %b: %s", test.in.Name, test.user, line)
		}
	}
}

// TestSlots drops the rule that a session starts in the first free slot, which
// only keeps interchangeable sessions in order: every label must stay.
func TestSlots(t *testing.T) {
	anywhere := copied(builtIn())
	freed := 0
	for _, name := range []string{"device_authorization", "authenticate_first"} {
		for _, s := range stepsOf(anywhere, name) {
			guard := s.When
			s.When = func(a flows.At) bool {
				a.Session = 0 // no slot is before it
				return guard(a)
			}
			freed++
		}
	}
	if freed != 2 {
		t.Fatalf("%d steps start a session, want 2", freed)
	}
	for _, test := range []struct {
		in       scenarios.Instance
		attacker string
		goals    []scenarios.Goal
	}{
		{twoOne, "strongest", ladder(scenarios.Alone)},
		{scenarios.Beside, "literal,+on-demand", ladder(scenarios.Alone)},
		{scenarios.TwoVictims, "literal", scenarios.B1.Goals},
	} {
		setting := scenarios.B1.Setting(scenarios.Example, test.in)
		var labels [2]model.FamilyResult
		for i, cat := range []*flows.Catalogue{builtIn(), anywhere} {
			c := compose(t, cat, cat.Flows[0], setting, true)
			var err error
			labels[i], err = model.Family(t.Context(), c.Restrict(model.Restriction{Have: have(t, c, test.attacker)}), goals(test.goals...), model.Options{})
			if err != nil || !labels[i].Complete {
				t.Fatal(err, labels[i].Stopped)
			}
		}
		if labels[1].States <= labels[0].States {
			t.Errorf("%s: %d states with any slot, %d with the first: the rule does nothing", test.in.Name, labels[1].States, labels[0].States)
		}
		for i, g := range test.goals {
			if !slices.Equal(labels[0].Labels[i], labels[1].Labels[i]) {
				t.Errorf("%s: %s has the labels %v, and %v without the rule", test.in.Name, g.Name, labels[0].Labels[i], labels[1].Labels[i])
			}
		}
	}
}
