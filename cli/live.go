package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/live"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

func (a *app) liveCommand() *cobra.Command {
	var demo string
	var expected, deployment string
	var logs []string
	test := live.Test{Catalogue: a.cat, Limits: live.DefaultLimits, Rounds: 40, Seed: 1}
	cmd := &cobra.Command{
		Use:   "live [TARGET ...]",
		Short: "Hold real servers against the models: replies, requests at once, and attacks",
		Long: `Hold real authorization servers against the models. A TARGET is a YAML file that
says where a server is, who its clients and users are, and what a user's browser
sends (docs/live.md). Each target is tested in each of its flows:

- replies: the model is walked, and the server driven along, so that each reply of
  each step is asked for once, by the shortest way; what the server says otherwise
  is a deviation;
- requests at once: histories of polls, approvals and denials that overlap are held
  against the model as the sequential specification of one transaction;
- attacks: those of the scenarios, with this program as attacker and as victims.

Only servers on this machine are talked to, unless --allow-host names another one.
No mail or message is sent to anybody.

  simulate live --demo                     three servers of this program's own: nothing to install
  simulate live target.yaml                a server of yours
  simulate live --expected known.yaml ...  with deviations that are known

The exit status is 1 for a deviation that is not expected, or an expected one that
does not happen, and 3 where something could not be judged.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(logs) > 0 && (demo != "" || len(args) > 0) {
				return errors.New("--log sends nothing: it goes with no target and no --demo")
			}
			if len(logs) == 0 && (demo != "") == (len(args) > 0) {
				if demo != "" {
					return fmt.Errorf("live takes targets, or --demo and none, found %d targets; kinds follow an equals sign, as in --demo=locked", len(args))
				}
				return errors.New("live takes targets, or --demo; see simulate live --help")
			}
			if deployment != "" && len(logs) == 0 {
				return errors.New("--deployment goes with --log; a target says itself what it claims")
			}
			if err := positive(&test.Limits); err != nil {
				return err
			}
			if test.Rounds < 0 || test.Rounds > 10_000 {
				return fmt.Errorf("--rounds: found %d, expected 0 to 10000", test.Rounds)
			}
			for _, host := range test.Limits.Hosts {
				if err := live.CheckHost(host); err != nil {
					return fmt.Errorf("--allow-host: %w", err)
				}
			}
			test.Progress = a.liveProgress()
			if len(logs) > 0 {
				return a.checkLogs(cmd.Context(), &test, logs, deployment, expected)
			}
			targets, stop, err := a.targets(&test, args, demo, expected)
			if err != nil {
				return err
			}
			defer stop()
			r, err := a.timed(cmd.Context(), func(ctx context.Context) (any, error) { return a.testAll(ctx, &test, targets) })
			found := r.(*results.Live)
			if a.reproducible { // who gets tokens at once, and so has some to use, is a matter of chance
				for i := range found.Targets {
					found.Targets[i].Requests = 0
				}
			}
			if err != nil && len(found.Targets) == 0 {
				return err
			}
			if err != nil {
				found.Partial = err.Error()
			}
			return errors.Join(a.emit([]any{r}), err)
		},
	}
	f := cmd.Flags()
	f.StringVar(&demo, "demo", "", "test servers of this program's own, as `KIND,KIND`: go-oidc as it comes (plain), one that is right (locked), one that is not (barrier); without a kind, all three")
	f.Lookup("demo").NoOptDefVal = "plain,locked,barrier"
	f.StringSliceVar(&logs, "log", nil, "a `FILE` with what a server was asked and answered, to be held against the model; nothing is sent")
	f.StringVar(&deployment, "deployment", "", "with --log: the deployment `FILE`, or the name of a built-in one, that the server claims to be set as")
	f.StringVar(&expected, "expected", "", "a `FILE` of deviations that are known; one of them that does not happen is none either")
	f.StringSliceVar(&test.Limits.Hosts, "allow-host", nil, "a `HOST` besides this machine that may be talked to; again for each")
	f.BoolVar(&test.Limits.WrongCodes, "wrong-codes", false, "type wrong user codes to see whether they are limited even with --allow-host: it can lock others out")
	f.DurationVar(&test.Limits.Wait, "wait", test.Limits.Wait, "the longest to wait for something to happen, as for a code to expire; what takes longer is not tried")
	f.DurationVar(&test.Limits.Each, "answer-within", test.Limits.Each, "how long a server may take for an answer")
	f.IntVar(&test.Limits.Requests, "requests", test.Limits.Requests, "the most requests sent to a target")
	f.IntVar(&test.Rounds, "rounds", test.Rounds, "how often several things are asked at once, in each flow; 0: never")
	f.Uint64Var(&test.Seed, "seed", test.Seed, "what is asked in them, and in which order")
	f.StringVar(&test.Histories, "histories", "", "a `DIRECTORY` for what was asked and answered at once, and pictures of what no order explains")
	return cmd
}

// judgeLive sets the exit status for what was found of one server.
func (a *app) judgeLive(r *results.Live, one *results.LiveTarget) {
	if len(one.Unmet) > 0 {
		r.NotMet++
		a.raise(ExitNotMet)
	}
	if one.Verdict == "inconclusive" {
		a.raise(ExitInconclusive)
	}
}

// positive refuses limits that leave nothing to be tested.
func positive(l *live.Limits) error {
	switch {
	case l.Wait < 0:
		return fmt.Errorf("--wait: found %s, expected a duration", l.Wait)
	case l.Each <= 0:
		return fmt.Errorf("--answer-within: found %s, expected a duration above zero", l.Each)
	case l.Requests <= 0:
		return fmt.Errorf("--requests: found %d, expected a number above zero", l.Requests)
	}
	return nil
}

// targets reads what is to be tested, all of it before anything is sent.
func (a *app) targets(test *live.Test, files []string, demo, expected string) (list []*scenarios.Target, stop func(), err error) {
	if expected != "" {
		if test.Expected, err = knownDeviations(expected); err != nil {
			return nil, nil, err
		}
	}
	if demo != "" {
		list, known, stop, err := live.Demo(a.cat, strings.Split(demo, ","))
		if expected == "" {
			test.Expected = known
		}
		return list, stop, err
	}
	for _, file := range files {
		t, err := scenarios.LoadTarget(a.cat, file)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, t)
	}
	return list, func() {}, nil
}

// knownDeviations reads a file of them.
func knownDeviations(file string) ([]scenarios.KnownDeviation, error) {
	list, err := scenarios.LoadDeviations(file)
	if err == nil {
		err = live.CheckKnown(list)
	}
	return list, err
}

// testAll tests one target after the other, and says before each what will be sent
// where.
func (a *app) testAll(ctx context.Context, test *live.Test, targets []*scenarios.Target) (*results.Live, error) {
	r := &results.Live{Schema: results.Schema, Models: results.Models, Targets: []results.LiveTarget{}}
	for _, t := range targets {
		a.announce(test, t)
		found, err := test.Run(ctx, t)
		r.Targets = append(r.Targets, found...)
		for i := range found {
			a.judgeLive(r, &found[i])
		}
		if err != nil {
			return r, err
		}
		if ctx.Err() != nil {
			r.Partial = "interrupted in " + t.Name
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				r.Partial = "the time was over in " + t.Name
			}
			a.raise(ExitInconclusive)
			break
		}
	}
	return r, nil
}

// announce says what will be sent, before it is.
func (a *app) announce(test *live.Test, t *scenarios.Target) {
	var at []string
	for _, text := range append([]string{t.Metadata}, slices.Sorted(maps.Values(t.Endpoints))...) {
		if u, err := url.Parse(text); err == nil && u.Host != "" && !slices.Contains(at, u.Scheme+"://"+u.Host) {
			at = append(at, u.Scheme+"://"+u.Host)
		}
	}
	var names []string
	for _, f := range t.Flows {
		names = append(names, f.Flow.Name)
	}
	where := "this machine only"
	if len(test.Limits.Hosts) > 0 {
		where = "this machine and " + strings.Join(test.Limits.Hosts, ", ") + " only"
	}
	if len(t.Command) > 0 {
		fmt.Fprintf(a.stderr, "live: %s: runs %s, and ends it\n", t.Name, t.Command[0])
	}
	fmt.Fprintf(a.stderr, "live: %s at %s: starts, decides and polls transactions of %s as its clients and users; up to %d requests, to %s; no mail or message to anybody\n",
		t.Name, strings.Join(at, ", "), strings.Join(names, ", "), test.Limits.Requests, where)
}

// liveProgress shows on a terminal how far a test is.
func (a *app) liveProgress() func(target, what string, done, of int) {
	if !a.terminal {
		return nil
	}
	last := time.Time{}
	return func(target, what string, done, of int) {
		if now := time.Now(); done == of || now.Sub(last) > 100*time.Millisecond {
			last = now
			fmt.Fprintf(a.stderr, "\r%s: %s %d of %d\x1b[K\r", target, what, done, of)
		}
	}
}
