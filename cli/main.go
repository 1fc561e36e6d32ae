// Package cli is the command line over a catalogue, so that another module can
// run it with flows, mitigations and capabilities of its own.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Version is the version of the command.
const Version = "0.1.0"

// Exit statuses.
const (
	ExitMet          = 0   // all expectations met
	ExitNotMet       = 1   // one is not
	ExitUsage        = 2   // the command line or a file is wrong
	ExitInconclusive = 3   // a budget was hit before everything was decided
	ExitInterrupted  = 130 // Ctrl-C, or asked to end
)

// Main runs the command with its arguments (without the program's name) and
// returns its exit status.
func Main(cat *flows.Catalogue, args []string, stdout, stderr io.Writer) int {
	if err := cat.Validate(); err != nil {
		fmt.Fprintf(stderr, "simulate: the catalogue of this program is wrong: %v\n", err)
		return ExitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{cat: cat, stdout: stdout, stderr: stderr, terminal: watched(stderr)}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "simulate: interrupted; what is printed is partial")
		return ExitInterrupted
	case err == nil:
		return a.status
	case errors.Is(err, errPipe):
		return ExitMet // nobody reads on
	}
	complain(stderr, err)
	return ExitUsage
}

// complain tells a user what is wrong: in a file, where, with the line itself.
func complain(w io.Writer, err error) {
	var files *scenarios.InputErrors
	if !errors.As(err, &files) || files.List[0].Line == 0 {
		fmt.Fprintln(w, "simulate: "+err.Error())
		return
	}
	for _, e := range files.List {
		fmt.Fprintln(w, e.Error())
		if excerpt := e.Excerpt(); excerpt != "" {
			fmt.Fprintln(w, "  "+strings.ReplaceAll(excerpt, "\n", "\n  "))
		}
	}
	if files.More > 0 {
		fmt.Fprintf(w, "and %d more\n", files.More)
	}
}

// given refuses a flag without a value, as an unset variable in a script makes it.
func given(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if v := f.Value.String(); err == nil && (v == "" || v == "[]") {
			err = fmt.Errorf("--%s: found nothing, expected a value", f.Name)
		}
	})
	return err
}

// watched tells whether a person may be watching w.
func watched(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("CI") == "" && term.IsTerminal(int(f.Fd()))
}

// app is one execution of the command.
type app struct {
	cat            *flows.Catalogue
	stdout, stderr io.Writer
	terminal       bool // stderr is one, and somebody may be watching
	status         int

	json, markdown string // files to write to; "-" is standard output
	junit, sarif   string // likewise, of commands that hold something against expectations
	reproducible   bool
	workers        int
	maxStates      int
	maxMemory      int           // MiB
	timeout        time.Duration // for each question
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "simulate",
		Short: "Model checker and attack simulator for cross-device authorization flows",
		Long: `simulate explores every behaviour of a cross-device authorization flow under
attack, and shows the shortest attack or that there is none within its bounds.

  simulate run                                   the built-in suite on a real server's settings
  simulate check B1                              one scenario, one deployment: verdicts and the attack
  simulate check B1 --with short-lived-codes     the same with a mitigation
  simulate defend B1 --attacker strongest        which sets of mitigations are enough
  simulate price B1 --with proximity:ble         the cheapest attackers that get through
  simulate compare B1                            each mitigation alone against several attackers
  simulate compare                               the same in every scenario and flow, beside the published table
  simulate search B1 --with proximity:ble        random walks where there is too much to explore
  simulate flows                                 what binds each flow, whom that assures, what applies
  simulate live --demo                           real servers held against the models
  simulate diff old.json new.json                what changed between two results of run or check
  simulate init --metadata metadata.json         write a suite for your own server
  simulate list                                  every name that can be typed
  simulate schema                                the JSON Schema of suites, for editors and CI`,
		Version:           Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return &flows.UnknownError{Kind: "command", Name: args[0], Known: commandNames(cmd)}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd); err != nil {
				return err
			}
			inputs := args
			if f := cmd.Flag("deployment"); f != nil {
				file, _ := scenarios.SplitClient(f.Value.String())
				inputs = append(slices.Clone(args), file)
			}
			if f := cmd.Flag("expected"); f != nil {
				inputs = append(slices.Clone(inputs), f.Value.String())
			}
			if err := a.expecting(cmd.Name()); err != nil {
				return err
			}
			return a.usable(inputs)
		},
	}
	root.SetFlagErrorFunc(flagError)
	p := root.PersistentFlags()
	p.StringVar(&a.json, "json", "", "write the result as JSON to `FILE` (- is standard output)")
	p.StringVar(&a.markdown, "markdown", "", "write the result as Markdown to `FILE` (- is standard output)")
	p.StringVar(&a.junit, "junit", "", "write the expectations of run, check, search or live as JUnit XML to `FILE` (- is standard output)")
	p.StringVar(&a.sarif, "sarif", "", "write what is not as expected in run, check, search or live as SARIF to `FILE` (- is standard output)")
	p.BoolVar(&a.reproducible, "reproducible", false, "leave out times and machine facts, so that equal questions give equal bytes")
	p.IntVar(&a.workers, "workers", 0, "goroutines that explore (default: one for each processor; bench: one)")
	p.IntVar(&a.maxStates, "max-states", 0, "stop an exploration after so many states; what is undecided then is inconclusive")
	p.IntVar(&a.maxMemory, "max-memory", 0, "stop an exploration that needs more than so many MiB, likewise")
	p.DurationVar(&a.timeout, "timeout", 0, "stop after so long, as 30s or 5m, likewise")
	root.AddCommand(a.runCommand(), a.checkCommand(), a.defendCommand(), a.priceCommand(), a.compareCommand(), a.searchCommand(), a.flowsCommand(),
		a.liveCommand(), a.diffCommand(), a.initCommand(), a.listCommand(), a.schemaCommand(), a.benchCommand(), a.versionCommand())
	return root
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// flagError adds the nearest flag to cobra's complaint about an unknown one.
func flagError(cmd *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near, ok := flows.Nearest(name, known); ok {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", name, near)
	}
	return fmt.Errorf("unknown flag --%s; see %s --help", name, cmd.CommandPath())
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the command, of the models and of the JSON schema",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "simulate %s, models %s, schema %s\n", Version, results.Models, results.Schema)
			return err
		},
	}
}
