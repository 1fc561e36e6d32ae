package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// These are the parts of JUnit's XML that CI systems read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr,omitempty"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitMessage `xml:"failure"`
		Error   *junitMessage `xml:"error"`
		Skipped *junitSkipped `xml:"skipped"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Body    string `xml:",innerxml"`
	}
)

// JUnit writes the expectations of results of run or check as JUnit XML: a test
// suite for each run against each attacker, a test case for each expectation. One
// that is not met is a failure, or skipped if it is accepted; one that could not
// be decided is an error. Of live it is a suite for each target in each flow.
func JUnit(w io.Writer, all []any) error {
	list, err := expectations(all)
	if err != nil {
		return err
	}
	doc := junitSuites{Name: "simulate"}
	seconds := 0.0
	seen := map[string]int{}
	for _, h := range list {
		seconds += h.seconds
		for _, run := range h.runs {
			doc.add(junitRun(h.suite, run, seen))
		}
		if h.partial != "" {
			s := junitSuite{Name: h.suite}
			s.add(junitCase{Class: classname(h.suite), Name: "every run",
				Error: &junitMessage{Message: h.partial + ": the rest of the suite was not run", Type: "partial"}})
			doc.add(s)
		}
	}
	for _, r := range lives(all) {
		if r.Run != nil {
			seconds += r.Run.Seconds
		}
		for i := range r.Targets {
			doc.add(junitLive(&r.Targets[i]))
		}
		if r.Partial != "" {
			s := junitSuite{Name: "live"}
			s.add(junitCase{Class: "live", Name: "every target", Error: &junitMessage{Message: r.Partial + ": the rest was not tested", Type: "partial"}})
			doc.add(s)
		}
	}
	if seconds > 0 {
		doc.Time = fmt.Sprintf("%.3f", seconds)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

func (d *junitSuites) add(s junitSuite) {
	d.Suites = append(d.Suites, s)
	d.Tests += s.Tests
	d.Failures += s.Failures
	d.Errors += s.Errors
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// junitRun is one scenario against one attacker. Names that were seen before get
// a number, because CI systems take equal names for one test.
func junitRun(suite string, run results.SuiteRun, seen map[string]int) junitSuite {
	c := run.Check
	s := junitSuite{Name: fmt.Sprintf("%s %s %s %s%s", suite, c.Scenario, c.Flow, attackerName(c), circumstances(run))}
	class := classname(suite, c.Scenario, c.Flow, attackerName(c))
	named := func(name string) string {
		name += circumstances(run)
		seen[class+" "+name]++
		if n := seen[class+" "+name]; n > 1 {
			name += fmt.Sprintf(" (%d)", n)
		}
		return name
	}
	decided := true
	for _, e := range run.Expectations {
		test := junitCase{Class: class, Name: named(e.Of + " " + e.Expected), File: run.File, Line: e.Line}
		switch message := junitText(run, e); {
		case undecided(e):
			decided = false
			message.Type = "inconclusive"
			test.Error = message
		case accepted(e):
			test.Skipped = &junitSkipped{message.Message}
		case !e.Met:
			test.Failure = message
		}
		s.add(test)
	}
	if !c.Complete && decided {
		s.add(junitCase{Class: class, Name: named("complete"), File: run.File, Line: run.Line,
			Error: &junitMessage{Message: "a budget was hit before everything was decided", Type: "inconclusive"}})
	}
	return s
}

func junitText(run results.SuiteRun, e results.Expectation) *junitMessage {
	m := &junitMessage{Message: fmt.Sprintf("expected %s, found %s", e.Expected, e.Found), Type: "expectation"}
	body := []string{fmt.Sprintf("%s: %s", e.Of, m.Message)}
	if place := at(run, e); place != "" {
		m.Message += " (" + place + ")"
		body[0] = place + ": " + body[0]
	}
	if e.Acceptance != nil {
		m.Message += "; " + acceptance(e.Acceptance)
		body = append(body, acceptance(e.Acceptance))
	}
	if why := because(run.Check, e); why != "" {
		body = append(body, why)
	}
	if trace := evidence(run.Check, e); len(trace) > 0 {
		body = append(body, diagram(trace))
	}
	m.Body = xmlText("\n" + strings.TrimRight(strings.Join(body, "\n"), "\n") + "\n")
	return m
}

// xmlText escapes text, and leaves its lines to be read by people.
func xmlText(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

// classname is what CI systems take apart at its points.
func classname(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, ".", "_")
	}
	return strings.Join(parts, ".")
}
