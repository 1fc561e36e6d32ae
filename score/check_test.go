package score

import (
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

// TestCheck holds verdicts that follow from the texts: a mailed code is three
// minutes old when it is read, and the TV is the attacker's.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		attacker, user string
		with           []string
		want           string
	}{
		{"literal", "", nil,
			"attacker-access violated, approver-bound violated, consumer-bound holds, service holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, plain kept, mobile-data kept, registered kept, slow kept, walks-away kept"},
		{"literal", "vigilant", nil,
			"attacker-access violated, approver-bound violated, consumer-bound holds, service holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, plain kept, mobile-data kept, registered kept, slow kept, walks-away kept"},
		// Beside a session of their own the mail is as late as ever: only a coarse
		// tick would let it arrive in time.
		{"literal", "vigilant", []string{"short-lived-codes"},
			"attacker-access holds, approver-bound holds, consumer-bound holds, service violated, " +
				"initiated reachable, reached unreachable, granted unreachable, two-victims unreachable, plain kept, mobile-data kept, registered kept, slow lost, walks-away kept"},
		{"literal", "vigilant,-miscompares", nil,
			"attacker-access holds, approver-bound holds, consumer-bound holds, service holds, " +
				"initiated reachable, reached reachable, granted unreachable, two-victims unreachable, plain kept, mobile-data kept, registered kept, slow kept, walks-away kept"},
		{"literal", "", []string{"short-lived-codes"},
			"attacker-access holds, approver-bound holds, consumer-bound holds, service violated, " +
				"initiated reachable, reached unreachable, granted unreachable, two-victims unreachable, plain kept, mobile-data kept, registered kept, slow lost, walks-away kept"},
		{"literal,+on-demand", "", []string{"short-lived-codes"},
			"attacker-access violated, approver-bound violated, consumer-bound holds, service violated, " +
				"initiated reachable, reached reachable, granted reachable, two-victims reachable, plain kept, mobile-data kept, registered kept, slow lost, walks-away kept"},
		{"literal,-many-clients", "", []string{"rate-limits"},
			"attacker-access violated, approver-bound violated, consumer-bound holds, service holds, " +
				"initiated reachable, reached reachable, granted reachable, two-victims unreachable, plain kept, mobile-data kept, registered kept, slow kept, walks-away kept"},
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
