package cli_test

import (
	"encoding/json"
	"os"
	"os/signal"
	"strings"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestSearchTables holds docs/search.md against what the command prints.
func TestSearchTables(t *testing.T) { holdsTables(t, "../docs/search.md") }

// TestSearchNeverHolds: what a search did not find it does not call absent.
func TestSearchNeverHolds(t *testing.T) {
	out, errs, _ := simulate("search", "B1", "--with", "proximity:ble", "--runs", "200", "--reproducible")
	for _, want := range []string{"attacker-access  inconclusive  nothing found in 200 runs\n", "granted          inconclusive  nothing found in 200 runs\n",
		"walked at random: 200 runs of at most 100 steps, seed 1; 4 sessions, 4 persons, 1m ticks\n", " of them new in the last 20 runs; ", "What was not found can still be there"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s%s", want, out, errs)
		}
	}
	for _, claim := range []string{"holds", "unreachable"} {
		if strings.Contains(out, claim) {
			t.Errorf("it prints %q:\n%s", claim, out)
		}
	}
}

// TestSearchForCI: what is found is a failure, with the attack; what is not found is
// not decided.
func TestSearchForCI(t *testing.T) {
	junit, _, _ := simulate("search", "B1", "--runs", "50", "--junit", "-")
	for _, want := range []string{`name="search B1 device-grant literal on example"`, `failures="2" errors="4"`, "attacker-access: expected holds, found violated", "device_authorization", "met in run"} {
		if !strings.Contains(junit, want) {
			t.Errorf("no %q in\n%s", want, junit)
		}
	}
	sarif, _, _ := simulate("search", "B1", "--runs", "50", "--expect", "violated", "--sarif", "-")
	for _, want := range []string{`"ruleId": "CD-attacker-access"`, `"level": "note"`, "The attack, step by step", "the expectation of attacker-access is: violated"} {
		if !strings.Contains(sarif, want) {
			t.Errorf("no %q in\n%s", want, sarif)
		}
	}
}

// TestSearchInterrupted: who ends a search reads what it has found so far.
func TestSearchInterrupted(t *testing.T) {
	file := t.TempDir() + "/out.json"
	signals := make(chan os.Signal, 100) // one that comes too early must not end the test
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	done, status, errs := make(chan bool), 0, ""
	go func() {
		_, errs, status = simulate("search", "B1", "--time", "1h", "--json", file)
		close(done)
	}()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for waiting := true; waiting; {
		select {
		case <-done:
			waiting = false
		case <-time.After(300 * time.Millisecond):
			if err := self.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	var r results.Search
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil || status != cli.ExitInterrupted || r.Partial != "interrupted" || r.Stopped != "interrupted" || !strings.Contains(errs, "partial") {
		t.Errorf("exit status %d, %v: %s, after %d runs: %s", status, err, r.Partial, r.Runs, errs)
	}
}
