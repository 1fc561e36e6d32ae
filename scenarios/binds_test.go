package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// bound is an attack on a flow that its specification leaves no room for.
type bound struct {
	scenario *scenarios.Scenario
	flow     *flows.Flow
	ref      string                 // the section that binds
	off      func(s *flows.Setting) // the same without that; nil: there is nothing that could be left out
	lacks    []string               // then, steps that the attack would take
}

// bounds lists them.
var bounds = []bound{
	{scenario: scenarios.SessionSpying, flow: flows.CIBAPoll, ref: "CIBA Core 7.1, 8: the provider asks the user whom the request names", off: naive(flows.OP)},
	{scenario: scenarios.SessionSpying, flow: flows.CIBAPing, ref: "CIBA Core 7.1, 8", off: naive(flows.OP)},
	{scenario: scenarios.SessionSpying, flow: flows.CIBAPush, ref: "CIBA Core 7.1, 8", off: naive(flows.OP)},
	{scenario: scenarios.SessionSpying, flow: flows.CIBASync, ref: "CIBA Core 7.1, 8", off: naive(flows.OP)},
	{scenario: scenarios.SessionSpying, flow: flows.SameDeviceAuthcode, ref: "RFC 6749 10.12, RFC 7636, OpenID Connect Core 3.1.3.7: each is enough",
		off: naive(flows.OP, flows.RP)},
	{scenario: scenarios.SessionSpying, flow: flows.TypedCode, ref: "BCP 247 3.1.3 (G): the code has to be the one that was sent in (C)", off: naive(flows.OP)},
	{scenario: scenarios.B1, flow: flows.SameDeviceAuthcode, ref: "RFC 6749 10.12: the answer comes back to the browser that asked",
		off: unchecked("redirect: session of this browser")},
	{scenario: scenarios.WrongDevice, flow: flows.SameDeviceAuthcode, ref: "RFC 6749 10.12", off: unchecked("redirect: session of this browser")},

	{scenario: scenarios.Replay, flow: flows.DeviceGrant, ref: "RFC 8628 3.1: TLS", off: func(s *flows.Setting) { s.Plaintext = true }},
	{scenario: scenarios.Replay, flow: flows.CIBAPoll, ref: "CIBA Core 7: TLS", off: func(s *flows.Setting) { s.Plaintext = true }},
	{scenario: scenarios.Replay, flow: flows.CIBAPing, ref: "CIBA Core 7: TLS", off: func(s *flows.Setting) { s.Plaintext = true }},
	{scenario: scenarios.Replay, flow: flows.CIBAPush, ref: "CIBA Core 11: who polls in push mode is refused; and TLS", off: func(s *flows.Setting) {
		s.Plaintext, s.Without = true, "poll_in_push_mode: registered for poll or ping"
	}},
	{scenario: scenarios.NotificationRace, flow: flows.CIBAPoll, ref: "CIBA Core 10.1: nobody is told, the client asks",
		lacks: []string{"ping_callback", "push_callback"}},
}

func naive(list ...flows.Server) func(s *flows.Setting) {
	return func(s *flows.Setting) { s.Naive = flows.ServersOf(list...) }
}

func unchecked(check string) func(s *flows.Setting) {
	return func(s *flows.Setting) { s.Without = check }
}

// TestEveryAttackWorks: without mitigations each attack breaks, on every flow that its
// scenario names, the property that it is about; or the specification binds, and then it
// does so once that is left out.
func TestEveryAttackWorks(t *testing.T) {
	used := 0
	for _, s := range scenarios.All {
		if len(s.Reach) == 0 {
			continue
		}
		for _, f := range s.Flows {
			t.Run(s.Name+" on "+f.Name, func(t *testing.T) {
				i := slices.IndexFunc(bounds, func(b bound) bool { return b.scenario == s && b.flow == f })
				if i < 0 {
					if !breaks(t, s, f, "strongest", nil) {
						t.Errorf("%s holds", s.Broken(f))
					}
					return
				}
				used++
				b := bounds[i]
				switch {
				case b.ref == "" || b.off == nil && b.lacks == nil:
					t.Error("it is not said what binds")
				case breaks(t, s, f, "strongest", nil):
					t.Errorf("%s is violated, in spite of %s", s.Broken(f), b.ref)
				case b.off != nil && !breaks(t, s, f, "strongest", b.off):
					t.Errorf("%s holds without %s too", s.Broken(f), b.ref)
				}
				for _, step := range b.lacks {
					if slices.ContainsFunc(f.Steps, func(s flows.Step) bool { return s.Name == step }) {
						t.Errorf("there is %s in it", step)
					}
				}
			})
		}
	}
	if used != len(bounds) {
		t.Errorf("%d of %d are of a scenario and a flow of it", used, len(bounds))
	}
}

// TestIssuedToThisClient: where clients authenticate and what they send can be read, it is
// that check which keeps what was issued to one from who is another.
func TestIssuedToThisClient(t *testing.T) {
	for f, by := range map[*flows.Flow]string{
		flows.DeviceGrant: "replay_device_code_by_other_client",
		flows.CIBAPoll:    "replay_by_other_client",
		flows.CIBAPing:    "replay_by_other_client",
	} {
		t.Run(f.Name, func(t *testing.T) {
			without := func(check string) bool {
				return breaks(t, scenarios.Replay, f, "literal", func(s *flows.Setting) {
					s.Plaintext, s.Confidential, s.Without = true, true, check
				})
			}
			if without("") {
				t.Errorf("%s is violated where every check is made", scenarios.Replay.Breaks)
			}
			if !without(by + ": issued to this client") {
				t.Errorf("%s holds without the check too", scenarios.Replay.Breaks)
			}
		})
	}
}

// breaks tells whether an attacker breaks the property of a scenario where nothing is
// deployed, people make every error and chance favours the attacker.
func breaks(t *testing.T, s *scenarios.Scenario, f *flows.Flow, attacker string, off func(*flows.Setting)) bool {
	t.Helper()
	b := setup(t, builtIn(), s, scenarios.ExampleOf(f), s.Main(), off)
	i := slices.IndexFunc(scenarios.Safety, func(p model.Property[flows.World]) bool { return p.Name == s.Broken(f) })
	found, err := model.Explore(t.Context(), b.Canonical().Restrict(restriction(b.Composition, 0, b.brings(t, attacker))),
		scenarios.Safety[i:i+1], model.Options{Decide: true, MaxStates: many})
	if err != nil || found.Findings[0].Verdict == model.Inconclusive {
		t.Fatal(err, found.Stopped)
	}
	return found.Findings[0].Verdict == model.Violated
}
