package score

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// searched walks through four sessions and persons, and fails the test on an error.
func searched(t testing.TB, c Case, runs int) *results.Search {
	t.Helper()
	r, err := Search(t.Context(), c, Walks{Sessions: 4, Persons: 4, Runs: runs, Length: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSearchFinds: what exploration shows to be possible, walks through an instance a
// few thousand times as large find too, and what is shown is no longer than what
// exploration shows. What it shows to be impossible is not found.
func TestSearchFinds(t *testing.T) {
	for _, test := range []struct {
		scenario *scenarios.Scenario
		flow     *flows.Flow
		attacker string
		with     []string
		found    []string // of the safety properties
	}{
		{scenarios.B1, flows.DeviceGrant, "literal", nil, []string{scenarios.AttackerAccess, scenarios.ApproverBound}},
		{scenarios.B1, flows.DeviceGrant, "literal", []string{"proximity:ble"}, nil},
		{scenarios.B1, flows.DeviceGrant, "literal", []string{"short-lived-codes:2m"}, nil},
		{scenarios.B1, flows.DeviceGrant, "strongest", []string{"trusted-networks"}, nil},
		{scenarios.B1, flows.AuthcodeQR, "strongest", []string{"proximity:shared-network", "request-initiation-verification"}, []string{scenarios.AttackerAccess, scenarios.ApproverBound}},
		{scenarios.B4, flows.CIBAPush, "literal", nil, []string{scenarios.AttackerAccess, scenarios.ApproverBound}},
		{scenarios.B9, flows.CIBAPoll, "literal", nil, []string{scenarios.AttackerAccess, scenarios.ApproverBound}},
		{scenarios.B9, flows.CIBAPoll, "literal", []string{"option:binding_message=enter"}, nil},
		{scenarios.WrongDevice, flows.DeviceGrant, "literal", nil, nil},
		{scenarios.WrongDevice, flows.CIBAPing, "literal", nil, []string{scenarios.AttackerAccess, scenarios.ApproverBound}},
		{scenarios.SessionSpying, flows.DeviceGrant, "literal", nil, []string{scenarios.ConsumerBound}},
		{scenarios.NotificationRace, flows.CIBAPush, "literal", nil, []string{scenarios.InOrder}},
	} {
		t.Run(test.scenario.Name+" "+test.flow.Name, func(t *testing.T) {
			t.Parallel()
			c, err := NewCase(builtIn(), test.scenario, scenarios.ExampleOf(test.flow), test.flow.Name, nil, test.attacker, "", model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range test.with {
				if strings.HasPrefix(name, "option:") {
					d := *c.Deployment
					d.Options = append(slices.Clone(d.Options), name)
					c.Deployment = &d
				} else {
					c.With = append(c.With, name)
				}
			}
			r := searched(t, c, 700)
			var found []string
			for _, f := range r.Findings {
				if f.Kind == "property" && f.Verdict == "violated" {
					found = append(found, f.Of)
				}
				if (f.Run == 0) != (f.Verdict == "inconclusive") || (f.Run == 0) != (len(f.Trace) == 0) || f.Shrunk > f.Walked || len(f.Trace) > f.Shrunk {
					t.Errorf("%s is %s in run %d: %d steps, shrunk to %d, %d shown", f.Of, f.Verdict, f.Run, f.Walked, f.Shrunk, len(f.Trace))
				}
				if f.Run > 0 && f.Shown != "shortest" {
					t.Errorf("%s: the shortest way is not shown: %s", f.Of, f.Why)
				}
			}
			if !slices.Equal(found, test.found) {
				t.Errorf("found %q, expected %q", found, test.found)
			}
			if r.States < 1000 || r.New == 0 || r.Tenth != 70 || r.Taken+len(r.Untaken) != r.Of || r.Taken == 0 {
				t.Errorf("%d states, %d of them new in the last %d runs, %d of %d steps and not %q", r.States, r.New, r.Tenth, r.Taken, r.Of, r.Untaken)
			}
		})
	}
}

// TestSearchShowsTheShortest: what is shown of an attack is what exploration shows.
func TestSearchShowsTheShortest(t *testing.T) {
	c := b1(t, "literal")
	r, check := searched(t, c, 100), check(t, c)
	for i := range scenarios.Safety {
		if f, p := r.Findings[i], check.Properties[i]; f.Verdict != "inconclusive" && !reflect.DeepEqual(f.Trace, p.Trace) {
			t.Errorf("%s: the trace is %+v\nand exploration's %+v", f.Of, f.Trace, p.Trace)
		}
	}
	c.Options.MaxStates = 20
	if f := searched(t, c, 100).Findings[0]; f.Shown != "shrunk" || f.Why != "the budget of 20 states is spent" || f.Shrunk != len(f.Trace) {
		t.Errorf("with a small budget what is shown is %s, because %s", f.Shown, f.Why)
	}
}

// TestSearchWorkers: equal seeds give equal results, with any number of workers.
func TestSearchWorkers(t *testing.T) {
	c := b1(t, "strongest", "request-initiation-verification")
	one := searched(t, c, 200)
	for _, workers := range []int{2, 5} {
		c.Options.Workers = workers
		if other := searched(t, c, 200); !reflect.DeepEqual(one, other) {
			t.Errorf("%d workers find %+v\none finds %+v", workers, other, one)
		}
	}
}

// TestSearchCutShort: a search that was interrupted says so, and one that was given so
// much time was not.
func TestSearchCutShort(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	how := Walks{Sessions: 2, Persons: 2, Length: 50, Seed: 1, Progress: func(runs, _ int) {
		if runs == 128 {
			cancel()
		}
	}}
	r, err := Search(ctx, b1(t, "literal"), how)
	if err != nil || r.Runs != 128 || r.Partial != "interrupted" || r.Findings[0].Verdict != "violated" || r.Findings[0].Shown != "shrunk" {
		t.Errorf("%v, %d runs, %s", err, r.Runs, r.Partial)
	}
	how.Time, how.Progress = time.Nanosecond, nil
	if r, err = Search(t.Context(), b1(t, "literal"), how); err != nil || r.Runs != 0 || r.Partial != "" || r.Stopped != "the time is spent" {
		t.Errorf("%v, %d runs, %s, %s", err, r.Runs, r.Partial, r.Stopped)
	}
}
