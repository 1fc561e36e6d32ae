package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) runCommand() *cobra.Command {
	var coverage, printed bool
	var date string
	cmd := &cobra.Command{
		Use:   "run [SUITE ...]",
		Short: "Run suites and hold what is found against what they expect",
		Long: `Run suites, files or built in, and hold what is found against what they expect.
Without one it runs the built-in suite called builtin: every attack on the device
grant on a real server's published settings, with some defences, and the other
flows in short. all-deployments and ciba-deployments run every scenario of the
device grant and of CIBA on every server built in, and flows goes through what each
flow binds, and its options.

--coverage also says which rules of the models the runs put to work: steps by who
took them, outcomes, replies, and checks that passed and refused, with how many
edges; and what never happened. Each run is explored with its own deployment,
attacker and people, in every instance and for every honest twin.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			suites, err := a.suites(args)
			if err != nil {
				return err
			}
			if printed {
				return a.printSuites(suites)
			}
			today, err := a.today(date, suites)
			if err != nil {
				return err
			}
			var all []any
			for _, s := range suites {
				r, err := a.timed(cmd.Context(), func(ctx context.Context) (any, error) {
					r, err := score.Suite(ctx, a.cat, s, today, a.options(), a.progress(s.Name))
					if err == nil && coverage && r.Partial == "" {
						r.Coverage, err = score.Cover(ctx, a.cat, s, a.options())
					}
					return r, err
				})
				if err != nil {
					return err
				}
				a.judgeSuite(r.(*results.Suite))
				all = append(all, r)
			}
			return a.emit(all)
		},
	}
	cmd.Flags().BoolVar(&coverage, "coverage", false, "also say which rules of the models the runs put to work")
	cmd.Flags().BoolVar(&printed, "print-suite", false, "print the suite as it is read, as JSON that is a suite itself, and run nothing")
	cmd.Flags().StringVar(&date, "date", "", "the `DAY` that acceptances are held against, as 2026-12-31 (default: today, in UTC)")
	return cmd
}

// today is the day that acceptances are held against. Equal questions have equal
// answers only if they say which.
func (a *app) today(date string, suites []*scenarios.Suite) (string, error) {
	if date != "" {
		if err := scenarios.ParseDate(date); err != nil {
			return "", fmt.Errorf("--date: %w", err)
		}
		return date, nil
	}
	for _, s := range suites {
		if a.reproducible && s.Accepts() {
			return "", fmt.Errorf("--reproducible: suite %s accepts findings until a date; say with --date which day it is", s.Name)
		}
	}
	return time.Now().UTC().Format(time.DateOnly), nil
}

// printSuites prints a suite with every run on its own client and for its own
// user, and with deployments in the place of the names of files.
func (a *app) printSuites(suites []*scenarios.Suite) error {
	if len(suites) > 1 {
		return fmt.Errorf("--print-suite takes one suite, found %d", len(suites))
	}
	return a.emitJSON(suites[0])
}

// suites reads all suites before any is run: a mistake in the last one must not
// cost the time of the first.
func (a *app) suites(files []string) (list []*scenarios.Suite, err error) {
	if len(files) == 0 {
		s, err := scenarios.BuiltinSuite(a.cat)
		return []*scenarios.Suite{s}, err
	}
	for _, file := range files {
		s, err := scenarios.FindSuite(a.cat, file)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func (a *app) judgeSuite(r *results.Suite) {
	if r.NotMet > 0 {
		a.raise(ExitNotMet)
	}
	if r.Undecided > 0 || !r.Complete {
		a.raise(ExitInconclusive)
	}
}

// progress shows on a terminal how far a suite is, and nothing anywhere else.
func (a *app) progress(suite string) func(done, of int) {
	if !a.terminal {
		return nil
	}
	return func(done, of int) {
		fmt.Fprintf(a.stderr, "\r%s: run %d of %d\x1b[K\r", suite, done+1, of)
	}
}
