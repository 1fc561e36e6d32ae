package cli_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
)

// TestStatus pins exit statuses: what is expected and found, expected and not
// found, and not decided.
func TestStatus(t *testing.T) {
	for _, test := range []struct {
		name   string
		args   string
		status int
	}{
		{"an attack that is not expected", "check B1", cli.ExitNotMet},
		{"an attack that is", "check B1 --expect violated", cli.ExitMet},
		{"whatever is found", "check B1 --expect any", cli.ExitMet},
		{"an attack stopped and honest users kept", "check B2 --with trusted-networks", cli.ExitMet},
		{"an attack stopped, and who approves from elsewhere lost", "check B1 --with proximity:ble", cli.ExitNotMet},
		{"an attack stopped and an honest user lost", "check B1 --with short-lived-codes:2m", cli.ExitNotMet},
		{"an attack expected and stopped", "check B1 --with proximity:ble --expect violated", cli.ExitNotMet},
		{"honest people", "check A1", cli.ExitMet},
		{"a budget hit before anything is decided", "check B1 --with proximity:ble --max-states 50", cli.ExitInconclusive},
		{"a budget hit before defences are known", "defend B1 --max-states 50", cli.ExitInconclusive},
		{"a budget hit before a price is known", "price B1 --max-states 50", cli.ExitInconclusive},
		{"a budget hit before a comparison is done", "compare B1 --max-states 50", cli.ExitInconclusive},
		{"what binds a flow", "flows ciba-sync", cli.ExitMet},
		{"a flow that there is not", "flows ciba", cli.ExitUsage},
		{"a budget hit before binding is decided", "flows device-grant --brief --max-states 50", cli.ExitInconclusive},
		{"no time", "check B1 --with proximity:ble --timeout 1ns", cli.ExitInconclusive},
		{"an attack that a search finds", "search B1 --runs 50", cli.ExitNotMet},
		{"an attack that a search is to find", "search B1 --runs 50 --expect violated", cli.ExitMet},
		{"nothing found, which shows nothing", "search B1 --runs 50 --with trusted-networks", cli.ExitInconclusive},
		{"nothing found where it was to be", "search B1 --runs 50 --with trusted-networks --expect violated", cli.ExitInconclusive},
		{"nothing found, and nothing expected", "search B1 --runs 50 --with trusted-networks --expect any", cli.ExitMet},
		{"a search with a budget of time", "search B1 --time 10ms --expect any", cli.ExitMet},
		{"a search that is cut short", "search B1 --with trusted-networks --timeout 1ns --expect any", cli.ExitInconclusive},
		{"no argument explains", "", cli.ExitMet},
		{"version", "version", cli.ExitMet},
		{"list", "list mitigations", cli.ExitMet},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, errs, status := simulate(strings.Fields(test.args)...)
			if status != test.status {
				t.Errorf("simulate %s: exit status %d, want %d\n%s%s", test.args, status, test.status, out, errs)
			}
		})
	}
}

// TestLostUsers: who is lost is said with what loses them, where the verdict is and
// where it is not as expected.
func TestLostUsers(t *testing.T) {
	out, errs, status := simulate("check", "B1", "--with", "proximity:ble", "--reproducible")
	if status != cli.ExitNotMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	for _, want := range []string{
		"  attacker-access  holds within bounds (complete)\n",
		"  service          violated                        card-holder is lost to proximity:ble\n",
		"  card-holder  lost to proximity:ble  the account belongs to somebody who lives elsewhere, is sent the code and approves\n",
		"honest users served: plain, mobile-data, registered, slow, walks-away, busy-network, long-use\n",
		"worth nothing (0 hours of access to one resource within 30 days)\n",
		"not as expected: service is violated, expected: holds; card-holder is lost to proximity:ble\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Count(out, "not as expected") != 1 {
		t.Errorf("more is not as expected:\n%s", out)
	}
}

// TestBudgetNeverHolds: what hit a budget does not say that anything holds.
func TestBudgetNeverHolds(t *testing.T) {
	for _, command := range []string{"check", "defend", "price", "compare"} {
		args := []string{command, "B1", "--max-states", "50"}
		if command != "compare" {
			args = append(args, "--with", "proximity:ble")
		}
		out, errs, _ := simulate(args...)
		if errs != "" {
			t.Errorf("%s: %s", command, errs)
		}
		for _, claim := range []string{"holds within bounds", "minimal defence", "No attacker within reach", "disrupts", "prevents", "no bearing"} {
			if strings.Contains(out, claim) {
				t.Errorf("%s was cut short and prints %q:\n%s", command, claim, out)
			}
		}
	}
}

// TestMistakes pins what a user reads who mistypes: what was found, what was
// expected, and the nearest valid name. The status is 2 and nothing is printed
// to standard output.
func TestMistakes(t *testing.T) {
	for args, want := range map[string]string{
		"chek B1":                                                  `unknown command "chek"; did you mean "check"?`,
		"check":                                                    `check takes one scenario, found 0 arguments`,
		"check B1 A1":                                              `check takes one scenario, found 2 arguments`,
		"check B12":                                                `unknown scenario "B12"; did you mean "B1"?`,
		"check B1 --wiht x":                                        `unknown flag --wiht; did you mean --with?`,
		"check B1 --with proximty":                                 `did you mean "proximity"?`,
		"check B1 --with proximity:bel":                            `expected a variant of proximity: cable, nfc, ble, uwb, shared-network, geolocation`,
		"check B1 --with short-lived-codes:2":                      `expected a duration with its unit from 1s to 1h`,
		"check B1 --with short-lived-codes:-2m":                    `expected a duration with its unit from`,
		"check B1 --attacker stronges":                             `did you mean "strongest"?`,
		"check B1 --attacker literal,+vpm":                         `did you mean "+vpn"?`,
		"check B1 --user obedien":                                  `did you mean "obedient"?`,
		"check A1 --attacker literal":                              `A1 is an honest scenario: it has no attacker`,
		"check B1 --flow ciba":                                     `unknown flow "ciba"; there are: device-grant`,
		"check B1 --set cod_life=3m":                               `"cod_life"`,
		"check B4 --deployment keycloak":                           `found deployment "keycloak" of device-grant, expected one of a flow that B4 applies to: ciba-poll, ciba-ping, ciba-push`,
		"check B4 --deployment keycloak --flow ciba-poll":          `found deployment "keycloak" of device-grant, expected one of ciba-poll; the setting user_code is none of that flow`,
		"check B4 --set notification_token=128":                    `--set: found setting "notification_token", expected a setting of ciba-poll; it is one of ciba-ping and ciba-push`,
		"check B4 --flow ciba-push --set profile=fapi":             `--set: found profile: fapi beside flow: ciba-push, expected flow: ciba-poll or ciba-ping, or profile: core, because FAPI-CIBA 5.2.2 has no push mode`,
		"check B4 --set binding_message=none,profile=fapi":         `--set: found profile: fapi beside binding_message: none, expected binding_message: static`,
		"check B4 --set profile=fapi":                              `no model reads profile`,
		"check B1 --set refresh_token_life=1d,refresh_token=false": `--set: found refresh_token: false beside refresh_token_life: 1d, expected one of the two`,
		"check B4 --with one-time-codes":                           `found "one-time-codes:1", expected a mitigation that is about ciba-poll; did you mean "short-lived-codes"?`,
		"price B4 --with unique-codes,request-binding":             `found "unique-codes", expected a mitigation that is about ciba-poll: proximity, short-lived-codes, `,
		"check B1 --set code_life=3":                               `a duration with its unit`,
		"check B1 --set code_life=0s":                              `expected a duration from 1s`,
		"check B1 --set code_life":                                 `expected key=value`,
		"check B1 --set code_life=900h":                            `expected a duration from 1s`,
		"check B1 --deployment keycloack":                          `did you mean "keycloak"?`,
		"check B1 --deployment ./none.yaml":                        `none.yaml`,
		"check B1 --expect maybe":                                  `unknown expectation "maybe"`,
		"check B1 --json /nowhere/x.json":                          `cannot write /nowhere/x.json: no such directory`,
		"check B1 --json - --markdown -":                           `only one of --json and --markdown`,
		"compare A1":                                               `A1 is an honest scenario: it has no attacker`,
		"check B1 --max-states -1":                                 `--max-states: found -1, expected`,
		"check B1 --workers -3":                                    `--workers: found -3, expected`,
		"check B1 --timeout -1s":                                   `--timeout: found -1s, expected`,
		"check B1 --json x --markdown x":                           `--json and --markdown both name x`,
		"run ../README.md --json ../README.md":                     `--json names ../README.md, which is read`,
		"check B1 --set interval=5s":                               `no model reads interval`,
		"defend B1 --goal grante":                                  `did you mean "granted"?`,
		"defend A1":                                                `A1 is an honest scenario: it has no attacker`,
		"compare B1 --with proximity":                              `compare puts each mitigation alone`,
		"run none.yaml":                                            `none.yaml`,
		"run .":                                                    `found ".", expected a suite file, or one built in: `,
		"run ../cli/":                                              `directory`,
		"compare B1 --initiated reach":                             `unknown reading "reach"; did you mean "reached"?`,
		"list mitigation":                                          `did you mean "mitigations"?`,
		"bench --size 2,2":                                         `expected three numbers K,V,T`,
		"bench --size 9,9,9":                                       `outside`,
		"bench --scenario B12":                                     `unknown scenario "B12"; did you mean "B1"?`,
		"bench --scenario B1 --peers":                              `not about a --scenario`,
		"bench --scenario B1 --size 2,3,8":                         `not about a --scenario`,
		"bench --scenario B1 --rounds 0":                           `--rounds: found 0`,
		"bench --reproducible":                                     `nothing would be left`,
		"search":                                                   `search takes one scenario, found 0 arguments`,
		"search B12":                                               `unknown scenario "B12"; did you mean "B1"?`,
		"search A1":                                                `A1 is an honest scenario: it has no attacker`,
		"search B1 --expect maybe":                                 `unknown expectation "maybe"`,
		"search B1 --sessions 5":                                   `--sessions: found 5, expected 1 to 4`,
		"search B1 --persons 0":                                    `--persons: found 0, expected 1 to 4`,
		"search B1 --steps 0":                                      `--steps: found 0, expected 1 to 100000`,
		"search B1 --runs 0":                                       `--runs: found 0, expected 1 to 1000000000`,
		"search B1 --time 0s":                                      `--time: found 0s, expected a duration above zero`,
		"search B1 --time 1":                                       `invalid argument "1" for "--time"`,
		"search B1 --seed -1":                                      `--seed: found -1, expected a number from 0`,
		"search B1 --seed x":                                       `invalid argument "x" for "--seed"`,
		"search B1 --time 1s --reproducible":                       `--reproducible: how many runs there is --time for depends on the machine; say --runs instead`,
		"search B1 --with proximity:nfc":                           `none of proximity:nfc judges any step of device-grant`,
	} {
		t.Run(args, func(t *testing.T) {
			out, errs, status := simulate(strings.Fields(args)...)
			if status != cli.ExitUsage {
				t.Errorf("exit status %d, want %d", status, cli.ExitUsage)
			}
			if !strings.Contains(errs, want) {
				t.Errorf("stderr is %q, want something with %q", errs, want)
			}
			if out != "" {
				t.Errorf("stdout is not empty: %q", out)
			}
			if strings.Contains(errs, "goroutine") {
				t.Errorf("a stack trace reached the user:\n%s", errs)
			}
		})
	}
}

// TestJSON holds the keys that scripts rely on.
func TestJSON(t *testing.T) {
	for args, keys := range map[string]string{
		"check B1 --with short-lived-codes --attacker literal,+on-demand": "schema models scenario flow mitigations attacker properties initiated reached granted impact states edges depth complete n_a no_bearing probabilistic_only in_force",
		"defend B1 --attacker strongest":                                  "minimal_defences attack_blockers keeps deployments states",
		"price B1 --with proximity:shared-network,short-lived-codes":      "cheapest_attackers none_within_reach",
		"bench --scenario A3":                                             "scenario flow instances complete run",
		"bench --size 2,2,3":                                              "states edges seconds cpu_seconds bytes_per_state",
	} {
		t.Run(args, func(t *testing.T) {
			out, errs, _ := simulate(append(strings.Fields(args), "--json", "-")...)
			var object map[string]any
			if err := json.Unmarshal([]byte(out), &object); err != nil {
				t.Fatalf("%v: %s%s", err, out, errs)
			}
			for _, key := range strings.Fields(keys) {
				if _, ok := object[key]; !ok {
					t.Errorf("no key %q", key)
				}
			}
		})
	}
}

// TestReproducible: equal questions give equal bytes, with any number of workers.
func TestReproducible(t *testing.T) {
	for _, args := range []string{"check B1 --with short-lived-codes", "defend B1 --attacker strongest", "price B1", "defend B1 --max-states 2000", "bench --scenario A1,B1 --max-states 2000", "search B1 --runs 300", "search wrong-device --runs 300 --seed 7 --attacker literal --attacker strongest"} {
		ask := func(workers string) string {
			out, errs, _ := simulate(append(strings.Fields(args), "--reproducible", "--workers", workers, "--json", "-")...)
			if errs != "" {
				t.Fatal(errs)
			}
			return out
		}
		first := ask("1")
		for _, workers := range []string{"1", "2", "5"} {
			if again := ask(workers); again != first {
				t.Errorf("simulate %s gives other bytes with %s workers", args, workers)
			}
		}
	}
}

// TestFilesAreWhole: a result file appears whole or not at all, and no
// temporary file is left beside it.
func TestFilesAreWhole(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "out.json")
	if _, errs, status := simulate("check", "B1", "--expect", "any", "--json", file, "--markdown", filepath.Join(dir, "out.md")); status != cli.ExitMet {
		t.Fatal(errs)
	}
	text, err := os.ReadFile(file)
	if err != nil || !json.Valid(text) {
		t.Errorf("%s: %v, valid JSON: %v", file, err, json.Valid(text))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Errorf("%d files beside the two asked for", len(entries)-2)
	}
}

// closed is a pipe that nobody reads.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, &os.PathError{Op: "write", Err: syscall.EPIPE} }

// TestClosedPipe: a reader that goes away early is no error worth a word.
func TestClosedPipe(t *testing.T) {
	var errs strings.Builder
	status := cli.Main(builtIn(), []string{"list"}, closed{}, io.Writer(&errs))
	if status != cli.ExitMet || errs.String() != "" {
		t.Errorf("exit status %d, stderr %q", status, errs.String())
	}
	if !errors.Is(&os.PathError{Err: syscall.EPIPE}, syscall.EPIPE) {
		t.Error("the test's pipe is not what it should be")
	}
}
