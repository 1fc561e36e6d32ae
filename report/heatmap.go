package report

import (
	"io"

	"github.com/crossdeviceflows/crossdevice/results"
)

// Drawings are the kinds of file that HeatMap writes.
var Drawings = []string{"png", "svg"}

// HeatMap draws.
func HeatMap(w io.Writer, r *results.Derived, kind string) error { return nil }
