package cli_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestFlows: the flows that were named, in the catalogue's order, and the same bytes
// twice and with any number of workers.
func TestFlows(t *testing.T) {
	ask := func(args ...string) string {
		t.Helper()
		out, errs, status := simulate(append([]string{"flows", "authcode-qr", "device-grant", "--reproducible", "--json", "-"}, args...)...)
		if status != cli.ExitMet {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		return out
	}
	one := ask("--workers", "1")
	if again := ask("--workers", "1"); again != one {
		t.Error("other bytes the second time")
	}
	if three := ask("--workers", "3"); three != one {
		t.Error("other bytes with three workers")
	}
	var r results.Flows
	if err := json.Unmarshal([]byte(one), &r); err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, row := range r.Binding {
		order = append(order, row.Flow)
		if len(row.Cells) != 2*len(r.Attacks) {
			t.Errorf("%s with %v has %d cells", row.Flow, row.Settings, len(row.Cells))
		}
		for _, c := range row.Cells {
			bound := c.ApproverBound.Verdict != "violated" && c.ConsumerBound.Verdict != "violated"
			if steps := c.ApproverBound.Steps != nil || c.ConsumerBound.Steps != nil; steps == bound {
				t.Errorf("%s with %v, %s: steps %v, bound %v", row.Flow, row.Settings, c.Attack, steps, bound)
			}
			if !strings.HasPrefix(c.Command, "simulate check "+c.Scenario+" --flow "+row.Flow) {
				t.Errorf("%s with %v, %s: the command is %q", row.Flow, row.Settings, c.Attack, c.Command)
			}
		}
	}
	if got, want := strings.Join(order, " "), "device-grant device-grant"+strings.Repeat(" authcode-qr", 8); got != want {
		t.Errorf("rows of %s, want %s", got, want)
	}
	if len(r.Assurance) != 4 || len(r.Applicability) != 17 || len(r.Applicability[0].Cells) != 2 {
		t.Errorf("%d rows of assurance, %d of mitigations, %d cells in one", len(r.Assurance), len(r.Applicability), len(r.Applicability[0].Cells))
	}
}

// TestFlowsBrief has fewer rows, and no commands.
func TestFlowsBrief(t *testing.T) {
	out, errs, status := simulate("flows", "ciba-poll", "ciba-ping", "--brief")
	if status != cli.ExitMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	if strings.Contains(out, "simulate check") || strings.Contains(out, "=compare") || strings.Contains(out, "strongest") {
		t.Errorf("not brief:\n%s", out)
	}
	if !strings.Contains(out, "ciba-poll, ciba-ping  binding_message=enter") {
		t.Errorf("two modes that say the same have two rows:\n%s", out)
	}
}

// TestFlowsCommands: the command beside a cell shows what the cell says.
func TestFlowsCommands(t *testing.T) {
	out, errs, status := simulate("flows", "--brief", "--reproducible", "--json", "-")
	if status != cli.ExitMet {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	var r results.Flows
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, row := range r.Binding {
		for _, c := range row.Cells {
			if shown[row.Flow] || c.ApproverBound.Steps == nil && c.ConsumerBound.Steps == nil {
				continue
			}
			shown[row.Flow] = true
			command, _ := strings.CutPrefix(c.Command, "simulate ")
			out, errs, status := simulate(append(strings.Fields(command), "--json", "-", "--expect", "any")...)
			if status != cli.ExitMet {
				t.Fatalf("%s: exit status %d: %s", c.Command, status, errs)
			}
			var check results.Check
			if err := json.Unmarshal([]byte(out), &check); err != nil {
				t.Fatal(err)
			}
			for _, p := range check.Properties {
				want := c.ApproverBound
				if p.Name == "consumer-bound" {
					want = c.ConsumerBound
				} else if p.Name != "approver-bound" {
					continue
				}
				steps := 0
				for _, s := range p.Trace {
					if s.By != "time" {
						steps++
					}
				}
				if p.Verdict != want.Verdict || want.Steps != nil && *want.Steps != steps {
					t.Errorf("%s: %s is %s in %d steps, and the cell says %+v", c.Command, p.Name, p.Verdict, steps, want)
				}
			}
		}
	}
	if len(shown) < 6 {
		t.Errorf("only %v have a violated cell", shown)
	}
}

// TestFlowsPageCommands: every command that docs/FLOWS.md shows can be typed.
func TestFlowsPageCommands(t *testing.T) {
	text, err := os.ReadFile("../docs/FLOWS.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile("(?m)`simulate ((?:check|flows) [^`]*)`|^simulate (check .*)$").FindAllStringSubmatch(string(text), -1)
	if len(commands) < 80 {
		t.Errorf("found only %d commands", len(commands))
	}
	for _, c := range commands {
		args := strings.Fields(c[1] + c[2])
		if args[len(args)-1] == "FILE" {
			args[len(args)-1] = "-"
		}
		if _, errs, status := simulate(append(args, "--max-states", "1")...); status == cli.ExitUsage {
			t.Errorf("simulate %s: %s", strings.Join(args, " "), errs)
		}
	}
}
