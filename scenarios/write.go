package scenarios

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Draft is a suite on one deployment that is to be written, with what its reader
// is to be told in comments. Each text of those is a paragraph.
type Draft struct {
	Name       string
	About      []string
	Deployment *Deployment
	Notes      []string // what else is known of the deployment
	Runs       []DraftRun
}

// DraftRun is one run of a draft.
type DraftRun struct {
	About     string
	Scenario  *Scenario
	Attackers []string
	Expect    []DraftExpectation
}

// DraftExpectation is what is expected of one thing, by one attacker or, if that
// is empty, by none. Those of one thing stand beside each other.
type DraftExpectation struct {
	Attacker, Of, Word string
	Found              string // what is so today; "inconclusive": it is not known
	Good               string // the word that its owner would like
	Remark             string
}

// Write is the draft as a file that LoadSuite reads. What nothing is known of is
// only said in a comment. Its errors are InputErrors.
func (d *Draft) Write(cat *flows.Catalogue) ([]byte, error) {
	w := &writer{}
	for i, text := range d.About {
		if i > 0 {
			w.line(0, "#")
		}
		w.comment(0, text)
	}
	w.line(0, "suite: %s", scalar(d.Name))
	w.deployment(d.Deployment, d.Notes)
	w.line(0, "")
	w.line(0, "runs:")
	for i, run := range d.Runs {
		if i > 0 {
			w.line(0, "")
		}
		w.run(run)
	}
	// The reader has the last word on what it takes.
	if _, err := ParseSuite(cat, "what is to be written", w.Bytes()); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

// writer writes YAML.
type writer struct{ bytes.Buffer }

// line writes one line, so many levels deep.
func (w *writer) line(level int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if text != "" {
		w.WriteString(strings.Repeat("  ", level))
	}
	w.WriteString(text + "\n")
}

// comment writes a paragraph in lines that are not too long.
func (w *writer) comment(level int, text string) {
	const width = 88
	line := ""
	for _, word := range strings.Fields(printable(text)) {
		if line != "" && 2*level+utf8.RuneCountInString(line+word)+3 > width {
			w.line(level, "# %s", line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		w.line(level, "# %s", line)
	}
}

func (w *writer) deployment(d *Deployment, notes []string) {
	w.line(0, "deployment:")
	w.line(1, "deployment: %s", scalar(d.Name))
	if d.Doc != "" {
		w.line(1, "doc: %s", scalar(d.Doc))
	}
	w.line(1, "flow: %s", scalar(d.Flow))
	w.line(1, "settings:")
	for _, s := range d.Sources {
		k, bad := setting(s.Key, d.Flow)
		if bad == nil {
			w.comment(2, k.Doc)
		}
		w.line(2, "%s:", scalar(s.Key))
		if bad == nil && k.Kind != Words && (s.Value == "true" || s.Value == "false" || isDigits(s.Value)) {
			w.line(3, "value: %s", s.Value)
		} else {
			w.line(3, "value: %s", scalar(s.Value))
		}
		if s.Source != "" {
			w.line(3, "source: %s", scalar(s.Source))
		}
		if s.Unverified {
			w.line(3, "unverified: true")
		}
	}
	if len(d.Mitigations) > 0 {
		names := make([]string, len(d.Mitigations))
		for i, name := range d.Mitigations {
			names[i] = scalar(name)
		}
		w.line(1, "mitigations: [%s]", strings.Join(names, ", "))
	}
	for _, text := range notes {
		w.comment(1, "- "+text)
	}
}

// run writes a run; one in which nothing is known is all comments.
func (w *writer) run(run DraftRun) {
	w.comment(1, run.About)
	if !slices.ContainsFunc(run.Expect, func(e DraftExpectation) bool { return e.Word != "" }) {
		for _, e := range run.Expect {
			w.comment(1, e.Remark)
		}
		return
	}
	w.line(1, "- scenario: %s", scalar(run.Scenario.Name))
	if len(run.Attackers) > 0 {
		names := make([]string, len(run.Attackers))
		for i, name := range run.Attackers {
			names[i] = scalar(name)
		}
		w.line(2, "attackers: [%s]", strings.Join(names, ", "))
	}
	w.line(2, "expect:")
	of := ""
	for _, e := range run.Expect {
		level := 3
		if e.Attacker != "" {
			if e.Of != of && e.Word != "" {
				w.line(3, "%s:", scalar(e.Of))
				of = e.Of
			}
			level = 4
		}
		w.comment(level, e.Remark)
		switch {
		case e.Word == "":
		case e.Attacker != "":
			w.line(level, "%s: %s", scalar(e.Attacker), scalar(e.Word))
		default:
			w.line(level, "%s: %s", scalar(e.Of), scalar(e.Word))
		}
	}
}

// bare is a text that YAML takes for one without quotation marks.
var bare = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9._-]*(:[A-Za-z0-9._-]+)?|([0-9]+[smhd])+)$`)

// notBare are words that YAML takes for something else.
var notBare = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

// scalar is a text as YAML.
func scalar(text string) string {
	if bare.MatchString(text) && !slices.Contains(notBare, strings.ToLower(text)) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// CheckName says what is wrong with a name for a suite or a deployment. Its errors
// are InputErrors.
func CheckName(name string) error {
	if slug.MatchString(name) {
		return nil
	}
	bad := &InputError{Found: quote(name), Expected: "a name of small letters, digits, dots and hyphens"}
	if near := Slug(name); near != "" {
		bad.Near = near
	}
	return bad
}

// Slug is a name for a suite made of a text; empty if there is nothing in it to
// make one of.
func Slug(text string) string {
	text = strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' {
			return c
		}
		return '-'
	}, strings.ToLower(text))
	text = strings.TrimLeft(text, "-._")
	return strings.TrimRight(text[:min(len(text), 64)], "-._")
}

// Tell is Set, with where the value is from. A text that could not be written as
// it is, is an InputError.
func (d *Deployment) Tell(key, value, source string, unverified bool) error {
	value = strings.TrimSpace(value)
	at := strings.IndexFunc(value, func(c rune) bool { return !unicode.IsPrint(c) })
	switch {
	case !utf8.ValidString(value):
		return &InputError{Found: quote(value), Expected: "text in UTF-8 for " + key}
	case at >= 0:
		c, _ := utf8.DecodeRuneInString(value[at:])
		return &InputError{Found: fmt.Sprintf("the character %U in %s", c, quote(value)), Expected: "text in one line that can be shown for " + key}
	case utf8.RuneCountInString(value) > maxText:
		return &InputError{Found: quote(value), Expected: fmt.Sprintf("at most %d characters for %s", maxText, key)}
	}
	if err := d.Set(key, value); err != nil {
		return err
	}
	for i := range d.Sources {
		if s := &d.Sources[i]; s.Key == key {
			s.Source, s.Unverified = source, unverified
		}
	}
	return nil
}
