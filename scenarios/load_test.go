package scenarios

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// goodDeployment uses every key of a deployment.
const goodDeployment = `# by hand
deployment: mine
doc: >-
  Our own server,
  as deployed
flow: device-grant
settings:
  code_life: {value: 1h30m, source: "ops/values.yaml: it's set", unverified: true}
  interval: 5s
  user_code: 8 of A-Z
  slow_down: true
  start_limit: 20
mitigations:
  one-time-codes: 1
  proximity: [ble, shared-network]
  short-lived-codes: 90s
  rate-limits:
`

func TestDeployment(t *testing.T) {
	want := &Deployment{
		Name: "mine", Doc: "Our own server, as deployed", File: "mine.yaml", Flow: "device-grant", CodeLife: 5400,
		Mitigations: []string{"one-time-codes:1", "proximity:ble", "proximity:shared-network", "short-lived-codes:1m30s", "rate-limits:client"},
		Sources: []Sourced{
			{Key: "code_life", Value: "1h30m", Source: "ops/values.yaml: it's set", Unverified: true, Read: true},
			{Key: "interval", Value: "5s"},
			{Key: "user_code", Value: "8 of A-Z"},
			{Key: "slow_down", Value: "true"},
			{Key: "start_limit", Value: "20"},
		},
	}
	for name, text := range map[string]string{
		"as written":    goodDeployment,
		"CRLF":          strings.ReplaceAll(goodDeployment, "\n", "\r\n"),
		"CR":            strings.ReplaceAll(goodDeployment, "\n", "\r"),
		"BOM":           "\ufeff" + goodDeployment,
		"one document":  "---\n" + goodDeployment + "...\n",
		"as list":       strings.Split(goodDeployment, "mitigations")[0] + `mitigations: [one-time-codes, "proximity:ble,", proximity:shared-network, "short-lived-codes:90s", rate-limits:client]`,
		"as one line":   strings.Split(goodDeployment, "mitigations")[0] + `mitigations: one-time-codes,proximity,proximity:shared-network, short-lived-codes:1m30s,rate-limits`,
		"no line break": strings.TrimSpace(goodDeployment),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "as list" {
				text = strings.ReplaceAll(text, `"proximity:ble,"`, `"proximity:ble"`)
			}
			d, err := ParseDeployment(everything(), "mine.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(d, want) {
				t.Errorf("found\n%+v\nexpected\n%+v", d, want)
			}
		})
	}
}

// goodSuite uses every key of a suite.
const goodSuite = `suite: streaming
doc: What we promise
deployment: node-oidc-provider
runs:
- scenario: A1
  expect: {plain: kept, walks-away: lost, approver-bound: holds}
- scenario: b1
  flow: device-grant
  deployment: {deployment: short, flow: device-grant, settings: {code_life: 60s}}
  with: {proximity: ble, one-time-codes: 1}
  attackers: [literal, "literal, +on-demand", "strongest,-vpn"]
  user: obedient,-approves-unasked
  expect:
    attacker-access: violated
    granted: {literal: reachable, "literal,+on-demand": unreachable}
    slow: lost
`

func TestSuite(t *testing.T) {
	s, err := ParseSuite(everything(), "dir/s.yaml", []byte(goodSuite))
	if err != nil {
		t.Fatal(err)
	}
	at := func(line, col int) Position { return Position{"dir/s.yaml", line, col} }
	server, err := FindDeployment(everything(), "node-oidc-provider")
	if err != nil {
		t.Fatal(err)
	}
	want := &Suite{Name: "streaming", Doc: "What we promise", File: "dir/s.yaml", Runs: []Run{
		{At: at(5, 3), Scenario: A1, Deployment: server, With: []string{}, Expect: []Expectation{
			{at(6, 12), "", "plain", "kept"}, {at(6, 25), "", "walks-away", "lost"}, {at(6, 43), "", "approver-bound", "holds"}}},
		{At: at(7, 3), Scenario: B1, Flow: "device-grant",
			Deployment: &Deployment{Name: "short", File: "dir/s.yaml", Flow: "device-grant", CodeLife: 60,
				Sources: []Sourced{{Key: "code_life", Value: "60s", Read: true}}},
			With: []string{"proximity:ble", "one-time-codes:1"}, Attackers: []string{"literal", "literal,+on-demand", "strongest,-vpn"},
			User: "obedient,-approves-unasked", Expect: []Expectation{
				{at(14, 5), "", "attacker-access", "violated"}, {at(15, 15), "literal", "granted", "reachable"},
				{at(15, 35), "literal,+on-demand", "granted", "unreachable"}, {at(16, 5), "", "slow", "lost"}}},
	}}
	want.Runs[0].With = nil
	if !reflect.DeepEqual(s, want) {
		t.Errorf("found\n%+v\nexpected\n%+v", s, want)
	}
}

func TestSuiteOfTheExample(t *testing.T) {
	s, err := ParseSuite(everything(), "s.yaml", []byte("suite: s\nruns: [{scenario: A1, expect: {plain: kept}}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := s.Runs[0].Deployment; !reflect.DeepEqual(d, Example) {
		t.Errorf("the deployment of a run that names none is %+v", d)
	}
}

func TestWithLeavesOutWhatTheDeploymentHas(t *testing.T) {
	s, err := ParseSuite(everything(), "s.yaml", []byte("suite: s\ndeployment: node-oidc-provider\nruns: [{scenario: A1, with: [one-time-codes, proximity], expect: {plain: kept}}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Runs[0].With; !reflect.DeepEqual(got, []string{"proximity:ble"}) {
		t.Errorf("found %q", got)
	}
}

func TestLoadSuite(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "deployments/mine.yaml", goodDeployment)
	path := write(t, dir, "s.yaml", "suite: s\ndeployment: deployments/mine.yaml\nruns:\n  - scenario: A1\n    expect: {plain: kept}\n  - scenario: A1\n    deployment: deployments/mine.yaml\n    expect: {slow: lost}\n")
	s, err := LoadSuite(everything(), path)
	if err != nil {
		t.Fatal(err)
	}
	a, b := s.Runs[0].Deployment, s.Runs[1].Deployment
	if a != b || a.Name != "mine" || a.File != filepath.Join(dir, "deployments/mine.yaml") {
		t.Errorf("found %+v and %+v", a, b)
	}
}

func TestLoadErrors(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "bad.yaml", "deployment: x\nflow: device-grant\nsettings: {code_life: 10}\n")
	large := write(t, dir, "large.yaml", "")
	if err := os.Truncate(large, 50<<20); err != nil {
		t.Fatal(err)
	}
	both := write(t, dir, "both.yaml", "suite: s\ndeployment: bad.yaml\nruns:\n  - scenario: C1\n    expect: {plain: kept}\n  - scenario: A1\n    deployment: baad.yaml\n    expect: {plain: kept}\n  - scenario: A1\n    deployment: ./\n    expect: {plain: kept}\n")
	suite := func(path string) error { _, err := LoadSuite(everything(), path); return err }
	deployment := func(path string) error { _, err := LoadDeployment(everything(), path); return err }
	for _, c := range []struct {
		name string
		load func(string) error
		path string
		want string
	}{
		{"a directory", suite, dir, "DIR: found a directory, expected a suite"},
		{"a directory as deployment", deployment, dir, "DIR: found a directory, expected a deployment"},
		{"a missing file", suite, filepath.Join(dir, "q.yaml"), "DIR/q.yaml: found no such file, expected a suite"},
		{"a misspelled file", deployment, filepath.Join(dir, "badd.yaml"), `DIR/badd.yaml: found no such file, expected a deployment; did you mean "DIR/bad.yaml"?`},
		{"a file as directory", deployment, filepath.Join(bad, "x.yaml"), "DIR/bad.yaml/x.yaml: found a file that cannot be opened: not a directory, expected a deployment"},
		{"50 MB", suite, large, "DIR/large.yaml: found 50.0 MiB, expected a file of at most 1 MiB"},
		{"no built-in deployment", deployment, "exmaple", `found "exmaple", expected a deployment file, or one built in; did you mean "example"?`},
		{"errors in two files", suite, both,
			"DIR/both.yaml:4:15: found \"C1\", expected a scenario; did you mean \"A1\"?\n" +
				"DIR/both.yaml:7:17: found \"baad.yaml\", which is no such file, expected a deployment; did you mean \"bad.yaml\"?\n" +
				"DIR/both.yaml:10:17: found \"./\", which is a directory, expected a deployment\n" +
				"DIR/bad.yaml:3:23: found 10, expected a duration with its unit for code_life, such as 90s, 15m or 14d; did you mean \"10s\"?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.load(c.path)
			if err == nil {
				t.Fatal("accepted")
			}
			if got := strings.ReplaceAll(err.Error(), dir, "DIR"); got != c.want {
				t.Errorf("found\n%s\nexpected\n%s", got, c.want)
			}
			var all *InputErrors
			var one *InputError
			if !errors.As(err, &all) || !errors.As(err, &one) {
				t.Errorf("%T has no InputError", err)
			}
		})
	}
}

func TestFileThatMayNotBeRead(t *testing.T) {
	e := openError("x.yaml", "a suite", &fs.PathError{Op: "open", Path: "x.yaml", Err: fs.ErrPermission})
	if want := "x.yaml: found a file that may not be read, expected a suite"; e.Error() != want {
		t.Errorf("found %q, expected %q", e.Error(), want)
	}
}

func TestPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"a deployment", goodDeployment, ""},
		{"nothing", "", pipe + ":1:1: found an empty file, expected a deployment"},
		{"too much", strings.Repeat("# much\n", 1<<20), pipe + ": found more than 1 MiB, expected a file of at most 1 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			go func() {
				if f, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil {
					f.WriteString(c.text)
					f.Close()
				}
			}()
			_, err := LoadDeployment(everything(), pipe)
			if got := message(err); got != c.want {
				t.Errorf("found %q, expected %q", got, c.want)
			}
		})
	}
}

// TestHostile parses what no person would write. It must be refused at once,
// with a place, and without a word of the parser's insides.
func TestHostile(t *testing.T) {
	garbage := make([]byte, 4096)
	random := rand.New(rand.NewSource(1))
	random.Read(garbage)
	const large = 900_000
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "1:1: found an empty file, expected a suite"},
		{"spaces", strings.Repeat(" ", large), "1:1: found an empty file, expected a suite"},
		{"line breaks", strings.Repeat("\n", large), "1:1: found an empty file, expected a suite"},
		{"only a header", "---\n", "1:1: found an empty file, expected a suite"},
		{"too large", strings.Repeat("#", maxInput+1), " found more than 1 MiB, expected a file of at most 1 MiB"},
		{"binary garbage", string(garbage), "1:2: found the byte 0xFD, which is not UTF-8"},
		{"an executable", "\x7fELF\x02\x01\x01", "1:1: found the control character U+007F, expected YAML text in UTF-8"},
		{"a zero byte", "suite: s\nru\x00ns: []\n", "2:3: found the control character U+0000, expected YAML text in UTF-8"},
		{"latin 1", "suite: s\ndoc: caf\xe9\n", "2:9: found the byte 0xE9, which is not UTF-8, expected YAML text in UTF-8"},
		{"UTF-16", "\xff\xfes\x00u\x00", "1:1: found the byte 0xFF, which is not UTF-8, expected YAML text in UTF-8"},
		{"a terminal's escape", "suite: \x1b[31mred\n", "1:8: found the control character U+001B, expected YAML text in UTF-8"},
		{"brackets", strings.Repeat("[", large), "1:17: found deeper nesting, expected at most 16 levels"},
		{"braces", strings.Repeat("{a: ", large/4), "1:65: found deeper nesting, expected at most 16 levels"},
		{"dashes", strings.Repeat("- ", large/2), "1:33: found deeper nesting, expected at most 16 levels"},
		{"indentation", ladder(40), "17:18: found deeper nesting, expected at most 16 levels"},
		{"colons", strings.Repeat("a: ", large/3), "1:50: found deeper nesting, expected at most 16 levels"},
		{"question marks", strings.Repeat("? ", large/2), "1:1: found a key after a question mark, expected plain YAML: mappings, lists and values"},
		{"anchors", strings.Repeat("&a ", large/3), "1:1: found an anchor, expected plain YAML: mappings, lists and values"},
		{"tags", strings.Repeat("!a ", large/3), "1:1: found a tag, expected plain YAML: mappings, lists and values"},
		{"many keys", strings.Repeat("a: 1\n", large/5), "6667:4: found more, expected at most 20000 words and signs"},
		{"as many keys as there can be", strings.Repeat("a: 1\n", maxTokens/3), `1:1: found key "a", expected a key of a suite: suite, doc, deployment, runs`},
		{"many documents", strings.Repeat("---\na\n", large/6), "3:1: found a second document, expected one document in a file"},
		{"a long word", strings.Repeat("a", large), `1:1: found "` + strings.Repeat("a", 80) + `…", expected a suite, which is a mapping`},
		{"a long key", strings.Repeat("k", large) + ": 1\n", `1:1: found key "` + strings.Repeat("k", 80) + `…", expected a key of a suite: suite, doc, deployment, runs`},
		{"a long name", "suite: " + strings.Repeat("s", large) + "\n", `1:1: found no key "runs", expected one in a suite`},
		{"a long scenario", "suite: s\nruns:\n- scenario: " + strings.Repeat("B", large) + "\n", `3:3: found no key "expect", expected one in a run`},
		{"a long text", "suite: s\ndoc: " + strings.Repeat("d", 501) + "\n", `1:1: found no key "runs", expected one in a suite` + "\nbad.yaml:2:6: found \"" + strings.Repeat("d", 80) + `…", expected at most 500 characters`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseSuite(everything(), "bad.yaml", []byte(c.text))
			if err == nil {
				t.Fatal("accepted")
			}
			checkPlaces(t, err)
			if got := err.Error(); !strings.HasPrefix(got, "bad.yaml:"+c.want) || len(got) > 4000 {
				t.Errorf("found\n%.500s\nexpected\n%s", got, c.want)
			}
		})
	}
}

// ladder nests as deep as n, a level in each line.
func ladder(n int) string {
	var b bytes.Buffer
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestFlowOfAnother names a flow that exists, but not in the scenario.
func TestFlowOfAnother(t *testing.T) {
	cat := everything()
	cat.Flows = append([]*flows.Flow{{Name: "other"}}, cat.Flows...)
	for _, c := range []struct{ name, text, want string }{
		{"the run's", "suite: s\nruns:\n- scenario: A1\n  flow: other\n  expect: {plain: kept}\n",
			`f.yaml:4:9: found flow "other", expected one that A1 applies to: device-grant`},
		{"its deployment's", "suite: s\ndeployment: {deployment: x, flow: other, settings: {code_life: 1m}}\nruns:\n- scenario: A1\n  expect: {plain: kept}\n",
			`f.yaml:4:3: found flow "other", expected one that A1 applies to: device-grant`},
	} {
		_, err := ParseSuite(cat, "f.yaml", []byte(c.text))
		if got := message(err); got != c.want {
			t.Errorf("%s: found %q, expected %q", c.name, got, c.want)
		}
	}
}
