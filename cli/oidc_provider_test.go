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
	cases := []struct {
		target string
		flows  int
		found  string // under requests at once, in each flow
		all    bool   // nothing is left untried
	}{
		{"target", 3, "concurrent.polls.token-unusable", false},
		{"target-racy", 2, "concurrent.polls.two-tokens", false},
		{"target-dpop", 2, "concurrent.polls.token-unusable", false},
		{"target-short", 3, "concurrent.polls.token-unusable", true},
	}
	var said []chan answer // side by side: each has ports of its own, and waits a lot
	for _, c := range cases {
		said = append(said, ask(c.target, oidcProvider+"known.yaml", "--rounds", "20"))
	}
	for i, c := range cases {
		t.Run(c.target, func(t *testing.T) {
			r := (<-said[i]).result(t, cli.ExitMet)
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
	const gone, happens = "deny.redeemed.refused", "deny.redeemed.accepted"
	if !strings.Contains(string(text), happens) {
		t.Fatal(happens, " is not known")
	}
	known := filepath.Join(t.TempDir(), "known.yaml")
	if err := os.WriteFile(known, []byte(strings.ReplaceAll(string(text), happens, gone)), 0o644); err != nil {
		t.Fatal(err)
	}
	r := (<-ask("target", known, "--rounds", "0")).result(t, cli.ExitNotMet)
	for _, of := range r.Targets {
		var unmet []string
		if of.Flow != "device-grant" {
			unmet = []string{happens + ": another word", gone + ": expected, and did not happen"}
		}
		if !slices.Equal(of.Unmet, unmet) && len(of.Unmet)+len(unmet) > 0 {
			t.Errorf("%s: %q, expected %q", of.Flow, of.Unmet, unmet)
		}
	}
}

// answer is what live says of a target of the example.
type answer struct {
	out, errs string
	status    int
}

func ask(target, known string, more ...string) chan answer {
	said := make(chan answer, 1)
	go func() {
		out, errs, status := simulate(slices.Concat([]string{"live", oidcProvider + target + ".yaml", "--expected", known, "--json", "-"}, more)...)
		said <- answer{out, errs, status}
	}()
	return said
}

func (a answer) result(t *testing.T, expected int) (r results.Live) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.out), &r); err != nil {
		t.Fatalf("%v\n%s%s", err, a.out, a.errs)
	}
	if a.status != expected {
		t.Errorf("exit status %d, expected %d\n%s", a.status, expected, a.errs)
		for _, of := range r.Targets {
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
