package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// asked is a table to ask single questions of.
func asked() *table {
	return newTable(builtIn(), &results.Flows{Complete: true}, model.Options{Workers: 2})
}

// bounds of an attack, in words: who approves, then who consumes.
func (t *table) words(tb testing.TB, f *flows.Flow, s *scenarios.Scenario, b scenarios.Binding, naive flows.Servers, attacker, user string) string {
	tb.Helper()
	found, _, err := t.decided(tb.Context(), f, s, b, naive, attacker, user)
	if err != nil {
		tb.Fatal(err)
	}
	return found[0].Verdict + " " + found[1].Verdict
}

// users are all models, the most careful last.
func users() (names []string) {
	for _, u := range flows.Users {
		names = append(names, u.Name)
	}
	return append(names, careful)
}

var cibaModes = []*flows.Flow{flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush}

// TestTonge holds the models against what "Decoupled Flows in OAuth 2.0" says of binding.
// docs/FLOWS.md tells the same in words.
func TestTonge(t *testing.T) {
	const both, approver, consumer = "holds holds", "violated holds", "holds violated"
	ask := asked()
	expect := func(says string, f *flows.Flow, s *scenarios.Scenario, b scenarios.Binding, attacker, user, want string) {
		t.Helper()
		if got := ask.words(t, f, s, b, 0, attacker, user); got != want {
			t.Errorf("%s: %s on %s with %v by %s, user %s: %s, want %s", says, s.Name, f.Name, b, attacker, user, got, want)
		}
	}
	for _, user := range users() {
		expect("possible in the device flow", flows.DeviceGrant, scenarios.SessionSpying, scenarios.Binding{"user_code=enter"}, "literal", user, consumer)
		expect("possible in the same way", flows.AuthcodeQR, scenarios.SessionSpying, scenarios.Binding{"poll_bound=true"}, "literal", user, consumer)
		expect("and in another, polling", flows.AuthcodeQR, scenarios.SessionSpying, nil, "literal", user, "violated violated")
		expect("what anybody sees", flows.AuthcodeQR, scenarios.SessionSpying, scenarios.Binding{"rp_confirmation=screen", "poll_bound=true"}, "literal", user, consumer)
		expect("what only its user knows", flows.AuthcodeQR, scenarios.SessionSpying, scenarios.Binding{"rp_confirmation=secret", "poll_bound=true"}, "strongest", user, both)
	}
	expect("not possible in the device flow", flows.DeviceGrant, scenarios.WrongDevice, scenarios.Binding{"user_code=enter"}, "literal", "obedient", both)
	expect("remote phishing", flows.DeviceGrant, scenarios.B1, scenarios.Binding{"user_code=enter"}, "literal", "obedient", approver)
	const looks = "obedient,-miscompares,-ignores-context"
	expect("typed, where a mail asks for it", flows.DeviceGrant, scenarios.B1, scenarios.Binding{"user_code=enter"}, "literal", looks, approver)
	expect("confirmed, where the mail has it", flows.DeviceGrant, scenarios.B1, scenarios.Binding{"user_code=confirm"}, "literal", looks, approver)
	expect("a lure beside the victim's own session", flows.DeviceGrant, scenarios.WrongDevice, scenarios.Binding{"user_code=enter"}, "literal,+reframe,+spray", "obedient", approver)
	for _, f := range cibaModes {
		expect("the same message for all", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=static"}, "literal", careful+",-ignores-context", approver)
		expect("entered, and told what", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=enter"}, "strongest", "obedient", approver)
		expect("difficult in CIBA", f, scenarios.SessionSpying, scenarios.Binding{"binding_message=none"}, "strongest", "obedient", both)
		expect("without a binding_message", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=none"}, "literal", careful, approver)
		expect("too error prone", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=compare"}, "literal", "obedient", approver)
		expect("compared without error", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=compare"}, "literal", looks, both)
		expect("entered", f, scenarios.WrongDevice, scenarios.Binding{"binding_message=enter"}, "literal", "obedient", both)
	}
	for _, one := range []scenarios.Binding{{"pkce=false"}, {"nonce=false"}, {}} {
		expect("PKCE or the nonce", flows.AuthcodeQR, scenarios.WrongDevice, append(slices.Clone(one), "poll_bound=true"), "literal", "obedient", both)
		expect("not where the state is enough to poll", flows.AuthcodeQR, scenarios.WrongDevice, one, "literal", careful, approver)
		if len(one) > 0 {
			expect("strong on one device", flows.SameDeviceAuthcode, scenarios.WrongDevice, append(slices.Clone(one), "state=false"), "strongest", "obedient", both)
		}
	}
	for _, f := range []*flows.Flow{flows.AuthcodeQR, flows.SameDeviceAuthcode} {
		expect("neither PKCE nor the nonce", f, scenarios.WrongDevice, scenarios.Binding{"nonce=false", "pkce=false"}, "literal,-see-screen", "obedient", approver)
	}
	expect("again possible", flows.AuthcodeQR, scenarios.B1, scenarios.Binding{"rp_confirmation=none"}, "literal", "obedient", approver)
	expect("confirmation questions", flows.AuthcodeQR, scenarios.B1, scenarios.Binding{"rp_confirmation=secret"}, "literal", "obedient", both)
	expect("the victim tells the answer", flows.AuthcodeQR, scenarios.B1, scenarios.Binding{"rp_confirmation=secret"}, "strongest", "obedient", approver)
	for _, attacker := range []string{"literal", "strongest"} {
		for _, s := range []*scenarios.Scenario{scenarios.SessionSpying, scenarios.WrongDevice, scenarios.B1} {
			expect("strong on one device", flows.SameDeviceAuthcode, s, scenarios.BoundOf(flows.SameDeviceAuthcode).Strongest, attacker, "obedient", both)
		}
	}
}

// TestAssurance holds who can rely on their own part: in CIBA the provider and never the
// client, in the device grant the provider against a wrong device, and by QR the client.
func TestAssurance(t *testing.T) {
	r, err := Flows(t.Context(), builtIn(), flows.All, "obedient", true, model.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete {
		t.Error("not complete")
	}
	for flow, want := range map[string][2]string{ // OP, then RP: the obedient user, then the careful one
		"device-grant":         {"session-spying phishing; session-spying", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
		"ciba-poll":            {"assured; assured", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
		"ciba-ping":            {"assured; assured", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
		"ciba-push":            {"assured; assured", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
		"ciba-sync":            {"session-spying wrong-device phishing; session-spying wrong-device phishing", "session-spying wrong-device phishing; session-spying wrong-device phishing"}, // nobody approves
		"authcode-qr":          {"session-spying wrong-device phishing; session-spying wrong-device", "assured; assured"},
		"same-device-authcode": {"phishing; assured", "assured; assured"},
		// The wallet's stub looks who asks, and the verifier's nonce and transaction-id what comes.
		"oid4vp": {"session-spying wrong-device; session-spying wrong-device", "session-spying phishing; session-spying phishing"},
		"siopv2": {"session-spying wrong-device; session-spying wrong-device", "session-spying phishing; session-spying phishing"},
		// It is the authenticator that hears or is not heard.
		"ctap-hybrid": {"assured; assured", "session-spying phishing; session-spying phishing"},
		// A code that is told opens the session it was sent for, whatever either server looks at.
		"typed-code":       {"phishing; phishing", "wrong-device phishing; wrong-device phishing"},
		"session-transfer": {"session-spying wrong-device phishing; session-spying wrong-device phishing", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
		"network-join":     {"session-spying wrong-device phishing; session-spying wrong-device phishing", "session-spying wrong-device phishing; session-spying wrong-device phishing"},
	} {
		for i, party := range []string{"OP", "RP"} {
			row := slices.IndexFunc(r.Assurance, func(row results.Assurance) bool { return row.Flow == flow && row.Party == party })
			var got []string
			for _, c := range r.Assurance[row].Cells {
				if len(c.Through) == 0 {
					got = append(got, c.Verdict)
					continue
				}
				got = append(got, strings.Join(c.Through, " "))
			}
			if got := strings.Join(got, "; "); got != want[i] {
				t.Errorf("%s of %s: %s, want %s", party, flow, got, want[i])
			}
		}
	}
}

// TestNaive: what a naive server would check is not checked, and what the other one
// checks is. PKCE is looked at by the provider and the nonce by the client, and either
// is enough against a swapped code.
func TestNaive(t *testing.T) {
	for _, test := range []struct {
		settings scenarios.Binding
		naive    flows.Servers
		want     string
	}{
		{nil, 0, "holds"},
		{nil, flows.ServersOf(flows.OP), "holds"},
		{nil, flows.ServersOf(flows.RP), "holds"},
		{nil, flows.ServersOf(flows.OP, flows.RP), "violated"},
		{scenarios.Binding{"nonce=false"}, flows.ServersOf(flows.OP), "violated"},
		{scenarios.Binding{"nonce=false"}, flows.ServersOf(flows.RP), "holds"},
		{scenarios.Binding{"pkce=false"}, flows.ServersOf(flows.RP), "violated"},
		{scenarios.Binding{"pkce=false"}, flows.ServersOf(flows.OP), "holds"},
	} {
		// An onlooker would have another way: to poll.
		got, _, _ := strings.Cut(asked().words(t, flows.AuthcodeQR, scenarios.WrongDevice, test.settings, test.naive, "literal,-see-screen", "obedient"), " ")
		if got != test.want {
			t.Errorf("%v, naive %b: %s, want %s", test.settings, test.naive, got, test.want)
		}
	}
}

// TestNaiveChecks: in a composition with a naive server none of its checks that bind
// refuses anything, and those of the other one do.
func TestNaiveChecks(t *testing.T) {
	refusals := func(naive flows.Servers) (names []string) {
		d, err := scenarios.BoundOf(flows.AuthcodeQR).Strongest.Deploy(flows.AuthcodeQR)
		if err != nil {
			t.Fatal(err)
		}
		s := *scenarios.WrongDevice
		s.Facts.Naive = naive
		c, err := NewCase(builtIn(), &s, d, flows.AuthcodeQR.Name, nil, "strongest", "", model.Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		cov := newCoverage(c.Flow)
		if _, err := cov.explore(t.Context(), &c, scenarios.Beside, nil); err != nil {
			t.Fatal(err)
		}
		for _, step := range cov.Steps {
			for _, check := range step.Checks {
				if check.Refused > 0 && !slices.Contains(names, check.Check) {
					names = append(names, check.Check)
				}
			}
		}
		slices.Sort(names)
		return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains([]string{"code_verifier", "nonce", "state"}, name) })
	}
	for _, test := range []struct {
		naive flows.Servers
		want  []string
	}{
		{0, []string{"code_verifier", "state"}}, // whom PKCE refuses, the nonce is not asked about
		{flows.ServersOf(flows.OP), []string{"nonce", "state"}},
		{flows.ServersOf(flows.RP), []string{"code_verifier"}},
		{flows.ServersOf(flows.OP, flows.RP), []string{}},
	} {
		if got := refusals(test.naive); !slices.Equal(got, test.want) {
			t.Errorf("naive %b: %v refuse, want %v", test.naive, got, test.want)
		}
	}
}

// TestDecide: it says of a property what Check says, and how long Check's trace is.
func TestDecide(t *testing.T) {
	for _, test := range []struct {
		f        *flows.Flow
		s        *scenarios.Scenario
		settings scenarios.Binding
		attacker string
	}{
		{flows.DeviceGrant, scenarios.B1, scenarios.Binding{"user_code=confirm"}, "literal"},
		{flows.AuthcodeQR, scenarios.SessionSpying, scenarios.Binding{"rp_confirmation=screen"}, "strongest"},
		{flows.AuthcodeQR, scenarios.WrongDevice, scenarios.Binding{"nonce=false", "pkce=false"}, "literal"},
		{flows.CIBAPush, scenarios.B4, scenarios.Binding{"binding_message=enter"}, "strongest"},
		{flows.CIBASync, scenarios.B4, nil, "literal"},
	} {
		found, c, err := asked().decided(t.Context(), test.f, test.s, test.settings, 0, test.attacker, "obedient")
		if err != nil {
			t.Fatal(err)
		}
		c.memo, c.Catalogue = nil, builtIn()
		whole := check(t, c)
		for i, p := range binds {
			property := whole.Properties[slices.IndexFunc(whole.Properties, func(q results.Property) bool { return q.Name == p.Name })]
			steps := 0
			for _, s := range property.Trace {
				if s.By != "time" {
					steps++
				}
			}
			if found[i].Verdict != property.Verdict || found[i].Steps != nil && *found[i].Steps != steps {
				t.Errorf("%s on %s with %v: %s is %+v, and Check says %s in %d steps", test.s.Name, test.f.Name, test.settings, p.Name, found[i], property.Verdict, steps)
			}
		}
	}
}
