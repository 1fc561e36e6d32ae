package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// row is a mitigation with all that was judged of it.
func (q *Comparison) row(m *flows.Mitigation, attackers, slips []string, all []judgement) results.DerivedRow {
	other := "--initiated reached"
	if q.Initiated == scenarios.Reached {
		other = "--initiated handle"
	}
	r := results.DerivedRow{Mitigation: m.Name, Row: m.Row, Ref: m.Ref, Marks: marks(m, all), Cells: []results.DerivedCell{}, Verdict: []results.DerivedVerdict{},
		Published: results.Columns{Prevent: m.Claims&flows.Prevents != 0, Disrupt: m.Claims&flows.Disrupts != 0, Recover: m.Claims&flows.Recovers != 0}}
	for _, j := range all {
		if j.of == m {
			r.Cells = append(r.Cells, j.DerivedCell)
		}
	}
	for _, attacker := range attackers {
		for _, column := range columns {
			cells := slices.DeleteFunc(slices.Clone(all), func(j judgement) bool {
				return j.of != m || j.Attacker != attacker || j.Column != column.name
			})
			r.Verdict = append(r.Verdict, judgeRow(m, attacker, column, other, slips, cells))
		}
	}
	return r
}

// marks are what the mitigation does in each pair to each attacker: in its default
// variant or, where that is about nothing, in the first that is about something.
func marks(m *flows.Mitigation, all []judgement) []results.Mark {
	list := []results.Mark{}
	for _, j := range all {
		if j.of != m || j.Column != columns[0].name {
			continue
		}
		mark := results.Mark{Scenario: j.Scenario, Flow: j.Flow, Attacker: j.Attacker, Variant: j.Variant, Mark: j.mark}
		i := slices.IndexFunc(list, func(k results.Mark) bool {
			return k.Scenario == mark.Scenario && k.Flow == mark.Flow && k.Attacker == mark.Attacker
		})
		switch {
		case i < 0:
			list = append(list, mark)
		case mark.Mark != "n_a" && (list[i].Mark == "n_a" || mark.Variant == m.Default):
			list[i] = mark
		}
	}
	return list
}

// judgeRow is the verdict on one published cell from what was judged of it: with every
// cell crossed or none it agrees or not, otherwise it depends. What the text of the BCP
// leaves open must not decide it: other is how else "initiated" can be read. Slips are the
// errors and lucks that get past the mitigation.
func judgeRow(m *flows.Mitigation, attacker string, in column, other string, slips []string, cells []judgement) results.DerivedVerdict {
	published := m.Claims&in.effect != 0
	v := results.DerivedVerdict{Attacker: attacker, Column: in.name, Readings: []results.Reading{}}
	status := func(j judgement) string { return j.Status }
	v.Verdict = verdictOf(published, cells, status)
	for _, j := range cells {
		if isJudged(j.Status) {
			v.Judged++
		}
		if j.Status == "cross" {
			v.Crosses++
		}
	}
	only := func(keep func(j judgement) bool) []judgement {
		return slices.DeleteFunc(slices.Clone(cells), func(j judgement) bool { return !keep(j) })
	}
	read := func(of, verdict string, decides bool) {
		flips := decides && verdict != v.Verdict && verdict != "n_a" && v.Verdict != "n_a"
		v.Readings = append(v.Readings, results.Reading{Of: of, Verdict: verdict, Flips: flips})
	}
	read("with "+other, verdictOf(published, cells, func(j judgement) string { return j.turned }), true)
	if slices.ContainsFunc(cells, func(j judgement) bool { return j.disputed }) {
		read("without disputed reach", verdictOf(published, cells, func(j judgement) string { return j.undisputed }), true)
	}
	if len(compared(m)) > 1 {
		read("the default variant alone", verdictOf(published, only(func(j judgement) bool { return j.Variant == m.Default }), status), false)
	}
	read("the BCP's own scenarios alone", verdictOf(published, only(func(j judgement) bool { return j.own }), status), false)
	careful := "without " + strings.Join(slips, ", ")
	if len(slips) > 0 {
		read(careful, verdictOf(published, cells, func(j judgement) string { return j.careful }), false)
	}
	v.Condition = rowCondition(cells, len(compared(m)) > 1)
	for _, r := range v.Readings {
		if r.Flips || r.Of == careful && r.Verdict != v.Verdict {
			v.Condition += fmt.Sprintf("; %s: %s", r.Of, r.Verdict)
		}
	}
	if slices.ContainsFunc(v.Readings, func(r results.Reading) bool { return r.Flips }) {
		v.Verdict = "conditional"
	}
	return v
}

// isJudged tells whether a status counts for its row.
func isJudged(status string) bool { return status == "cross" || status == "no_cross" }

// verdictOf is the rule itself.
func verdictOf(published bool, cells []judgement, status func(j judgement) string) string {
	crosses, judged := 0, 0
	for _, j := range cells {
		if s := status(j); isJudged(s) {
			judged++
			if s == "cross" {
				crosses++
			}
		}
	}
	switch {
	case judged == 0:
		return "n_a"
	case crosses == judged && published, crosses == 0 && !published:
		return "agree"
	case crosses == judged, crosses == 0:
		return "disagree"
	}
	return "conditional"
}

// rowCondition says where a row has its crosses, variant by variant if there are
// several, and what these and the others rest on.
func rowCondition(cells []judgement, several bool) string {
	var variants, said []string
	where := map[string]string{}
	for _, j := range cells {
		if isJudged(j.Status) && !slices.Contains(variants, j.Variant) {
			variants = append(variants, j.Variant)
		}
	}
	for _, v := range variants {
		var crossed, not []judgement
		for _, j := range cells {
			switch {
			case j.Variant != v:
			case j.Status == "cross":
				crossed = append(crossed, j)
			case j.Status == "no_cross":
				not = append(not, j)
			}
		}
		text := ""
		switch {
		case len(crossed) == 0:
			text = "nowhere"
		case len(not) == 0:
			text = "everywhere"
		case len(crossed) <= len(not):
			text = "only in " + places(crossed, not)
		default:
			text = "not in " + places(not, crossed)
		}
		if where[text] == "" {
			said = append(said, text)
			where[text] = v
			continue
		}
		where[text] += ", " + v
	}
	var parts []string
	for _, text := range said {
		if several {
			text = where[text] + ": " + text
		}
		parts = append(parts, text)
	}
	var rests []string
	var refusing, others []judgement
	for _, j := range cells {
		rest := strings.TrimPrefix(strings.TrimPrefix(j.Condition, byRefusing), "; ")
		switch {
		case j.ByRefusing:
			refusing = append(refusing, j)
		case j.Status == "cross":
			others = append(others, j)
		}
		if isJudged(j.Status) && rest != "" && !slices.Contains(rests, rest) {
			rests = append(rests, rest)
		}
	}
	if len(refusing) > 0 {
		parts = append(parts, byRefusing+" in "+places(refusing, others))
	}
	return strings.Join(append(parts, rests...), "; ")
}

// places lists scenarios, with their flows where the others have some of that scenario.
func places(these, others []judgement) string {
	var names []string
	for i, j := range these {
		if slices.ContainsFunc(these[:i], func(k judgement) bool { return k.Scenario == j.Scenario }) {
			continue
		}
		var on []string
		for _, k := range these {
			if k.Scenario == j.Scenario {
				on = append(on, k.Flow)
			}
		}
		name := j.Scenario
		if slices.ContainsFunc(others, func(k judgement) bool { return k.Scenario == j.Scenario }) {
			name += " (" + strings.Join(on, ", ") + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
