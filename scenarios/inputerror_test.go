package scenarios

import (
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("a", 200) + "X" + strings.Repeat("b", 200)
	for _, c := range []struct {
		name      string
		line, col int
		text      string
		want      string
	}{
		{"a place", 12, 3, "  deploymnt: x", "12 |   deploymnt: x\n   |   ^"},
		{"the end", 1, 6, "runs:", "1 | runs:\n  |      ^"},
		{"letters of several bytes", 1, 6, "ä: öü x", "1 | ä: öü x\n  |      ^"},
		{"signs that a terminal would obey", 1, 3, "a\tb\x1b[2J", "1 | a b�[2J\n  |   ^"},
		{"a long line", 3, 201, long, "3 | " + strings.Repeat("a", 59) + "X" + strings.Repeat("b", 40) + "\n  | " + strings.Repeat(" ", 59) + "^"},
		{"no place", 0, 0, "x", ""},
		{"past the end", 1, 9, "x", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &InputError{Line: c.line, Col: c.col, Text: c.text}
			if got := e.Excerpt(); got != c.want {
				t.Errorf("found\n%s\nexpected\n%s", got, c.want)
			}
		})
	}
}

func TestInputErrorsCount(t *testing.T) {
	var list []*InputError
	for i := range maxErrors + 3 {
		list = append(list, &InputError{File: "f", Line: maxErrors + 3 - i, Col: 1, Found: "x", Expected: "y"})
	}
	all := inputErrors("f", list).(*InputErrors)
	if len(all.List) != maxErrors || all.More != 3 || all.List[0].Line != 1 || !strings.HasSuffix(all.Error(), "\nand 3 more") {
		t.Errorf("%d and %d more, from line %d:\n%v", len(all.List), all.More, all.List[0].Line, all)
	}
	if err := inputErrors("f", nil); err != nil {
		t.Errorf("no errors are %v", err)
	}
}

func TestHostileNames(t *testing.T) {
	e := &InputError{File: "a\x1b[2J\nb", Found: quote("\x1b\n\xff" + strings.Repeat("é", 100)), Expected: "x"}
	want := "a�[2J�b: found \"\\x1b\\n�" + strings.Repeat("é", 77) + "…\", expected x"
	if e.Error() != want {
		t.Errorf("found\n%s\nexpected\n%s", e, want)
	}
}
