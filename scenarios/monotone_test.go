package scenarios_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// question is a composition of B1 with short lives, one deployment, and what
// the attacker and the user bring, all drawn at random.
type question struct {
	life, reading int // ticks
	with, has     []string
}

// draw draws a question. Numbers of ladders are any that can be typed.
func draw(t *rapid.T) question {
	var with []string
	for _, m := range builtIn().Mitigations {
		if rapid.IntRange(0, 2).Draw(t, m.Name) > 0 {
			continue
		}
		variant := ""
		switch {
		case m.Number == nil:
			variant = rapid.SampledFrom(m.VariantNames()).Draw(t, "variant")
		case m.Number.Unit == flows.Seconds:
			variant = flows.FormatSeconds(60 * rapid.IntRange(1, 8).Draw(t, "minutes"))
		default:
			variant = m.Number.Unit.Format(rapid.IntRange(1, 4).Draw(t, "count"))
		}
		with = append(with, m.FullName(variant))
	}
	all := slices.Concat(builtIn().CapabilityNames(), flows.RequirementNames())
	left := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 4, rapid.ID[string]).Draw(t, "not")
	return question{
		life: rapid.IntRange(2, 8).Draw(t, "life"), reading: rapid.IntRange(0, 5).Draw(t, "reading"),
		with: with, has: slices.DeleteFunc(all, func(name string) bool { return slices.Contains(left, name) }),
	}
}

// compose weaves the question with nothing in the masks but what is deployed.
func (q question) compose(t testing.TB) *flows.Composition {
	t.Helper()
	d := *scenarios.Example
	d.CodeLife = q.life * scenarios.FineTick
	setting := scenarios.B1.Setting(&d, scenarios.Alone)
	setting.ReadMin = q.reading * scenarios.FineTick
	var list []flows.Placed
	for _, name := range q.with {
		m, variant, err := builtIn().Mitigation(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := m.Place(variant, setting.Tick)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, list)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reached are the goals of one session and one victim that are within reach.
func (q question) reached(t testing.TB) (names []string) {
	t.Helper()
	c := q.compose(t)
	reached, _, _ := newProduct(builtIn(), c, c.Placed, q.has, true).reaches(t, ladder(scenarios.Alone))
	for i, g := range ladder(scenarios.Alone) {
		if reached[i] {
			names = append(names, g.Name)
		}
	}
	return names
}

// TestNeverHelps changes one thing in the defender's favour, or in the
// attacker's: what was reachable, or was not, must follow. Bisection of critical
// values, minimal defences and prices all rest on it.
func TestNeverHelps(t *testing.T) {
	literal := slices.Concat([]string{"initiate", "copy", "reframe", "spray"}, flows.RequirementNames())
	base := question{life: 6, reading: 3, has: literal}
	for name, test := range map[string]struct {
		from, to question // where the change does take the goal away
		worse    func(t *rapid.T, q question) question
	}{
		"a stricter rung": {question{6, 3, []string{"short-lived-codes:5m"}, literal}, question{6, 3, []string{"short-lived-codes:1m"}, literal}, func(t *rapid.T, q question) question {
			q.with = slices.Clone(q.with)
			for i, name := range q.with {
				q.with[i] = stricter(t, name)
			}
			return q
		}},
		"one mitigation more": {base, question{6, 3, []string{"proximity:ble"}, literal}, func(t *rapid.T, q question) question {
			var left []string
			for _, m := range builtIn().Mitigations {
				if !slices.ContainsFunc(q.with, func(name string) bool { of, _, _ := builtIn().Mitigation(name); return of.Name == m.Name }) {
					for _, v := range m.VariantNames() {
						left = append(left, m.FullName(v))
					}
				}
			}
			if len(left) > 0 {
				q.with = append(slices.Clone(q.with), rapid.SampledFrom(left).Draw(t, "more"))
			}
			return q
		}},
		"one capability or error less": {base, question{6, 3, nil, literal[1:]}, func(t *rapid.T, q question) question {
			less := rapid.SampledFrom(q.has).Draw(t, "less")
			q.has = slices.DeleteFunc(slices.Clone(q.has), func(name string) bool { return name == less })
			return q
		}},
		"a shorter life": {base, question{2, 3, nil, literal}, func(t *rapid.T, q question) question {
			q.life = rapid.IntRange(1, q.life).Draw(t, "shorter")
			return q
		}},
		"a longer delay": {base, question{6, 7, nil, literal}, func(t *rapid.T, q question) question {
			q.reading = rapid.IntRange(q.reading, 9).Draw(t, "longer")
			return q
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if before, after := test.from.reached(t), test.to.reached(t); !slices.Contains(before, "granted") || slices.Contains(after, "granted") {
				t.Errorf("with %+v %q is reachable, and with %+v %q: no difference", test.from, before, test.to, after)
			}
			rapid.Check(t, func(r *rapid.T) {
				q := draw(r)
				harder := test.worse(r, q)
				before, after := q.reached(t), harder.reached(t)
				for _, goal := range after {
					if !slices.Contains(before, goal) {
						r.Fatalf("%s is reachable with %+v and was not with %+v", goal, harder, q)
					}
				}
			})
		})
	}
}

// stricter is a rung at least as strict on the same ladder; what is on none
// stays.
func stricter(t *rapid.T, name string) string {
	m, variant, err := builtIn().Mitigation(name)
	if err != nil || !m.Ladder {
		return name
	}
	if m.Number == nil {
		list := m.VariantNames()
		return m.FullName(rapid.SampledFrom(list[slices.Index(list, variant):]).Draw(t, "stricter"))
	}
	n, err := m.Number.Parse(variant)
	if err != nil {
		t.Fatal(err)
	}
	unit := 1
	if m.Number.Unit == flows.Seconds {
		unit = 60
	}
	return m.FullName(m.Number.Unit.Format(unit * rapid.IntRange(1, n/unit).Draw(t, "stricter")))
}
