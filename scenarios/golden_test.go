package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// updating tells whether the flag of this package's tests is set that writes
// what is seen into testdata.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

const goldenHead = `# %s on %s, deployment "%s" (codes live %s): %s
#
# If this differs from what the test finds, run
#
#	go test ./scenarios -run TestGolden -update
#
# and read the difference. Commit it only if you understand why each line
# changed, and give the reason in golden_why_test.go.

`

// golden compares text with a file of testdata, or writes it.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if updating() {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old, now := strings.Split(string(want), "\n"), strings.Split(text, "\n")
	for i := range max(len(old), len(now)) {
		switch {
		case i >= len(old):
			t.Fatalf("%s ends at line %d, where now there is\n%s", file, i, now[i])
		case i >= len(now):
			t.Fatalf("%s:%d: now nothing, was\n%s", file, i+1, old[i])
		case old[i] != now[i]:
			t.Fatalf("%s:%d\nwas %s\nnow %s", file, i+1, old[i], now[i])
		}
	}
}

// head is the title of a golden.
func head(b *strings.Builder, s *scenarios.Scenario, what string) {
	d := scenarios.Example
	fmt.Fprintf(b, goldenHead, s.Name, s.Flows[0].Name, d.Name, flows.FormatSeconds(d.CodeLife), what)
}

// row is the title of a deployment's part, with the reason for what follows.
func row(t *testing.T, b *strings.Builder, reasons map[string]string, deployment string) {
	t.Helper()
	why := reasons[deployment]
	if why == "" {
		t.Errorf("%q: nobody says why its outcomes are right", deployment)
	}
	if deployment == "" {
		deployment = "no mitigation"
	}
	fmt.Fprintf(b, "%s\n  # %s\n", deployment, strings.ReplaceAll(why, "\n", "\n  # "))
}

func TestGoldenB1(t *testing.T) {
	cat := builtIn()
	var b strings.Builder
	head(&b, scenarios.B1, "who\n# reaches what through each mitigation alone, if people make every error. States\n# and edges are those of one session and one victim, at ticks of a minute;\n# two-victims those of two, at two ticks per life.")
	one := attackComposition(t, cat)
	two := compose(t, cat, flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.TwoVictims), true)
	counted := ladder(scenarios.TwoVictims)
	family, err := model.Family(t.Context(), two.System, goals(counted...), model.Options{})
	if err != nil || !family.Complete {
		t.Fatal(err, family.Stopped)
	}
	for _, deployment := range deployments(cat) {
		row(t, &b, whyB1, deployment)
		for _, attacker := range columns(t, one, deployment) {
			line, shortest := attackFact(t, one, deployment, attacker.have)
			fmt.Fprintf(&b, "  %s: %s\n", attacker.name, line)
			if shortest != "" {
				fmt.Fprintf(&b, "    %s\n", shortest)
			}
			twice := "unreachable"
			switch {
			case !strings.Contains(line, "granted"):
				twice = "unreachable, because not even one is granted"
			case model.Possible(family.Labels[0], with(t, two, deployment), attacker.have, two.Defeats):
				twice = "reachable"
			}
			fmt.Fprintf(&b, "    two victims: %s\n", twice)
		}
		fmt.Fprintln(&b)
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "%s\n  # %s\n", s.title, strings.ReplaceAll(s.why, "\n", "\n  # "))
		for _, line := range s.lines(t, cat) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		fmt.Fprintln(&b)
	}
	golden(t, "B1.golden", b.String())
}

func TestGoldenA1(t *testing.T) {
	cat := builtIn()
	var b strings.Builder
	head(&b, scenarios.A1, "who is still served\n# with each mitigation alone, without an attacker and without errors.")
	for _, deployment := range deployments(cat) {
		row(t, &b, whyA1, deployment)
		for _, twin := range scenarios.A1.Twins {
			line, shortest := twinFact(t, composeTwin(t, cat, flows.DeviceGrant, scenarios.A1, twin), deployment)
			fmt.Fprintf(&b, "  %s: %s\n", twin.Name, line)
			if shortest != "" {
				fmt.Fprintf(&b, "    %s\n", shortest)
			}
		}
		fmt.Fprintln(&b)
	}
	golden(t, "A1.golden", b.String())
}
