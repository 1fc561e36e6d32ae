package live

import (
	"slices"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// drawRun takes the model's own steps and answers, each at a moment somewhere between
// its call and its end.
func drawRun(t *rapid.T, s *spec) (h history) {
	w := s.on.Init
	for at := 100; len(h) < 12; at += 10 {
		edges := slices.DeleteFunc(s.on.Next(w, nil), func(e edge) bool { return !s.plays(s.on, e.Step) })
		if len(edges) == 0 {
			return h
		}
		one := rapid.SampledFrom(edges).Draw(t, "edge")
		act, way := s.on.Act(one.Step, &w), s.on.Steps[one.Step].Ways[one.Way]
		w = one.To
		if s.takes(act.Name) == nil {
			continue
		}
		op := operation{event: event{step: act.Name, by: act.Actor}, answered: answered{observed: s.looks(act.Name, way)}}
		if act.Name == decideStep {
			op.outcome = map[bool]string{true: deny, false: approve}[way.Name == deny]
		}
		op.call = time.Duration(at - rapid.IntRange(0, 25).Draw(t, "before"))
		op.end = time.Duration(at + rapid.IntRange(0, 25).Draw(t, "after"))
		op.lost = rapid.IntRange(0, 9).Draw(t, "lost") == 0
		h = append(h, op)
	}
	return h
}

// TestModelIsLegal has everything that the model does be legal, whatever overlaps; and a
// token that nobody has approved not.
func TestModelIsLegal(t *testing.T) {
	for _, d := range drives {
		t.Run(d.flow.Name, func(t *testing.T) {
			changed := 0
			for _, exact := range []bool{false, true} {
				c := checkerOf(t, d)
				c.exact = exact
				rapid.Check(t, func(t *rapid.T) {
					h := drawRun(t, c.spec)
					slices.SortStableFunc(h, func(a, b operation) int { return int(a.call - b.call) })
					if got := c.check(h); got != porcupine.Ok {
						t.Fatalf("%s\n%q", got, c.lines(h))
					}
					pending := func(op operation) bool { return op.reply == string(flows.AuthorizationPending) && !op.lost }
					at := slices.IndexFunc(h, pending)
					if at < 0 || slices.ContainsFunc(h, func(op operation) bool { return op.outcome == approve }) {
						return
					}
					changed++
					h[at].reply = "access_token"
					if got := c.check(h); got != porcupine.Illegal {
						t.Fatalf("%s\n%q", got, c.lines(h))
					}
				})
			}
			if changed == 0 {
				t.Error("no history was changed")
			}
		})
	}
}

// TestSets has going through sets of states come to the same as porcupine's own way with
// a model that has several states to go to, whatever is answered.
func TestSets(t *testing.T) {
	for _, d := range drives {
		t.Run(d.flow.Name, func(t *testing.T) {
			c := checkerOf(t, d)
			other := porcupine.NondeterministicModel{
				Init: func() []any { return []any{c.on.Init} },
				Step: func(state, input, output any) (list []any) {
					for _, w := range c.step(state.(flows.World), input.(event), output.(answered)) {
						list = append(list, w)
					}
					return list
				},
			}
			model := other.ToModel()
			counts := map[porcupine.CheckResult]int{}
			rapid.Check(t, func(t *rapid.T) {
				h := drawRun(t, c.spec)
				for range rapid.IntRange(0, 2).Draw(t, "changed") {
					if len(h) > 0 {
						i, k := rapid.IntRange(0, len(h)-1).Draw(t, "one"), rapid.IntRange(0, len(h)-1).Draw(t, "other")
						h[i].answered = h[k].answered
					}
				}
				slices.SortStableFunc(h, func(a, b operation) int { return int(a.call - b.call) })
				got := c.check(h)
				if want := porcupine.CheckOperationsTimeout(model, h.operations(), time.Minute); got != want {
					t.Fatalf("%s, want %s\n%q", got, want, c.lines(h))
				}
				counts[got]++
				if got != porcupine.Illegal {
					return
				}
				found, ok := c.core(h)
				if !ok || c.check(found.history) != porcupine.Illegal {
					t.Fatalf("core of %q", c.lines(h))
				}
				again, _ := c.core(h)
				if !slices.Equal(found.history, again.history) || c.id(found) != c.id(again) {
					t.Fatal("another core of the same history")
				}
				for i := range found.history {
					if !slices.Contains(h, found.history[i]) {
						t.Fatal("an operation that did not happen")
					}
				}
			})
			if counts[porcupine.Ok] == 0 || counts[porcupine.Illegal] == 0 {
				t.Error(counts)
			}
		})
	}
}
