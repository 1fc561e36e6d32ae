package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// view is what mutants of flows other than the device grant are looked at for: an attack
// or a twin on a flow, in which a code lives for a few ticks.
type view struct {
	what     string
	s        *scenarios.Scenario
	flow     *flows.Flow
	in       scenarios.Instance
	attacker string // everything: with all capabilities there are
	change   func(s *flows.Setting)
}

const everything = "everything"

func (v view) name() string { return v.s.Name + " " + v.flow.Name + " " + v.what }

// compose weaves the view, and says what everybody brings.
func (v view) compose(t testing.TB, cat *flows.Catalogue) (c *flows.Composition, have model.Set) {
	t.Helper()
	d := *scenarios.ExampleOf(v.flow)
	d.CodeLife, d.ReadMin = 2*scenarios.FineTick, scenarios.FineTick
	setting := v.s.Setting(&d, v.in)
	if setting.Sessions > 1 {
		setting.Tick = setting.CodeLife
	}
	if v.change != nil {
		v.change(&setting)
	}
	flow := cat.Flows[slices.IndexFunc(cat.Flows, func(f *flows.Flow) bool { return f.Name == v.flow.Name })]
	c = whole(t, cat, flow, setting, v.in.Coarse)
	switch v.attacker {
	case "":
		return c, 0
	case everything:
		return c, needs(t, c, c.Requirements...)
	}
	_, has, err := scenarios.ParseAttacker(builtIn(), v.s, v.attacker)
	if err != nil {
		t.Fatal(err)
	}
	return c, needs(t, c, append(has, flows.RequirementNames()...)...)
}

// row is how large the view is where one mitigation is deployed that nobody gets past,
// or none.
func (v view) row(t testing.TB, cat *flows.Catalogue, deployment string) []string {
	t.Helper()
	c, have := v.compose(t, cat)
	var only model.Set
	if deployment != "" {
		var err error
		if only, err = c.PlacedSet(deployment); err != nil {
			return nil // another flow's option
		}
	}
	line, _ := explored(t, c, model.Restriction{Have: have, Deployed: only, Undefeated: only}, nil)
	return []string{line}
}

// ways is how often each step ended in each way: most mutants need no more.
func (v view) ways(t testing.TB, cat *flows.Catalogue) (lines []string) {
	t.Helper()
	c, have := v.compose(t, cat)
	found, err := model.Explore(t.Context(), c.Restrict(model.Restriction{Have: have}), nil, model.Options{MaxStates: most})
	if err != nil {
		return []string{"broken: " + err.Error()}
	}
	for i, ways := range found.Ways {
		for j, n := range ways {
			lines = append(lines, fmt.Sprintf("%s %s %q: %d", c.Steps[i].Name, c.Steps[i].Ways[j].Name, c.Steps[i].Ways[j].Reply, n))
		}
	}
	return append(lines, fmt.Sprintf("%d states, %d edges", found.States, found.Edges))
}

// lines are the minimal labels of each goal, and who gets through each mitigation alone.
func (v view) lines(t testing.TB, cat *flows.Catalogue) (lines []string) {
	t.Helper()
	c, have := v.compose(t, cat)
	rungs := append(safety(), scenarios.Goal{Name: "served", When: v.s.Done})
	if v.s.Done == nil {
		rungs = slices.Concat(v.s.At(v.in), safety())
		if v.in.Name == own.Name {
			rungs = append(rungs, v.s.At(v.s.Main())...)
		}
	}
	found, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: have}), goals(rungs...), model.Options{MaxStates: most})
	if err != nil {
		return []string{"broken: " + err.Error()}
	}
	for i, g := range rungs {
		lines = append(lines, fmt.Sprint(g.Name, found.Labels[i]))
	}
	for bit, p := range c.Placed {
		var through []bool
		for i := range rungs {
			for r := range len(c.Requirements) + 1 {
				through = append(through, model.Possible(found.Labels[i], model.Of(bit), have&^(1<<r), c.Defeats))
			}
		}
		lines = append(lines, fmt.Sprint(p.Name, through))
	}
	return lines
}

// own is one session, and a victim with a device of their own beside the attacker.
var own = scenarios.Instance{Name: "own", Sessions: 1, Persons: 1, Own: true}

// views are ordered by how fast they are and how much they show.
var views = func() (list []view) {
	careless := func(s *flows.Setting) {
		s.Plaintext, s.NoState, s.NoNonce, s.NoPKCE = true, true, true, true
		s.People[0].WalksAway, s.People[0].EntryMin = true, s.Tick
	}
	with := func(change func(s *flows.Setting)) func(s *flows.Setting) {
		return func(s *flows.Setting) { careless(s); change(s) }
	}
	for _, f := range []*flows.Flow{flows.CIBAPoll, flows.CIBAPush, flows.CIBASync, flows.CIBAPing} {
		for _, twin := range scenarios.A4.Twins {
			if twin.Name == "plain" || f == flows.CIBAPoll && slices.Contains([]string{"slow", "walks-away", "call-centre"}, twin.Name) {
				list = append(list, view{twin.Name, scenarios.A4, f, twin.In(), "", twin.Set})
			}
		}
		list = append(list,
			view{everything, scenarios.B4, f, own, everything, careless},
			view{"naive", scenarios.SessionSpying, f, own, everything, with(func(s *flows.Setting) { s.Naive, s.CodeReusable = flows.ServersOf(flows.OP, flows.RP), true })})
		if f == flows.CIBAPush {
			list = append(list, view{"answered", scenarios.B4, f, own, everything, with(func(s *flows.Setting) {
				s.CodeReusable, s.Without = true, "poll_in_push_mode: registered for poll or ping"
			})})
		}
		if f != flows.CIBAPoll { // what they have of their own
			list = append(list, view{"no token", scenarios.B4, f, scenarios.Alone, "strongest", func(s *flows.Setting) { s.Request = flows.NoToken }})
			continue
		}
		for _, hint := range []flows.Hint{flows.LoginHintToken, flows.IDTokenHint} {
			list = append(list, view{fmt.Sprint("everything, hint ", hint), scenarios.B4, f, own, everything, with(func(s *flows.Setting) { s.Hint = hint })})
		}
		for defect := flows.NoHint; defect <= flows.LongMessage; defect <<= 1 {
			list = append(list, view{fmt.Sprint("defect ", defect), scenarios.B4, f, scenarios.Alone, "strongest", func(s *flows.Setting) { s.Request = defect }})
		}
		list = append(list,
			view{"reusable", scenarios.B4, f, own, everything, with(func(s *flows.Setting) { s.CodeReusable = true })},
			view{"talked", scenarios.B4, f, own, everything, with(func(s *flows.Setting) { s.People[0].Talked = true })},
			view{"confidential", scenarios.B4, f, own, everything, with(func(s *flows.Setting) { s.Confidential, s.CodeReusable = true, true })},
			view{"TLS", scenarios.B4, f, own, everything, nil},
			view{"any client", scenarios.B4, f, own, everything, with(func(s *flows.Setting) {
				s.Confidential, s.CodeReusable, s.Without = true, true, "replay_by_other_client: issued to this client"
			})},
			view{"watched", scenarios.SessionSpying, f, own, "strongest", with(func(s *flows.Setting) { s.Hint = flows.LoginHintToken })},
			view{"repeated, tokens", scenarios.B9, f, scenarios.Repeated, "literal,+guess-identifiers,+relay-answer,+reframe", func(s *flows.Setting) { s.Hint = flows.LoginHintToken }},
			view{"two", scenarios.B4, f, scenarios.TwoVictims, "literal,+client-secret", nil},
			view{"repeated", scenarios.B4Helpdesk, f, scenarios.Repeated, "literal", nil},
			view{"repeated", scenarios.B9, f, scenarios.Repeated, "literal,+client-secret,+copy,+reframe,+spray", nil},
			view{"beside", scenarios.WrongDevice, f, scenarios.Beside, "literal,+own-account", nil},
		)
	}
	for _, f := range []*flows.Flow{flows.AuthcodeQR, flows.SameDeviceAuthcode} {
		for _, twin := range scenarios.A1.TwinsOn(f) {
			if slices.Contains([]string{"plain", "slow", "walks-away", "card-holder"}, twin.Name) {
				list = append(list, view{twin.Name, scenarios.A1, f, twin.In(), "", twin.Set})
			}
		}
		list = append(list,
			view{"everything", scenarios.B1, f, own, everything, careless},
			view{"everything, watched", scenarios.SessionSpying, f, own, everything, with(func(s *flows.Setting) { s.PollBound = true })},
			view{"everything, with state", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoState = false })},
			view{"everything, with PKCE", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoPKCE = false })},
			view{"everything, with nonce", scenarios.B1, f, own, everything, with(func(s *flows.Setting) { s.NoNonce = false })},
			view{"beside", scenarios.WrongDevice, f, scenarios.Beside, "literal", careless},
			view{"beside, phished", scenarios.WrongDevice, f, scenarios.Beside, "literal,+own-account,+reframe,+on-demand,+spray", careless},
			view{"two", scenarios.B1, f, scenarios.TwoVictims, "literal", nil},
		)
	}
	return list
}()

// anyClient is the device grant where a device_code is good for whoever has it, whatever
// client they are.
var anyClient = view{"any client", scenarios.Replay, flows.DeviceGrant, scenarios.Watched, "strongest", func(s *flows.Setting) {
	s.Plaintext, s.Confidential, s.CodeReusable, s.Without = true, true, true, "replay_device_code_by_other_client: issued to this client"
}}

// rowed are the views that are looked at for rows too.
var rowed = []string{everything, "plain", "any client", "answered"}

// shared are the views that show what flows do not have of their own.
var shared = []string{everything, "plain", "two", "repeated", withoutOrigins}

// counted tells whether how often steps end in which way is all that the view shows besides
// others.
func (v view) counted() bool {
	return strings.HasPrefix(v.what, "defect ") || slices.Contains([]string{"talked", "TLS", "no token"}, v.what)
}

// in tells whether the mutant is in a flow.
func (m *mutant) in(f *flows.Flow) bool {
	if len(m.flows) > 0 {
		return slices.Contains(m.flows, f.Name)
	}
	for _, c := range builtIn().Capabilities {
		for _, s := range c.Opens {
			if s.Name == m.step && s.About != nil {
				return slices.ContainsFunc(slices.Concat(f.Steps, f.After), func(of flows.Step) bool { return slices.Contains(s.About, of.Name) })
			}
		}
	}
	return true
}
