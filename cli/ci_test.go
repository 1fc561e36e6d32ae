package cli_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/live/demo"
)

// fence is a piece of code in a page.
var fence = regexp.MustCompile("(?s)\n```([a-z]+)\n(.*?)```\n")

// TestCIPage does what docs/CI.md says: its suite is met, its workflows are YAML,
// and every line of a shell in them runs and writes what they hand on. The real server
// is one of the demo's.
func TestCIPage(t *testing.T) {
	text, err := os.ReadFile("../docs/CI.md")
	if err != nil {
		t.Fatal(err)
	}
	_, target := behind(t, demo.Locked)
	example(t)
	if err := os.Mkdir("ci", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(target, "target.yaml"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("known.yaml", []byte("deviations: [{deviation: concurrent.*, chance: true, reason: our store}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const program = "github.com/crossdeviceflows/crossdevice/cmd/simulate@VERSION"
	suites, workflows, ran := 0, 0, 0
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		language, code := m[1], m[2]
		if language == "yaml" && strings.HasPrefix(code, "suite:") {
			suites++
			if err := os.WriteFile("ci/simulate.yaml", []byte(code), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if language == "yaml" {
			workflows++
			var value map[string]any
			if err := yaml.Unmarshal([]byte(code), &value); err != nil {
				t.Errorf("no YAML: %v\n%s", err, code)
			}
			for _, name := range []string{"simulate.xml", "simulate.sarif", "live.xml", "live.sarif", "live.json"} {
				os.Remove(name)
			}
		}
		for line := range strings.Lines(code) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "- ")
			args, isRun := strings.CutPrefix(line, "go run "+program+" ")
			if !isRun {
				args, isRun = strings.CutPrefix(line, "simulate ")
			}
			if line == "mkdir -p ci" || strings.HasPrefix(line, "curl -fo metadata.json https://id.example.com/.well-known/") { // as example does
				continue
			}
			if line == "go install "+program || !isRun && language != "sh" {
				continue
			}
			if !isRun {
				t.Errorf("nothing runs the line %q", line)
				continue
			}
			ran++
			if out, errs, status := simulate(strings.Fields(args)...); status != cli.ExitMet {
				t.Errorf("%s: exit status %d\n%s%s", line, status, out, errs)
			}
		}
		if language == "yaml" {
			names := []string{"simulate.xml", "simulate.sarif"}
			if strings.Contains(code, "simulate live ") {
				names = []string{"live.xml", "live.sarif", "live.json"}
			}
			for _, name := range names {
				if _, err := os.Stat(name); err != nil || !strings.Contains(code, " "+name) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
	if suites != 1 || workflows != 4 || ran != 12 {
		t.Errorf("%d suites, %d workflows, %d lines", suites, workflows, ran)
	}
	for _, name := range []string{"changes.md", "changes.json"} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
}

const failing = `suite: failing
deployment: node-oidc-provider
runs:
  - scenario: B1
    attackers: [literal, strongest]
    with: {proximity: ble}
    expect: {attacker-access: holds, plain: kept}
`

// TestCIFiles holds the files of one failing suite against each other and the
// exit status: the same findings, and the same bytes with one worker and with two.
func TestCIFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("s.yaml", []byte(failing), 0o644); err != nil {
		t.Fatal(err)
	}
	var first [2]string
	for i, workers := range []string{"1", "2"} {
		if out, errs, status := simulate("run", "s.yaml", "--junit", "s.xml", "--sarif", "s.sarif", "--reproducible", "--workers", workers); status != cli.ExitNotMet {
			t.Fatalf("exit status %d\n%s%s", status, out, errs)
		}
		var texts [2]string
		for j, name := range []string{"s.xml", "s.sarif"} {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[j] = string(text)
		}
		if i == 0 {
			first = texts
		}
		if texts != first {
			t.Errorf("%s workers write other bytes", workers)
		}
	}
	var tests struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	if err := xml.Unmarshal([]byte(first[0]), &tests); err != nil || tests.Tests != 4 || tests.Failures != 1 || tests.Errors != 0 {
		t.Errorf("%+v, %v", tests, err)
	}
	if strings.Count(first[1], `"level": "error"`) != 1 || !strings.Contains(first[1], `"startLine": 7`) {
		t.Errorf("SARIF is\n%s", first[1])
	}
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 3 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

// TestCICheck: what is expected of check is told to CI too.
func TestCICheck(t *testing.T) {
	for args, want := range map[string]string{
		"check B1 --junit -":                                     `tests="8" failures="2" errors="0"`,
		"check B1 --expect any --junit -":                        `tests="8" failures="0" errors="0"`,
		"check B1 --expect violated --junit -":                   `tests="1" failures="0" errors="0"`,
		"check B1 --max-states 50 --expect any --junit -":        `tests="8" failures="0" errors="8"`,
		"check B1 --attacker literal --expect any --sarif -":     `"level": "note"`,
		"check B1 --expect holds --sarif -":                      `"level": "error"`,
		"run --max-states 50 --sarif -":                          `"level": "warning"`,
		"run --max-states 60 --sarif -":                          `"uri": "builtin/suite.yaml"`,
		"run --max-states 50 --junit -":                          `file="builtin/suite.yaml"`,
		"check B1 --expect holds --attacker strongest --sarif -": `"fullyQualifiedName": "B1/device-grant/strongest/attacker-access"`,
	} {
		if out, errs, _ := simulate(strings.Fields(args)...); !strings.Contains(out, want) || errs != "" {
			t.Errorf("simulate %s: no %s in\n%s%s", args, want, out, errs)
		}
	}
}

// TestDiffStatus pins exit statuses of diff, and what it refuses to read.
func TestDiffStatus(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, args string) {
		if _, errs, _ := simulate(append(strings.Fields(args), "--reproducible", "--json", name)...); errs != "" {
			t.Fatal(errs)
		}
	}
	write("long.json", "check B1 --expect any")
	write("short.json", "check B1 --expect any --set code_life=20m")
	write("ble.json", "check B1 --expect any --with proximity:ble")
	write("cut.json", "check B1 --expect any --max-states 50")
	write("list.json", "list")
	if err := os.WriteFile("s.yaml", []byte(failing), 0o644); err != nil {
		t.Fatal(err)
	}
	write("run.json", "run s.yaml")
	text, err := os.ReadFile("run.json")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(text), `"verdict": "holds"`, `"verdict": "violated"`, 1)
	for name, content := range map[string]string{"half.json": string(text[:len(text)/2]), "worse.json": broken, "empty.json": "",
		"newer.json": strings.Replace(string(text), `"schema": "1"`, `"schema": "2"`, 1)} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	huge, err := os.Create("huge.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := huge.Truncate(65 << 20); err != nil {
		t.Fatal(err)
	}
	huge.Close()
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"diff run.json run.json", cli.ExitMet, "changed: 0"},
		{"diff long.json short.json", cli.ExitMet, "code life"},
		{"diff run.json worse.json", cli.ExitNotMet, "WORSE"},
		{"diff worse.json run.json", cli.ExitMet, "better"},
		{"diff run.json worse.json --markdown -", cli.ExitNotMet, "| WORSE | property |"},
		{"diff long.json cut.json", cli.ExitInconclusive, "inconclusive"},
		{"diff long.json ble.json", cli.ExitUsage, "have no run in common"},
		{"diff run.json half.json", cli.ExitUsage, `"half.json": found JSON that breaks off`},
		{"diff empty.json run.json", cli.ExitUsage, `"empty.json": found an empty file`},
		{"diff list.json run.json", cli.ExitUsage, "found the result of another command"},
		{"diff newer.json run.json", cli.ExitUsage, `found schema version "2", expected "1"`},
		{"diff none.json run.json", cli.ExitUsage, "found no such file"},
		{"diff . run.json", cli.ExitUsage, "found a directory"},
		{"diff huge.json run.json", cli.ExitUsage, "found more than 64 MiB"},
		{"diff run.json", cli.ExitUsage, "found 1 arguments"},
		{"diff run.json run.json --json run.json", cli.ExitUsage, "--json names run.json, which is read"},
		{"diff run.json run.json --junit x", cli.ExitUsage, "--junit: diff holds nothing against expectations; run, check, search and live do"},
		{"defend B1 --junit x --sarif y", cli.ExitUsage, "--junit and --sarif: defend holds nothing against expectations"},
		{"run --junit - --sarif -", cli.ExitUsage, "only one of --junit and --sarif can be written to standard output"},
		{"run --json x --sarif ./x", cli.ExitUsage, "--json and --sarif both name ./x"},
		{"run --junit nowhere/x.xml", cli.ExitUsage, "cannot write nowhere/x.xml: no such directory"},
		{"run --sarif .", cli.ExitUsage, "cannot write .: it is a directory"},
	} {
		out, errs, status := simulate(strings.Fields(test.args)...)
		if status != test.status || !strings.Contains(out+errs, test.want) {
			t.Errorf("simulate %s: exit status %d, want %d and %q:\n%s%s", test.args, status, test.status, test.want, out, errs)
		}
		if status == cli.ExitUsage && out != "" {
			t.Errorf("simulate %s: stdout is not empty: %q", test.args, out)
		}
	}
	out, _, _ := simulate("diff", "run.json", "worse.json", "--json", "-")
	var d struct{ Worse, Compared int }
	if err := json.Unmarshal([]byte(out), &d); err != nil || d.Worse != 1 || d.Compared == 0 {
		t.Errorf("%+v, %v", d, err)
	}
	if left, _ := filepath.Glob(".simulate-*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestAccepted: an accepted finding fails nothing until its date has passed, and
// bytes are equal only for a day that is said.
func TestAccepted(t *testing.T) {
	t.Chdir(t.TempDir())
	suite := strings.Replace(failing, "[literal, strongest]", "[strongest]", 1) +
		"    accept: [{property: attacker-access, until: 2001-06-30, owner: Jo, reason: known}]\n"
	if err := os.WriteFile("s.yaml", []byte(suite), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"run s.yaml --reproducible --date 2001-06-30", cli.ExitMet, "attacker-access of B1 against strongest on node-oidc-provider with proximity:ble should be holds and is violated; accepted until 2001-06-30 by Jo: known"},
		{"run s.yaml --date 2001-07-01", cli.ExitNotMet, "NOT MET: s.yaml:7: attacker-access of B1 against strongest on node-oidc-provider with proximity:ble should be holds and is violated; the acceptance by Jo expired on 2001-06-30"},
		{"run s.yaml", cli.ExitNotMet, "the acceptance by Jo expired on 2001-06-30"},
		{"run s.yaml --date 2001-06-30 --json -", cli.ExitMet, `"date": "2001-06-30"`},
		{"run s.yaml --reproducible", cli.ExitUsage, "--reproducible: suite failing accepts findings until a date; say with --date which day it is"},
		{"run s.yaml --date 30.6.2001", cli.ExitUsage, `--date: found "30.6.2001", expected a date, as 2026-12-31`},
		{"run s.yaml --date 2001-02-30", cli.ExitUsage, `--date: found "2001-02-30", expected a date, as 2026-12-31`},
	} {
		out, errs, status := simulate(strings.Fields(test.args)...)
		if status != test.status || !strings.Contains(out+errs, test.want) {
			t.Errorf("simulate %s: exit status %d, want %d and %q:\n%s%s", test.args, status, test.status, test.want, out, errs)
		}
	}
}

// TestClient: a deployment with clients is asked about one of them.
func TestClient(t *testing.T) {
	t.Chdir(t.TempDir())
	const acme = "deployment: acme\nflow: device-grant\nclients: {tv: {settings: {code_life: 2m}}, cli: {settings: {code_life: 10m}}}\n"
	if err := os.WriteFile("acme.yaml", []byte(acme), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"check A1 --deployment acme.yaml", cli.ExitUsage, "found a deployment with clients, expected one of them: acme.yaml#tv, acme.yaml#cli"},
		{"check A1 --deployment acme.yaml#tx", cli.ExitUsage, `found client "tx", expected a client of this deployment; did you mean "tv"?`},
		{"check A1 --deployment acme.yaml#tv --json acme.yaml", cli.ExitUsage, "--json names acme.yaml, which is read"},
		{"check A1 --deployment acme.yaml#tv", cli.ExitNotMet, "deployment acme/tv (codes live 2m)"},
		{"check A1 --deployment acme.yaml#cli --expect any", cli.ExitMet, "deployment acme/cli (codes live 10m)"},
	} {
		out, errs, status := simulate(strings.Fields(test.args)...)
		if status != test.status || !strings.Contains(out+errs, test.want) {
			t.Errorf("simulate %s: exit status %d, want %d and %q:\n%s%s", test.args, status, test.status, test.want, out, errs)
		}
	}
}
