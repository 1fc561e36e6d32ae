package scenarios_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// mutants are all changes of one thing: of each step, each mitigation, each option
// and each capability.
func mutants(cat *flows.Catalogue) (list []mutant) {
	for _, g := range groups(cat) {
		list = append(list, ofStep(cat, g)...)
	}
	list = append(list, ofGuards(cat)...)
	for i, m := range cat.Mitigations {
		list = append(list, ofMitigation(m, m.Name, func(cat *flows.Catalogue) []*flows.Mitigation { return cat.Mitigations[i : i+1] })...)
	}
	options := map[*flows.Mitigation]bool{}
	for k, f := range cat.Flows {
		for i, o := range f.Options {
			if options[o] {
				continue // the modes of CIBA share theirs
			}
			options[o] = true
			name := o.Name
			if o.Name == "user_code" && k > 0 {
				name = f.Name + " " + name
			}
			of := ofMitigation(o, name, func(cat *flows.Catalogue) (list []*flows.Mitigation) {
				for _, f := range cat.Flows {
					if i < len(f.Options) && f.Options[i].Doc == o.Doc {
						list = append(list, f.Options[i])
					}
				}
				return list
			})
			for j := range of {
				if of[j].flows = []string{f.Name}; f.Name == flows.DeviceGrant.Name {
					of[j].flows = nil
				}
			}
			list = append(list, of...)
		}
	}
	for i, c := range cat.Capabilities {
		list = append(list, ofCapability(cat, i, c)...)
	}
	return list
}

// about are the deployments of the mitigation that a step belongs to or is against.
func about(cat *flows.Catalogue, g *group) (rows []string) {
	against := g.steps(cat)[0].Against
	for _, m := range cat.Mitigations {
		if m.Name == against || slices.ContainsFunc(m.Steps, func(s flows.Step) bool { return s.Name == g.of }) {
			rows = append(rows, rowsOf(m)...)
		}
	}
	return rows
}

// judging are deployments of a mitigation, and of an option, that judge a phase and no
// other before what comes of it, in one of the flows.
func judging(cat *flows.Catalogue, phase flows.Phase, names []string) (list []string) {
	find := func(all []*flows.Mitigation) {
		for _, m := range all {
			for _, v := range m.Variants {
				only := slices.Equal(v.Phases, []flows.Phase{phase}) || slices.Equal(v.Phases, []flows.Phase{phase, flows.Deliver})
				if !v.After && v.Via == flows.NoChannel && only {
					list = append(list, m.FullName(v.Name))
					return
				}
			}
		}
	}
	find(cat.Mitigations)
	for _, f := range cat.Flows {
		if f.Name != flows.DeviceGrant.Name && slices.Contains(names, f.Name) {
			find(f.Options)
			break
		}
	}
	return list
}

// rowsOf are the deployments of one mitigation.
func rowsOf(m *flows.Mitigation) []string {
	return deployments(&flows.Catalogue{Flows: []*flows.Flow{{}}, Mitigations: []*flows.Mitigation{m}})[1:]
}

// ofStep drops each part of a step.
func ofStep(cat *flows.Catalogue, g *group) (list []mutant) {
	drop := func(what string, change func(s *flows.Step)) *mutant {
		list = append(list, mutant{name: g.name + " without " + what, rows: about(cat, g), flows: g.flows, step: g.of, change: func(cat *flows.Catalogue) {
			for _, s := range g.steps(cat) {
				change(s)
			}
		}})
		return &list[len(list)-1]
	}
	outcome := func(name string, change func(o *flows.Outcome)) func(*flows.Step) {
		return func(s *flows.Step) {
			for i := range s.Do {
				if s.Do[i].Name == name {
					change(&s.Do[i])
				}
			}
		}
	}
	seen := map[string]bool{}
	news := func(name string) bool {
		old := seen[name]
		seen[name] = true
		return !old
	}
	for _, s := range g.steps(cat) { // the modes of CIBA add checks and outcomes to what they share
		if s.When != nil && news("guard") {
			drop("its guard", func(s *flows.Step) { s.When = nil })
		}
		if s.In != 0 && news("stages") {
			drop("its stages", func(s *flows.Step) { s.In = 0 })
		}
		for _, need := range s.Requires {
			if news("need " + need) {
				drop("the need of "+need, func(s *flows.Step) {
					s.Requires = slices.DeleteFunc(s.Requires, func(name string) bool { return name == need })
				})
			}
		}
		for _, c := range s.Checks {
			if news("check " + c.Name) {
				drop("the check "+c.Name, func(s *flows.Step) {
					s.Checks = slices.DeleteFunc(s.Checks, func(d flows.Check) bool { return d.Name == c.Name })
				})
			}
		}
		for i, o := range s.Do {
			name := fmt.Sprintf("outcome %d %s", i, o.Name)
			if !news(name) {
				continue
			}
			if o.When != nil {
				drop("the guard of "+name, outcome(o.Name, func(o *flows.Outcome) { o.When = nil }))
			}
			if o.Errs != nil {
				drop("the errors of "+name, outcome(o.Name, func(o *flows.Outcome) { o.Errs = nil }))
			}
			if o.Do != nil {
				drop("the effect of "+name, outcome(o.Name, func(o *flows.Outcome) { o.Do = nil }))
			}
			if o.Safe {
				drop("the safety of "+name, outcome(o.Name, func(o *flows.Outcome) { o.Safe = false })).rows = judging(cat, s.Phase, g.flows)
			}
		}
	}
	return list
}

// ofMitigation makes each variant refuse never and always, and takes what it has
// away one by one.
func ofMitigation(m *flows.Mitigation, name string, of func(cat *flows.Catalogue) []*flows.Mitigation) (list []mutant) {
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
			list = append(list, mutant{name: strings.Replace(m.FullName(v.Name), m.Name, name, 1) + " " + what, rows: []string{row}, change: func(cat *flows.Catalogue) {
				for _, m := range of(cat) {
					if m.Number == nil {
						change(&m.Variants[i])
						continue
					}
					made := m.Number.Make
					m.Number.Make = func(n uint8) flows.Variant {
						v := made(n)
						v.Phases, v.Defeats = slices.Clone(v.Phases), slices.Clone(v.Defeats)
						change(&v)
						return v
					}
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
		for j := range list {
			if v.Transfer != 0 && strings.HasPrefix(list[j].name, strings.Replace(m.FullName(v.Name), m.Name, name, 1)+" ") {
				list[j].flows = travelling(v.Transfer)
			}
		}
		if v.Transfer != 0 {
			add("in every flow", func(v *flows.Variant) { v.Transfer = 0 })
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

// travelling are the flows whose sessions travel in one of the ways.
func travelling(ways flows.Transfer) (names []string) {
	for _, f := range flows.All {
		if f.Transfer&ways != 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

// ofCapability takes away what a capability opens and enables, one by one.
func ofCapability(cat *flows.Catalogue, at int, c *flows.Capability) (list []mutant) {
	all := groups(cat)
	for i, name := range c.Enables {
		enabled := all[slices.IndexFunc(all, func(g *group) bool { return g.of == name })]
		var in []string
		for _, g := range all {
			if g.of == name {
				in = append(in, g.flows...)
			}
		}
		list = append(list, mutant{name: c.Name + " does not enable " + name, rows: about(cat, enabled), flows: in, step: name, change: func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Enables = slices.Delete(of.Enables, i, i+1)
		}})
	}
	for i := range c.Opens {
		g := groupOf(all, &c.Opens[i])
		list = append(list, mutant{name: c.Name + " does not open " + g.of, rows: about(cat, g), step: g.of, change: func(cat *flows.Catalogue) {
			of := cat.Capabilities[at]
			of.Opens = slices.Delete(of.Opens, i, i+1)
		}})
	}
	return list
}
