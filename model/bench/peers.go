package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Peer is another explicit-state checker and how it is run, compiled as its
// authors advise for speed and with nothing that would lose states.
type Peer struct {
	Name  string
	Needs []string // commands that must be installed
	Text  func(k, v, t int) string
	File  string     // where Text goes
	Build [][]string // from File to the checker
	Run   []string   // the checker; only this is measured

	States, Edges *regexp.Regexp // where its output has the counts
	Extra         int            // transitions that it counts beyond those of the graph
}

// Peers are the checkers that the model is also written for.
func Peers() []Peer {
	stored := regexp.MustCompile(`(?m)^\s*(\d+) states, stored`)
	transitions := regexp.MustCompile(`(?m)^\s*(\d+) transitions \(`)
	spin := func(name, order string, run ...string) Peer {
		gcc := "gcc -O3 -march=native -DSAFETY -DNOREDUCE -DMEMLIM=16000 " + order + " -o pan pan.c"
		return Peer{
			Name: name, Needs: []string{"spin", "gcc"}, Text: Promela, File: "m.pml",
			Build: [][]string{{"spin", "-a", "m.pml"}, strings.Fields(gcc)}, Run: run,
			States: stored, Edges: transitions, Extra: 1,
		}
	}
	return []Peer{
		spin("spin dfs", "", "./pan", "-w26", "-m2000000"),
		spin("spin bfs", "-DBFS", "./pan", "-w26"),
		{
			Name: "rumur", Needs: []string{"rumur", "gcc"}, Text: Murphi, File: "m.m",
			Build: [][]string{
				strings.Fields("rumur --deadlock-detection off --symmetry-reduction off --threads 1 --output m.c m.m"),
				strings.Fields("gcc -std=c11 -O3 -march=native -mcx16 -o m m.c -lpthread -latomic"),
			},
			Run:    []string{"./m"},
			States: regexp.MustCompile(`(\d+) states, `), Edges: regexp.MustCompile(`(\d+) rules fired in`),
		},
	}
}

// Missing lists the commands that the peer needs and that are not installed.
func (p Peer) Missing() (list []string) {
	for _, name := range p.Needs {
		if _, err := exec.LookPath(name); err != nil {
			list = append(list, name)
		}
	}
	return list
}

// Measure builds the peer for a size in a directory of its own and runs it.
// Only the run is measured, as a whole process.
func (p Peer) Measure(ctx context.Context, size Size) (Report, error) {
	fail := func(err error) (Report, error) { return Report{}, fmt.Errorf("bench: %s: %w", p.Name, err) }
	if _, err := System(size.K, size.V, size.T); err != nil {
		return Report{}, err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, p.File), []byte(p.Text(size.K, size.V, size.T)), 0o600); err != nil {
		return fail(err)
	}
	for _, line := range p.Build {
		build := exec.CommandContext(ctx, line[0], line[1:]...)
		build.Dir = dir
		if out, err := build.CombinedOutput(); err != nil {
			return fail(fmt.Errorf("%s: %w\n%s", line[0], err, out))
		}
	}
	run := exec.CommandContext(ctx, p.Run[0], p.Run[1:]...)
	run.Dir = dir
	began := time.Now()
	out, err := run.CombinedOutput()
	if err != nil {
		return fail(fmt.Errorf("%s: %w\n%s", p.Run[0], err, out))
	}
	report := Report{
		Tool:       p.Name,
		Seconds:    time.Since(began).Seconds(),
		CPUSeconds: (run.ProcessState.UserTime() + run.ProcessState.SystemTime()).Seconds(),
		PeakBytes:  peakBytes(run.ProcessState),
	}
	if report.States, err = count(p.States, out); err == nil {
		report.Edges, err = count(p.Edges, out)
	}
	if err != nil {
		return fail(err)
	}
	report.Edges -= p.Extra
	return report, nil
}

func count(pattern *regexp.Regexp, out []byte) (int, error) {
	found := pattern.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("no %q in its output:\n%s", pattern, out)
	}
	return strconv.Atoi(string(found[1]))
}

// Agree is an error unless all reports count the same states and edges.
func Agree(reports []Report) error {
	var wrong []error
	for _, r := range reports[min(1, len(reports)):] {
		if r.States != reports[0].States || r.Edges != reports[0].Edges {
			wrong = append(wrong, fmt.Errorf("bench: %s counts %d states and %d edges, %s %d and %d",
				reports[0].Tool, reports[0].States, reports[0].Edges, r.Tool, r.States, r.Edges))
		}
	}
	return errors.Join(wrong...)
}
