package scenarios_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

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
				// Theirs is another error, which education is not about: mitigations/user_education.go.
				if slices.Contains(q.has, "approves-unasked") && !slices.Contains(q.with, "user-education") {
					q.givesIn = 1
				}
			}},
		"people who approve only what is explained": {"granted", pushed, change(pushed, func(q *question) { q.talked = true }),
			func(t *rapid.T, q *question) {
				// Who is worn out slips, and who is talked to takes the request for theirs: another
				// error, so only who can slip as well is harder to get by talking.
				if q.givesIn == 0 || slices.Contains(q.has, "slips") {
					q.talked = true
				}
			}},
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
