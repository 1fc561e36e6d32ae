package score_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/score"
)

// asked is one run of a suite in which everything is fine.
func asked() *results.Suite {
	no, yes, up, from := false, true, 180, 240
	check := &results.Check{
		Head: results.Head{Scenario: "B1", Flow: "device-grant", Deployment: "ours", CodeLife: 600, Mitigations: []string{"proximity:ble"},
			Attacker: &results.Attacker{Name: "literal", Capabilities: []string{"copy"}}, User: results.User{Name: "obedient"}},
		Properties: []results.Property{{Name: "attacker-access", Verdict: "holds",
			Critical: []results.Critical{{Parameter: "code life", Unit: "s", HoldsUpTo: &up, ViolatedFrom: &from}}}},
		Goals: []results.Goal{{Name: "granted", Reachable: &no}},
		Twins: []results.Twin{{Name: "plain", Kept: &yes}},
	}
	return &results.Suite{Schema: results.Schema, Models: results.Models, Suite: "s", Runs: []results.SuiteRun{{File: "s.yaml", With: []string{}, Check: check,
		Expectations: []results.Expectation{{Of: "attacker-access", Expected: "holds", Found: "holds", Met: true}}}}}
}

func written(t testing.TB, name string, result any) *score.Result {
	t.Helper()
	data, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	r, err := score.ReadResult(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDiff pins each kind of change and what it means, in both directions.
func TestDiff(t *testing.T) {
	no, yes, steps, later := false, true, 8, 300
	for _, test := range []struct {
		name       string
		change     func(*results.SuiteRun)
		kind, of   string
		old, fresh string
		effect     string // of the change
		back       string // of its reverse
	}{
		{"a property violated", func(r *results.SuiteRun) { r.Check.Properties[0].Verdict = "violated" },
			"property", "attacker-access", "holds", "violated", "worse", "better"},
		{"an expectation not met, but accepted", func(r *results.SuiteRun) {
			r.Expectations[0].Met, r.Expectations[0].Acceptance = false, &results.Acceptance{Until: "2026-12-31"}
		}, "expectation", "attacker-access holds", "met", "accepted until 2026-12-31", "worse", "better"},
		{"an expectation that was accepted", func(r *results.SuiteRun) {
			r.Expectations[0].Met, r.Expectations[0].Acceptance = false, &results.Acceptance{Until: "2026-12-31", Expired: true}
		}, "expectation", "attacker-access holds", "met", "not met, accepted until 2026-12-31, which is over", "worse", "better"},
		{"a property undecided", func(r *results.SuiteRun) { r.Check.Properties[0].Verdict = "inconclusive" },
			"property", "attacker-access", "holds", "inconclusive", "undecided", "better"},
		{"a property with nothing at stake", func(r *results.SuiteRun) { r.Check.Properties[0].Vacuous = true },
			"property", "attacker-access", "holds", "holds, with nothing at stake", "other", "other"},
		{"another property", func(r *results.SuiteRun) {
			r.Check.Properties = append(r.Check.Properties, results.Property{Name: "new", Verdict: "violated"})
		}, "property", "new", "", "violated", "other", "other"},
		{"a goal reachable", func(r *results.SuiteRun) { r.Check.Goals[0].Reachable, r.Check.Goals[0].Steps = &yes, &steps },
			"goal", "granted", "unreachable", "reachable in 8 steps", "worse", "better"},
		{"a goal undecided", func(r *results.SuiteRun) { r.Check.Goals[0].Reachable = nil },
			"goal", "granted", "unreachable", "inconclusive", "undecided", "better"},
		{"a twin lost", func(r *results.SuiteRun) {
			r.Check.Twins[0].Kept, r.Check.Twins[0].Lost = &no, []string{"rate-limits"}
		},
			"twin", "plain", "kept", "lost to rate-limits", "worse", "better"},
		{"a twin gone", func(r *results.SuiteRun) { r.Check.Twins = nil }, "twin", "plain", "kept", "", "other", "other"},
		{"a critical value", func(r *results.SuiteRun) { r.Check.Properties[0].Critical[0].ViolatedFrom = &later },
			"critical", "attacker-access: code life", "holds up to 3m, violated from 4m", "holds up to 3m, violated from 5m", "other", "other"},
		{"an expectation not met", func(r *results.SuiteRun) {
			r.Expectations[0].Found, r.Expectations[0].Met = "violated", false
		}, "expectation", "attacker-access holds", "met", "not met", "worse", "better"},
		{"an expectation undecided", func(r *results.SuiteRun) {
			r.Expectations[0].Found, r.Expectations[0].Met = "inconclusive", false
		}, "expectation", "attacker-access holds", "met", "inconclusive", "undecided", "better"},
		{"what the deployment has", func(r *results.SuiteRun) { r.Check.Mitigations = nil },
			"setting", "mitigations", "proximity:ble", "none", "other", "other"},
		{"how long codes live", func(r *results.SuiteRun) { r.Check.CodeLife = 90 }, "setting", "code life", "10m", "1m30s", "other", "other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := asked()
			test.change(&s.Runs[0])
			before, after := written(t, "old", asked()), written(t, "new", s)
			for _, way := range []struct {
				from, to *score.Result
				want     results.Change
			}{
				{before, after, results.Change{Kind: test.kind, Of: test.of, Old: test.old, New: test.fresh, Effect: test.effect}},
				{after, before, results.Change{Kind: test.kind, Of: test.of, Old: test.fresh, New: test.old, Effect: test.back}},
			} {
				d, err := score.Diff(way.from, way.to)
				if err != nil {
					t.Fatal(err)
				}
				if len(d.Changed) != 1 || !slices.Equal(d.Changed[0].Changes, []results.Change{way.want}) {
					t.Errorf("found %+v, want %+v", d.Changed, way.want)
				}
				count := map[string]int{"worse": d.Worse, "better": d.Better, "undecided": d.Undecided, "other": d.Other}
				if count[way.want.Effect] != 1 || d.Worse+d.Better+d.Undecided+d.Other != 1 {
					t.Errorf("counted %v", count)
				}
			}
		})
	}
}

// TestDiffKeys: runs are told apart by what they ask, and those that ask the same
// by their order.
func TestDiffKeys(t *testing.T) {
	s := asked()
	other := asked().Runs[0]
	other.With = []string{"rate-limits", "proximity:ble"}
	s.Runs = append(s.Runs, other, asked().Runs[0])
	d, err := score.Diff(written(t, "old", asked()), written(t, "new", s))
	if err != nil {
		t.Fatal(err)
	}
	if d.Compared != 1 || len(d.OnlyNew) != 2 || d.OnlyNew[1].Nth != 2 || len(d.OnlyOld) != 0 || len(d.Changed) != 0 {
		t.Errorf("%+v", d)
	}
	check := asked().Runs[0].Check
	check.Schema, check.Models = results.Schema, results.Models
	if d, err = score.Diff(written(t, "old", check), written(t, "new", []any{asked()})); err != nil || d.Compared != 1 {
		t.Errorf("a check and a suite that ask the same: %+v, %v", d, err)
	}
	apart := asked()
	apart.Runs[0].Check.Scenario = "A1"
	if _, err = score.Diff(written(t, "old", apart), written(t, "new", asked())); err == nil || !strings.Contains(err.Error(), "no run in common") {
		t.Errorf("nothing in common: %v", err)
	}
}

// TestForeign pins what a reader of errors learns about a file that is no result.
func TestForeign(t *testing.T) {
	good, err := json.MarshalIndent(asked(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"":                          `"x.json": found an empty file`,
		" \n":                       `found an empty file`,
		"<xml/>":                    `found no JSON at line 1, column 1`,
		"{\n  \"a\": 1,\n  b}":      `found no JSON at line 3, column 3`,
		string(good[:len(good)/2]):  `found JSON that breaks off at line`,
		"[]":                        `found an empty list`,
		"[[]]":                      `found a list`,
		"null":                      `found null`,
		"7":                         `found a number`,
		`"runs"`:                    `found a string`,
		"{}":                        `found an object without a schema version, with no keys`,
		`{"a":1,"b\u001b":2}`:       `with the keys "a", "b\x1b"`,
		`{"$schema":"x","runs":[]}`: `found SARIF`,
		`{"schema":1}`:              `found a number as schema version`,
		`{"schema":"99"}`:           `found schema version "99", expected "1"`,
		`{"schema":"1","models":"1","minimal_defences":[]}`:                                                     `found the result of another command`,
		`{"schema":"1","suite":"s","runs":[]}`:                                                                  `without the version of its models`,
		`{"schema":"1","models":"1","suite":"s","runs":7}`:                                                      `found a number where runs should be a list`,
		`{"schema":"1","models":"1","suite":"s","runs":[{}]}`:                                                   `found no check in run 1`,
		`{"schema":"1","models":"1","suite":"s","runs":[{"check":{"scenario":[]}}]}`:                            `found a list where runs.check.scenario should be a string`,
		`{"schema":"1","models":"1","scenario":"B1","properties":[{"verdict":"ok"}]}`:                           `found the verdict "ok"`,
		`[{"schema":"1","models":"1","suite":"s","runs":[]},{"schema":"1","models":"2","suite":"s","runs":[]}]`: `found results of models 1 and 2`,
		strings.Repeat("[", 20000):                                                                              `found no JSON at line 1`,
	} {
		_, err := score.ReadResult("x.json", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), `"x.json": found `) {
			t.Errorf("%.60q: %v, want something with %s", text, err, want)
		}
	}
	if _, err := score.ReadResult("x.json", append([]byte("\ufeff"), good...)); err != nil {
		t.Errorf("a byte order mark: %v", err)
	}
}

// FuzzReadResult: whatever a file holds, it is read or refused, what is read
// differs from itself in nothing, and no control character reaches a terminal.
func FuzzReadResult(f *testing.F) {
	good, err := json.Marshal(asked())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`[{"schema":"1","models":"\u001b","scenario":"B1","properties":[{"name":"a","verdict":"holds"},{"name":"a","verdict":"violated"}],"attacker":null}]`))
	f.Add([]byte(`{"schema":"1","models":"1","suite":"","runs":[{"check":{"goals":[{}],"twins":[{}],"properties":[{"verdict":"holds","critical":[{}]}]}}]}`))
	f.Add(good[:len(good)-9])
	base := written(f, "base", asked())
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := score.ReadResult("x", data)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("an error with control characters: %q", err)
			}
			return
		}
		if d, err := score.Diff(r, r); err == nil && len(d.Changed)+len(d.OnlyOld)+len(d.OnlyNew) > 0 {
			t.Errorf("a result differs from itself: %+v", d)
		}
		d, err := score.Diff(base, r)
		if err != nil {
			return
		}
		for _, run := range d.Changed {
			for _, c := range run.Changes {
				if strings.ContainsAny(c.Of+c.Old+c.New, "\x1b\n\x00") {
					t.Errorf("control characters: %q", c)
				}
			}
		}
	})
}

// TestDiffOfExpiry: that an acceptance runs out is what fails the next run, so it is
// worse, though nothing that was found has changed.
func TestDiffOfExpiry(t *testing.T) {
	of := func(expired bool) *results.Suite {
		s := asked()
		e := &s.Runs[0].Expectations[0]
		e.Met, e.Acceptance = false, &results.Acceptance{Until: "2026-12-31", Expired: expired}
		return s
	}
	d, err := score.Diff(written(t, "old", of(false)), written(t, "new", of(true)))
	if err != nil {
		t.Fatal(err)
	}
	if d.Worse != 1 || d.Better+d.Undecided+d.Other != 0 {
		t.Errorf("found %+v", d)
	}
}
