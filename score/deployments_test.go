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
	backchannel := slices.DeleteFunc(slices.Clone(all), func(d *scenarios.Deployment) bool {
		return !slices.ContainsFunc(cibaModes, func(f *flows.Flow) bool { return f.Name == d.Flow }) || strings.HasPrefix(d.Name, scenarios.Example.Name)
	})
	pushed := nobodyLured(t, backchannel)
	asItComes, short := mailed(t, list), mailed(t, list, "short-lived-codes:2m")
	for _, part := range []struct{ name, table string }{
		{"deployments", deployments(all)}, {"critical", criticals(list, asItComes, short)}, {"worth", worths(list, asItComes)},
		{"ciba", settings(backchannel)}, {"asked", verdicts(backchannel, pushed)}, {"fit", fitting(t, backchannel, pushed)},
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

// settings is the table of what the servers of CIBA are set to, side by side.
func settings(list []*scenarios.Deployment) string {
	keys := []string{"code_life", "interval", "slow_down", "hint", "binding_message", "user_code", "confidential", "access_token_life", "refresh_token_life", "profile"}
	var b strings.Builder
	fmt.Fprintf(&b, "| deployment | flow | %s |\n| --- | --- |%s\n", strings.Join(keys, " | "), strings.Repeat(" --- |", len(keys)))
	for _, d := range list {
		fmt.Fprintf(&b, "| `%s` | %s |", d.Name, d.Flow)
		for _, key := range keys {
			text := ""
			if i := slices.IndexFunc(d.Sources, func(s scenarios.Sourced) bool { return s.Key == key }); i >= 0 {
				text = d.Sources[i].Value
				if d.Sources[i].Unverified {
					text += " (unverified)"
				}
			}
			fmt.Fprintf(&b, " %s |", text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// comparing are people who compare what both devices show, and go by it.
const comparing = "obedient,-miscompares,-ignores-context"

// withoutCode are the attacks that need nobody to carry anything.
var withoutCode = []*scenarios.Scenario{scenarios.B4, scenarios.B4Helpdesk, scenarios.B9, scenarios.WrongDevice}

// backchannelled is what is found of one of them on one deployment.
type backchannelled struct {
	defend map[[2]string]*results.Defend // by attacker and user
	lost   []string                      // honest people, to the deployment itself
}

// nobodyLured asks about each of those attacks on each deployment. One search answers
// for every attacker and user. How long tokens are good comes after what is asked: it
// is left out, so that one answers for servers too that differ in nothing else.
func nobodyLured(t *testing.T, list []*scenarios.Deployment) [][]backchannelled {
	all := make([][]backchannelled, len(list))
	for _, s := range withoutCode {
		kept := newMemo()
		for i, d := range list {
			tokenless, on := *d, backchannelled{defend: map[[2]string]*results.Defend{}}
			tokenless.Lives = flows.Lives{}
			for _, attacker := range []string{"literal", "strongest"} {
				for _, user := range []string{"obedient", comparing} {
					c, err := NewCase(builtIn(), s, &tokenless, "", nil, attacker, user, model.Options{})
					if err != nil {
						t.Fatal(err)
					}
					c.memo = kept
					r, err := Defend(t.Context(), c, scenarios.Granted)
					if err != nil || !r.Complete {
						t.Fatalf("%s on %s: %v", s.Name, d.Name, err)
					}
					on.defend[[2]string{attacker, user}] = r
					if on.lost == nil {
						a, _, err := c.analysed(t.Context(), scenarios.Granted)
						if err != nil {
							t.Fatal(err)
						}
						_, on.lost = a.twinsUnder(nil)
					}
				}
			}
			all[i] = append(all[i], on)
		}
	}
	return all
}

// rows are those of a table whose first cell names deployments: those of which the same
// is so share one.
type rows struct {
	texts []string
	names [][]string
}

func (r *rows) add(name, text string) {
	i := slices.Index(r.texts, text)
	if i < 0 {
		i = len(r.texts)
		r.texts, r.names = append(r.texts, text), append(r.names, nil)
	}
	r.names[i] = append(r.names[i], "`"+name+"`")
}

func (r *rows) under(columns ...string) string {
	var b strings.Builder
	for _, s := range withoutCode {
		columns = append(columns, s.Name)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
	for i, text := range r.texts {
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(r.names[i], ", "), text)
	}
	return b.String()
}

// verdicts is the table of who gets through without a code that somebody carries.
func verdicts(list []*scenarios.Deployment, all [][]backchannelled) string {
	var table rows
	for _, people := range []struct{ user, words string }{{"obedient", "can be mistaken"}, {comparing, "compare, and go by it"}} {
		for i, d := range list {
			cells := []string{people.words}
			for _, on := range all[i] {
				var words [2]string
				for j, attacker := range []string{"literal", "strongest"} {
					words[j] = "holds"
					if len(on.defend[[2]string{attacker, people.user}].AttackBlockers) > 0 {
						words[j] = "violated"
					}
				}
				cells = append(cells, strings.Join(slices.Compact(words[:]), "; strongest: "))
			}
			table.add(d.Name, strings.Join(cells, " | "))
		}
	}
	return table.under("deployment", "people")
}

// fitting is the table of the minimal defences against the literal attacker that lose
// fewest whom the deployment does not lose anyway.
func fitting(t *testing.T, list []*scenarios.Deployment, all [][]backchannelled) string {
	var table rows
	for i, d := range list {
		var cells []string
		for k, on := range all[i] {
			r, fit := on.defend[[2]string{"literal", "obedient"}], map[string][]string{}
			var fewest []string
			for j, defence := range r.MinimalDefences {
				more := slices.DeleteFunc(slices.Clone(r.Loses[j]), func(name string) bool { return slices.Contains(on.lost, name) })
				loses := strings.Join(more, ", ")
				fit[loses] = append(fit[loses], strings.Join(defence, " + "))
				if fewest == nil || len(more) < len(fewest) {
					fewest = append([]string{}, more...)
				}
			}
			least := strings.Join(fewest, ", ")
			cell := strings.Join(fit[least], ", ")
			if least != "" {
				cell += " (loses " + least + ")"
			}
			cells = append(cells, cell)
			// What the page says of the strongest attacker, in words.
			strongest := on.defend[[2]string{"strongest", "obedient"}]
			if wrong := withoutCode[k] == scenarios.WrongDevice; wrong != (len(strongest.MinimalDefences) > 0) || slices.Contains(strongest.ByRefusing, false) {
				t.Errorf("%s on %s: against the strongest attacker %v do, by refusing %v", withoutCode[k].Name, d.Name, strongest.MinimalDefences, strongest.ByRefusing)
			}
		}
		table.add(d.Name, strings.Join(cells, " | "))
	}
	return table.under("deployment")
}
