package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/report"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) compareCommand() *cobra.Command {
	var q question
	var only, plots, named []string
	cmd := &cobra.Command{
		Use:   "compare [SCENARIO]",
		Short: "Put each mitigation alone against several attackers, in one scenario or in all of them",
		Long: `Put each mitigation alone against several attackers.

With a scenario: in that one, on one deployment. Without: in every scenario and flow,
each with the flow's example settings, as the table that the BCP publishes: what a
mitigation prevents, disrupts and recovers, where that agrees with the published
crosses, and what it depends on; and for each pair of scenario and flow the minimal
defences, the price of the attack and the honest users that each mitigation loses.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("compare takes one scenario or none, found %d arguments; see %s --help", len(args), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if len(q.with) > 0 {
				return fmt.Errorf("compare puts each mitigation alone, found --with %s; --mitigation asks about some of them", strings.Join(q.with, ","))
			}
			if only, err = score.Only(a.cat, only); err != nil {
				return fmt.Errorf("--mitigation: %w", err)
			}
			if len(args) == 0 {
				return a.derive(cmd, &q, named, only, plots)
			}
			for _, flag := range []string{"scenario", "plot"} {
				if cmd.Flags().Changed(flag) {
					return fmt.Errorf("--%s is about all scenarios; found %s too", flag, args[0])
				}
			}
			if s, err := scenarios.Find(args[0]); err == nil && len(q.attackers) == 0 {
				q.attackers = score.Compared(s)
			}
			cases, err := q.attacks(a, args[0])
			if err != nil {
				return err
			}
			return a.show(cmd.Context(), func(ctx context.Context) (any, error) {
				r, err := compare(ctx, cases, only)
				if err == nil && !r.Complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	q.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&q.initiated, "initiated", "handle", "what counts as an attack initiated, and so not prevented, as `WORD`: handle (the attacker holds a live code) or reached (a victim sees the request)")
	f.StringArrayVar(&only, "mitigation", nil, "ask only about this `MITIGATION`, in all its variants or as name:variant; can be given several times")
	f.StringArrayVar(&named, "scenario", nil, "of all scenarios, only this `SCENARIO`; can be given several times")
	f.StringArrayVar(&plots, "plot", nil, "write the table as a heat map to `FILE`, a .png or .svg; can be given several times")
	return cmd
}

// compare puts the attackers of several cases side by side.
func compare(ctx context.Context, cases []score.Case, only []string) (*results.Compare, error) {
	var attackers []results.Attacker
	for _, c := range cases {
		attackers = append(attackers, c.Attacker)
	}
	return score.Compare(ctx, cases[0], attackers, only...)
}

// derive answers for all scenarios, or for those named.
func (a *app) derive(cmd *cobra.Command, q *question, named, only, plots []string) error {
	for _, flag := range []string{"deployment", "set"} {
		if cmd.Flags().Changed(flag) {
			return fmt.Errorf("--%s is about one deployment, and each flow has its own; simulate compare SCENARIO asks about yours", flag)
		}
	}
	draw, err := a.plots(plots)
	if err != nil {
		return err
	}
	ask := score.Comparison{Catalogue: a.cat, Scenarios: scenarios.All, Flows: a.cat.Flows, Attackers: q.attackers, User: q.user,
		Only: only, Options: a.options(), Progress: a.comparing()}
	if len(ask.Attackers) == 0 {
		ask.Attackers = []string{"literal", "strongest"}
	}
	if ask.Initiated, err = q.initiatedGoal(); err != nil {
		return err
	}
	if q.flow != "" {
		if ask.Flows, err = a.flows([]string{q.flow}); err != nil {
			return err
		}
	}
	if len(named) > 0 {
		ask.Scenarios = nil
		for _, name := range named {
			s, err := attacked(name)
			if err != nil {
				return err
			}
			if !slices.Contains(ask.Scenarios, s) {
				ask.Scenarios = append(ask.Scenarios, s)
			}
		}
	}
	return a.show(cmd.Context(), func(ctx context.Context) (any, error) {
		r, err := score.Derive(ctx, ask)
		if err != nil {
			return nil, err
		}
		if !r.Complete {
			a.raise(ExitInconclusive)
		}
		return r, draw(r)
	})
}

// comparing shows on a terminal how far a comparison is, and nothing anywhere else.
func (a *app) comparing() func(pair string, done, of int) {
	if !a.terminal {
		return nil
	}
	return func(pair string, done, of int) {
		fmt.Fprintf(a.stderr, "\r%s, %d of %d\x1b[K\r", pair, done+1, of)
	}
}

// plots refuses files that no heat map can be written to, and returns what writes them.
func (a *app) plots(files []string) (draw func(r *results.Derived) error, err error) {
	for i, file := range files {
		kind := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
		if !slices.Contains(report.Drawings, kind) {
			return nil, fmt.Errorf("--plot: found %q, expected a file whose name ends in .png or .svg", file)
		}
		for _, other := range slices.Concat(files[:i], []string{a.json, a.markdown}) {
			if other != "" && other != "-" && filepath.Clean(other) == filepath.Clean(file) {
				return nil, errors.New("--plot: " + file + " is named twice")
			}
		}
		if err := writable(file); err != nil {
			return nil, err
		}
	}
	return func(r *results.Derived) error {
		for _, file := range files {
			kind := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
			if err := writeFile(file, func(w io.Writer) error { return report.HeatMap(w, r, kind) }); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
