package scenarios_test

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// noted says of mutants, by name, whether they would ever have answered otherwise in what
// the sound catalogue was asked. One that would not is asked the same and answers the same:
// what is seen of it is what is seen of the sound one. Mutants that are not there may
// differ always: without a check or a step the system has another shape.
type noted map[string]*bool

// of is the place to note that a mutant would have answered otherwise.
func (n noted) of(name string) *bool {
	if n[name] == nil {
		n[name] = new(bool)
	}
	return n[name]
}

// same tells whether nothing can be seen of a mutant.
func (n noted) same(m mutant) bool {
	differs := n[m.name]
	return differs != nil && !*differs
}

// watched is a copy of the catalogue that answers as it does and notes what mutants would
// have.
func watched(cat *flows.Catalogue) (*flows.Catalogue, noted) {
	cat, n := copied(cat), noted{}
	for _, g := range groups(cat) {
		steps := g.steps(cat)
		for _, s := range steps {
			n.watchOutcomes(g, s, steps)
		}
		for _, s := range steps {
			n.watchGuard(g, s)
		}
	}
	for _, m := range cat.Mitigations {
		for i := range m.Variants {
			n.watchVariant(m.FullName(m.Variants[i].Name), &m.Variants[i])
		}
		if m.Number != nil {
			made := m.Number.Make
			m.Number.Make = func(k uint8) flows.Variant {
				v := made(k)
				n.watchVariant(m.FullName(v.Name), &v)
				return v
			}
		}
	}
	return cat, n
}

// watchGuard asks the guard outside the step's stages too, and each of its parts.
func (n noted) watchGuard(g *group, s *flows.Step) {
	name := func(what string) *bool { return n.of(g.name + what) }
	var needs, parts []*bool
	for _, need := range s.Requires {
		needs = append(needs, name(" without the need of "+need))
	}
	cut := conjuncts[g.name]
	for i := range cut {
		parts = append(parts, name(" although not: "+cut[i].name))
	}
	guard, stages := name(" without its guard"), name(" without its stages")
	in, when := s.In, s.When
	switch s.By {
	case flows.Alone, flows.Recipient, flows.Clock: // not found by the stage of a session
		in = 0
	default:
		s.In = 0
	}
	s.When = func(a flows.At) bool {
		possible := when == nil || when(a)
		switch {
		case in != 0 && in>>a.S.Stage&1 == 0:
			*stages = *stages || possible
			return false
		case possible:
			for _, need := range needs {
				*need = true
			}
			return true
		}
		*guard = true
		missing := -1
		for i := range cut {
			switch {
			case cut[i].is(a):
			case missing >= 0:
				return false // with one of them left out, the other still is
			default:
				missing = i
			}
		}
		if missing >= 0 {
			*parts[missing] = true
		}
		return false
	}
}

// watchOutcomes notes which outcomes are not always possible, take errors and change
// something. What of them is dropped is dropped from all outcomes of a name, wherever they
// stand in the steps of the group.
func (n noted) watchOutcomes(g *group, s *flows.Step, steps []*flows.Step) {
	for i := range s.Do {
		o := &s.Do[i]
		var guards, errors, effects []*bool
		for _, of := range steps {
			for k := range of.Do {
				if of.Do[k].Name == o.Name {
					name := fmt.Sprintf(" outcome %d %s", k, o.Name)
					guards = append(guards, n.of(g.name+" without the guard of"+name))
					errors = append(errors, n.of(g.name+" without the errors of"+name))
					effects = append(effects, n.of(g.name+" without the effect of"+name))
				}
			}
		}
		if when := o.When; when != nil {
			o.When = func(a flows.At) bool {
				possible := when(a)
				note(guards, !possible)
				return possible
			}
		}
		if errs := o.Errs; errs != nil {
			o.Errs = func(a flows.At) (taken flows.Errors) {
				taken = errs(a)
				note(errors, taken != 0)
				return taken
			}
		}
		if do := o.Do; do != nil {
			o.Do = func(a flows.At) {
				before := *a.W
				do(a)
				note(effects, *a.W != before)
			}
		}
	}
}

// note notes what is the case.
func note(places []*bool, is bool) {
	if is {
		for _, p := range places {
			*p = true
		}
	}
}

// watchVariant notes what a mitigation answers, and in which phase.
func (n noted) watchVariant(name string, v *flows.Variant) {
	phases := map[flows.Phase]*bool{}
	for _, phase := range v.Phases {
		phases[phase] = n.of(name + " without phase " + phase.String())
	}
	never, always := n.of(name+" refuses never"), n.of(name+" refuses always, on anybody's evidence")
	blind := n.of(name + " takes no evidence for the attacker's")
	judge := v.Refuses
	v.Refuses = func(a flows.At) flows.Judged {
		judged := judge(a)
		if judged != flows.Honest {
			*always = true
		}
		if judged != 0 {
			*never = true
			*phases[a.Phase] = true
			*blind = *blind || judged != flows.Honest
		}
		return judged
	}
}
