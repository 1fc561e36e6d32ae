package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/crossdeviceflows/crossdevice/results"
)

// span writes seconds briefly: 90 is 1m30s, 120 is 2m.
func span(seconds int) string {
	s := (time.Duration(seconds) * time.Second).String()
	if minutes, whole := strings.CutSuffix(s, "m0s"); whole {
		s = minutes + "m"
	}
	if hours, whole := strings.CutSuffix(s, "h0m"); whole {
		s = hours + "h"
	}
	return s
}

// critical says where a verdict turns.
func critical(c results.Critical) string {
	value := strconv.Itoa
	if c.Unit == "s" {
		value = span
	}
	switch {
	case c.HoldsUpTo != nil:
		return fmt.Sprintf("%s ≤ %s (not at %s)", c.Parameter, value(*c.HoldsUpTo), value(*c.ViolatedFrom))
	case c.HoldsFrom != nil:
		return fmt.Sprintf("%s ≥ %s (not at %s)", c.Parameter, value(*c.HoldsFrom), value(*c.ViolatedUpTo))
	}
	return c.Parameter
}

// short is critical in a table: the side on which it holds.
func short(c results.Critical) string {
	value := strconv.Itoa
	if c.Unit == "s" {
		value = span
	}
	switch {
	case c.HoldsUpTo != nil:
		return fmt.Sprintf("%s ≤ %s", c.Parameter, value(*c.HoldsUpTo))
	case c.HoldsFrom != nil:
		return fmt.Sprintf("%s ≥ %s", c.Parameter, value(*c.HoldsFrom))
	}
	return c.Parameter
}

// list joins names, or says that there are none.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// verdict is a verdict in words: what holds, holds within stated bounds.
func verdict(p results.Property) string {
	switch {
	case p.Vacuous:
		return "holds, with nothing at stake"
	case p.Verdict == "holds":
		return "holds within bounds (complete)"
	}
	return p.Verdict
}

// reachable is a goal's answer in a word.
func reachable(g results.Goal) string {
	switch {
	case g.Reachable == nil:
		return "inconclusive"
	case !*g.Reachable:
		return "unreachable"
	case g.Steps != nil && !g.After: // each hour of use is a step there
		return fmt.Sprintf("reachable in %d steps", *g.Steps)
	}
	return "reachable"
}

// kept is a twin's answer in a word.
func kept(t results.Twin) string {
	switch {
	case t.Kept == nil:
		return "inconclusive"
	case *t.Kept:
		return "kept"
	}
	switch {
	case t.Anyway:
		return "lost to the deployment's own settings"
	case len(t.Lost) == 0:
		return "lost to several mitigations together"
	}
	return "lost to " + strings.Join(t.Lost, ", ")
}

// worth is what a successful attack is worth in words.
func worth(i results.Impact) string {
	switch {
	case i.Value == nil:
		return fmt.Sprintf("what the attack is worth, in %s, is not known: %s", i.Unit, i.Reason)
	case *i.Value == 0:
		return fmt.Sprintf("worth nothing (0 %s)", i.Unit)
	}
	return fmt.Sprintf("worth at most %.0f %s", *i.Value, i.Unit)
}

// lost says which honest users are lost, or who remains if these are fewer.
func lost(loses, keeps []string) string {
	switch {
	case len(loses) > 1 && len(keeps) == 0:
		return "all"
	case len(loses) > len(keeps):
		return "all but " + strings.Join(keeps, ", ")
	}
	return strings.Join(loses, ", ")
}

// cell is what one mitigation does to one attacker.
func cell(c results.Cell) string {
	var b strings.Builder
	b.WriteString(c.Effect)
	if c.Effect == "disrupts" && !c.Reached {
		b.WriteString(" (nobody reached)")
	}
	if len(c.Critical) > 0 {
		var parts []string
		for _, cr := range c.Critical {
			parts = append(parts, short(cr))
		}
		fmt.Fprintf(&b, " while %s", strings.Join(parts, ", "))
	}
	if len(c.Unless) > 0 {
		fmt.Fprintf(&b, ": %s", ways(c.Unless))
	}
	if len(c.Through) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(c.Through, " + "))
	}
	return b.String()
}

// ways are alternatives, each of them all that it takes.
func ways(list [][]string) string {
	var each []string
	for _, names := range list {
		each = append(each, strings.Join(names, " + "))
	}
	return strings.Join(each, " or ")
}

// printable is text in one line that nothing acts on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
