package scenarios

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWrite: a draft of whatever texts is written so that the reader finds just
// what was meant, or the text is refused when it is told.
func TestWrite(t *testing.T) {
	nasty := rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[ "'#:,\\{}\[\]&*!|>%@?a-c\t\n-]{0,12}`),
		rapid.StringMatching("[é✓👩‍💻\u202e\u2028\ufeff\u00a0\u0085x]{0,6}"),
		rapid.SampledFrom([]string{"null", "~", "true", "No", "1e5", "0x1F", "0o7", ".inf", "2026-11-20", "12:30", "---", "...", "<<", "=", "10m", "-", "- a", "a: b", "a #b", `\`, `\n`, `"`, `""`, "%x", strings.Repeat("x", 500), strings.Repeat("é", 501), strings.Repeat("\\", 500)}),
	)
	rapid.Check(t, func(t *rapid.T) {
		d := &Deployment{Name: Slug(nasty.Draw(t, "name")), Flow: "device-grant", File: "s.yaml"}
		if CheckName(d.Name) != nil {
			if d.Name != "" {
				t.Fatalf("%q is made and not taken", d.Name)
			}
			d.Name = "n"
		}
		source := rapid.SampledFrom([]string{"", "metadata: a, b", `"quoted"`}).Draw(t, "source")
		for _, k := range Settings {
			value := nasty.Draw(t, k.Name)
			if k.Name == "code_life" {
				value = "10m"
			}
			err := d.Tell(k.Name, value, source, len(value)%2 == 0)
			var bad *InputError
			if err != nil && (!errors.As(err, &bad) || bad.Found == "" || bad.Expected == "") {
				t.Fatalf("%s=%q: %v", k.Name, value, err)
			}
		}
		if rapid.Bool().Draw(t, "mitigated") {
			d.Mitigations = []string{"one-time-codes:1", "proximity:ble", "short-lived-codes:2m"}
		}
		draft := &Draft{Name: d.Name, About: []string{nasty.Draw(t, "about")}, Deployment: d, Notes: []string{nasty.Draw(t, "note"), "x"}, Runs: []DraftRun{
			{About: nasty.Draw(t, "run"), Scenario: A1, Expect: []DraftExpectation{
				{Of: "plain", Word: "kept"}, {Of: "slow", Remark: nasty.Draw(t, "remark")}, {Of: "walks-away", Word: "lost", Remark: nasty.Draw(t, "remark")}}},
			{About: "nothing is known of this one", Scenario: B1, Attackers: []string{"undisputed"}, Expect: []DraftExpectation{{Attacker: "undisputed", Of: "attacker-access", Remark: nasty.Draw(t, "remark")}}},
			{Scenario: B1, Attackers: []string{"literal", "literal,+on-demand", "strongest"}, Expect: []DraftExpectation{
				{Attacker: "literal", Of: "attacker-access", Remark: nasty.Draw(t, "remark")},
				{Attacker: "literal,+on-demand", Of: "attacker-access", Word: "holds"},
				{Attacker: "strongest", Of: "attacker-access", Word: "violated", Remark: nasty.Draw(t, "remark")},
				{Of: "plain", Word: "kept"}}},
		}}
		text, err := draft.Write(everything())
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		s, err := ParseSuite(everything(), "s.yaml", text)
		if err != nil {
			t.Fatal(err)
		}
		if s.Name != d.Name || len(s.Runs) != 2 || !reflect.DeepEqual(s.Runs[0].Deployment, d) {
			t.Fatalf("found %+v on\n%+v, expected\n%+v\n%s", s, s.Runs[0].Deployment, d, text)
		}
		var said []Expectation
		for _, run := range s.Runs {
			for _, e := range run.Expect {
				e.At = Position{}
				said = append(said, e)
			}
		}
		if want := []Expectation{{Of: "plain", Word: "kept"}, {Of: "walks-away", Word: "lost"}, {Attacker: "literal,+on-demand", Of: "attacker-access", Word: "holds"},
			{Attacker: "strongest", Of: "attacker-access", Word: "violated"}, {Of: "plain", Word: "kept"}}; !reflect.DeepEqual(said, want) {
			t.Fatalf("found %+v, expected %+v\n%s", said, want, text)
		}
		if again, err := draft.Write(everything()); err != nil || string(again) != string(text) {
			t.Fatalf("the second time other bytes are written: %v", err)
		}
	})
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"id.example.com": "id.example.com", "ID.Example.com:8443": "id.example.com-8443", "[::1]:80": "1--80",
		"bücher.example": "b-cher.example", "…": "", strings.Repeat("a", 70): strings.Repeat("a", 64),
	} {
		if got := Slug(text); got != want || got != "" && CheckName(got) != nil {
			t.Errorf("%q makes %q, expected %q", text, got, want)
		}
	}
	if err := CheckName("My Server"); err == nil || !strings.Contains(err.Error(), `did you mean "my-server"?`) {
		t.Error(err)
	}
}
