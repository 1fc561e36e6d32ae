package scenarios

import (
	"reflect"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// goodClients is a server with clients.
const goodClients = `deployment: acme
doc: One server
flow: device-grant
settings:
  interval: 5s
  code_life: {value: 10m, source: the server's defaults}
  entry_bound: true
mitigations: {one-time-codes: 1}
clients:
  tv:
    doc: The app on the TV
    settings: {code_life: 30m, slow_down: true, entry_bound: false}
    mitigations: [one-time-codes, proximity:ble]
  cli:
`

func TestClients(t *testing.T) {
	interval := Sourced{Key: "interval", Value: "5s"}
	want := map[string]*Deployment{
		"tv": {Name: "acme/tv", Doc: "The app on the TV", File: "acme.yaml", Flow: "device-grant", Parameters: flows.Parameters{CodeLife: 1800},
			Mitigations: []string{"one-time-codes:1", "proximity:ble"},
			Sources: []Sourced{interval, {Key: "code_life", Value: "30m", Read: true}, {Key: "entry_bound", Value: "false", Read: true},
				{Key: "slow_down", Value: "true"}}},
		"cli": {Name: "acme/cli", Doc: "One server", File: "acme.yaml", Flow: "device-grant", Parameters: flows.Parameters{CodeLife: 600, EntryBound: true},
			Mitigations: []string{"one-time-codes:1"},
			Sources:     []Sourced{interval, {Key: "code_life", Value: "10m", Source: "the server's defaults", Read: true}, {Key: "entry_bound", Value: "true", Read: true}}},
	}
	for client, d := range want {
		got, err := ParseDeployment(everything(), "acme.yaml#"+client, []byte(goodClients))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, d) {
			t.Errorf("%s: found\n%+v\nexpected\n%+v", client, got, d)
		}
	}
}

func TestLoadClient(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "acme.yaml", goodClients)
	alone := write(t, dir, "al#ne.yaml", goodDeployment)
	for name, want := range map[string]string{
		path + "#tv":  "",
		path:          "DIR/acme.yaml: found a deployment with clients, expected one of them: DIR/acme.yaml#tv, DIR/acme.yaml#cli",
		path + "#clu": `DIR/acme.yaml: found client "clu", expected a client of this deployment; did you mean "cli"?`,
		alone:         "",
		alone + "#tv": `DIR/al#ne.yaml: found client "tv", expected none, because this deployment has no clients`,
	} {
		_, err := LoadDeployment(everything(), name)
		if got := strings.ReplaceAll(message(err), dir, "DIR"); got != want {
			t.Errorf("%s: found %q, expected %q", name, got, want)
		}
	}
}

// clientSuite uses what goodSuite does not: clients, what runs share, acceptances.
var clientSuite = "suite: s\nattackers: [literal, strongest]\nuser: [comparing, obedient]\ndeployment:\n  " + strings.ReplaceAll(goodClients, "\n", "\n  ") + `
runs:
- scenario: A1
  expect: {plain: kept}
- scenario: B1
  client: tv
  with: [proximity:ble, short-lived-codes:2m]
  expect: {granted: {strongest: reachable}}
- scenario: B1
  client: [cli, tv]
  with: proximity:ble
  attackers: [undisputed]
  user: vigilant
  expect: {granted: reachable}
  accept:
  - {property: granted, client: tv, until: 2026-12-31, owner: Jo, reason: known}
- scenario: A1
  deployment: example
  user: [vigilant]
  expect: {plain: kept}
`

// TestRunsOfClientsAndUsers: an item of the runs is a run on each client for each
// user, unless it says on which.
func TestRunsOfClientsAndUsers(t *testing.T) {
	s, err := ParseSuite(everything(), "s.yaml", []byte(clientSuite))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, run := range s.Runs {
		got = append(got, strings.Join([]string{run.Scenario.Name, run.Deployment.Name, strings.Join(run.With, "+"), strings.Join(run.Attackers, " "), run.User}, ", "))
	}
	want := []string{
		"A1, acme/tv, , , comparing",
		"A1, acme/tv, , , obedient",
		"A1, acme/cli, , , comparing",
		"A1, acme/cli, , , obedient",
		"B1, acme/tv, short-lived-codes:2m, literal strongest, comparing",
		"B1, acme/tv, short-lived-codes:2m, literal strongest, obedient",
		"B1, acme/cli, proximity:ble, undisputed, vigilant",
		"B1, acme/tv, , undisputed, vigilant",
		"A1, example, , , vigilant",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("found\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAccept(t *testing.T) {
	text := "suite: s\ndeployment:\n  " + strings.ReplaceAll(goodClients, "\n", "\n  ") + `
runs:
- scenario: B1
  attackers: [literal, "literal,+on-demand"]
  expect: {granted: unreachable}
  accept:
  - {property: granted, attacker: "literal, +on-demand", client: tv, until: 2026-12-31, owner: Jo, reason: "PAY-1: known"}
  - {property: slow, until: "2028-02-29", owner: Al, reason: rare}
`
	s, err := ParseSuite(everything(), "s.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Count(text[:strings.Index(text, "- {property: granted")], "\n") + 1
	tv := Acceptance{At: Position{"s.yaml", first, 5}, Of: "granted", Attacker: "literal,+on-demand", Until: "2026-12-31", Owner: "Jo", Reason: "PAY-1: known"}
	both := Acceptance{At: Position{"s.yaml", first + 1, 5}, Of: "slow", Until: "2028-02-29", Owner: "Al", Reason: "rare"}
	for i, want := range [][]Acceptance{{tv, both}, {both}} {
		if got := s.Runs[i].Accept; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: found\n%+v\nexpected\n%+v", s.Runs[i].Deployment.Name, got, want)
		}
	}
}

// TestUsersAreApart: what is expected for one user contradicts nothing that is
// expected for another.
func TestUsersAreApart(t *testing.T) {
	const text = `suite: s
attackers: [literal]
runs:
- scenario: B1
  user: [obedient, typing]
  expect: {granted: reachable}
- scenario: B1
  user: [vigilant, "obedient,-approves-unasked"]
  expect: {granted: unreachable}
`
	if _, err := ParseSuite(everything(), "s.yaml", []byte(text)); err != nil {
		t.Error(err)
	}
	_, err := ParseSuite(everything(), "s.yaml", []byte(strings.Replace(text, "[vigilant,", "[typing,", 1)))
	if want := "s.yaml:9:21: found granted: unreachable, expected what agrees with granted: reachable in line 6, for the same deployment and attacker"; message(err) != want {
		t.Errorf("found %q, expected %q", message(err), want)
	}
}
