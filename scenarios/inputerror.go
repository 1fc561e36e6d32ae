package scenarios

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// InputError is something wrong with what a user wrote, in a file or in a flag.
type InputError struct {
	File      string // empty: it was no file
	Line, Col int    // from 1, in characters; zero: all of it
	Found     string // what is there; in quotation marks if in the user's own words
	Expected  string // what could be there
	Near      string // the valid text nearest to what was found, if any is near
	Text      string // the line of the file, for Excerpt

	offset int // characters from the start of the text that was parsed
}

func (e *InputError) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(printable(e.File) + ":")
		if e.Line > 0 {
			fmt.Fprintf(&b, "%d:%d:", e.Line, e.Col)
		}
		b.WriteByte(' ')
	}
	fmt.Fprintf(&b, "found %s, expected %s", e.Found, e.Expected)
	if e.Near != "" {
		fmt.Fprintf(&b, "; did you mean %s?", quote(e.Near))
	}
	return b.String()
}

// Excerpt is the line of the file with a caret below the place; empty if there
// is no such line.
func (e *InputError) Excerpt() string {
	const before, width = 60, 100 // of a long line, so much is shown
	line := []rune(e.Text)
	if e.Line == 0 || e.Col < 1 || e.Col > len(line)+1 {
		return ""
	}
	from := 0
	if e.Col > before {
		from = e.Col - before
	}
	shown := printable(string(line[from:min(len(line), from+width)]))
	number := strconv.Itoa(e.Line)
	return fmt.Sprintf("%s | %s\n%*s | %*s", number, shown, len(number), "", e.Col-from, "^")
}

// InputErrors is everything wrong with a file and with the files it names.
type InputErrors struct {
	List []*InputError
	More int // that are not in List
}

func (l *InputErrors) Error() string {
	lines := make([]string, len(l.List))
	for i, e := range l.List {
		lines[i] = e.Error()
	}
	if l.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", l.More))
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As each of them.
func (l *InputErrors) Unwrap() []error {
	list := make([]error, len(l.List))
	for i, e := range l.List {
		list[i] = e
	}
	return list
}

// maxErrors is how many errors are reported of a file.
const maxErrors = 20

// inputErrors puts errors in order: first those of the file that was asked for,
// then those of other files as they first occur, each by place. It is nil if
// there are none.
func inputErrors(file string, list []*InputError) error {
	if len(list) == 0 {
		return nil
	}
	rank := map[string]int{file: 0}
	for _, e := range list {
		if _, ok := rank[e.File]; !ok {
			rank[e.File] = len(rank)
		}
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *InputError) int {
		return cmp.Or(cmp.Compare(rank[a.File], rank[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	all := &InputErrors{List: list}
	if len(list) > maxErrors {
		all.List, all.More = list[:maxErrors], len(list)-maxErrors
	}
	return all
}

// unknown is the error for a name that nothing has: expected names the kind
// with its article.
func unknown(found, name, expected string, known []string) *InputError {
	e := &InputError{Found: found, Expected: expected}
	near, ok := "", false
	if len(name) <= 64 { // longer than any name
		near, ok = flows.Nearest(name, known)
	}
	switch {
	case ok:
		e.Near = near
	case len(known) > 0:
		e.Expected += ": " + strings.Join(known, ", ")
	}
	return e
}

// asInput is the InputError in err, which must have one.
func asInput(err error) *InputError {
	var e *InputError
	if !errors.As(err, &e) {
		return &InputError{Found: quote(err.Error()), Expected: "valid input"}
	}
	return e
}

// quote puts the user's words in quotation marks, cut to what a line can take.
func quote(text string) string {
	const most = 80
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return strconv.Quote(text)
}

// printable replaces what a terminal would not show as one character.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case !strconv.IsPrint(r):
			return '�'
		}
		return r
	}, text)
}
