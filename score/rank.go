package score

import (
	"cmp"
	"slices"

	"github.com/crossdeviceflows/crossdevice/results"
)

// rank puts the flows in order by what their example settings withstand without any
// mitigation: first the share of scenarios withstood, by the last attacker and then by
// those before, then the least price of a scenario that is not. Equal ones stay in order.
func rank(pairs []results.Pair) []results.Rank {
	list := []results.Rank{}
	for _, p := range pairs {
		i := slices.IndexFunc(list, func(r results.Rank) bool { return r.Flow == p.Flow })
		if i < 0 {
			i = len(list)
			r := results.Rank{Flow: p.Flow, Attacks: []results.RankCell{}, Price: results.Least{Cheapest: [][]string{}}, By: []string{}}
			for _, a := range p.Attacks {
				r.Attacks = append(r.Attacks, results.RankCell{Attacker: a.Attacker})
			}
			list = append(list, r)
		}
		r := &list[i]
		for k, a := range p.Attacks {
			r.Attacks[k].Of++
			switch {
			case a.Withstood == nil:
				r.Attacks[k].Open++
			case *a.Withstood:
				r.Attacks[k].Withstood++
			}
		}
		n := p.Price.Capabilities
		switch {
		case n == nil:
		case r.Price.Capabilities == nil || *n < *r.Price.Capabilities:
			r.Price, r.By = p.Price, []string{p.Scenario}
		case *n == *r.Price.Capabilities:
			r.By = append(r.By, p.Scenario)
		}
	}
	slices.SortStableFunc(list, func(a, b results.Rank) int {
		for k := len(a.Attacks) - 1; k >= 0; k-- {
			x, y := a.Attacks[k], b.Attacks[k]
			if c := cmp.Compare(y.Withstood*x.Of, x.Withstood*y.Of); c != 0 {
				return c
			}
		}
		return -cmp.Compare(price(a), price(b))
	})
	return list
}

// price is a number to compare: nobody within reach is dearer than everybody.
func price(r results.Rank) int {
	if r.Price.Capabilities == nil {
		return int(^uint(0) >> 1)
	}
	return *r.Price.Capabilities
}
