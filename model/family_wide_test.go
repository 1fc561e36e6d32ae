package model

import (
	"context"
	"errors"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// ring is two steps, the first of which can be taken in 64 ways: way m needs
// capability m and is refused by mitigation m, from 60 on beyond defeat; the
// second step after it needs, and is refused by, the next number on the ring.
func ring() (System[uint8], []Goal[uint8]) {
	mask := func(m uint8) Mask {
		if m %= 64; m >= 60 {
			return Mask{Requires: Of(int(m)), Own: Of(int(m))}
		}
		return Mask{Requires: Of(int(m)), Foreign: Of(int(m))}
	}
	next := func(s uint8, buf []Edge[uint8]) []Edge[uint8] {
		switch {
		case s == 0:
			for m := range uint8(64) {
				buf = append(buf, Edge[uint8]{Way: m, Mask: mask(m), To: 1 + m})
			}
		case s <= 64:
			buf = append(buf, Edge[uint8]{Mask: mask(s), To: 65})
		}
		return buf
	}
	steps := []Step{{Name: "step", Ways: make([]Way, 64)}}
	goal := Goal[uint8]{Name: "end", When: func(s *uint8) bool { return *s == 65 }}
	return System[uint8]{Name: "ring", Next: next, Steps: steps}, []Goal[uint8]{goal}
}

// All 64 places of each set are in use, and none of them is special.
func TestSixtyFourOfEverything(t *testing.T) {
	sys, goals := ring()
	labels := family(t, sys, goals).Labels[0]
	var pairs []Set
	for m := range 64 {
		pairs = append(pairs, Of(m, (m+1)%64))
	}
	slices.SortFunc(pairs, compareSets)
	if prices := Price(labels, 0, ^Set(0), nil); !slices.Equal(prices, pairs) {
		t.Errorf("prices: %v", prices)
	}
	blockers := Blockers(labels, ^Set(0), nil)
	if !slices.Equal(blockers, pairs) {
		t.Errorf("blockers: %v", blockers)
	}
	// What is refused by a member of Own stays so when all is defeated.
	var all []Defeat
	for m := range 64 {
		all = append(all, Defeat{Mitigation: m, By: Of(63 - m)})
	}
	if got := Blockers(labels, ^Set(0), all); !slices.Equal(got, []Set{0}) {
		t.Errorf("blockers after defeat: %v", got)
	}
	// Steps m and 62-m have one price, and four of the 59 beyond those; half way
	// round, the price is two, which 30 and 32 include.
	if prices := Price(labels, ^Set(0), ^Set(0), all); len(prices) != 31 || prices[0] != Of(31, 32) {
		t.Errorf("prices of everything: %v", prices)
	}
	// The smallest defences are every other mitigation round the ring.
	const even = Set(0x5555555555555555)
	defences, complete := Defences(context.Background(), blockers, ^Set(0), nil, 2)
	if !slices.Equal(defences, []Set{even, ^even}) || complete {
		t.Errorf("defences: %x, %v", defences, complete)
	}
	// A Lucas number counts the subsets of a ring that meet all neighbours.
	stopping, of, err := CountStopping(context.Background(), blockers, ^Set(0), nil)
	a, b := big.NewInt(2), big.NewInt(1)
	for range 64 {
		a, b = b, a.Add(a, b)
	}
	if err != nil || stopping.Cmp(a) != 0 || of.Cmp(new(big.Int).Lsh(big.NewInt(1), 64)) != 0 {
		t.Errorf("%v of %v stop it, want %v: %v", stopping, of, a, err)
	}
}

func TestCountOfNothingAndOfAll(t *testing.T) {
	for _, c := range []struct {
		blockers       []Set
		ladders        Ladders
		universe       Set
		stopping, that string
	}{
		{nil, nil, ^Set(0), "18446744073709551616", "18446744073709551616"},
		{[]Set{0}, nil, ^Set(0), "0", "18446744073709551616"},
		{[]Set{Of(0)}, nil, ^Set(0), "9223372036854775808", "18446744073709551616"},
		{[]Set{Of(0)}, Ladders{{0, 1, 2}}, Of(0, 1, 2, 3), "6", "8"},
		{[]Set{Of(1)}, Ladders{{0, 1, 2}}, Of(0, 2), "1", "3"},
		{[]Set{Of(5)}, nil, Of(0, 1), "0", "4"},
		{nil, nil, 0, "1", "1"},
	} {
		stopping, of, err := CountStopping(context.Background(), c.blockers, c.universe, c.ladders)
		if err != nil || stopping.String() != c.stopping || of.String() != c.that {
			t.Errorf("%v in %b: %v of %v, %v", c.blockers, c.universe, stopping, of, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := CountStopping(ctx, []Set{Of(0, 1)}, ^Set(0), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of ctx: %v", err)
	}
	if _, complete := Defences(ctx, []Set{Of(0, 1)}, ^Set(0), nil, 0); complete {
		t.Error("after the end of ctx the defences are complete")
	}
}

// The result depends on neither the number of workers nor the run.
func TestFamilyIsDeterministic(t *testing.T) {
	for seed := range uint64(20) {
		m := randomToy(rand.New(rand.NewPCG(seed, 5)), 6, 12, 20, 8, noBreach)
		first := family(t, m.system(), m.familyGoals())
		for _, workers := range []int{1, 2, 3, 8} {
			r, err := Family(context.Background(), m.system(), m.familyGoals(), Options{Workers: workers})
			if err != nil || !reflect.DeepEqual(r, first) {
				t.Fatalf("seed %d, %d workers: %+v, %v, want %+v", seed, workers, r, err, first)
			}
		}
	}
}

// A budget of states is spent at the same edge with any number of workers, in
// Family as in Explore.
func TestBudgetIsDeterministic(t *testing.T) {
	cut := 0
	for seed := range uint64(8) {
		m := randomToy(rand.New(rand.NewPCG(seed, 8)), 6, 12, 20, 8, noBreach)
		for most := 1; most < 3000; most = most*5/3 + 7 {
			var first FamilyResult
			var stats Stats
			for i, workers := range []int{1, 2, 3, 8} {
				opt := Options{Workers: workers, MaxStates: most}
				r, err := Family(context.Background(), m.system(), m.familyGoals(), opt)
				if err != nil {
					t.Fatal(err)
				}
				e, err := Explore(context.Background(), m.system(), nil, opt)
				if err != nil {
					t.Fatal(err)
				}
				e.PeakBytes, e.BytesPerState = 0, 0 // workers have room of their own
				if i == 0 {
					first, stats = r, e.Stats
				}
				if !reflect.DeepEqual(r, first) || !reflect.DeepEqual(e.Stats, stats) {
					t.Fatalf("seed %d, %d states, %d workers: %+v and %+v, want %+v and %+v", seed, most, workers, r, e.Stats, first, stats)
				}
				if r.States != e.States || r.Edges != e.Edges || r.Complete != e.Complete {
					t.Fatalf("seed %d, %d states: %d states, %d edges; Explore has %d and %d", seed, most, r.States, r.Edges, e.States, e.Edges)
				}
			}
			if !first.Complete {
				cut++
			}
		}
	}
	if cut < 40 {
		t.Errorf("only %d explorations were cut short", cut)
	}
}

// It visits what Explore visits.
func TestFamilyCountsAsExplore(t *testing.T) {
	for seed := range uint64(200) {
		m := randomToy(rand.New(rand.NewPCG(seed, 6)), 4, 7, 3, 3, noBreach)
		r := family(t, m.system(), m.familyGoals())
		e, err := Explore(context.Background(), m.system(), nil, Options{})
		if err != nil || r.States != e.States || r.Edges != e.Edges || r.Arcs > r.Edges {
			t.Fatalf("seed %d: %d states, %d edges, %d arcs; Explore has %d and %d, %v", seed, r.States, r.Edges, r.Arcs, e.States, e.Edges, err)
		}
	}
}

// Whatever stops it, the result says that it is not complete, and its labels are
// of paths that exist.
func TestFamilyStops(t *testing.T) {
	var m *toy
	var whole FamilyResult
	for seed := uint64(0); whole.LabelsKept < 20_000 || len(whole.Labels[0]) < 10; seed++ {
		m = randomToy(rand.New(rand.NewPCG(seed, 7)), 6, 12, 20, 8, noBreach)
		whole = family(t, m.system(), m.familyGoals())
	}
	interrupted, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancelLate := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancelLate()
	for name, c := range map[string]struct {
		ctx  context.Context
		opt  Options
		says string
	}{
		"states":      {context.Background(), Options{MaxStates: whole.States - 1}, "states"},
		"few states":  {context.Background(), Options{MaxStates: 1}, "states"},
		"bytes":       {context.Background(), Options{MaxBytes: 1}, "bytes"},
		"label bytes": {context.Background(), Options{MaxBytes: 200_000}, "bytes"},
		"interrupt":   {interrupted, Options{}, "interrupted"},
		"time":        {late, Options{}, "time"},
	} {
		r, err := Family(c.ctx, m.system(), m.familyGoals(), c.opt)
		if err != nil || r.Complete || !strings.Contains(r.Stopped, c.says) || len(r.Labels) != len(whole.Labels) {
			t.Errorf("%s: %q, %v, %d goals", name, r.Stopped, err, len(r.Labels))
		}
		for g, labels := range r.Labels {
			for _, l := range labels {
				if !slices.ContainsFunc(whole.Labels[g], func(k Label) bool { return Covers(k, l) }) {
					t.Errorf("%s: label %v of no path", name, l)
				}
			}
		}
	}
	if r, err := Family(context.Background(), m.system(), m.familyGoals(), Options{MaxStates: whole.States}); err != nil || !r.Complete {
		t.Errorf("with exactly as many states as there are: %q, %v", r.Stopped, err)
	}
}

func TestFamilyRefuses(t *testing.T) {
	sys, goals := ring()
	if _, err := Family(context.Background(), sys, slices.Repeat(goals, 65), Options{}); err == nil {
		t.Error("65 goals pass")
	}
	bad := sys
	bad.Used = 2
	if _, err := Family(context.Background(), bad, goals, Options{}); err == nil {
		t.Error("a wrong Used passes")
	}
	bad = sys
	bad.Next = nil
	if _, err := Family(context.Background(), bad, goals, Options{}); err == nil {
		t.Error("a system without Next passes")
	}
	broken := []Goal[uint8]{{Name: "broken", When: func(s *uint8) bool { return []bool{true}[*s] }}}
	if _, err := Family(context.Background(), sys, broken, Options{}); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("a goal that panics: %v", err)
	}
}

// The initial state may be a goal, and a goal may be out of reach.
func TestFamilyOfTrivialGoals(t *testing.T) {
	sys, _ := ring()
	r := family(t, sys, []Goal[uint8]{
		{Name: "now", When: func(s *uint8) bool { return *s == 0 }},
		{Name: "never", When: func(s *uint8) bool { return *s == 99 }},
		{Name: "next", When: func(s *uint8) bool { return *s == 1 || *s == 64 }},
	})
	want := [][]Label{{{}}, {}, {{Requires: Of(0), Foreign: Of(0)}, {Requires: Of(63), Own: Of(63)}}}
	if !slices.EqualFunc(r.Labels, want, slices.Equal[[]Label]) {
		t.Errorf("labels %v, want %v", r.Labels, want)
	}
	if r = family(t, sys, nil); len(r.Labels) != 0 || r.States != 66 {
		t.Errorf("without goals: %+v", r)
	}
}
