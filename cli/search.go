package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/score"
)

// walks holds the flags that say how search goes about it.
type walks struct {
	sessions, persons, runs, steps int
	seed                           int64
	time                           time.Duration
}

func (a *app) searchCommand() *cobra.Command {
	var q question
	var w walks
	var expect string
	cmd := &cobra.Command{
		Use:   "search SCENARIO",
		Short: "Walk at random through more sessions and persons than can be explored, and look for attacks",
		Long: `Walk at random through a scenario with more sessions and persons than can be
explored, and look for states that break a safety property or are a goal of the
attacker. What a walk meets is shrunk, and replaced by the shortest way there if an
exploration of no more than it takes finds that within its budget (--max-states).

A search finds attacks and never shows that there are none. So it prints how much it
met, and its exit status is 1 if a property is violated, 3 if nothing was found.

Equal seeds and runs give equal results, with any number of workers. With --time how
many runs there are depends on the machine.`,
		Args: one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			want, err := expected(expect)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("time") && !cmd.Flags().Changed("runs") {
				w.runs = 0
			}
			if err := w.usable(a.reproducible, cmd.Flags().Changed); err != nil {
				return err
			}
			cases, err := q.attacks(a, args[0])
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), cases, func(ctx context.Context, c score.Case) (any, error) {
				r, err := score.Search(ctx, c, w.of(a.walking(c.Scenario.Name, w.runs)))
				if err == nil {
					err = applicable(c, r.NA)
				}
				if err == nil {
					a.judgeSearch(r, want)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	f := cmd.Flags()
	f.IntVar(&w.sessions, "sessions", flows.MaxSessions, "how many sessions there are")
	f.IntVar(&w.persons, "persons", flows.MaxPersons, "how many persons there are")
	f.IntVar(&w.runs, "runs", 10_000, "how many walks are taken (with --time: as many as there is time for)")
	f.IntVar(&w.steps, "steps", 100, "how many steps a walk has at most")
	f.DurationVar(&w.time, "time", 0, "take no more walks after so long, as 30s or 5m")
	f.Int64Var(&w.seed, "seed", 1, "what the walks are made of: another number gives others")
	f.StringVar(&expect, "expect", "holds", "what is expected, as `WORD`: holds (and nothing found is inconclusive), violated (the attack is found) or any")
	return cmd
}

// usable refuses numbers that mean nothing.
func (w *walks) usable(reproducible bool, changed func(flag string) bool) error {
	for _, n := range []struct {
		flag              string
		found, from, upTo int
	}{
		{"sessions", w.sessions, 1, flows.MaxSessions}, {"persons", w.persons, 1, flows.MaxPersons},
		{"steps", w.steps, 1, 100_000}, {"runs", w.runs, 1, 1_000_000_000},
	} {
		if (n.found < n.from || n.found > n.upTo) && (n.flag != "runs" || changed("runs")) {
			return fmt.Errorf("--%s: found %d, expected %d to %d", n.flag, n.found, n.from, n.upTo)
		}
	}
	switch {
	case w.seed < 0:
		return fmt.Errorf("--seed: found %d, expected a number from 0", w.seed)
	case changed("time") && w.time <= 0:
		return fmt.Errorf("--time: found %s, expected a duration above zero", w.time)
	case changed("time") && reproducible:
		return errors.New("--reproducible: how many runs there is --time for depends on the machine; say --runs instead")
	}
	return nil
}

func (w *walks) of(progress func(runs, states int)) score.Walks {
	return score.Walks{Sessions: uint8(w.sessions), Persons: uint8(w.persons), Seed: w.seed, Runs: w.runs, Time: w.time, Length: w.steps, Progress: progress}
}

// judgeSearch holds what was found against what was asked for. A search that was cut
// short says so in its exit status too.
func (a *app) judgeSearch(r *results.Search, want string) {
	for _, f := range r.Findings {
		if f.Kind == "property" {
			e, unmet := a.expect(results.Expectation{Of: f.Of, Expected: want, Found: f.Verdict}, f.Of == r.Breaks, "")
			r.Expectations, r.Unmet = append(r.Expectations, e...), append(r.Unmet, unmet...)
		}
	}
	if r.Partial != "" {
		a.raise(ExitInconclusive)
	}
}

// walking shows on a terminal how far a search is, and nothing anywhere else.
func (a *app) walking(scenario string, of int) func(runs, states int) {
	if !a.terminal {
		return nil
	}
	return func(runs, states int) {
		text := fmt.Sprint(runs)
		if of > 0 {
			text = fmt.Sprintf("%d of %d", runs, of)
		}
		fmt.Fprintf(a.stderr, "\r%s: run %s, %d states\x1b[K\r", scenario, text, states)
	}
}
