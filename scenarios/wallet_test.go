package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// against is what an attacker and a model of people bring together.
func (b *board) against(t testing.TB, attacker, user string) model.Set {
	t.Helper()
	_, capabilities, err := scenarios.ParseAttacker(builtIn(), b.scenario, attacker)
	if err != nil {
		t.Fatal(err)
	}
	_, errs, err := scenarios.ParseUser(builtIn(), user)
	if err != nil {
		t.Fatal(err)
	}
	return needs(t, b.Composition, slices.Concat(capabilities, errs)...)
}

// twins are the honest people who are served, and who are lost, where a mitigation is
// deployed.
func (s *sheet) twins(t testing.TB, cat *flows.Catalogue, d *scenarios.Deployment, deployment string) (kept, lost string) {
	t.Helper()
	for _, twin := range s.scenario.TwinsOn(s.of()) {
		b := setup(t, cat, s.scenario, d, twin.In(), twin.Set)
		list := &kept
		if line, _ := servedFact(t, b.Composition, deployment, s.scenario.Served(&twin)); strings.HasPrefix(line, "lost") {
			list = &lost
		}
		*list = strings.TrimSpace(*list + " " + twin.Name)
	}
	return kept, lost
}

// TestWallets holds what the specifications and their analyses say of presentations across
// devices: docs/FLOWS.md tells it in words. Victims want nothing but beside the attacker's
// session; score's TestCarefulUser has them expect a request.
func TestWallets(t *testing.T) {
	const (
		stub      = "option:device_stub=linked"
		context   = "user-experience:context"
		relay     = "strongest"
		unlinked  = "strongest,-trusted-device"
		looking   = "obedient,-ignores-address"
		shortLife = "short-lived-codes:2m"
	)
	unsigned := func(s *flows.Setting) { s.UnsignedRequests = true }
	bearer := func(s *flows.Setting) { s.NoHolderBinding = true }
	responseCode := func(s *flows.Setting) { s.ResponseCode = true }
	bearerCode := func(s *flows.Setting) { s.NoHolderBinding, s.ResponseCode = true, true }
	noncelessCode := func(s *flows.Setting) { s.NoNonce, s.ResponseCode = true, true }
	nonceless := func(s *flows.Setting) { s.NoNonce = true }
	both := []*flows.Flow{flows.OID4VP, flows.SIOPv2}
	presented := both[:1]
	for _, test := range []struct {
		says           string
		on             []*flows.Flow
		s              *scenarios.Scenario
		attacker, user string
		deployment     string
		set            func(s *flows.Setting)
		granted        bool
	}{
		{"a nonce does not stop who relays", both, scenarios.B6, "literal", "obedient", "", nil, true},
		{"nor in real time", both, scenarios.B8, "literal", "obedient", "", nil, true},
		{"the careful user does", both, scenarios.B6, relay, "vigilant", "", nil, false},
		{"the careful user does", both, scenarios.B8, relay, "vigilant", "", nil, false},
		{"who would decline has to be told", both, scenarios.B6, "literal", "context-aware", "", nil, true},
		{"and then does", both, scenarios.B6, relay, "context-aware", context, nil, false},
		{"so does who has been taught to be careful", both, scenarios.B6, relay, "context-aware", "user-education", nil, false},
		{"a device stub does, whoever the user is", both, scenarios.B6, unlinked, "obedient", stub, nil, false},
		{"a device stub does, whoever the user is", both, scenarios.B8, unlinked, "obedient", stub, nil, false},
		{"while its devices are in the right hands", both, scenarios.B6, relay, "obedient", stub, nil, true},
		{"while its devices are in the right hands", both, scenarios.B8, relay, "obedient", stub, nil, true},
		{"also against an onlooker", both, scenarios.SessionSpying, relay, "obedient", stub, nil, false},
		{"and beside the victim's own session", both, scenarios.WrongDevice, "literal,+reframe,+spray,+on-demand", "obedient", stub, nil, false},
		{"which is worth something", both, scenarios.WrongDevice, "literal,+reframe,+spray", "vigilant,-slips", "", nil, true},

		{"a signed request can be relayed", both, scenarios.B6, "literal,+edit-code", "context-aware", "", nil, true},
		{"what it says is true", both, scenarios.B6, "literal,+edit-code", "context-aware", context, nil, false},
		{"what is not signed says what the attacker likes", both, scenarios.B6, "literal,+edit-code", "context-aware", context, unsigned, true},
		{"and is answered for somebody else than who signs", both, scenarios.B6, "literal,+edit-code", "context-aware", context,
			unchecked("edit_request: verifier authentication"), false},

		{"a response_code stops who relays", presented, scenarios.B6, "literal", "obedient", "", responseCode, false},
		{"a response_code stops who relays", presented, scenarios.B8, "literal", "obedient", "", responseCode, false},
		{"who asks for it is told", presented, scenarios.B6, "literal,+relay-answer", "obedient", "", responseCode, true},
		{"unless people give nothing away", presented, scenarios.B6, relay, "obedient,-hands-out-code", "", responseCode, false},
		{"unless people give nothing away", presented, scenarios.B8, relay, "obedient,-hands-out-code", "", responseCode, false},
		{"who posts the answer has it", presented, scenarios.B6, "literal,+replay", "vigilant,-slips", "", bearerCode, true},
		{"who posts the answer has it", presented, scenarios.WrongDevice, "literal", "vigilant,-slips", "", noncelessCode, true},
		{"an onlooker brings theirs to the victim", presented, scenarios.SessionSpying, relay, "vigilant,-slips", "", responseCode, true},
		{"which takes more than looking on", presented, scenarios.SessionSpying, "literal", "obedient", "", responseCode, false},

		{"holder binding is for one verifier", presented, scenarios.B6, relay, "vigilant,-slips", "", nil, false},
		{"an answer is for a session whose state is known", presented, scenarios.B6, "strongest,-copy,-real-time-relay", "vigilant,-slips", "", bearer, false},
		{"without it no error is needed", presented, scenarios.B6, "literal,+replay", "vigilant,-slips", "", bearer, true},
		{"an ID token is for one relying party", both, scenarios.B6, "literal,+replay", "vigilant,-slips", "",
			unchecked("replay_presentation: audience"), true},
		{"nobody signs for somebody else", both, scenarios.B6, "literal,+own-account", "vigilant,-slips", "",
			unchecked("forge_answer: signature"), true},
		{"an old answer has another nonce", both, scenarios.WrongDevice, "literal", "obedient", "", nil, false},
		{"and is as good as a new one where nobody looks", both, scenarios.WrongDevice, "literal", "vigilant,-slips", "", nonceless, true},
		{"or where it is not signed in", presented, scenarios.WrongDevice, "literal", "vigilant,-slips", "", bearer, true},

		// SIOPv2 13.3: "none of these can completely prevent the attack".
		{"a short life stops a mail", both, scenarios.B6, "literal", "obedient", shortLife, nil, false},
		{"a link is fetched as a code is scanned", both, scenarios.B6, "literal,+on-demand", "obedient", "request-binding:device", nil, false},
		{"and no code made on demand", both, scenarios.B6, "literal,+on-demand", "obedient", shortLife, nil, true},
		{"nor one shown in real time", both, scenarios.B8, "literal", "obedient", shortLife, nil, true},
		{"who looks at its address knows a page that passes for the real one", both, scenarios.B8, "literal", looking, "", nil, false},
		{"a mail passes for nothing", both, scenarios.B6, "literal", looking, "", nil, true},
	} {
		for _, f := range test.on {
			b := setup(t, builtIn(), test.s, scenarios.ExampleOf(f), test.s.Main(), test.set)
			line, _ := b.reaches(t, test.deployment, b.against(t, test.attacker, test.user))
			if strings.Contains(line, scenarios.Granted) != test.granted {
				t.Errorf("%s: %s on %s by %s, user %s, %s: %s", test.says, test.s.Name, f.Name, test.attacker, test.user, test.deployment, line)
			}
		}
	}
}

// TestRewrittenRequest: who rewrites a request changes what its reader is told, and nothing of
// what any mitigation looks at but the one that tells them.
func TestRewrittenRequest(t *testing.T) {
	for _, f := range []*flows.Flow{flows.OID4VP, flows.SIOPv2} {
		b := setup(t, builtIn(), scenarios.B6, scenarios.ExampleOf(f), scenarios.Alone, func(s *flows.Setting) { s.UnsignedRequests = true })
		for _, user := range []string{"obedient", "context-aware"} {
			for _, p := range b.Placed {
				var granted [2]bool
				for i, attacker := range []string{"literal", "literal,+edit-code"} {
					line, _ := b.reaches(t, p.Name, b.against(t, attacker, user))
					granted[i] = strings.Contains(line, scenarios.Granted)
				}
				tells := p.Name == "user-experience:context" && user == "context-aware"
				if differs := granted[0] != granted[1]; differs != tells {
					t.Errorf("%s on %s, user %s: granted %v, and with edit-code %v", p.Name, f.Name, user, granted[0], granted[1])
				}
			}
		}
	}
}

// TestOnlookerCollectsNothing: the transaction-id is not in the QR code, so who sees that
// asks in vain for what came of the session; where a client goes by what is in it, as by
// the state of an authorization request, they ask with success.
func TestOnlookerCollectsNothing(t *testing.T) {
	access := scenarios.Goal{Name: scenarios.AttackerAccess, When: scenarios.Safety[0].When}
	for _, test := range []struct {
		flow *flows.Flow
		set  func(s *flows.Setting)
		want string
	}{
		{flows.OID4VP, nil, "no way"},
		{flows.SIOPv2, nil, "no way"},
		{flows.OID4VP, unchecked("poll_with_request: transaction-id"), "see-screen"},
		{flows.SIOPv2, unchecked("poll_with_request: transaction-id"), "see-screen"},
		{flows.AuthcodeQR, nil, "see-screen"},
		{flows.AuthcodeQR, func(s *flows.Setting) { s.PollBound = true }, "no way"},
	} {
		b := setup(t, builtIn(), scenarios.SessionSpying, scenarios.ExampleOf(test.flow), scenarios.Watched, test.set)
		if got := b.takes(t, b.brings(t, "strongest"), access, 0); got != test.want {
			t.Errorf("%s: the victim's session takes %s, want %s", test.flow.Name, got, test.want)
		}
	}
}

// TestWalletsAlike: on their examples OpenID4VP and SIOPv2 have the same minimal attacks and
// serve the same people, so that one golden does for both.
func TestWalletsAlike(t *testing.T) {
	for _, s := range []*scenarios.Scenario{scenarios.A6, scenarios.B6, scenarios.A8, scenarios.B8, scenarios.SessionSpying, scenarios.WrongDevice} {
		var first []string
		for _, f := range []*flows.Flow{flows.OID4VP, flows.SIOPv2} {
			var lines []string
			switch sheet := honestOn(s, f, nil); {
			case len(s.Reach) > 0:
				b := setup(t, builtIn(), s, scenarios.ExampleOf(f), s.Main(), nil)
				attacker := "strongest"
				if s == scenarios.WrongDevice { // has too many states
					attacker = "literal,+reframe,+spray"
				}
				lines, _ = labels(t, b.Composition, b.brings(t, attacker), b.goal(scenarios.Granted))
			default:
				for _, deployment := range sheet.deployments(builtIn()) {
					lines = append(lines, sheet.line(t, builtIn(), deployment)...)
				}
			}
			if first == nil {
				first = lines
			}
			for i := range lines {
				lines[i] = strings.ReplaceAll(lines[i], "scan_request", "fetch_request")
			}
			if !slices.Equal(lines, first) {
				t.Errorf("%s: %s has\n%s\nand %s\n%s", s.Name, f.Name, strings.Join(lines, "\n"), flows.OID4VP.Name, strings.Join(first, "\n"))
			}
		}
	}
}
