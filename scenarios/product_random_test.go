package scenarios_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// asked is one deployment and what the attacker and the user bring.
type asked struct {
	with []string
	has  []string
}

func (q asked) String() string {
	return fmt.Sprintf("with [%s] against [%s]", strings.Join(q.with, " "), strings.Join(q.has, " "))
}

// whole weaves a flow with everything that a catalogue and the flow's options have.
func whole(t testing.TB, cat *flows.Catalogue, flow *flows.Flow, setting flows.Setting, coarse bool) *flows.Composition {
	t.Helper()
	all := &flows.Catalogue{Mitigations: slices.Concat(cat.Mitigations, flow.Options)}
	c, err := flows.Compose(cat, flow, setting, placed(t, all, flow, &setting, coarse))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// singles are no mitigation and each one alone, against each attacker with a user who
// can make every error.
func singles(t testing.TB, s *scenarios.Scenario, c *flows.Composition, attackers ...string) (list []asked) {
	t.Helper()
	for _, attacker := range attackers {
		_, has, err := scenarios.ParseAttacker(builtIn(), s, attacker)
		if err != nil {
			t.Fatal(err)
		}
		has = append(has, flows.RequirementNames()...)
		list = append(list, asked{nil, has})
		for _, p := range c.Placed {
			list = append(list, asked{[]string{p.Name}, has})
		}
	}
	return list
}

// random is n deployments against attackers and users drawn one by one. Each
// member is in with odds of its own, so that large sets and small ones occur.
func random(c *flows.Composition, seed uint64, n int) []asked {
	return randomOf(c, c.Requirements, seed, n)
}

// randomOf draws what attackers and users bring from the given names.
func randomOf(c *flows.Composition, requirements []string, seed uint64, n int) (list []asked) {
	r := rand.New(rand.NewPCG(seed, 0))
	draw := func(names []string, odds float64) (some []string) {
		for _, name := range names {
			if r.Float64() < odds {
				some = append(some, name)
			}
		}
		return some
	}
	var mitigations []string
	for _, p := range c.Placed {
		mitigations = append(mitigations, p.Name)
	}
	for range n {
		list = append(list, asked{draw(mitigations, 0.4*r.Float64()), draw(requirements, 0.5+0.5*r.Float64())})
	}
	return list
}

// tally counts how often a goal was reachable and how often it was not.
type tally map[string][2]int

// enough is how many states a question may have to be asked of the product, which
// is slow: most questions have fewer, and few more are needed.
const enough = 12_000

// agree compares, for everything asked, the product with what the engine says:
// by exploring what a restriction leaves, and by the labels of one family search.
func (n tally) agree(t *testing.T, c *flows.Composition, rungs []scenarios.Goal, all []asked) {
	t.Helper()
	var properties []model.Property[flows.World]
	for _, g := range rungs {
		properties = append(properties, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	var within model.Set // what somebody has of those asked about
	var left []model.Result[flows.World]
	all = slices.DeleteFunc(all, func(q asked) bool {
		d, h := deployed(t, c, q.with...), needs(t, c, q.has...)
		found, err := model.Explore(t.Context(), c.Restrict(restriction(c, d, h)), properties, model.Options{MaxStates: enough})
		if err != nil {
			t.Fatal(err)
		}
		if found.Complete {
			left, within = append(left, found), within|h
		}
		return !found.Complete
	})
	family, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: within}), goals(rungs...), model.Options{})
	if err != nil || !family.Complete {
		t.Fatal(err, family.Stopped)
	}
	for k, q := range all {
		d, h, found := deployed(t, c, q.with...), needs(t, c, q.has...), left[k]
		reached, states, edges := newProduct(builtIn(), c, withOf(t, c, q.with), q.has, false).reaches(t, rungs)
		if taken := taken(c, found.Stats); found.States != states || taken != edges {
			t.Errorf("%s: the product has %d states and %d edges, the restriction %d and %d", q, states, edges, found.States, taken)
		}
		for i, g := range rungs {
			if got := found.Findings[i].Verdict == model.Holds; got != reached[i] {
				t.Errorf("%s: %s reached by the product %v, by the restriction %v", q, g.Name, reached[i], got)
			}
			for _, d := range []model.Set{d, c.Ladders.Implied(d)} {
				if got := model.Possible(family.Labels[i], d, h, c.Defeats); got != reached[i] {
					t.Errorf("%s: %s reached by the product %v, by the labels %v", q, g.Name, reached[i], got)
				}
			}
			count := n[g.Name]
			if reached[i] {
				count[0]++
			} else {
				count[1]++
			}
			n[g.Name] = count
		}
	}
}

// told fails the test if a goal was always reachable, or never.
func (n tally) told(t *testing.T, rungs []scenarios.Goal) {
	t.Helper()
	for _, g := range rungs {
		if count := n[g.Name]; count[0] == 0 || count[1] == 0 {
			t.Errorf("%s is reachable in %d and not in %d: nothing was told apart", g.Name, count[0], count[1])
		}
	}
}

// taken counts the edges that no server's check refused.
func taken(c *flows.Composition, stats model.Stats) (n int) {
	for step, ways := range stats.Ways {
		for way, count := range ways {
			if !c.Steps[step].Ways[way].Refuses {
				n += int(count)
			}
		}
	}
	return n
}

// safety are the properties that are checked for everywhere, as goals.
func safety() (list []scenarios.Goal) {
	for _, p := range scenarios.Safety {
		list = append(list, scenarios.Goal{Name: p.Name, When: p.When})
	}
	return list
}

// attack is a scenario with an attacker on one of its flows.
type attack struct {
	s    *scenarios.Scenario
	flow *flows.Flow
}

func (a attack) String() string { return a.s.Name + " " + a.flow.Name }

// attacks are all of them.
func attacks() (list []attack) {
	for _, s := range scenarios.All {
		for _, f := range s.Flows {
			if len(s.Reach) > 0 {
				list = append(list, attack{s, f})
			}
		}
	}
	return list
}

// vary is a scenario's setting on a deployment drawn at random, with a life short
// enough to be quick, and with people who have other devices and habits, of servers
// some of which leave checks out.
func vary(r *rand.Rand, a attack, in scenarios.Instance) flows.Setting {
	coin := func() bool { return r.IntN(2) == 0 }
	d := *scenarios.ExampleOf(a.flow)
	d.CodeLife = (2 + r.IntN(5)) * scenarios.FineTick
	d.EntryBound, d.CodeReusable, d.Confidential, d.Plaintext = coin(), coin(), coin(), coin()
	d.EntryTries = 5 * r.IntN(2)
	d.Hint, d.NoState, d.NoNonce, d.NoPKCE, d.PollBound = flows.Hint(r.IntN(3)), coin(), coin(), coin(), coin()
	setting := a.s.Setting(&d, in)
	switch all := checksOf(builtIn(), a.flow); r.IntN(4) {
	case 0:
		setting.Naive = flows.Servers(1 + r.IntN(3))
	case 1:
		setting.Without = all[r.IntN(len(all))]
	}
	if a.flow.Transfer == flows.Pushed && coin() {
		setting.People[0].Talked = !setting.People[0].Talked
		setting.People[0].GivesIn = uint8(r.IntN(2))
	}
	if setting.ReadMin > 0 {
		setting.ReadMin = r.IntN(3) * setting.Tick
	}
	person := flows.PersonParty(0)
	setting.People[0].WalksAway, setting.People[0].EntryMin = r.IntN(4) == 0, r.IntN(2)*setting.Tick
	setting.Consumption[person].LogIn, setting.Consumption[person].Registered, setting.Consumption[person].Inside = coin(), coin(), coin()
	if coin() {
		setting.Authorization[person].Network = 7
	}
	switch a.flow {
	case flows.CTAPHybrid:
		setting.StateAssisted = coin()
	case flows.OID4VP:
		setting.UnsignedRequests, setting.NoHolderBinding, setting.ResponseCode = coin(), coin(), coin()
	case flows.SIOPv2:
		setting.UnsignedRequests = coin()
	}
	return setting
}

// checksOf are the full names of the checks that a flow, and what attackers do in it,
// have.
func checksOf(cat *flows.Catalogue, flow *flows.Flow) (names []string) {
	add := func(steps []flows.Step) {
		for i := range steps {
			for _, c := range steps[i].Checks {
				names = append(names, c.FullName(&steps[i]))
			}
		}
	}
	add(flow.Steps)
	for _, c := range cat.Capabilities {
		add(c.Opens)
	}
	return names
}

// never are the goals that nobody reaches, whatever servers leave out.
var never = map[string][]string{
	"notification-race ciba-poll":         {scenarios.Granted},                      // nothing is sent to a client that polls
	"session-spying same-device-authcode": {scenarios.Initiated, scenarios.Reached}, // nothing is shown; an answer can still be injected
	"session-spying typed-code":           {scenarios.Reached, scenarios.Granted},   // the code is on no screen that an onlooker could use
}

// TestProduct holds every attack on every flow, at its own size, against the product:
// on settings, deployments, attackers and users drawn at random, and for each
// mitigation alone.
func TestProduct(t *testing.T) {
	for n, a := range attacks() {
		t.Run(a.String(), func(t *testing.T) {
			t.Parallel()
			s := a.s
			in, count := s.Main(), tally{}
			r := rand.New(rand.NewPCG(uint64(n), 1))
			settings, questions, against := 5, 20, []string{"literal", "strongest"}
			if in.Sessions > 1 { // most of what is within reach only makes more states
				settings, questions, against = 4, 8, []string{"literal", "literal,+reframe,+spray,-see-screen,-swap-code"}
			}
			if a.flow != s.Flows[0] {
				settings, questions = settings-1, questions/2
			}
			for i := range settings {
				setting := vary(r, a, in)
				if i == 1 { // as careless as a client can be, with hints that anybody can show
					setting.Hint = flows.LoginHintToken
					setting.NoState, setting.NoNonce, setting.NoPKCE, setting.Naive = true, true, true, flows.ServersOf(flows.RP)
				}
				switch {
				case i == 0: // as the scenario has it, a quick mail, and something to read
					if in.Coarse {
						setting.ReadMin = 0
					}
					setting.Plaintext, setting.Hint = true, flows.LoginHint
					if s == scenarios.SessionSpying { // or nobody is asked in the victim's place
						setting.Hint = flows.LoginHintToken
					}
					setting.Naive, setting.Without, setting.People = 0, "", s.Setting(scenarios.ExampleOf(a.flow), in).People
				case in.Sessions > 1:
					setting.Tick = setting.CodeLife
				}
				c := whole(t, builtIn(), a.flow, setting, in.Coarse)
				of := c.Requirements
				if in.Sessions > 1 {
					of = flows.RequirementNames()
					for _, reach := range s.Reach {
						of = append(of, reach.Capability)
					}
				}
				all := randomOf(c, of, r.Uint64(), questions)
				switch {
				case i == 0 && a.flow != s.Flows[0] && (a.flow == flows.CIBAPing || in.Sessions > 1): // much as the first
					most := against[:1]
					if a.flow.Transfer != flows.Pushed {
						most = against[1:]
					}
					all = append(all, singles(t, s, c, most...)...)
				case i == 0:
					all = append(all, singles(t, s, c, against...)...)
				case a.flow.Transfer == flows.SameDevice: // only so is anything granted
					all = append(all, singles(t, s, c, against[:1]...)...)
				}
				count.agree(t, c, slices.Concat(s.At(in), safety()), all)
			}
			count.told(t, slices.DeleteFunc(s.At(in), func(g scenarios.Goal) bool {
				if !slices.Contains(never[a.String()], g.Name) {
					return false
				}
				if count[g.Name][0] > 0 {
					t.Errorf("%s can be reached", g.Name)
				}
				return true
			}))
		})
	}
}

// TestProductTwo is the same for two victims, where sessions are counted. A tick
// is a whole code life, which keeps the product small.
func TestProductTwo(t *testing.T) {
	for n, a := range attacks() {
		counts := slices.ContainsFunc(a.s.Instances(), func(in scenarios.Instance) bool { return in.Counting })
		if !counts || a.s == scenarios.B2 || a.flow == flows.CIBAPing {
			continue // as B1; as ciba-poll
		}
		t.Run(a.String(), func(t *testing.T) {
			t.Parallel()
			setting := a.s.Setting(scenarios.ExampleOf(a.flow), scenarios.TwoVictims)
			if setting.Tick = setting.CodeLife; a.flow == flows.SameDeviceAuthcode {
				setting.Without = "redirect: session of this browser" // or nothing is granted
			}
			c := whole(t, builtIn(), a.flow, setting, true)
			against := []string{"literal", "strongest"}
			if a.flow == flows.CTAPHybrid { // nothing is granted without a radio, and all that there is besides is too much
				against = append(against, "literal,+nearby-proxy")
			}
			all := append(random(c, uint64(n), 16), singles(t, a.s, c, against...)...)
			for i := range all { // what lets the attacker join makes ten times as many states
				all[i].has = slices.DeleteFunc(slices.Clone(all[i].has), func(name string) bool {
					return slices.Contains([]string{"headless-entry", "own-account", "brute-force", "see-screen", "swap-code", "guess-identifiers", "delay-network", "on-demand"}, name)
				})
			}
			rungs := slices.Concat(a.s.At(scenarios.Alone), a.s.At(scenarios.TwoVictims))
			count := tally{}
			count.agree(t, c, rungs, all)
			count.told(t, rungs)
		})
	}
}

// TestProductLimit is the one limit that counts sessions, at the ticks at which
// they are counted: for the literal attacker, whose product is small enough.
func TestProductLimit(t *testing.T) {
	t.Parallel()
	c := whole(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.TwoVictims), true)
	literal, err := scenarios.B1.Profile("literal")
	if err != nil {
		t.Fatal(err)
	}
	literal = append(literal, flows.RequirementNames()...)
	one := slices.DeleteFunc(slices.Clone(literal), func(name string) bool { return name == "many-clients" })
	count := tally{}
	var all []asked
	for _, with := range [][]string{nil, {"rate-limits:client"}, {"trusted-devices:initiator"}} {
		all = append(all, asked{with, literal}, asked{with, one})
	}
	rungs := scenarios.B1.At(scenarios.TwoVictims)
	count.agree(t, c, rungs, all)
	count.told(t, rungs)
}

// TestProductAfter is the same of what becomes of a grant, on the slow clock.
func TestProductAfter(t *testing.T) {
	for n, s := range scenarios.All {
		if len(s.At(scenarios.After)) == 0 {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			count := tally{}
			r := rand.New(rand.NewPCG(uint64(n), 2))
			var rungs []scenarios.Goal
			for _, hours := range []int{1, 2, 7, 24, 30, 60, 120} {
				rungs = append(rungs, scenarios.Goal{Name: fmt.Sprintf("worth %d", hours), When: func(w *flows.World) bool { return w.Impact(&s.Facts) >= hours }})
			}
			moved := func(g scenarios.Goal) bool { return g.Name == scenarios.TokenMoved }
			rungs = append(rungs, s.Goals[slices.IndexFunc(s.Goals, moved)])
			for i := range 12 {
				setting := afterwards(r, s)
				c := whole(t, builtIn(), s.Flows[0], setting, false)
				all := random(c, r.Uint64(), 60)
				if i == 0 {
					all = append(all, singles(t, s, c, "literal", "strongest")...)
				}
				count.agree(t, c, rungs, all)
			}
			count.told(t, slices.DeleteFunc(rungs, func(g scenarios.Goal) bool {
				most := 30 * int(s.Facts.Grant.Asked)
				return g.Name == "worth 60" && most < 60 || g.Name == "worth 120" && most < 120
			}))
		})
	}
}

// afterwards is a grant whose lives are drawn at random, and a horizon of 30 hours.
func afterwards(r *rand.Rand, s *scenarios.Scenario) flows.Setting {
	hours := func(list ...int) int { return list[r.IntN(len(list))] * 3600 }
	setting := s.Setting(scenarios.Example, scenarios.After)
	g := &setting.Grant
	g.AccessLife, g.RefreshLife, g.RefreshIdle = hours(0, 1, 1, 3, 5), hours(0, 0, 4, 12), hours(0, 0, 2, 3, 8)
	g.DetectAfter, g.Horizon, g.Rotation = hours(0, 5, 9), 30*3600, r.IntN(2) == 0
	g.NoRefresh = r.IntN(6) == 0
	return setting
}
