package scenarios

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// TestSuiteAsJSON: what is written of any suite is read as that suite, and the
// schema takes it.
func TestSuiteAsJSON(t *testing.T) {
	valid := validator(t, "suite")
	rapid.Check(t, func(t *rapid.T) { rewritten(t, valid, anySuite(t)) })
}

// TestBuiltinAsJSON is the same for the suite that comes with the program with a
// run more on each deployment, one of them twice.
func TestBuiltinAsJSON(t *testing.T) {
	s, err := BuiltinSuite(everything())
	if err != nil {
		t.Fatal(err)
	}
	list, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(list, list[0]) {
		run := s.Runs[0]
		if _, _, err := run.Scenario.On(d, ""); err != nil {
			continue
		}
		run.Deployment = d
		s.Runs = append(s.Runs, run)
	}
	rewritten(t, validator(t, "suite"), s)
}

// rewritten holds a suite against what is read of what is written of it.
func rewritten(t rapid.TB, valid func(text []byte) error, s *Suite) {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseSuite(everything(), "again.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if got, want := placeless(again), placeless(s); !reflect.DeepEqual(got, want) {
		t.Fatalf("found\n%+v\nexpected\n%+v\nof\n%s", got, want, text)
	}
	if err := valid(text); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// placeless is a suite without files and positions.
func placeless(s *Suite) Suite {
	bare := *s
	bare.File, bare.Runs = "", slices.Clone(s.Runs)
	for i := range bare.Runs {
		run := &bare.Runs[i]
		d := *run.Deployment
		d.File, d.Mitigations = "", append([]string{}, d.Mitigations...)
		run.At, run.Deployment, run.With = Position{}, &d, append([]string{}, run.With...)
		run.Expect, run.Accept = slices.Clone(run.Expect), append([]Acceptance{}, run.Accept...)
		for j := range run.Expect {
			run.Expect[j].At = Position{}
		}
		for j := range run.Accept {
			run.Accept[j].At = Position{}
		}
	}
	return bare
}

// anySuite draws a suite as it could be read from a file.
func anySuite(t *rapid.T) *Suite {
	s := &Suite{Name: aName(t, "suite"), Doc: aDoc(t, "doc")}
	var deployments []*Deployment
	for range rapid.IntRange(1, 3).Draw(t, "deployments") {
		deployments = append(deployments, anyDeployment(t))
	}
	good := map[string]bool{}
	for len(s.Runs) == 0 || rapid.Bool().Draw(t, "another run") {
		d := pick(t, "deployment", deployments)
		of := pick(t, "scenario", All)
		run := Run{Scenario: of, Deployment: d}
		if rapid.Bool().Draw(t, "flow is named") {
			run.Flow = pick(t, "flow", of.Flows).Name
		}
		f, _, err := of.On(d, run.Flow)
		if err != nil {
			continue
		}
		if added, err := d.Adds(everything(), someMitigations(t)...); err == nil && CheckWith(everything(), f, added) == nil {
			run.With = added
		}
		if len(of.Reach) > 0 {
			run.Attackers = rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) string {
				return changes(t, Profiles, namesOf(everything().Capabilities, func(c *flows.Capability) string { return c.Name }))
			}), 1, 3, rapid.ID).Draw(t, "attackers")
		}
		if rapid.Bool().Draw(t, "user is named") {
			run.User = changes(t, namesOf(everything().Users, func(u *flows.User) string { return u.Name }), flows.RequirementNames())
		}
		run.Expect, run.Accept = anyExpectations(t, good, run, f), anyAcceptances(t, run)
		s.Runs = append(s.Runs, run)
	}
	return s
}

// anyExpectations draws words that contradict none of those before: good is what
// has been said so far of what can contradict itself.
func anyExpectations(t *rapid.T, good map[string]bool, run Run, f *flows.Flow) (list []Expectation) {
	breaks := run.Scenario.Broken(f)
	there := slices.DeleteFunc(subjects(run.Scenario), func(s subject) bool {
		return s.kind == "a twin" && !slices.Contains(run.Scenario.twinNames(f), s.name)
	})
	of := rapid.SliceOfNDistinct(rapid.SampledFrom(there), 1, 4, rapid.ID).Draw(t, "expected")
	for _, subject := range of {
		about := subject.name
		switch {
		case about == Granted || about == breaks:
			about = "access"
		case subject.kind == "a twin":
			about = Service
		}
		if _, said := good[about]; !said {
			good[about] = rapid.Bool().Draw(t, "good")
		}
		word := subject.bad
		if good[about] {
			word = subject.good
		}
		attackers := []string{""}
		if subject.kind != "a twin" && len(run.Attackers) > 0 && rapid.Bool().Draw(t, "by attacker") {
			attackers = run.Attackers[:rapid.IntRange(1, len(run.Attackers)).Draw(t, "of attackers")]
		}
		for _, attacker := range attackers {
			list = append(list, Expectation{Attacker: attacker, Of: subject.name, Word: word})
		}
	}
	return list
}

func anyAcceptances(t *rapid.T, run Run) (list []Acceptance) {
	for _, subject := range rapid.SliceOfNDistinct(rapid.SampledFrom(subjects(run.Scenario)), 0, 3, rapid.ID).Draw(t, "accepted") {
		a := Acceptance{Of: subject.name, Owner: aSentence(t, "owner"), Reason: aSentence(t, "reason"),
			Until: rapid.SampledFrom([]string{"2026-12-31", "2028-02-29", "1999-01-01"}).Draw(t, "until")}
		if subject.kind != "a twin" && len(run.Attackers) > 0 {
			a.Attacker = rapid.SampledFrom(append([]string{""}, run.Attackers...)).Draw(t, "attacker")
		}
		list = append(list, a)
	}
	return list
}

// anyDeployment draws a server, or a client of one, with any of the settings.
func anyDeployment(t *rapid.T) *Deployment {
	d := &Deployment{Name: aName(t, "server"), Doc: aDoc(t, "doc"), Flow: pick(t, "flow", everything().Flows).Name}
	if rapid.Bool().Draw(t, "a client") {
		d.Name += "/" + aName(t, "client")
	}
	for _, k := range rapid.Permutation(SettingsOf(d.Flow)).Draw(t, "settings") {
		if k.Name != "code_life" && rapid.Bool().Draw(t, "left out") {
			continue
		}
		value := aSentence(t, k.Name)
		switch k.Kind {
		case Truth:
			value = rapid.SampledFrom([]string{"true", "false"}).Draw(t, k.Name)
		case Duration:
			value = flows.FormatSeconds(rapid.IntRange(1, 4*3600).Draw(t, k.Name))
		case Choice:
			value = rapid.SampledFrom(k.Choices).Draw(t, k.Name)
		}
		before := *d
		before.Sources = slices.Clone(d.Sources)
		if d.Set(k.Name, value) != nil || d.Agree() != nil {
			*d = before
			continue // no such number, or a contradiction
		}
		now := &d.Sources[len(d.Sources)-1]
		now.Source, now.Unverified = aDoc(t, "source"), rapid.Bool().Draw(t, "unverified")
	}
	if names, err := ParseWith(everything(), someMitigations(t)...); err == nil {
		d.Mitigations = names
	}
	return d
}

// someMitigations draws mitigations that can be put in place together.
func someMitigations(t *rapid.T) (names []string) {
	list := everything().Mitigations
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(list)-1), 0, 3, rapid.ID).Draw(t, "mitigations") {
		m := list[i]
		variant := rapid.SampledFrom(m.VariantNames()).Draw(t, m.Name)
		if n := m.Number; n != nil && rapid.Bool().Draw(t, "any number") {
			variant = n.Unit.Format(rapid.IntRange(1, n.Max).Draw(t, m.Name))
		}
		names = append(names, m.FullName(variant))
	}
	return names
}

// changes draws a word with members added and taken.
func changes(t *rapid.T, words, members []string) string {
	text := rapid.SampledFrom(words).Draw(t, "word")
	for _, m := range rapid.SliceOfNDistinct(rapid.SampledFrom(members), 0, 2, rapid.ID).Draw(t, "changes") {
		text += "," + rapid.SampledFrom([]string{"+", "-"}).Draw(t, "sign") + m
	}
	return text
}

// pick draws one of a list, and says which by its number.
func pick[T any](t *rapid.T, label string, list []T) T {
	return list[rapid.IntRange(0, len(list)-1).Draw(t, label)]
}

func aName(t *rapid.T, label string) string {
	return rapid.OneOf(rapid.StringMatching(slug.String()), rapid.SampledFrom([]string{"null", "true", "0", "1.5", "1e3", "0x10", "2026-12-31", "no"})).Draw(t, label)
}

// aSentence draws a text that people can have written, in whatever script and
// with whatever signs.
func aSentence(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"a", "two\nlines", "# no comment", "- no item", "k: v", "<a&b>", `"quoted" \ 'too'`, "{x: [y]}", "null", "true", "20", "&a *a !t %d", "\ufeff", "a\u2028b", "~", "é😀"}),
		rapid.StringN(1, 40, -1).Filter(func(s string) bool {
			return s == strings.TrimSpace(s) && s != "" && strings.ToValidUTF8(s, "") == s &&
				!strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && c != '\n' })
		})).Draw(t, label)
}

func aDoc(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, "no "+label) {
		return ""
	}
	return aSentence(t, label)
}
