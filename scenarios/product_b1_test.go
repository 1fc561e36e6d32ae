package scenarios_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// asked is one deployment and what the attacker and the user bring.
type asked struct {
	with []string
	has  []string
}

func (q asked) String() string {
	return fmt.Sprintf("with [%s] against [%s]", strings.Join(q.with, " "), strings.Join(q.has, " "))
}

// singles are no mitigation and each one alone, against each column.
func singles(t *testing.T, c *flows.Composition) (list []asked) {
	for _, attacker := range attackers {
		_, has, err := scenarios.ParseAttacker(builtIn(), scenarios.B1, attacker)
		if err != nil {
			t.Fatal(err)
		}
		has = append(has, flows.RequirementNames()...)
		list = append(list, asked{nil, has})
		for _, p := range c.Placed {
			list = append(list, asked{[]string{p.Name}, has})
		}
	}
	return list
}

// random is n deployments against attackers and users drawn one by one. Each
// member is in with odds of its own, so that large sets and small ones occur.
func random(c *flows.Composition, seed uint64, n int) (list []asked) {
	r := rand.New(rand.NewPCG(seed, 0))
	draw := func(names []string, odds float64) (some []string) {
		for _, name := range names {
			if r.Float64() < odds {
				some = append(some, name)
			}
		}
		return some
	}
	var mitigations []string
	for _, p := range c.Placed {
		mitigations = append(mitigations, p.Name)
	}
	for range n {
		list = append(list, asked{draw(mitigations, 0.4*r.Float64()), draw(c.Requirements, 0.5+0.5*r.Float64())})
	}
	return list
}

// agree compares, for everything asked, the product with what the engine says:
// by exploring what a restriction leaves, and by the labels of one family search.
func agree(t *testing.T, c *flows.Composition, rungs []scenarios.Goal, all []asked) {
	t.Helper()
	var within model.Set // what somebody has of those asked about
	for _, q := range all {
		within |= needs(t, c, q.has...)
	}
	family, err := model.Family(t.Context(), c.Restrict(model.Restriction{Have: within}), goals(rungs...), model.Options{})
	if err != nil || !family.Complete {
		t.Fatal(err, family.Stopped)
	}
	var properties []model.Property[flows.World]
	for _, g := range rungs {
		properties = append(properties, model.Property[flows.World]{Name: g.Name, Expect: model.Reachable, When: g.When})
	}
	reachable := map[string]int{}
	for _, q := range all {
		d, h := deployed(t, c, q.with...), needs(t, c, q.has...)
		var with []flows.Placed
		for _, bit := range d.Members() {
			with = append(with, c.Placed[bit])
		}
		reached, states, edges := newProduct(builtIn(), c, with, q.has, false).reaches(t, rungs)
		found, err := model.Explore(t.Context(), c.Restrict(restriction(c, d, h)), properties, model.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if taken := taken(c, found.Stats); found.States != states || taken != edges {
			t.Errorf("%s: the product has %d states and %d edges, the restriction %d and %d", q, states, edges, found.States, taken)
		}
		for i, g := range rungs {
			if got := found.Findings[i].Verdict == model.Holds; got != reached[i] {
				t.Errorf("%s: %s reached by the product %v, by the restriction %v", q, g.Name, reached[i], got)
			}
			for _, d := range []model.Set{d, c.Ladders.Implied(d)} {
				if got := model.Possible(family.Labels[i], d, h, c.Defeats); got != reached[i] {
					t.Errorf("%s: %s reached by the product %v, by the labels %v", q, g.Name, reached[i], got)
				}
			}
			if reached[i] {
				reachable[g.Name]++
			}
		}
	}
	for _, g := range rungs {
		if n := reachable[g.Name]; n == 0 || n == len(all) {
			t.Errorf("%s is reachable in %d of %d: nothing was told apart", g.Name, n, len(all))
		}
	}
}

// taken counts the edges that no server's check refused.
func taken(c *flows.Composition, stats model.Stats) (n int) {
	for step, ways := range stats.Ways {
		for way, count := range ways {
			if !c.Steps[step].Ways[way].Refuses {
				n += int(count)
			}
		}
	}
	return n
}

// ladder is the rungs of B1 that are looked for in an instance.
func ladder(in scenarios.Instance) (list []scenarios.Goal) {
	for _, g := range scenarios.B1.Goals {
		if g.In.Name == in.Name {
			list = append(list, g)
		}
	}
	return list
}

// lives are code lives in ticks: long enough for a mail to be read and for
// every rung of short-lived-codes up to five minutes, short enough to be quick.
var lives = []int{4, 6, 8}

func TestProductAlone(t *testing.T) {
	for _, life := range lives {
		d := *scenarios.Example
		d.CodeLife = life * scenarios.FineTick
		c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(&d, scenarios.Alone), false)
		all := random(c, uint64(life), 120)
		if life == lives[len(lives)-1] {
			all = append(all, singles(t, c)...)
		}
		agree(t, c, ladder(scenarios.Alone), all)
	}
}

// TestProductBeside is the same for the attacker's session beside the victim's
// own: here one-time codes, the screen that shows another request and the limit
// of a client come in.
func TestProductBeside(t *testing.T) {
	c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.Beside), true)
	agree(t, c, ladder(scenarios.Alone), random(c, 1, 25))
}

// TestProductTwo is the same for two victims, where sessions are counted. A tick
// is a whole code life, which keeps the product small.
func TestProductTwo(t *testing.T) {
	setting := scenarios.B1.Setting(scenarios.Example, scenarios.TwoVictims)
	setting.Tick = setting.CodeLife
	c := compose(t, builtIn(), flows.DeviceGrant, setting, true)
	all := slices.DeleteFunc(append(random(c, 2, 60), singles(t, c)...), func(q asked) bool {
		return slices.Contains(q.has, "headless-entry") && slices.Contains(q.has, "own-account") // ten times as many states
	})
	agree(t, c, scenarios.B1.Goals, all)
}

// TestProductLimit is the one limit that counts sessions, at the ticks at which
// they are counted: for the literal attacker, whose product is small enough.
func TestProductLimit(t *testing.T) {
	c := compose(t, builtIn(), flows.DeviceGrant, scenarios.B1.Setting(scenarios.Example, scenarios.TwoVictims), true)
	all := slices.DeleteFunc(singles(t, c), func(q asked) bool {
		return slices.Contains(q.has, "on-demand") ||
			len(q.with) > 0 && !slices.Contains(q.with, "rate-limits:client") && !slices.Contains(q.with, "trusted-devices:initiator")
	})
	agree(t, c, scenarios.B1.Goals, all)
}
