package scenarios_test

import (
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// mutants are all changes of one thing: of each step, each mitigation, each option
// and each capability.
func mutants(cat *flows.Catalogue) (list []mutant) {
	seen := map[string]bool{}
	for _, steps := range allSteps(cat) {
		for _, s := range steps {
			if !seen[s.Name] { // two capabilities may open one step
				list = append(list, ofStep(cat, s)...)
			}
			seen[s.Name] = true
		}
	}
	list = append(list, ofGuards(cat)...)
	for i, m := range cat.Mitigations {
		list = append(list, ofMitigation(m, func(cat *flows.Catalogue) *flows.Mitigation { return cat.Mitigations[i] })...)
	}
	for i, o := range cat.Flows[0].Options {
		list = append(list, ofMitigation(o, func(cat *flows.Catalogue) *flows.Mitigation { return cat.Flows[0].Options[i] })...)
	}
	for i, c := range cat.Capabilities {
		list = append(list, ofCapability(cat, i, c)...)
	}
	return list
}

// about are the deployments of the mitigation that a step belongs to or is against.
func about(cat *flows.Catalogue, step string) (rows []string) {
	against := stepsOf(cat, step)[0].Against
	for _, m := range cat.Mitigations {
		if m.Name == against || slices.ContainsFunc(m.Steps, func(s flows.Step) bool { return s.Name == step }) {
			rows = append(rows, rowsOf(m)...)
		}
	}
	return rows
}

// judging are the deployments of one mitigation that judges a phase and no other.
func judging(cat *flows.Catalogue, phase flows.Phase) []string {
	for _, m := range cat.Mitigations {
		for _, v := range m.Variants {
			if !v.After && v.Via == flows.NoChannel && slices.Equal(v.Phases, []flows.Phase{phase}) {
				return []string{m.FullName(v.Name)}
			}
		}
	}
	return nil
}

// rowsOf are the deployments of one mitigation.
func rowsOf(m *flows.Mitigation) []string {
	return deployments(&flows.Catalogue{Flows: []*flows.Flow{{}}, Mitigations: []*flows.Mitigation{m}})[1:]
}

// ofStep drops each part of a step.
func ofStep(cat *flows.Catalogue, s flows.Step) (list []mutant) {
	drop := func(what string, change func(s *flows.Step)) {
		list = append(list, mutant{name: s.Name + " without " + what, rows: about(cat, s.Name), change: func(cat *flows.Catalogue) {
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
			list[len(list)-1].rows = judging(cat, s.Phase)
		}
	}
	return list
}

// ofMitigation makes each variant refuse never and always, and takes what it has
// away one by one.
func ofMitigation(m *flows.Mitigation, of func(cat *flows.Catalogue) *flows.Mitigation) (list []mutant) {
	variants := m.Variants
	if m.Number != nil {
		variants = []flows.Variant{m.Number.Make(1)}
	}
	for i, v := range variants {
		row := m.FullName(v.Name)
		if m.Number != nil {
			row = m.FullName(m.Default)
		}
		add := func(what string, change func(v *flows.Variant)) {
			list = append(list, mutant{name: m.FullName(v.Name) + " " + what, rows: []string{row}, change: func(cat *flows.Catalogue) {
				m := of(cat)
				if m.Number == nil {
					change(&m.Variants[i])
					return
				}
				made := m.Number.Make
				m.Number.Make = func(n uint8) flows.Variant {
					v := made(n)
					v.Phases, v.Defeats = slices.Clone(v.Phases), slices.Clone(v.Defeats)
					change(&v)
					return v
				}
			}})
		}
		add("refuses never", func(v *flows.Variant) { v.Refuses = func(flows.At) flows.Judged { return 0 } })
		add("refuses always, on anybody's evidence", func(v *flows.Variant) { v.Refuses = func(flows.At) flows.Judged { return flows.Honest } })
		add("takes no evidence for the attacker's", func(v *flows.Variant) {
			judge := v.Refuses
			v.Refuses = func(a flows.At) flows.Judged {
				if judge(a) == 0 {
					return 0
				}
				return flows.Honest
			}
		})
		for k, phase := range v.Phases {
			add("without phase "+phase.String(), func(v *flows.Variant) { v.Phases = slices.Delete(v.Phases, k, k+1) })
		}
		for k, d := range v.Defeats {
			add("without the defeat by "+d.By[0], func(v *flows.Variant) { v.Defeats = slices.Delete(v.Defeats, k, k+1) })
			for j, by := range d.By {
				if len(d.By) > 1 {
					add("defeated without "+by, func(v *flows.Variant) {
						v.Defeats[k].By = slices.Delete(slices.Clone(v.Defeats[k].By), j, j+1)
					})
				}
			}
		}
		if v.Uses != 0 {
			add("without its threshold", func(v *flows.Variant) { v.Uses = 0 })
		}
		if v.Access != 0 {
			add("without its threshold", func(v *flows.Variant) { v.Access = 0 })
		}
		if v.Via != flows.NoChannel {
			add("on every channel", func(v *flows.Variant) { v.Via = flows.NoChannel })
		}
		if v.After {
			add("before the grant", func(v *flows.Variant) { v.After = false })
		}
		if v.Lacks != nil {
			add("whatever devices lack", func(v *flows.Variant) { v.Lacks = nil })
		}
		if v.InForce != nil {
			add("although in force", func(v *flows.Variant) { v.InForce = nil })
		}
	}
	return list
}

// ofCapability takes away what a capability opens and enables, one by one.
func ofCapability(cat *flows.Catalogue, at int, c *flows.Capability) (list []mutant) {
	for i, name := range c.Enables {
		list = append(list, mutant{name: c.Name + " does not enable " + name, rows: about(cat, name), change: func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Enables = slices.Delete(of.Enables, i, i+1)
		}})
	}
	for i, s := range c.Opens {
		list = append(list, mutant{name: c.Name + " does not open " + s.Name, rows: about(cat, s.Name), change: func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Opens = slices.Delete(of.Opens, i, i+1)
		}})
	}
	return list
}
