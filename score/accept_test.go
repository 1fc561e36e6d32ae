package score

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// accepting is a suite in which slow is lost and was to be kept.
const accepting = `suite: s
runs:
  - scenario: A1
    with: short-lived-codes:2m
    expect: {plain: kept, slow: kept}
    accept:
      - {property: slow, until: 2026-06-30, owner: Jo, reason: few are slow}
      - {property: plain, until: 2026-06-30, owner: Al, reason: to be sure}
      - {property: walks-away, until: 2026-06-30, owner: Al, reason: to be sure}
`

// TestAcceptance: what is accepted fails nothing up to its last day, and fails
// from the next. What is met or not expected needs no acceptance.
func TestAcceptance(t *testing.T) {
	s, err := scenarios.ParseSuite(builtIn(), "s.yaml", []byte(accepting))
	if err != nil {
		t.Fatal(err)
	}
	for date, expired := range map[string]bool{"2025-12-31": false, "2026-06-30": false, "2026-07-01": true, "2027-01-01": true} {
		r, err := Suite(t.Context(), builtIn(), s, date, model.Options{Workers: 1}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%d met, %d accepted, %d not met, %d undecided", r.Met, r.Accepted, r.NotMet, r.Undecided)
		want := map[bool]string{false: "1 met, 1 accepted, 0 not met, 0 undecided", true: "1 met, 0 accepted, 1 not met, 0 undecided"}[expired]
		if got != want || r.Date != date {
			t.Errorf("on %s: found %s on %s, expected %s", date, got, r.Date, want)
		}
		slow := results.Acceptance{Of: "slow", Until: "2026-06-30", Expired: expired, Owner: "Jo", Reason: "few are slow", File: "s.yaml", Line: 7, Col: 9}
		if plain, e := r.Runs[0].Expectations[0], r.Runs[0].Expectations[1]; plain.Acceptance != nil || e.Acceptance == nil || *e.Acceptance != slow {
			t.Errorf("on %s: found %+v and %+v, expected none and %+v", date, plain.Acceptance, e.Acceptance, slow)
		}
		var unneeded []string
		for _, a := range r.Unneeded {
			unneeded = append(unneeded, fmt.Sprintf("%s:%d", a.Of, a.Line))
		}
		if want := []string{"plain:8", "walks-away:9"}; !reflect.DeepEqual(unneeded, want) {
			t.Errorf("on %s: no longer needed are %q, expected %q", date, unneeded, want)
		}
	}
}

// TestNoAcceptance: a suite that accepts nothing says the same on every day.
func TestNoAcceptance(t *testing.T) {
	text, _, _ := strings.Cut(accepting, "    accept:")
	s, err := scenarios.ParseSuite(builtIn(), "s.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Suite(t.Context(), builtIn(), s, "2026-06-30", model.Options{Workers: 1}, nil)
	if err != nil || r.Date != "" || r.NotMet != 1 || len(r.Unneeded) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestAcceptancesOfAttackers: of several that fit, the longest counts; what could
// not be decided is not accepted, and its acceptance is not said to be unneeded.
func TestAcceptancesOfAttackers(t *testing.T) {
	accept := func(of, attacker, until string) scenarios.Acceptance {
		return scenarios.Acceptance{Of: of, Attacker: attacker, Until: until}
	}
	run := scenarios.Run{Accept: []scenarios.Acceptance{
		accept("granted", "strongest", "2026-01-31"), accept("granted", "", "2025-12-31"), accept("granted", "literal", "2027-01-01"),
		accept("service", "", "2027-01-01"), accept("reached", "undisputed", "2027-01-01")}}
	a := acceptances{today: "2026-01-01", needed: map[scenarios.Acceptance]bool{}}
	for _, test := range []struct {
		attacker string
		e        results.Expectation
		want     string
	}{
		{"strongest", results.Expectation{Of: "granted", Found: "reachable"}, "2026-01-31 false"},
		{"undisputed", results.Expectation{Of: "granted", Found: "reachable"}, "2025-12-31 true"},
		{"literal", results.Expectation{Of: "granted", Found: "unreachable", Met: true}, "none"},
		{"literal", results.Expectation{Of: "service", Found: "inconclusive"}, "none"},
		{"literal", results.Expectation{Of: "reached", Found: "reachable"}, "none"},
	} {
		a.judge(run, test.attacker, &test.e)
		got := "none"
		if by := test.e.Acceptance; by != nil {
			got = fmt.Sprint(by.Until, " ", by.Expired)
		}
		if got != test.want {
			t.Errorf("%s against %s: accepted until %s, expected %s", test.e.Of, test.attacker, got, test.want)
		}
	}
	var unneeded []string
	for _, r := range a.unneeded(&scenarios.Suite{Runs: []scenarios.Run{run, run}}) {
		unneeded = append(unneeded, r.Of+" "+r.Attacker)
	}
	if want := []string{"granted literal", "reached undisputed"}; !reflect.DeepEqual(unneeded, want) {
		t.Errorf("no longer needed are %q, expected %q", unneeded, want)
	}
}

// TestAcceptanceOfOneClient: what one of several clients needs is needed.
func TestAcceptanceOfOneClient(t *testing.T) {
	s, err := scenarios.ParseSuite(builtIn(), "s.yaml", []byte(`suite: s
deployment:
  deployment: acme
  flow: device-grant
  settings: {code_life: 10m}
  clients: {tv: {mitigations: short-lived-codes:2m}, cli: }
runs:
  - scenario: A1
    expect: {slow: kept}
    accept: [{property: slow, until: 2026-06-30, owner: Jo, reason: few are slow}]
`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Suite(t.Context(), builtIn(), s, "2026-01-01", model.Options{Workers: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, run := range r.Runs {
		names = append(names, fmt.Sprint(run.Check.Deployment, " ", run.Check.CodeLife, " ", run.Expectations[0].Found))
	}
	if want := []string{"acme/tv 600 lost", "acme/cli 600 kept"}; !reflect.DeepEqual(names, want) || r.Accepted != 1 || len(r.Unneeded) > 0 || len(r.Deployments) != 2 {
		t.Errorf("found %q, %d accepted, %d unneeded, %d deployments", names, r.Accepted, len(r.Unneeded), len(r.Deployments))
	}
}
