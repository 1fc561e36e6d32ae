package live

import (
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// CheckKnown refuses known deviations that nothing can be called: what is misspelt would
// be known for ever. Its error is an InputError.
func CheckKnown(list []scenarios.KnownDeviation) error {
	known := []string{"concurrent", approve, deny}
	for _, d := range drives {
		for name := range d.asks {
			known = append(known, name)
		}
		for name := range d.calls {
			known = append(known, name)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, k := range list {
		step, _, whole := strings.Cut(k.ID, ".")
		begins, all := strings.CutSuffix(step, "*")
		if !whole && all && slices.ContainsFunc(known, func(name string) bool { return strings.HasPrefix(name, begins) }) {
			continue
		}
		if !whole || !slices.Contains(known, step) {
			near, _ := flows.Nearest(step, known)
			return &scenarios.InputError{File: k.At.File, Line: k.At.Line, Col: k.At.Col, Found: "deviation " + k.ID,
				Expected: "one that begins with a step, or with concurrent, and a dot", Near: near}
		}
	}
	return nil
}
