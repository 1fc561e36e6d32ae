package model

import "fmt"

// Trace is a path from the initial state: what was done, and where it led.
type Trace[S comparable] struct {
	Steps []TraceStep[S]
}

// TraceStep is one edge of a trace.
type TraceStep[S comparable] struct {
	Step uint16 // index into System.Steps
	Way  uint8
	Mask
	To S
}

// Replay walks t through sys from the initial state. It returns nil only if
// Next offers every step of t, with the same way, mask and target.
func Replay[S comparable](sys System[S], t Trace[S]) error {
	s := sys.Init
	var buf []Edge[S]
	for n, step := range t.Steps {
		buf = sys.Next(s, buf[:0])
		found := false
		for e := range buf {
			if TraceStep[S](buf[e]) == step {
				found = true
				break
			}
		}
		if !found {
			return fmt.Errorf("model: %s: step %d of the trace, %s, came out differently when replayed", sys.Name, n+1, sys.label(step.Step))
		}
		s = step.To
	}
	return nil
}

// label names a step with its binding, for error messages.
func (sys *System[S]) label(step uint16) string {
	if int(step) >= len(sys.Steps) {
		return fmt.Sprintf("step number %d (the system has %d)", step, len(sys.Steps))
	}
	st := sys.Steps[step]
	return fmt.Sprintf("%s(%d,%d)", st.Name, st.Bind.I, st.Bind.J)
}
