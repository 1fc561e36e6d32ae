package score

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

var update = flag.Bool("update", false, "rewrite generated text; commit it only if you understand what changed")

// deploymentsFile is the page on the deployments that are built in.
const deploymentsFile = "../docs/DEPLOYMENTS.md"

// TestDeploymentsPage holds the tables of the page against the deployments and
// what is found on them.
func TestDeploymentsPage(t *testing.T) {
	list, err := scenarios.BuiltinDeployments(builtIn())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(deploymentsFile)
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, part := range []struct{ name, table string }{{"deployments", deployments(list)}, {"critical", criticals(t, list)}} {
		begin := "<!-- " + part.name + " -->\n"
		before, rest, _ := strings.Cut(page, begin)
		_, after, found := strings.Cut(rest, "<!-- end -->")
		if !found {
			t.Fatalf("the page has no place for the table %s", part.name)
		}
		page = before + begin + part.table + "<!-- end -->" + after
	}
	switch {
	case page == string(data):
	case *update:
		if err := os.WriteFile(deploymentsFile, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the tables are not what the deployments say; run go test ./score -run DeploymentsPage -update and look at the change. It should be\n%s", page)
	}
}

// deployments is the table of what each one is set to, and how well that is known.
func deployments(list []*scenarios.Deployment) string {
	var b strings.Builder
	b.WriteString("| deployment | what it is | codes live | in force | settings | of these unverified |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, d := range list {
		force := d.Mitigations
		if d.EntryBound {
			force = append([]string{"entry_bound"}, force...)
		}
		var doubtful []string
		life := flows.FormatSeconds(d.CodeLife)
		for _, s := range d.Sources {
			if s.Unverified {
				doubtful = append(doubtful, s.Key)
			}
			if s.Unverified && s.Key == "code_life" {
				life += " (unverified)"
			}
		}
		unverified := strings.Join(doubtful, ", ")
		switch len(doubtful) {
		case 0:
			unverified = "none"
		case len(d.Sources):
			unverified = "all"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %d | %s |\n", d.Name, d.Doc, life, strings.Join(force, ", "), len(d.Sources), unverified)
	}
	return b.String()
}

// criticals is the table of the mailed code on each deployment, as it comes and
// with codes of two minutes.
func criticals(t *testing.T, list []*scenarios.Deployment) string {
	var b strings.Builder
	b.WriteString("| deployment | as it comes | honest users it loses | with short-lived-codes:2m | honest users it loses |\n| --- | --- | --- | --- | --- |\n")
	for _, d := range list {
		fmt.Fprintf(&b, "| `%s` |", d.Name)
		for _, with := range [][]string{nil, {"short-lived-codes:2m"}} {
			c, err := NewCase(builtIn(), scenarios.B1, d, "", with, "literal", "", model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			r := check(t, c)
			if !r.Complete {
				t.Errorf("%s, %v: not complete", d.Name, with)
			}
			var lost []string
			for _, twin := range r.Twins {
				if Found(r, twin.Name) != "kept" {
					lost = append(lost, twin.Name)
				}
			}
			fmt.Fprintf(&b, " %s | %s |", holdsWhile(r), strings.Join(lost, ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// holdsWhile is the verdict on attacker-access, and the values with which it holds.
func holdsWhile(r *results.Check) string {
	i := slices.IndexFunc(r.Properties, func(p results.Property) bool { return p.Name == "attacker-access" })
	values := r.Properties[i].Critical
	var words []string
	for _, cr := range values {
		switch {
		case cr.HoldsUpTo != nil:
			words = append(words, fmt.Sprintf("%s ≤ %s", cr.Parameter, flows.FormatSeconds(*cr.HoldsUpTo)))
		case cr.HoldsFrom != nil:
			words = append(words, fmt.Sprintf("%s ≥ %s", cr.Parameter, flows.FormatSeconds(*cr.HoldsFrom)))
		}
	}
	text := r.Properties[i].Verdict
	switch {
	case len(words) > 0 && text == "violated":
		text += "; would hold with " + strings.Join(words, " or with ")
	case len(words) > 0:
		text += " while " + strings.Join(words, " and ")
	}
	if len(r.InForce) > 0 {
		text += "; " + strings.Join(r.InForce, ", ") + " is in force already"
	}
	return text
}
