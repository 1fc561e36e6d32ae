package model

import "slices"

// Defeat says that whoever has all of By gets past the foreign refusals of
// Mitigation. By may hold capabilities, errors and lucks. Several values for one
// mitigation are alternatives.
type Defeat struct {
	Mitigation int
	By         Set
}

// Undefeated returns the members of deployed that no defeat within have gets past.
func Undefeated(deployed, have Set, defeats []Defeat) Set {
	for _, d := range defeats {
		if d.By.In(have) {
			deployed &^= Of(d.Mitigation)
		}
	}
	return deployed
}

// Attacks returns the labels whose requirements have meets: the attacks open to
// this attacker and user where nothing is deployed.
func Attacks(labels []Label, have Set) (open []Label) {
	for _, l := range labels {
		if l.Requires.In(have) {
			open = append(open, l)
		}
	}
	return open
}

// Blockers returns, for the attacks open to have, the mitigations any one of
// which stops the attack: its Own and the undefeated part of its Foreign. The
// list is minimal (what hits a subset hits the whole) and in order of size, then
// members. An empty set in it means that nothing stops some attack; an empty
// list, that there is none.
func Blockers(labels []Label, have Set, defeats []Defeat) []Set {
	undefeated := Undefeated(^Set(0), have, defeats)
	var list []Set
	for _, l := range Attacks(labels, have) {
		list = append(list, l.Own|l.Foreign&undefeated)
	}
	return minimalSets(list)
}

// Possible tells whether one of the labelled paths gets through: have meets its
// requirements, none of its Own is deployed, and have defeats whatever is
// deployed of its Foreign. Where there are ladders, deployed is their
// [Ladders.Implied].
func Possible(labels []Label, deployed, have Set, defeats []Defeat) bool {
	refusing := Undefeated(deployed, have, defeats)
	return slices.ContainsFunc(labels, func(l Label) bool {
		return l.Requires.In(have) && !l.Own.Meets(deployed) && !l.Foreign.Meets(refusing)
	})
}

// Keeps tells whether an honest twin with these labels still completes where
// deployed is: some label requires nothing and is refused by nothing deployed.
// Nobody defeats anything here.
func Keeps(labels []Label, deployed Set) bool {
	return Possible(labels, deployed, 0, nil)
}

// Price returns what it takes to get through a deployment: the minimal sets
// within the given one that hold the requirements of some label and a defeat of
// each member of its Foreign that is deployed. A label whose Own is deployed has
// no price. The list is in order of size, then members; if it is empty, nobody
// within reach gets through.
func Price(labels []Label, deployed, within Set, defeats []Defeat) []Set {
	var prices []Set
	for _, l := range Attacks(labels, within) {
		if l.Own.Meets(deployed) {
			continue
		}
		ways := []Set{l.Requires}
		for _, m := range (l.Foreign & deployed).Members() {
			var next []Set
			for _, d := range defeats {
				if d.Mitigation != m || !d.By.In(within) {
					continue
				}
				for _, w := range ways {
					next = append(next, w|d.By)
				}
			}
			ways = minimalSets(next)
		}
		prices = append(prices, ways...)
	}
	return minimalSets(prices)
}

// Cheapest returns the sets of least total weight, and that weight. Weights are
// indexed by member and not negative; a member beyond them weighs nothing. Given
// the list of [Price], no other set is cheaper.
func Cheapest(prices []Set, weights []float64) (cheapest []Set, weight float64) {
	for _, p := range prices {
		sum := 0.0
		for _, m := range p.Members() {
			if m < len(weights) {
				sum += weights[m]
			}
		}
		if cheapest == nil || sum < weight {
			cheapest, weight = nil, sum
		}
		if sum == weight {
			cheapest = append(cheapest, p)
		}
	}
	return cheapest, weight
}
