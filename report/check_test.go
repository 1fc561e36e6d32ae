package report_test

import (
	"bytes"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// granted is a check in which the attack gets through, tokens are worth something,
// some people are not served, and mitigations do less than they might.
func granted() *results.Check {
	yes, no, worth, steps, hours := true, false, 192.0, 8, 2879
	r := checked()
	r.Options = []string{"option:user_code=confirm"}
	r.Mitigations = []string{"content-filtering", "limited-scopes", "proximity:nfc"}
	r.User.Lucks = []string{"filter-misses"}
	r.Properties = []results.Property{{Name: "attacker-access", Verdict: "violated", Trace: attack()[:4], Critical: []results.Critical{
		{Parameter: "code life", Unit: "s", HoldsUpTo: ptr(180), ViolatedFrom: ptr(240)},
		{Parameter: "reading delay", Unit: "s", HoldsFrom: ptr(600), ViolatedUpTo: ptr(540)}}}}
	r.Goals = []results.Goal{
		{Name: "granted", Doc: "the attacker has tokens", Reachable: &yes, Steps: &steps},
		{Name: "impact-168h", Doc: "a week", Reachable: &yes, Steps: &hours, After: true},
		{Name: "token-moved", Doc: "a copy", Reachable: &no, After: true},
	}
	r.Granted = &r.Goals[0]
	r.Impact = results.Impact{Value: &worth, Unit: "hours of access to one resource within 30 days"}
	r.Twins = []results.Twin{
		{Name: "plain", Doc: "at hand", Kept: &yes},
		{Name: "slow", Doc: "takes long", Kept: &no, Anyway: true},
		{Name: "mobile-data", Doc: "elsewhere", Kept: &no},
		{Name: "long-use", Doc: "a week"},
		{Name: "registered", Doc: "known before", Kept: &yes},
	}
	r.NA, r.NoBearing = []string{"proximity:nfc"}, []string{"limited-scopes"}
	r.ProbabilisticOnly, r.Unless = []string{"content-filtering", "option:user_code=confirm"}, [][][]string{{{"filter-misses"}}, {{"miscompares", "ignores-context"}, {"ignores-address"}}}
	coarse := results.Rounded{Instance: "two", Of: "two-victims", Name: "reading delay", From: 180, Tick: 900}
	r.Rounded = []results.Rounded{coarse, coarse, {Instance: "alone", Name: "code life", From: 90, To: 120, Tick: 60}}
	return r
}

func ptr(n int) *int { return &n }

// TestGranted pins how a successful attack reads, and what comes after it.
func TestGranted(t *testing.T) {
	for name, render := range map[string]func(*bytes.Buffer) error{
		"granted.txt": func(b *bytes.Buffer) error { return report.Text(b, granted()) },
		"granted.md":  func(b *bytes.Buffer) error { return report.Markdown(b, granted()) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// compared is a table with a cell of each kind.
func compared() *results.Compare {
	r := &results.Compare{Head: checked().Head, Lost: []string{"slow"}, Attackers: []results.Attacker{{Name: "literal"}, {Name: "strongest"}}, Complete: true}
	r.Options = []string{"option:user_code=confirm"}
	for _, row := range []struct {
		name, status string
		cells        [2]results.Cell
		lost, keeps  []string
	}{
		{"content-filtering", "judged", [2]results.Cell{{Effect: "probabilistic only", Unless: [][]string{{"filter-misses"}, {"ignores-context"}}}, {Effect: "no bearing"}}, []string{}, []string{"plain", "registered"}},
		{"trusted-devices", "judged", [2]results.Cell{{Effect: "prevents"}, {Effect: "another way", Through: []string{"trusted-device"}}}, []string{"plain", "slow"}, []string{"registered"}},
		{"trusted-networks", "judged", [2]results.Cell{{Effect: "disrupts"}, {Effect: "recovers"}}, []string{"plain", "registered"}, []string{}},
		{"short-lived-tokens", "judged", [2]results.Cell{{Effect: "recovers"}, {Effect: "limits"}}, []string{"long-use"}, []string{"plain", "registered"}},
		{"unique-codes", "judged", [2]results.Cell{{Effect: "inconclusive"}, {Effect: "nothing to stop"}}, nil, []string{}},
		{"proximity:nfc", "n_a", [2]results.Cell{}, []string{}, []string{}},
		{"one-time-codes:1", "in_force", [2]results.Cell{}, []string{}, []string{}},
	} {
		r.Rows = append(r.Rows, results.CompareRow{Mitigation: row.name, Published: []string{"prevent"}, Status: row.status, Cells: row.cells[:], Lost: row.lost, Keeps: row.keeps})
	}
	r.Why = "their own settings are enough"
	return r
}

// TestCompare pins how a comparison reads.
func TestCompare(t *testing.T) {
	for name, render := range map[string]func(*bytes.Buffer) error{
		"compare.txt": func(b *bytes.Buffer) error { return report.Text(b, compared()) },
		"compare.md":  func(b *bytes.Buffer) error { return report.Markdown(b, compared()) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}
