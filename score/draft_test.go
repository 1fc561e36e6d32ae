package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestDraft holds what is expected of one deployment today, and what its owner
// would like: the same things, with a remark where the two differ.
func TestDraft(t *testing.T) {
	d := brief()
	d.Mitigations = []string{"short-lived-codes:2m"}
	draft := func(wish bool, list ...*scenarios.Scenario) []scenarios.DraftRun {
		runs, err := Draft(t.Context(), builtIn(), d, list, wish, model.Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return runs
	}
	of := func(run scenarios.DraftRun, attacker, of string) scenarios.DraftExpectation {
		i := slices.IndexFunc(run.Expect, func(e scenarios.DraftExpectation) bool { return e.Attacker == attacker && e.Of == of })
		if i < 0 {
			t.Fatalf("%s by %q is not in %+v", of, attacker, run)
		}
		return run.Expect[i]
	}
	for wish, want := range map[bool][3]string{false: {"violated", "lost", "FINDING: "}, true: {"holds", "kept", "NOT MET today: "}} {
		run := draft(wish, scenarios.B1)[0]
		if e := of(run, "literal", "attacker-access"); e.Word != "holds" || !strings.Contains(e.Remark, "rests on") {
			t.Errorf("%+v", e)
		}
		if e := of(run, "strongest", "attacker-access"); e.Word != want[0] || !strings.HasPrefix(e.Remark, want[2]+"the attack gets through") || !strings.Contains(e.Remark, "Enough to stop it: ") {
			t.Errorf("%+v", e)
		}
		if e := of(run, "", "slow"); e.Word != want[1] || !strings.HasPrefix(e.Remark, want[2]) || !strings.Contains(e.Remark, "lost to short-lived-codes:2m") {
			t.Errorf("%+v", e)
		}
		if e := of(run, "", "plain"); e.Word != "kept" || e.Remark != "" {
			t.Errorf("%+v", e)
		}
	}
	for _, s := range scenarios.All {
		if _, _, err := s.On(d, ""); err != nil {
			continue
		}
		if run := draft(false, s)[0]; len(s.Reach) > 0 {
			of(run, "literal", s.Breaks)
		}
	}
	both := draft(false, scenarios.A1, scenarios.B1)
	if slices.ContainsFunc(both[1].Expect, func(e scenarios.DraftExpectation) bool { return e.Attacker == "" }) {
		t.Errorf("beside A1 the honest people of B1 are said twice: %+v", both[1])
	}
	if of(both[0], "", "slow").Word != "lost" || len(both[0].Attackers) != 0 {
		t.Errorf("%+v", both[0])
	}
}
