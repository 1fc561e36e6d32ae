package scenarios_test

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// copied is a catalogue that can be changed: all its values, and nothing of the
// packages' own.
func copied(cat *flows.Catalogue) *flows.Catalogue {
	out := &flows.Catalogue{Users: cat.Users}
	for _, f := range cat.Flows {
		flow := *f
		flow.Steps, flow.After, flow.Options = copiedSteps(f.Steps), copiedSteps(f.After), nil
		for _, o := range f.Options {
			flow.Options = append(flow.Options, copiedMitigation(o))
		}
		out.Flows = append(out.Flows, &flow)
	}
	for _, m := range cat.Mitigations {
		out.Mitigations = append(out.Mitigations, copiedMitigation(m))
	}
	for _, c := range cat.Capabilities {
		capability := *c
		capability.Opens, capability.Enables = copiedSteps(c.Opens), slices.Clone(c.Enables)
		out.Capabilities = append(out.Capabilities, &capability)
	}
	return out
}

func copiedMitigation(m *flows.Mitigation) *flows.Mitigation {
	out := *m
	out.Steps, out.Variants = copiedSteps(m.Steps), slices.Clone(m.Variants)
	for i := range out.Variants {
		v := &out.Variants[i]
		v.Phases, v.Defeats = slices.Clone(v.Phases), slices.Clone(v.Defeats)
	}
	if m.Number != nil {
		number := *m.Number
		out.Number = &number
	}
	return &out
}

func copiedSteps(steps []flows.Step) []flows.Step {
	steps = slices.Clone(steps)
	for i := range steps {
		s := &steps[i]
		s.Checks, s.Do, s.Requires = slices.Clone(s.Checks), slices.Clone(s.Do), slices.Clone(s.Requires)
	}
	return steps
}

// stepsOf are all steps with that name, each with what it belongs to.
func stepsOf(cat *flows.Catalogue, name string) (list []*flows.Step) {
	for _, steps := range allSteps(cat) {
		for i := range steps {
			if steps[i].Name == name {
				list = append(list, &steps[i])
			}
		}
	}
	return list
}

// allSteps are the steps of flows, mitigations and capabilities.
func allSteps(cat *flows.Catalogue) (list [][]flows.Step) {
	for _, f := range cat.Flows {
		list = append(list, f.Steps, f.After)
	}
	for _, m := range cat.Mitigations {
		list = append(list, m.Steps)
	}
	for _, c := range cat.Capabilities {
		list = append(list, c.Opens)
	}
	return list
}
