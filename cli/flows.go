package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) flowsCommand() *cobra.Command {
	var user string
	var brief bool
	cmd := &cobra.Command{
		Use:   "flows [FLOW ...]",
		Short: "Say of each flow what ties its devices together, whom that assures, and which mitigations apply",
		Long: `Say of each flow, or of those named, three things that the models answer:

- what session spying, a wrong device and remote phishing do to its binding, with
  each of the settings that it rests on: whether who approves a grant meant the very
  session that gets it (approver-bound), and whether who uses that session expects it
  to act for the approver (consumer-bound);
- whether binding still holds for one party, the provider (OP) or the client (RP), if
  the other one checks nothing that binds;
- which of the mitigations have anything to judge in it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := a.flows(args)
			if err != nil {
				return err
			}
			return a.show(cmd.Context(), func(ctx context.Context) (any, error) {
				r, err := score.Flows(ctx, a.cat, list, user, brief, a.options())
				if err == nil && !r.Complete {
					a.raise(ExitInconclusive)
				}
				return r, err
			})
		},
	}
	cmd.Flags().StringVar(&user, "user", "obedient", "user of the first table, as `MODEL[,+error][,-error]`")
	cmd.Flags().BoolVar(&brief, "brief", false, "only the first and the last settings of each flow, the literal attackers, and of users the least and the most careful")
	return cmd
}

// flows are those with the given names, in the order of the catalogue; all if there are
// no names.
func (a *app) flows(names []string) (list []*flows.Flow, err error) {
	var known []string
	for _, f := range a.cat.Flows {
		known = append(known, f.Name)
		if len(names) == 0 || slices.Contains(names, f.Name) {
			list = append(list, f)
		}
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, &flows.UnknownError{Kind: "flow", Name: name, Known: known}
		}
	}
	return list, nil
}
