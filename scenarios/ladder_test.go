package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// loose are rungs that can be reached without the one below, in a scenario on a flow, and
// why that is so.
var loose = map[string]string{
	"B4 ciba-sync: granted":                        "tokens at once ask nobody",
	"wrong-device ciba-sync: granted":              "tokens at once ask nobody",
	"wrong-device oid4vp: granted":                 "who swaps an answer has the victim look at nothing of theirs",
	"wrong-device siopv2: granted":                 "who swaps an answer has the victim look at nothing of theirs",
	"wrong-device same-device-authcode: granted":   "who swaps a code has the victim look at nothing of theirs",
	"wrong-device authcode-qr: granted":            "who swaps a code, or polls, has the victim look at nothing of theirs",
	"session-spying same-device-authcode: granted": "an answer is injected, and no code entered",
	"session-spying authcode-qr: granted":          "an answer is injected, and no code entered",
	"session-spying ctap-hybrid: granted":          "an answer is injected, and no code scanned",
	"wrong-device ctap-hybrid: granted":            "who swaps a code has the victim look at nothing of theirs",
}

// TestGoalsStandOnEachOther: what prevents the start of an attack stops the rest of it, on
// every flow and whatever a client leaves out. Otherwise a mitigation could be said to
// prevent what still goes on.
func TestGoalsStandOnEachOther(t *testing.T) {
	for _, a := range attacks() {
		t.Run(a.String(), func(t *testing.T) {
			t.Parallel()
			d := *scenarios.ExampleOf(a.flow)
			d.CodeLife = 4 * scenarios.FineTick
			d.Plaintext, d.NoState, d.NoNonce, d.NoPKCE = true, true, true, true
			in := a.s.Main()
			setting := a.s.Setting(&d, in)
			if in.Sessions > 1 {
				setting.Tick = setting.CodeLife
			}
			c := whole(t, builtIn(), a.flow, setting, in.Coarse)
			rungs := a.s.At(in)
			found, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: within(t, c, a.s)}), goals(rungs...), model.Options{})
			if err != nil || !found.Complete {
				t.Fatal(err, found.Stopped)
			}
			for i := range rungs[1:] {
				stands := true
				for _, high := range found.Labels[i+1] {
					if !slices.ContainsFunc(found.Labels[i], func(low model.Label) bool {
						return low.Requires.In(high.Requires) && (low.Foreign | low.Own).In(high.Foreign|high.Own)
					}) {
						stands = false
						if loose[a.String()+": "+rungs[i+1].Name] == "" {
							t.Errorf("%s without %s: requires %v, refused by [%s]", rungs[i+1].Name, rungs[i].Name, requirements(c, high.Requires), placedNames(c, high.Foreign|high.Own))
						}
						break
					}
				}
				if why := loose[a.String()+": "+rungs[i+1].Name]; stands && why != "" {
					t.Errorf("%s stands on %s: it is no more true that %s", rungs[i+1].Name, rungs[i].Name, why)
				}
			}
		})
	}
}

// requirements are the members of a set of them.
func requirements(c *flows.Composition, set model.Set) (list []string) {
	for _, bit := range set.Members() {
		list = append(list, c.Requirements[bit])
	}
	return list
}
