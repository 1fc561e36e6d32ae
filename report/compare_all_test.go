package report_test

import (
	"bytes"
	"testing"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
)

// wholeTable is a small table with everything that is said in one.
func wholeTable() *results.Derived {
	yes, no, two := true, false, 2
	least := results.Least{Capabilities: &two, Cheapest: [][]string{{"initiate", "copy"}, {"initiate", "voice"}}}
	verdicts := func(attacker string, prevent, disrupt results.DerivedVerdict) []results.DerivedVerdict {
		prevent.Attacker, prevent.Column, disrupt.Attacker, disrupt.Column = attacker, "prevent", attacker, "disrupt"
		return []results.DerivedVerdict{prevent, disrupt, {Attacker: attacker, Column: "recover", Verdict: "n_a"}}
	}
	agree := results.DerivedVerdict{Verdict: "agree", Judged: 2, Condition: "nowhere"}
	conditional := results.DerivedVerdict{Verdict: "conditional", Crosses: 1, Judged: 2, Condition: "one: only in B1; two: everywhere; while code life ≤ 3m"}
	flips := results.DerivedVerdict{Verdict: "conditional", Judged: 2, Condition: "nowhere; with --initiated reached: conditional", Readings: []results.Reading{{Of: "with --initiated reached", Verdict: "conditional", Flips: true}}}
	mark := func(scenario, attacker, word string) results.Mark {
		return results.Mark{Scenario: scenario, Flow: "device-grant", Attacker: attacker, Mark: word}
	}
	pair := func(scenario string, price results.Least, lost []string) results.Pair {
		return results.Pair{Scenario: scenario, Flow: "device-grant", States: 100, Edges: 1000, Price: price,
			Mitigations: []results.PairMitigation{{Mitigation: "first:one", Lost: lost, Keeps: []string{"plain"}}, {Mitigation: "first:two", Keeps: []string{"plain"}},
				{Mitigation: "second", Lost: []string{}, Keeps: []string{"plain"}}}}
	}
	r := &results.Derived{Attackers: []string{"literal", "strongest"}, Initiated: "handle", User: results.User{Name: "obedient"},
		Table: []results.DerivedRow{
			{Mitigation: "first", Published: results.Columns{Prevent: true, Disrupt: true}, Verdict: append(verdicts("literal", agree, conditional), verdicts("strongest", flips, conditional)...),
				Marks: []results.Mark{mark("B1", "literal", "prevents"), mark("B1", "strongest", "no bearing"), mark("B2", "literal", "n_a"), mark("B2", "strongest", "inconclusive"), mark("B4", "literal", "limits")}},
			{Mitigation: "second", Published: results.Columns{Recover: true}, Verdict: append(verdicts("literal", agree, agree), verdicts("strongest", agree, agree)...)},
		},
		Pairs: []results.Pair{pair("B1", least, []string{"slow"}), pair("B2", least, []string{"slow"}), pair("B4", results.Least{}, []string{"slow", "card-holder"})},
		Ranking: []results.Rank{
			{Flow: "ciba-push", Attacks: []results.RankCell{{Attack: "spying", Scenario: "B1", Withstood: []*bool{&yes, &yes}}, {Attack: "phishing", Scenario: "B4", Withstood: []*bool{&yes, nil}}}},
			{Flow: "device-grant", Attacks: []results.RankCell{{Attack: "spying"}, {Attack: "phishing", Scenario: "B1", Withstood: []*bool{&yes, &no}, Price: least}}},
		},
		States: 300, Edges: 3000, Complete: false, Partial: "interrupted", Missing: []string{"B9 on ciba-poll"},
	}
	r.Pairs[0].Complete, r.Pairs[1].Complete = true, true
	r.Pairs[0].Attacks = []results.PairAttack{
		{Attacker: "literal", Withstood: &no, Listed: true, MinimalDefences: [][]string{{"a"}, {"b"}, {"c", "d"}, {"e", "f"}}},
		{Attacker: "strongest", Withstood: &no, MinimalDefences: [][]string{{"a", "b"}}}}
	r.Pairs[1].Attacks = []results.PairAttack{{Attacker: "literal", Withstood: &yes, Listed: true}, {Attacker: "strongest", Withstood: &no, Listed: true}}
	r.Pairs[2].Attacks = []results.PairAttack{{Attacker: "literal"}, {Attacker: "strongest"}}
	return r
}

// TestDerived holds the whole table, as text and as Markdown.
func TestDerived(t *testing.T) {
	var text, page bytes.Buffer
	if err := report.Text(&text, wholeTable()); err != nil {
		t.Fatal(err)
	}
	if err := report.Markdown(&page, wholeTable()); err != nil {
		t.Fatal(err)
	}
	golden(t, "derived.txt", text.String())
	golden(t, "derived.md", page.String())
}
