package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/results"
)

// TestFlowsWords: every verdict of every table in words, and joined where brief.
func TestFlowsWords(t *testing.T) {
	n := 7
	holds, violated, open, na := results.Bound{Verdict: "holds"}, results.Bound{Verdict: "violated", Steps: &n}, results.Bound{Verdict: "inconclusive"}, results.Bound{Verdict: "n_a"}
	cell := func(attack string, approver, consumer results.Bound) results.BindingCell {
		return results.BindingCell{Attack: attack, Attacker: "literal", ApproverBound: approver, ConsumerBound: consumer, Command: "simulate check S"}
	}
	r := &results.Flows{User: results.User{Name: "obedient"},
		Attacks: []results.Attack{{Name: "spying", Doc: "it spies", Scenarios: []string{"S"}}, {Name: "swapping", Doc: "it swaps", Scenarios: []string{"T", "U"}}},
		Binding: []results.Binding{
			{Flow: "a", Settings: []string{"x=1", "y=2"}, Cells: []results.BindingCell{cell("spying", violated, violated), cell("swapping", holds, open)}},
			{Flow: "b", Settings: []string{"x=2"}, Cells: []results.BindingCell{cell("spying", holds, holds), cell("swapping", na, na)}},
			{Flow: "c", Settings: []string{"x=2"}, Cells: []results.BindingCell{cell("spying", holds, holds), cell("swapping", na, na)}},
		},
		Assurance: []results.Assurance{
			{Flow: "a", Party: "OP", Settings: []string{"x=1"}, Cells: []results.AssuranceCell{{User: "obedient", Verdict: "assured"}}},
			{Flow: "a", Party: "RP", Cells: []results.AssuranceCell{{User: "obedient", Verdict: "not assured", Through: []string{"spying"}, Open: []string{"swapping"}}}},
			{Flow: "b", Party: "RP", Cells: []results.AssuranceCell{{User: "obedient", Verdict: "inconclusive", Open: []string{"spying"}}}},
		},
		Applicability: []results.Applicability{{Mitigation: "m", Cells: []results.Applies{{Flow: "a", Verdict: "applies"}, {Flow: "b", Verdict: "n_a"}, {Flow: "c", Verdict: "n_a"}}}},
		Complete:      false,
	}
	for _, test := range []struct {
		brief bool
		want  []string
		not   string
	}{
		{false, []string{
			"spying: it spies (S)\n", "swapping: it swaps (T, U)\n", "Binding, attacker literal, user obedient\n",
			"  a     x=1, y=2  approver not bound: 7 steps, consumer not bound: 7 steps  consumer inconclusive\n",
			"  b     x=2       holds                                                     -\n",
			"simulate check S\n",
			"  a     OP     x=1      assured\n", "  a     RP     nothing  spying, swapping inconclusive\n", "  b     RP     nothing  spying inconclusive\n",
			"  mitigation  a        b    c\n", "  m           applies  n/a  n/a\n", "NOT complete",
		}, "b, c"},
		{true, []string{"  b, c  x=2       holds", "  mitigation  a        b, c\n", "  m           applies  n/a\n"}, "simulate check"},
	} {
		r.Brief = test.brief
		var b bytes.Buffer
		if err := Text(&b, r); err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("brief %v: no %q in\n%s", test.brief, want, b.String())
			}
		}
		if strings.Contains(b.String(), test.not) {
			t.Errorf("brief %v: %q in\n%s", test.brief, test.not, b.String())
		}
	}
}
