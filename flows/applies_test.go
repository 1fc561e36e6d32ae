package flows_test

import (
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestApplies composes each flow with everything: exactly what applies is asked about
// some step, on one of the two clocks.
func TestApplies(t *testing.T) {
	for _, f := range flows.All {
		setting := scenarios.B1.Setting(scenarios.ExampleOf(f), scenarios.Alone)
		var placed []flows.Placed
		for _, m := range append(builtIn().Mitigations, f.Options...) {
			for _, v := range m.VariantNames() {
				p, err := m.Place(v, setting.Tick)
				if err != nil {
					t.Fatal(err)
				}
				placed = append(placed, p)
			}
		}
		c, err := flows.Compose(builtIn(), f, setting, placed)
		if err != nil {
			t.Fatal(err)
		}
		for bit, p := range placed {
			_, variant, _ := strings.Cut(p.Name, ":")
			if p.Of.Option {
				_, variant, _ = strings.Cut(variant, "=")
			}
			judges := (c.Judging|c.JudgingLater)>>bit&1 != 0
			if got := builtIn().Applies(f, p.Of, variant); got != judges {
				t.Errorf("%s applies to %s: %v; it is asked about some step: %v", p.Name, f.Name, got, judges)
			}
		}
	}
}

func TestAppliesByHand(t *testing.T) {
	cat := builtIn()
	for _, test := range []struct {
		flow       *flows.Flow
		mitigation string
		variant    string
		want       bool
	}{
		{flows.DeviceGrant, "rate-limits", "code-entry", true},
		{flows.CIBAPoll, "rate-limits", "code-entry", false},
		{flows.CIBAPoll, "rate-limits", "user", true},
		{flows.DeviceGrant, "rate-limits", "user", false},
		{flows.CIBAPush, "one-time-codes", "1", false}, // no code is carried
		{flows.AuthcodeQR, "one-time-codes", "7", true},
		{flows.CIBAPing, "sender-constrained-tokens", "", true}, // judges the export of tokens only
		{flows.SameDeviceAuthcode, "rate-limits", "no-such", false},
	} {
		m, _, err := cat.Mitigation(test.mitigation)
		if err != nil {
			t.Fatal(err)
		}
		if got := cat.Applies(test.flow, m, test.variant); got != test.want {
			t.Errorf("%s:%s applies to %s: %v", test.mitigation, test.variant, test.flow.Name, got)
		}
	}
	if option := flows.DeviceGrant.Options[0]; !cat.AnyApplies(flows.DeviceGrant, option) || cat.AnyApplies(flows.CIBAPoll, option) {
		t.Errorf("option %s applies to other flows than its own", option.Name)
	}
}
