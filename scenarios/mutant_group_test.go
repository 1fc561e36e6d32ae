package scenarios_test

import (
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// group is a step with those of other flows that say the same: the modes of CIBA share
// most of theirs. Flows also have steps that are called alike and say different things.
type group struct {
	name  string
	of    string   // the step's own name
	says  string   // what all of them say
	flows []string // in which they are; none if they belong to mitigations or capabilities
}

// says is what tells steps of one name apart.
func says(s *flows.Step) string {
	ref, _, _ := strings.Cut(s.Ref, ";")
	return s.Doc + ref
}

// groups are all steps of a catalogue. The first of a name goes by it; others by their
// flow's name too.
func groups(cat *flows.Catalogue) (list []*group) {
	add := func(flow string, steps []flows.Step) {
		for i := range steps {
			s := &steps[i]
			at := slices.IndexFunc(list, func(g *group) bool { return g.of == s.Name && g.says == says(s) })
			if at < 0 {
				name := s.Name
				if slices.ContainsFunc(list, func(g *group) bool { return g.of == s.Name }) {
					name = flow + " " + name
				}
				at = len(list)
				list = append(list, &group{name: name, of: s.Name, says: says(s)})
			}
			if flow != "" {
				list[at].flows = append(list[at].flows, flow)
			}
		}
	}
	for _, f := range cat.Flows {
		add(f.Name, f.Steps)
		add(f.Name, f.After)
	}
	for _, m := range cat.Mitigations {
		add("", m.Steps)
	}
	for _, c := range cat.Capabilities {
		add("", c.Opens)
	}
	return list
}

// groupOf is the group of a step.
func groupOf(all []*group, s *flows.Step) *group {
	return all[slices.IndexFunc(all, func(g *group) bool { return g.of == s.Name && g.says == says(s) })]
}

// steps are those of the group in a catalogue.
func (g *group) steps(cat *flows.Catalogue) (list []*flows.Step) {
	for _, s := range stepsOf(cat, g.of) {
		if says(s) == g.says {
			list = append(list, s)
		}
	}
	return list
}
