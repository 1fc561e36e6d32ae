package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

// lanes are the columns of a sequence diagram: the attacker, the users, the
// server, as far as they take part.
func lanes(steps []results.Step) (names []string) {
	seen := map[string]bool{}
	users := 0
	for _, s := range steps {
		for _, who := range []string{s.By, s.To} {
			var n int
			if _, err := fmt.Sscanf(who, "user %d", &n); err == nil {
				users = max(users, n)
			}
			seen[who] = true
		}
	}
	if seen["attacker"] {
		names = append(names, "attacker")
	}
	for i := range users {
		names = append(names, fmt.Sprintf("user %d", i+1))
	}
	return append(names, "server")
}

// passing merges ticks: how many seconds pass from step i on, and how many
// steps that takes.
func passing(steps []results.Step, i int) (seconds, merged int) {
	for i+merged < len(steps) && steps[i+merged].Step == "tick" {
		merged++
	}
	if merged == 0 {
		return 0, 0
	}
	from := steps[i].Seconds
	if i+merged < len(steps) {
		return steps[i+merged].Seconds - from, merged
	}
	return 0, merged // a trace does not end on a tick
}

const laneWidth = 28

// diagram draws a trace for a terminal.
func diagram(steps []results.Step) string {
	names := lanes(steps)
	at := map[string]int{}
	for i, n := range names {
		at[n] = i*laneWidth + 6
	}
	width := len(names)*laneWidth + 6
	var b strings.Builder
	line := []rune(strings.Repeat(" ", width))
	for _, n := range names {
		copy(line[at[n]-len(n)/2:], []rune(n))
	}
	fmt.Fprintln(&b, strings.TrimRight(string(line), " "))
	rails := func() []rune {
		line := []rune(strings.Repeat(" ", width))
		for _, n := range names {
			line[at[n]] = '│'
		}
		return line
	}
	emit := func(line []rune, remark string) {
		fmt.Fprintln(&b, strings.TrimRight(string(line)+"  "+remark, " "))
	}
	for i := 0; i < len(steps); i++ {
		s := steps[i]
		if seconds, merged := passing(steps, i); merged > 0 {
			line := rails()
			copy(line[at[names[0]]+2:], []rune("… "+span(seconds)+" pass …"))
			emit(line, "")
			i += merged - 1
			continue
		}
		label := s.Step
		if s.Outcome != "" {
			label = s.Outcome
			if s.Step != "authorize" {
				label = s.Step + ": " + s.Outcome
			}
		}
		if s.Via != "" && s.To != "" {
			label += " (" + s.Via + ")"
		}
		line := rails()
		from, fromOK := at[s.By]
		to, toOK := at[s.To]
		switch {
		case !fromOK:
			copy(line[at[names[0]]+2:], []rune(label))
		case !toOK || from == to:
			copy(line[from:], []rune("● "+label))
		default:
			arrow(line, from, to, label)
		}
		emit(line, remark(s))
	}
	return b.String()
}

// arrow draws a labelled arrow from one rail to another.
func arrow(line []rune, from, to int, label string) {
	left, right := min(from, to), max(from, to)
	for x := left + 1; x < right; x++ {
		line[x] = '─'
	}
	if to > from {
		line[right-1] = '▶'
	} else {
		line[left+1] = '◀'
	}
	text := []rune(" " + label + " ")
	if room := right - left - 4; len(text) > room {
		text = text[:max(room, 0)]
	}
	copy(line[left+2:], text)
}

// remark is what stands beside a step: its source, the reply, what it takes and
// who refuses it.
func remark(s results.Step) string {
	parts := []string{s.Ref}
	if s.Reply != "" {
		parts = append(parts, "→ "+s.Reply)
	}
	if len(s.Requires) > 0 {
		parts = append(parts, "needs "+strings.Join(s.Requires, ", "))
	}
	if len(s.RefusedBy) > 0 {
		parts = append(parts, "✗ refused by "+strings.Join(families(s.RefusedBy), ", "))
	}
	return strings.Join(parts, "; ")
}

// families are the mitigations of a list of variants, each once; one variant
// alone keeps its name.
func families(variants []string) (names []string) {
	count := map[string]int{}
	for _, v := range variants {
		name, _, _ := strings.Cut(v, ":")
		count[name]++
	}
	for _, v := range variants {
		name, _, _ := strings.Cut(v, ":")
		switch {
		case count[name] == 1:
			names = append(names, v)
		case !slices.Contains(names, name):
			names = append(names, name)
		}
	}
	return names
}

// mermaid draws a trace as a Mermaid sequence diagram, without its fence.
func mermaid(steps []results.Step) string {
	names := lanes(steps)
	id := map[string]string{}
	var b strings.Builder
	fmt.Fprintln(&b, "sequenceDiagram")
	for i, n := range names {
		id[n] = fmt.Sprintf("p%d", i)
		fmt.Fprintf(&b, "    participant p%d as %s\n", i, mermaidText(n))
	}
	for i := 0; i < len(steps); i++ {
		s := steps[i]
		if seconds, merged := passing(steps, i); merged > 0 {
			fmt.Fprintf(&b, "    Note over %s: %s pass\n", id[names[0]], span(seconds))
			i += merged - 1
			continue
		}
		from, fromOK := id[s.By]
		to, toOK := id[s.To]
		label := s.Step
		if s.Outcome != "" {
			label += " – " + s.Outcome
		}
		if s.Reply != "" {
			label += " → " + s.Reply
		}
		label += " (" + s.Ref + ")"
		arrow := "->>"
		if len(s.RefusedBy) > 0 {
			arrow = "-x"
			label += " refused by " + strings.Join(families(s.RefusedBy), ", ")
		}
		switch {
		case !fromOK:
			fmt.Fprintf(&b, "    Note over %s: %s\n", id[names[0]], mermaidText(label))
		case !toOK || from == to:
			fmt.Fprintf(&b, "    Note over %s: %s\n", from, mermaidText(label))
		default:
			fmt.Fprintf(&b, "    %s%s%s: %s\n", from, arrow, to, mermaidText(label))
		}
	}
	return b.String()
}

// mermaidText escapes what Mermaid would read as syntax.
func mermaidText(s string) string {
	return strings.NewReplacer("#", "#35;", ";", "#59;", "\n", " ", "\r", " ", "<", "#lt;", ">", "#gt;", "`", "'").Replace(s)
}
