package scenarios

import (
	"path"
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
	if servers < 14 {
		t.Errorf("%d servers", servers)
	}
}

// TestBuiltinLives composes the servers' lives of codes: the tick keeps them
// apart, and rounds none.
func TestBuiltinLives(t *testing.T) {
	list, err := BuiltinDeployments(everything())
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]int{60: 1, 300: 5, 600: 10, 900: 15, 1800: 30}
	seen := map[int]bool{}
	for _, d := range list {
		setting := B1.Setting(d, Alone)
		c, err := flows.Compose(everything(), flows.DeviceGrant, setting, nil)
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
			continue
		}
		if got := c.Setting.CodeLifeTicks(); got != want[d.CodeLife] || len(c.Rounded) > 0 {
			t.Errorf("%s: %d s are %d ticks, want %d; rounded %v", d.Name, d.CodeLife, got, want[d.CodeLife], c.Rounded)
		}
		seen[d.CodeLife] = true
	}
	if len(seen) != len(want) {
		t.Errorf("the lives are %v, want each of %v", seen, want)
	}
}

func TestBuiltinSuite(t *testing.T) {
	s, err := BuiltinSuite(everything())
	if err != nil {
		t.Fatal(err)
	}
	if s.File != "" || s.Doc == "" || len(s.Runs) < 6 {
		t.Errorf("found %+v", s)
	}
	for _, run := range s.Runs {
		if run.Deployment.Name != "node-oidc-provider" || run.At.Line == 0 {
			t.Errorf("found %+v", run)
		}
	}
}
