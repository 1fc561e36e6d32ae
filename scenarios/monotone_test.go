package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
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
	if q.after {
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

// gains are what the attacker gets: each goal and each safety property within
// reach, as 1, and what a grant is worth. Whole tells whether all states were seen.
func (q question) gains(t testing.TB) (gains map[string]int, whole bool) {
	t.Helper()
	c := q.compose(t)
	deployed, have := c.Placed, needs(t, c, q.has...)
	var all model.Set
	for bit := range deployed {
		all |= model.Of(bit)
	}
	sys, opt := c.Restrict(restriction(c, all, have)), model.Options{MaxStates: enough, Decide: true}
	rungs := slices.Concat(q.s.At(q.s.Main()), safety())
	if q.after {
		rungs = q.s.At(scenarios.After)
	}
	var props []model.Property[flows.World]
	for _, g := range rungs {
		props = append(props, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	found, err := model.Explore(t.Context(), sys, props, opt)
	if err != nil {
		t.Fatal(err)
	}
	gains = map[string]int{}
	whole = true
	for _, f := range found.Findings {
		if gains[f.Property] = 0; f.Verdict == model.Holds {
			gains[f.Property] = 1
		}
		whole = whole && f.Verdict != model.Inconclusive
	}
	if q.after {
		if gains["impact"], whole, err = model.Max(t.Context(), sys, func(w *flows.World) int { return w.Impact(&c.Setting) }, model.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	return gains, whole
}

// TestNeverHelps changes one thing in the defender's favour: the attacker must not
// gain by it. Bisection of critical values, minimal defences and prices all rest
// on that.
func TestNeverHelps(t *testing.T) {
	device, poll := attack{scenarios.B1, flows.DeviceGrant}, attack{scenarios.B4, flows.CIBAPoll}
	brings := func(names ...string) []string { return append(names, flows.RequirementNames()...) }
	mail := question{attack: device, life: 6, reading: 3, single: true, has: brings("initiate", "copy", "reframe", "spray", "headless-entry", "on-demand")}
	read := question{attack: attack{scenarios.Replay, flows.DeviceGrant}, life: 6, has: brings("read-network", "replay")}
	held := question{attack: device, life: 6, after: true, access: 2, refresh: 9, idle: 9, detect: 9, has: brings("initiate", "move-token")}
	pushed := question{attack: poll, life: 6, has: brings("initiate", "know-identifiers")}
	swapped := question{attack: attack{scenarios.WrongDevice, flows.AuthcodeQR}, life: 6, single: true, state: true, has: brings("initiate", "swap-code")}
	watched := question{attack: attack{scenarios.SessionSpying, flows.AuthcodeQR}, life: 6, has: brings("see-screen")}
	slow := mail
	slow.has = brings("initiate", "copy", "reframe", "spray")
	injected := question{attack: attack{scenarios.SessionSpying, flows.AuthcodeQR}, life: 6, has: brings("swap-code", "own-account")}
	browser := slow
	browser.attack = attack{scenarios.B1, flows.SameDeviceAuthcode}
	change := func(q question, change func(q *question)) question { change(&q); return q }

	for name, test := range map[string]struct {
		goal     string
		from, to question // where the change does take something of the goal away
		harder   func(t *rapid.T, q *question)
	}{
		"a stricter rung": {"granted", change(slow, func(q *question) { q.with = []string{"short-lived-codes:5m"} }),
			change(slow, func(q *question) { q.with = []string{"short-lived-codes:1m"} }),
			func(t *rapid.T, q *question) {
				q.with = slices.Clone(q.with)
				for i, name := range q.with {
					q.with[i] = stricter(t, name)
				}
			}},
		"one mitigation more": {"granted", mail, change(mail, func(q *question) { q.with = []string{"proximity:ble"} }),
			func(t *rapid.T, q *question) {
				var left []string
				for _, m := range slices.Concat(builtIn().Mitigations, q.flow.Options) {
					if !slices.ContainsFunc(q.with, func(name string) bool { of, _ := named(q.flow, name); return of == m }) {
						for _, v := range m.VariantNames() {
							left = append(left, m.FullName(v))
						}
					}
				}
				if len(left) > 0 {
					q.with = append(slices.Clone(q.with), rapid.SampledFrom(left).Draw(t, "more"))
				}
			}},
		"one capability or error less": {"granted", mail, change(mail, func(q *question) { q.has = q.has[1:] }),
			func(t *rapid.T, q *question) {
				less := rapid.SampledFrom(q.has).Draw(t, "less")
				q.has = slices.DeleteFunc(slices.Clone(q.has), func(name string) bool { return name == less })
			}},
		"a shorter life": {"granted", slow, change(slow, func(q *question) { q.life = 2 }),
			func(t *rapid.T, q *question) { q.life = rapid.IntRange(1, q.life).Draw(t, "shorter") }},
		"a longer delay": {"granted", slow, change(slow, func(q *question) { q.reading = 7 }),
			func(t *rapid.T, q *question) { q.reading = rapid.IntRange(q.reading, 9).Draw(t, "longer") }},
		"approval bound to the browser that entered": {"", mail, mail, // who hands the page over can have the code entered as well
			func(t *rapid.T, q *question) { q.bound = true }},
		"a limit of tries": {"", mail, mail, // luck gets past it
			func(t *rapid.T, q *question) { q.limited = true }},
		"clients that authenticate": {"granted", read, change(read, func(q *question) { q.auth = true }),
			func(t *rapid.T, q *question) { q.auth = true }},
		"TLS": {"initiated", read, change(read, func(q *question) { q.tls = true }),
			func(t *rapid.T, q *question) { q.tls = true }},
		"codes that are good for tokens once": {scenarios.SingleUse, read, change(read, func(q *question) { q.single = true }),
			func(t *rapid.T, q *question) { q.single = true }},
		"a client that asks for its state": {"granted", injected, change(injected, func(q *question) { q.state = true }),
			func(t *rapid.T, q *question) { q.state = true }},
		"a client that looks for its nonce": {"granted", swapped, change(swapped, func(q *question) { q.nonce = true }),
			func(t *rapid.T, q *question) { q.nonce = true }},
		"results for the session that started only": {scenarios.AttackerAccess, watched, change(watched, func(q *question) { q.poll = true }),
			func(t *rapid.T, q *question) { q.poll = true }},
		"PKCE": {"granted", swapped, change(swapped, func(q *question) { q.pkce = true }),
			func(t *rapid.T, q *question) { q.pkce = true }},
		"users named by ID tokens": {"granted", pushed, change(pushed, func(q *question) { q.hint = flows.IDTokenHint }),
			func(t *rapid.T, q *question) {
				if q.hint == flows.LoginHint { // who is in the client's place needs no token of a phone then
					q.hint = flows.IDTokenHint
				}
			}},
		"the binding message compared": {"granted", change(pushed, func(q *question) { q.has = without(without(q.has, "miscompares"), "ignores-context") }),
			change(pushed, func(q *question) {
				q.with, q.has = []string{"option:binding_message=compare"}, without(without(q.has, "miscompares"), "ignores-context")
			}),
			func(t *rapid.T, q *question) {
				if name := "option:binding_message=compare"; q.flow.Transfer == flows.Pushed && !slices.Contains(q.with, name) {
					q.with = append(slices.Clone(q.with), name)
				}
			}},
		"a server that makes the checks": {"granted", change(browser, func(q *question) { q.without = "redirect: session of this browser" }), browser,
			func(t *rapid.T, q *question) { q.without, q.naive = "", 0 }},
		"people who are harder to wear down": {"granted", pushed, change(pushed, func(q *question) { q.givesIn = 1 }),
			func(t *rapid.T, q *question) {
				if slices.Contains(q.has, "approves-unasked") { // or theirs is another error
					q.givesIn = 1
				}
			}},
		"people who approve only what is explained": {"granted", pushed, change(pushed, func(q *question) { q.talked = true }),
			func(t *rapid.T, q *question) { q.talked = true }},
		"shorter lives of tokens": {"impact", held, change(held, func(q *question) { q.refresh = 4 }),
			func(t *rapid.T, q *question) {
				shorter := func(name string, of *int) { *of = rapid.IntRange(min(1, *of), *of).Draw(t, name) }
				shorter("shorter access", &q.access)
				shorter("shorter refresh", &q.refresh)
				shorter("shorter idle", &q.idle)
			}},
		"earlier detection": {"impact", change(held, func(q *question) {
			q.with = []string{"detect-and-remediate:introspection"}
			q.has = without(q.has, "detection-misses")
		}),
			change(held, func(q *question) {
				q.with, q.detect = []string{"detect-and-remediate:introspection"}, 3
				q.has = without(q.has, "detection-misses")
			}),
			func(t *rapid.T, q *question) { q.detect = rapid.IntRange(0, q.detect).Draw(t, "earlier") }},
		"no refresh tokens": {"impact", held, change(held, func(q *question) { q.none = true }),
			func(t *rapid.T, q *question) { q.none = true }},
		"rotation": {"", held, held, // a copy can be used before the original
			func(t *rapid.T, q *question) { q.rotation = true }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, _ := test.from.gains(t)
			if after, _ := test.to.gains(t); test.goal != "" && before[test.goal] <= after[test.goal] {
				t.Errorf("with %+v the attacker gains %v, and with %+v %v: no difference to %s", test.from, before, test.to, after, test.goal)
			}
			compared := 0
			rapid.Check(t, func(r *rapid.T) {
				q := draw(r)
				harder := q
				test.harder(r, &harder)
				before, all := q.gains(t)
				after, whole := harder.gains(t)
				if !all || !whole {
					return
				}
				compared++
				for goal, gain := range after {
					if had := before[goal]; gain > had {
						r.Fatalf("%s is %d with %+v and was %d with %+v", goal, gain, harder, had, q)
					}
				}
			})
			if compared < 50 {
				t.Errorf("only %d questions were compared", compared)
			}
		})
	}
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

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

// stricter is a rung at least as strict on the same ladder; what is on none
// stays.
func stricter(t *rapid.T, name string) string {
	m, variant, err := builtIn().Mitigation(name)
	if err != nil || !m.Ladder {
		return name // an option
	}
	if m.Number == nil {
		list := m.VariantNames()
		return m.FullName(rapid.SampledFrom(list[slices.Index(list, variant):]).Draw(t, "stricter"))
	}
	n, err := m.Number.Parse(variant)
	if err != nil {
		t.Fatal(err)
	}
	unit := 1
	if m.Number.Unit == flows.Seconds {
		unit = 60
	}
	return m.FullName(m.Number.Unit.Format(unit * rapid.IntRange(1, n/unit).Draw(t, "stricter")))
}
