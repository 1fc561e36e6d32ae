package report

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// These are the parts of SARIF 2.1.0 that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version"`
		SemanticVersion string      `json:"semanticVersion"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		Properties       sarifTags `json:"properties"`
	}
	sarifTags struct {
		Tags []string `json:"tags"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		CodeFlows    []sarifCodeFlow    `json:"codeFlows,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line   int `json:"startLine"`
		Column int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifCodeFlow struct {
		Message     sarifText         `json:"message"`
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifFlowLocation `json:"locations"`
	}
	sarifFlowLocation struct {
		Location sarifLocation `json:"location"`
		Order    int           `json:"executionOrder"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifHome   = "https://github.com/crossdeviceflows/crossdevice"
	incomplete  = "incomplete"
)

// SARIF writes what is to be looked at in results of run or check: an error for
// each expectation that is not met, suppressed if it is accepted, a warning for
// each that could not be decided, and a suppressed note for each violation that was
// expected. An expectation that something is fine and that is met is nothing to
// look at. Of live it is what the server does otherwise.
func SARIF(w io.Writer, version string, all []any) error {
	list, err := expectations(all)
	if err != nil {
		return err
	}
	rules := sarifRules(list)
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "simulate", Version: version, SemanticVersion: version, InformationURI: sarifHome, Rules: rules}
	done := sarifInvocation{Successful: true}
	prints := map[string]int{}
	for _, h := range list {
		if h.partial != "" {
			done.Successful = false
			done.Notifications = append(done.Notifications, sarifNotification{"error",
				plain(fmt.Sprintf("suite %s: %s: the rest was not run", h.suite, h.partial))})
		}
		for _, a := range h.unneeded {
			text := unneeded(a)
			if a.File != "" {
				text = fmt.Sprintf("%s:%d:%d: %s", a.File, a.Line, a.Col, text)
			}
			done.Notifications = append(done.Notifications, sarifNotification{"warning", plain(text)})
		}
		for _, r := range h.runs {
			for _, e := range shown(r) {
				run.Results = append(run.Results, sarifFinding(r, e, rules, prints))
			}
		}
	}
	for _, r := range lives(all) {
		if r.Partial != "" {
			done.Successful = false
			done.Notifications = append(done.Notifications, sarifNotification{"error", plain(r.Partial + ": the rest was not tested")})
		}
		for i := range r.Targets {
			run.sarifLive(&r.Targets[i])
		}
	}
	run.Invocations = []sarifInvocation{done}
	return JSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// shown are the expectations of a run that make a result.
func shown(run results.SuiteRun) (list []results.Expectation) {
	decided := true
	for _, e := range run.Expectations {
		decided = decided && !undecided(e)
		if !e.Met || undecided(e) || violation(e.Found) {
			list = append(list, e)
		}
	}
	if !run.Check.Complete && decided {
		list = append(list, results.Expectation{Of: incomplete, Expected: "complete", Found: "inconclusive", Line: run.Line, Col: 1})
	}
	return list
}

// violation tells whether a word says that something is amiss.
func violation(found string) bool {
	return found == "violated" || found == "reachable" || found == "lost"
}

// sarifRules are a rule for each property, goal and twin of the results, by name.
func sarifRules(list []held) []sarifRule {
	rules := []sarifRule{}
	add := func(of, doc, kind string) {
		rule := sarifRule{ID: ruleID(of), ShortDescription: plain(cmp.Or(doc, of)), Properties: sarifTags{[]string{"cross-device", kind}}}
		if !slices.ContainsFunc(rules, func(r sarifRule) bool { return r.ID == rule.ID }) {
			rules = append(rules, rule)
		}
	}
	for _, h := range list {
		for _, run := range h.runs {
			for _, p := range run.Check.Properties {
				add(p.Name, p.Doc, "property")
			}
			for _, g := range run.Check.Goals {
				add(g.Name, g.Doc, "goal")
			}
			for _, t := range run.Check.Twins {
				add(t.Name, t.Doc, "twin")
			}
			for _, e := range shown(run) {
				doc := ""
				if e.Of == incomplete {
					doc = "a budget was hit before everything was decided"
				}
				add(e.Of, doc, "other")
			}
		}
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return cmp.Compare(a.ID, b.ID) })
	return rules
}

func ruleID(of string) string { return "CD-" + of }

func sarifFinding(run results.SuiteRun, e results.Expectation, rules []sarifRule, prints map[string]int) sarifResult {
	c := run.Check
	text := fmt.Sprintf("%s of %s (%s) against %s%s: expected %s, found %s",
		e.Of, c.Scenario, c.Flow, attackerName(c), circumstances(run), e.Expected, e.Found)
	if why := because(c, e); why != "" {
		text += ", " + why
	}
	if e.Acceptance != nil {
		text += "; " + acceptance(e.Acceptance)
	}
	here := sarifPlace(run, e)
	r := sarifResult{RuleID: ruleID(e.Of), Message: plain(text), Level: "error", Locations: []sarifLocation{here}}
	r.RuleIndex = slices.IndexFunc(rules, func(rule sarifRule) bool { return rule.ID == r.RuleID })
	switch {
	case undecided(e):
		r.Level = "warning"
	case e.Met:
		r.Level = "note"
		r.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted",
			Justification: printable(fmt.Sprintf("the expectation of %s is: %s", e.Of, e.Expected))}}
	case accepted(e):
		r.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: printable(acceptance(e.Acceptance))}}
	}
	// GitHub tells alerts apart by the first, others by the second.
	print := fingerprint(run, e, prints)
	r.Fingerprints = map[string]string{"primaryLocationLineHash": print, "crossdevice/v1": print}
	if steps := evidence(c, e); len(steps) > 0 {
		flow := sarifThreadFlow{}
		for i := 0; i < len(steps); i++ {
			text := told(steps[i])
			if seconds, merged := passing(steps, i); merged > 0 {
				text = span(seconds) + " pass"
				i += merged - 1
			}
			location, message := here, plain(text)
			location.Message = &message
			flow.Locations = append(flow.Locations, sarifFlowLocation{location, len(flow.Locations) + 1})
		}
		title := "The attack, step by step"
		if !violation(e.Found) {
			title = "What the shortest attack runs into"
		}
		r.CodeFlows = []sarifCodeFlow{{plain(title), []sarifThreadFlow{flow}}}
	}
	return r
}

// told is a step in a line: who does what to whom, the reply, the section.
func told(s results.Step) string {
	text := s.By
	if s.To != "" && s.To != s.By {
		text += " to " + s.To
	}
	text += ": " + label(s)
	switch {
	case len(s.RefusedBy) > 0:
		text += ", REFUSED by " + list(families(s.RefusedBy))
	case s.Reply != "":
		text += " → " + s.Reply
	}
	if s.Ref != "" {
		text += " (" + s.Ref + ")"
	}
	return text
}

// sarifPlace is where an expectation stands. What was asked on the command line
// stands in no file.
func sarifPlace(run results.SuiteRun, e results.Expectation) sarifLocation {
	c := run.Check
	here := sarifLocation{Logical: []sarifLogical{{printable(strings.Join([]string{c.Scenario, c.Flow, attackerName(c), e.Of}, "/"))}}}
	if run.File != "" {
		here.Physical = &sarifPhysical{Artifact: sarifArtifact{fileURI(run.File)}}
		if e.Line > 0 {
			here.Physical.Region = &sarifRegion{e.Line, e.Col}
		}
	}
	return here
}

// fileURI is a file as named on the command line: relative if it was so there.
func fileURI(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}

// fingerprint is what a finding is known by from one run of CI to the next: what
// was asked of which system, and nothing that moves when a suite is edited.
func fingerprint(run results.SuiteRun, e results.Expectation, seen map[string]int) string {
	c := run.Check
	mitigations := slices.Sorted(slices.Values(c.Mitigations))
	key := fmt.Sprintf("%q", []any{c.Scenario, c.Flow, c.Deployment, attackerName(c), mitigations, c.User.Name, e.Of})
	seen[key]++
	if n := seen[key]; n > 1 {
		key += fmt.Sprint(n)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(key)))[:32]
}

// plain escapes what SARIF reads as a link or a placeholder in plain text.
func plain(s string) sarifText {
	return sarifText{strings.NewReplacer("\\", "\\\\", "[", "\\[", "]", "\\]", "{", "{{", "}", "}}").Replace(printable(s))}
}
