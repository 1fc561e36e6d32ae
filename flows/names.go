package flows

import (
	"fmt"
	"strings"
)

// UnknownError is a name that nothing has.
type UnknownError struct {
	Kind  string // what it was taken for
	Name  string // what was found
	Known []string
}

func (e *UnknownError) Error() string {
	near, ok := Nearest(e.Name, e.Known)
	switch {
	case ok:
		return fmt.Sprintf("unknown %s %q; did you mean %q?", e.Kind, e.Name, near)
	case len(e.Known) == 0:
		return fmt.Sprintf("unknown %s %q", e.Kind, e.Name)
	}
	return fmt.Sprintf("unknown %s %q; there are: %s", e.Kind, e.Name, strings.Join(e.Known, ", "))
}

// Nearest is the known name that is the fewest edits away from name, the first
// one of several, if that is near enough to be what was meant.
func Nearest(name string, known []string) (string, bool) {
	best, least := "", len(name)/2+1
	for _, k := range known {
		if d := edits(name, k); d < least {
			best, least = k, d
		}
	}
	return best, best != ""
}

// edits is the Levenshtein distance between a and b.
func edits(a, b string) int {
	row := make([]int, len(b)+1) // distances from a[:i] to each b[:j]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0] // from a[:i] to b[:j]
		row[0] = i + 1
		for j := range len(b) {
			substitute := diagonal
			if a[i] != b[j] {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, substitute)
		}
	}
	return row[len(b)]
}
