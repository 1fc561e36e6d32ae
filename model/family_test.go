package model

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// differences compares Family with the reference for one deployment and
// attacker: goals that only the reference reaches are missed, goals that only
// Family reaches are imagined.
func differences(m *toy, r FamilyResult, deployed, have Set) (missed, imagined, reached int) {
	for g, want := range m.possible(asMap(deployed), asMap(have)) {
		got := Possible(r.Labels[g], deployed, have, m.familyDefeats())
		switch {
		case want && got:
			reached++
		case want:
			missed++
		case got:
			imagined++
		}
	}
	return missed, imagined, reached
}

func asMap(s Set) map[int]bool {
	in := map[int]bool{}
	for _, m := range s.Members() {
		in[m] = true
	}
	return in
}

func family[S comparable](t *testing.T, sys System[S], goals []Goal[S]) FamilyResult {
	t.Helper()
	r, err := Family(context.Background(), sys, goals, Options{})
	if err != nil || !r.Complete {
		t.Fatalf("not complete: %q, %v", r.Stopped, err)
	}
	return r
}

// Under the five conditions one exploration agrees with exploring each product
// by itself, for every deployment and every attacker.
func TestFamilyAgreesOnAllProducts(t *testing.T) {
	const models, mitigations, capabilities = 2000, 3, 3
	reached, unreached, several := 0, 0, 0
	for seed := range uint64(models) {
		m := randomToy(rand.New(rand.NewPCG(seed, 1)), 4, 7, mitigations, capabilities, noBreach)
		r := family(t, m.system(), m.familyGoals())
		for deployed := range Set(1 << mitigations) {
			for have := range Set(1 << capabilities) {
				missed, imagined, n := differences(m, r, deployed, have)
				if missed+imagined > 0 {
					t.Fatalf("seed %d, deployed %b, have %b: missed %d, imagined %d", seed, deployed, have, missed, imagined)
				}
				reached, unreached = reached+n, unreached+len(m.goals)-n
			}
		}
		if r.LabelsMax > 1 {
			several++
		}
	}
	t.Logf("%d products reach a goal, %d do not; %d models have several labels in a state", reached, unreached, several)
	if reached < models*10 || unreached < models*10 || several < models/3 {
		t.Errorf("the models are too easy to show anything: %d, %d, %d", reached, unreached, several)
	}
}

// The same on larger models with more of everything, for some of the products.
func TestFamilyAgreesOnRandomProducts(t *testing.T) {
	const models, mitigations, capabilities, pairs = 60, 20, 8, 60
	reached, unreached, most := 0, 0, 0
	for seed := range uint64(models) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		m := randomToy(rnd, 6, 12, mitigations, capabilities, noBreach)
		r := family(t, m.system(), m.familyGoals())
		for range pairs {
			deployed := Set(rnd.Uint64()&rnd.Uint64()&rnd.Uint64()) & (1<<mitigations - 1)
			have := Set(rnd.Uint64()|rnd.Uint64()) & (1<<capabilities - 1)
			missed, imagined, n := differences(m, r, deployed, have)
			if missed+imagined > 0 {
				t.Fatalf("seed %d, deployed %b, have %b: missed %d, imagined %d", seed, deployed, have, missed, imagined)
			}
			reached, unreached = reached+n, unreached+len(m.goals)-n
		}
		most = max(most, r.LabelsMax)
	}
	t.Logf("%d products reach a goal, %d do not; up to %d labels in a state", reached, unreached, most)
	if reached < models || unreached < models || most < 10 {
		t.Errorf("the models are too easy to show anything: %d, %d, %d", reached, unreached, most)
	}
}

// Where a condition is violated the method is wrong, and the reference shows it.
// Most are wrong in the dangerous direction: an attack is missed.
func TestFamilyNeedsItsConditions(t *testing.T) {
	const models, mitigations, capabilities = 500, 3, 3
	for _, c := range []struct {
		name      string
		breach    breach
		dangerous bool
	}{
		{"1: a guard asks what is deployed", asksDeployment, true},
		{"2: a step is urgent", asksEnabled, true},
		{"3: a refused attempt has an effect", refusalActs, true},
		{"4: the goal asks what is deployed", goalAsks, false},
		{"5: a defeat works only in some states", defeatAsksState, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			missing, imagining := 0, 0
			for seed := range uint64(models) {
				m := randomToy(rand.New(rand.NewPCG(seed, 3)), 4, 7, mitigations, capabilities, c.breach)
				r := family(t, m.system(), m.familyGoals())
				missed, imagined := 0, 0
				for deployed := range Set(1 << mitigations) {
					for have := range Set(1 << capabilities) {
						a, b, _ := differences(m, r, deployed, have)
						missed, imagined = missed+a, imagined+b
					}
				}
				if missed > 0 {
					missing++
				}
				if imagined > 0 {
					imagining++
				}
			}
			t.Logf("of %d models, %d miss attacks and %d imagine some", models, missing, imagining)
			if c.dangerous && missing < models/20 || missing+imagining < models/20 {
				t.Errorf("only %d and %d of %d models show the difference", missing, imagining, models)
			}
		})
	}
}

// The labels are those of the definition: all unions over all paths, of which
// the minimal ones are kept only at the very end.
func TestFamilyFindsTheMinimalLabels(t *testing.T) {
	for seed := range uint64(500) {
		m := randomToy(rand.New(rand.NewPCG(seed, 4)), 3, 6, 3, 2, noBreach)
		sys, goals := m.system(), m.familyGoals()
		type held struct {
			s vector
			l Label
		}
		seen, queue := map[held]bool{{}: true}, []held{{}}
		all := make([][]Label, len(goals))
		for ; len(queue) > 0; queue = queue[1:] {
			at := queue[0]
			for g := range goals {
				if goals[g].When(&at.s) {
					all[g] = append(all[g], at.l)
				}
			}
			for _, e := range sys.Next(at.s, nil) {
				next := held{e.To, Label{at.l.Requires | e.Requires, at.l.Foreign | e.Foreign, at.l.Own | e.Own}}
				if !seen[next] {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
		r := family(t, sys, goals)
		for g := range goals {
			if want := Minimal(all[g]); !slices.Equal(r.Labels[g], want) {
				t.Fatalf("seed %d: labels %v, want %v", seed, r.Labels[g], want)
			}
		}
	}
}
