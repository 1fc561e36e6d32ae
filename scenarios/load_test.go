package scenarios

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
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
  user_code_form: 8 of A-Z
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
		Name: "mine", Doc: "Our own server, as deployed", File: "mine.yaml", Flow: "device-grant", Parameters: flows.Parameters{CodeLife: 5400},
		Mitigations: []string{"one-time-codes:1", "proximity:ble", "proximity:shared-network", "short-lived-codes:1m30s", "rate-limits:client"},
		Sources: []Sourced{
			{Key: "code_life", Value: "1h30m", Source: "ops/values.yaml: it's set", Unverified: true, Read: true},
			{Key: "interval", Value: "5s"},
			{Key: "user_code_form", Value: "8 of A-Z"},
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
			Deployment: &Deployment{Name: "short", File: "dir/s.yaml", Flow: "device-grant", Parameters: flows.Parameters{CodeLife: 60},
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

// TestSuiteOfAnExample: the deployment of a run that names none is that of its flow.
func TestSuiteOfAnExample(t *testing.T) {
	for text, want := range map[string]*Deployment{
		"{scenario: A4, expect: {plain: kept}}":                                ExampleOf(flows.CIBAPoll),
		"{scenario: A4, flow: ciba-push, expect: {plain: kept}}":               ExampleOf(flows.CIBAPush),
		"{scenario: A1, flow: authcode-qr, expect: {plain: kept}}":             ExampleOf(flows.AuthcodeQR),
		"{scenario: A4, deployment: example-ciba-ping, expect: {plain: kept}}": ExampleOf(flows.CIBAPing),
		"{scenario: A4, flow: ciba-push, deployment: {deployment: x, flow: ciba-ping, settings: {code_life: 1m}}, expect: {plain: kept}}": {
			Name: "x", File: "s.yaml", Flow: "ciba-ping", Parameters: flows.Parameters{CodeLife: 60}, Sources: []Sourced{{Key: "code_life", Value: "1m", Read: true}}},
	} {
		s, err := ParseSuite(everything(), "s.yaml", []byte("suite: s\nruns: ["+text+"]\n"))
		if err != nil {
			t.Fatal(err)
		}
		if d := s.Runs[0].Deployment; !reflect.DeepEqual(d, want) {
			t.Errorf("%s: found %+v", text, d)
		}
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
			`f.yaml:4:9: found flow "other", expected one that A1 applies to: device-grant, authcode-qr, same-device-authcode, ctap-hybrid`},
		{"its deployment's", "suite: s\ndeployment: {deployment: x, flow: other, settings: {code_life: 1m}}\nruns:\n- scenario: A1\n  expect: {plain: kept}\n",
			`f.yaml:4:3: found flow "other", expected one that A1 applies to: device-grant, authcode-qr, same-device-authcode, ctap-hybrid`},
	} {
		_, err := ParseSuite(cat, "f.yaml", []byte(c.text))
		if got := message(err); got != c.want {
			t.Errorf("%s: found %q, expected %q", c.name, got, c.want)
		}
	}
}
