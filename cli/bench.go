package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/model/bench"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
	"github.com/crossdeviceflows/crossdevice/score"
)

func (a *app) benchCommand() *cobra.Command {
	var size string
	var names []string
	var peers bool
	var rounds int
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure the checker on its benchmark model, beside other checkers, or on scenarios",
		Long: `Measure the checker on its benchmark model: a device authorization grant with an
attacker, the same in every checker's language, so that all must count the same
states and transitions. --peers also runs Spin (depth first and breadth first)
and Rumur, where they are installed, one after the other with ours, and prints
the ratio of CPU seconds of whole processes.

--scenario measures scenarios instead, in every instance of an attack and for the
largest twin of honest people: an exploration of what any deployment and attacker
can do, with one worker and with --workers, and the search for all of them at once,
whose work is to carry labels along edges. The fastest of the rounds counts.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if rounds < 1 || rounds > 100 {
				return fmt.Errorf("--rounds: found %d, expected 1 to 100", rounds)
			}
			if len(names) > 0 {
				if cmd.Flags().Changed("size") || peers {
					return errors.New("--size and --peers are about the benchmark model, not about a --scenario")
				}
				return a.benchScenarios(cmd.Context(), names, rounds)
			}
			z, err := parseSize(size)
			if err != nil {
				return err
			}
			if a.reproducible {
				return fmt.Errorf("bench measures: with --reproducible nothing would be left")
			}
			return a.show(cmd.Context(), func(ctx context.Context) (any, error) {
				if peers {
					return a.benchPeers(ctx, z, rounds)
				}
				return a.benchAlone(ctx, z)
			})
		},
	}
	cmd.Flags().StringVar(&size, "size", "2,3,8", "the model's size, as `K,V,T`: sessions, users, life in ticks")
	cmd.Flags().BoolVar(&peers, "peers", false, "run other checkers too")
	cmd.Flags().IntVar(&rounds, "rounds", 3, "with --peers or --scenario: how often each is run; the median ratio or the fastest counts")
	cmd.Flags().StringSliceVar(&names, "scenario", nil, "measure scenarios, as `NAME,NAME`; all: every one")
	return cmd
}

// benchScenarios measures scenarios on each of their flows, with one worker and
// with as many as asked for.
func (a *app) benchScenarios(ctx context.Context, names []string, rounds int) error {
	var list []*scenarios.Scenario
	for _, name := range names {
		if name == "all" {
			list = append(list, scenarios.All...)
			continue
		}
		s, err := scenarios.Find(name)
		if err != nil {
			return err
		}
		list = append(list, s)
	}
	opt := a.options()
	opt.Workers = max(a.workers, 1)
	if a.reproducible {
		rounds = 0
	}
	var cases []score.Case
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			continue
		}
		for _, f := range s.Flows {
			c, err := score.NewCase(a.cat, s, scenarios.ExampleOf(f), f.Name, nil, "strongest", "", opt)
			if err != nil {
				return err
			}
			cases = append(cases, c)
		}
	}
	return a.each(ctx, cases, func(ctx context.Context, c score.Case) (any, error) {
		r, err := score.Measure(ctx, c, rounds)
		if err == nil && !r.Complete {
			a.raise(ExitInconclusive)
		}
		return r, err
	})
}

// parseSize reads K,V,T.
func parseSize(text string) (z bench.Size, err error) {
	parts := strings.Split(text, ",")
	for i, into := range []*int{&z.K, &z.V, &z.T} {
		if len(parts) != 3 {
			break
		}
		if *into, err = strconv.Atoi(strings.TrimSpace(parts[i])); err != nil {
			break
		}
	}
	if len(parts) != 3 || err != nil {
		return z, fmt.Errorf("--size: found %q, expected three numbers K,V,T such as 2,3,8", text)
	}
	if _, err := bench.System(z.K, z.V, z.T); err != nil {
		return z, fmt.Errorf("--size: %w", err)
	}
	return z, nil
}

// benchAlone explores the benchmark model in this process, with one worker
// unless told otherwise.
func (a *app) benchAlone(ctx context.Context, z bench.Size) (*results.Bench, error) {
	workers := max(a.workers, 1)
	r, err := bench.Run(ctx, z, model.Options{Workers: workers, MaxStates: a.maxStates})
	if err != nil {
		return nil, err
	}
	return &results.Bench{Schema: results.Schema, Size: z.String(), States: r.States, Edges: r.Edges, Workers: workers,
		Seconds: r.Seconds, CPUSeconds: r.CPUSeconds, BytesPerState: r.BytesPerState, PeakBytes: r.PeakBytes,
		Peers: []results.Peer{}, Missing: []string{}}, nil
}

// benchPeers takes turns: ours in a process of its own, then each peer.
func (a *app) benchPeers(ctx context.Context, z bench.Size, rounds int) (*results.Bench, error) {
	var out *results.Bench
	var peers []bench.Peer
	missing := []string{}
	for _, p := range bench.Peers() {
		if lacks := p.Missing(); len(lacks) > 0 {
			missing = append(missing, fmt.Sprintf("%s (no %s)", p.Name, strings.Join(lacks, ", ")))
			continue
		}
		peers = append(peers, p)
	}
	ratios, spent := make([][]float64, len(peers)), make([][]float64, len(peers))
	var ours []float64
	for range rounds {
		one, err := a.benchProcess(ctx, z)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = one
			out.Missing = missing
		}
		ours = append(ours, one.CPUSeconds)
		counts := []bench.Report{{Tool: "crossdevice", States: one.States, Edges: one.Edges}}
		for i, p := range peers {
			r, err := p.Measure(ctx, z)
			if err != nil {
				return nil, err
			}
			counts = append(counts, r)
			spent[i] = append(spent[i], r.CPUSeconds)
			if r.CPUSeconds > 0 { // a run too short for the system's clock has no ratio
				ratios[i] = append(ratios[i], one.CPUSeconds/r.CPUSeconds)
			}
		}
		if err := bench.Agree(counts); err != nil {
			return nil, err
		}
	}
	out.CPUSeconds = median(ours)
	for i, p := range peers {
		out.Peers = append(out.Peers, results.Peer{Name: p.Name, States: out.States, Edges: out.Edges,
			CPUSeconds: median(spent[i]), Ratio: median(ratios[i])})
	}
	return out, nil
}

// benchProcess explores the benchmark model in a process of its own, so that
// its CPU seconds are those of a whole process as the peers' are.
func (a *app) benchProcess(ctx context.Context, z bench.Size) (*results.Bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "bench", "--size", z.String(), "--workers", strconv.Itoa(max(a.workers, 1)), "--json", "-")
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, errors.New(strings.TrimSpace(stderr.String()))
	}
	var r results.Bench
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, err
	}
	r.CPUSeconds = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return &r, nil
}

// median of numbers; 0 of none.
func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
