package scenarios

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// docsFile describes the formats to users.
const docsFile = "../docs/SUITES.md"

// TestDocs holds the page's examples and its table of settings against the code.
func TestDocs(t *testing.T) {
	data, err := os.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	dir := t.TempDir()
	var suites []string
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1) {
		first, _, _ := strings.Cut(block[1], "\n")
		kind, name, _ := strings.Cut(first, ": ")
		switch kind {
		case "suite":
			suites = append(suites, write(t, dir, name+".yaml", block[1]))
		case "deployment":
			write(t, dir, name+".yaml", block[1])
			suites = append(suites, write(t, dir, "of-"+name+".yaml", "suite: s\ndeployment: "+name+".yaml\nruns: [{scenario: A1, expect: {plain: kept}}]\n"))
		case "with":
			for line := range strings.Lines(block[1]) {
				text := "suite: s\nruns:\n  - scenario: A1\n    expect: {plain: kept}\n    " + line
				if _, err := ParseSuite(everything(), "with.yaml", []byte(text)); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
		case "expect:":
			text := "suite: s\nattackers: [literal, strongest]\nruns:\n- scenario: B1\n  " + strings.ReplaceAll(block[1], "\n", "\n  ")
			if _, err := ParseSuite(everything(), "expect.yaml", []byte(text)); err != nil {
				t.Error(err)
			}
		default:
			t.Errorf("nothing reads\n%s", block[1])
		}
	}
	if len(suites) != 4 {
		t.Errorf("the page has %d examples of suites and deployments", len(suites))
	}
	for _, suite := range suites {
		if _, err := LoadSuite(everything(), suite); err != nil {
			t.Error(err)
		}
	}

	var table strings.Builder
	table.WriteString("| setting | value | read by a model | |\n| --- | --- | --- | --- |\n")
	for _, k := range Settings {
		read := ""
		if k.Read {
			read = "yes"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", k.Name, k.Kind, read, k.Doc)
	}
	before, rest, _ := strings.Cut(page, "<!-- settings -->\n")
	old, after, found := strings.Cut(rest, "<!-- end -->")
	switch {
	case !found:
		t.Error("the page has no place for the table of settings")
	case old == table.String():
	case *update:
		page = before + "<!-- settings -->\n" + table.String() + "<!-- end -->" + after
		if err := os.WriteFile(docsFile, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the table of settings should be\n%s", &table)
	}
}
