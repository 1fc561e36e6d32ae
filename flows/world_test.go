package flows_test

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// A World is copied, hashed and compared as bytes, and only the leading ones
// that an instance uses.

func TestWorldIsPlain(t *testing.T) {
	world := reflect.TypeFor[flows.World]()
	if size := unsafe.Sizeof(flows.World{}); size > 128 {
		t.Errorf("World has %d bytes, more than 128", size)
	}
	if bytes := plainBytes(t, "World", world); bytes != world.Size() {
		t.Errorf("the fields of World have %d bytes and World %d: there is padding", bytes, world.Size())
	}
	if first := world.Field(0); first.Name != "Persons" || first.Offset != 0 {
		t.Errorf("World begins with %s: what is in use would be no prefix", first.Name)
	}
	if world.NumField() != 3 || world.Field(1).Name != "Sessions" || world.Field(2).Name != "Tokens" {
		t.Errorf("World is something else than Persons, Sessions and, for the slow clock, Tokens: Composition.Used leaves it out")
	}
}

// plainBytes adds up the sizes of the fields, which must be small numbers,
// booleans, and arrays and structs of them.
func plainBytes(t *testing.T, path string, of reflect.Type) (bytes uintptr) {
	switch of.Kind() {
	case reflect.Bool, reflect.Uint8:
		return of.Size()
	case reflect.Uint16:
		if !strings.HasPrefix(path, "World.Tokens.") {
			t.Errorf("%s is a %s: only on the slow clock is there so much to count", path, of)
		}
		return of.Size()
	case reflect.Array:
		return uintptr(of.Len()) * plainBytes(t, path+"[i]", of.Elem())
	case reflect.Struct:
		for i := range of.NumField() {
			field := of.Field(i)
			if field.Name == "_" {
				t.Errorf("%s has a blank field, which == does not look at", path)
			}
			bytes += plainBytes(t, path+"."+field.Name, field.Type)
		}
		return bytes
	}
	t.Errorf("%s is a %s, no small number", path, of)
	return of.Size()
}

func TestUsed(t *testing.T) {
	for sessions := uint8(1); sessions <= flows.MaxSessions; sessions++ {
		for persons := uint8(1); persons <= flows.MaxPersons; persons++ {
			setting := scenarios.B1.Setting(scenarios.Example, scenarios.Instance{Sessions: sessions, Persons: persons, Own: true})
			c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil)
			if err != nil {
				t.Fatal(err)
			}
			var last flows.World
			end := uintptr(unsafe.Pointer(&last.Sessions[sessions-1])) + unsafe.Sizeof(last.Sessions[0]) - uintptr(unsafe.Pointer(&last))
			if c.Used != int(end) {
				t.Errorf("%d sessions, %d persons: Used is %d, and session %d ends at %d", sessions, persons, c.Used, sessions-1, end)
			}
			if last := uintptr(unsafe.Pointer(&last.Persons[persons-1])) + unsafe.Sizeof(last.Persons[0]) - uintptr(unsafe.Pointer(&last)); int(last) > c.Used {
				t.Errorf("%d persons: the last one ends at %d, after the %d bytes used", persons, last, c.Used)
			}
		}
	}
}

// TestUsedAfter: the slow clock counts in Tokens, which the flow never touches, so
// there a whole World is stored.
func TestUsedAfter(t *testing.T) {
	c, err := flows.Compose(builtIn(), flows.DeviceGrant, scenarios.B2.Setting(scenarios.Example, scenarios.After), nil)
	if err != nil {
		t.Fatal(err)
	}
	if size := int(unsafe.Sizeof(flows.World{})); c.Used != 0 && c.Used != size {
		t.Errorf("Used is %d of %d bytes", c.Used, size)
	}
	counted := visit(c, func(w *flows.World) bool { return w.Tokens.Used > 255 })
	found, err := model.Explore(t.Context(), c.System, nil, model.Options{})
	if err != nil || !found.Complete {
		t.Fatal(err, found.Stopped)
	}
	if !counted || found.States != len(reachable(c)) {
		t.Errorf("%d states, and %d as Next gives them; more than a byte counts: %v", found.States, len(reachable(c)), counted)
	}
	one, err := flows.Compose(builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.Alone), nil)
	if err != nil {
		t.Fatal(err)
	}
	if visit(one, func(w *flows.World) bool { return w.Tokens != flows.Tokens{} }) {
		t.Error("a step of the flow writes what only the slow clock stores")
	}
}

// reachable are the states of a composition, whatever anybody can do.
func reachable(c *flows.Composition) map[flows.World]bool {
	seen, queue := map[flows.World]bool{c.Init: true}, []flows.World{c.Init}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, e := range c.Next(queue[0], nil) {
			if !seen[e.To] {
				seen[e.To] = true
				queue = append(queue, e.To)
			}
		}
	}
	return seen
}

// visit tells whether some state satisfies is.
func visit(c *flows.Composition, is func(w *flows.World) bool) bool {
	for w := range reachable(c) {
		if is(&w) {
			return true
		}
	}
	return false
}

func TestComposeRefuses(t *testing.T) {
	good := scenarios.B1.Setting(scenarios.Example, scenarios.Alone)
	for _, test := range []struct {
		want   string
		change func(s *flows.Setting)
	}{
		{"a world has 1 to 4 sessions and 1 to 4 persons, not 0 and 1", func(s *flows.Setting) { s.Sessions = 0 }},
		{"a world has 1 to 4 sessions and 1 to 4 persons, not 5 and 1", func(s *flows.Setting) { s.Sessions = 5 }},
		{"a world has 1 to 4 sessions and 1 to 4 persons, not 1 and 0", func(s *flows.Setting) { s.Persons = 0 }},
		{"a world has 1 to 4 sessions and 1 to 4 persons, not 1 and 5", func(s *flows.Setting) { s.Persons = 5 }},
		{"tick: 0 s is no tick", func(s *flows.Setting) { s.Tick = 0 }},
		{"code life: a duration cannot be negative, found -60 s", func(s *flows.Setting) { s.CodeLife = -60 }},
		{"code life: 15060 s is more than 250 ticks of 60 s", func(s *flows.Setting) { s.CodeLife = 251 * 60 }},
		{"reading delay: 15060 s is more than 250 ticks of 60 s", func(s *flows.Setting) { s.ReadMin = 251 * 60 }},
		{"entry delay: 15060 s is more than 250 ticks of 60 s", func(s *flows.Setting) { s.People[0].EntryMin = 251 * 60 }},
	} {
		setting := good
		test.change(&setting)
		_, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil)
		if err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

// TestRounded holds the direction: lives up and delays down, in the attacker's
// favour.
func TestRounded(t *testing.T) {
	setting := scenarios.B1.Setting(scenarios.Example, scenarios.Alone)
	setting.CodeLife, setting.ReadMin, setting.People[0].EntryMin = 90, 119, 61
	c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []flows.Rounded{{Name: "code life", From: 90, To: 120}, {Name: "reading delay", From: 119, To: 60}, {Name: "entry delay", From: 61, To: 60}}
	if !reflect.DeepEqual(c.Rounded, want) {
		t.Errorf("got %v, want %v", c.Rounded, want)
	}
	if n := setting.CodeLifeTicks(); n != 2 {
		t.Errorf("CodeLifeTicks is %d, not the 2 that Compose uses", n)
	}
}

// TestRoundedAfter is the same on the slow clock, where a limit beyond the horizon
// is as good as none and none stays none.
func TestRoundedAfter(t *testing.T) {
	setting := scenarios.B1.Setting(scenarios.Example, scenarios.After)
	setting.Grant.AccessLife, setting.Grant.RefreshLife, setting.Grant.RefreshIdle = 300, 0, 90*86400
	setting.Grant.DetectAfter, setting.Grant.Horizon = 3601, 10*3600+1
	c, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []flows.Rounded{{Name: "access token life", From: 300, To: 3600}, {Name: "refresh token idle", From: 36001, To: 39600},
		{Name: "detection", From: 3601, To: 7200}, {Name: "horizon", From: 36001, To: 39600}}
	if !reflect.DeepEqual(c.Rounded, want) {
		t.Errorf("got %v, want %v", c.Rounded, want)
	}
	for _, test := range []struct {
		want   string
		change func(g *flows.Grant)
	}{
		{"access token life: a duration cannot be negative, found -1 s", func(g *flows.Grant) { g.AccessLife = -1 }},
		{"detection: a duration cannot be negative, found -1 s", func(g *flows.Grant) { g.DetectAfter = -1 }},
		{"horizon: 235926000 s is more than 65534 ticks of 3600 s", func(g *flows.Grant) { g.Horizon = 65535 * 3600 }},
	} {
		setting := scenarios.B1.Setting(scenarios.Example, scenarios.After)
		test.change(&setting.Grant)
		if _, err := flows.Compose(builtIn(), flows.DeviceGrant, setting, nil); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}
