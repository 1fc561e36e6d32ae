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
	if len(h.InForce) > 0 {
		f.line("in force by the deployment's own settings, so not judged: %s", list(h.InForce))
	}
	if h.Attacker != nil {
		f.line("attacker %s: %s", h.Attacker.Name, list(h.Attacker.Capabilities))
		f.line("user %s: can err by %s", h.User.Name, list(h.User.Errors))
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
	f.head(r.Head)
	var rows [][]string
	for _, p := range r.Properties {
		var turns []string
		for _, c := range p.Critical {
			if p.Verdict == "violated" {
				turns = append(turns, "would hold with "+critical(c))
			} else {
				turns = append(turns, "while "+critical(c))
			}
		}
		if p.Why != "" {
			turns = append(turns, p.Why)
		}
		rows = append(rows, []string{p.Name, verdict(p), strings.Join(turns, "; ")})
	}
	f.table([]string{"property", "verdict", ""}, rows)
	rows = nil
	for _, g := range r.Goals {
		rows = append(rows, []string{g.Name, reachable(g), g.Doc})
	}
	if len(rows) > 0 {
		f.table([]string{"attacker's goal", "", ""}, rows)
	}
	rows = nil
	for _, t := range r.Twins {
		rows = append(rows, []string{t.Name, kept(t), t.Doc})
	}
	if len(rows) > 0 {
		f.table([]string{"honest user", "", ""}, rows)
	}
	f.remarks(r)
	f.traces(r)
	f.line("explored: %d states, %d edges%s", r.States, r.Edges, unfinished(r.Complete))
	for _, u := range r.Unmet {
		f.line("not as expected: %s", u)
	}
	f.run(r.Run)
}

// remarks are what a reader must know about single mitigations and about rounding.
func (f format) remarks(r *results.Check) {
	said := false
	say := func(names []string, what string) {
		if len(names) > 0 {
			f.line("%s: %s", what, list(names))
			said = true
		}
	}
	say(r.NA, "n/a, judges no step of this flow")
	say(r.NoBearing, "no bearing, no attack of this attacker meets it")
	say(r.ProbabilisticOnly, "probabilistic only, refuses nothing with certainty")
	f.rounded(r.Rounded)
	if said {
		f.blank()
	}
}

func (f format) rounded(list []results.Rounded) {
	seen := map[string]bool{}
	for _, d := range list {
		s := fmt.Sprintf("rounded in the attacker's favour to ticks of %s: %s from %s to %s", span(d.Tick), d.Name, span(d.From), span(d.To))
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
