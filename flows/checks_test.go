package flows_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// laxly is a flow with one session, whose server and client leave out what they can. Where
// codes stand on objects, there is another object.
func laxly(t testing.TB, f *flows.Flow, change func(s *flows.Setting)) *flows.Composition {
	t.Helper()
	d := *scenarios.ExampleOf(f)
	d.CodeLife = scenarios.FineTick
	setting := scenarios.B4.Setting(&d, scenarios.Instance{Sessions: 1, Persons: 1, Own: true})
	setting.Plaintext, setting.ReadMin = true, 0
	if f.Transfer == flows.Fixed {
		setting.Sessions = 2
	}
	change(&setting)
	c, err := flows.Compose(builtIn(), f, setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// refusals counts how often each check refuses, by its full name.
func refusals(t testing.TB, c *flows.Composition) (refused map[string]uint64, states int) {
	t.Helper()
	found, err := model.Explore(t.Context(), c.System, nil, model.Options{})
	if err != nil || !found.Complete {
		t.Fatal(err, found.Stopped)
	}
	refused = map[string]uint64{}
	for step, ways := range found.Ways {
		s := c.Steps[step]
		for way, n := range ways {
			if s.Ways[way].Refuses {
				refused[s.Name+": "+s.Ways[way].Name] += n
			}
		}
	}
	return refused, found.States
}

// TestWithout leaves one check out after the other: it refuses nobody any more, and each
// other one refuses whom it did before.
func TestWithout(t *testing.T) {
	for _, f := range flows.All {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			work, listed := 0, 0
			for _, lax := range []func(s *flows.Setting){
				func(*flows.Setting) {},
				func(s *flows.Setting) {
					s.Hint, s.Confidential, s.EntryBound, s.PollBound, s.RotatingCode = flows.LoginHintToken, true, true, true, true
				},
				func(s *flows.Setting) { s.Hint, s.NoState, s.Request = flows.IDTokenHint, true, flows.NoToken },
			} {
				sound := laxly(t, f, lax)
				before, states := refusals(t, sound)
				listed = len(before)
				for _, name := range sound.Checks() {
					if _, woven := before[name]; !woven {
						t.Errorf("%s is listed, and no step has it", name)
					}
					c := laxly(t, f, func(s *flows.Setting) { lax(s); s.Without = name })
					after, more := refusals(t, c)
					if after[name] != 0 || more < states {
						t.Errorf("without %s it refuses %d times, and there are %d states instead of %d", name, after[name], more, states)
					}
					for other, n := range before {
						if other != name && n > 0 && after[other] == 0 {
							t.Errorf("without %s, %s refuses nobody either", name, other)
						}
					}
					if before[name] > 0 {
						work++
					}
				}
				if len(before) != len(sound.Checks()) {
					t.Errorf("%d checks are woven, and %d listed", len(before), len(sound.Checks()))
				}
			}
			if work < min(3, listed) {
				t.Errorf("only %d checks were seen to refuse somebody", work)
			}
		})
	}
}

// TestNaive: a naive server makes no check that binds, and every other one.
func TestNaive(t *testing.T) {
	kinds := map[string]flows.Check{}
	for _, f := range flows.All {
		for _, s := range f.Steps {
			for _, c := range s.Checks {
				kinds[f.Name+c.FullName(&s)] = c
			}
		}
		for _, capability := range builtIn().Capabilities {
			for _, s := range capability.Opens {
				for _, c := range s.Checks {
					kinds[f.Name+c.FullName(&s)] = c
				}
			}
		}
	}
	gone := map[flows.Server]int{}
	for _, f := range flows.All {
		lax := func(s *flows.Setting) {
			s.Hint, s.Confidential, s.EntryBound, s.PollBound = flows.LoginHintToken, true, true, true
		}
		before, _ := refusals(t, laxly(t, f, lax))
		for _, server := range []flows.Server{flows.OP, flows.RP} {
			after, _ := refusals(t, laxly(t, f, func(s *flows.Setting) { lax(s); s.Naive = flows.ServersOf(server) }))
			for name, n := range before {
				check, ok := kinds[f.Name+name]
				if !ok {
					continue // after the grant
				}
				switch binds := check.Kind == flows.Binding && check.By == server; {
				case binds && after[name] > 0:
					t.Errorf("%s: naive server %d, and %s refuses", f.Name, server, name)
				case binds && n > 0:
					gone[server]++
				case !binds && n > 0 && after[name] == 0:
					t.Errorf("%s: naive server %d, and %s, which is not its to leave out, refuses nobody", f.Name, server, name)
				}
			}
		}
	}
	if gone[flows.OP] < 5 || gone[flows.RP] < 5 {
		t.Errorf("%d checks of the provider and %d of the client were left out", gone[flows.OP], gone[flows.RP])
	}
}

// TestEveryEdgeReplays: whatever can happen in a flow is offered again by Next on the way
// there, in a stage for which its step is, by somebody who can take it.
func TestEveryEdgeReplays(t *testing.T) {
	for _, f := range flows.All {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			c := laxly(t, f, func(s *flows.Setting) { s.Hint = flows.LoginHintToken })
			type reached struct {
				w    flows.World
				by   model.TraceStep[flows.World]
				from int
			}
			all, seen := []reached{{w: c.Init, from: -1}}, map[flows.World]bool{c.Init: true}
			edges, steps := 0, map[string]bool{}
			for i := 0; i < len(all) && i < 1500; i++ {
				var back model.Trace[flows.World]
				for k := i; all[k].from >= 0; k = all[k].from {
					back.Steps = append(back.Steps, all[k].by)
				}
				slices.Reverse(back.Steps)
				w := all[i].w
				for n, e := range c.Next(w, nil) {
					edges++
					act := c.Act(e.Step, &w)
					steps[act.Name] = true
					if act.Session >= 0 && act.In != 0 && act.In>>w.Sessions[act.Session].Stage&1 == 0 {
						t.Errorf("%s in session %d of %+v: it is not for that stage", act.Name, act.Session, w)
					}
					if c.ByAttacker(e.Step) != (act.Actor == flows.Attacker) {
						t.Errorf("%s by %d in %+v: is that the attacker?", act.Name, act.Actor, w)
					}
					if n == edges%7 { // some of each state's
						if err := model.Replay(c.System, model.Trace[flows.World]{Steps: append(slices.Clone(back.Steps), model.TraceStep[flows.World](e))}); err != nil {
							t.Fatal(err)
						}
					}
					if !seen[e.To] {
						seen[e.To] = true
						all = append(all, reached{e.To, model.TraceStep[flows.World](e), i})
					}
				}
			}
			// A flow in which only people start is soon gone through to the end.
			if edges < 900 && len(all) > 1500 || edges < 90 || len(steps) < 13 {
				t.Errorf("%d edges of %d steps", edges, len(steps))
			}
		})
	}
}

// two is a flow's setting with two sessions and two persons, its durations in ticks, and
// a code's life of two of them.
func two(t testing.TB, f *flows.Flow, change func(s *flows.Setting)) *flows.Setting {
	t.Helper()
	setting := scenarios.B4.Setting(scenarios.ExampleOf(f), scenarios.Instance{Sessions: 2, Persons: 2, Own: true, Coarse: true})
	change(&setting)
	c, err := flows.Compose(builtIn(), f, setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &c.Setting
}

// acting is a party about to do something in a session of a world.
func acting(w *flows.World, s *flows.Setting, session uint8, party flows.Party) flows.At {
	return flows.At{W: w, Setting: s, S: &w.Sessions[session], Session: session, Party: party}
}

const (
	ann = flows.Party(2)
	bob = flows.Party(3)
)

// TestWhoIsAsked holds what people make of requests that name them, in worlds made by hand.
func TestWhoIsAsked(t *testing.T) {
	if flows.PersonParty(0) != ann || flows.PersonParty(1) != bob {
		t.Fatal("ann and bob are others")
	}
	plain := two(t, flows.CIBAPoll, func(*flows.Setting) {})
	session := func(stage flows.Stage, hint, init flows.Party, age uint8) flows.Session {
		return flows.Session{Stage: stage, Hint: hint, Init: init, Recv: init, Age: age}
	}
	for _, test := range []struct {
		name          string
		one, other    flows.Session
		lately, waits bool // ann is asked in the second session
	}{
		{"nobody else is asked", session(flows.Idle, flows.Nobody, flows.Nobody, 0), session(flows.Pending, ann, flows.Attacker, 0), false, false},
		{"another request, just now", session(flows.Pending, ann, flows.Attacker, 1), session(flows.Pending, ann, flows.Attacker, 0), true, false},
		{"another request, a code's life ago", session(flows.Expired, ann, flows.Attacker, 2), session(flows.Pending, ann, flows.Attacker, 0), false, false},
		{"a request to bob", session(flows.Pending, bob, flows.Attacker, 0), session(flows.Pending, ann, flows.Attacker, 0), false, false},
		{"a request that is not sent yet", session(flows.Idle, ann, flows.Attacker, 0), session(flows.Pending, ann, flows.Attacker, 0), false, false},
		{"ann has one of her own under way", session(flows.Pending, ann, ann, 0), session(flows.Pending, ann, flows.Attacker, 0), true, true},
		{"ann has said who she is, and sees no more", session(flows.Idle, ann, ann, 0), session(flows.Pending, ann, flows.Attacker, 0), false, true},
		{"hers is decided", session(flows.Approved, ann, ann, 0), session(flows.Pending, ann, flows.Attacker, 0), true, false},
		{"the attacker is asked in her place", session(flows.Pending, flows.Attacker, ann, 0), session(flows.Pending, ann, flows.Attacker, 0), false, false},
	} {
		w := &flows.World{}
		w.Sessions[0], w.Sessions[1] = test.one, test.other
		a := acting(w, plain, 1, ann)
		if got := a.AskedLately(); got != test.lately {
			t.Errorf("%s: asked lately %v, want %v", test.name, got, test.lately)
		}
		if got := a.Awaits(); got != test.waits {
			t.Errorf("%s: awaits %v, want %v", test.name, got, test.waits)
		}
	}
	for _, test := range []struct {
		name      string
		habits    flows.Habits
		one       flows.Session
		lure      flows.Lure
		persuaded bool
	}{
		{"nothing is needed", flows.Habits{}, flows.Session{}, 0, true},
		{"worn out, and it is the first", flows.Habits{GivesIn: 1}, flows.Session{}, 0, false},
		{"worn out, and another is before her", flows.Habits{GivesIn: 1}, session(flows.Pending, ann, flows.Attacker, 0), 0, false},
		{"worn out, and has let one pass", flows.Habits{GivesIn: 1}, session(flows.Expired, ann, flows.Attacker, 2), 0, true},
		{"worn out, and has declined one", flows.Habits{GivesIn: 1}, session(flows.Denied, ann, flows.Attacker, 0), 0, true},
		{"worn out, and bob has declined one", flows.Habits{GivesIn: 1}, session(flows.Denied, bob, flows.Attacker, 0), 0, false},
		{"nobody talks to her", flows.Habits{Talked: true}, flows.Session{}, 0, false},
		{"talked to", flows.Habits{Talked: true}, flows.Session{}, flows.OnCall, true},
		{"talked to, and told to decline the first", flows.Habits{Talked: true, GivesIn: 1}, flows.Session{}, flows.OnCall, false},
		{"talked to, and has let one pass, which she was not told to", flows.Habits{Talked: true, GivesIn: 1}, session(flows.Expired, ann, flows.Attacker, 2), flows.OnCall, false},
		{"talked to, and has declined the first", flows.Habits{Talked: true, GivesIn: 1}, session(flows.Denied, ann, flows.Attacker, 0), flows.OnCall, true},
	} {
		s := two(t, flows.CIBAPoll, func(s *flows.Setting) { s.People[0] = test.habits })
		w := &flows.World{}
		w.Sessions[0], w.Sessions[1], w.Persons[0].Lure = test.one, session(flows.Pending, ann, flows.Attacker, 0), test.lure
		if got := acting(w, s, 1, ann).Persuaded(); got != test.persuaded {
			t.Errorf("%s: persuaded %v, want %v", test.name, got, test.persuaded)
		}
	}
}

// TestCodes holds what becomes of authorization codes, in worlds made by hand: ann's
// session is the first, the attacker's the second.
func TestCodes(t *testing.T) {
	single := flows.CodeChecks[0]
	setting := two(t, flows.AuthcodeQR, func(*flows.Setting) {})
	world := func() *flows.World {
		w := &flows.World{}
		w.Sessions[0] = flows.Session{Stage: flows.Approved, Init: ann, Recv: ann, Appr: ann}
		w.Sessions[1] = flows.Session{Stage: flows.Pending, Init: flows.Attacker, Recv: flows.Attacker}
		return w
	}
	good := func(w *flows.World, session uint8) bool {
		return single.Pass(acting(w, setting, session, w.Sessions[session].Recv))
	}
	has := func(name, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	code := func(w *flows.World, of flows.Party) string { return fmt.Sprint(acting(w, setting, 1, of).IssuedCode()) }

	w := world()
	has("issued to ann", code(w, ann), "1")
	has("issued to bob", code(w, bob), "0")

	// The code comes back where it belongs, and is redeemed once.
	acting(w, setting, 0, ann).Bring(flows.CodeFrom(0))
	has("brought", fmt.Sprint(w.Sessions[0].Stage, w.Sessions[0].Code, w.Sessions[0].Appr), fmt.Sprint(flows.Returned, 1, ann))
	has("brought, good", fmt.Sprint(good(w, 0)), "true")
	has("brought, still hers", code(w, ann), "1")
	acting(w, setting, 0, ann).RedeemCode()
	has("redeemed", fmt.Sprint(w.Sessions[0].Stage, w.Sessions[0].Holder, w.Sessions[0].Code), fmt.Sprint(flows.Redeemed, ann, 0))
	has("redeemed, hers no more", code(w, ann), "0")

	// It is brought to the attacker's session first, and then to ann's.
	w = world()
	acting(w, setting, 1, ann).Bring(flows.CodeFrom(0))
	has("swapped", fmt.Sprint(w.Sessions[1].Stage, w.Sessions[1].Code, w.Sessions[1].Appr), fmt.Sprint(flows.Returned, 1, ann))
	has("swapped, good", fmt.Sprint(good(w, 1)), "true")
	acting(w, setting, 0, ann).Bring(flows.CodeFrom(0))
	acting(w, setting, 1, flows.Attacker).RedeemCode()
	has("swapped, redeemed", fmt.Sprint(w.Sessions[1].Holder, w.Sessions[1].Appr, w.Sessions[1].Code), fmt.Sprint(flows.Attacker, ann, 1))
	has("swapped, the other is used up", fmt.Sprint(w.Sessions[0].Stage, w.Sessions[0].Code, good(w, 0)), fmt.Sprint(flows.Returned, 0, false))

	// Ann is faster.
	w = world()
	acting(w, setting, 1, ann).Bring(flows.CodeFrom(0))
	acting(w, setting, 0, ann).Bring(flows.CodeFrom(0))
	acting(w, setting, 0, ann).RedeemCode()
	has("swapped, too late", fmt.Sprint(good(w, 1)), "false")

	// A code of the attacker's own is always good, for the attacker's account.
	w = world()
	acting(w, setting, 0, flows.Attacker).Bring(flows.OwnCode)
	has("injected", fmt.Sprint(w.Sessions[0].Appr, w.Sessions[0].Code, good(w, 0)), fmt.Sprint(flows.Attacker, flows.OwnCode, true))
	acting(w, setting, 0, ann).RedeemCode()
	has("injected, redeemed", fmt.Sprint(w.Sessions[0].Holder, w.Sessions[0].Appr, w.Sessions[0].Code), fmt.Sprint(ann, flows.Attacker, flows.OwnCode))

	// PKCE and nonce tell a code from elsewhere from one's own.
	for i, check := range flows.CodeChecks[1:] {
		w = world()
		acting(w, setting, 1, ann).Bring(flows.CodeFrom(0))
		has(check.Name+", from elsewhere", fmt.Sprint(check.Pass(acting(w, setting, 1, flows.Attacker))), "false")
		acting(w, setting, 0, ann).Bring(flows.CodeFrom(0))
		has(check.Name+", own", fmt.Sprint(check.Pass(acting(w, setting, 0, ann))), "true")
		off := two(t, flows.AuthcodeQR, func(s *flows.Setting) { s.NoPKCE, s.NoNonce = i == 0, i == 1 })
		has(check.Name+", switched off", fmt.Sprint(check.Pass(acting(w, off, 1, flows.Attacker))), "true")
	}
}
