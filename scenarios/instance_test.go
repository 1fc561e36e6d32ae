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
// of a scenario in an instance. Only what the attacker can do is explored. Where a mail
// is slow it takes a tick, so that codes can be too old also at a coarse one.
func blockers(t *testing.T, s *scenarios.Scenario, in scenarios.Instance, attacker string, slow bool) map[string][]string {
	t.Helper()
	setting := s.Setting(scenarios.Example, in)
	if slow {
		setting.ReadMin = setting.Tick
	}
	c := whole(t, builtIn(), flows.DeviceGrant, setting, in.Coarse)
	_, has, err := scenarios.ParseAttacker(builtIn(), s, attacker)
	if err != nil {
		t.Fatal(err)
	}
	h := needs(t, c, slices.Concat(has, flows.RequirementNames())...)
	family, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: h}), goals(s.Goals...), model.Options{})
	if err != nil || !family.Complete {
		t.Fatal(err, family.Stopped)
	}
	list := map[string][]string{}
	for i, g := range s.Goals {
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
	for _, s := range []*scenarios.Scenario{scenarios.B1, scenarios.B2} {
		for _, slow := range []bool{false, true} {
			aged := false
			for _, attacker := range attackers {
				one := blockers(t, s, oneOne, attacker, slow)
				if len(one["granted"]) == 0 {
					t.Fatalf("%s gets nowhere in %s: nothing is compared", attacker, s.Name)
				}
				for _, b := range one["granted"] {
					aged = aged || slices.Contains(words(b), "short-lived-codes:2m")
				}
				for _, in := range []scenarios.Instance{twoOne, oneTwo, scenarios.Beside} {
					more := blockers(t, s, in, attacker, slow)
					for _, goal := range []string{"initiated", "reached", "granted"} {
						if !slices.Equal(more[goal], one[goal]) {
							t.Errorf("%s, %s, %s: %s is blocked by %q, and by %q with one of each", s.Name, attacker, in.Name, goal, more[goal], one[goal])
						}
					}
				}
			}
			if aged != slow {
				t.Errorf("%s: a mail takes a tick: %v, and the age of codes matters: %v", s.Name, slow, aged)
			}
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
		found := blockers(t, scenarios.B1, in, "literal,-many-clients", false)
		if len(found["two-victims"]) > 0 {
			t.Errorf("%s: two victims are within reach", in.Name)
		}
	}
	two := blockers(t, scenarios.B1, scenarios.TwoVictims, "literal,-many-clients", false)
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
		if one := blockers(t, scenarios.B1, oneOne, "literal,-many-clients", false); !slices.Equal(two[goal], one[goal]) {
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
		c := whole(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, test.in), true)
		literal := have(t, c, "literal") &^ needs(t, c, flows.RequirementNames()...)
		line, _ := explored(t, c, restriction(c, 0, literal|test.user), scenarios.B1.At(scenarios.Alone)[2:])
		if got := strings.HasPrefix(line, "granted"); got != test.granted {
			t.Errorf("%s, errors %b: %s", test.in.Name, test.user, line)
		}
	}
}

// TestSlots drops the rule that a session starts in the first free slot, which
// only keeps interchangeable sessions in order: every label must stay.
func TestSlots(t *testing.T) {
	anywhere := copied(builtIn())
	var freed []string
	for _, g := range groups(anywhere) {
		i := slices.IndexFunc(conjuncts[g.name], func(p part) bool { return p.name == "the slots before are taken" })
		if i < 0 {
			continue
		}
		for _, s := range g.steps(anywhere) {
			s.When = all(g.name, i)
		}
		freed = append(freed, g.of)
	}
	if want := words("device_authorization identify authentication_request authorization_request authorization_request authorization_request " +
		"backchannel_request authenticate authenticate walk_up authenticate_first enter_binding " +
		"name_victim guess_victim name_by_token ask_binding name_self request_as_client copy_label"); !slices.Equal(freed, want) {
		t.Fatalf("%q prepare or start a session, want %q", freed, want)
	}
	for _, test := range []struct {
		s        *scenarios.Scenario
		flow     *flows.Flow
		in       scenarios.Instance
		attacker string
		goals    []scenarios.Goal
	}{
		{scenarios.B1, flows.DeviceGrant, twoOne, "strongest", scenarios.B1.At(scenarios.Alone)},
		{scenarios.B1, flows.DeviceGrant, scenarios.Beside, "literal,+on-demand", scenarios.B1.At(scenarios.Alone)},
		{scenarios.B1, flows.DeviceGrant, scenarios.TwoVictims, "literal", scenarios.B1.At(scenarios.TwoVictims)},
		{scenarios.B4, flows.CIBAPoll, scenarios.TwoVictims, "literal", scenarios.B4.At(scenarios.TwoVictims)},
		{scenarios.B9, flows.CIBAPush, scenarios.Repeated, "literal,+client-secret", scenarios.B9.At(scenarios.Repeated)},
		{scenarios.WrongDevice, flows.CIBAPoll, scenarios.Beside, "literal,+own-account", scenarios.WrongDevice.At(scenarios.Beside)},
		{scenarios.WrongDevice, flows.AuthcodeQR, scenarios.Beside, "literal", scenarios.WrongDevice.At(scenarios.Beside)},
		{scenarios.WrongDevice, flows.TypedCode, scenarios.Beside, "literal,+lure-initiate,+reframe,+spray", scenarios.WrongDevice.At(scenarios.Beside)},
		{scenarios.B3, flows.AssetQR, scenarios.Beside, "literal", scenarios.B3.At(scenarios.Beside)},
	} {
		setting := test.s.Setting(scenarios.ExampleOf(test.flow), test.in)
		if test.flow != flows.DeviceGrant {
			setting.Tick = setting.CodeLife
		}
		var labels [2]model.FamilyResult
		for i, cat := range []*flows.Catalogue{builtIn(), anywhere} {
			flow := cat.Flows[slices.IndexFunc(cat.Flows, func(f *flows.Flow) bool { return f.Name == test.flow.Name })]
			c := whole(t, cat, flow, setting, true)
			_, has, err := scenarios.ParseAttacker(builtIn(), test.s, test.attacker)
			if err != nil {
				t.Fatal(err)
			}
			h := needs(t, c, append(has, flows.RequirementNames()...)...)
			labels[i], err = model.Family(t.Context(), c.Restrict(model.Restriction{Have: h}), goals(test.goals...), model.Options{})
			if err != nil || !labels[i].Complete {
				t.Fatal(err, labels[i].Stopped)
			}
		}
		if labels[1].States <= labels[0].States {
			t.Errorf("%s, %s: %d states with any slot, %d with the first: the rule does nothing", test.flow.Name, test.in.Name, labels[1].States, labels[0].States)
		}
		for i, g := range test.goals {
			if !slices.Equal(labels[0].Labels[i], labels[1].Labels[i]) {
				t.Errorf("%s, %s: %s has the labels %v, and %v without the rule", test.flow.Name, test.in.Name, g.Name, labels[0].Labels[i], labels[1].Labels[i])
			}
		}
	}
}

// TestCountingIsEnough is why only mitigations that count are in the masks where
// victims are counted: each of the others says of two victims what it says of one,
// at the same ticks.
func TestCountingIsEnough(t *testing.T) {
	for _, s := range scenarios.All {
		if !slices.ContainsFunc(s.Instances(), func(in scenarios.Instance) bool { return in.Counting }) {
			continue
		}
		for _, profile := range []string{"literal", "strongest"} {
			t.Run(s.Name+" "+profile, func(t *testing.T) {
				t.Parallel()
				stopped, through := 0, 0
				for _, m := range slices.Concat(builtIn().Mitigations, s.Flows[0].Options) {
					if m.Counts {
						continue
					}
					for _, v := range m.VariantNames() {
						one, ok := alone(t, s, oneOne, m, v, profile, scenarios.Granted)
						two, _ := alone(t, s, scenarios.TwoVictims, m, v, profile, scenarios.SecondVictim)
						switch {
						case !ok:
							continue
						case one != two:
							t.Errorf("%s: one victim is within reach: %v, two: %v", m.FullName(v), one, two)
						case one:
							through++
						default:
							stopped++
						}
					}
				}
				if stopped == 0 || through == 0 {
					t.Errorf("%d stop the attack and %d do not: nothing was told apart", stopped, through)
				}
			})
		}
	}
}

// alone tells whether a goal is within reach where one mitigation is deployed, and
// besides those that count no other is in the masks. It is not ok if the setting
// has the mitigation anyway.
func alone(t *testing.T, s *scenarios.Scenario, in scenarios.Instance, m *flows.Mitigation, variant, profile, goal string) (reachable, ok bool) {
	t.Helper()
	setting := s.Setting(scenarios.Example, in)
	cat := &flows.Catalogue{Mitigations: []*flows.Mitigation{}}
	for _, other := range builtIn().Mitigations {
		if other.Counts {
			cat.Mitigations = append(cat.Mitigations, other)
		}
	}
	list := placed(t, cat, s.Flows[0], &setting, true)
	p, err := m.Place(variant, setting.Tick)
	if err != nil {
		t.Fatal(err)
	}
	if p.InForce != nil && p.InForce(s.Flows[0], &setting) {
		return false, false
	}
	c, err := flows.Compose(builtIn(), s.Flows[0], setting, append(list, p))
	if err != nil {
		t.Fatal(err)
	}
	has, err := s.Profile(profile)
	if err != nil {
		t.Fatal(err)
	}
	limits := restriction(c, deployed(t, c, p.Name), needs(t, c, append(has, flows.RequirementNames()...)...))
	g := s.Goals[slices.IndexFunc(s.Goals, func(g scenarios.Goal) bool { return g.Name == goal })]
	found, err := model.Explore(t.Context(), c.Canonical().Restrict(limits),
		[]model.Property[flows.World]{{Name: goal, Expect: model.Reachable, When: g.When}}, model.Options{Decide: true})
	if err != nil || found.Findings[0].Verdict == model.Inconclusive {
		t.Fatal(err, found.Stopped)
	}
	return found.Findings[0].Verdict == model.Holds, true
}

// TestAgainstIsNeededOnlyThere is why a step that is against a mitigation is woven
// only where that is in the masks: what can be reached without the step is the same
// in every deployment that has not the mitigation.
func TestAgainstIsNeededOnlyThere(t *testing.T) {
	without := copied(builtIn())
	against := map[string]bool{}
	for _, c := range without.Capabilities {
		for _, s := range c.Opens {
			if s.Against != "" {
				against[s.Against] = true
			}
		}
		c.Opens = slices.DeleteFunc(c.Opens, func(s flows.Step) bool { return s.Against != "" })
	}
	if len(against) < 2 {
		t.Fatalf("only %d mitigations have steps against them", len(against))
	}
	fewer, needed := 0, 0
	for _, s := range scenarios.All {
		if len(s.Reach) == 0 {
			continue
		}
		in := s.Main()
		d := *scenarios.Example
		d.CodeLife, d.Plaintext, d.UnsignedRequests = 8*scenarios.FineTick, true, true
		setting, rungs := s.Setting(&d, in), slices.Concat(s.At(in), safety())
		with, less := whole(t, builtIn(), s.Flows[0], setting, in.Coarse), whole(t, without, s.Flows[0], setting, in.Coarse)
		has, err := s.Profile("strongest")
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(has, flows.RequirementNames())
		var found [2]model.FamilyResult
		for i, c := range []*flows.Composition{with, less} {
			if found[i], err = model.Family(t.Context(), c.Restrict(model.Restriction{Have: needs(t, c, all...)}), goals(rungs...), model.Options{}); err != nil || !found[i].Complete {
				t.Fatal(err, found[i].Stopped)
			}
		}
		if found[1].States < found[0].States {
			fewer++
		}
		for _, q := range random(with, 7, 400) {
			h := needs(t, with, q.has...) & needs(t, with, all...)
			placedAgainst := slices.ContainsFunc(withOf(t, with, q.with), func(p flows.Placed) bool { return against[p.Of.Name] })
			for i, g := range rungs {
				d := deployed(t, with, q.with...)
				a, b := model.Possible(found[0].Labels[i], d, h, with.Defeats), model.Possible(found[1].Labels[i], d, h, less.Defeats)
				switch {
				case a != b && placedAgainst:
					needed++
				case a != b:
					t.Errorf("%s, %s: %s is reachable: %v with the steps, %v without", s.Name, q, g.Name, a, b)
				}
			}
		}
	}
	if fewer == 0 || needed == 0 {
		t.Errorf("the steps make more states in %d scenarios and matter to %d answers", fewer, needed)
	}
}
