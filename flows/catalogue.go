package flows

import (
	"slices"
	"strings"
)

// Catalogue is everything a composition can draw on. Drivers take it as data,
// so that another module can add its own.
type Catalogue struct {
	Flows        []*Flow
	Mitigations  []*Mitigation
	Capabilities []*Capability
	Users        []*User
}

// known are the mitigations, and the options of flows.
func (cat *Catalogue) known() []*Mitigation {
	all := slices.Clone(cat.Mitigations)
	for _, f := range cat.Flows {
		all = append(all, f.Options...)
	}
	return all
}

// Mitigation finds the mitigation in "name" or "name:variant". The variant is
// returned as typed; Place judges it.
func (cat *Catalogue) Mitigation(name string) (m *Mitigation, variant string, err error) {
	name, variant, _ = strings.Cut(name, ":")
	known := make([]string, len(cat.Mitigations))
	for i, m := range cat.Mitigations {
		if m.Name == name {
			return m, variant, nil
		}
		known[i] = m.Name
	}
	return nil, "", &UnknownError{Kind: "mitigation", Name: name, Known: known}
}

// CapabilityNames lists the capabilities.
func (cat *Catalogue) CapabilityNames() []string {
	names := make([]string, len(cat.Capabilities))
	for i, c := range cat.Capabilities {
		names[i] = c.Name
	}
	return names
}

// Applies tells whether a variant of a mitigation, or of an option, is about a flow:
// about the way in which its sessions travel, and asked about some step of the flow,
// of what mitigations add to it or of what capabilities open in it. It says nothing of
// a scenario, whose attacker may be able to do less.
func (cat *Catalogue) Applies(f *Flow, m *Mitigation, variant string) bool {
	p, err := m.Place(variant, m.probeTick())
	if err != nil || !f.takes(&p.Variant) || m.Option && !slices.Contains(f.Options, m) {
		return false
	}
	return slices.ContainsFunc(cat.steps(f), p.judges)
}

// AnyApplies tells whether some variant of a mitigation is about a flow.
func (cat *Catalogue) AnyApplies(f *Flow, m *Mitigation) bool {
	return slices.ContainsFunc(m.VariantNames(), func(v string) bool { return cat.Applies(f, m, v) })
}

// steps are all that can be woven with a flow, on either clock.
func (cat *Catalogue) steps(f *Flow) (list []*Step) {
	add := func(steps []Step) {
		for i := range steps {
			s := &steps[i]
			against := func(m *Mitigation) bool { return m.Name == s.Against && f.takesSome(m) }
			if s.useful(f, slices.ContainsFunc(slices.Concat(cat.Mitigations, f.Options), against)) && (!s.After || len(f.After) > 0) {
				list = append(list, s)
			}
		}
	}
	add(people)
	add(f.Steps)
	add(f.After)
	for _, m := range cat.Mitigations {
		if f.takesSome(m) {
			add(m.Steps)
		}
	}
	for _, capability := range cat.Capabilities {
		add(capability.Opens)
	}
	return list
}
