package report

import (
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) search(r *results.Search) {
	f.head(r.Head)
	for _, kind := range []struct{ name, head string }{{"property", "property"}, {"goal", "attacker's goal"}} {
		var rows [][]string
		for _, found := range r.Findings {
			if found.Kind == kind.name {
				rows = append(rows, []string{found.Of, found.Verdict, met(found, r.Runs)})
			}
		}
		f.rows([]string{kind.head, "verdict", ""}, rows)
	}
	if len(r.NA) > 0 {
		f.line("n/a, judges no step of this flow or lacks what it needs: %s", list(r.NA))
	}
	f.rounded(r.Rounded)
	f.walks(r)
	f.line("walked at random: %d runs of at most %d steps, seed %d; %s, %s, %s ticks", r.Runs, r.Length, r.Seed,
		count(r.Sessions, "session"), count(r.Persons, "person"), span(r.Tick))
	if r.Stopped != "" {
		f.line("there were no more runs: %s", r.Stopped)
	}
	f.line("met: %d distinct states, %d of them new in the last %s; %d of %d steps taken", r.States, r.New, count(r.Tenth, "run"), r.Taken, r.Of)
	if len(r.Untaken) > 0 {
		f.line("never taken: %s", list(r.Untaken))
	}
	f.line("What was not found can still be there: a search finds attacks, and never shows that there are none.")
	if r.Partial != "" {
		f.line("PARTIAL: %s", r.Partial)
	}
	for _, u := range r.Unmet {
		f.line("not as expected: %s", u)
	}
	f.run(r.Run)
}

// met says how something was found, or that it was not.
func met(found results.SearchFinding, runs int) string {
	if found.Run == 0 {
		return fmt.Sprintf("nothing found in %s", count(runs, "run"))
	}
	text := fmt.Sprintf("met in run %d after %s, shrunk to %d", found.Run, count(found.Walked, "step"), found.Shrunk)
	if found.Shown == "shortest" {
		taken, ticks := 0, 0
		for _, step := range found.Trace {
			if step.By == "time" {
				ticks++
			} else {
				taken++
			}
		}
		text += fmt.Sprintf("; the shortest with %s has %d", sized(found), taken)
		if ticks > 0 {
			text += fmt.Sprintf(" and %s", count(ticks, "tick"))
		}
		return text
	}
	if found.Why != "" {
		text += "; not shown to be the shortest: " + found.Why
	}
	return text
}

// walks draws each distinct trace once, under what it was found for.
func (f format) walks(r *results.Search) {
	names := map[string][]string{}
	for _, found := range r.Findings {
		d := diagram(found.Trace)
		names[d] = append(names[d], found.Of)
	}
	for _, found := range r.Findings {
		d := diagram(found.Trace)
		if found.Kind != "property" || len(found.Trace) == 0 || names[d] == nil {
			continue
		}
		title := "Shrunk from a walk, and perhaps not the shortest: "
		if found.Shown == "shortest" {
			title = fmt.Sprintf("Shortest with %s: ", sized(found))
		}
		f.heading(3, title+strings.Join(names[d], " and "))
		f.drawing(found.Trace)
		names[d] = nil
	}
}

// sized is the instance that a trace takes.
func sized(found results.SearchFinding) string {
	size := count(found.Sessions, "session") + " and " + count(found.Persons, "person")
	if found.Own {
		size += " with a device of their own"
	}
	return size
}

// count is a number of things.
func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
