package score

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

func check(t *testing.T, c Case) *results.Check {
	t.Helper()
	r, err := Check(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found is every verdict of a check: properties, goals, then twins.
func found(r *results.Check) string {
	var words []string
	for _, p := range r.Properties {
		words = append(words, p.Name+" "+Found(r, p.Name))
	}
	for _, g := range r.Goals {
		words = append(words, g.Name+" "+Found(r, g.Name))
	}
	for _, twin := range r.Twins {
		words = append(words, twin.Name+" "+Found(r, twin.Name))
	}
	return strings.Join(words, ", ")
}

// worth is what is found after a grant, on a server that sets tokens no limits, or
// without one.
func worth(granted bool) string {
	word := map[bool]string{true: "reachable", false: "unreachable"}[granted]
	return fmt.Sprintf("impact-24h %s, impact-168h %s, impact-720h %s, token-moved %s", word, word, word, word)
}

// TestCheck holds verdicts that follow from the texts: a mailed code is three
// minutes old when it is read, and the TV is the attacker's.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		attacker, user string
		with           []string
		want           string
	}{
		{"literal", "", nil,
			"attacker-access violated, approver-bound violated, consumer-bound holds, single-use holds, authentic holds, in-order holds, service holds, never-stuck holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, " + worth(true) + ", plain kept, mobile-data kept, registered kept, slow kept, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		{"literal", "vigilant", nil,
			"attacker-access violated, approver-bound violated, consumer-bound holds, single-use holds, authentic holds, in-order holds, service holds, never-stuck holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, " + worth(true) + ", plain kept, mobile-data kept, registered kept, slow kept, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		// Beside a session of their own the mail is as late as ever: only a coarse
		// tick would let it arrive in time.
		{"literal", "vigilant", []string{"short-lived-codes"},
			"attacker-access holds, approver-bound holds, consumer-bound holds, single-use holds, authentic holds, in-order holds, service violated, never-stuck holds, " +
				"initiated reachable, reached unreachable, granted unreachable, two-victims unreachable, " + worth(false) + ", plain kept, mobile-data kept, registered kept, slow lost, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		{"literal", "vigilant,-miscompares", nil,
			"attacker-access holds, approver-bound holds, consumer-bound holds, single-use holds, authentic holds, in-order holds, service holds, never-stuck holds, " +
				"initiated reachable, reached reachable, granted unreachable, two-victims unreachable, " + worth(false) + ", plain kept, mobile-data kept, registered kept, slow kept, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		{"literal", "", []string{"short-lived-codes"},
			"attacker-access holds, approver-bound holds, consumer-bound holds, single-use holds, authentic holds, in-order holds, service violated, never-stuck holds, " +
				"initiated reachable, reached unreachable, granted unreachable, two-victims unreachable, " + worth(false) + ", plain kept, mobile-data kept, registered kept, slow lost, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		{"literal,+on-demand", "", []string{"short-lived-codes"},
			"attacker-access violated, approver-bound violated, consumer-bound holds, single-use holds, authentic holds, in-order holds, service violated, never-stuck holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, " + worth(true) + ", plain kept, mobile-data kept, registered kept, slow lost, walks-away kept, card-holder kept, busy-network kept, long-use kept"},
		// One client in a code's life is one too few where others share an address.
		{"literal,-many-clients", "", []string{"rate-limits"},
			"attacker-access violated, approver-bound violated, consumer-bound holds, single-use holds, authentic holds, in-order holds, service violated, never-stuck holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims unreachable, " + worth(true) + ", plain kept, mobile-data kept, registered kept, slow kept, walks-away kept, card-holder kept, busy-network lost, long-use kept"},
	} {
		c, err := NewCase(builtIn(), scenarios.B1, scenarios.Example, "", test.with, test.attacker, test.user, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, c)
		if got := found(r); got != test.want {
			t.Errorf("%s %s with %v\ngot  %s\nwant %s", test.attacker, test.user, test.with, got, test.want)
		}
		for _, p := range r.Properties {
			if (p.Verdict == "violated") != (len(p.Trace) > 0) && p.Name != "service" {
				t.Errorf("%s is %s with a trace of %d steps", p.Name, p.Verdict, len(p.Trace))
			}
			if b := p.Beside; b != nil && p.Verdict == "violated" && b.Verdict != "violated" {
				t.Errorf("%s is violated by itself, and %s beside the victim's own session, where it is rounded in the attacker's favour", p.Name, b.Verdict)
			}
		}
	}
}

// TestCheckInBudget never says more than it knows: with a budget that is too
// small for any instance nothing holds, and nothing is out of reach.
func TestCheckInBudget(t *testing.T) {
	for _, most := range []int{1, 5, 40, 130} {
		c := b1(t, "literal", "short-lived-codes")
		c.Options.MaxStates = most
		r := check(t, c)
		if r.Complete {
			t.Errorf("a budget of %d states is enough", most)
		}
		for _, p := range r.Properties {
			if p.Verdict == "holds" {
				t.Errorf("%d states: %s holds", most, p.Name)
			}
			if p.Beside != nil && p.Beside.Verdict == "holds" {
				t.Errorf("%d states: %s holds beside the victim's own session", most, p.Name)
			}
		}
		for _, g := range r.Goals {
			if g.Reachable != nil && !*g.Reachable {
				t.Errorf("%d states: %s is unreachable", most, g.Name)
			}
		}
		for _, twin := range r.Twins {
			if twin.Kept != nil && !*twin.Kept {
				t.Errorf("%d states: %s is lost", most, twin.Name)
			}
		}
	}
}

// TestVacuous tells a defence from an attacker who gets nowhere anyway.
func TestVacuous(t *testing.T) {
	for _, test := range []struct {
		user    string
		vacuous bool
	}{{"obedient", false}, {"vigilant,-miscompares", true}} {
		c, err := NewCase(builtIn(), scenarios.B1, scenarios.Example, "", []string{"short-lived-codes"}, "literal", test.user, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		access := check(t, c).Properties[0]
		if access.Name != "attacker-access" || access.Verdict != "holds" || access.Vacuous != test.vacuous {
			t.Errorf("%s: %s %s, vacuous %v", test.user, access.Name, access.Verdict, access.Vacuous)
		}
		if refused := slices.ContainsFunc(access.Refused, func(s results.Step) bool { return len(s.RefusedBy) > 0 }); refused == test.vacuous {
			t.Errorf("%s: some step of the attack is refused: %v", test.user, refused)
		}
	}
}

// TestRemarks: what is said of single mitigations and options is what they do by
// themselves. A way past one that errors open is named; one that makes tokens worth
// less bears on the attack although it stops nothing.
func TestRemarks(t *testing.T) {
	for _, test := range []struct {
		scenario  *scenarios.Scenario
		with      string
		user      string
		noBearing bool
		unless    string // any of these; empty: it is not only probable
	}{
		{scenarios.B1, "limited-scopes", "", true, ""}, // a TV asks for no more than it needs
		{scenarios.B2, "limited-scopes", "", false, ""},
		{scenarios.B1, "proximity:ble", "", false, ""},
		{scenarios.B1, "content-filtering", "", false, "[[filter-misses]]"},
		{scenarios.B1, "content-filtering", "obedient,-filter-misses", false, ""},
		{scenarios.B1, "user-experience:context", "", false, "[[ignores-context]]"},
		{scenarios.B1, "user-experience:decline-default", "", true, ""},
		{scenarios.B9, "user-experience:decline-default", "", false, "[[slips]]"},
		{scenarios.B1, "detect-and-remediate:introspection", "", false, "[[detection-misses]]"},
		{scenarios.B1, "request-binding:user", "", false, "[[miscompares] [ignores-context]]"},
		{scenarios.B1, "request-binding:user", "obedient,-miscompares", false, "[[ignores-context]]"},
		{scenarios.BruteForce, "rate-limits:code-entry", "", false, "[[lucky-guess]]"},
		{scenarios.SessionSpying, "content-filtering", "", true, ""},
	} {
		c, err := NewCase(builtIn(), test.scenario, scenarios.ExampleOf(test.scenario.Flows[0]), "", []string{test.with}, "literal", test.user, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, c)
		what := fmt.Sprintf("%s with %s for %s", test.scenario.Name, test.with, r.User.Name)
		if got := slices.Contains(r.NoBearing, test.with); got != test.noBearing {
			t.Errorf("%s: no bearing %v", what, got)
		}
		unless := ""
		if i := slices.Index(r.ProbabilisticOnly, test.with); i >= 0 {
			unless = fmt.Sprint(r.Unless[i])
		}
		if want := test.unless; unless != want {
			t.Errorf("%s: probabilistic only %v, unless %v; want %v", what, r.ProbabilisticOnly, r.Unless, test.unless)
		}
		if len(r.ProbabilisticOnly) != len(r.Unless) {
			t.Errorf("%s: %v and %v", what, r.ProbabilisticOnly, r.Unless)
		}
	}
}

// TestSettingsAreEnough: where a server's own settings stop an attack, the one that
// lets it through is named.
func TestSettingsAreEnough(t *testing.T) {
	d := *scenarios.Example
	for _, test := range []struct{ https, verdict, why string }{
		{"true", "holds", "the deployment's own settings are enough: the attack gets through with https: false"},
		{"false", "violated", ""},
	} {
		if err := d.Set("https", test.https); err != nil {
			t.Fatal(err)
		}
		c, err := NewCase(builtIn(), scenarios.Replay, &d, "", nil, "literal", "", model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p := check(t, c).Properties[0]; p.Name != "attacker-access" || p.Verdict != test.verdict || p.Why != test.why || p.Vacuous {
			t.Errorf("https %s: %+v", test.https, p)
		}
		var attackers []results.Attacker
		for _, name := range Compared(scenarios.Replay) {
			a, err := NewCase(builtIn(), scenarios.Replay, &d, "", nil, name, "", model.Options{})
			if err != nil {
				t.Fatal(err)
			}
			attackers = append(attackers, a.Attacker)
		}
		table, err := Compare(t.Context(), c, attackers)
		if err != nil {
			t.Fatal(err)
		}
		if idle := test.verdict == "holds"; idle != strings.HasSuffix(table.Why, "strongest gets through with https: false") {
			t.Errorf("https %s: nothing to stop, because %q", test.https, table.Why)
		}
	}
}

// TestLost: each honest user who is lost is named with what loses them.
func TestLost(t *testing.T) {
	d := *scenarios.Example
	d.CodeLife = 240
	c, err := NewCase(builtIn(), scenarios.B1, &d, "", []string{"proximity:shared-network", "short-lived-tokens:refresh"}, "literal", "", model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "mobile-data is lost to proximity:shared-network; slow is lost to the deployment's own settings; " +
		"card-holder is lost to proximity:shared-network; long-use is lost to short-lived-tokens:refresh"
	for _, p := range check(t, c).Properties {
		if p.Name == scenarios.Service && (p.Verdict != "violated" || p.Why != want) {
			t.Errorf("service is %s: %s", p.Verdict, p.Why)
		}
	}
}

// TestLadder: a rung has as many steps as the drawing of the way there, and what is
// rounded is said once, of the only thing that rests on it.
func TestLadder(t *testing.T) {
	r := check(t, b1(t, "literal"))
	for _, g := range r.Goals {
		if after := strings.HasPrefix(g.Name, "impact") || g.Name == scenarios.TokenMoved; g.After != after {
			t.Errorf("%s follows the grant: %v", g.Name, g.After)
		}
	}
	if drawn := acts(r.Properties[0].Trace); r.Granted.Steps == nil || *r.Granted.Steps != drawn {
		t.Errorf("%+v, and %d steps are drawn", r.Granted, drawn)
	}
	if len(r.Rounded) != 1 || r.Rounded[0].Of != scenarios.SecondVictim {
		t.Errorf("rounded: %+v", r.Rounded)
	}
	if r.Impact.Value == nil || *r.Impact.Value != 720 {
		t.Errorf("impact: %+v", r.Impact)
	}
}

// TestSingleUse: where a device code is good twice, the attacker's own device shows
// it.
func TestSingleUse(t *testing.T) {
	for value, want := range map[string]string{"true": "holds", "false": "violated"} {
		d := *scenarios.Example
		if err := d.Set("single_use", value); err != nil {
			t.Fatal(err)
		}
		c, err := NewCase(builtIn(), scenarios.B1, &d, "", nil, "literal", "", model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range check(t, c).Properties {
			if p.Name == scenarios.SingleUse && (p.Verdict != want || p.Vacuous != (want == "holds")) {
				t.Errorf("single_use: %s: %s is %s, vacuous %v", value, p.Name, p.Verdict, p.Vacuous)
			}
		}
	}
}
