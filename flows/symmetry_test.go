package flows_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// naming is where in a World sessions and persons are named, as offsets of bytes. They
// are found by type, so that no field that is new is forgotten.
type naming struct {
	parties, known, lures, sessions []uintptr
}

// numbers are the fields of bytes that name nobody, and indexes those that name a session,
// as 1 + its index.
var (
	numbers = []string{"LureAge", "Age", "Uses", "Ext"}
	indexes = []string{"On", "Code"}
)

func (n *naming) find(t testing.TB, name string, of reflect.Type, at uintptr) {
	switch of {
	case reflect.TypeFor[flows.Party]():
		n.parties = append(n.parties, at)
		return
	case reflect.TypeFor[flows.Known]():
		n.known = append(n.known, at)
		return
	case reflect.TypeFor[flows.Lure]():
		n.lures = append(n.lures, at)
		return
	case reflect.TypeFor[uint8]():
		switch {
		case slices.Contains(indexes, name):
			n.sessions = append(n.sessions, at)
		case !slices.Contains(numbers, name):
			t.Errorf("does %s name a session? The test has to know", name)
		}
		return
	}
	switch of.Kind() {
	case reflect.Array:
		for i := range uintptr(of.Len()) {
			n.find(t, name, of.Elem(), at+i*of.Elem().Size())
		}
	case reflect.Struct:
		for i := range of.NumField() {
			n.find(t, of.Field(i).Name, of.Field(i).Type, at+of.Field(i).Offset)
		}
	}
}

func bytesOf(w *flows.World) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(w)), unsafe.Sizeof(*w))
}

// swapped is the world with the first two sessions, or the first two persons, under each
// other's number.
func (n *naming) swapped(w flows.World, sessions, persons bool) flows.World {
	b := bytesOf(&w)
	swap := func(at []uintptr, one, other byte) {
		for _, i := range at {
			switch b[i] {
			case one:
				b[i] = other
			case other:
				b[i] = one
			}
		}
	}
	if sessions {
		w.Sessions[0], w.Sessions[1] = w.Sessions[1], w.Sessions[0]
		swap(n.sessions, 1, 2)
		swap(n.lures, byte(flows.CodeOf(0)), byte(flows.CodeOf(1)))
	}
	if persons {
		w.Persons[0], w.Persons[1] = w.Persons[1], w.Persons[0]
		one, other := flows.PersonParty(0), flows.PersonParty(1)
		swap(n.parties, byte(one), byte(other))
		for _, i := range n.known {
			if k := flows.Known(b[i]); k.Has(one) != k.Has(other) {
				b[i] ^= 1<<one | 1<<other
			}
		}
	}
	return w
}

// least is the same for all worlds that differ only in numbers.
func (n *naming) least(w flows.World, persons bool) flows.World {
	best := w
	for _, v := range []flows.World{n.swapped(w, true, false), n.swapped(w, false, persons), n.swapped(w, true, persons)} {
		if bytes.Compare(bytesOf(&v), bytesOf(&best)) < 0 {
			best = v
		}
	}
	return best
}

// free tells whether nobody has anything to do with a session yet.
func free(s *flows.Session) bool { return *s == flows.Session{} }

// TestSymmetry takes random steps and swaps sessions and persons on the way: the same must be
// possible, refused by the same and with the same outcome, up to the numbers. Free
// sessions come last, because that is where a session starts. And the canonical
// order may change nothing but numbers.
func TestSymmetry(t *testing.T) {
	n := &naming{}
	n.find(t, "World", reflect.TypeFor[flows.World](), 0)
	if got := fmt.Sprint(len(n.parties), len(n.known), len(n.lures), len(n.sessions)); got != "36 4 4 8" {
		t.Errorf("parties, sets of them, lures and sessions are named in %s places", got)
	}
	for _, f := range flows.All {
		for _, in := range []scenarios.Instance{scenarios.TwoVictims, scenarios.Beside, {Name: "two with devices of their own", Sessions: 2, Persons: 2, Own: true, Coarse: true, Alike: true}} {
			t.Run(f.Name+" "+in.Name, func(t *testing.T) {
				t.Parallel()
				d := *scenarios.ExampleOf(f)
				d.Plaintext, d.CodeReusable, d.NoState = true, true, true
				d.NoNonce, d.NoPKCE, d.Hint = true, true, flows.LoginHintToken
				setting := scenarios.B4Helpdesk.Setting(&d, in)
				setting.ReadMin = setting.Tick
				for i := range setting.People {
					setting.People[i].GivesIn = 1
				}
				var placed []flows.Placed
				for _, m := range slices.Concat(builtIn().Mitigations, f.Options) {
					p, err := m.Place(m.Default, setting.Tick)
					if err != nil {
						p, err = m.Place(m.Variants[0].Name, setting.Tick)
					}
					if err != nil {
						t.Fatal(err)
					}
					placed = append(placed, p)
				}
				c, err := flows.Compose(builtIn(), f, setting, placed)
				if err != nil {
					t.Fatal(err)
				}
				persons := in.Persons > 1
				edges := func(w flows.World) map[string]int {
					all := map[string]int{}
					for _, e := range c.Next(w, nil) {
						to := n.least(e.To, persons)
						all[fmt.Sprint(c.Steps[e.Step].Name, e.Way, e.Mask, string(bytesOf(&to)))]++
					}
					return all
				}
				canonical, swaps := c.Canonical(), 0
				rapid.Check(t, func(r *rapid.T) {
					w := c.Init
					for range rapid.IntRange(1, 30).Draw(r, "steps") {
						if canonicalDiffers := differ(c.Next(w, nil), canonical.Next(w, nil), func(v flows.World) flows.World { return n.least(v, persons) }); canonicalDiffers != "" {
							r.Fatalf("the canonical order changes more than numbers: %s", canonicalDiffers)
						}
						other := n.swapped(w, free(&w.Sessions[0]) == free(&w.Sessions[1]), persons)
						if other != w {
							swaps++
							if a, b := edges(w), edges(other); !maps.Equal(a, b) {
								r.Fatalf("what is possible differs between %+v and %+v, which differ in numbers", w, other)
							}
						}
						moves := slices.DeleteFunc(c.Next(w, nil), func(e model.Edge[flows.World]) bool { return e.To == w })
						if len(moves) == 0 {
							return
						}
						w = rapid.SampledFrom(moves).Draw(r, "edge").To
					}
				})
				// Where only people start, and once each, one person leaves the second session alone.
				if swaps == 0 && (f.Transfer != flows.Outward || persons) {
					t.Error("nothing was swapped")
				}
			})
		}
	}
}

// differ is where two lists of edges lead to worlds that are not the same up to numbers.
func differ(plain, ordered []model.Edge[flows.World], least func(flows.World) flows.World) string {
	for i, e := range plain {
		o := ordered[i]
		if e.Step != o.Step || e.Way != o.Way || e.Mask != o.Mask || least(e.To) != least(o.To) {
			return fmt.Sprintf("%+v has become %+v", e.To, o.To)
		}
	}
	return ""
}

// TestCanonicalLabels: with sessions and persons in canonical order the same can be
// reached under the same labels, in fewer states.
func TestCanonicalLabels(t *testing.T) {
	for _, test := range []struct {
		s    *scenarios.Scenario
		flow *flows.Flow
		in   scenarios.Instance
		not  []string
	}{
		{scenarios.B1, flows.DeviceGrant, scenarios.TwoVictims, []string{"own-account", "headless-entry", "on-demand"}},
		{scenarios.B1, flows.AuthcodeQR, scenarios.TwoVictims, []string{"own-account", "headless-entry", "on-demand"}},
		{scenarios.B4, flows.CIBAPoll, scenarios.TwoVictims, []string{"own-account", "guess-identifiers", "spray", "on-demand", "copy"}},
		{scenarios.B4, flows.CIBASync, scenarios.TwoVictims, []string{"own-account", "guess-identifiers", "spray", "on-demand", "copy"}},
		{scenarios.B9, flows.CIBAPush, scenarios.Repeated, []string{"own-account", "spray", "on-demand"}},
		{scenarios.WrongDevice, flows.CIBAPing, scenarios.Beside, []string{"own-account", "spray", "on-demand", "see-screen"}},
		{scenarios.WrongDevice, flows.AuthcodeQR, scenarios.Beside, []string{"own-account", "on-demand", "see-screen"}},
		{scenarios.WrongDevice, flows.SameDeviceAuthcode, scenarios.Beside, []string{"own-account", "on-demand"}},
		{scenarios.B7, flows.SessionTransfer, scenarios.TwoVictims, nil},
	} {
		t.Run(test.s.Name+" "+test.flow.Name, func(t *testing.T) {
			t.Parallel()
			d := *scenarios.ExampleOf(test.flow)
			d.NoPKCE, d.NoNonce, d.NoState = true, true, true
			setting := test.s.Setting(&d, test.in)
			setting.Tick = setting.CodeLife
			var placed []flows.Placed
			for _, m := range slices.Concat(builtIn().Mitigations, test.flow.Options) {
				for _, v := range m.VariantNames() {
					p, err := m.Place(v, setting.Tick)
					if err != nil {
						t.Fatal(err)
					}
					placed = append(placed, p)
				}
			}
			c, err := flows.Compose(builtIn(), test.flow, setting, placed)
			if err != nil {
				t.Fatal(err)
			}
			has, err := test.s.Profile("strongest")
			if err != nil {
				t.Fatal(err)
			}
			has = slices.DeleteFunc(has, func(name string) bool { return slices.Contains(test.not, name) })
			have, err := c.RequirementSet(append(has, flows.RequirementNames()...)...)
			if err != nil {
				t.Fatal(err)
			}
			var goals []model.Goal[flows.World]
			for _, g := range test.s.At(test.in) {
				goals = append(goals, model.Goal[flows.World]{Name: g.Name, When: g.When})
			}
			for _, p := range scenarios.Safety {
				goals = append(goals, model.Goal[flows.World]{Name: p.Name, When: p.When})
			}
			var found [2]model.FamilyResult
			for i, sys := range []model.System[flows.World]{c.System, c.Canonical()} {
				if found[i], err = model.Family(t.Context(), sys.Restrict(model.Restriction{Have: have}), goals, model.Options{}); err != nil || !found[i].Complete {
					t.Fatal(err, found[i].Stopped)
				}
			}
			if found[1].States >= found[0].States {
				t.Errorf("%d states, and %d in canonical order", found[0].States, found[1].States)
			}
			some := false
			for i, g := range goals {
				if some = some || len(found[0].Labels[i]) > 0; !slices.Equal(found[0].Labels[i], found[1].Labels[i]) {
					t.Errorf("%s has the labels %v, and %v in canonical order", g.Name, found[0].Labels[i], found[1].Labels[i])
				}
			}
			if !some {
				t.Error("nothing is reached")
			}
			t.Logf("%d states, %d in canonical order", found[0].States, found[1].States)
		})
	}
}
