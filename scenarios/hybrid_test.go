package scenarios_test

import (
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestHybrid holds the model of CTAP hybrid against what BCP 247 6.2 says of it, what
// became of attacks on it, and what its handshake is made of. People make every error, and
// nothing is deployed. docs/FLOWS.md tells the same in words.
func TestHybrid(t *testing.T) {
	linked := func(s *flows.Setting) { s.StateAssisted = true }
	const access, consumer = scenarios.AttackerAccess, scenarios.ConsumerBound
	for _, says := range []struct {
		what     string
		s        *scenarios.Scenario
		f        *flows.Flow
		attacker string
		off      func(s *flows.Setting)
		property string
		violated bool
	}{
		{"6.2.1: susceptible", scenarios.B1, flows.DeviceGrant, "literal", nil, access, true},
		{"6.2.1: susceptible", scenarios.B2, flows.DeviceGrant, "literal", nil, access, true},
		{"6.2.2: still vulnerable", scenarios.B4, flows.CIBAPoll, "literal", nil, access, true},
		{"6.2.3: the code alone, without the log-in", scenarios.B1, flows.AuthcodeQR, "literal", nil, access, true},
		{"6.2.4: the best protection", scenarios.B1, flows.CTAPHybrid, "literal", nil, access, false},
		{"6.2.4: the best protection", scenarios.B2, flows.CTAPHybrid, "literal", nil, access, false},
		{"PoisonSeed", scenarios.B8, flows.CTAPHybrid, "literal", nil, access, false},
		{"fresh codes, VPN, position", scenarios.B1, flows.CTAPHybrid, "undisputed", nil, access, false},
		{"fresh codes, VPN, position", scenarios.B2, flows.CTAPHybrid, "undisputed", nil, access, false},
		{"fresh codes, VPN, position", scenarios.B8, flows.CTAPHybrid, "undisputed", nil, access, false},
		{"fresh codes, VPN, position", scenarios.WrongDevice, flows.CTAPHybrid, "undisputed", nil, access, false},

		{"it is the advert that binds", scenarios.B1, flows.CTAPHybrid, "literal", unchecked("hear_advert: advert heard"), access, true},
		{"fido-cross-device-phishing", scenarios.B1, flows.CTAPHybrid, "literal,+nearby-proxy", nil, access, true},
		{"fido-cross-device-phishing", scenarios.B8, flows.CTAPHybrid, "literal,+nearby-proxy", nil, access, true},
		{"radio is forwarded", scenarios.B8, flows.CTAPHybrid, "literal,+radio-relay", nil, access, true},
		{"in the building", scenarios.B2, flows.CTAPHybrid, "literal,+on-site", nil, access, true},
		{"nearness without a lure", scenarios.B8, flows.CTAPHybrid, "literal,+on-site,-real-time-relay", nil, access, false},

		{"the origin of the victim's own browser", scenarios.B8, flows.CTAPHybrid, "literal", unchecked("relay_assertion: origin"), access, true},

		{"a photographed code brings a phone", scenarios.SessionSpying, flows.CTAPHybrid, "literal,+on-site", nil, consumer, true},
		{"that is near", scenarios.SessionSpying, flows.CTAPHybrid, "literal", nil, consumer, false},
		{"and no client", scenarios.SessionSpying, flows.CTAPHybrid, "strongest,+initiate", nil, access, false},
		{"because of its key", scenarios.SessionSpying, flows.CTAPHybrid, "strongest,+initiate", unchecked("take_over_tunnel: key of the code"), access, true},
		{"and of its secret", scenarios.SessionSpying, flows.CTAPHybrid, "strongest,+initiate,-see-screen", unchecked("take_over_tunnel: key of the code"), access, false},

		{"linked: nothing to photograph", scenarios.SessionSpying, flows.CTAPHybrid, "strongest", linked, consumer, false},
		{"linked: and phished as before", scenarios.B1, flows.CTAPHybrid, "strongest", linked, access, true},
		{"linked: but for the advert", scenarios.B1, flows.CTAPHybrid, "undisputed", linked, access, false},
	} {
		if got := breaksProperty(t, says.s, says.f, says.attacker, says.property, says.off); got != says.violated {
			t.Errorf("%s: %s on %s by %s: %s is violated: %v", says.what, says.s.Name, says.f.Name, says.attacker, says.property, got)
		}
	}
}

// breaksProperty is breaks for a property that is not the scenario's own.
func breaksProperty(t *testing.T, s *scenarios.Scenario, f *flows.Flow, attacker, property string, off func(*flows.Setting)) bool {
	t.Helper()
	other := *s
	other.Breaks = property
	return breaks(t, &other, f, attacker, off)
}

// TestHybridOrders: users are verified before the handshake and after it, one phone alone
// is connected, and whoever it is, no code is issued before their phone was heard.
func TestHybridOrders(t *testing.T) {
	phones := func(w *flows.World) (n int) {
		if w.Sessions[0].Take == flows.Attacker {
			n++
		}
		for i := range w.Persons {
			if w.Persons[i].On == 1 {
				n++
			}
		}
		return n
	}
	at := func(stage flows.Stage, verified bool) scenarios.Predicate {
		return func(w *flows.World) bool {
			return w.Sessions[0].Stage == stage && w.Persons[0].On == 1 && w.Persons[0].Authed == verified
		}
	}
	goal := func(name string, when scenarios.Predicate) model.Property[flows.World] {
		return scenarios.Goal{Name: name, When: when}.Property()
	}
	b := setup(t, builtIn(), scenarios.SessionSpying, scenarios.ExampleOf(flows.CTAPHybrid), scenarios.Watched, nil)
	found, err := model.Explore(t.Context(), b.Restrict(restriction(b.Composition, 0, b.brings(t, "strongest"))), []model.Property[flows.World]{
		goal("verified, not connected", at(flows.Pending, true)),
		goal("connected, not verified", at(flows.Connected, false)),
		goal("connected, verified", at(flows.Connected, true)),
		goal("two phones wait", func(w *flows.World) bool { return w.Sessions[0].Stage == flows.Pending && phones(w) == 2 }),
		goal("two phones are connected", func(w *flows.World) bool { return w.Sessions[0].Stage == flows.Connected && phones(w) != 1 }),
	}, model.Options{})
	if err != nil || !found.Complete {
		t.Fatal(err, found.Stopped)
	}
	for i, want := range []bool{true, true, true, true, false} {
		if f := found.Findings[i]; (f.Verdict == model.Holds) != want {
			t.Errorf("%s: %s", f.Property, f.Verdict)
		}
	}
}

// TestHybridHasNoPlaceFor: what counts codes, is put into them or is said on a page of the
// provider is about other flows.
func TestHybridHasNoPlaceFor(t *testing.T) {
	b := setup(t, builtIn(), scenarios.B1, scenarios.ExampleOf(flows.CTAPHybrid), scenarios.Alone, nil)
	var not []string
	for bit, p := range b.Placed {
		if s := model.Of(bit); !s.In(b.Judging) && !s.In(b.JudgingLater) && !slices.Contains(not, p.Of.Name) {
			not = append(not, p.Of.Name)
		}
	}
	want := []string{"one-time-codes", "unique-codes", "rate-limits", "user-experience", "request-binding"}
	if !slices.Equal(not, want) {
		t.Errorf("found %v, want %v", not, want)
	}
}
