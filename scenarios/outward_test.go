package scenarios_test

import (
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// handed is an attack in which victims hand out codes, and the flow on which they do.
type handed struct {
	s *scenarios.Scenario
	f *flows.Flow
}

var handedOut = []handed{{scenarios.B5, flows.NetworkJoin}, {scenarios.B7, flows.SessionTransfer}}

// granting is who is granted something: all ways there, and what they are among.
type granting struct {
	*board
	ways []model.Label
}

func (h handed) granting(t *testing.T, change func(d *scenarios.Deployment)) granting {
	t.Helper()
	d := *scenarios.ExampleOf(h.f)
	change(&d)
	b := setup(t, builtIn(), h.s, &d, scenarios.Alone, nil)
	_, ways := labels(t, b.Composition, b.brings(t, "strongest"), b.goal(scenarios.Granted))
	return granting{b, ways}
}

// to tells whether an attacker is granted something through a mitigation, if people err in
// every way but some.
func (g granting) to(t *testing.T, attacker, deployment string, never ...string) bool {
	t.Helper()
	deployed := model.Set(0)
	if deployment != "" {
		deployed = with(t, g.Composition, deployment)
	}
	return model.Possible(g.ways, deployed, g.brings(t, attacker)&^needs(t, g.Composition, never...), g.Defeats)
}

func asItIs(*scenarios.Deployment) {}

// goodAgain has codes that mitigations can count: those that are good once are counted
// anyway.
func goodAgain(d *scenarios.Deployment) { d.CodeReusable = true }

// TestInitiationDoesNotHelp: the victim starts and is trusted with it, so what looks at who
// starts, or at how often, stops no attacker: BCP 247 6.1.15 says so of
// authenticate-then-initiate.
func TestInitiationDoesNotHelp(t *testing.T) {
	for _, h := range handedOut {
		g := h.granting(t, goodAgain)
		for _, deployment := range []string{
			"", "trusted-devices:initiator", "trusted-networks",
			"authenticate-then-initiate:plain", "authenticate-then-initiate:approver-is-initiator",
			"user-experience:decline-default", "rate-limits:client", "one-time-codes:1", "unique-codes",
		} {
			for _, attacker := range scenarios.Profiles {
				if !g.to(t, attacker, deployment) {
					t.Errorf("%s: %s stops %s", h.s.Name, deployment, attacker)
				}
			}
		}
	}
}

// TestReceiverHelps: what looks at the device that gets the grant stops whoever does not
// have what defeats it, and stops nobody else.
func TestReceiverHelps(t *testing.T) {
	for _, h := range handedOut {
		g := h.granting(t, asItIs)
		for deployment, by := range map[string]string{
			"trusted-devices:receiver":        "trusted-device",
			"proximity:ble":                   "nearby-proxy",
			"proximity:shared-network":        "vpn",
			"proximity:geolocation":           "gnss-spoof",
			"request-initiation-verification": "relay-answer",
		} {
			for attacker, want := range map[string]bool{"literal": false, "strongest": true, "strongest,-" + by: false} {
				if got := g.to(t, attacker, deployment); got != want {
					t.Errorf("%s: %s gets through %s: %v, want %v", h.s.Name, attacker, deployment, got, want)
				}
			}
		}
	}
}

// TestWhoHandsOutCodes: whoever approves only what they started themselves has started
// this; only who gives no code away is safe. To be told helps those who heed it.
func TestWhoHandsOutCodes(t *testing.T) {
	for _, h := range handedOut {
		g := h.granting(t, asItIs)
		for _, test := range []struct {
			never, deployment string
			want              bool
		}{
			{"approves-unasked", "", true},
			{"approves-unasked miscompares ignores-context ignores-address slips", "", true},
			{"hands-out-code", "", false},
			{"ignores-context", "", true},
			{"ignores-context", "user-education", false},
			{"ignores-context", "user-experience:context", false},
		} {
			if got := g.to(t, "strongest", test.deployment, strings.Fields(test.never)...); got != test.want {
				t.Errorf("%s, users who never err by %s, with %q: granted %v, want %v", h.s.Name, test.never, test.deployment, got, test.want)
			}
		}
		for attacker, want := range map[string]bool{"literal": false, "strongest": true, "strongest,-voice": false} {
			if got := g.to(t, attacker, "content-filtering", "filter-misses"); got != want {
				t.Errorf("%s: %s gets through a filter that never misses: %v, want %v", h.s.Name, attacker, got, want)
			}
		}
	}
}

// TestLifeHardlyMatters: nobody has to read a mail between a code and its use, so the
// shortest life that the models know stops nobody. Where the code is in the mail it does.
func TestLifeHardlyMatters(t *testing.T) {
	minute := func(d *scenarios.Deployment) { d.CodeLife = scenarios.FineTick }
	for _, h := range append(handedOut[:2:2], handed{scenarios.B1, flows.DeviceGrant}) {
		want := h.s != scenarios.B1
		if got := h.granting(t, minute).to(t, "literal", ""); got != want {
			t.Errorf("%s, codes live a minute: granted %v, want %v", h.s.Name, got, want)
		}
	}
}

// TestEachVictimStartsOnce: no limit counts those whose victims start the flow.
func TestEachVictimStartsOnce(t *testing.T) {
	for _, h := range handedOut {
		d := *scenarios.ExampleOf(h.f)
		goodAgain(&d)
		b := setup(t, builtIn(), h.s, &d, scenarios.TwoVictims, nil)
		found, err := model.Family(t.Context(), b.Canonical().Restrict(model.Restriction{Have: b.brings(t, "literal")}), goals(b.goals...), model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, deployment := range []string{"", "rate-limits:client", "one-time-codes:1", "unique-codes"} {
			deployed := model.Set(0)
			if deployment != "" {
				deployed = with(t, b.Composition, deployment)
			}
			if !model.Possible(found.Labels[0], deployed, b.brings(t, "literal"), b.Defeats) {
				t.Errorf("%s: %q stops the second victim", h.s.Name, deployment)
			}
		}
	}
}

// TestOnlookerOfTransfers: who sees a code that leads to the victim's session gets into it,
// without an account or an error; after the victim too, where it is good more than once.
// The victim's device acts for nobody else.
func TestOnlookerOfTransfers(t *testing.T) {
	for _, f := range []*flows.Flow{flows.SessionTransfer, flows.NetworkJoin} {
		for _, reusable := range []bool{false, true} {
			d := *scenarios.ExampleOf(f)
			d.CodeReusable = reusable
			b := setup(t, builtIn(), scenarios.SessionSpying, &d, scenarios.Watched, nil)
			rungs := append(safety(), scenarios.Goal{Name: "after the victim", When: func(w *flows.World) bool {
				_, person := w.Sessions[0].Holder.Person()
				return person && w.Sessions[0].Again == flows.Attacker
			}})
			found, err := model.Family(t.Context(), b.Restrict(model.Restriction{Have: needs(t, b.Composition, "see-screen")}), goals(rungs...), model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]bool{scenarios.AttackerAccess: true, scenarios.ApproverBound: true, scenarios.SingleUse: reusable, "after the victim": reusable}
			for i, g := range rungs {
				if got := len(found.Labels[i]) > 0; got != want[g.Name] {
					t.Errorf("%s, good more than once: %v: %s is %v, want %v", f.Name, reusable, g.Name, got, want[g.Name])
				}
			}
			// The second device is asked for all that the first is.
			asked := []string{"proximity:ble", "proximity:geolocation", "trusted-devices:receiver", "request-initiation-verification"}
			if reusable { // otherwise they are in force
				asked = append(asked, "one-time-codes:1", "unique-codes")
			}
			for _, deployment := range asked {
				if model.Possible(found.Labels[len(rungs)-1], with(t, b.Composition, deployment), needs(t, b.Composition, "see-screen"), b.Defeats) {
					t.Errorf("%s: a second device gets through %s", f.Name, deployment)
				}
			}
		}
	}
	if got := scenarios.SessionSpying.Broken(flows.SessionTransfer); got != scenarios.AttackerAccess {
		t.Errorf("an onlooker breaks %s there", got)
	}
	if got := scenarios.SessionSpying.Broken(flows.DeviceGrant); got != scenarios.ConsumerBound {
		t.Errorf("an onlooker breaks %s in the device grant", got)
	}
}
