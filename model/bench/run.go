package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crossdeviceflows/crossdevice/model"
)

// Report is one exploration of the benchmark model, by whichever checker.
type Report struct {
	Tool          string  `json:"tool"`
	States        int     `json:"states"`
	Edges         int     `json:"edges"`
	Seconds       float64 `json:"seconds"`         // wall clock
	CPUSeconds    float64 `json:"cpu_seconds"`     // user and system, of the search alone
	BytesPerState float64 `json:"bytes_per_state"` // states, index and parents; 0 if not known
	PeakBytes     int64   `json:"peak_bytes"`
}

// Size is how many sessions, users and ticks the model has.
type Size struct{ K, V, T int }

// String is the size as the command line takes it.
func (z Size) String() string { return fmt.Sprintf("%d,%d,%d", z.K, z.V, z.T) }

// Run explores the model from scratch in this process. Its CPU seconds are
// those that the process spent meanwhile; for a figure of a whole process, as
// the peers have it, run it in one of its own and ask the system.
func Run(ctx context.Context, size Size, opt model.Options) (Report, error) {
	sys, err := System(size.K, size.V, size.T)
	if err != nil {
		return Report{}, err
	}
	began, spent := time.Now(), cpuSeconds()
	r, err := model.Explore(ctx, sys, []model.Property[State]{Inv()}, opt)
	report := Report{
		Tool:          "crossdevice",
		States:        r.States,
		Edges:         r.Edges,
		Seconds:       time.Since(began).Seconds(),
		CPUSeconds:    cpuSeconds() - spent,
		BytesPerState: r.BytesPerState,
		PeakBytes:     r.PeakBytes,
	}
	switch {
	case err != nil:
		return report, err
	case r.Findings[0].Verdict == model.Violated:
		return report, errors.New("bench: the invariant is violated")
	case !r.Complete:
		return report, fmt.Errorf("bench: not finished: %s", r.Stopped)
	}
	return report, nil
}
