package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

func coveredSuite() *results.Suite {
	return &results.Suite{Suite: "ours", Complete: true, Coverage: []results.Coverage{{
		Flow: "device-grant", Explored: 2, Edges: 75, Complete: true,
		Totals: []results.Total{{Of: "replies", Seen: 1, All: 2}},
		Steps: []results.CoveredStep{
			{Step: "enter_user_code", Ref: "RFC 8628 3.3", By: []results.CoveredActor{{Who: "person", Taken: 60}, {Who: "attacker"}},
				Outcomes: []results.CoveredOutcome{{Seen: 60}},
				Checks:   []results.CoveredCheck{{Check: "expires_in", Ref: "RFC 8628 3.2", Reply: "expired_token", Passed: 60}}},
			{Step: "authorize", By: []results.CoveredActor{{Who: "person", Taken: 10}},
				Outcomes: []results.CoveredOutcome{{Outcome: "approve", Reply: "approved", Seen: 10}}},
			{Step: "tick", By: []results.CoveredActor{{Who: "time", Taken: 5}}, Outcomes: []results.CoveredOutcome{{Seen: 5}}},
		},
		Replies: []results.CoveredReply{{Reply: "expired_token"}, {Reply: "approved", Seen: 10}},
		Never: []results.Never{{What: "enter_user_code by the attacker", Why: "no attacker here has headless-entry"},
			{What: "enter_user_code: expires_in refuses"}},
		Apart: []results.Apart{{Name: "entry-bound", Doc: "a code for one browser", Edges: 7, Shows: []string{"reply session not found"}}},
	}}}
}

// TestCoverage pins how the coverage of a suite reads, and that what was cut
// short does not say "never".
func TestCoverage(t *testing.T) {
	for name, render := range map[string]func(*bytes.Buffer) error{
		"coverage.txt": func(b *bytes.Buffer) error { return report.Text(b, coveredSuite()) },
		"coverage.md":  func(b *bytes.Buffer) error { return report.Markdown(b, coveredSuite()) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		_, part, _ := strings.Cut(b.String(), "Coverage of ")
		got, _, ended := strings.Cut(part, "0 expectations met")
		if !ended {
			t.Fatalf("no coverage before the suite's last line:\n%s", &b)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is now\n%s", file, got)
		}
	}
	cut := coveredSuite()
	cut.Coverage[0].Complete = false
	var b bytes.Buffer
	if err := report.Text(&b, cut); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "never") {
		t.Errorf("what was cut short says never:\n%s", &b)
	}
}
