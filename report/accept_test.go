package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// accepting is a suite in which one finding is accepted, one no longer, and one
// acceptance has nothing left to accept.
func accepting() *results.Suite {
	s := held()
	s.Date, s.Met, s.Accepted, s.NotMet, s.Run = "2026-07-01", 1, 1, 1, nil
	by := func(of, until string, line int) *results.Acceptance {
		return &results.Acceptance{Of: of, Until: until, Expired: until < s.Date, Owner: "Jo", Reason: "[PAY-1](x): few are slow", File: "ci/suite.yaml", Line: line, Col: 9}
	}
	run := &s.Runs[0]
	service, slow := run.Expectations[1], run.Expectations[4]
	service.Acceptance, slow.Acceptance = by("service", "2026-06-30", 13), by("slow", "2026-12-31", 14)
	run.Expectations = []results.Expectation{run.Expectations[0], service, slow}
	s.Unneeded = []results.Acceptance{*by("granted", "2026-12-31", 15)}
	s.Unneeded[0].Attacker = "literal"
	tv := *run.Check
	tv.Deployment, tv.Properties, tv.Goals = "example/tv", tv.Properties[:1], nil
	s.Runs = append(s.Runs, results.SuiteRun{File: "ci/suite.yaml", Line: 20, Check: &tv, Expectations: run.Expectations[:1]})
	return s
}

// TestAccepted pins how acceptances read.
func TestAccepted(t *testing.T) {
	for name, render := range map[string]func(*bytes.Buffer) error{
		"accepted.txt": func(b *bytes.Buffer) error { return report.Text(b, accepting()) },
		"accepted.md":  func(b *bytes.Buffer) error { return report.Markdown(b, accepting()) },
		"accepted.xml": func(b *bytes.Buffer) error { return report.JUnit(b, []any{accepting()}) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
	if doc, _ := readJUnit(t, accepting()); doc.Tests != 4 || doc.Failures != 1 || doc.Suites[0].Skipped != 1 {
		t.Errorf("%+v", doc)
	}
}

// TestAcceptedSARIF: what is accepted is suppressed with who and until when; what
// was accepted is not; what can go is a warning of the tool.
func TestAcceptedSARIF(t *testing.T) {
	doc, text := readSARIF(t, accepting())
	service, slow := doc.Runs[0].Results[0], doc.Runs[0].Results[1]
	if service.RuleID != "CD-service" || service.Level != "error" || len(service.Suppressions) > 0 ||
		!strings.HasSuffix(service.Message.Text, "; the acceptance by Jo expired on 2026-06-30") {
		t.Errorf("%+v", service)
	}
	if slow.RuleID != "CD-slow" || slow.Level != "error" || len(slow.Suppressions) != 1 {
		t.Fatalf("%+v", slow)
	}
	if s := slow.Suppressions[0]; s.Kind != "external" || s.Status != "accepted" || s.Justification != "accepted until 2026-12-31 by Jo: [PAY-1](x): few are slow" {
		t.Errorf("%+v", s)
	}
	const warning = `"text": "ci/suite.yaml:15:9: the acceptance of granted against literal by Jo is no longer needed"`
	if strings.Count(text, warning) != 1 || !doc.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Errorf("no warning in\n%s", text)
	}
}
