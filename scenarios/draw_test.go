package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// question is an attack on a deployment with short lives, what it deploys, and
// what the attacker and the user bring, all drawn at random.
type question struct {
	attack
	life, reading            int // minutes
	bound, auth, tls, single bool
	limited                  bool // few codes can be tried
	hint                     flows.Hint
	state, nonce, pkce, poll bool
	without                  string // a check that nobody makes
	naive                    flows.Servers
	givesIn                  uint8
	talked                   bool

	after                 bool
	access, refresh, idle int  // hours; more than the horizon is as good as none
	detect                int  // hours
	rotation, none        bool // refresh tokens are replaced; there are none

	with, has []string
	in        scenarios.Instance     // zero: the scenario's own
	habits    func(s *flows.Setting) // what people do differently; nil: nothing
}

const horizon = 30 // hours

// draw draws a question. Numbers of ladders are any that can be typed.
func draw(t *rapid.T) question {
	flip := func(name string) bool { return rapid.Bool().Draw(t, name) }
	q := question{attack: rapid.SampledFrom(attacks()).Draw(t, "attack")}
	q.life, q.reading = rapid.IntRange(2, 8).Draw(t, "life"), rapid.IntRange(0, 5).Draw(t, "reading")
	q.bound, q.auth, q.tls, q.single = flip("entry_bound"), flip("confidential"), flip("https"), flip("single_use")
	q.limited = flip("entry_tries")
	q.hint = flows.Hint(rapid.IntRange(0, 2).Draw(t, "hint"))
	q.state, q.nonce, q.pkce, q.poll = flip("state"), flip("nonce"), flip("pkce"), flip("poll_bound")
	if rapid.IntRange(0, 2).Draw(t, "careless") == 0 {
		q.without = rapid.SampledFrom(checksOf(builtIn(), q.flow)).Draw(t, "without")
		q.naive = flows.Servers(rapid.IntRange(0, 3).Draw(t, "naive"))
	}
	q.givesIn, q.talked = uint8(rapid.IntRange(0, 1).Draw(t, "gives in")), rapid.IntRange(0, 3).Draw(t, "talked") == 0
	if q.after = len(q.s.At(scenarios.After)) > 0 && flip("after"); q.after {
		hours := rapid.IntRange(1, horizon+2)
		q.access, q.refresh, q.idle, q.detect = rapid.IntRange(1, 6).Draw(t, "access"), hours.Draw(t, "refresh"), hours.Draw(t, "idle"), hours.Draw(t, "detect")
		q.rotation, q.none = flip("rotation"), rapid.IntRange(0, 4).Draw(t, "none") == 0
	}
	odds := rapid.IntRange(1, 6).Draw(t, "one in")
	for _, m := range slices.Concat(builtIn().Mitigations, q.flow.Options) {
		if rapid.IntRange(0, odds).Draw(t, m.Name) > 0 {
			continue
		}
		variant := ""
		switch {
		case m.Number == nil:
			variant = rapid.SampledFrom(m.VariantNames()).Draw(t, "variant")
		case m.Number.Unit == flows.Seconds:
			variant = flows.FormatSeconds(60 * rapid.IntRange(1, 8).Draw(t, "minutes"))
		default:
			variant = m.Number.Unit.Format(rapid.IntRange(1, 4).Draw(t, "count"))
		}
		q.with = append(q.with, m.FullName(variant))
	}
	all, err := q.s.Profile("strongest")
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, flows.RequirementNames()...)
	left := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 4, rapid.ID[string]).Draw(t, "not")
	q.has = slices.DeleteFunc(all, func(name string) bool { return slices.Contains(left, name) })
	return q
}

// drawLarge draws a question about more sessions and persons than can be explored, up to
// the arrays of a World, some of whom may walk away or be slow.
func drawLarge(t *rapid.T) question {
	q := draw(t)
	q.after = false
	if len(q.with) > 0 && rapid.Bool().Draw(t, "few") { // or little of a flow happens
		q.with = rapid.SliceOfNDistinct(rapid.SampledFrom(q.with), 0, 3, rapid.ID[string]).Draw(t, "only")
	}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(flows.RequirementNames()), 0, 3, rapid.ID[string]).Draw(t, "not made") {
		q.has = without(q.has, name)
	}
	q.in = scenarios.Searched(uint8(rapid.IntRange(1, flows.MaxSessions).Draw(t, "sessions")), uint8(rapid.IntRange(1, flows.MaxPersons).Draw(t, "persons")))
	q.in.Own = rapid.Bool().Draw(t, "own")
	q.habits = func(s *flows.Setting) {}
	if rapid.Bool().Draw(t, "other habits") {
		who, slow := rapid.IntRange(0, flows.MaxPersons-1).Draw(t, "who"), rapid.IntRange(0, 2).Draw(t, "slow")
		q.habits = func(s *flows.Setting) { s.People[who].WalksAway, s.People[who].EntryMin = true, 60*slow }
	}
	return q
}

// compose weaves the question with nothing in the masks but what is deployed.
func (q question) compose(t testing.TB) *flows.Composition {
	t.Helper()
	d := *scenarios.ExampleOf(q.flow)
	d.Hint, d.NoState, d.NoNonce, d.NoPKCE, d.PollBound = q.hint, !q.state, !q.nonce, !q.pkce, q.poll
	d.CodeLife, d.EntryBound, d.Confidential, d.Plaintext, d.CodeReusable = q.life*60, q.bound, q.auth, !q.tls, !q.single
	d.AccessLife, d.RefreshLife, d.RefreshIdle, d.Rotation, d.NoRefresh = q.access*3600, q.refresh*3600, q.idle*3600, q.rotation, q.none
	if q.limited {
		d.EntryTries = 5
	}
	in := q.s.Main()
	switch {
	case q.in.Sessions > 0:
		in = q.in
	case q.after:
		in = scenarios.After
	}
	setting := q.s.Setting(&d, in)
	if setting.ReadMin > 0 {
		setting.ReadMin = q.reading * 60
	}
	setting.Grant.Horizon, setting.Grant.DetectAfter = horizon*3600, q.detect*3600
	setting.Naive, setting.Without = q.naive, q.without
	for i := range setting.People {
		setting.People[i].GivesIn, setting.People[i].Talked = q.givesIn, q.talked
	}
	if q.habits != nil {
		q.habits(&setting)
	}
	var list []flows.Placed
	for _, name := range q.with {
		m, variant := named(q.flow, name)
		p, err := m.Place(variant, setting.Tick)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	c, err := flows.Compose(builtIn(), q.flow, setting, list)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// named is the mitigation, or the option of the flow, with that full name.
func named(flow *flows.Flow, name string) (of *flows.Mitigation, variant string) {
	for _, m := range slices.Concat(builtIn().Mitigations, flow.Options) {
		if variant, ok := strings.CutPrefix(name, strings.TrimSuffix(m.FullName("x"), "x")); ok {
			return m, variant
		}
		if name == m.Name {
			return m, ""
		}
	}
	panic("nothing is called " + name)
}
