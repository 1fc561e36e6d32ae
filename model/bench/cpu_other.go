//go:build !unix

package bench

import "os"

// cpuSeconds is not known here.
func cpuSeconds() float64 { return 0 }

// peakBytes is not known here.
func peakBytes(*os.ProcessState) int64 { return 0 }
