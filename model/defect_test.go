package model_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
)

// fails runs Explore and expects an error that says all of this.
func fails[S comparable](t *testing.T, sys model.System[S], says ...string) {
	t.Helper()
	for _, workers := range []int{1, 2} {
		_, err := model.Explore(context.Background(), sys, nil, model.Options{Workers: workers})
		for _, part := range says {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %v, want %q in it", sys.Name, err, part)
			}
		}
	}
}

func TestNotAFunction(t *testing.T) {
	chance := []model.Rule[uint8]{
		{Name: "fine", Do: model.Do(func(s *uint8, _ model.Bind) { *s++ })},
		{Name: "chance", Do: model.Do(func(s *uint8, _ model.Bind) { *s = uint8(rand.Uint()) })},
	}
	fails(t, model.Weave("random", 0, chance), "random: chance(0,0) came out differently", "function of the state")

	fails(t, model.System[uint8]{
		Name:  "map order",
		Steps: []model.Step{{Name: "any"}},
		Next: func(s uint8, buf []model.Edge[uint8]) []model.Edge[uint8] {
			for to := range map[uint8]bool{s + 1: true, s + 2: true, s + 3: true} {
				buf = append(buf, model.Edge[uint8]{To: to})
			}
			return buf
		},
	}, "any(0,0) came out differently")
}

func TestReplayNotices(t *testing.T) {
	calls := 0
	sys := counter(5000)
	next := sys.Next
	sys.Next = func(s uint16, buf []model.Edge[uint16]) []model.Edge[uint16] {
		if calls++; calls > 9000 {
			return buf
		}
		return next(s, buf)
	}
	_, err := model.Explore(context.Background(), sys, []model.Property[uint16]{{Name: "end", When: is(5000)}}, model.Options{})
	if err == nil || !strings.Contains(err.Error(), "came out differently when replayed") {
		t.Errorf("%v", err)
	}
}

func TestUsed(t *testing.T) {
	type state struct{ A, B uint8 }
	sys := model.Weave("used", state{}, []model.Rule[state]{
		{Name: "a", Do: model.Do(func(s *state, _ model.Bind) { s.A ^= 1 })},
	})
	sys.Used = 1
	if r := explore(t, sys, model.Options{}); r.States != 2 {
		t.Errorf("%d states", r.States)
	}
	sys = model.Weave("used", state{}, []model.Rule[state]{
		{Name: "b", Do: model.Do(func(s *state, _ model.Bind) { s.B ^= 1 })},
	})
	sys.Used = 1
	fails(t, sys, "used: b(0,0) changes bytes beyond System.Used (1)")
	sys.Used = 3
	fails(t, sys, "Used is 3, but a state has 2 bytes")
	sys.Used, sys.Init = 1, state{0, 1}
	fails(t, sys, "initial state")
}

func TestPanics(t *testing.T) {
	fails(t, model.Weave("panics", 0, []model.Rule[uint8]{
		{Name: "count", Do: model.Do(func(s *uint8, _ model.Bind) { *s++ })},
		{Name: "divide", Do: model.Do(func(s *uint8, _ model.Bind) { *s /= *s - 3 })},
	}), "panics: divide(0,0) panics in state 3: runtime error: integer divide by zero")

	fails(t, model.System[uint8]{
		Name:  "unnamed step",
		Steps: []model.Step{{Name: "only"}},
		Next: func(s uint8, buf []model.Edge[uint8]) []model.Edge[uint8] {
			return append(buf, model.Edge[uint8]{Step: 1})
		},
	}, "way 0 of step 1")
}

func TestWeaveRefuses(t *testing.T) {
	do := model.Do(func(*uint8, model.Bind) {})
	index := &model.Index[uint8]{Name: "ix", Size: 1, Key: func(*uint8, uint8) uint8 { return 0 }}
	for says, rule := range map[string]model.Rule[uint8]{
		"has no name":           {Do: do},
		"has no outcome":        {Name: "r"},
		"names no key":          {Name: "r", Over: index, Do: do},
		"names keys but":        {Name: "r", In: model.At(1), Do: do},
		"With 257":              {Name: "r", With: 257, Do: do},
		"without Pass":          {Name: "r", Do: do, Checks: []model.Check[uint8]{{Name: "c"}}},
		"needs a Key":           {Name: "r", Over: &model.Index[uint8]{}, In: 1, Do: do},
		"more than 256":         {Name: "r", Do: make([]model.Outcome[uint8], 257)},
		"more than 65536 steps": {Name: "r", Over: &model.Index[uint8]{Size: 256, Key: index.Key}, In: 1, With: 256, Do: do},
	} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.Contains(r.(string), says) {
					t.Errorf("%v, want %q", r, says)
				}
			}()
			model.Weave("wrong", 0, []model.Rule[uint8]{{Name: "ok", Do: do}, rule})
		}()
	}
}
