package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// reader reads one file and notes what is wrong with it.
type reader struct {
	*loader
	name  string
	lines []string
}

// loader is what the readers of a suite and of its deployments share.
type loader struct {
	cat  *flows.Catalogue
	open func(path string) ([]byte, *InputError) // nil: no other file can be named
	read map[string][]*Deployment                // deployment files so far; nil for one that is bad
	errs []*InputError
}

// newReader is the reader of a file. It is nil if the file is no YAML, which
// is then noted.
func (l *loader) newReader(name string, data []byte) (*reader, *node) {
	lines, bad := textLines(name, data)
	if bad != nil {
		l.errs = append(l.errs, bad)
		return nil, nil
	}
	r := &reader{l, name, lines}
	root, bad := parseYAML(name, lines)
	if bad != nil {
		r.note(bad)
		return nil, nil
	}
	return r, root
}

// note keeps an error together with its line.
func (r *reader) note(e *InputError) {
	if e.Line > 0 && e.Line <= len(r.lines) {
		e.Text = r.lines[e.Line-1]
		e.Col = min(e.Col, utf8.RuneCountInString(e.Text)+1) // what is missing at the end of a line
	}
	r.errs = append(r.errs, e)
}

// fail notes an error about a node.
func (r *reader) fail(n *node, e *InputError) {
	e.File, e.Line, e.Col = r.name, n.line, n.col
	if n.inside >= 0 && e.offset > 0 {
		e.Col += n.inside + e.offset
	}
	r.note(e)
}

// wrong notes that a node is not what was expected.
func (r *reader) wrong(n *node, expected string) {
	r.fail(n, &InputError{Found: n.describe(), Expected: expected})
}

// at is the place of a node.
func (r *reader) at(n *node) Position { return Position{File: r.name, Line: n.line, Col: n.col} }

// readers say what to do with the value of each key of a form.
type readers map[string]func(n *node)

// fields reads a mapping of a form. It returns the keys that are there, or were
// meant.
func (r *reader) fields(n *node, f *form, values readers) (given map[string]bool) {
	if n.kind != kindMapping {
		r.wrong(n, f.of+", which is a mapping")
		return nil
	}
	known := namesOf(f.keys, func(k formKey) string { return k.name })
	given = map[string]bool{}
	r.each(n, func(key, value *node) {
		given[key.text] = true
		if slices.Contains(known, key.text) {
			values[key.text](value)
			return
		}
		bad := unknown("key "+quote(key.text), key.text, "a key of "+f.of, known)
		given[bad.Near] = true
		r.fail(key, bad)
	})
	for _, k := range f.keys {
		if k.needed == always && !given[k.name] {
			r.fail(n, &InputError{Found: "no key " + quote(k.name), Expected: "one in " + f.of})
		}
	}
	return given
}

// each calls what to do for each entry of a mapping whose key is a word that
// has not occurred before.
func (r *reader) each(n *node, entry func(key, value *node)) {
	first := map[string]*node{}
	for _, p := range n.pairs {
		if p.key.kind == kindMapping || p.key.kind == kindList || p.key.kind == kindNothing {
			r.wrong(p.key, "a word as key")
			continue
		}
		if before := first[p.key.text]; before != nil {
			r.fail(p.key, &InputError{Found: "key " + quote(p.key.text) + " again", Expected: fmt.Sprintf("it once, as in line %d", before.line)})
			continue
		}
		first[p.key.text] = p.key
		entry(p.key, p.value)
	}
}

// maxText is the longest text that is read, in characters.
const maxText = 500

// sentence reads text for people.
func (r *reader) sentence(n *node, into *string) {
	value := strings.TrimSpace(n.text)
	switch {
	case n.kind != kindText || value == "":
		r.wrong(n, "text")
	case utf8.RuneCountInString(value) > maxText:
		r.wrong(n, fmt.Sprintf("at most %d characters", maxText))
	case strings.ContainsFunc(value, func(c rune) bool { return unicode.IsControl(c) && c != '\n' }):
		r.wrong(n, "text without control characters")
	default:
		*into = value
	}
}

// slug is the form of the names that users give.
var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// named reads a name that the user gives to something.
func (r *reader) named(n *node, into *string) {
	if (n.kind != kindText && n.kind != kindNumber) || !slug.MatchString(n.text) {
		e := &InputError{Found: n.describe(), Expected: "a name of small letters, digits, dots and hyphens"}
		if near := strings.ToLower(strings.ReplaceAll(n.text, " ", "-")); near != n.text && slug.MatchString(near) {
			e.Near = near
		}
		r.fail(n, e)
		return
	}
	*into = n.text
}

// word reads a single value that is looked up by what expected says.
func (r *reader) word(n *node, expected string) (string, bool) {
	if n.kind != kindText && n.kind != kindNumber && n.kind != kindBoolean || n.text == "" {
		r.wrong(n, expected)
		return "", false
	}
	return n.text, true
}

// namesOf are the names of a list's members.
func namesOf[T any](list []T, name func(T) string) []string {
	names := make([]string, len(list))
	for i, member := range list {
		names[i] = name(member)
	}
	return names
}
