package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// updating tells whether the flag of this package's tests is set that writes
// what is seen into testdata.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// sheet is a scenario with what its golden shows.
type sheet struct {
	scenario  *scenarios.Scenario
	flow      *flows.Flow                   // nil: the scenario's first
	attackers []string                      // the columns, the strongest last; none in an honest scenario
	change    func(d *scenarios.Deployment) // what its rows have otherwise than the example deployment
	what      string                        // what the rows are, for the head
	why       []map[string]string           // of each row, why its outcomes are right; the first that says it
	sections  []section                     // after the rows
	large     []string                      // attackers who have too many states to visit for each row
}

// section is a part of a golden.
type section struct {
	title, why string
	lines      func(t testing.TB, cat *flows.Catalogue) []string
}

// of is the sheet's flow.
func (s *sheet) of() *flows.Flow {
	if s.flow == nil {
		return s.scenario.Flows[0]
	}
	return s.flow
}

// name is that of the sheet's file. The device grant was first.
func (s *sheet) name() string {
	if s.of() == flows.DeviceGrant {
		return s.scenario.Name
	}
	return s.scenario.Name + "-" + s.of().Name
}

// deployment is the example of the flow with what the sheet changes.
func (s *sheet) deployment() *scenarios.Deployment {
	d := *scenarios.ExampleOf(s.of())
	if s.change != nil {
		s.change(&d)
	}
	return &d
}

const goldenHead = `# %s on %s, deployment "%s" (codes live %s)
#
# %s
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

// TestGolden holds what every scenario says of every mitigation, alone and in
// every variant, with the reason beside it.
func TestGolden(t *testing.T) {
	for _, s := range sheets {
		t.Run(s.name(), func(t *testing.T) {
			t.Parallel()
			cat := builtIn()
			var b strings.Builder
			d := s.deployment()
			fmt.Fprintf(&b, goldenHead, s.scenario.Name, s.of().Name, d.Name, flows.FormatSeconds(d.CodeLife), comment(s.what, "# "))
			for _, r := range s.rows(t, cat) {
				title := r.deployment
				if title == "" {
					title = nothing
				}
				write(&b, title, s.reason(t, r.deployment), r.lines())
			}
			for _, p := range s.sections {
				write(&b, p.title, p.why, p.lines(t, cat))
			}
			golden(t, s.name()+".golden", b.String())
		})
	}
}

// TestEveryReasonIsOfARow: a reason for nothing reads as if something had been
// looked at. Sheets share reasons, and each has to be some sheet's first for a row.
func TestEveryReasonIsOfARow(t *testing.T) {
	type reason struct {
		of         uintptr
		deployment string
	}
	given, sheetOf := map[reason]bool{}, map[reason]string{}
	for _, s := range sheets {
		rows := s.deployments(builtIn())
		for i, why := range s.why {
			for deployment := range why {
				r := reason{reflect.ValueOf(why).Pointer(), deployment}
				before := slices.ContainsFunc(s.why[:i], func(why map[string]string) bool { return why[deployment] != "" })
				given[r] = given[r] || !before && slices.Contains(rows, deployment)
				sheetOf[r] = s.name()
			}
		}
	}
	for r, is := range given {
		if !is {
			t.Errorf("%s: there is a reason for %q that no row gives", sheetOf[r], r.deployment)
		}
	}
}

// nothing is the title of the first row.
const nothing = "no mitigation"

func write(b *strings.Builder, title, why string, lines []string) {
	fmt.Fprintf(b, "%s\n  # %s\n", title, comment(why, "  # "))
	for _, line := range lines {
		fmt.Fprintf(b, "  %s\n", line)
	}
	fmt.Fprintln(b)
}

// comment sets text in lines that begin alike.
func comment(text, margin string) string { return strings.ReplaceAll(text, "\n", "\n"+margin) }

// reason is why the outcomes of a row are right.
func (s *sheet) reason(t testing.TB, deployment string) string {
	t.Helper()
	for _, why := range s.why {
		if reason := why[deployment]; reason != "" {
			return reason
		}
	}
	t.Errorf("%s: %q: nobody says why its outcomes are right", s.name(), deployment)
	return ""
}

// row is what a deployment lets happen. What is as in the first row is not
// printed again.
type row struct {
	deployment string
	note       string // nothing was looked at, because of this
	facts      []fact
	first      []fact // those of the first row; nil in the first row
}

// fact is one outcome: for whom, and in lines.
type fact struct {
	who   string
	lines []string
}

// lines are the row in the golden.
func (r *row) lines() (lines []string) {
	if r.note != "" {
		return []string{r.note}
	}
	var same []string
	for i := 0; i < len(r.facts); i++ {
		f := r.facts[i]
		// Who lacks what defeats a mitigation may lack nothing without it.
		who := strings.Replace(f.who, withoutDefeats, "strongest", 1)
		if slices.ContainsFunc(r.first, func(g fact) bool { return g.who == who && slices.Equal(g.lines, f.lines) }) {
			same = append(same, f.who)
			continue
		}
		for i+1 < len(r.facts) && slices.Equal(r.facts[i+1].lines, f.lines) {
			i++
			f.who += "; " + r.facts[i].who
		}
		lines = append(lines, f.who+": "+f.lines[0])
		for _, more := range f.lines[1:] {
			lines = append(lines, "  "+more)
		}
	}
	switch {
	case len(same) == 0:
	case len(lines) == 0:
		lines = append(lines, "as with "+nothing)
	default:
		lines = append(lines, fmt.Sprintf("as with %s: %s", nothing, strings.Join(same, "; ")))
	}
	return lines
}

// rows are those of the scenario, with an attacker or without.
func (s *sheet) rows(t testing.TB, cat *flows.Catalogue) []row {
	t.Helper()
	if len(s.scenario.Reach) == 0 {
		return s.honestRows(t, cat)
	}
	return s.attackRows(t, cat)
}

// all are the lines of all rows.
func (s *sheet) all(t testing.TB, cat *flows.Catalogue) (lines []string) {
	for _, r := range s.rows(t, cat) {
		lines = append(lines, r.deployment)
		lines = append(lines, r.lines()...)
	}
	return lines
}

// attackRows are what the attackers reach: in the scenario's own instance, or,
// where a mitigation judges what follows the grant, there.
func (s *sheet) attackRows(t testing.TB, cat *flows.Catalogue) (rows []row) {
	d := s.deployment()
	main := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
	var after *board
	if len(s.scenario.At(scenarios.After)) > 0 {
		after = setup(t, cat, s.scenario, d, scenarios.After, nil)
	}
	var first []fact
	for _, deployment := range s.deployments(cat) {
		r := row{deployment: deployment, first: first}
		bit := model.Set(0)
		if r.note = main.lacks[deployment]; r.note == "" {
			bit = with(t, main.Composition, deployment)
			later := bit.In(main.JudgingLater) && bit != 0
			switch {
			case bit == 0 || bit.In(main.Judging):
				r.facts = s.attackFacts(t, main, deployment)
			case !later:
				r.note = "judges no step of this flow"
			case after == nil:
				r.note = "judges only what follows the grant, and this scenario ends there"
			}
			if after != nil && (bit == 0 || later) {
				for _, c := range after.columns(t, s.attackers, deployment) {
					r.facts = append(r.facts, fact{c.name + ", after the grant", []string{after.worth(t, deployment, c.have)}})
				}
			}
		}
		if deployment == "" {
			first = r.facts
		}
		rows = append(rows, r)
	}
	return rows
}

// attackFacts are what each attacker reaches in the scenario's own instance.
func (s *sheet) attackFacts(t testing.TB, main *board, deployment string) (facts []fact) {
	for _, c := range main.columns(t, s.attackers, deployment) {
		reaches := main.reaches
		if slices.ContainsFunc(s.large, func(name string) bool { return strings.HasPrefix(c.name, name) }) {
			reaches = main.mayReach
		}
		line, shortest := reaches(t, deployment, c.have)
		f := fact{c.name, []string{line}}
		if shortest != "" {
			f.lines = append(f.lines, shortest)
		}
		facts = append(facts, f)
	}
	return facts
}

// honestRows are who is served. What a mitigation needs of devices is asked of
// those of the scenario: who has others is refused.
func (s *sheet) honestRows(t testing.TB, cat *flows.Catalogue) (rows []row) {
	all, twins := s.scenario.TwinsOn(s.of()), []*board(nil)
	for _, twin := range all {
		twins = append(twins, setup(t, cat, s.scenario, s.deployment(), twin.In(), twin.Set))
	}
	var first []fact
	for _, deployment := range s.deployments(cat) {
		r := row{deployment: deployment, first: first, note: twins[0].lacks[deployment]}
		for i, b := range twins {
			if r.note != "" {
				continue
			}
			here := deployment
			if b.lacks[here] != "" { // on the slow clock a code's life is no time
				here = ""
			}
			line, shortest := servedFact(t, b.Composition, here, s.scenario.Served(&all[i]))
			f := fact{all[i].Name, []string{line}}
			if shortest != "" {
				f.lines = append(f.lines, shortest)
			}
			r.facts = append(r.facts, f)
		}
		if deployment == "" {
			first = r.facts
		}
		rows = append(rows, r)
	}
	return rows
}

// counted says who gets two victims through each mitigation that counts. One
// search of what the last of the attackers can do answers for all.
func (s *sheet) counted(t testing.TB, cat *flows.Catalogue) (lines []string) {
	two := setup(t, cat, s.scenario, s.deployment(), scenarios.TwoVictims, nil)
	found, err := model.Family(t.Context(), two.Canonical().Restrict(model.Restriction{Have: two.brings(t, s.attackers[len(s.attackers)-1])}), goals(two.goals...), model.Options{})
	if err != nil {
		return []string{"broken: " + err.Error()}
	}
	for _, deployment := range s.deployments(cat) {
		bit := model.Set(0)
		if deployment != "" {
			var err error
			if bit, err = two.PlacedSet(deployment); err != nil || !bit.In(two.Judging) {
				continue
			}
		}
		var through []string
		for _, c := range two.columns(t, s.attackers, deployment) {
			if model.Possible(found.Labels[0], bit, c.have, two.Defeats) {
				through = append(through, c.name)
			}
		}
		if deployment == "" {
			deployment = nothing
		}
		if len(through) == 0 {
			through = []string{"nobody"}
		}
		lines = append(lines, deployment+": "+strings.Join(through, "; "))
	}
	return append(lines, fmt.Sprintf("%d states, %d edges", found.States, found.Edges))
}
