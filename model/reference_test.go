package model

import "math/rand/v2"

// toy is a random rule model together with mitigations, from which both sides
// of the comparison are made: system, with masks, for Family; and possible, the
// reference, which weaves one deployment in as guards and knows no masks.
type toy struct {
	vars    int
	rules   []toyRule
	guards  []toyGuard // the mitigations
	defeats []toyDefeat
	goals   [][]test
	breach  breach
}

type vector [6]uint8

const toyValues = 3 // of a variable

// toyRule is a rule for the bindings 0..width-1; a binding shifts its variables.
type toyRule struct {
	width    int
	when     []test
	outcomes []toyOutcome
	asks     int  // with asksDeployment: the guard asks for this mitigation, 0 for none
	urgent   bool // with asksEnabled: nothing else happens while this is possible
}

type toyOutcome struct {
	needs  []int // capabilities
	set    []test
	judged []int // the mitigations that judge it
}

// toyGuard is a mitigation: it refuses what it judges if when holds, because of
// forgeable evidence if forgeable holds too.
type toyGuard struct{ when, forgeable []test }

type toyDefeat struct {
	mitigation int
	by         []int
	when       []test // with defeatAsksState
}

// test says that a variable has a value, or is set to it.
type test struct {
	variable int
	value    uint8
}

// breach is the condition of exactness that a toy violates.
type breach int

const (
	noBreach        breach = iota
	asksDeployment         // 1: a guard asks what is deployed
	asksEnabled            // 2: a step is urgent
	refusalActs            // 3: a refused attempt has an effect
	goalAsks               // 4: the goal asks what is deployed
	defeatAsksState        // 5: a defeat works only in some states
)

func (m *toy) holds(tests []test, s vector, shift int) bool {
	for _, t := range tests {
		if s[(t.variable+shift)%m.vars] != t.value {
			return false
		}
	}
	return true
}

func (m *toy) apply(tests []test, s vector, shift int) vector {
	for _, t := range tests {
		s[(t.variable+shift)%m.vars] = t.value
	}
	return s
}

func randomToy(r *rand.Rand, vars, rules, mitigations, capabilities int, b breach) *toy {
	m := &toy{vars: vars, breach: b}
	tests := func(n int) (list []test) {
		for range n {
			list = append(list, test{r.IntN(vars), uint8(r.IntN(toyValues))})
		}
		return list
	}
	some := func(of int, odds float64) (list []int) {
		for i := range of {
			if r.Float64() < odds {
				list = append(list, i)
			}
		}
		return list
	}
	for range mitigations {
		m.guards = append(m.guards, toyGuard{when: tests(r.IntN(2)), forgeable: tests(r.IntN(2))})
		for range r.IntN(3) {
			m.defeats = append(m.defeats, toyDefeat{r.IntN(mitigations), some(capabilities, 0.3), tests(1)})
		}
	}
	for range rules {
		rule := toyRule{width: 1 + r.IntN(2), when: tests(1), asks: r.IntN(mitigations + 1), urgent: r.IntN(4) == 0}
		for range 1 + r.IntN(2) {
			rule.outcomes = append(rule.outcomes, toyOutcome{
				needs: some(capabilities, 0.15), set: tests(1 + r.IntN(2)), judged: some(mitigations, min(0.4, 3/float64(mitigations))),
			})
		}
		m.rules = append(m.rules, rule)
	}
	for range 2 {
		m.goals = append(m.goals, tests(2))
	}
	return m
}

// system is the toy as Family sees it. Where it breaches a condition, all
// mitigations are present and none refuses.
func (m *toy) system() System[vector] {
	var rules []Rule[vector]
	urgent := func(s *vector) bool {
		for _, rule := range m.rules {
			for j := range rule.width {
				if rule.urgent && m.holds(rule.when, *s, j) {
					return true
				}
			}
		}
		return false
	}
	for _, rule := range m.rules {
		woven := Rule[vector]{Name: "rule", With: rule.width,
			When: func(s *vector, b Bind) bool {
				if m.breach == asksDeployment && rule.asks > 0 {
					return false
				}
				if m.breach == asksEnabled && !rule.urgent && urgent(s) {
					return false
				}
				return m.holds(rule.when, *s, int(b.J))
			},
			Mask: func(s *vector, b Bind, outcome int) (mask Mask) {
				o := rule.outcomes[outcome]
				mask.Requires = Of(o.needs...)
				for _, g := range o.judged {
					switch {
					case !m.holds(m.guards[g].when, *s, int(b.J)):
					case m.holds(m.guards[g].forgeable, *s, int(b.J)):
						mask.Foreign |= Of(g)
					default:
						mask.Own |= Of(g)
					}
				}
				return mask
			}}
		for _, o := range rule.outcomes {
			woven.Do = append(woven.Do, Outcome[vector]{Do: func(s *vector, b Bind) { *s = m.apply(o.set, *s, int(b.J)) }})
		}
		rules = append(rules, woven)
	}
	return Weave("toy", vector{}, rules)
}

func (m *toy) familyGoals() (goals []Goal[vector]) {
	for _, g := range m.goals {
		goals = append(goals, Goal[vector]{Name: "goal", When: func(s *vector) bool { return m.holds(g, *s, 0) }})
	}
	return goals
}

func (m *toy) familyDefeats() (list []Defeat) {
	for _, d := range m.defeats {
		list = append(list, Defeat{d.mitigation, Of(d.by...)})
	}
	return list
}

// possible explores one deployment and one attacker by itself, and tells which
// goals are reached.
func (m *toy) possible(deployed, have map[int]bool) []bool {
	var moves []func(vector) (vector, bool)
	var urgent []bool
	for _, rule := range m.rules {
		for j := range rule.width {
			for _, o := range rule.outcomes {
				if move := m.move(rule, o, j, deployed, have); move != nil {
					moves, urgent = append(moves, move), append(urgent, rule.urgent)
				}
			}
		}
	}
	reached := make([]bool, len(m.goals))
	seen, queue := map[vector]bool{{}: true}, []vector{{}}
	for ; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		for g, goal := range m.goals {
			asked := m.breach == goalAsks && deployed[0]
			reached[g] = reached[g] || m.holds(goal, s, 0) && !asked
		}
		hurry := false
		for i, move := range moves {
			_, enabled := move(s)
			hurry = hurry || m.breach == asksEnabled && urgent[i] && enabled
		}
		for i, move := range moves {
			if next, enabled := move(s); enabled && (urgent[i] || !hurry) && !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return reached
}

// move is one outcome of a rule with the deployed mitigations among its guards,
// or nil if this attacker does not have it.
func (m *toy) move(rule toyRule, o toyOutcome, shift int, deployed, have map[int]bool) func(vector) (vector, bool) {
	for _, c := range o.needs {
		if !have[c] {
			return nil
		}
	}
	if m.breach == asksDeployment && rule.asks > 0 && deployed[rule.asks-1] {
		return nil
	}
	defeated := func(g int, s vector) bool {
		for _, d := range m.defeats {
			all := d.mitigation == g && (m.breach != defeatAsksState || m.holds(d.when, s, 0))
			for _, c := range d.by {
				all = all && have[c]
			}
			if all {
				return true
			}
		}
		return false
	}
	return func(s vector) (vector, bool) {
		if !m.holds(rule.when, s, shift) {
			return s, false
		}
		for _, g := range o.judged {
			guard := m.guards[g]
			if !deployed[g] || !m.holds(guard.when, s, shift) {
				continue
			}
			if !m.holds(guard.forgeable, s, shift) || !defeated(g, s) {
				if m.breach == refusalActs {
					s[0] = (s[0] + 1) % toyValues // a counted failure that rules can read
					return s, true
				}
				return s, false
			}
		}
		return m.apply(o.set, s, shift), true
	}
}
