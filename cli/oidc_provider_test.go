package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

const oidcProvider = "../examples/oidc-provider/"

// TestOIDCProvider tests a server that is not ours, in each of the ways in which the
// example starts it: whatever differs is known, and nothing is known that does not differ.
// Where CROSSDEVICE_CI is set it has to be installed.
func TestOIDCProvider(t *testing.T) {
	_, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(oidcProvider + "node_modules/oidc-provider")
	}
	if err != nil {
		if os.Getenv("CROSSDEVICE_CI") != "" {
			t.Fatal("not installed: ", err)
		}
		fmt.Println("left out: the test of oidc-provider, for want of Node or of npm ci in examples/oidc-provider:", err)
		return
	}
	known := oidcProvider + "known.yaml"
	for _, c := range []struct {
		target string
		flows  int
		found  string // under requests at once, in each flow
		all    bool   // nothing is left untried
	}{
		{"target", 3, "concurrent.polls.token-unusable", false},
		{"target-racy", 2, "concurrent.polls.two-tokens", false},
		{"target-dpop", 2, "concurrent.polls.token-unusable", false},
		{"target-short", 3, "concurrent.polls.token-unusable", true},
	} {
		t.Run(c.target, func(t *testing.T) {
			t.Parallel() // each has a port of its own
			r := liveResult(t, cli.ExitMet, c.target, known)
			if len(r.Targets) != c.flows {
				t.Fatalf("%d flows, expected %d", len(r.Targets), c.flows)
			}
			for _, of := range r.Targets {
				if of.Verdict != "violated" {
					t.Errorf("%s: %s", of.Flow, of.Verdict)
				}
				if !slices.ContainsFunc(of.Histories.Found, func(h results.History) bool { return h.ID == c.found }) {
					t.Errorf("%s: %s was not found", of.Flow, c.found)
				}
				for _, b := range of.Behaviours {
					if b.Status == "not tried" && (c.all || !strings.Contains(b.Why, "--wait")) {
						t.Errorf("%s: %s by %s, %s: %s", of.Flow, b.Step, b.By, b.When, b.Why)
					}
				}
			}
		})
	}
}

// TestOIDCProviderUnknown takes one known deviation away and adds another: both are said.
func TestOIDCProviderUnknown(t *testing.T) {
	if _, err := os.Stat(oidcProvider + "node_modules/oidc-provider"); err != nil {
		return // which the test above says
	}
	text, err := os.ReadFile(oidcProvider + "known.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const gone, happens = "authorize.redeemed.refused", "authorize.redeemed.accepted"
	if !strings.Contains(string(text), happens) {
		t.Fatal(happens, " is not known")
	}
	known := filepath.Join(t.TempDir(), "known.yaml")
	if err := os.WriteFile(known, []byte(strings.ReplaceAll(string(text), happens, gone)), 0o644); err != nil {
		t.Fatal(err)
	}
	r := liveResult(t, cli.ExitNotMet, "target", known, "--rounds", "0")
	for _, of := range r.Targets {
		var unmet []string
		if of.Flow != "device-grant" {
			unmet = []string{happens + ": grants what the model refuses", gone + ": expected, and did not happen"}
		}
		if !slices.Equal(of.Unmet, unmet) && len(of.Unmet)+len(unmet) > 0 {
			t.Errorf("%s: %q, expected %q", of.Flow, of.Unmet, unmet)
		}
	}
}

// liveResult is what live says of a target of the example.
func liveResult(t *testing.T, expected int, target, known string, more ...string) (r results.Live) {
	t.Helper()
	args := slices.Concat([]string{"live", oidcProvider + target + ".yaml", "--expected", known, "--json", "-"}, more)
	out, errs, status := simulate(args...)
	if status != expected {
		t.Errorf("exit status %d, expected %d\n%s", status, expected, errs)
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v\n%s%s", err, out, errs)
	}
	for _, of := range r.Targets {
		if status != expected {
			t.Errorf("%s: %q", of.Flow, of.Unmet)
		}
	}
	return r
}

// TestOIDCProviderTargets holds the targets of the example against each other: what a
// browser sends is the same in each.
func TestOIDCProviderTargets(t *testing.T) {
	different := regexp.MustCompile(`127\.0\.0\.1:\d+|"Line":\d+`)
	var first map[string]string
	files, err := filepath.Glob(oidcProvider + "target*.yaml")
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	slices.SortFunc(files, func(a, b string) int { return len(a) - len(b) }) // target.yaml has every flow
	for _, file := range files {
		target, err := scenarios.LoadTarget(builtIn(), file)
		if err != nil {
			t.Fatal(err)
		}
		steps := map[string]string{}
		for _, f := range target.Flows {
			data, err := json.Marshal(f.Steps)
			if err != nil {
				t.Fatal(err)
			}
			steps[f.Flow.Name] = different.ReplaceAllString(string(data), "")
			if first != nil && steps[f.Flow.Name] != first[f.Flow.Name] {
				t.Errorf("%s, %s:\n%s\nexpected, as in target.yaml:\n%s", file, f.Flow.Name, steps[f.Flow.Name], first[f.Flow.Name])
			}
		}
		if first == nil {
			first = steps
		}
	}
}
