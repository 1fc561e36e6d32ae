package cli_test

import (
	"encoding/json"
	"encoding/xml"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/results"
)

// few are pairs that are explored in a moment.
const few = "compare --scenario session-spying --scenario brute-force --flow device-grant --reproducible"

// TestCompareAll writes the whole table of a few pairs in every form at once.
func TestCompareAll(t *testing.T) {
	schema := compiled(t, "results")
	t.Chdir(t.TempDir())
	out, errs, status := simulate(strings.Fields(few + " --json r.json --markdown r.md --plot r.png --plot r.svg")...)
	if status != cli.ExitMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	for _, want := range []string{"Pairs of a scenario and a flow: 2.", "proximity                        prevent, disrupt  literal", "trusted-devices, prevent, literal", "2: see-screen, own-account"} {
		if !strings.Contains(out, want) {
			t.Errorf("there is no %q in\n%s", want, out)
		}
	}
	data, err := os.ReadFile("r.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
	var r results.Derived
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Table) != 17 || len(r.Pairs) != 2 || r.Run != nil || !r.Complete {
		t.Errorf("%d rows, %d pairs", len(r.Table), len(r.Pairs))
	}
	commandsHold(t, &r)
	page, err := os.ReadFile("r.md")
	if err != nil || !strings.Contains(string(page), "| proximity | prevent, disrupt | literal |") {
		t.Errorf("%v: %s", err, page)
	}
	picture, err := os.Open("r.png")
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	if _, err := png.Decode(picture); err != nil {
		t.Error(err)
	}
	drawing, err := os.Open("r.svg")
	if err != nil {
		t.Fatal(err)
	}
	defer drawing.Close()
	dec := xml.NewDecoder(drawing)
	for err == nil {
		_, err = dec.Token()
	}
	if err != io.EOF {
		t.Error(err)
	}
	if files, _ := os.ReadDir("."); len(files) != 4 {
		t.Errorf("%d files are left", len(files))
	}
}

// commandsHold runs the commands of some cells: each says of its mitigation what the
// table says.
func commandsHold(t *testing.T, r *results.Derived) {
	for _, row := range r.Table {
		for _, cell := range row.Cells {
			if cell.Column != "prevent" || row.Mitigation != "trusted-devices" && row.Mitigation != "one-time-codes" {
				continue
			}
			args := strings.Fields(cell.Command)
			out, errs, status := simulate(append(args[1:], "--reproducible", "--json", "-")...)
			if args[0] != "simulate" || status != cli.ExitMet {
				t.Fatalf("%s: exit status %d: %s", cell.Command, status, errs)
			}
			var own results.Compare
			if err := json.Unmarshal([]byte(out), &own); err != nil {
				t.Fatal(err)
			}
			if len(own.Rows) != 1 || len(own.Rows[0].Cells) != 1 || (own.Rows[0].Cells[0].Effect == "prevents") != (cell.Status == "cross") {
				t.Errorf("%s is %s, and its command says %+v", cell.ID, cell.Status, own.Rows)
			}
		}
	}
}

// TestCompareOnly: --mitigation is about a name or a variant, with a scenario and without.
func TestCompareOnly(t *testing.T) {
	for args, want := range map[string]int{
		"compare brute-force --mitigation trusted-devices --json -":                                                       2,
		"compare brute-force --mitigation trusted-devices:receiver --mitigation unique-codes --json -":                    2,
		few + " --mitigation trusted-devices:receiver --mitigation unique-codes --attacker literal,-own-account --json -": 2,
	} {
		out, errs, status := simulate(strings.Fields(args)...)
		if status != cli.ExitMet {
			t.Fatalf("%s: exit status %d: %s", args, status, errs)
		}
		var r struct {
			Rows  []results.CompareRow `json:"rows"`
			Table []results.DerivedRow `json:"derived_table"`
		}
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Rows)+len(r.Table) != want {
			t.Errorf("%s: %d rows, want %d", args, len(r.Rows)+len(r.Table), want)
		}
	}
}

// TestCompareMistakes: what is mistyped is said before anything is explored.
func TestCompareMistakes(t *testing.T) {
	for args, want := range map[string]string{
		"compare B1 B2":                             `compare takes one scenario or none, found 2 arguments`,
		"compare B12":                               `unknown scenario "B12"; did you mean "B1"?`,
		"compare --scenario repley":                 `unknown scenario "repley"; did you mean "replay"?`,
		"compare --scenario A1":                     `A1 is an honest scenario: it has no attacker`,
		"compare B1 --scenario B2":                  `--scenario is about all scenarios; found B1 too`,
		"compare B1 --plot x.png":                   `--plot is about all scenarios; found B1 too`,
		"compare --flow ciba-pull":                  `unknown flow "ciba-pull"; did you mean "ciba-poll"?`,
		"compare --scenario B2 --flow ciba-poll":    `none of these scenarios applies to any of these flows`,
		"compare --mitigation proximty":             `--mitigation: unknown mitigation "proximty"; did you mean "proximity"?`,
		"compare --mitigation proximity:bel":        `--mitigation: unknown variant of proximity "bel"`,
		"compare --mitigation short-lived-codes:3m": `--mitigation: unknown variant of short-lived-codes "3m"`,
		"compare --attacker stronges":               `did you mean "strongest"?`,
		"compare --user obedien":                    `did you mean "obedient"?`,
		"compare --initiated reach":                 `unknown reading "reach"; did you mean "reached"?`,
		"compare --with proximity":                  `compare puts each mitigation alone`,
		"compare --set code_life=2m":                `--set is about one deployment, and each flow has its own`,
		"compare --deployment keycloak":             `--deployment is about one deployment, and each flow has its own`,
		"compare --plot x.gif":                      `--plot: found "x.gif", expected a file whose name ends in .png or .svg`,
		"compare --plot /nowhere/x.png":             `cannot write /nowhere/x.png: no such directory`,
		"compare --plot x.svg --plot ./x.svg":       `--plot: ./x.svg is named twice`,
		"compare --plot x.svg --json x.svg":         `--plot: x.svg is named twice`,
		"compare --plot x.svg --timeout -1s":        `--timeout: found -1s, expected`,
		"compare --scenario B1 --junit -":           `--junit: compare holds nothing against expectations`,
	} {
		if out, errs, status := simulate(strings.Fields(args)...); status != cli.ExitUsage || out != "" || !strings.Contains(errs, want) {
			t.Errorf("simulate %s: exit status %d, want %q:\n%s%s", args, status, want, out, errs)
		}
	}
}

// TestCompareCut: with a budget, or with no time, nothing is claimed.
func TestCompareCut(t *testing.T) {
	for args, want := range map[string]string{" --max-states 50": "NOT complete", " --timeout 1ns": "PARTIAL: out of time; not asked: session-spying on device-grant, brute-force on device-grant"} {
		out, errs, status := simulate(strings.Fields(few + args)...)
		if status != cli.ExitInconclusive || errs != "" || !strings.Contains(out, want) {
			t.Errorf("%s: exit status %d: %s%s", args, status, errs, out)
		}
		lines := strings.Split(out, "\n")
		if slices.ContainsFunc(lines, func(l string) bool {
			return strings.Contains(l, "agree ") || strings.Contains(l, "conditional ") || strings.Contains(l, "none within reach") || strings.Contains(l, "nothing to stop") && !strings.Contains(l, "A column is")
		}) {
			t.Errorf("%s, and there are verdicts:\n%s", args, out)
		}
	}
}

// TestCompareTables holds what docs/COMPARE.md says the tool prints.
func TestCompareTables(t *testing.T) { holdsTables(t, "../docs/COMPARE.md") }
