package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// gets tells whether an attacker is granted something through a mitigation, or nothing, in
// the scenario's own instance.
func gets(t *testing.T, s *scenarios.Scenario, d *scenarios.Deployment, attacker, user, with string) bool {
	t.Helper()
	as := s.Where(d.Flow)
	b := setup(t, builtIn(), as, d, as.Main(), nil)
	have := b.against(t, attacker, user)
	_, list := labels(t, b.Composition, have, b.goal(scenarios.Granted))
	bit := model.Set(0)
	if with != "" {
		bit = deployed(t, b.Composition, strings.Split(with, ",")...)
	}
	return model.Possible(list, bit, have, b.Defeats)
}

// TestTypedCode holds the model of codes that are sent and typed against what BCP 247 says
// of the pattern (3.1.3, 4.1.3) and of what is deployed on it. docs/FLOWS.md tells the same
// in words.
func TestTypedCode(t *testing.T) {
	unbound := func(d *scenarios.Deployment) { d.CodeUnbound = true }
	unlimited := func(d *scenarios.Deployment) { d.EntryTries = 0 }
	const (
		asks    = "literal,-real-time-relay"
		page    = "literal,-lure-initiate"
		guesses = "literal,-real-time-relay,-lure-initiate,+brute-force"
		theirs  = "literal,-know-identifiers,+own-account,+lure-initiate,+reframe,+spray" // a session, and nobody to name but themselves
	)
	for _, says := range []struct {
		what           string
		s              *scenarios.Scenario
		change         func(d *scenarios.Deployment)
		attacker, user string
		with           string
		granted        bool
	}{
		{"4.1.3 (E)-(G): the user sends the code", scenarios.B8, nil, asks, "obedient", "", true},
		{"4.1.3 (A): who has been sent no message does not", scenarios.B8, nil, asks + ",-spray", "obedient", "", false},
		{"4.1.3 (A): or a call", scenarios.B8, nil, asks + ",-spray,+voice", "obedient", "", true},
		{"4.3.8: the page takes it", scenarios.B8, nil, page, "obedient", "", true},
		{"who approves nothing unasked gives it away", scenarios.B8, nil, asks, "vigilant", "", true},
		{"and types it on the page", scenarios.B8, nil, page, "vigilant", "", true},
		{"unless they give nothing away", scenarios.B8, nil, asks, "vigilant,-hands-out-code", "", false},
		{"and look where they are", scenarios.B8, nil, page, "vigilant,-ignores-address", "", false},

		{"6.1.16: typing back is the same idea again", scenarios.B8, nil, asks + ",+relay-answer", "obedient", "request-initiation-verification", true},
		{"6.1.16: and is relayed as well", scenarios.B8, nil, page, "obedient", "request-initiation-verification", true},
		{"6.1.13: who has been told", scenarios.B8, nil, asks, "context-aware", "user-education", false},
		{"6.1.13: who ignores it", scenarios.B8, nil, asks, "obedient", "user-education", true},
		{"6.1.13: and looks at the address", scenarios.B8, nil, page, "context-aware", "user-education", false},
		{"6.1.14: beside the code", scenarios.B8, nil, asks, "context-aware", "user-experience:context", false},
		{"6.1.14: nobody gives a code away to the real page", scenarios.B8, nil, page, "context-aware", "user-experience:context", true},
		{"6.1.14: beside the second code too", scenarios.B8, nil, "strongest,-real-time-relay,-lure-initiate", "context-aware", "request-initiation-verification,user-experience:context", false},
		{"6.1.2: the code is sent when the page asks", scenarios.B8, nil, page, "obedient", "short-lived-codes:2m", true},
		{"6.1.15: naming is not logging in", scenarios.B8, nil, "literal,+own-account", "obedient", "authenticate-then-initiate:plain", true},
		{"6.1.15: who is named has to have logged in", scenarios.B8, nil, "literal,+own-account", "obedient", "authenticate-then-initiate:approver-is-initiator", false},

		{"no limit: a matter of time", scenarios.B8, unlimited, guesses, "vigilant,-lucky-guess", "", true},
		{"a limit: a matter of luck", scenarios.B8, nil, guesses, "obedient", "", true},
		{"a limit: without luck", scenarios.B8, nil, guesses, "obedient,-lucky-guess", "", false},
		{"a limit that is deployed", scenarios.B8, unlimited, guesses, "obedient,-lucky-guess", "rate-limits:code-entry", false},

		{"4.1.3 without a session: the victim's own code", scenarios.WrongDevice, unbound, theirs, "obedient", "", true},
		{"4.1.3 without a session: an onlooker need not ask", scenarios.WrongDevice, unbound, "literal,-know-identifiers,+own-account", "vigilant,-hands-out-code", "", true},
		{"3.1.3 (G) stops it", scenarios.WrongDevice, nil, theirs, "obedient", "", false},
		{"3.1.3 (G) does not stop who names the victim", scenarios.WrongDevice, nil, "literal,+lure-initiate,+reframe,+spray", "obedient", "", true},
		{"two codes are not mistaken for each other", scenarios.WrongDevice, nil, "literal", "obedient", "", false},
		{"3.1.3 (G): who types a code of their own there", scenarios.SessionSpying, nil, "strongest", "obedient", "", false},
		{"and without", scenarios.SessionSpying, unbound, "strongest", "obedient", "", true},
	} {
		d := *scenarios.ExampleOf(flows.TypedCode)
		if says.change != nil {
			says.change(&d)
		}
		if got := gets(t, says.s, &d, says.attacker, says.user, says.with); got != says.granted {
			t.Errorf("%s: %s by %s against %s with %q: granted is %v", says.what, says.s.Name, says.attacker, says.user, says.with, got)
		}
	}
}

// TestAssetQR does the same for codes on objects (4.3.3).
func TestAssetQR(t *testing.T) {
	rotating := func(d *scenarios.Deployment) { d.RotatingCode = true }
	for _, says := range []struct {
		what           string
		change         func(d *scenarios.Deployment)
		attacker, user string
		with           string
		granted        bool
	}{
		{"4.3.3: it takes no error", nil, "literal", "vigilant,-miscompares,-ignores-context", "", true},
		{"both bikes hear the phone", nil, "literal", "vigilant", "proximity:ble", true},
		{"both bikes are where it is", nil, "literal", "vigilant", "proximity:geolocation", true},
		{"it touches one", nil, "literal", "obedient", "proximity:nfc", false},
		{"unless radio is forwarded", nil, "strongest", "obedient", "proximity:nfc", true},
		{"nobody is warned of what riders do", nil, "literal", "context-aware", "user-education", true},
		{"the number is shown", nil, "literal", "obedient", "option:asset_number=compare", true},
		{"and looked at", nil, "literal", "obedient,-miscompares,-ignores-context", "option:asset_number=compare", false},
		{"the number is typed", nil, "strongest", "obedient", "option:asset_number=enter", false},
		{"the code changes", rotating, "strongest", "obedient", "", false},
	} {
		d := *scenarios.ExampleOf(flows.AssetQR)
		if says.change != nil {
			says.change(&d)
		}
		if got := gets(t, scenarios.B3, &d, says.attacker, says.user, says.with); got != says.granted {
			t.Errorf("%s: by %s against %s with %q: granted is %v", says.what, says.attacker, says.user, says.with, got)
		}
	}
}

// TestTwoAssets: with one asset there is no other label, so nobody takes anything that
// somebody else has paid for; and one person pays for one.
func TestTwoAssets(t *testing.T) {
	d := scenarios.ExampleOf(flows.AssetQR)
	one := scenarios.B3.Main()
	one.Sessions = 1
	b := setup(t, builtIn(), scenarios.B3, d, one, nil)
	if lines, list := labels(t, b.Composition, b.brings(t, "strongest"), b.goal(scenarios.Granted)); len(list) > 0 {
		t.Errorf("with one asset: %v", lines)
	}
	b = setup(t, builtIn(), scenarios.B3, d, scenarios.B3.Main(), nil)
	twice := scenarios.Goal{Name: "paid twice", When: func(w *flows.World) bool {
		return w.Sessions[0].Appr == w.Sessions[1].Appr && w.Sessions[0].Appr != flows.Nobody
	}}
	if lines, list := labels(t, b.Composition, b.brings(t, "strongest"), twice); len(list) > 0 {
		t.Errorf("one rider pays for two: %v", lines)
	}
}

// TestLabelsInAnyOrder: a label is stuck before the rider comes, and not while they stand
// there; the attacker can take the asset at once, or be long gone when it unlocks.
func TestLabelsInAnyOrder(t *testing.T) {
	b := setup(t, builtIn(), scenarios.B3, scenarios.ExampleOf(flows.AssetQR), scenarios.B3.Main(), nil)
	have := b.brings(t, "literal")
	found, err := model.Explore(t.Context(), b.Restrict(model.Restriction{Have: have}), []model.Property[flows.World]{
		{Name: "copied while they stand there", Expect: model.Reachable, When: func(w *flows.World) bool {
			return slices.ContainsFunc(w.Sessions[:2], func(s flows.Session) bool { return s.Init == flows.Attacker }) && w.Persons[0].Lure == 0 &&
				slices.ContainsFunc(w.Sessions[:2], func(s flows.Session) bool {
					return s.Init == flows.PersonParty(0) && s.Known.Has(flows.PersonParty(0))
				})
		}},
		{Name: "stuck before they come", Expect: model.Reachable, When: func(w *flows.World) bool {
			return w.Persons[0].Lure == flows.Label
		}},
		{Name: "stuck over what they have seen", Expect: model.Never, When: func(w *flows.World) bool {
			return w.Persons[0].Lure == flows.Label && slices.ContainsFunc(w.Sessions[:2], func(s flows.Session) bool { return s.Known.Has(flows.PersonParty(0)) })
		}},
		{Name: "paid, and nobody has taken it yet", Expect: model.Reachable, When: func(w *flows.World) bool {
			return slices.ContainsFunc(w.Sessions[:2], func(s flows.Session) bool {
				return s.Recv == flows.Attacker && s.Stage == flows.Approved && s.Age > 0
			})
		}},
	}, model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Findings {
		if f.Verdict != model.Holds {
			t.Errorf("%s: %v", f.Property, f.Verdict)
		}
	}
}
