package cli

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

// question holds the flags that say what is asked: of check, defend, price and
// compare.
type question struct {
	flow       string
	with       []string
	attackers  []string
	user       string
	set        []string
	deployment string
}

func (q *question) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&q.flow, "flow", "", "the `FLOW`, where the scenario applies to several")
	f.StringSliceVar(&q.with, "with", nil, "mitigations deployed, as `M,M`: name, name:variant or name:number")
	f.StringArrayVar(&q.attackers, "attacker", nil, "attacker, as `PROFILE[,+cap][,-cap]`; profiles: "+strings.Join(scenarios.Profiles, ", "))
	f.StringVar(&q.user, "user", "obedient", "user, as `MODEL[,+error][,-error]`")
	f.StringSliceVar(&q.set, "set", nil, "change a setting, as `key=value`: one of a deployment file (code_life=15m), or "+readingDelay+"=3m")
	f.StringVar(&q.deployment, "deployment", "", "a deployment `FILE`, or the name of a built-in one")
}

// readingDelay is the key of --set for how long a victim takes at least. The
// others are a deployment's.
const readingDelay = "reading_delay"

// cases turns a question about a scenario into one case for each attacker.
func (q *question) cases(a *app, scenario string) ([]score.Case, error) {
	s, err := scenarios.Find(scenario)
	if err != nil {
		return nil, err
	}
	d := scenarios.Example
	if q.deployment != "" {
		if d, err = a.deployment(q.deployment); err != nil {
			return nil, err
		}
	}
	if s, d, err = q.apply(s, d); err != nil {
		return nil, err
	}
	attackers := q.attackers
	if len(attackers) == 0 {
		attackers = []string{"literal"}
	}
	if len(s.Reach) == 0 && len(q.attackers) > 0 {
		return nil, fmt.Errorf("%s is an honest scenario: it has no attacker, found --attacker %s", s.Name, q.attackers[0])
	}
	var list []score.Case
	for _, text := range attackers {
		c, err := score.NewCase(a.cat, s, d, q.flow, q.with, text, q.user, a.options())
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// apply changes settings as --set says: a deployment's, or how long people take.
func (q *question) apply(s *scenarios.Scenario, d *scenarios.Deployment) (*scenarios.Scenario, *scenarios.Deployment, error) {
	as, ad := *s, *d
	ad.Sources = slices.Clone(d.Sources)
	for _, text := range q.set {
		key, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, nil, fmt.Errorf("--set: found %q, expected key=value", text)
		}
		if key != readingDelay {
			if err := ad.Set(key, value); err != nil {
				return nil, nil, fmt.Errorf("--set: %w", err)
			}
			continue
		}
		seconds, err := flows.ParseSeconds(value)
		if err == nil && (seconds < 0 || strings.Contains(value, "-")) {
			err = fmt.Errorf("found %q, expected a duration that is not negative", value)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("--set %s: %w", key, err)
		}
		as.Facts.ReadMin = seconds
	}
	return &as, &ad, nil
}

// deployment is a built-in one by its name, or a file.
func (a *app) deployment(name string) (*scenarios.Deployment, error) {
	if !strings.ContainsAny(name, "./\\") {
		return scenarios.FindDeployment(a.cat, name)
	}
	return scenarios.LoadDeployment(a.cat, name)
}

func (a *app) options() model.Options {
	workers := a.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return model.Options{Workers: workers, MaxStates: a.maxStates, MaxBytes: int64(a.maxMemory) << 20}
}

func (a *app) checkCommand() *cobra.Command {
	var q question
	var expect string
	cmd := &cobra.Command{
		Use:   "check SCENARIO",
		Short: "Check one scenario on one deployment: verdicts, the shortest attack, honest users",
		Args:  one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			word, ok := map[string]string{"violated": "violated", "holds": "holds", "any": ""}[expect]
			if !ok {
				return fmt.Errorf("--expect: %w", &flows.UnknownError{Kind: "expectation", Name: expect, Known: []string{"holds", "violated", "any"}})
			}
			cases, err := q.cases(a, args[0])
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), cases, func(ctx context.Context, c score.Case) (any, error) {
				r, err := score.Check(ctx, c)
				if err == nil {
					err = applicable(c, r)
				}
				if err == nil {
					a.judge(r, word)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&expect, "expect", "holds", "what each safety property is expected to do: `holds`, violated or any")
	return cmd
}

// applicable refuses a question in which no mitigation applies to the flow.
func applicable(c score.Case, r *results.Check) error {
	if len(c.With) > 0 && len(r.NA) == len(c.With) {
		return fmt.Errorf("none of %s judges any step of %s", strings.Join(c.With, ", "), c.Flow.Name)
	}
	return nil
}

// judge sets the exit status from the verdicts.
func (a *app) judge(r *results.Check, want string) {
	for _, p := range r.Properties {
		switch {
		case p.Verdict == "inconclusive":
			a.raise(ExitInconclusive)
		case p.Name == "service" && want == "violated", want == "":
		case want == "violated" && p.Name != "attacker-access" && p.Verdict == "holds":
		case p.Verdict != want:
			a.raise(ExitNotMet)
		}
	}
}

// raise keeps the worst status: wrong use before not met before inconclusive.
func (a *app) raise(status int) {
	rank := func(s int) int {
		switch s {
		case ExitUsage:
			return 3
		case ExitNotMet:
			return 2
		case ExitInconclusive:
			return 1
		}
		return 0
	}
	if rank(status) > rank(a.status) {
		a.status = status
	}
}

func (a *app) defendCommand() *cobra.Command {
	var q question
	var goal string
	cmd := &cobra.Command{
		Use:   "defend SCENARIO",
		Short: "Find the minimal sets of mitigations that are enough against an attacker",
		Args:  one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.asked(cmd.Context(), &q, args[0], func(ctx context.Context, c score.Case) (any, error) {
				r, err := score.Defend(ctx, c, goal)
				if err == nil && !r.Complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&goal, "goal", "granted", "the attacker's `GOAL` to keep out of reach")
	return cmd
}

func (a *app) priceCommand() *cobra.Command {
	var q question
	var goal string
	cmd := &cobra.Command{
		Use:   "price SCENARIO",
		Short: "Find the cheapest attackers that get through a deployment",
		Long: `Find the cheapest attackers that get through a deployment: the minimal sets of
capabilities within the attacker's reach (default: strongest). With --user any
the errors that the victim has to make are listed too.`,
		Args: one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(q.attackers) == 0 {
				q.attackers = []string{"strongest"}
			}
			listErrors := q.user == "any"
			if listErrors {
				q.user = "obedient"
			}
			return a.asked(cmd.Context(), &q, args[0], func(ctx context.Context, c score.Case) (any, error) {
				r, err := score.Price(ctx, c, goal, listErrors)
				if err == nil && !r.Complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&goal, "goal", "granted", "the attacker's `GOAL`")
	return cmd
}

func (a *app) compareCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "compare SCENARIO",
		Short: "Put each mitigation alone against several attackers",
		Args:  one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(q.with) > 0 {
				return fmt.Errorf("compare puts each mitigation alone, found --with %s", strings.Join(q.with, ","))
			}
			if len(q.attackers) == 0 {
				q.attackers = score.Compared
			}
			cases, err := q.cases(a, args[0])
			if err != nil {
				return err
			}
			return a.show(cmd.Context(), func(ctx context.Context) (any, error) {
				r, err := compare(ctx, cases)
				if err == nil && !r.Complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	return cmd
}

// compare puts the attackers of several cases side by side.
func compare(ctx context.Context, cases []score.Case) (*results.Compare, error) {
	var attackers []results.Attacker
	for _, c := range cases {
		attackers = append(attackers, c.Attacker)
	}
	return score.Compare(ctx, cases[0], attackers)
}

// asked answers a question once for each attacker.
func (a *app) asked(ctx context.Context, q *question, scenario string, answer func(context.Context, score.Case) (any, error)) error {
	cases, err := q.cases(a, scenario)
	if err != nil {
		return err
	}
	return a.each(ctx, cases, answer)
}

// one asks for exactly one argument.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s takes one %s, found %d arguments; see %s --help", cmd.Name(), what, len(args), cmd.CommandPath())
	}
}
