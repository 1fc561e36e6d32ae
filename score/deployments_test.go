package score

import (
	"cmp"
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
	all := list // of which a code is mailed where there is one
	list = slices.DeleteFunc(slices.Clone(list), func(d *scenarios.Deployment) bool { return d.Flow != flows.DeviceGrant.Name })
	asItComes, short := mailed(t, list), mailed(t, list, "short-lived-codes:2m")
	for _, part := range []struct{ name, table string }{
		{"deployments", deployments(all)}, {"critical", criticals(list, asItComes, short)}, {"worth", worths(list, asItComes)},
	} {
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
	b.WriteString("| deployment | flow | what it is | codes live | in force | settings | of these unverified |\n| --- | --- | --- | --- | --- | --- | --- |\n")
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
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %d | %s |\n", d.Name, d.Flow, d.Doc, life, strings.Join(force, ", "), len(d.Sources), unverified)
	}
	return b.String()
}

// onDeployment is what a check of each of the mailed codes finds on a deployment.
type onDeployment struct{ tv, office *results.Check }

// mailed checks B1 and B2 on each deployment.
func mailed(t *testing.T, list []*scenarios.Deployment, with ...string) (all []onDeployment) {
	for _, d := range list {
		var pair [2]*results.Check
		for i, s := range []*scenarios.Scenario{scenarios.B1, scenarios.B2} {
			c, err := NewCase(builtIn(), s, d, "", with, "literal", "", model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if pair[i] = check(t, c); !pair[i].Complete {
				t.Errorf("%s on %s, %v: not complete", s.Name, d.Name, with)
			}
		}
		all = append(all, onDeployment{pair[0], pair[1]})
	}
	return all
}

// of is what both scenarios have in common, or each by itself.
func (on onDeployment) of(text func(r *results.Check) string, tv, office string) string {
	a, b := text(on.tv), text(on.office)
	if a == b {
		return a
	}
	return fmt.Sprintf("%s: %s; %s: %s", tv, cmp.Or(a, "none"), office, cmp.Or(b, "none"))
}

// notServed are the honest people who are lost.
func notServed(r *results.Check) string {
	var lost []string
	for _, twin := range r.Twins {
		if Found(r, twin.Name) != "kept" {
			lost = append(lost, twin.Name)
		}
	}
	return strings.Join(lost, ", ")
}

// criticals is the table of the mailed codes on each deployment, as it comes and
// with codes of two minutes.
func criticals(list []*scenarios.Deployment, asItComes, short []onDeployment) string {
	var b strings.Builder
	b.WriteString("| deployment | as it comes | honest users it loses | with short-lived-codes:2m | honest users it loses |\n| --- | --- | --- | --- | --- |\n")
	for i, d := range list {
		fmt.Fprintf(&b, "| `%s` |", d.Name)
		for _, on := range []onDeployment{asItComes[i], short[i]} {
			fmt.Fprintf(&b, " %s | %s |", on.of(holdsWhile, "B1", "B2"), on.of(notServed, "A1", "A2"))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// worths is the table of what a successful attack is worth on each deployment.
func worths(list []*scenarios.Deployment, asItComes []onDeployment) string {
	var b strings.Builder
	b.WriteString("| deployment | tokens of B1 | tokens of B2 | single-use |\n| --- | --- | --- | --- |\n")
	worth := func(r *results.Check) string {
		switch {
		case r.Impact.Value == nil:
			return r.Impact.Reason
		case *r.Impact.Value == 0:
			return "none"
		}
		return fmt.Sprintf("%.0f h", *r.Impact.Value)
	}
	single := func(r *results.Check) string { return Found(r, scenarios.SingleUse) }
	for i, d := range list {
		on := asItComes[i]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.Name, worth(on.tv), worth(on.office), on.of(single, "B1", "B2"))
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
