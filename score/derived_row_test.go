package score

import (
	"reflect"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// made is a cell as a row's verdict sees it.
func made(scenario, flow, variant, status string) judgement {
	return judgement{of: row1, own: strings.HasPrefix(scenario, "B"), turned: status, undisputed: status,
		DerivedCell: results.DerivedCell{Scenario: scenario, Flow: flow, Attacker: "literal", Column: "prevent", Variant: variant, Status: status}}
}

// row1 has a cross in one column, and two variants.
var row1 = &flows.Mitigation{Name: "row", Claims: flows.Prevents, Default: "one", Variants: []flows.Variant{{Name: "one"}, {Name: "two"}}}

// judged is the verdict on the row's cell in a column.
func judged(effect flows.Effect, cells []judgement) results.DerivedVerdict {
	return judgeRow(row1, "literal", column{"prevent", effect}, "--initiated reached", nil, cells)
}

// TestRowVerdict has the rule of a row's verdict: over its judged cells only, with every
// cell crossed or none it agrees or disagrees, and otherwise it depends.
func TestRowVerdict(t *testing.T) {
	for _, test := range []struct {
		statuses string
		with     string // with a published cross
		without  string
	}{
		{"cross cross", "agree", "disagree"},
		{"cross no_cross", "conditional", "conditional"},
		{"no_cross no_cross", "disagree", "agree"},
		{"n_a nothing_to_stop inconclusive undecided", "n_a", "n_a"},
		{"cross n_a nothing_to_stop inconclusive undecided", "agree", "disagree"},
		{"n_a no_cross nothing_to_stop", "disagree", "agree"},
	} {
		var cells []judgement
		for _, status := range strings.Fields(test.statuses) {
			cells = append(cells, made("B1", "f", "one", status))
		}
		if v := judged(flows.Prevents, cells); v.Verdict != test.with {
			t.Errorf("%s with a published cross: %s, want %s", test.statuses, v.Verdict, test.with)
		}
		if v := judged(flows.Disrupts, cells); v.Verdict != test.without {
			t.Errorf("%s without one: %s, want %s", test.statuses, v.Verdict, test.without)
		}
	}
}

// TestRowFlips: what the other reading of "initiated" or the doubt of a capability
// changes is a condition, though every cell says the same; that nothing is judged then
// changes nothing.
func TestRowFlips(t *testing.T) {
	cell := made("B1", "f", "one", "cross")
	for _, test := range []struct {
		name   string
		change func(j *judgement)
		want   string
		says   string
	}{
		{"nothing", func(*judgement) {}, "agree", "everywhere"},
		{"the other reading", func(j *judgement) { j.turned = "no_cross" }, "conditional", "with --initiated reached: disagree"},
		{"the other reading judges nothing", func(j *judgement) { j.turned = "nothing_to_stop" }, "agree", "everywhere"},
		{"disputed reach", func(j *judgement) { j.disputed, j.undisputed = true, "no_cross" }, "conditional", "without disputed reach: disagree"},
		{"no disputed reach", func(j *judgement) { j.undisputed = "no_cross" }, "agree", "everywhere"},
	} {
		j := cell
		test.change(&j)
		v := judged(flows.Prevents, []judgement{j})
		if v.Verdict != test.want || !strings.Contains(v.Condition, test.says) {
			t.Errorf("%s: %s (%s), want %s and %q", test.name, v.Verdict, v.Condition, test.want, test.says)
		}
	}
}

// TestRowCondition: where the crosses are, on the shorter side, variant by variant.
func TestRowCondition(t *testing.T) {
	turns := made("B2", "f", "two", "cross")
	turns.Condition = "while code life ≤ 3m"
	for _, test := range []struct {
		cells []judgement
		want  string
	}{
		{[]judgement{made("B1", "f", "one", "cross"), made("B1", "f", "two", "cross")}, "one, two: everywhere"},
		{[]judgement{made("B1", "f", "one", "no_cross"), made("B2", "f", "one", "n_a")}, "one: nowhere"},
		{[]judgement{made("B1", "f", "one", "cross"), made("B1", "g", "one", "no_cross"), made("B2", "f", "one", "no_cross")}, "one: only in B1 (f)"},
		{[]judgement{made("B1", "f", "one", "cross"), made("B1", "g", "one", "cross"), made("B2", "f", "one", "no_cross")}, "one: not in B2"},
		{[]judgement{made("B1", "f", "one", "no_cross"), turns}, "one: nowhere; two: everywhere; while code life ≤ 3m"},
	} {
		if got := rowCondition(test.cells, true); got != test.want {
			t.Errorf("found %q, want %q", got, test.want)
		}
	}
}

// TestRowReadings: narrower readings stand beside the verdict and do not decide it.
func TestRowReadings(t *testing.T) {
	v := judged(flows.Prevents, []judgement{made("B1", "f", "one", "cross"), made("B1", "f", "two", "no_cross"), made("replay", "f", "one", "no_cross")})
	want := []results.Reading{
		{Of: "with --initiated reached", Verdict: "conditional"},
		{Of: "the default variant alone", Verdict: "conditional"},
		{Of: "the BCP's own scenarios alone", Verdict: "conditional"},
	}
	if !reflect.DeepEqual(v.Readings, want) || v.Verdict != "conditional" || v.Crosses != 1 || v.Judged != 3 {
		t.Errorf("%+v", v)
	}
	v = judged(flows.Prevents, []judgement{made("B1", "f", "one", "cross"), made("replay", "f", "two", "no_cross")})
	if v.Readings[1].Verdict != "agree" || v.Readings[2].Verdict != "agree" || v.Verdict != "conditional" {
		t.Errorf("%+v", v)
	}
}

// TestRowSlips: what people who do not err would have of a mitigation stands beside what
// they have, and does not decide it.
func TestRowSlips(t *testing.T) {
	j := made("B1", "f", "one", "no_cross")
	j.careful = "cross"
	v := judgeRow(row1, "literal", columns[0], "--initiated reached", []string{"slips", "miscompares"}, []judgement{j})
	if v.Verdict != "disagree" || v.Condition != "one: nowhere; without slips, miscompares: agree" {
		t.Errorf("%+v", v)
	}
}

// TestMarks: of several variants the default, and where that is about nothing the first
// that is about something.
func TestMarks(t *testing.T) {
	mark := func(scenario, variant, word string) judgement {
		j := made(scenario, "f", variant, "no_cross")
		j.mark = word
		return j
	}
	of := &flows.Mitigation{Name: "m", Default: "two"}
	cells := []judgement{
		mark("B1", "one", "prevents"), mark("B1", "two", "disrupts"), mark("B1", "three", "recovers"),
		mark("B2", "one", "n_a"), mark("B2", "two", "n_a"), mark("B2", "three", "recovers"),
		mark("B4", "one", "prevents"), mark("B4", "two", "n_a"), mark("B4", "three", "recovers"),
		mark("B9", "one", "n_a"), mark("B9", "two", "n_a"),
	}
	for i := range cells {
		cells[i].of = of
	}
	var got []string
	for _, m := range marks(of, cells) {
		got = append(got, m.Scenario+" "+m.Mark)
	}
	if want := []string{"B1 disrupts", "B2 recovers", "B4 prevents", "B9 n_a"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestOutcome has the three words as the design gives them.
func TestOutcome(t *testing.T) {
	stays, goes, never := reach{without: true, with: true}, reach{without: true}, reach{}
	for _, test := range []struct {
		name string
		o    outcome
		want string
	}{
		{"nothing to prevent", outcome{known: true, whole: true}, "nothing_to_stop nothing_to_stop nothing_to_stop"},
		{"prevents, and so does not disrupt", outcome{initiated: goes, reached: goes, granted: goes, tokens: true, known: true, whole: true}, "cross no_cross no_cross"},
		{"prevents what comes to nothing anyway", outcome{initiated: goes, known: true, whole: true}, "cross nothing_to_stop nothing_to_stop"},
		{"disrupts", outcome{initiated: stays, reached: stays, granted: goes, tokens: true, known: true, whole: true}, "no_cross cross no_cross"},
		{"recovers", outcome{initiated: stays, reached: stays, granted: stays, tokens: true, recovers: true, known: true, whole: true}, "no_cross no_cross cross"},
		{"no bearing", outcome{initiated: stays, reached: stays, granted: stays, tokens: true, known: true, whole: true}, "no_cross no_cross no_cross"},
		{"the attacker holds no tokens", outcome{initiated: stays, reached: stays, granted: stays, known: true, whole: true}, "no_cross no_cross nothing_to_stop"},
		{"not all was seen of what follows", outcome{initiated: stays, reached: stays, granted: stays, tokens: true, known: true}, "no_cross no_cross inconclusive"},
		{"and nothing follows", outcome{initiated: stays, reached: stays, tokens: true, known: true}, "no_cross nothing_to_stop nothing_to_stop"},
		{"not all was seen", outcome{initiated: stays, reached: never, granted: stays}, "inconclusive inconclusive inconclusive"},
	} {
		var got []string
		for _, c := range columns {
			got = append(got, test.o.status(c.effect, false))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
	nobody := outcome{initiated: stays, reached: goes, granted: goes, known: true, whole: true}
	if nobody.status(flows.Prevents, true) != "cross" || nobody.status(flows.Disrupts, true) != "no_cross" ||
		nobody.status(flows.Prevents, false) != "no_cross" || nobody.status(flows.Disrupts, false) != "cross" {
		t.Error("what reaches nobody disrupts once an attacker with a code has initiated, and prevents otherwise")
	}
}

// TestRank: what literal attackers do first, then strongest ones, then the price. Scenarios
// that are none of the three attacks do not count, and of several the first does.
func TestRank(t *testing.T) {
	yes, no := true, false
	pair := func(flow, scenario string, literal, strongest *bool, price int) results.Pair {
		p := results.Pair{Scenario: scenario, Flow: flow, Attacks: []results.PairAttack{{Attacker: "literal", Withstood: literal}, {Attacker: "strongest", Withstood: strongest}}}
		if price > 0 {
			p.Price = results.Least{Capabilities: &price, Cheapest: [][]string{{"x"}}}
		}
		return p
	}
	ranking := rank([]results.Pair{
		pair("weak", "B1", &no, &no, 2), pair("weak", "wrong-device", &no, &no, 1), pair("weak", "B6", &yes, &yes, 0),
		pair("dear", "B8", &no, &no, 3),
		pair("half", "B1", &yes, &yes, 0), pair("half", "session-spying", &no, &no, 3),
		pair("careful", "B1", &yes, &no, 5), pair("careful", "notification-race", &no, &no, 1),
		pair("open", "B1", nil, nil, 0),
		pair("firm", "B1", &yes, &yes, 0), pair("firm", "wrong-device", &yes, &yes, 0),
	}, 2)
	var got []string
	for _, r := range ranking {
		got = append(got, r.Flow)
	}
	if want := []string{"firm", "half", "careful", "open", "dear", "weak"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	spied, raced, phished := ranking[5].Attacks[0], ranking[5].Attacks[1], ranking[5].Attacks[2]
	if spied.Scenario != "" || *raced.Price.Capabilities != 1 || phished.Scenario != "B1" || *phished.Withstood[0] {
		t.Errorf("%+v", ranking[5])
	}
}

// TestEvidence: nobody is granted twice what is not granted once.
func TestEvidence(t *testing.T) {
	yes := reach{without: true, with: true}
	o := outcome{initiated: yes, reached: reach{without: true}, granted: reach{without: true}, second: yes}
	if got, want := o.evidence(flows.Disrupts), "without it: initiated, reached, granted, two-victims; with it: initiated"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	o = outcome{initiated: yes, granted: yes, recovers: true, worth: [2]int{720, 24}}
	if got, want := o.evidence(flows.Recovers), "without it: initiated, granted, worth at most 720 h; with it: initiated, granted, worth at most 24 h"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	o = outcome{}
	if got, want := o.evidence(flows.Prevents), "without it: nothing; with it: nothing"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
