package report

import (
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// head says what was asked.
func (f format) head(h results.Head) {
	f.heading(2, fmt.Sprintf("%s on %s, deployment %s (codes live %s)", h.Scenario, h.Flow, h.Deployment, span(h.CodeLife)))
	f.line("%s", h.Doc)
	f.line("mitigations: %s", list(h.Mitigations))
	if len(h.Options) > 0 {
		f.line("options of the flow: %s", list(h.Options))
	}
	if len(h.InForce) > 0 {
		f.line("in force by the deployment's own settings, so not judged: %s", list(h.InForce))
	}
	if h.Attacker != nil {
		f.line("attacker %s: %s", h.Attacker.Name, list(h.Attacker.Capabilities))
		f.line("user %s: can err by %s; luck: %s", h.User.Name, list(h.User.Errors), list(h.User.Lucks))
	}
	f.assumes(h)
	f.blank()
}

func (f format) assumes(h results.Head) {
	for _, a := range h.Assumes {
		f.line("assumed: %s", a)
	}
}

func (f format) blank() {
	if !f.markdown {
		fmt.Fprintln(f.w)
	}
}

func (f format) check(r *results.Check) {
	if r.After != nil {
		f.after(r.After)
	}
	f.head(r.Head)
	var rows [][]string
	for _, p := range r.Properties {
		var turns, remarks []string
		for _, c := range p.Critical {
			turns = append(turns, critical(c))
		}
		switch {
		case len(turns) > 0 && p.Verdict == "violated":
			remarks = append(remarks, "would hold with "+strings.Join(turns, ", or with "))
		case len(turns) > 0:
			remarks = append(remarks, "while "+strings.Join(turns, ", and while "))
		}
		if p.Why != "" {
			remarks = append(remarks, p.Why)
		}
		rows = append(rows, []string{p.Name, verdict(p), strings.Join(remarks, "; ")})
	}
	f.table([]string{"property", "verdict", ""}, rows)
	f.goals(r)
	f.twins(r)
	f.remarks(r)
	f.traces(r)
	f.line("explored: %d states, %d edges%s", r.States, r.Edges, unfinished(r.Complete))
	for _, u := range r.Unmet {
		f.line("not as expected: %s", u)
	}
	f.run(r.Run)
}

// after is the attack that comes first, and what it gives the attacker.
func (f format) after(l *results.Link) {
	f.check(l.Check)
	said := "%s is granted, which gives the attacker %s (%s)"
	switch {
	case l.Gained == nil:
		said = "it is not known whether %s is granted, which would give the attacker %s (%s)"
	case !*l.Gained:
		said = "%s is not granted, which would give the attacker %s (%s)"
	}
	f.line(said, l.Check.Scenario, l.Gives, l.Source)
	f.blank()
}

// goals are the rungs of the attacker's ladder: up to a grant, and after it.
func (f format) goals(r *results.Check) {
	var before, after [][]string
	for _, g := range r.Goals {
		if g.After {
			after = append(after, []string{g.Name, reachable(g), g.Doc})
		} else {
			before = append(before, []string{g.Name, reachable(g), g.Doc})
		}
	}
	f.rows([]string{"attacker's goal", "", ""}, before)
	if len(after) == 0 {
		return
	}
	if none := r.Granted != nil && r.Granted.Reachable != nil && !*r.Granted.Reachable; !none {
		f.table([]string{"after the grant", "", ""}, after)
	}
	f.line("%s", worth(r.Impact))
	f.blank()
}

// twins are the honest people: in their own scenario each of them, beside an
// attack those who are not served.
func (f format) twins(r *results.Check) {
	var rows [][]string
	var served []string
	for _, t := range r.Twins {
		if r.Attacker != nil && t.Kept != nil && *t.Kept {
			served = append(served, t.Name)
			continue
		}
		rows = append(rows, []string{t.Name, kept(t), t.Doc})
	}
	switch {
	case r.Attacker == nil:
		f.rows([]string{"honest user", "", ""}, rows)
		return
	case len(rows) > 0:
		f.table([]string{"honest user", "", ""}, rows)
	}
	if len(served) > 0 {
		f.line("honest users served: %s", list(served))
		f.blank()
	}
}

// remarks are what a reader must know about single mitigations and about rounding.
func (f format) remarks(r *results.Check) {
	say := func(names []string, what string) {
		if len(names) > 0 {
			f.line("%s: %s", what, list(names))
		}
	}
	say(r.NA, "n/a, judges no step of this flow or lacks what it needs")
	say(r.NoBearing, "no bearing, holds up no attack of this attacker")
	var chances []string
	for i, name := range r.ProbabilisticOnly {
		chances = append(chances, fmt.Sprintf("%s (gives way to %s)", name, ways(r.Unless[i])))
	}
	say(chances, "probabilistic only, stops nothing with certainty")
	f.rounded(r.Rounded)
	if len(r.NA)+len(r.NoBearing)+len(chances)+len(r.Rounded) > 0 {
		f.blank()
	}
}

func (f format) rounded(list []results.Rounded) {
	seen := map[string]bool{}
	for _, d := range list {
		s := fmt.Sprintf("rounded in the attacker's favour to ticks of %s: %s from %s to %s", span(d.Tick), d.Name, span(d.From), span(d.To))
		if d.Of != "" {
			s = d.Of + ", " + s
		}
		if !seen[s] {
			f.line("%s", s)
		}
		seen[s] = true
	}
}

// traces draws each distinct trace of a check once, under the properties it
// concerns.
func (f format) traces(r *results.Check) {
	drawn := map[string]bool{}
	for _, p := range r.Properties {
		d := diagram(p.Trace)
		if len(p.Trace) == 0 || drawn[d] {
			continue
		}
		drawn[d] = true
		var names []string
		for _, q := range r.Properties {
			if len(q.Trace) > 0 && diagram(q.Trace) == d {
				names = append(names, q.Name)
			}
		}
		f.heading(3, fmt.Sprintf("Shortest way to violate %s", strings.Join(names, " and ")))
		f.drawing(p.Trace)
	}
	for _, p := range r.Properties {
		if len(p.Refused) > 0 {
			f.heading(3, "What the shortest attack runs into")
			f.drawing(p.Refused)
		}
	}
}

func (f format) drawing(steps []results.Step) {
	if f.markdown {
		f.code("mermaid", mermaid(steps))
		return
	}
	f.code("", diagram(steps))
}

func unfinished(complete bool) string {
	if complete {
		return ", complete"
	}
	return "; NOT complete: a budget was hit"
}

func (f format) run(r *results.Run) {
	if r != nil && !f.markdown {
		f.line("%.2f s, %d workers", r.Seconds, r.Workers)
	}
}
