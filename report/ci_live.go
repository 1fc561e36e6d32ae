package report

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// lives are the results of live.
func lives(all []any) (list []*results.Live) {
	for _, result := range all {
		if r, ok := result.(*results.Live); ok {
			list = append(list, r)
		}
	}
	return list
}

// junitLive is a server in one flow: a test for each behaviour of the model, for each
// kind of history that nothing explains, and for each deviation that is expected and
// did not happen.
func junitLive(t *results.LiveTarget) junitSuite {
	s := junitSuite{Name: t.Target + " " + t.Flow}
	class := classname("live", t.Target, t.Flow)
	seen := map[string]int{}
	test := func(name string) junitCase {
		if seen[name]++; seen[name] > 1 {
			name += fmt.Sprintf(" (%d)", seen[name])
		}
		return junitCase{Class: class, Name: name, File: t.File}
	}
	if t.Verdict == "inconclusive" && len(t.Behaviours) == 0 { // nothing was shown
		c := test("the target")
		c.Error = &junitMessage{Message: strings.Join(t.Untried, "; "), Type: "inconclusive"}
		s.add(c)
	}
	told := map[string]bool{}
	deviating := func(c junitCase, d *results.Deviation) {
		told[d.ID] = true
		if d.Expected != "" {
			c.Skipped = &junitSkipped{"expected: " + d.Expected}
		} else {
			c.Failure = &junitMessage{Message: d.ID + ": " + against(d), Type: "deviation",
				Body: xmlText(fmt.Sprintf("\n%s: %s\n%s\n", d.ID, against(d), strings.Join(d.Curl, "\n")))}
		}
		s.add(c)
	}
	for i := range t.Behaviours {
		b := &t.Behaviours[i]
		c := test(fmt.Sprintf("%s by %s, %s: %s", b.Step, b.By, b.When, strings.Join(b.Expect, " or ")))
		switch b.Status {
		case "deviates":
			if d := deviationOf(t, b); d != nil {
				deviating(c, d)
				continue
			}
			c.Failure = &junitMessage{Message: "the server answers " + b.Got, Type: "deviation"}
		case "inconclusive":
			c.Error = &junitMessage{Message: b.Why, Type: "inconclusive"}
		case "conforms":
		default:
			c.Skipped = &junitSkipped{b.Status + ": " + b.Why}
		}
		s.add(c)
	}
	for i := range t.Deviations { // those on the way to something else
		if d := &t.Deviations[i]; !told[d.ID] {
			deviating(test(d.ID), d)
		}
	}
	for _, h := range t.Histories.Found {
		c := test("at once: " + h.Round)
		text := fmt.Sprintf("%s: no order explains %d of %d rounds, seed %d", h.ID, h.Illegal, h.Of, h.Seed)
		if h.Expected != "" {
			c.Skipped = &junitSkipped{"expected: " + h.Expected}
		} else {
			c.Failure = &junitMessage{Message: text, Type: "history", Body: xmlText("\n" + text + "\n" + strings.Join(h.Core, "\n") + "\n")}
		}
		s.add(c)
	}
	if h := t.Histories; h.Checked > 0 || h.Trouble != "" {
		c := test("at once: all that was checked")
		switch {
		case h.Trouble != "":
			c.Error = &junitMessage{Message: h.Trouble, Type: "inconclusive"}
		case h.Unknown > 0:
			c.Error = &junitMessage{Message: fmt.Sprintf("%d of %d histories were not decided in time", h.Unknown, h.Checked), Type: "inconclusive"}
		}
		s.add(c)
	}
	for _, id := range t.Gone {
		c := test(id)
		c.Failure = &junitMessage{Message: id + ": expected, and did not happen", Type: "gone"}
		s.add(c)
	}
	return s
}

// deviationOf is what a behaviour that deviates does.
func deviationOf(t *results.LiveTarget, b *results.Behaviour) *results.Deviation {
	for i := range t.Deviations {
		if d := &t.Deviations[i]; d.ID == b.Deviation {
			return d
		}
	}
	return nil
}

// against is a reply beside those that the model has.
func against(d *results.Deviation) string {
	return fmt.Sprintf("%s: the model has %s, the server %s (%s)", d.Kind, strings.Join(d.Possible, " or "), d.Got, d.Ref)
}

// sarifLive adds a server in one flow: an error for each deviation and history, or a
// suppressed note where it is expected, and a warning where something could not be judged.
func (run *sarifRun) sarifLive(t *results.LiveTarget) {
	add := func(id, about, doc, level, text, expected string) {
		rule := sarifRule{ID: ruleID(printable(id)), ShortDescription: plain(cmp.Or(doc, id)), Properties: sarifTags{[]string{"cross-device", "live"}}}
		rules := &run.Tool.Driver.Rules
		at := slices.IndexFunc(*rules, func(r sarifRule) bool { return r.ID == rule.ID })
		if at < 0 {
			at = len(*rules)
			*rules = append(*rules, rule)
		}
		here := sarifLocation{Logical: []sarifLogical{{printable(strings.Join([]string{t.Target, t.Flow, id}, "/"))}}}
		if t.File != "" {
			here.Physical = &sarifPhysical{sarifArtifact{fileURI(t.File)}, &sarifRegion{Line: 1}} // GitHub wants a line
		}
		print := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%q", []string{"live", t.Target, t.Flow, id, about})))[:32]
		r := sarifResult{RuleID: rule.ID, RuleIndex: at, Level: level, Message: plain(text), Locations: []sarifLocation{here},
			Fingerprints: map[string]string{"primaryLocationLineHash": print, "crossdevice/v1": print}}
		if expected != "" {
			r.Level = "note"
			r.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: printable(expected)}}
		}
		run.Results = append(run.Results, r)
	}
	of := func(id string) string { return fmt.Sprintf("%s of %s in %s: ", id, t.Target, t.Flow) }
	for i := range t.Deviations {
		d := &t.Deviations[i]
		add(d.ID, "", d.Step+" when "+d.When+": "+d.Kind, "error", of(d.ID)+against(d), d.Expected)
	}
	for _, h := range t.Histories.Found {
		add(h.ID, "", "requests at once that no order explains", "error", of(h.ID)+fmt.Sprintf("no order explains %d of %d rounds (%s), seed %d", h.Illegal, h.Of, h.Round, h.Seed), h.Expected)
	}
	for _, id := range t.Gone {
		add("gone", id, "a deviation that is expected and did not happen", "error", of(id)+"expected, and did not happen", "")
	}
	undecided := 0
	if t.Verdict == "inconclusive" && len(t.Behaviours) == 0 {
		undecided++
	}
	for i := range t.Behaviours {
		if t.Behaviours[i].Status == "inconclusive" {
			undecided++
		}
	}
	why := t.Untried
	if t.Histories.Trouble != "" {
		undecided++
		why = append(slices.Clone(why), t.Histories.Trouble)
	}
	if undecided += t.Histories.Unknown; undecided > 0 {
		add(incomplete, "", "something could not be judged", "warning",
			of(incomplete)+fmt.Sprintf("%d behaviours and histories could not be judged: %s", undecided, strings.Join(why, "; ")), "")
	}
}
