package flows_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
)

// builtIn is the catalogue of the command.
func builtIn() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

func TestBuiltInIsValid(t *testing.T) {
	if err := builtIn().Validate(); err != nil {
		t.Fatal(err)
	}
	if err := new(flows.Catalogue).Validate(); err != nil {
		t.Fatalf("nothing at all: %v", err)
	}
}

func refusesNothing(flows.At) flows.Judged { return 0 }

// sound is a small catalogue with one of everything and nothing wrong.
func sound() *flows.Catalogue {
	nothing := flows.Does(nil)
	return &flows.Catalogue{
		Flows: []*flows.Flow{{Name: "grant", Doc: "d", Ref: "r", Transfer: flows.Typed, CodeLifeMax: 60, Steps: []flows.Step{
			{Name: "start", Doc: "d", Ref: "r", Phase: flows.Initiate, Do: nothing},
			{Name: "enter", Doc: "d", Ref: "r", Phase: flows.Engage, Do: nothing, Checks: []flows.Check{
				{Name: "life", Ref: "r", Reply: "expired", Pass: func(flows.At) bool { return true }}}},
			{Name: "grant", Doc: "d", Ref: "r", Phase: flows.Authorize, By: flows.People,
				Do: []flows.Outcome{{Name: "yes"}, {Name: "no", Safe: true}}},
		},
			After: []flows.Step{{Name: "use", Doc: "d", Ref: "r", Phase: flows.Use, After: true, Do: nothing}},
			Options: []*flows.Mitigation{{Name: "show", Doc: "d", Ref: "r", Option: true, Variants: []flows.Variant{
				{Name: "code", Doc: "d", Ref: "r", Phases: []flows.Phase{flows.Authorize}, Refuses: refusesNothing}}}}}},
		Mitigations: []*flows.Mitigation{
			{Name: "near", Row: "Near", Doc: "d", Ref: "r", Default: "ble",
				Variants: []flows.Variant{
					{Name: "ble", Doc: "d", Ref: "r", Phases: []flows.Phase{flows.Engage}, Refuses: refusesNothing,
						Defeats: []flows.Defeat{{By: []string{"proxy"}, Ref: "r"}}},
					{Name: "nfc", Doc: "d", Ref: "r", Phases: []flows.Phase{flows.Engage}, Refuses: refusesNothing},
				},
				Steps: []flows.Step{{Name: "listen", Doc: "d", Ref: "r", Do: nothing}}},
			{Name: "short", Row: "Short", Doc: "d", Ref: "r", Default: "2m", Ladder: true,
				Number: &flows.Number{Unit: flows.Seconds, Rungs: []int{300, 120}, Max: 600, Make: func(uint8) flows.Variant {
					return flows.Variant{Phases: []flows.Phase{flows.Engage}, Refuses: refusesNothing}
				}}},
		},
		Capabilities: []*flows.Capability{
			{Name: "initiate", Doc: "d", Ref: "r", Enables: []string{"start"}},
			{Name: "proxy", Doc: "d", Ref: "r"},
			{Name: "mail", Doc: "d", Ref: "r", Opens: []flows.Step{
				{Name: "send", Doc: "d", Ref: "r", By: flows.Target, Requires: []string{"proxy"}, Against: "near", Do: nothing},
				{Name: "read", Doc: "d", Ref: "r", By: flows.Alone, Do: nothing}}},
			{Name: "link", Doc: "d", Ref: "r", Opens: []flows.Step{{Name: "read", Doc: "d", Ref: "r", By: flows.Alone, Do: nothing}}},
		},
		Users: []*flows.User{{Name: "obedient", Doc: "d", Errors: flows.ApprovesUnasked}},
	}
}

func TestSoundIsValid(t *testing.T) {
	if err := sound().Validate(); err != nil {
		t.Fatal(err)
	}
}

// many makes n capabilities, each of which does something.
func many(n int) (list []*flows.Capability) {
	for i := range n {
		list = append(list, &flows.Capability{Name: "c" + strconv.Itoa(i), Doc: "d", Ref: "r", Enables: []string{"start"}})
	}
	return list
}

func TestValidate(t *testing.T) {
	flow := func(c *flows.Catalogue) *flows.Flow { return c.Flows[0] }
	step := func(c *flows.Catalogue, i int) *flows.Step { return &c.Flows[0].Steps[i] }
	near := func(c *flows.Catalogue) *flows.Mitigation { return c.Mitigations[0] }
	ble := func(c *flows.Catalogue) *flows.Variant { return &c.Mitigations[0].Variants[0] }
	short := func(c *flows.Catalogue) *flows.Mitigation { return c.Mitigations[1] }
	option := func(c *flows.Catalogue) *flows.Mitigation { return c.Flows[0].Options[0] }
	number := func(c *flows.Catalogue) *flows.Number { return c.Mitigations[1].Number }
	for _, test := range []struct {
		want     string
		breaking func(c *flows.Catalogue)
	}{
		// Flows.
		{`flow "Grant": a name is lower-case letters and digits, joined by hyphens`,
			func(c *flows.Catalogue) { flow(c).Name = "Grant" }},
		{`flow grant: the name is taken`,
			func(c *flows.Catalogue) { c.Flows = append(c.Flows, flow(c)) }},
		{`flow grant has no Doc`, func(c *flows.Catalogue) { flow(c).Doc = "" }},
		{`flow grant has no Ref`, func(c *flows.Catalogue) { flow(c).Ref = "" }},
		{`flow grant has no Transfer`, func(c *flows.Catalogue) { flow(c).Transfer = 0 }},
		{`flow grant: CodeLifeMax is 0, and critical values are looked for from 1 s up to it`,
			func(c *flows.Catalogue) { flow(c).CodeLifeMax = 0 }},
		{`flow grant has 0 steps of phase engage, and needs exactly one by which a code counts as used`,
			func(c *flows.Catalogue) { step(c, 1).Phase = flows.Verify }},
		{`flow grant has 2 steps of phase engage, and needs exactly one by which a code counts as used`,
			func(c *flows.Catalogue) { step(c, 0).Phase = flows.Engage }},

		// Steps.
		{`flow grant: step "start-it": a name is lower-case letters and digits, joined by underscores`,
			func(c *flows.Catalogue) { step(c, 0).Name = "start-it" }},
		{`flow grant: step enter: the name is taken`, func(c *flows.Catalogue) { step(c, 0).Name = "enter" }},
		{`flow grant: step tick: the name is taken`, func(c *flows.Catalogue) { step(c, 0).Name = "tick" }},
		{`flow grant: step start has no Doc`, func(c *flows.Catalogue) { step(c, 0).Doc = "" }},
		{`flow grant: step start has no Ref`, func(c *flows.Catalogue) { step(c, 0).Ref = "" }},
		{`flow grant: step start has phase 99, which there is not`, func(c *flows.Catalogue) { step(c, 0).Phase = 99 }},
		{`flow grant: step start is taken by 99, which there is not`, func(c *flows.Catalogue) { step(c, 0).By = 99 }},
		{`flow grant: step start is possible in stages 1000000000, and there are only 8`,
			func(c *flows.Catalogue) { step(c, 0).In = 1 << 9 }},
		{`flow grant: step start names stages but is about no session`,
			func(c *flows.Catalogue) { step(c, 0).In, step(c, 0).By = 1, flows.Alone }},
		{`flow grant: step start has checks but no phase: what a server can refuse is part of the skeleton`,
			func(c *flows.Catalogue) { step(c, 0).Phase, step(c, 0).Checks = flows.NoPhase, step(c, 1).Checks }},
		{`flow grant: step start has no outcome`, func(c *flows.Catalogue) { step(c, 0).Do = nil }},
		{`flow grant: step grant: outcome "": the name is empty or taken`, func(c *flows.Catalogue) { step(c, 2).Do[0].Name = "" }},
		{`flow grant: step grant: outcome "no": the name is empty or taken`, func(c *flows.Catalogue) { step(c, 2).Do[0].Name = "no" }},
		{`flow grant: step enter: check "": the name is empty or taken`, func(c *flows.Catalogue) { step(c, 1).Checks[0].Name = "" }},
		{`flow grant: step enter: check "life": the name is empty or taken`, func(c *flows.Catalogue) {
			step(c, 1).Checks = append(step(c, 1).Checks, step(c, 1).Checks[0])
		}},
		{`flow grant: step enter: check "life" has no Ref`, func(c *flows.Catalogue) { step(c, 1).Checks[0].Ref = "" }},
		{`flow grant: step enter: check "life" has no Reply`, func(c *flows.Catalogue) { step(c, 1).Checks[0].Reply = "" }},
		{`flow grant: step enter: check "life" has no Pass`, func(c *flows.Catalogue) { step(c, 1).Checks[0].Pass = nil }},
		{`flow grant: step start needs "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) { step(c, 0).Requires = []string{"magic"} }},

		// Steps that follow a grant, and options.
		{`flow grant: step start follows the grant, and stands among those before it`,
			func(c *flows.Catalogue) { step(c, 0).After = true }},
		{`flow grant: step use stands among those that follow the grant, and is not one`,
			func(c *flows.Catalogue) { flow(c).After[0].After = false }},
		{`flow grant: step start: the name is taken`, func(c *flows.Catalogue) { flow(c).After[0].Name = "start" }},
		{`flow grant: step use has no Doc`, func(c *flows.Catalogue) { flow(c).After[0].Doc = "" }},
		{`flow grant: step use needs "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) { flow(c).After[0].Requires = []string{"magic"} }},
		{`flow grant: option "show-it": a name is lower-case letters and digits, joined by underscores`,
			func(c *flows.Catalogue) { option(c).Name = "show-it" }},
		{`flow grant: option show: the name is taken`, func(c *flows.Catalogue) { flow(c).Options = append(flow(c).Options, option(c)) }},
		{`flow grant: option show has no Doc`, func(c *flows.Catalogue) { option(c).Doc = "" }},
		{`flow grant: option show has no Ref`, func(c *flows.Catalogue) { option(c).Ref = "" }},
		{`flow grant: option show is not marked as one`,
			func(c *flows.Catalogue) { option(c).Option, option(c).Row = false, "Show" }},
		{`flow grant: option show: a mitigation has a Row of the published table, and an option none`,
			func(c *flows.Catalogue) { option(c).Row = "Show" }},
		{`mitigation option:show=code has no Refuses`, func(c *flows.Catalogue) { option(c).Variants[0].Refuses = nil }},
		{`mitigation option:show=code is defeated by "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) {
				option(c).Variants[0].Defeats = []flows.Defeat{{By: []string{"magic"}, Ref: "r"}}
			}},

		// Mitigations.
		{`mitigation "Near": a name is lower-case letters and digits, joined by hyphens`,
			func(c *flows.Catalogue) { near(c).Name = "Near" }},
		{`mitigation near: the name is taken`, func(c *flows.Catalogue) { short(c).Name = "near" }},
		{`mitigation near has no Doc`, func(c *flows.Catalogue) { near(c).Doc = "" }},
		{`mitigation near has no Ref`, func(c *flows.Catalogue) { near(c).Ref = "" }},
		{`mitigation near: a mitigation has a Row of the published table, and an option none`, func(c *flows.Catalogue) { near(c).Row = "" }},
		{`mitigation near claims columns that the published table has not`, func(c *flows.Catalogue) { near(c).Claims = 8 }},
		{`mitigation near needs either variants or numbers`, func(c *flows.Catalogue) { near(c).Variants = nil }},
		{`mitigation near needs either variants or numbers`, func(c *flows.Catalogue) { near(c).Number = number(c) }},
		{`mitigation near: variant "nfc": the name is empty, taken or not lower-case and hyphenated`,
			func(c *flows.Catalogue) { ble(c).Name = "nfc" }},
		{`mitigation near: variant "": the name is empty, taken or not lower-case and hyphenated`,
			func(c *flows.Catalogue) { ble(c).Name = "" }},
		{`mitigation near: variant "BLE": the name is empty, taken or not lower-case and hyphenated`,
			func(c *flows.Catalogue) { ble(c).Name = "BLE" }},
		{`mitigation near: variant ble needs a Doc and a Ref`, func(c *flows.Catalogue) { ble(c).Doc = "" }},
		{`mitigation near: variant ble needs a Doc and a Ref`, func(c *flows.Catalogue) { ble(c).Ref = "" }},
		{`mitigation near:ble has no Phases`, func(c *flows.Catalogue) { ble(c).Phases = nil }},
		{`mitigation near:ble has no Refuses`, func(c *flows.Catalogue) { ble(c).Refuses = nil }},
		{`mitigation near:ble judges phase 0, which nothing can refuse`,
			func(c *flows.Catalogue) { ble(c).Phases = []flows.Phase{flows.NoPhase} }},
		{`mitigation near:ble judges phase 12, which nothing can refuse`,
			func(c *flows.Catalogue) { ble(c).Phases = []flows.Phase{flows.Time} }},
		{`mitigation near:ble judges phase engage twice`,
			func(c *flows.Catalogue) { ble(c).Phases = []flows.Phase{flows.Engage, flows.Engage} }},
		{`mitigation near: its default cannot be placed: unknown variant of near "bla"; did you mean "ble"?`,
			func(c *flows.Catalogue) { near(c).Default = "bla" }},
		{`mitigation short: its default cannot be placed: short: found "20m", expected a duration with its unit from 1s to 10m`,
			func(c *flows.Catalogue) { short(c).Default = "20m" }},
		{`mitigation near: step enter: something else has a step of that name`,
			func(c *flows.Catalogue) { near(c).Steps[0].Name = "enter" }},
		{`mitigation near: step listen has no Doc`, func(c *flows.Catalogue) { near(c).Steps[0].Doc = "" }},
		{`mitigation near: step listen follows the grant, and what mitigations add does not`,
			func(c *flows.Catalogue) { near(c).Steps[0].After = true }},
		{`mitigation near: step listen needs "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) { near(c).Steps[0].Requires = []string{"magic"} }},
		{`mitigation near:ble is defeated by nothing at all`, func(c *flows.Catalogue) { ble(c).Defeats[0].By = nil }},
		{`mitigation near:ble: the defeat by "proxy" has no Ref`, func(c *flows.Catalogue) { ble(c).Defeats[0].Ref = "" }},
		{`mitigation near:ble is defeated by "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) { ble(c).Defeats[0].By = []string{"magic"} }},

		// Ladders of numbers.
		{`mitigation short has numbers, which are rungs, but is no ladder`, func(c *flows.Catalogue) { short(c).Ladder = false }},
		{`mitigation short: numbers go up to 0; a count from 1 to 250`, func(c *flows.Catalogue) { number(c).Max = 0 }},
		{`mitigation short: numbers go up to 600; a count from 1 to 250`, func(c *flows.Catalogue) { number(c).Unit = flows.Count }},
		{`mitigation short has numbers but no Make`, func(c *flows.Catalogue) { number(c).Make = nil }},
		{`mitigation short is a ladder without rungs`, func(c *flows.Catalogue) { number(c).Rungs = nil }},
		{`mitigation short: rung 0 is not between 1 and 600`, func(c *flows.Catalogue) { number(c).Rungs[0] = 0 }},
		{`mitigation short: rung 601 is not between 1 and 600`, func(c *flows.Catalogue) { number(c).Rungs[0] = 601 }},
		{`mitigation short: rungs go from the laxest to the strictest, not from 60 to 120`,
			func(c *flows.Catalogue) { number(c).Rungs[0] = 60 }},
		{`mitigation short: rungs go from the laxest to the strictest, not from 120 to 120`,
			func(c *flows.Catalogue) { number(c).Rungs[0] = 120 }},
		{`mitigation short: rungs go from the laxest to the strictest, not from 300 to 120`,
			func(c *flows.Catalogue) { number(c).Larger = true }},

		// Capabilities.
		{`capability "own_account": a name is lower-case letters and digits, joined by hyphens`,
			func(c *flows.Catalogue) { c.Capabilities[0].Name = "own_account" }},
		{`capability proxy: the name is taken`, func(c *flows.Catalogue) { c.Capabilities[0].Name = "proxy" }},
		{`capability miscompares: the name is taken`, func(c *flows.Catalogue) { c.Capabilities[0].Name = "miscompares" }},
		{`capability proxy has no Doc`, func(c *flows.Catalogue) { c.Capabilities[1].Doc = "" }},
		{`capability proxy has no Ref`, func(c *flows.Catalogue) { c.Capabilities[1].Ref = "" }},
		{`capability mail: step send has no Ref`, func(c *flows.Catalogue) { c.Capabilities[2].Opens[0].Ref = "" }},
		{`capability mail: step start: something else has a step of that name`,
			func(c *flows.Catalogue) { c.Capabilities[2].Opens[0].Name = "start" }},
		{`capability mail: step send needs "magic", which is no capability, error or luck`,
			func(c *flows.Catalogue) { c.Capabilities[2].Opens[0].Requires = []string{"magic"} }},
		{`capability mail: step send is against "neat", which is no mitigation`,
			func(c *flows.Catalogue) { c.Capabilities[2].Opens[0].Against = "neat" }},
		{`capability mail: step send is about "entry", which is no step of a flow`,
			func(c *flows.Catalogue) { c.Capabilities[2].Opens[0].About = []string{"entry"} }},
		{`capability link opens step send, which mail opens too: an attacker's step has one opener`,
			func(c *flows.Catalogue) { c.Capabilities[3].Opens[0] = c.Capabilities[2].Opens[0] }},
		{`capability link opens step read, and mail opens another one of that name`,
			func(c *flows.Catalogue) { c.Capabilities[3].Opens[0].Doc = "another" }},
		{`capability initiate enables step "stort", which nothing has`,
			func(c *flows.Catalogue) { c.Capabilities[0].Enables = []string{"stort"} }},
		{`capability initiate enables step grant, which an attacker could not take`,
			func(c *flows.Catalogue) { c.Capabilities[0].Enables = []string{"grant"} }},
		{`capability initiate does nothing: it opens and enables no step, none needs it, and it defeats no mitigation`,
			func(c *flows.Catalogue) { c.Capabilities[0].Enables = nil }},

		// Users and room.
		{`user "Obedient": a name is lower-case letters and digits, joined by hyphens`,
			func(c *flows.Catalogue) { c.Users[0].Name = "Obedient" }},
		{`user obedient: the name is taken`, func(c *flows.Catalogue) { c.Users = append(c.Users, c.Users[0]) }},
		{`user obedient has no Doc`, func(c *flows.Catalogue) { c.Users[0].Doc = "" }},
		{`user obedient makes errors that there are not`, func(c *flows.Catalogue) { c.Users[0].Errors = 1 << 20 }},
		{`66 capabilities, errors and lucks: a label has room for 64`,
			func(c *flows.Catalogue) { c.Capabilities = append(c.Capabilities, many(53)...) }},
		{`65 variants of mitigations and options of flow grant: a label has room for 64`, func(c *flows.Catalogue) {
			for i := range 60 { // with the option it is one too many
				v := *ble(c)
				v.Name = fmt.Sprintf("v%d", i)
				near(c).Variants = append(near(c).Variants, v)
			}
		}},
	} {
		cat := sound()
		test.breaking(cat)
		switch err := cat.Validate(); {
		case err == nil:
			t.Errorf("valid, want %s", test.want)
		case err.Error() != test.want:
			t.Errorf("got  %s\nwant %s", err, test.want)
		}
	}
}
