package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff OLD.json NEW.json",
		Short: "Say what changed between two results of run or check",
		Long: `Say what changed between two results that run or check wrote with --json:
verdicts, goals, honest users, values at which a verdict turns, expectations.

The exit status is 1 if something got worse: a property newly violated, a goal
newly reachable, an honest user newly lost, a met expectation now not met. It is 3
if something is inconclusive that was decided, else 0. It is 2 if a file is no such
result, or if the two have no run in common.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return fmt.Errorf("diff takes an old and a new result, found %d arguments; see %s --help", len(args), cmd.CommandPath())
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var sides [2]*score.Result
			for i, file := range args {
				data, err := readResult(file)
				if err != nil {
					return err
				}
				if sides[i], err = score.ReadResult(file, data); err != nil {
					return err
				}
			}
			return a.show(cmd.Context(), func(context.Context) (any, error) {
				r, err := score.Diff(sides[0], sides[1])
				if err == nil {
					a.judgeDiff(r)
				}
				return r, err
			})
		},
	}
}

func (a *app) judgeDiff(r *results.Diff) {
	if r.Worse > 0 {
		a.raise(ExitNotMet)
	}
	if r.Undecided > 0 {
		a.raise(ExitInconclusive)
	}
}

// maxResult is how large a result is read at most.
const maxResult = 64 << 20

// readResult reads a file that should be a result.
func readResult(name string) ([]byte, error) {
	const expected = "a file that simulate run or check wrote with --json"
	f, err := os.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%q: found no such file, expected %s", name, expected)
		}
		return nil, fmt.Errorf("%q: cannot be read: %w, expected %s", name, reason(err), expected)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%q: found a directory, expected %s", name, expected)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxResult+1))
	if err != nil {
		return nil, fmt.Errorf("%q: cannot be read: %w", name, reason(err))
	}
	if len(data) > maxResult {
		return nil, fmt.Errorf("%q: found more than %d MiB, expected %s", name, maxResult>>20, expected)
	}
	return data, nil
}

// reason is an error of the file system without the name again.
func reason(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// expecting refuses --junit and --sarif where nothing is expected.
func (a *app) expecting(command string) error {
	var flags []string
	if a.junit != "" {
		flags = append(flags, "--junit")
	}
	if a.sarif != "" {
		flags = append(flags, "--sarif")
	}
	if len(flags) == 0 || slices.Contains([]string{"run", "check", "search", "live"}, command) {
		return nil
	}
	return fmt.Errorf("%s: %s holds nothing against expectations; run, check, search and live do", strings.Join(flags, " and "), command)
}
