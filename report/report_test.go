package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

var update = flag.Bool("update", false, "rewrite the goldens; commit them only if you have looked at them")

// attack is a trace in which a message takes time and a step is refused.
func attack() []results.Step {
	return []results.Step{
		{Step: "device_authorization", By: "attacker", To: "server", Session: 1, Ref: "RFC 8628 3.1-3.2",
			Requires: []string{"initiate"}, StoppableBy: []string{"trusted-devices:initiator"}},
		{Step: "send_lure", By: "attacker", To: "user 1", User: "user 1", Session: 1, Via: "mail", Ref: "BCP 247 4.1.1 (F)"},
		{Step: "tick", By: "time", Tick: 0, Seconds: 0},
		{Step: "tick", By: "time", Tick: 1, Seconds: 60},
		{Step: "open_lure", By: "user 1", User: "user 1", Tick: 2, Seconds: 120, Ref: "BCP 247 4.1.1 (G)"},
		{Step: "enter_user_code", By: "user 1", To: "server", User: "user 1", Session: 1, Tick: 2, Seconds: 120, Ref: "RFC 8628 3.3",
			Reply: "ok", RefusedBy: []string{"short-lived-codes:2m", "short-lived-codes:1m"}},
		{Step: "authorize", Outcome: "approve", By: "user 1", To: "server", User: "user 1", Session: 1, Tick: 2, Seconds: 120,
			Ref: "RFC 8628 3.3", Reply: "approved", Requires: []string{"approves-unasked"}},
	}
}

func checked() *results.Check {
	no, seven := false, 180
	eight := 240
	return &results.Check{
		Head: results.Head{Scenario: "B1", Doc: "A mailed code.", Flow: "device-grant", Deployment: "example", CodeLife: 5400,
			Mitigations: []string{"short-lived-codes:2m"}, Attacker: &results.Attacker{Name: "literal", Capabilities: []string{"initiate"}},
			User: results.User{Name: "obedient", Errors: []string{"approves-unasked"}}},
		Properties: []results.Property{
			{Name: "attacker-access", Verdict: "holds", Refused: attack(),
				Critical: []results.Critical{{Parameter: "short-lived-codes", Unit: "s", HoldsUpTo: &seven, ViolatedFrom: &eight}}},
			{Name: "approver-bound", Verdict: "inconclusive"},
			{Name: "consumer-bound", Verdict: "holds", Vacuous: true, Why: "no step of this model can violate it"},
		},
		Goals:  []results.Goal{{Name: "granted", Doc: "the attacker has tokens", Reachable: &no}, {Name: "two-victims", Doc: "twice"}},
		Twins:  []results.Twin{{Name: "slow", Doc: "takes long", Kept: &no, Lost: []string{"short-lived-codes:2m"}}},
		States: 12, Edges: 34, Complete: true,
	}
}

// TestCheck pins how a check reads on a terminal and on a page.
func TestCheck(t *testing.T) {
	for name, render := range map[string]func(*bytes.Buffer) error{
		"check.txt": func(b *bytes.Buffer) error { return report.Text(b, checked()) },
		"check.md":  func(b *bytes.Buffer) error { return report.Markdown(b, checked()) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s is now\n%s", file, &b)
		}
	}
}

// TestEscaping: what others may have written, such as names from files, cannot
// become markup, a new diagram line, or the end of a fence.
func TestEscaping(t *testing.T) {
	evil := "<script>alert(1)</script> | a `b` [c](http://d) \n```\nx->>y: z; # %"
	r := checked()
	r.Deployment, r.Doc = evil, evil
	r.Properties[0].Refused[0].Step = evil
	r.Properties[0].Refused[0].Ref = evil
	r.Goals[0].Doc = evil
	var b bytes.Buffer
	if err := report.Markdown(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "\n```\nx", "\nx->>y"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q gets through:\n%s", bad, &b)
		}
	}
	prose, _, _ := strings.Cut(b.String(), "```mermaid") // in a fence brackets are just brackets
	if strings.Contains(prose, " [c](") {
		t.Errorf("a link gets through:\n%s", prose)
	}
	if fences := strings.Count(b.String(), "\n```"); fences != 2 {
		t.Errorf("%d fences, not one pair", fences)
	}
}

// TestUnknown: a value that nothing renders is an error, not an empty page.
func TestUnknown(t *testing.T) {
	if err := report.Text(&bytes.Buffer{}, 1); err == nil {
		t.Error("a number is rendered")
	}
}
