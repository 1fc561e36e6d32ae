package scenarios

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// docsFile and targetsFile describe the formats to users.
const (
	docsFile    = "../docs/SUITES.md"
	targetsFile = "../docs/TARGETS.md"
)

// TestDocs holds the page's examples and its tables against the code.
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

	tables := map[string]string{"settings": settingsTable()}
	for _, f := range forms {
		tables[f.name] = f.table()
	}
	holdTables(t, docsFile, page, tables, 5)
}

// TestTargetDocs is the same for targets.
func TestTargetDocs(t *testing.T) {
	data, err := os.ReadFile(targetsFile)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	t.Setenv("BANK_SECRET", "s")
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1) {
		if _, err := ParseTarget(everything(), "target.yaml", []byte(block[1])); err != nil {
			t.Error(err)
		}
	}
	tables := map[string]string{"steps": stepsTable(), "words": targetWordsTable()}
	for _, f := range targetForms {
		tables[f.name] = f.table()
	}
	holdTables(t, targetsFile, page, tables, len(tables))
}

func stepsTable() string {
	var table strings.Builder
	table.WriteString("| flow | key of steps | needed | |\n| --- | --- | --- | --- |\n")
	for _, f := range Drivable {
		for _, s := range UserSteps(f) {
			of, needed := s.Name, always
			if s.Of != "" {
				of = s.Of
			}
			if s.May {
				needed = ""
			}
			step := f.Steps[slices.IndexFunc(f.Steps, func(s flows.Step) bool { return s.Name == of })]
			fmt.Fprintf(&table, "| %s | `%s` | %s | %s (%s) |\n", f.Name, s.Name, needed, step.Doc, step.Ref)
		}
	}
	return table.String()
}

func targetWordsTable() string {
	var table strings.Builder
	table.WriteString("| flow | words in braces |\n| --- | --- |\n")
	for _, f := range Drivable {
		fmt.Fprintf(&table, "| %s | `{%s}` |\n", f.Name, strings.Join(TargetWords(f), "}`, `{"))
	}
	return table.String()
}

// holdTables holds the tables of a page against the code.
func holdTables(t *testing.T, file, page string, tables map[string]string, number int) {
	t.Helper()
	marked := regexp.MustCompile("(?s)<!-- ([a-z-]+) -->\n(.*?)<!-- end -->")
	now := marked.ReplaceAllStringFunc(page, func(part string) string {
		name := marked.FindStringSubmatch(part)[1]
		if tables[name] == "" {
			t.Errorf("there is no table of %s", name)
		}
		return "<!-- " + name + " -->\n" + tables[name] + "<!-- end -->"
	})
	switch {
	case len(marked.FindAllString(page, -1)) != number:
		t.Errorf("%s lacks the place of a table", file)
	case now == page:
	case *update:
		if err := os.WriteFile(file, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the tables have changed; %s should be\n%s", file, now)
	}
}

func settingsTable() string {
	var table strings.Builder
	table.WriteString("| setting | of | value | read by a model | |\n| --- | --- | --- | --- | --- |\n")
	for _, k := range Settings {
		read := ""
		if k.Read() {
			read = "yes"
			if unsaid := k.Unsaid(); unsaid != "" {
				read += "; unsaid: " + unsaid
			}
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s | %s |\n", k.Name, k.FlowNames(), k.Takes(), read, k.Doc)
	}
	return table.String()
}

// table lists the keys of a form.
func (f *form) table() string {
	var table strings.Builder
	fmt.Fprintf(&table, "| key of %s | needed | value |\n| --- | --- | --- |\n", f.of)
	for _, k := range f.keys {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", k.name, k.needed, k.doc)
	}
	return table.String()
}
