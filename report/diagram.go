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

const laneWidth = 24

// diagram draws a trace for a terminal: a line for each step, and below what the
// steps take and who refuses them, or could.
func diagram(steps []results.Step) string {
	names := lanes(steps)
	at := map[string]int{}
	for i, n := range names {
		at[n] = i*laneWidth + 6
	}
	width := (len(names)-1)*laneWidth + 10
	var drawing, notes strings.Builder
	emit := func(number string, line []rune, remark string) {
		fmt.Fprintln(&drawing, strings.TrimRight(fmt.Sprintf("%4s%s %s", number, string(line), remark), " "))
	}
	head := []rune(strings.Repeat(" ", width))
	for _, n := range names {
		copy(head[at[n]-len(n)/2:], []rune(n))
	}
	emit("", head, "")
	refused := false
	for i, n := 0, 0; i < len(steps); i++ {
		s := steps[i]
		line := []rune(strings.Repeat(" ", width))
		for _, n := range names {
			line[at[n]] = '│'
		}
		if seconds, merged := passing(steps, i); merged > 0 {
			copy(line[at[names[0]]+2:], []rune("… "+span(seconds)+" pass …"))
			emit("", line, "")
			i += merged - 1
			continue
		}
		n++
		from, fromOK := at[s.By]
		to, toOK := at[s.To]
		switch {
		case !fromOK:
			copy(line[at[names[0]]+2:], []rune(label(s)))
		case !toOK || from == to:
			copy(line[from:], []rune("● "+label(s)))
		default:
			arrow(line, from, to, label(s), refused, len(s.RefusedBy) > 0)
		}
		remark := s.Ref
		if s.Reply != "" && !refused && len(s.RefusedBy) == 0 {
			remark += " → " + s.Reply
		}
		emit(fmt.Sprint(n), line, remark)
		if text := note(s, refused); text != "" {
			fmt.Fprintf(&notes, "%4d  %s\n", n, text)
		}
		refused = refused || len(s.RefusedBy) > 0
	}
	return drawing.String() + notes.String()
}

// label is what stands on a step's arrow.
func label(s results.Step) string {
	text := s.Step
	if s.Outcome != "" {
		text += ": " + s.Outcome
	}
	if s.Via != "" && s.To != "" {
		text += " (" + s.Via + ")"
	}
	return text
}

// arrow draws a labelled arrow from one rail to another: dotted if it is never
// reached, crossed out if it is refused.
func arrow(line []rune, from, to int, label string, unreached, refused bool) {
	left, right := min(from, to), max(from, to)
	stroke, tip := '─', '▶'
	if unreached {
		stroke = '┄'
	}
	if refused {
		tip = '✗'
	}
	for x := left + 1; x < right; x++ {
		line[x] = stroke
	}
	switch {
	case to > from:
		line[right-1] = tip
	case refused:
		line[left+1] = tip
	default:
		line[left+1] = '◀'
	}
	text := []rune(" " + label + " ")
	if room := right - left - 3; len(text) > room {
		text = text[:max(room, 0)]
	}
	copy(line[left+2:], text)
}

// note says what a step takes and who refuses it, or would if deployed.
func note(s results.Step, unreached bool) string {
	var parts []string
	switch {
	case len(s.RefusedBy) > 0 && unreached:
		parts = append(parts, "not reached; would be refused by "+strings.Join(families(s.RefusedBy), ", "))
	case len(s.RefusedBy) > 0:
		parts = append(parts, "REFUSED by "+strings.Join(families(s.RefusedBy), ", "))
	case unreached:
		parts = append(parts, "not reached")
	}
	if len(s.Requires) > 0 {
		parts = append(parts, "needs "+strings.Join(s.Requires, ", "))
	}
	if len(s.StoppableBy) > 0 && len(s.RefusedBy) == 0 && !unreached {
		parts = append(parts, "stoppable by "+strings.Join(families(s.StoppableBy), ", "))
	}
	return strings.Join(parts, "; ")
}

// families are the mitigations of a list of variants, each once; one variant
// alone keeps its name.
func families(variants []string) (names []string) {
	count := map[string]int{}
	family := func(v string) string {
		if name, _, option := strings.Cut(v, "="); option {
			return name
		}
		name, _, _ := strings.Cut(v, ":")
		return name
	}
	for _, v := range variants {
		count[family(v)]++
	}
	for _, v := range variants {
		name := family(v)
		switch {
		case count[name] == 1:
			names = append(names, v)
		case !slices.Contains(names, name):
			names = append(names, name)
		}
	}
	return names
}

// mermaid draws a trace as a Mermaid sequence diagram, without its fence. It ends
// with the first step that is refused.
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
		text, arrow := label(s), "->>"
		switch {
		case len(s.RefusedBy) > 0:
			text, arrow = text+" REFUSED by "+strings.Join(families(s.RefusedBy), ", "), "-x"
		case s.Reply != "":
			text += " → " + s.Reply
		}
		text += " (" + s.Ref + ")"
		switch {
		case !fromOK:
			fmt.Fprintf(&b, "    Note over %s: %s\n", id[names[0]], mermaidText(text))
		case !toOK || from == to:
			fmt.Fprintf(&b, "    Note over %s: %s\n", from, mermaidText(text))
		default:
			fmt.Fprintf(&b, "    %s%s%s: %s\n", from, arrow, to, mermaidText(text))
		}
		if len(s.RefusedBy) > 0 {
			break
		}
	}
	return b.String()
}

// mermaidText escapes what Mermaid would read as syntax.
func mermaidText(s string) string {
	return strings.NewReplacer("#", "#35;", ";", "#59;", "\n", " ", "\r", " ", "<", "#lt;", ">", "#gt;", "`", "'").Replace(s)
}
