package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
)

// TestCoverage: coverage is part of a suite's result if it was asked for, the
// same with any number of workers, and decides nothing.
func TestCoverage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "suite.yaml")
	if err := os.WriteFile(file, []byte("suite: small\nruns: [{scenario: A1, expect: {plain: kept}}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	ask := func(args ...string) string {
		out, errs, status := simulate(append([]string{"run", file, "--json", "-", "--reproducible"}, args...)...)
		if status != cli.ExitMet {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		return out
	}
	if out := ask(); strings.Contains(out, `"coverage"`) {
		t.Errorf("coverage that nobody asked for:\n%s", out)
	}
	one := ask("--coverage", "--workers", "1")
	if three := ask("--coverage", "--workers", "3"); three != one {
		t.Errorf("other bytes with three workers:\n%s\n%s", one, three)
	}
	var r results.Suite
	if err := json.Unmarshal([]byte(one), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Coverage) != 1 || r.Coverage[0].Flow != "device-grant" || r.Coverage[0].Edges == 0 || len(r.Coverage[0].Never) == 0 {
		t.Errorf("coverage is %+v", r.Coverage)
	}
	if out, _, _ := simulate("run", file, "--coverage"); !strings.Contains(out, "Coverage of device-grant") {
		t.Errorf("no coverage in the text:\n%s", out)
	}
}

// TestCoverageOfNothing: where the time was spent before the runs were done,
// there is no coverage that could be mistaken for theirs.
func TestCoverageOfNothing(t *testing.T) {
	out, errs, status := simulate("run", "--coverage", "--timeout", "1ns")
	if status != cli.ExitInconclusive || !strings.Contains(out, "PARTIAL") || strings.Contains(out, "Coverage") {
		t.Errorf("exit status %d: %s%s", status, out, errs)
	}
}
