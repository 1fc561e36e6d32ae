package score

import (
	"cmp"
	"math"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// rank puts the flows in order by what their example settings withstand without any
// mitigation: first how many of the attacks on binding, by each attacker in turn, then
// what the cheapest of those that get through takes. Flows have different scenarios, but
// each has these attacks. What was not decided, or not asked, counts as not withstood. Equal
// ones stay in order.
func rank(pairs []results.Pair, attackers int) []results.Rank {
	list := []results.Rank{}
	for _, p := range pairs {
		if !slices.ContainsFunc(list, func(r results.Rank) bool { return r.Flow == p.Flow }) {
			list = append(list, ranked(pairs, p.Flow, attackers))
		}
	}
	slices.SortStableFunc(list, func(a, b results.Rank) int {
		for k := range attackers {
			if c := cmp.Compare(withstood(b, k), withstood(a, k)); c != 0 {
				return c
			}
		}
		return cmp.Compare(cheapestOf(b), cheapestOf(a))
	})
	return list
}

// ranked is what the attacks do to one flow: each in the first scenario that has it there.
func ranked(pairs []results.Pair, flow string, attackers int) results.Rank {
	r := results.Rank{Flow: flow, Attacks: []results.RankCell{}}
	for _, a := range attacks {
		cell := results.RankCell{Attack: a.name, Withstood: []*bool{}, Price: results.Least{Cheapest: [][]string{}}}
		for _, s := range a.in {
			i := slices.IndexFunc(pairs, func(p results.Pair) bool { return p.Flow == flow && p.Scenario == s.Name })
			if i < 0 {
				if cell.Scenario == "" && slices.ContainsFunc(s.Flows, func(f *flows.Flow) bool { return f.Name == flow }) {
					cell.Scenario = s.Name // which was not asked
				}
				continue
			}
			cell.Scenario, cell.Price, cell.Withstood = s.Name, pairs[i].Price, make([]*bool, attackers)
			for k, by := range pairs[i].Attacks {
				cell.Withstood[k] = by.Withstood
			}
			break
		}
		r.Attacks = append(r.Attacks, cell)
	}
	return r
}

// withstood is how many of the attacks fail by one attacker.
func withstood(r results.Rank, attacker int) (n int) {
	for _, a := range r.Attacks {
		if len(a.Withstood) > attacker && a.Withstood[attacker] != nil && *a.Withstood[attacker] {
			n++
		}
	}
	return n
}

// cheapestOf is a number to compare: nobody within reach is dearer than everybody.
func cheapestOf(r results.Rank) int {
	least := math.MaxInt
	for _, a := range r.Attacks {
		if n := a.Price.Capabilities; n != nil {
			least = min(least, *n)
		}
	}
	return least
}
