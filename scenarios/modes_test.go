package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestModesAreAlike is why poll mode speaks for ping and push: how the tokens reach the
// client is of no matter to who has it ask for them. Only who asks in the client's place
// gets nothing in push mode, because what comes of it goes to the client.
func TestModesAreAlike(t *testing.T) {
	for _, s := range []*scenarios.Scenario{scenarios.B4, scenarios.B4Helpdesk, scenarios.WrongDevice} {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			honest, posed := map[string][]model.Label{}, map[string]int{}
			for _, f := range []*flows.Flow{flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush} {
				b := setup(t, builtIn(), s, scenarios.ExampleOf(f), s.Main(), nil)
				found, err := model.Family(t.Context(), b.Canonical().Restrict(model.Restriction{Have: b.brings(t, "strongest")}),
					goals(b.goal(scenarios.Granted)), model.Options{MaxStates: many})
				if err != nil || !found.Complete {
					t.Fatal(err, found.Stopped)
				}
				secret := needs(t, b.Composition, "client-secret")
				for _, l := range found.Labels[0] {
					if secret.In(l.Requires) {
						posed[f.Name]++
					} else {
						honest[f.Name] = append(honest[f.Name], l)
					}
				}
			}
			poll, ping, push := flows.CIBAPoll.Name, flows.CIBAPing.Name, flows.CIBAPush.Name
			if len(honest[poll]) == 0 || !slices.Equal(honest[ping], honest[poll]) || !slices.Equal(honest[push], honest[poll]) {
				t.Errorf("%d attacks in poll mode, %d in ping mode, %d in push mode, and not the same",
					len(honest[poll]), len(honest[ping]), len(honest[push]))
			}
			with := slices.ContainsFunc(s.Reach, func(r scenarios.Reach) bool { return r.Capability == "client-secret" })
			if posed[push] > 0 || posed[ping] != posed[poll] || with != (posed[poll] > 0) {
				t.Errorf("in the client's place: %v", posed)
			}
		})
	}
}

// TestBindingMessage is what a binding_message does for whom, in CIBA Core 7.1: against
// requests out of the blue (B4) and against one made just before the user's own. With
// nothing to look at, or something that is always the same, the latter catches also those
// who approve nothing unasked. What they are told by the attacker they take for what they
// have read.
func TestBindingMessage(t *testing.T) {
	// Who neither takes one thing for another nor lets the context be, besides the built-in ones.
	careful := &flows.User{Name: "careful", Errors: flows.Users[0].Errors &^ flows.Miscompares &^ flows.IgnoresContext}
	const (
		silent = "literal"
		onPage = "literal,+reframe,+copy,+spray,+on-demand"
		phoned = "literal,+reframe,+copy,+voice"
		mailed = "literal,+reframe,+copy,+spray"
	)
	for _, test := range []struct {
		scenario *scenarios.Scenario
		attacker string
		life     int    // of a request, in seconds; 0: the example's
		message  string // empty: none
		caught   string
	}{
		{scenarios.B4, silent, 0, "", "obedient comparing typing context-aware careful"},
		{scenarios.B4, silent, 0, "static", "obedient comparing typing"},
		{scenarios.B4, silent, 0, "compare", "obedient comparing typing context-aware"}, // miscompares, or ignores the context
		{scenarios.B4, silent, 0, "enter", ""},
		{scenarios.B4, onPage, 0, "static", "obedient comparing typing context-aware careful"},
		{scenarios.B4, onPage, 0, "compare", "obedient comparing typing context-aware careful"},
		{scenarios.B4, onPage, 0, "enter", "obedient comparing typing context-aware careful"},
		{scenarios.B4, phoned, 0, "enter", "obedient comparing typing context-aware careful"},
		{scenarios.B4, mailed, 0, "enter", ""}, // a mail is read after three minutes, and a request lives for two
		{scenarios.B4, mailed, 300, "enter", "obedient comparing typing context-aware careful"},

		{scenarios.WrongDevice, silent, 0, "", "obedient comparing typing context-aware vigilant careful"},
		{scenarios.WrongDevice, silent, 0, "static", "obedient comparing typing context-aware vigilant careful"},
		{scenarios.WrongDevice, silent, 0, "compare", "obedient comparing typing context-aware vigilant"},
		{scenarios.WrongDevice, silent, 0, "enter", ""},
		{scenarios.WrongDevice, onPage, 0, "compare", "obedient comparing typing context-aware vigilant careful"},
		{scenarios.WrongDevice, onPage, 0, "enter", "obedient comparing typing context-aware vigilant careful"},
		{scenarios.WrongDevice, phoned, 0, "enter", "obedient comparing typing context-aware vigilant careful"},
		{scenarios.WrongDevice, mailed, 0, "enter", ""},
	} {
		for _, f := range []*flows.Flow{flows.CIBAPoll, flows.CIBAPing, flows.CIBAPush} {
			d := *scenarios.ExampleOf(f)
			if test.life > 0 {
				d.CodeLife = test.life
			}
			b := setup(t, builtIn(), test.scenario, &d, test.scenario.Main(), nil)
			able := b.brings(t, test.attacker) &^ needs(t, b.Composition, flows.RequirementNames()...)
			deployment := ""
			if test.message != "" {
				deployment = "option:binding_message=" + test.message
			}
			var caught []string
			for _, user := range append(slices.Clone(flows.Users), careful) {
				found, err := model.Explore(t.Context(), b.Canonical().Restrict(restriction(b.Composition, with(t, b.Composition, deployment), able|user.Errors)),
					[]model.Property[flows.World]{b.goal(scenarios.Granted).Property()}, model.Options{Decide: true, MaxStates: many})
				if err != nil || found.Findings[0].Verdict == model.Inconclusive {
					t.Fatal(err, found.Stopped)
				}
				if found.Findings[0].Verdict == model.Holds {
					caught = append(caught, user.Name)
				}
			}
			if got := strings.Join(caught, " "); got != test.caught {
				t.Errorf("%s on %s, %s, binding_message %q: catches %q, want %q", test.scenario.Name, f.Name, test.attacker, test.message, got, test.caught)
			}
		}
	}
}
