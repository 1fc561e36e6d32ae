package score

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// small is a comparison of pairs that are explored in a moment.
func small() Comparison {
	return Comparison{Catalogue: builtIn(), Scenarios: []*scenarios.Scenario{scenarios.A1, scenarios.SessionSpying, scenarios.BruteForce, scenarios.Replay},
		Flows: []*flows.Flow{flows.DeviceGrant, flows.CIBAPush}, Attackers: []string{"literal", "strongest"}, Initiated: scenarios.Initiated, Options: model.Options{Workers: 2}}
}

func derive(t *testing.T, q Comparison) *results.Derived {
	t.Helper()
	r, err := Derive(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDerive holds the whole table against the comparisons of its scenarios: a cell has a
// cross exactly where these say that the mitigation prevents, disrupts or recovers.
func TestDerive(t *testing.T) {
	q := small()
	for _, initiated := range []string{scenarios.Initiated, scenarios.Reached} {
		q.Initiated = initiated
		want := []string{"session-spying/device-grant", "session-spying/ciba-push", "brute-force/device-grant", "replay/device-grant", "replay/ciba-push"}
		recovers := initiated == scenarios.Initiated // B9 is the one whose attacker has tokens, and once is enough
		if recovers {
			q.Scenarios, want = append(q.Scenarios, scenarios.B9), append(want, "B9/ciba-push")
		} else {
			q.Scenarios = small().Scenarios
		}
		r := derive(t, q)
		if !reflect.DeepEqual(pairsOf(r), want) {
			t.Fatalf("pairs %v, want %v", pairsOf(r), want)
		}
		effects := map[string]string{} // by ID without its column
		for _, p := range r.Pairs {
			s, err := scenarios.Find(p.Scenario)
			if err != nil {
				t.Fatal(err)
			}
			var attackers []results.Attacker
			var c Case
			for _, attacker := range q.Attackers {
				f, _ := s.Flow(p.Flow)
				if c, err = NewCase(q.Catalogue, s, scenarios.ExampleOf(f), p.Flow, nil, attacker, "", model.Options{}); err != nil {
					t.Fatal(err)
				}
				attackers = append(attackers, c.Attacker)
			}
			c.Initiated = initiated
			table, err := Compare(t.Context(), c, attackers)
			if err != nil {
				t.Fatal(err)
			}
			if table.States != p.States || table.Edges != p.Edges {
				t.Errorf("%s on %s: %d states, and %d in its own comparison", p.Scenario, p.Flow, p.States, table.States)
			}
			for _, row := range table.Rows {
				for i, attacker := range attackers {
					effect := row.Status
					if row.Status == "judged" {
						effect = row.Cells[i].Effect
					}
					effects[strings.Join([]string{row.Mitigation, p.Scenario, p.Flow, attacker.Name}, "/")] = effect
				}
			}
		}
		crosses, seen := map[string]int{}, map[string]bool{}
		for _, row := range r.Table {
			for _, cell := range row.Cells {
				if seen[cell.ID] {
					t.Errorf("there are two cells %s", cell.ID)
				}
				seen[cell.ID] = true
				effect, known := effects[strings.TrimSuffix(cell.ID, "/"+cell.Column)]
				if !known {
					t.Errorf("no comparison has %s", cell.ID)
				}
				want := map[string]string{"prevents": "prevent", "disrupts": "disrupt", "recovers": "recover"}[effect]
				if (cell.Status == "cross") != (want == cell.Column) {
					t.Errorf("%s is %s, and its comparison says %s", cell.ID, cell.Status, effect)
				}
				if (cell.Status == "n_a") != (effect == "n_a" || effect == "in_force") {
					t.Errorf("%s is %s, and its comparison says %s", cell.ID, cell.Status, effect)
				}
				if cell.Status == "cross" {
					crosses[cell.Column]++
				}
				if cell.Score != nil || cell.ScoreReason == "" {
					t.Errorf("%s has a score, or no reason for having none", cell.ID)
				}
			}
		}
		if len(seen) != 3*len(r.Attackers)*len(r.Pairs)*variants(q.Catalogue) {
			t.Errorf("%d cells", len(seen))
		}
		for _, column := range []string{"prevent", "disrupt", "recover"} {
			if crosses[column] == 0 && (column == "prevent" || recovers) {
				t.Errorf("nothing has a cross under %s", column)
			}
		}
	}
}

func pairsOf(r *results.Derived) (names []string) {
	for _, p := range r.Pairs {
		names = append(names, p.Scenario+"/"+p.Flow)
	}
	return names
}

// variants counts what has cells in every pair.
func variants(cat *flows.Catalogue) (n int) {
	for _, m := range cat.Mitigations {
		n += len(compared(m))
	}
	return n
}

// TestDeriveSpying: what is known of session spying on the device grant.
func TestDeriveSpying(t *testing.T) {
	q := small()
	q.Scenarios, q.Flows = []*scenarios.Scenario{scenarios.SessionSpying}, []*flows.Flow{flows.DeviceGrant}
	q.Only = []string{"proximity:ble", "request-initiation-verification", "limited-scopes"}
	r := derive(t, q)
	found := map[string]results.DerivedCell{}
	for _, row := range r.Table {
		for _, c := range row.Cells {
			found[c.ID] = c
		}
	}
	if len(found) != 3*2*3 || len(r.Table) != 3 {
		t.Fatalf("%d cells in %d rows", len(found), len(r.Table))
	}
	for id, want := range map[string]results.DerivedCell{
		"proximity:ble/session-spying/device-grant/literal/disrupt": {Status: "cross", Variant: "ble", Evidence: "without it: initiated, reached, granted; with it: initiated",
			Command: "simulate compare session-spying --flow device-grant --attacker literal --mitigation proximity:ble"},
		"proximity:ble/session-spying/device-grant/strongest/disrupt": {Status: "no_cross", Variant: "ble", Condition: "gets through with on-site", Evidence: "without it: initiated, reached, granted; with it: initiated, reached, granted",
			Command: "simulate compare session-spying --flow device-grant --attacker strongest --mitigation proximity:ble"},
		"limited-scopes/session-spying/device-grant/literal/recover": {Status: "nothing_to_stop", Condition: "the attacker holds no tokens in this scenario", Evidence: "without it: initiated, reached, granted; with it: initiated, reached, granted",
			Command: "simulate compare session-spying --flow device-grant --attacker literal --mitigation limited-scopes"},
	} {
		c := found[id]
		if c.Status != want.Status || c.Condition != want.Condition || c.Variant != want.Variant || c.Command != want.Command || c.Evidence != want.Evidence {
			t.Errorf("%s is\n%+v, want\n%+v", id, c, want)
		}
	}
	attack := r.Pairs[0].Attacks[0]
	if attack.Withstood == nil || *attack.Withstood || len(attack.MinimalDefences) == 0 || !attack.Listed {
		t.Errorf("%+v", attack)
	}
	if p := r.Pairs[0].Price; p.Capabilities == nil || *p.Capabilities != 2 || !reflect.DeepEqual(p.Cheapest, [][]string{{"see-screen", "own-account"}}) {
		t.Errorf("price %+v", p)
	}
	for _, m := range r.Pairs[0].Mitigations {
		if m.Mitigation == "proximity:ble" && !reflect.DeepEqual(m.Lost, []string{"card-holder"}) {
			t.Errorf("%+v", m)
		}
	}
}

// TestDeriveWorkers: any number of workers, and each pair alone, find the same.
func TestDeriveWorkers(t *testing.T) {
	q := small()
	want := derive(t, q)
	q.Options.Workers = 1
	if got := derive(t, q); !reflect.DeepEqual(got, want) {
		t.Error("one worker finds something else than two")
	}
	for _, s := range q.Scenarios[1:] {
		alone := q
		alone.Scenarios = []*scenarios.Scenario{s}
		for _, p := range derive(t, alone).Pairs {
			for _, other := range want.Pairs {
				if p.Scenario == other.Scenario && p.Flow == other.Flow && !reflect.DeepEqual(p, other) {
					t.Errorf("%s on %s is another pair alone", p.Scenario, p.Flow)
				}
			}
		}
	}
}

// TestDeriveCut: what there was no time for is named, and what was found is kept.
func TestDeriveCut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	q := small()
	q.Options.Workers = 1
	q.Progress = func(pair string, done, of int) {
		if done == 2 {
			cancel()
		}
	}
	r, err := Derive(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	if r.Complete || r.Partial != "interrupted" || len(r.Pairs) != 2 || len(r.Missing) != 3 || r.Missing[0] != "brute-force on device-grant" || len(r.Table) != 17 {
		t.Errorf("%v, %q, %v and %v missing", r.Complete, r.Partial, pairsOf(r), r.Missing)
	}
	if r, err = Derive(ctx, q); err != nil || len(r.Missing) != 5 || len(r.Table) != 17 || r.Table[0].Verdict[0].Verdict != "n_a" {
		t.Errorf("with no time at all: %v", err)
	}
	q.Options.MaxStates = 50
	q.Progress = nil
	if r = derive(t, q); r.Complete || r.Partial != "" || r.Pairs[0].Attacks[0].Withstood != nil || r.Table[1].Cells[0].Status != "inconclusive" {
		t.Errorf("with few states: %+v", r.Pairs[0])
	}
}

// TestDeriveAttackers: who they are is read as everywhere, and each is asked about once.
func TestDeriveAttackers(t *testing.T) {
	q := small()
	q.Scenarios, q.Flows = []*scenarios.Scenario{scenarios.BruteForce}, []*flows.Flow{flows.DeviceGrant}
	q.Attackers, q.Only = []string{"strongest, -vpn"}, []string{"proximity:shared-network"}
	r := derive(t, q)
	if v := r.Table[0].Verdict; !reflect.DeepEqual(r.Attackers, []string{"strongest,-vpn"}) || len(v) != 3 || v[0].Judged != 1 || v[0].Crosses != 1 {
		t.Errorf("%v: %+v", r.Attackers, v)
	}
	q.Attackers = []string{"literal,+vpn", "literal, +vpn"}
	if _, err := Derive(t.Context(), q); err == nil || !strings.Contains(err.Error(), "literal,+vpn twice") {
		t.Errorf("one attacker twice: %v", err)
	}
}

// TestByRefusing: who is spied out is refused on a new television of their own, and the
// onlooker from far away for being far away.
func TestByRefusing(t *testing.T) {
	q := small()
	q.Scenarios, q.Flows, q.Attackers = []*scenarios.Scenario{scenarios.SessionSpying}, []*flows.Flow{flows.DeviceGrant}, []string{"literal"}
	got := map[string]bool{}
	for _, row := range derive(t, q).Table {
		for _, c := range row.Cells {
			if c.Status == "cross" {
				got[strings.SplitN(c.ID, "/", 2)[0]] = c.ByRefusing
				if c.ByRefusing != strings.HasPrefix(c.Condition, byRefusing) {
					t.Errorf("%s: %q", c.ID, c.Condition)
				}
			}
		}
	}
	want := map[string]bool{
		"trusted-devices:initiator": true, "trusted-devices:receiver": true, "trusted-networks": true,
		"authenticate-then-initiate:plain": true, "authenticate-then-initiate:approver-is-initiator": true,
		"proximity:ble": false, "proximity:shared-network": false, "proximity:geolocation": false, "request-initiation-verification": false,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
