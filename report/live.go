package report

import (
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) live(r *results.Live) {
	for i := range r.Targets {
		if i > 0 {
			f.blank()
		}
		f.liveTarget(&r.Targets[i])
	}
	f.summary(r)
	if r.Partial != "" {
		f.line("PARTIAL: %s", r.Partial)
	}
	f.run(r.Run)
}

// summary is a line for each target and flow, where there are several.
func (f format) summary(r *results.Live) {
	if len(r.Targets) < 2 {
		return
	}
	f.blank()
	f.heading(1, "In short")
	var rows [][]string
	for i := range r.Targets {
		t := &r.Targets[i]
		as := "as expected"
		if len(t.Unmet) > 0 {
			as = fmt.Sprintf("%d not as expected", len(t.Unmet))
		}
		rows = append(rows, []string{t.Target, t.Flow, t.Verdict, fmt.Sprint(len(t.Deviations)), fmt.Sprintf("%d of %d", t.Histories.Illegal, t.Histories.Checked), as})
	}
	f.table([]string{"target", "flow", "verdict", "deviations", "illegal histories", ""}, rows)
}

func (f format) liveTarget(t *results.LiveTarget) {
	count := map[string]int{}
	for _, b := range t.Behaviours {
		count[b.Status]++
	}
	verdict := t.Verdict
	if verdict == "holds" && len(t.Untried) > 0 {
		verdict += ", in what was tried"
	}
	switch known := len(t.Deviations) + len(t.Histories.Found); {
	case len(t.Unmet) > 0:
		verdict += fmt.Sprintf("; %d not as expected", len(t.Unmet))
	case known > 0:
		verdict += "; all of it expected"
	}
	f.heading(1, fmt.Sprintf("%s, %s: %s", t.Target, t.Flow, verdict))
	if t.Doc != "" {
		f.line("%s", t.Doc)
	}
	if len(t.Behaviours) > 0 {
		f.line("%d behaviours of the model tried: %d conform, %d deviate, %d allowed but not seen; %d not tried, %d behind a deviation, %d without an answer that can be judged",
			len(t.Behaviours)-count["not tried"]-count["blocked"]-count["inconclusive"],
			count["conforms"], count["deviates"], count["not seen"], count["not tried"], count["blocked"], count["inconclusive"])
	}
	if h := &t.Histories; h.Checked > 0 {
		f.line("%d histories of requests at once: %d that no order explains, %d not decided in time", h.Checked, h.Illegal, h.Unknown)
	}
	for _, u := range t.Untried {
		f.line("not tried: %s", u)
	}
	if t.Histories.Trouble != "" {
		f.line("some rounds of requests at once were not judged: %s", t.Histories.Trouble)
	}
	sent := ""
	if t.Requests > 0 {
		sent = fmt.Sprintf("; %d requests", t.Requests)
	}
	f.line("claims to be set as deployment %s%s", t.Deployment, sent)
	f.blank()
	f.deviations(t)
	f.histories(t)
	f.attacks(t)
	f.facts(t)
	f.untried(t)
	for _, u := range t.Unmet {
		f.line("NOT AS EXPECTED: %s", u)
	}
}

// deviations are what the server replies otherwise than the model, each with the
// requests that show it.
func (f format) deviations(t *results.LiveTarget) {
	if len(t.Deviations) == 0 {
		return
	}
	f.heading(2, "Replies that the model does not have")
	var rows [][]string
	for _, d := range t.Deviations {
		rows = append(rows, []string{d.ID, d.Kind, d.By, strings.Join(d.Possible, " or "), d.Got, known(d.Expected)})
	}
	f.table([]string{"deviation", "it", "asked by", "model", "server", "expected"}, rows)
	for _, d := range t.Deviations {
		if d.Expected != "" {
			continue
		}
		f.line("To see %s again (%s):", d.ID, d.Ref)
		f.code("sh", strings.Join(d.Curl, "\n")+"\n")
	}
}

func known(reason string) string {
	if reason == "" {
		return "no"
	}
	return reason
}

// histories are the concurrent runs that no order of their operations explains.
func (f format) histories(t *results.LiveTarget) {
	if len(t.Histories.Found) == 0 {
		return
	}
	f.heading(2, "Requests at once that no order explains")
	for _, h := range t.Histories.Found {
		f.line("%s: %d of %d (%s). The shortest part that shows it:", h.ID, h.Illegal, h.Of, h.Round)
		f.code("", strings.Join(h.Core, "\n")+"\n")
		if h.Command != "" {
			f.line("Much the same is asked again by %s", h.Command)
		}
		if h.Expected != "" {
			f.line("expected: %s", h.Expected)
		}
	}
}

func (f format) attacks(t *results.LiveTarget) {
	if len(t.Attacks) == 0 {
		return
	}
	f.heading(2, "Scenarios played on the server")
	var rows [][]string
	for _, a := range t.Attacks {
		steps := ""
		if len(a.Steps) > 0 {
			steps = fmt.Sprint(len(a.Steps))
		}
		rows = append(rows, []string{a.Scenario, a.Outcome, steps, a.Why})
	}
	f.table([]string{"scenario", "attack", "steps", ""}, rows)
	f.line("Played with victims who read at once and do whatever they are asked, and from this one machine: what compares devices, places or addresses was not put to the test. That a flow without proximity falls to phishing is a property of the flow.")
	f.blank()
}

func (f format) facts(t *results.LiveTarget) {
	if len(t.Facts) == 0 {
		return
	}
	f.heading(2, "What the server enforces, and what is claimed")
	var rows [][]string
	for _, x := range t.Facts {
		rows = append(rows, []string{x.Name, x.Found, x.Claimed, x.Verdict, x.Ref})
	}
	f.table([]string{"", "found", "claimed", "", "see"}, rows)
}

// untried are the behaviours of which nothing is known: they are not conforming.
func (f format) untried(t *results.LiveTarget) {
	var rows [][]string
	for _, b := range t.Behaviours {
		switch b.Status {
		case "not tried", "blocked", "inconclusive", "not seen":
			rows = append(rows, []string{b.Status, b.Step, b.By, b.When, strings.Join(b.Expect, " or "), b.Why})
		}
	}
	if len(rows) == 0 {
		return
	}
	f.heading(2, "Behaviours not shown")
	f.table([]string{"", "step", "by", "when", "model", "why"}, rows)
}
