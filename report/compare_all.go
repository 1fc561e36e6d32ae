package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// derived shows the derived table beside the published one, then what its verdicts rest
// on, what each mitigation does where, what is enough there, and how flows stand.
func (f format) derived(r *results.Derived) {
	f.heading(2, "The derived table beside the published one")
	if r.Partial != "" {
		f.line("PARTIAL: %s; not asked: %s", r.Partial, strings.Join(r.Missing, ", "))
	}
	f.line("Each mitigation alone, with the example settings of each flow; user %s. Pairs of a scenario and a flow: %d.", r.User.Name, len(r.Pairs))
	if r.Initiated == "reached" {
		f.line("An attack counts as initiated once a victim sees the request.")
	} else {
		f.line("An attack counts as initiated once the attacker holds a live code or request.")
	}
	f.line("Behind a verdict: cells with the cross, of those that are judged. No cell has a score: %s.", results.NoOdds)
	f.blank()
	var rows [][]string
	for _, row := range r.Table {
		for i, attacker := range r.Attackers {
			cells := []string{row.Mitigation, published(row.Published), attacker}
			if i > 0 {
				cells[0], cells[1] = "", ""
			}
			for _, v := range row.Verdict {
				if v.Attacker == attacker {
					cells = append(cells, derivedVerdict(v))
				}
			}
			rows = append(rows, cells)
		}
	}
	f.table([]string{"mitigation", "BCP says", "attacker", "prevent", "disrupt", "recover"}, rows)
	f.derivedConditions(r)
	f.marks(r)
	f.pairs(r)
	f.twinsLost(r)
	f.ranking(r)
	f.line("%d states, %d edges%s", r.States, r.Edges, unfinished(r.Complete))
	f.run(r.Run)
}

// published are the crosses of a row.
func published(c results.Columns) string {
	var said []string
	for _, column := range []struct {
		name string
		is   bool
	}{{"prevent", c.Prevent}, {"disrupt", c.Disrupt}, {"recover", c.Recover}} {
		if column.is {
			said = append(said, column.name)
		}
	}
	return strings.Join(said, ", ")
}

func derivedVerdict(v results.DerivedVerdict) string {
	if v.Verdict == "n_a" {
		return "n/a"
	}
	return fmt.Sprintf("%s %d/%d", v.Verdict, v.Crosses, v.Judged)
}

// derivedConditions says of every verdict but the plain ones what it rests on. What is
// the same for several attackers is said once.
func (f format) derivedConditions(r *results.Derived) {
	f.heading(3, "What the verdicts rest on")
	f.blank()
	var rows [][]string
	for _, row := range r.Table {
		for _, v := range row.Verdict {
			flips := slices.ContainsFunc(v.Readings, func(x results.Reading) bool { return x.Flips })
			if v.Verdict == "n_a" || v.Crosses == 0 && v.Verdict == "agree" && !flips {
				continue
			}
			rows = append(rows, []string{row.Mitigation, v.Column, v.Attacker, v.Condition})
		}
	}
	for _, row := range joined(rows, 2) {
		f.line("- %s, %s, %s: %s", row[0], row[1], row[2], row[3])
	}
	f.blank()
}

// letters are how the marks are written where there is little room.
var letters = []struct{ mark, letter, doc string }{
	{"prevents", "P", "prevents"},
	{"disrupts", "D", "disrupts"},
	{"limits", "L", "limits: no second victim"},
	{"recovers", "R", "recovers"},
	{"probabilistic only", "c", "by chance or error only"},
	{"another way", "w", "another way is left"},
	{"no bearing", "·", "no bearing"},
	{"nothing to stop", "–", "nothing to stop"},
	{"in_force", "f", "in force already"},
	{"n_a", "", "n/a"},
	{"inconclusive", "?", "inconclusive"},
}

func letter(mark string) string {
	for _, l := range letters {
		if l.mark == mark {
			return cmp.Or(l.letter, " ")
		}
	}
	return "?"
}

// marks shows what each mitigation does in each pair, a letter for each attacker.
func (f format) marks(r *results.Derived) {
	f.heading(3, "What each mitigation does where")
	var said []string
	for _, l := range letters {
		said = append(said, fmt.Sprintf("%s %s", cmp.Or(l.letter, "(blank)"), l.doc))
	}
	f.line("A column is a pair, by its number below; a letter is for %s. %s.", strings.Join(r.Attackers, ", then for "), strings.Join(said, ", "))
	f.blank()
	head := []string{"mitigation"}
	for i := range r.Pairs {
		head = append(head, fmt.Sprint(i+1))
	}
	var rows [][]string
	for _, row := range r.Table {
		cells := []string{row.Mitigation}
		for _, p := range r.Pairs {
			var b strings.Builder
			for _, m := range row.Marks {
				if m.Scenario == p.Scenario && m.Flow == p.Flow {
					b.WriteString(letter(m.Mark))
				}
			}
			cells = append(cells, b.String())
		}
		rows = append(rows, cells)
	}
	f.table(head, rows)
}

// firstDefences is how many minimal defences of a pair are shown.
const firstDefences = 3

func (f format) pairs(r *results.Derived) {
	f.heading(3, "What is enough, and what an attack costs")
	f.line("Minimal defences: the %d shortest, and how many there are. Price: the fewest capabilities that get through where nothing is deployed.", firstDefences)
	f.blank()
	var rows [][]string
	for i, p := range r.Pairs {
		for k, a := range p.Attacks {
			cells := []string{fmt.Sprint(i + 1), p.Scenario, p.Flow, fmt.Sprint(p.States), fmt.Sprint(p.Edges), least(p.Price, p.Complete), a.Attacker, enough(a)}
			if k > 0 {
				for c := range 6 {
					cells[c] = ""
				}
			}
			rows = append(rows, cells)
		}
	}
	f.table([]string{"", "scenario", "flow", "states", "edges", "price", "attacker", "minimal defences"}, rows)
}

// enough is what stops an attacker.
func enough(a results.PairAttack) string {
	switch {
	case a.Withstood == nil:
		return "inconclusive"
	case *a.Withstood:
		return "nothing to stop"
	case len(a.MinimalDefences) == 0:
		return "nothing is enough"
	}
	var said []string
	for _, d := range a.MinimalDefences[:min(firstDefences, len(a.MinimalDefences))] {
		said = append(said, strings.Join(d, " + "))
	}
	text := strings.Join(said, "; ")
	switch n := len(a.MinimalDefences); {
	case !a.Listed:
		text += fmt.Sprintf(" (more than %d)", n)
	case n > firstDefences:
		text += fmt.Sprintf(" (%d)", n)
	}
	return text
}

// least is a price with one of the sets that have it.
func least(l results.Least, complete bool) string {
	switch {
	case l.Capabilities == nil && !complete:
		return "inconclusive"
	case l.Capabilities == nil:
		return "none within reach"
	}
	text := fmt.Sprintf("%d: %s", *l.Capabilities, list(l.Cheapest[0]))
	if n := len(l.Cheapest) - 1; n > 0 {
		text += fmt.Sprintf(" (or %d more)", n)
	}
	return text
}

// twinsLost shows whom each mitigation refuses; pairs in which these are the same share
// a line.
func (f format) twinsLost(r *results.Derived) {
	f.heading(3, "Honest users that a mitigation loses")
	f.blank()
	var rows [][]string
	for _, row := range r.Table {
		for i, p := range r.Pairs {
			for _, m := range p.Mitigations {
				name, _, _ := strings.Cut(m.Mitigation, ":")
				if name != row.Mitigation || m.Lost != nil && len(m.Lost) == 0 {
					continue
				}
				who := "inconclusive"
				if m.Lost != nil {
					who = lost(m.Lost, m.Keeps)
				}
				rows = append(rows, []string{m.Mitigation, who, fmt.Sprint(i + 1)})
			}
		}
	}
	rows = joined(rows, 2)
	for _, row := range rows {
		row[2] = ranges(row[2])
	}
	slices.SortStableFunc(rows, func(a, b []string) int { // one mitigation's variants come pair by pair
		return cmp.Compare(firstOf(rows, a[0]), firstOf(rows, b[0]))
	})
	f.table([]string{"mitigation", "honest users it loses", "in"}, rows)
	f.line("in: the number of the pair.")
	f.blank()
}

// ranges writes numbers in a row shorter: 1, 2, 3, 5 as 1-3, 5.
func ranges(numbers string) string {
	var out []string
	first, last := -1, -1
	for _, text := range strings.Split(numbers, ", ") {
		n, _ := strconv.Atoi(text) // they were written above
		if n != last+1 || first < 0 {
			first, out = n, append(out, text)
		} else {
			out[len(out)-1] = fmt.Sprintf("%d-%d", first, n)
		}
		last = n
	}
	return strings.Join(out, ", ")
}

func firstOf(rows [][]string, name string) int {
	return slices.IndexFunc(rows, func(r []string) bool { return r[0] == name })
}

func (f format) ranking(r *results.Derived) {
	f.heading(3, "Flows as their example settings have them")
	f.line("Which attacks on binding a flow withstands without any mitigation, and what the cheapest attacker that gets through needs.")
	f.blank()
	head := []string{"flow"}
	if len(r.Ranking) > 0 {
		for _, a := range r.Ranking[0].Attacks {
			head = append(head, a.Attack)
		}
	}
	var rows [][]string
	for _, rank := range r.Ranking {
		cells := []string{rank.Flow}
		for _, a := range rank.Attacks {
			cells = append(cells, withstands(r.Attackers, a))
		}
		rows = append(rows, cells)
	}
	f.table(head, rows)
}

// withstands is a cell of the ranking.
func withstands(attackers []string, a results.RankCell) string {
	switch {
	case a.Scenario == "":
		return "-"
	case len(a.Withstood) == 0:
		return "not asked"
	}
	var said []string
	open := false
	for k, is := range a.Withstood {
		switch {
		case is == nil:
			open = true
			said = append(said, attackers[k]+" inconclusive")
		case *is:
			said = append(said, "withstands "+attackers[k])
		}
	}
	switch {
	case open:
	case len(said) == len(attackers):
		return "withstands all"
	default:
		said = append(said, least(a.Price, true))
	}
	return strings.Join(said, "; ")
}
