package scenarios

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// dated is a version or a date in the doc of a deployment.
var dated = regexp.MustCompile(`v?\d+\.\d+|\d+\.x|20\d\d-\d\d-\d\d`)

func TestBuiltinDeployments(t *testing.T) {
	list, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 2 {
		t.Fatalf("%d deployments", len(list))
	}
	for _, d := range list {
		found, err := FindDeployment(everything(), d.Name)
		if err != nil || found.Name != d.Name || d.Doc == "" || d.File != "" || d.CodeLife == 0 {
			t.Errorf("%+v: found %+v, %v", d, found, err)
		}
		for _, s := range d.Sources {
			if s.Source == "" {
				t.Errorf("%s: %s has no source", d.Name, s.Key)
			}
		}
	}
}

// TestBuiltinServers holds the files of servers, which are copied from elsewhere
// and change there, to what a reader needs to find the place again.
func TestBuiltinServers(t *testing.T) {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		t.Fatal(err)
	}
	servers := 0
	for _, entry := range entries {
		if entry.Name() == builtinSuite {
			continue
		}
		servers++
		data, err := builtin.ReadFile(path.Join("builtin", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		d, err := ParseDeployment(everything(), entry.Name(), data)
		if err != nil {
			t.Error(err)
			continue
		}
		if d.Name+".yaml" != entry.Name() {
			t.Errorf("%s has the deployment %s", entry.Name(), d.Name)
		}
		if !dated.MatchString(d.Doc) {
			t.Errorf("%s: no version and no date in %q", d.Name, d.Doc)
		}
		if !strings.HasPrefix(string(data), "# ") {
			t.Errorf("%s does not begin with what was read", d.Name)
		}
		life := slices.IndexFunc(d.Sources, func(s Sourced) bool { return s.Key == "code_life" })
		if life < 0 || d.Sources[life].Source == "" {
			t.Errorf("%s: no code_life with a source", d.Name)
		}
	}
	if servers < 24 { // 14 of the device grant, nine of CIBA, and a profile
		t.Errorf("%d servers", servers)
	}
}

// deploymentsOf are the built-in ones of the flows that are wanted, without examples.
func deploymentsOf(t *testing.T, wanted ...*flows.Flow) (list []*Deployment) {
	t.Helper()
	all, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		example := slices.ContainsFunc(Examples, func(e *Deployment) bool { return e.Name == d.Name })
		if !example && slices.ContainsFunc(wanted, func(f *flows.Flow) bool { return f.Name == d.Flow }) {
			list = append(list, d)
		}
	}
	return list
}

// TestBuiltinLives composes the servers' lives of codes and requests: the tick keeps
// them apart, and rounds none.
func TestBuiltinLives(t *testing.T) {
	for _, test := range []struct {
		scenario *Scenario
		want     map[int]int
	}{
		{B1, map[int]int{60: 1, 300: 5, 600: 10, 900: 15, 1800: 30}},
		{B4, map[int]int{60: 1, 120: 2, 300: 5, 600: 10, 3600: 60}},
	} {
		seen := map[int]bool{}
		for _, d := range deploymentsOf(t, test.scenario.Flows...) {
			f, err := test.scenario.Flow(d.Flow)
			if err != nil {
				t.Fatal(err)
			}
			c, err := flows.Compose(everything(), f, test.scenario.Setting(d, Alone), nil)
			if err != nil {
				t.Errorf("%s: %v", d.Name, err)
				continue
			}
			if got := c.Setting.CodeLifeTicks(); got != test.want[d.CodeLife] || len(c.Rounded) > 0 {
				t.Errorf("%s: %d s are %d ticks, want %d; rounded %v", d.Name, d.CodeLife, got, test.want[d.CodeLife], c.Rounded)
			}
			seen[d.CodeLife] = true
		}
		if len(seen) != len(test.want) {
			t.Errorf("the lives for %s are %v, want each of %v", test.scenario.Name, seen, test.want)
		}
	}
}

// TestBuiltinSettings holds what stands twice in a file of a server, once in words,
// against each other.
func TestBuiltinSettings(t *testing.T) {
	list, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	spaces, limits := 0, 0
	for _, d := range list {
		said := map[string]string{}
		for _, s := range d.Sources {
			said[s.Key] = s.Value
		}
		length, alphabet := space(said["user_code_form"])
		if alphabet != 0 && (d.CodeAlphabet != alphabet || d.CodeLength != length) {
			t.Errorf("%s: user codes are %q, and %d of %d", d.Name, said["user_code_form"], d.CodeLength, d.CodeAlphabet)
		}
		if d.CodeAlphabet > 0 && d.CodeLength > 0 {
			spaces++
		}
		if said["verification_uri_complete"] == "true" && said["user_code"] == "enter" {
			t.Errorf("%s: an address has the code in it, and the code is typed", d.Name)
		}
		var hourly, failed int
		if _, err := fmt.Sscanf(said["entry_limit"], "%d failed attempts", &failed); err == nil {
			limits++
			if d.EntryTries != failed {
				t.Errorf("%s: %q, and %d tries", d.Name, said["entry_limit"], d.EntryTries)
			}
		} else if _, err := fmt.Sscanf(said["entry_limit"], "%d an hour", &hourly); err == nil {
			limits++
			if want := hourly * d.CodeLife / 3600; d.EntryTries != want {
				t.Errorf("%s: %q in %d s are %d tries, not %d", d.Name, said["entry_limit"], d.CodeLife, want, d.EntryTries)
			}
		} else if d.EntryTries != 0 {
			t.Errorf("%s: %d tries, with the limit %q", d.Name, d.EntryTries, said["entry_limit"])
		}
	}
	if spaces < 11 || limits == 0 {
		t.Errorf("%d deployments with a space of codes, %d with a limit of tries", spaces, limits)
	}
}

// space is how many characters of how many a form of user codes begins with; of none
// if it does not say.
func space(text string) (length, alphabet int) {
	var letters string
	switch {
	case text == "":
	case scanned(text, "%d digits", &length):
		return length, 10
	case scanned(text, "%d or more of %d letters", &length, &alphabet), scanned(text, "%d of %d letters", &length, &alphabet):
		return length, alphabet
	case scanned(text, "%d of A-Z", &length):
		return length, 26
	case scanned(text, "%d of %s", &length, &letters):
		return length, len(strings.TrimRight(letters, ","))
	}
	return 0, 0
}

func scanned(text, format string, into ...any) bool {
	_, err := fmt.Sscanf(text, format, into...)
	return err == nil
}

func TestBuiltinSuite(t *testing.T) {
	s, err := BuiltinSuite(everything())
	if err != nil {
		t.Fatal(err)
	}
	if s.File != "" || s.Doc == "" || s.Brief {
		t.Errorf("found %+v", s)
	}
	seen, others := map[string]bool{}, map[string]bool{}
	for _, run := range s.Runs {
		if run.At.Line == 0 {
			t.Errorf("found %+v", run)
		}
		switch name := run.Deployment.Name; {
		case run.Deployment.Flow != flows.DeviceGrant.Name:
			others[run.Deployment.Flow] = true
		case len(others) > 0 || name != "node-oidc-provider" && name != "without-tls":
			t.Errorf("found %+v", run)
		default:
			seen[run.Scenario.Name] = true
		}
	}
	if len(others) < 3 { // in short, at the end
		t.Errorf("of other flows only %v", others)
	}
	for _, scenario := range All {
		if slices.Contains(scenario.Flows, flows.DeviceGrant) && !seen[scenario.Name] { // it is about them
			t.Errorf("no run of %s", scenario.Name)
		}
	}
}

// TestAllDeployments has every scenario of a flow once on every server of that flow.
// What is expected there is held against what is found by the command.
func TestAllDeployments(t *testing.T) {
	for _, test := range []struct {
		suite  string
		flows  []*flows.Flow
		people []string // that runs are for; of them the first is for each pair
		others int      // deployments that are no servers
	}{
		{"all-deployments", ofDevice, []string{""}, 0},
		{"ciba-deployments", ciba, []string{"", "obedient,-miscompares,-ignores-context"}, 1},
	} {
		s, err := FindSuite(everything(), test.suite)
		if err != nil {
			t.Fatal(err)
		}
		if s.File != "" || s.Doc == "" || !s.Brief {
			t.Errorf("found %+v", s)
		}
		list := deploymentsOf(t, test.flows...)
		type pair struct{ scenario, deployment string }
		runs := map[pair]int{}
		for _, run := range s.Runs {
			if !slices.Contains(test.people, run.User) {
				t.Errorf("%s: %s on %s for %q", s.Name, run.Scenario.Name, run.Deployment.Name, run.User)
			}
			if attack := len(run.Scenario.Reach) > 0; attack && !slices.Equal(run.Attackers, []string{"literal", "strongest"}) || len(run.With) > 0 {
				t.Errorf("%s on %s: attackers %v, with %v", run.Scenario.Name, run.Deployment.Name, run.Attackers, run.With)
			}
			switch {
			case run.User == test.people[0]:
				runs[pair{run.Scenario.Name, run.Deployment.Name}]++
			case !slices.Contains(run.Deployment.Options, "option:binding_message=compare"):
				t.Errorf("%s on %s: nothing is compared", run.Scenario.Name, run.Deployment.Name)
			}
		}
		for _, scenario := range All {
			for _, d := range list {
				want := 1
				switch f, err := scenario.Flow(d.Flow); {
				case err != nil: // not of that flow
					want = 0
				case scenario == NotificationRace && !slices.Contains(ofCallbacks, f):
					want = 0 // nothing is called back
				}
				if n := runs[pair{scenario.Name, d.Name}]; n != want {
					t.Errorf("%s: %d runs of %s on %s, want %d", s.Name, n, scenario.Name, d.Name, want)
				}
			}
		}
		if servers := len(list) - test.others; strings.Count(s.Doc, fmt.Sprint(servers)) != 1 {
			t.Errorf("there are %d servers, and %q", servers, s.Doc)
		}
	}
}

// TestCIBASettings: the files of CIBA say what decides there, and the words beside a
// setting do not say something else.
func TestCIBASettings(t *testing.T) {
	list := deploymentsOf(t, ciba...)
	compared := 0
	for _, d := range list {
		said := map[string]string{}
		for _, s := range d.Sources {
			said[s.Key] = s.Value
		}
		for _, key := range []string{"binding_message", "profile", "access_token_life", "client_authentication"} {
			if said[key] == "" && d.Name != "pingfederate-ciba" { // lives and authentication are not its defaults
				t.Errorf("%s says nothing of %s", d.Name, key)
			}
		}
		if hints := said["hints"]; hints != "" && !strings.Contains(hints, said["hint"]) {
			t.Errorf("%s: hint %s, and hints %q", d.Name, said["hint"], hints)
		}
		if keys := said["client_authentication"]; d.Confidential && (keys == "" || strings.Contains(keys, "secret")) {
			t.Errorf("%s: only keys authenticate clients, which are %q", d.Name, keys)
		}
		if said["binding_message"] == "compare" {
			compared++
		}
	}
	if len(list) < 10 || compared < 3 {
		t.Errorf("%d deployments, of which %d have a message compared", len(list), compared)
	}
}

func TestFindSuite(t *testing.T) {
	list, err := BuiltinSuites(everything())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if found, err := FindSuite(everything(), s.Name); err != nil || found.Name != s.Name {
			t.Errorf("%s: found %+v, %v", s.Name, found, err)
		}
	}
	for name, want := range map[string]string{
		"all-deployment": `found "all-deployment", expected a suite file, or one built in; did you mean "all-deployments"?`,
		"./nothing":      `./nothing: found no such file, expected a suite`,
		"builtin.yaml":   `builtin.yaml: found no such file, expected a suite`,
	} {
		if _, err := FindSuite(everything(), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	file := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(file, []byte("suite: mine\nruns:\n  - scenario: A1\n    deployment: [example, {deployment: ours, flow: device-grant, clients: {a: {settings: {code_life: 5m}}, b: {settings: {code_life: 6m}}}}]\n    expect: {plain: kept}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(file))
	s, err := FindSuite(everything(), "plain")
	if err != nil {
		t.Fatal(err)
	}
	var on []string
	for _, run := range s.Runs {
		on = append(on, run.Deployment.Name)
	}
	if want := []string{"example", "ours/a", "ours/b"}; s.File != "plain" || !slices.Equal(on, want) {
		t.Errorf("%s is on %v, want %v", s.File, on, want)
	}
}

// TestFlowsSuite: the tour goes through every flow but the device grant, and every
// option of those and choice of a hint.
func TestFlowsSuite(t *testing.T) {
	s, err := FindSuite(everything(), "flows")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, run := range s.Runs {
		seen[run.Deployment.Flow] = true
		for _, option := range run.Deployment.Options {
			seen[option] = true
		}
		for _, set := range run.Deployment.Sources {
			seen[set.Key+"="+set.Value] = true
		}
	}
	for _, f := range flows.All {
		if f != flows.DeviceGrant && !seen[f.Name] {
			t.Errorf("no run in %s", f.Name)
		}
		for _, option := range f.Options {
			for _, v := range option.Variants {
				if f != flows.DeviceGrant && !seen[option.FullName(v.Name)] {
					t.Errorf("no run with %s", option.FullName(v.Name))
				}
			}
		}
	}
	for _, set := range []string{"hint=login_hint_token", "hint=id_token_hint", "state=false", "nonce=false", "pkce=false", "poll_bound=true", "session_bound=false", "rotating_code=true", "https=false",
		"response_code=true", "signed_request_object=false", "holder_binding=false", "single_use=false", "confidential=true", "state_assisted=true"} {
		if !seen[set] {
			t.Errorf("no run with %s", set)
		}
	}
}

// TestExampleSuite: the suite of a user of CIBA can be read. The command line runs it.
func TestExampleSuite(t *testing.T) {
	s, err := LoadSuite(everything(), "../examples/ciba.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if s.Runs[0].Deployment.Flow != flows.CIBAPoll.Name || !s.Accepts() {
		t.Errorf("found %+v", s)
	}
}
