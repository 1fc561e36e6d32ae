package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) checkCommand() *cobra.Command {
	var q, first question
	var expect, after string
	cmd := &cobra.Command{
		Use:   "check SCENARIO",
		Short: "Check one scenario on one deployment: verdicts, the shortest attack, honest users",
		Args:  one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			word, err := expected(expect)
			if err != nil {
				return err
			}
			cases, err := q.cases(a, args[0])
			if err == nil {
				cases, err = first.before(a, after, &q, cases)
			}
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), cases, func(ctx context.Context, c score.Case) (any, error) {
				r, err := score.Check(ctx, c)
				if err == nil {
					err = applicable(c, r.NA)
				}
				if err == nil && r.After != nil {
					err = applicable(c.After.First, r.After.Check.NA)
				}
				if err == nil {
					a.judge(r, word)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&after, "after", "", "a `SCENARIO` that the attacker carries out first, and that gives them a capability here: simulate list footholds. What is expected is expected of the last one")
	f.StringSliceVar(&first.with, "after-with", nil, "mitigations deployed there, as `M,M`")
	f.StringVar(&first.deployment, "after-deployment", "", "the deployment there, as a `FILE` or a name")
	f.StringArrayVar(&first.attackers, "after-attacker", nil, "the attacker there, as `PROFILE[,+cap][,-cap]`, if not as here")
	f.StringVar(&expect, "expect", "holds", "what is expected, as `WORD`: holds (every property, service included), violated (the attack succeeds) or any")
	return cmd
}

// expected is what --expect says; nothing is expected if it is empty.
func expected(word string) (string, error) {
	want, ok := map[string]string{"violated": "violated", "holds": "holds", "any": ""}[word]
	if !ok {
		return "", fmt.Errorf("--expect: %w", &flows.UnknownError{Kind: "expectation", Name: word, Known: []string{"holds", "violated", "any"}})
	}
	return want, nil
}

// applicable refuses a question in which no mitigation applies to the flow.
func applicable(c score.Case, na []string) error {
	if len(c.With) > 0 && len(na) == len(c.With) {
		said := fmt.Sprintf("none of %s judges any step of %s", strings.Join(c.With, ", "), c.Flow.Name)
		for _, name := range c.With {
			if lacks := c.Lacks(name); lacks != "" {
				said += fmt.Sprintf("; in %s nobody has what %s needs: %s", c.Scenario.Name, name, lacks)
			}
		}
		return errors.New(said)
	}
	return nil
}

// judge holds the verdicts against what was asked for, and sets the exit status.
// "holds" means every property, service included. "violated" means the attack: of
// the others nothing is expected then.
func (a *app) judge(r *results.Check, want string) {
	if !r.Complete {
		a.raise(ExitInconclusive)
	}
	for _, p := range r.Properties {
		e, unmet := a.expect(results.Expectation{Of: p.Name, Expected: want, Found: p.Verdict}, p.Name == r.Breaks || r.Attacker == nil, p.Why)
		r.Expectations, r.Unmet = append(r.Expectations, e...), append(r.Unmet, unmet...)
	}
}

// expect holds one verdict against what was asked for. Of what is not the attack
// nothing is expected where the attack is.
func (a *app) expect(e results.Expectation, attack bool, why string) (made []results.Expectation, unmet []string) {
	want := e.Expected
	if want == "violated" && !attack {
		return nil, nil
	}
	e.Expected, e.Met = cmp.Or(want, "any"), want == "" || e.Found == want
	switch {
	case e.Met:
	case e.Found == "inconclusive":
		a.raise(ExitInconclusive)
	default:
		a.raise(ExitNotMet)
		text := fmt.Sprintf("%s is %s, expected: %s", e.Of, e.Found, want)
		if why != "" {
			text += "; " + why
		}
		unmet = append(unmet, text)
	}
	return []results.Expectation{e}, unmet
}

// raise keeps the worst status: wrong use before not met before inconclusive.
func (a *app) raise(status int) {
	rank := func(s int) int {
		switch s {
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
	free := false
	cmd := a.goalCommand(&q, func(ctx context.Context, c score.Case, goal string) (any, bool, error) {
		c.Free = free
		r, err := score.Defend(ctx, c, goal)
		return r, r != nil && r.Complete, err
	})
	cmd.Flags().BoolVar(&free, "options", false, "defences can change options of the flow too, as user_code=confirm; otherwise these are as deployed")
	cmd.Use, cmd.Short = "defend SCENARIO", "Find the minimal sets of mitigations that are enough against an attacker"
	return cmd
}

func (a *app) priceCommand() *cobra.Command {
	var q question
	listErrors := false
	cmd := a.goalCommand(&q, func(ctx context.Context, c score.Case, goal string) (any, bool, error) {
		r, err := score.Price(ctx, c, goal, listErrors)
		return r, r != nil && r.Complete, err
	})
	cmd.Use, cmd.Short = "price SCENARIO", "Find the cheapest attackers that get through a deployment"
	cmd.Long = `Find the cheapest attackers that get through a deployment: the minimal sets of
capabilities within the attacker's reach (default: strongest). With --user any
the errors that the victim has to make are listed too.`
	cmd.PreRun = func(*cobra.Command, []string) {
		if len(q.attackers) == 0 {
			q.attackers = []string{"strongest"}
		}
		if listErrors = q.user == "any"; listErrors {
			q.user = "obedient"
		}
	}
	return cmd
}

// goalCommand is a command that answers about a goal of the attacker, once for
// each attacker asked about.
func (a *app) goalCommand(q *question, answer func(ctx context.Context, c score.Case, goal string) (r any, complete bool, err error)) *cobra.Command {
	var goal string
	cmd := &cobra.Command{
		Args: one("scenario"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cases, err := q.attacks(a, args[0])
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), cases, func(ctx context.Context, c score.Case) (any, error) {
				r, complete, err := answer(ctx, c, goal)
				if err == nil && !complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&goal, "goal", scenarios.Granted, "the attacker's `GOAL`")
	return cmd
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
