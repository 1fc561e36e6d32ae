package scenarios_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// mutant is the catalogue with one thing wrong.
type mutant struct {
	name   string
	change func(cat *flows.Catalogue)
}

// facts are what the goldens hold, ordered by how fast it is found and how much
// it sees: most mutants differ in the first.
func facts() (list []section) {
	list = append(list, section{lines: func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		c := attackComposition(t, cat)
		for _, attacker := range attackers {
			line, _ := attackFact(t, c, "", have(t, c, attacker))
			lines = append(lines, line)
		}
		return lines
	}}, section{lines: func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		for _, twin := range scenarios.A1.Twins {
			c := composeTwin(t, cat, cat.Flows[0], scenarios.A1, twin)
			for _, deployment := range deployments(cat) {
				line, _ := twinFact(t, c, deployment)
				lines = append(lines, line)
			}
		}
		return lines
	}})
	list = append(list, section{lines: func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		c := attackComposition(t, cat)
		for _, deployment := range deployments(cat) {
			list := slices.DeleteFunc(columns(t, c, deployment), func(col column) bool {
				return col.name == "strongest" // the slowest, and what it gets through is in attacks
			})
			for _, attacker := range list {
				line, _ := attackFact(t, c, deployment, attacker.have)
				lines = append(lines, line)
			}
		}
		return lines
	}})
	return append(list, sections...)
}

// TestMutants breaks one thing after another in a copy of the catalogue. The
// goldens must notice each, or it is on the list of those that change nothing,
// with the reason.
func TestMutants(t *testing.T) {
	facts := facts()
	var sound [][]string
	for _, f := range facts {
		sound = append(sound, f.lines(t, copied(builtIn())))
	}
	names := map[string]bool{}
	for _, m := range mutants(builtIn()) {
		if names[m.name] {
			t.Errorf("%s: there are two of that name", m.name)
		}
		names[m.name] = true
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			cat := copied(builtIn())
			m.change(cat)
			alive := true
			for i := 0; alive && i < len(facts); i++ {
				alive = slices.Equal(facts[i].lines(t, cat), sound[i])
			}
			switch why := survivors[m.name]; {
			case alive && why == "":
				t.Error("no golden notices")
			case !alive && why != "":
				t.Errorf("it is on the list of survivors (%s), and a golden does notice", why)
			}
		})
	}
	for name := range survivors {
		if !names[name] {
			t.Errorf("%s is on the list of survivors, and is no mutant", name)
		}
	}
}

// mutants are all changes of one thing: of each step, each mitigation and each
// capability.
func mutants(cat *flows.Catalogue) (list []mutant) {
	seen := map[string]bool{}
	for _, steps := range allSteps(cat) {
		for _, s := range steps {
			if !seen[s.Name] { // two capabilities may open one step
				list = append(list, ofStep(s)...)
			}
			seen[s.Name] = true
		}
	}
	list = append(list, ofGuards()...)
	for i, m := range cat.Mitigations {
		list = append(list, ofMitigation(i, m)...)
	}
	for i, c := range cat.Capabilities {
		list = append(list, ofCapability(i, c)...)
	}
	return list
}

// ofStep drops each part of a step.
func ofStep(s flows.Step) (list []mutant) {
	drop := func(what string, change func(s *flows.Step)) {
		list = append(list, mutant{s.Name + " without " + what, func(cat *flows.Catalogue) {
			for _, s := range stepsOf(cat, s.Name) {
				change(s)
			}
		}})
	}
	if s.When != nil {
		drop("its guard", func(s *flows.Step) { s.When = nil })
	}
	if s.In != 0 {
		drop("its stages", func(s *flows.Step) { s.In = 0 })
	}
	for i, need := range s.Requires {
		drop("the need of "+need, func(s *flows.Step) { s.Requires = slices.Delete(s.Requires, i, i+1) })
	}
	for i, c := range s.Checks {
		drop("the check "+c.Name, func(s *flows.Step) { s.Checks = slices.Delete(s.Checks, i, i+1) })
	}
	for i, o := range s.Do {
		name := fmt.Sprintf("outcome %d %s", i, o.Name)
		if o.When != nil {
			drop("the guard of "+name, func(s *flows.Step) { s.Do[i].When = nil })
		}
		if o.Errs != nil {
			drop("the errors of "+name, func(s *flows.Step) { s.Do[i].Errs = nil })
		}
		if o.Do != nil {
			drop("the effect of "+name, func(s *flows.Step) { s.Do[i].Do = nil })
		}
		if o.Safe {
			drop("the safety of "+name, func(s *flows.Step) { s.Do[i].Safe = false })
		}
	}
	return list
}

// ofMitigation makes each variant refuse never and always, and takes its
// phases and defeats away one by one.
func ofMitigation(at int, m *flows.Mitigation) (list []mutant) {
	each := func(what string, change func(v *flows.Variant)) {
		if m.Number != nil {
			list = append(list, mutant{m.Name + " " + what, func(cat *flows.Catalogue) {
				number := cat.Mitigations[at].Number
				made := number.Make
				number.Make = func(n uint8) flows.Variant {
					v := made(n)
					v.Phases, v.Defeats = slices.Clone(v.Phases), slices.Clone(v.Defeats)
					change(&v)
					return v
				}
			}})
			return
		}
		for i, v := range m.Variants {
			list = append(list, mutant{m.FullName(v.Name) + " " + what, func(cat *flows.Catalogue) {
				change(&cat.Mitigations[at].Variants[i])
			}})
		}
	}
	each("refuses never", func(v *flows.Variant) { v.Refuses = func(flows.At) flows.Judged { return 0 } })
	each("refuses always, on anybody's evidence", func(v *flows.Variant) { v.Refuses = func(flows.At) flows.Judged { return flows.Honest } })
	each("takes no evidence for the attacker's", func(v *flows.Variant) {
		judge := v.Refuses
		v.Refuses = func(a flows.At) flows.Judged {
			if judge(a) == 0 {
				return 0
			}
			return flows.Honest
		}
	})
	variants := m.Variants
	if m.Number != nil {
		variants = []flows.Variant{m.Number.Make(1)}
	}
	for i, v := range variants {
		change := func(what string, change func(v *flows.Variant)) {
			list = append(list, mutant{m.FullName(v.Name) + " without " + what, func(cat *flows.Catalogue) {
				if number := cat.Mitigations[at].Number; number != nil {
					made := number.Make
					number.Make = func(n uint8) flows.Variant {
						v := made(n)
						v.Phases = slices.Clone(v.Phases)
						change(&v)
						return v
					}
					return
				}
				change(&cat.Mitigations[at].Variants[i])
			}})
		}
		for k, phase := range v.Phases {
			change("phase "+phase.String(), func(v *flows.Variant) { v.Phases = slices.Delete(v.Phases, k, k+1) })
		}
		for k, d := range v.Defeats {
			change("the defeat by "+d.By[0], func(v *flows.Variant) { v.Defeats = slices.Delete(v.Defeats, k, k+1) })
		}
		if v.Uses != 0 {
			change("its threshold", func(v *flows.Variant) { v.Uses = 0 })
		}
	}
	return list
}

// ofCapability takes away what a capability opens and enables, one by one.
func ofCapability(at int, c *flows.Capability) (list []mutant) {
	for i, name := range c.Enables {
		list = append(list, mutant{c.Name + " does not enable " + name, func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Enables = slices.Delete(of.Enables, i, i+1)
		}})
	}
	for i, s := range c.Opens {
		list = append(list, mutant{c.Name + " does not open " + s.Name, func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Opens = slices.Delete(of.Opens, i, i+1)
		}})
	}
	return list
}
