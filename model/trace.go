package model

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
