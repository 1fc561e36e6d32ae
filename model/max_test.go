package model_test

import (
	"context"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
	"pgregory.net/rapid"
)

func TestMax(t *testing.T) {
	steps := func(p *point) int { return int(p.X + p.Y) }
	for _, c := range []struct {
		name     string
		opt      model.Options
		most     int
		complete bool
	}{
		{"all of a grid", model.Options{}, 2*100 - 2, true},
		{"workers", model.Options{Workers: 4}, 2*100 - 2, true},
		{"what Decide waits for is never found", model.Options{Decide: true}, 2*100 - 2, true},
		{"a triangle", model.Options{MaxStates: 11 * 12 / 2}, 10, false},
		{"one state", model.Options{MaxStates: 1}, 0, false},
	} {
		most, complete, err := model.Max(context.Background(), grid(100), steps, c.opt)
		if err != nil || most != c.most || complete != c.complete {
			t.Errorf("%s: %d, %v, %v; want %d, %v", c.name, most, complete, err, c.most, c.complete)
		}
	}
	negative := func(p *point) int { return -1 - steps(p) }
	if most, _, err := model.Max(context.Background(), grid(9), negative, model.Options{}); err != nil || most != -1 {
		t.Errorf("below zero: %d, %v; want -1, of the initial state", most, err)
	}
	if _, _, err := model.Max(context.Background(), model.System[point]{Name: "no"}, steps, model.Options{}); err == nil {
		t.Error("a system without Next has a maximum")
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if most, complete, err := model.Max(ended, grid(100), steps, model.Options{}); err != nil || most != 0 || complete {
		t.Errorf("interrupted: %d, %v, %v", most, complete, err)
	}
}

func TestMaxAgainstNaiveSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := randomRules(t)
		sys := model.Weave("random", cells{1, 2}, rules)
		weights := rapid.SliceOfN(rapid.IntRange(-3, 3), len(cells{}), len(cells{})).Draw(t, "weights")
		value := func(s *cells) (n int) {
			for i, w := range weights {
				n += w * int(s[i])
			}
			return n
		}
		want := value(&sys.Init)
		for _, s := range search(rules, sys.Init).states {
			want = max(want, value(&s))
		}
		got, complete, err := model.Max(context.Background(), sys, value, model.Options{Workers: rapid.IntRange(0, 3).Draw(t, "workers")})
		if err != nil || !complete || got != want {
			t.Fatalf("%d, %v, %v; want %d", got, complete, err, want)
		}
	})
}
