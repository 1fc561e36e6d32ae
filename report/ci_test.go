package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// held is a suite in which one of everything was found.
func held() *results.Suite {
	c := checked()
	yes := true
	c.Properties = append(c.Properties, results.Property{Name: "service", Verdict: "violated", Why: "slow is refused", Trace: attack()[:5]})
	c.Goals = append(c.Goals, results.Goal{Name: "reached", Doc: "a victim is reached", Reachable: &yes})
	return &results.Suite{Suite: "ours.v2", Complete: true, Run: &results.Run{Seconds: 1.5},
		Runs: []results.SuiteRun{{File: "ci/suite.yaml", Line: 4, With: []string{"short-lived-codes:2m"}, Check: c, Expectations: []results.Expectation{
			{Of: "attacker-access", Expected: "holds", Found: "holds", Met: true, Line: 6, Col: 7},
			{Of: "service", Expected: "holds", Found: "violated", Line: 7, Col: 7},
			{Of: "approver-bound", Expected: "holds", Found: "inconclusive", Line: 8, Col: 7},
			{Of: "reached", Expected: "reachable", Found: "reachable", Met: true, Line: 9, Col: 7},
			{Of: "slow", Expected: "kept", Found: "lost", Line: 10, Col: 7},
		}}}}
}

// junit is what a CI system reads.
type junit struct {
	XMLName  xml.Name `xml:"testsuites"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Time     string   `xml:"time,attr"`
	Suites   []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Cases    []struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			File    string `xml:"file,attr"`
			Line    int    `xml:"line,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Body    string `xml:",chardata"`
			} `xml:"failure"`
			Error *struct {
				Message string `xml:"message,attr"`
			} `xml:"error"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// readJUnit reads XML back, and counts again what it counts.
func readJUnit(t *testing.T, all ...any) (doc junit, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := report.JUnit(&b, all); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), `<?xml version="1.0" encoding="UTF-8"?>`) || !utf8.Valid(b.Bytes()) {
		t.Errorf("no XML in UTF-8:\n%.80s", &b)
	}
	if err := xml.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, &b)
	}
	var tests, failures, errors int
	names := map[string]bool{}
	for _, s := range doc.Suites {
		f, e, skipped := 0, 0, 0
		for _, c := range s.Cases {
			if name := c.Class + " " + c.Name; names[name] {
				t.Errorf("two tests are %q", name)
			} else {
				names[name] = true
			}
			if c.Failure != nil {
				f++
			}
			if c.Error != nil {
				e++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
		if s.Tests != len(s.Cases) || s.Failures != f || s.Errors != e || s.Skipped != skipped {
			t.Errorf("%s says %d tests, %d failures, %d errors, %d skipped; it has %d, %d, %d, %d", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), f, e, skipped)
		}
		tests, failures, errors = tests+s.Tests, failures+f, errors+e
	}
	if doc.Tests != tests || doc.Failures != failures || doc.Errors != errors {
		t.Errorf("the whole says %d tests, %d failures, %d errors; it has %d, %d, %d", doc.Tests, doc.Failures, doc.Errors, tests, failures, errors)
	}
	return doc, b.String()
}

func TestJUnit(t *testing.T) {
	doc, text := readJUnit(t, held())
	golden(t, "ci.xml", text)
	if doc.Tests != 5 || doc.Failures != 2 || doc.Errors != 1 || doc.Time != "1.500" {
		t.Errorf("%d tests, %d failures, %d errors, time %s", doc.Tests, doc.Failures, doc.Errors, doc.Time)
	}
	failed := doc.Suites[0].Cases[1]
	if failed.Class != "ours_v2.B1.device-grant.literal" || failed.File != "ci/suite.yaml" || failed.Line != 7 {
		t.Errorf("%+v", failed)
	}
	if m := failed.Failure.Message; m != "expected holds, found violated (ci/suite.yaml:7:7)" {
		t.Errorf("the message is %q", m)
	}
	if body := failed.Failure.Body; !strings.Contains(body, "send_lure") || strings.Contains(body, "&#") {
		t.Errorf("the body is\n%s", body)
	}
}

// TestJUnitUnfinished: what is green must not hide that something is missing.
func TestJUnitUnfinished(t *testing.T) {
	s := held()
	s.Runs[0].Expectations = s.Runs[0].Expectations[:1]
	s.Runs = append(s.Runs, s.Runs[0])
	s.Runs[0].Check.Complete = false
	s.Partial, s.Run = "interrupted", nil
	doc, text := readJUnit(t, s)
	if doc.Tests != 5 || doc.Errors != 3 || doc.Failures != 0 {
		t.Errorf("%d tests, %d errors, %d failures:\n%s", doc.Tests, doc.Errors, doc.Failures, text)
	}
	if strings.Contains(text, "time=") {
		t.Error("there is a time in what is reproducible")
	}
	if doc, _ := readJUnit(t); doc.Tests != 0 {
		t.Error("tests out of nothing")
	}
}

// sarif is what a viewer reads.
type sarif struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Name, Version, InformationURI string
				Rules                         []struct{ ID string }
			}
		}
		Invocations []struct{ ExecutionSuccessful bool }
		Results     []struct {
			RuleID, Level string
			RuleIndex     int
			Message       struct{ Text string }
			Locations     []struct {
				PhysicalLocation *struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn int }
				}
			}
			CodeFlows []struct {
				ThreadFlows []struct {
					Locations []struct {
						Location struct{ Message struct{ Text string } }
					}
				}
			}
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Status, Justification string }
		}
	}
}

// valid holds SARIF against the schema of OASIS, in the copy that
// owenrumney/go-sarif 3.3.1 carries.
func valid(t *testing.T, text []byte) error {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	schema, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("sarif.json").Validate(value)
}

// readSARIF reads SARIF back, and the rules that its results name.
func readSARIF(t *testing.T, all ...any) (doc sarif, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := report.SARIF(&b, "1.2.3", all); err != nil {
		t.Fatal(err)
	}
	if err := valid(t, b.Bytes()); err != nil {
		t.Errorf("%v\n%s", err, &b)
	}
	if valid(t, bytes.Replace(b.Bytes(), []byte(`"text"`), []byte(`"txt"`), 1)) == nil {
		t.Error("the schema lets anything through")
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range doc.Runs[0].Results {
		if rules := doc.Runs[0].Tool.Driver.Rules; rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %d is %s, not %s", r.RuleIndex, rules[r.RuleIndex].ID, r.RuleID)
		}
	}
	return doc, b.String()
}

func TestSARIF(t *testing.T) {
	doc, text := readSARIF(t, held())
	var found []string
	for _, r := range doc.Runs[0].Results {
		line := r.RuleID + " " + r.Level
		if len(r.Suppressions) > 0 {
			line += " suppressed"
		}
		found = append(found, line)
		if p := r.Locations[0].PhysicalLocation; p == nil || p.ArtifactLocation.URI != "ci/suite.yaml" || p.Region.StartLine == 0 || p.Region.StartColumn != 7 {
			t.Errorf("%s is at %+v", r.RuleID, p)
		}
	}
	want := []string{"CD-service error", "CD-approver-bound warning", "CD-reached note suppressed", "CD-slow error"}
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	steps := doc.Runs[0].Results[0].CodeFlows[0].ThreadFlows[0].Locations
	var told []string
	for _, s := range steps {
		told = append(told, s.Location.Message.Text)
	}
	golden(t, "flow.txt", strings.Join(told, "\n")+"\n")
	if _, again := readSARIF(t, held()); again != text {
		t.Error("equal results give other bytes")
	}
	if driver := doc.Runs[0].Tool.Driver; driver.Name != "simulate" || driver.Version != "1.2.3" || driver.InformationURI == "" {
		t.Errorf("%+v", driver)
	}
}

// TestFingerprints: they stay when a suite is edited around an expectation, and
// differ where something else is asked.
func TestFingerprints(t *testing.T) {
	print := func(change func(*results.SuiteRun)) string {
		s := held()
		s.Runs[0].Expectations = s.Runs[0].Expectations[1:2]
		change(&s.Runs[0])
		doc, _ := readSARIF(t, s)
		return doc.Runs[0].Results[0].PartialFingerprints["primaryLocationLineHash"]
	}
	first := print(func(*results.SuiteRun) {})
	for name, change := range map[string]func(*results.SuiteRun){
		"line":  func(r *results.SuiteRun) { r.Line, r.Expectations[0].Line = 90, 91 },
		"file":  func(r *results.SuiteRun) { r.File = "other.yaml" },
		"doc":   func(r *results.SuiteRun) { r.Check.Doc = "other" },
		"found": func(r *results.SuiteRun) { r.Expectations[0].Found = "inconclusive" },
	} {
		if print(change) != first {
			t.Errorf("another %s gives another fingerprint", name)
		}
	}
	for name, change := range map[string]func(*results.SuiteRun){
		"scenario":   func(r *results.SuiteRun) { r.Check.Scenario = "B2" },
		"flow":       func(r *results.SuiteRun) { r.Check.Flow = "ciba" },
		"deployment": func(r *results.SuiteRun) { r.Check.Deployment = "other" },
		"attacker":   func(r *results.SuiteRun) { r.Check.Attacker = nil },
		"mitigation": func(r *results.SuiteRun) { r.Check.Mitigations = nil },
		"property":   func(r *results.SuiteRun) { r.Expectations[0].Of = "consumer-bound" },
	} {
		if print(change) == first {
			t.Errorf("another %s gives the same fingerprint", name)
		}
	}
}

// TestSARIFPlaces: files are relative URIs as they were named, and what was asked
// on the command line is in no file.
func TestSARIFPlaces(t *testing.T) {
	for file, want := range map[string]string{
		"a b/50%.yaml": "a%20b/50%25.yaml", "c:d.yaml": "./c:d.yaml", "../s.yaml": "../s.yaml", "/s#1.yaml": "file:///s%231.yaml", "ü?.yaml": "%C3%BC%3F.yaml",
	} {
		s := held()
		s.Runs[0].File = file
		doc, _ := readSARIF(t, s)
		if got := doc.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
	c := held().Runs[0].Check
	c.Expectations = []results.Expectation{{Of: "service", Expected: "holds", Found: "violated"}}
	c.Complete = false
	doc, _ := readSARIF(t, c)
	if p := doc.Runs[0].Results[0].Locations[0].PhysicalLocation; p != nil {
		t.Errorf("a check is at %+v", p)
	}
	if rs := doc.Runs[0].Results; len(rs) != 2 || rs[1].RuleID != "CD-incomplete" || rs[1].Level != "warning" {
		t.Errorf("%+v", rs)
	}
	s := held()
	s.Partial = "out of time"
	if doc, _ := readSARIF(t, s); doc.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a partial run is a success")
	}
}

// TestHostileNames: names from files cannot become elements, links or control
// characters.
func TestHostileNames(t *testing.T) {
	evil := "]]></failure><testcase/>\"'&<!-- \x1b[31m\x00 \xff [a](http://b) {0} \n\t\u202e"
	s := held()
	s.Suite, s.Doc, s.Partial = evil, evil, evil
	run := &s.Runs[0]
	run.File, run.With = evil, []string{evil}
	run.Check.Deployment, run.Check.Scenario, run.Check.Attacker.Name = evil, evil, evil
	run.Check.Properties[3].Why = evil
	for i := range run.Check.Properties[3].Trace {
		run.Check.Properties[3].Trace[i].Step = evil
		run.Check.Properties[3].Trace[i].Ref = evil
	}
	doc, text := readJUnit(t, s)
	if doc.Tests != 6 || doc.Failures != 2 {
		t.Errorf("%d tests, %d failures", doc.Tests, doc.Failures)
	}
	if strings.ContainsAny(text, "\x00\x1b") {
		t.Error("a control character gets through")
	}
	found, text := readSARIF(t, s)
	if strings.ContainsAny(text, "\x00\x1b\u202e") || strings.Contains(text, `\u001b`) {
		t.Error("a control character gets through")
	}
	for _, r := range found.Runs[0].Results {
		if strings.Contains(r.Message.Text, " [a](") || strings.Contains(r.Message.Text, " {0}") {
			t.Errorf("a link or a placeholder gets through: %s", r.Message.Text)
		}
	}
}

// TestNoExpectations: a result without expectations is an error, not an empty file.
func TestNoExpectations(t *testing.T) {
	if report.JUnit(&bytes.Buffer{}, []any{&results.List{}}) == nil || report.SARIF(&bytes.Buffer{}, "", []any{&results.Defend{}}) == nil {
		t.Error("there is a file about nothing")
	}
}

func TestDiff(t *testing.T) {
	key := results.Key{Scenario: "B1", Flow: "device-grant", Deployment: "ours", Attacker: "literal", Mitigations: []string{"proximity:ble"}, User: "comparing", Nth: 2}
	d := &results.Diff{Old: results.Side{File: "a.json", Models: "1"}, New: results.Side{File: "b.json", Models: "2", Partial: "interrupted"},
		Changed: []results.DiffRun{{Key: key, Changes: []results.Change{
			{Kind: "property", Of: "attacker-access", Old: "holds", New: "violated", Effect: "worse"},
			{Kind: "critical", Of: "attacker-access: code life", New: "holds up to 3m, violated from 4m", Effect: "other"}}}},
		OnlyOld: []results.Key{{Scenario: "A1", Flow: "device-grant", Deployment: "ours", User: "obedient", Nth: 1}}, Compared: 3, Worse: 1, Other: 1}
	var b bytes.Buffer
	if err := report.Text(&b, d); err != nil {
		t.Fatal(err)
	}
	golden(t, "diff.txt", b.String())
	if err := report.Markdown(&b, d); err != nil {
		t.Fatal(err)
	}
}

// golden holds a text against a file.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is now\n%s", file, text)
	}
}
