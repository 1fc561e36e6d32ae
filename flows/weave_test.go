package flows_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestWhoseEvidence refuses one phase in every state of B1, on evidence of each
// role in turn: a refusal is foreign, and so can be defeated, exactly if the
// judged role is the attacker or the step follows from their lure.
func TestWhoseEvidence(t *testing.T) {
	for _, test := range []struct {
		name         string
		phase        flows.Phase
		judged       flows.Judged
		foreign, own bool // there are such refusals
	}{
		{"the attacker starts", flows.Initiate, flows.Acting, true, false},
		{"the starter, before there is one", flows.Initiate, flows.Starter, false, true},
		{"the starter", flows.Authorize, flows.Starter, true, false},
		{"the receiver", flows.Authorize, flows.Receiver, true, false},
		{"the taker, sometimes the attacker", flows.Authorize, flows.Taker, true, true},
		{"the approver", flows.Deliver, flows.Approver, false, true},
		{"the victim acts", flows.Authorize, flows.Acting, false, true},
		{"one of a pair", flows.Authorize, flows.Acting | flows.Receiver, true, false},
		{"a lure", flows.Authorize, flows.ALure, true, false},
		{"nobody an attacker could be", flows.Authorize, flows.Honest, false, true},
	} {
		judge := &flows.Mitigation{Name: "judge", Row: "Judge", Doc: "d", Ref: "r", Variants: []flows.Variant{{
			Phases: []flows.Phase{test.phase}, Refuses: func(flows.At) flows.Judged { return test.judged }}}}
		cat := builtIn()
		cat.Mitigations = []*flows.Mitigation{judge}
		p, err := judge.Place("", scenarios.FineTick)
		if err != nil {
			t.Fatal(err)
		}
		c, err := flows.Compose(cat, flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.Alone), []flows.Placed{p})
		if err != nil {
			t.Fatal(err)
		}
		var foreign, own bool
		for w := range reachable(c) {
			for _, e := range c.Next(w, nil) {
				foreign, own = foreign || e.Foreign == model.Of(0), own || e.Own == model.Of(0)
			}
		}
		if foreign != test.foreign || own != test.own {
			t.Errorf("%s: foreign %v, own %v; want %v, %v", test.name, foreign, own, test.foreign, test.own)
		}
	}
}
