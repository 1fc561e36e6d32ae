package score

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestDefencesStop explores each minimal defence by itself: it does stop the
// attacker, and no longer when a member is taken out or relaxed.
func TestDefencesStop(t *testing.T) {
	for _, attacker := range Compared(scenarios.B1) {
		for _, goal := range []string{"initiated", "reached", "granted"} {
			c := b1(t, attacker)
			r, err := Defend(t.Context(), c, goal)
			if err != nil || !r.Complete {
				t.Fatal(err)
			}
			for _, defence := range r.MinimalDefences {
				if reaches(t, c.deploy(defence...), goal) {
					t.Errorf("%s gets to %s through the defence %v", attacker, goal, defence)
				}
				for i := range defence {
					if less := laxer(t, defence, i); !reaches(t, c.deploy(less...), goal) {
						t.Errorf("%v keeps %s from %s as well as %v", less, attacker, goal, defence)
					}
				}
			}
			if attacker == "literal" && len(r.MinimalDefences) == 0 {
				t.Errorf("nothing keeps %s from %s", attacker, goal)
			}
		}
	}
}

// choice is a deployment, with all rungs of a ladder that its own rung implies.
type choice struct {
	with    []string
	implied uint64
}

// choices are all deployments of the mitigations that a defence is made of: one
// rung or none of each ladder, each alternative or not.
func choices(over []string, of func(m int) bool) []choice {
	list := []choice{{}}
	for i, m := range builtIn().Mitigations {
		if !of(i) {
			continue
		}
		var implied uint64
		with := list
		for _, v := range m.VariantNames() {
			bit := slices.Index(over, m.FullName(v))
			if bit < 0 {
				continue
			}
			if !m.Ladder {
				implied, with = 0, list
			}
			implied |= 1 << bit
			for _, c := range with {
				list = append(list, choice{append(slices.Clone(c.with), over[bit]), c.implied | implied})
			}
		}
	}
	return list
}

// TestDeploymentsAreCounted counts every deployment there is, by whether it
// includes a minimal defence. That this is what stops the attacker is explored, for
// each deployment of each third of the catalogue and for some of the whole.
func TestDeploymentsAreCounted(t *testing.T) {
	for _, attacker := range []string{"literal", "strongest"} {
		c := b1(t, attacker)
		r, err := Defend(t.Context(), c, "granted")
		if err != nil {
			t.Fatal(err)
		}
		var defences []uint64
		for _, names := range r.MinimalDefences {
			var d uint64
			for _, name := range names {
				d |= 1 << slices.Index(r.Deployments.Over, name)
			}
			defences = append(defences, d)
		}
		stops := func(of choice) bool {
			return slices.ContainsFunc(defences, func(d uint64) bool { return d&of.implied == d })
		}
		all := choices(r.Deployments.Over, func(int) bool { return true })
		stopping := 0
		for _, of := range all {
			if stops(of) {
				stopping++
			}
		}
		if strconv.Itoa(stopping) != r.Deployments.Stopping || strconv.Itoa(len(all)) != r.Deployments.Of {
			t.Errorf("%d of %d deployments include a defence against %s, and %s of %s are said to", stopping, len(all), attacker, r.Deployments.Stopping, r.Deployments.Of)
		}
		var explored []choice
		for third := range 3 {
			explored = append(explored, choices(r.Deployments.Over, func(m int) bool { return m%3 == third })...)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 200 {
			explored = append(explored, all[random.IntN(len(all))])
		}
		told := map[bool]int{}
		for _, of := range explored {
			stopped := !reaches(t, c.deploy(of.with...), "granted")
			if told[stopped]++; stopped != stops(of) {
				t.Errorf("%v stops %s: %v, and includes a minimal defence: %v", of.with, attacker, stopped, stops(of))
			}
		}
		if told[true] < 20 || told[false] < 20 {
			t.Errorf("%s: nothing was told apart: %v", attacker, told)
		}
	}
}

// TestPricesPay explores each cheapest attacker by itself: they do get through,
// and no longer when they lack one capability. Where there is none, everything
// within reach is not enough.
func TestPricesPay(t *testing.T) {
	some, none := 0, 0
	for _, with := range append([]string{""}, singles()...) {
		c := b1(t, "strongest")
		if with != "" {
			c = c.deploy(with)
		}
		r, err := Price(t.Context(), c, "granted", false)
		if err != nil || !r.Complete {
			t.Fatal(err)
		}
		if r.NoneWithinReach != !reaches(t, c, "granted") {
			t.Errorf("through [%s] there is a way within reach: %v, and a price: %v", with, reaches(t, c, "granted"), !r.NoneWithinReach)
		}
		if r.NoneWithinReach {
			none++
		}
		for _, price := range r.CheapestAttackers {
			some++
			if !reaches(t, c.armed(price...), "granted") {
				t.Errorf("%v do not get through [%s]", price, with)
			}
			for i := range price {
				if less := slices.Delete(slices.Clone(price), i, i+1); reaches(t, c.armed(less...), "granted") {
					t.Errorf("%v get through [%s] too, so %v is not the cheapest", less, with, price)
				}
			}
		}
	}
	if some == 0 || none == 0 {
		t.Errorf("%d prices, %d without: nothing was told apart", some, none)
	}
}

// TestDefencesKeep asks the honest scenario for what each defence keeps.
func TestDefencesKeep(t *testing.T) {
	r, err := Defend(t.Context(), b1(t, "literal"), "granted")
	if err != nil {
		t.Fatal(err)
	}
	for i, defence := range r.MinimalDefences {
		honest, err := NewCase(builtIn(), scenarios.A1, scenarios.Example, "", defence, "", "", b1(t, "literal").Options)
		if err != nil {
			t.Fatal(err)
		}
		check, err := Check(t.Context(), honest)
		if err != nil {
			t.Fatal(err)
		}
		var keeps, loses []string
		for _, twin := range check.Twins {
			if *twin.Kept {
				keeps = append(keeps, twin.Name)
			} else {
				loses = append(loses, twin.Name)
			}
		}
		if !slices.Equal(keeps, r.Keeps[i]) || !slices.Equal(loses, r.Loses[i]) {
			t.Errorf("%v is said to keep %v and lose %v; checked by itself it keeps %v and loses %v", defence, r.Keeps[i], r.Loses[i], keeps, loses)
		}
	}
}
