package score

import (
	"slices"
	"strconv"
	"testing"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestDefencesStop explores each minimal defence by itself: it does stop the
// attacker, and no longer when a member is taken out or relaxed.
func TestDefencesStop(t *testing.T) {
	for _, attacker := range Compared {
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

// TestDeploymentsAreCounted explores every deployment there is, one rung or none
// of each ladder and each alternative or not, and counts those that stop the
// literal attacker.
func TestDeploymentsAreCounted(t *testing.T) {
	c := b1(t, "literal")
	r, err := Defend(t.Context(), c, "granted")
	if err != nil {
		t.Fatal(err)
	}
	deployments := [][]string{nil}
	for _, m := range c.Catalogue.Mitigations {
		var names []string
		for _, v := range m.VariantNames() {
			if name := m.FullName(v); slices.Contains(r.Deployments.Over, name) {
				names = append(names, name)
			}
		}
		if m.Ladder {
			deployments = each(deployments, names)
			continue
		}
		for _, name := range names {
			deployments = each(deployments, []string{name})
		}
	}
	stopping := 0
	for _, with := range deployments {
		stops := !reaches(t, c.deploy(with...), "granted")
		if stops {
			stopping++
		}
		if listed := slices.ContainsFunc(r.MinimalDefences, func(defence []string) bool { return includes(t, with, defence) }); listed != stops {
			t.Errorf("%v stops %v, and includes a minimal defence %v", with, stops, listed)
		}
	}
	if got := strconv.Itoa(stopping); got != r.Deployments.Stopping || strconv.Itoa(len(deployments)) != r.Deployments.Of {
		t.Errorf("%s of %d deployments stop it, and %s of %s are said to", got, len(deployments), r.Deployments.Stopping, r.Deployments.Of)
	}
	if stopping == 0 || stopping == len(deployments) {
		t.Error("nothing was told apart")
	}
}

// each is every list as it is and with each of the names.
func each(lists [][]string, names []string) [][]string {
	for _, list := range slices.Clone(lists) {
		for _, name := range names {
			lists = append(lists, append(slices.Clone(list), name))
		}
	}
	return lists
}

// includes tells whether a deployment has every member of a defence, or a
// stricter rung.
func includes(t *testing.T, with, defence []string) bool {
	t.Helper()
	return !slices.ContainsFunc(defence, func(name string) bool {
		for _, have := range with {
			if have == name {
				return false
			}
			m, variant, _ := builtIn().Mitigation(name)
			n, other, _ := builtIn().Mitigation(have)
			if m == n && m.Ladder && slices.Index(m.VariantNames(), other) > slices.Index(m.VariantNames(), variant) {
				return false
			}
		}
		return true
	})
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
