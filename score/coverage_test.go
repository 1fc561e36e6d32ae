package score

import (
	"context"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// coverOf is the coverage of the given runs on one deployment.
func coverOf(t *testing.T, opt model.Options, runs ...scenarios.Run) results.Coverage {
	t.Helper()
	on := brief()
	for i := range runs {
		runs[i].Deployment = on
	}
	list, err := Cover(t.Context(), builtIn(), &scenarios.Suite{Name: "test", Runs: runs}, opt)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d flows, %v", len(list), err)
	}
	return list[0]
}

// seen maps what a coverage counts to how often, and gives the reasons of what
// it says never happened.
func seen(cov results.Coverage) (counts map[string]int, why map[string]string) {
	counts, why = map[string]int{}, map[string]string{}
	for _, h := range Happenings(&cov) {
		counts[h.What] = h.Seen
	}
	for _, n := range cov.Never {
		why[n.What] = n.Why
	}
	return counts, why
}

// TestCoverCountsEveryEdge: every edge is one step taken or one check refusing,
// each outcome of a step was somebody's, and what passed is what was taken.
func TestCoverCountsEveryEdge(t *testing.T) {
	cov := coverOf(t, model.Options{}, scenarios.Run{Scenario: scenarios.A1},
		scenarios.Run{Scenario: scenarios.B1, Attackers: []string{"literal", "strongest"}})
	edges := 0
	for _, s := range cov.Steps {
		taken, ended := 0, 0
		for _, a := range s.By {
			taken += a.Taken
		}
		for _, o := range s.Outcomes {
			ended += o.Seen
		}
		if taken != ended {
			t.Errorf("%s: taken %d times, and ended %d times", s.Step, taken, ended)
		}
		for _, c := range s.Checks {
			if edges += c.Refused; c.Passed != taken {
				t.Errorf("%s: taken %d times, and %s passed %d times", s.Step, taken, c.Check, c.Passed)
			}
		}
		edges += taken
	}
	if edges != cov.Edges || edges == 0 {
		t.Errorf("%d edges are counted somewhere, of %d", edges, cov.Edges)
	}
	want := 2*len(scenarios.A1.Twins) + 2*len(scenarios.B1.Instances())
	if cov.Explored != want || !cov.Complete {
		t.Errorf("%d systems, complete %v; want %d, all of them complete", cov.Explored, cov.Complete, want)
	}
}

// TestCoverAsRun: the attacker, the deployment and the people are those of the
// runs, and what did not happen is listed with the reason where there is one.
func TestCoverAsRun(t *testing.T) {
	for _, test := range []struct {
		name string
		runs []scenarios.Run
		some []string          // happen
		why  map[string]string // of what does not
	}{
		{"honest people alone", []scenarios.Run{{Scenario: scenarios.A1}},
			[]string{"device_authorization by a person", "authorize: approve ends it", "reply access_token"},
			map[string]string{"device_authorization by the attacker": "nobody attacks", "send_lure by the attacker": "nobody attacks",
				"authorize: mistake ends it": "", "authenticate: same browser refuses": "shown apart by entry-bound"}},
		{"the literal attacker", []scenarios.Run{{Scenario: scenarios.B1, Attackers: []string{"literal"}}},
			[]string{"device_authorization by the attacker", "send_lure by the attacker", "authorize: mistake ends it"},
			map[string]string{"enter_user_code by the attacker": "no attacker here has headless-entry or own-account",
				"authenticate_first by the attacker": "no attacker here has own-account", "authenticate_first by a person": ""}},
		{"people who do not mistake one code for another", []scenarios.Run{{Scenario: scenarios.B1, Attackers: []string{"literal"}, User: "obedient,-miscompares"}},
			[]string{"authorize: approve ends it"},
			map[string]string{"authorize: mistake ends it": "takes an error that nobody here makes"}},
		{"a deployment in which the attacker gets nowhere", []scenarios.Run{{Scenario: scenarios.B1, With: []string{"proximity:ble", "trusted-devices:initiator"}, Attackers: []string{"literal"}}},
			nil, map[string]string{"device_authorization by the attacker": "what is deployed here refuses it", "token by the attacker": "what is deployed here refuses it"}},
		{"a code that nobody looks at", []scenarios.Run{{Scenario: scenarios.B1, Attackers: []string{"literal,-initiate"}}},
			nil, map[string]string{"copy_code by the attacker": "takes more than an attacker here can do"}},
	} {
		counts, why := seen(coverOf(t, model.Options{}, test.runs...))
		for _, what := range test.some {
			if _, missing := why[what]; counts[what] == 0 || missing {
				t.Errorf("%s: %s happens %d times, and is missing: %v", test.name, what, counts[what], missing)
			}
		}
		for what, want := range test.why {
			if got, listed := why[what]; !listed || got != want || counts[what] != 0 {
				t.Errorf("%s: %s happens %d times, listed %v, because %q; want %q", test.name, what, counts[what], listed, got, want)
			}
		}
	}
}

// TestCoverApart: what only an extra composition shows is not counted among the
// runs.
func TestCoverApart(t *testing.T) {
	cov := coverOf(t, model.Options{}, scenarios.Run{Scenario: scenarios.B1, Attackers: []string{"strongest"}})
	const what = "authenticate: same browser refuses"
	i := slices.IndexFunc(cov.Apart, func(a results.Apart) bool { return a.Name == "entry-bound" })
	if i < 0 || cov.Apart[i].Edges == 0 || !slices.Contains(cov.Apart[i].Shows, what) {
		t.Fatalf("apart is %+v", cov.Apart)
	}
	if counts, _ := seen(cov); counts[what] != 0 {
		t.Errorf("%s is counted %d times among the runs", what, counts[what])
	}
	literal := coverOf(t, model.Options{}, scenarios.Run{Scenario: scenarios.B1, Attackers: []string{"literal"}})
	if got := literal.Apart[i]; !slices.Equal(got.Shows, cov.Apart[i].Shows) {
		t.Errorf("with a weaker attacker %s shows %v, not only what its setting makes possible", got.Name, got.Shows)
	}
}

// TestCoverCutShort: what hit a budget, or was interrupted, says so.
func TestCoverCutShort(t *testing.T) {
	run := scenarios.Run{Scenario: scenarios.B1, Attackers: []string{"literal"}, Deployment: scenarios.Example}
	if cov := coverOf(t, model.Options{MaxStates: 50}, run); cov.Complete {
		t.Error("50 states are called complete")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	list, err := Cover(ctx, builtIn(), &scenarios.Suite{Name: "test", Runs: []scenarios.Run{run}}, model.Options{})
	if err != nil || len(list) != 1 || list[0].Complete {
		t.Errorf("interrupted: %+v, %v", list, err)
	}
}
