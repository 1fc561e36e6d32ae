package model_test

import (
	"reflect"
	"testing"

	"github.com/crossdeviceflows/crossdevice/model"
)

func is(n uint16) func(*uint16) bool { return func(s *uint16) bool { return *s == n } }

func TestVerdicts(t *testing.T) {
	props := []model.Property[uint16]{
		{Name: "never 7", When: is(7)},
		{Name: "never 11", When: is(11)},
		{Name: "never 11, and 3 is seen", When: is(11), Witness: is(3)},
		{Name: "never 11, and 12 is not seen", When: is(11), Witness: is(12)},
		{Name: "7 is seen", Expect: model.Reachable, When: is(7)},
		{Name: "11 is seen", Expect: model.Reachable, When: is(11)},
		{Name: "0 is seen", Expect: model.Reachable, When: is(0)},
	}
	type want struct {
		verdict model.Verdict
		vacuous bool
		steps   int
	}
	for _, c := range []struct {
		name string
		opt  model.Options
		want []want
	}{
		{"exact", model.Options{}, []want{
			{model.Violated, false, 7}, {model.Holds, false, 0}, {model.Holds, false, 0}, {model.Holds, true, 0},
			{model.Holds, false, 7}, {model.Violated, false, 0}, {model.Holds, false, 0},
		}},
		{"fingerprints", model.Options{Fingerprints: true}, []want{
			{model.Violated, false, 7}, {}, {}, {}, {model.Holds, false, 7}, {}, {model.Holds, false, 0},
		}},
		{"9 states", model.Options{MaxStates: 9}, []want{
			{model.Violated, false, 7}, {}, {}, {}, {model.Holds, false, 7}, {}, {model.Holds, false, 0},
		}},
		{"5 states", model.Options{MaxStates: 5}, []want{{}, {}, {}, {}, {}, {}, {model.Holds, false, 0}}},
	} {
		r := explore(t, counter(10), c.opt, props...)
		for n, f := range r.Findings {
			got := want{f.Verdict, f.Vacuous, len(f.Trace.Steps)}
			if f.Property != props[n].Name || got != c.want[n] {
				t.Errorf("%s: %s: %+v, want %+v", c.name, f.Property, got, c.want[n])
			}
		}
	}
}

// A Restriction keeps an edge exactly if nothing in it is missing or refused.
func TestRestrict(t *testing.T) {
	masks := []model.Mask{
		{},
		{Requires: model.Of(1)},
		{Requires: model.Of(1, 2)},
		{Own: model.Of(3)},
		{Foreign: model.Of(3)},
		{Foreign: model.Of(4), Own: model.Of(5)},
	}
	sys := model.System[uint8]{Name: "fan", Steps: make([]model.Step, len(masks)), Next: func(s uint8, buf []model.Edge[uint8]) []model.Edge[uint8] {
		for n, m := range masks {
			buf = append(buf, model.Edge[uint8]{Step: uint16(n), Mask: m, To: s})
		}
		return buf
	}}
	for _, c := range []struct {
		name string
		with model.Restriction
		want []uint16
	}{
		{"nobody can do anything", model.Restriction{}, []uint16{0, 3, 4, 5}},
		{"one capability", model.Restriction{Have: model.Of(1)}, []uint16{0, 1, 3, 4, 5}},
		{"both", model.Restriction{Have: model.Of(1, 2)}, []uint16{0, 1, 2, 3, 4, 5}},
		{"3 deployed and not defeated", model.Restriction{Deployed: model.Of(3), Undefeated: model.Of(3)}, []uint16{0, 5}},
		{"3 deployed and defeated", model.Restriction{Deployed: model.Of(3)}, []uint16{0, 4, 5}},
		{"own refusals are never defeated", model.Restriction{Deployed: model.Of(4, 5)}, []uint16{0, 3, 4}},
	} {
		kept := []model.Edge[uint8]{{To: 9}}
		kept = sys.Restrict(c.with).Next(0, kept)
		if kept[0].To != 9 {
			t.Errorf("%s: Next changed what was in the buffer", c.name)
		}
		var got []uint16
		for _, e := range kept[1:] {
			got = append(got, e.Step)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: edges %v, want %v", c.name, got, c.want)
		}
	}
}

func TestReplay(t *testing.T) {
	sys := lostUpdate()
	r := explore(t, sys, model.Options{}, model.Property[race]{Name: "lost", When: func(s *race) bool { return s.X == 2 }})
	trace := r.Findings[0].Trace
	if err := model.Replay(sys, trace); err != nil {
		t.Error(err)
	}
	trace.Steps[2].To.X = 7
	want := "model: lost update: step 3 of the trace, read(1,0), came out differently when replayed"
	if err := model.Replay(sys, trace); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
