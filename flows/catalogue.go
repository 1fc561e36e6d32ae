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
