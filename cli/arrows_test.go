package cli_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers are the packages from the ground up. A package imports only what is
// listed for it.
var layers = map[string][]string{
	"model":        {},
	"model/bench":  {"model"},
	"flows":        {"model"},
	"mitigations":  {"flows"},
	"attacker":     {"flows"},
	"scenarios":    {"flows", "mitigations", "attacker", "model"},
	"results":      {},
	"score":        {"scenarios", "flows", "model", "results"},
	"live":         {"flows", "scenarios", "model", "results", "live/demo"},
	"report":       {"results"},
	"live/demo":    {},
	"cli":          {"flows", "scenarios", "score", "results", "report", "live", "model", "model/bench"},
	"cmd/simulate": {"attacker", "cli", "flows", "mitigations"},
}

// TestArrows holds the import arrows of docs/ARCHITECTURE.md.
func TestArrows(t *testing.T) {
	const root = "github.com/crossdeviceflows/crossdevice/"
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", root+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, root)
		allowed, known := layers[name]
		if !known {
			t.Errorf("package %s has no place in the layers", name)
		}
		seen++
		for _, imported := range p.Imports {
			ours, ok := strings.CutPrefix(imported, root)
			if ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", name, ours)
			}
		}
	}
	if seen != len(layers) {
		t.Errorf("%d packages in the layers, %d in the module", len(layers), seen)
	}
}
