package flows

import (
	"fmt"
	"slices"
)

// valid checks what can be said of a step by itself.
func (s *Step) valid(kind string, taken map[string]bool) error {
	if err := described(kind, s.Name, snake, taken, s.Doc, s.Ref); err != nil {
		return err
	}
	kind += " " + s.Name
	switch {
	case s.Phase >= phases:
		return fmt.Errorf("%s has phase %d, which there is not", kind, uint8(s.Phase))
	case s.By > Clock:
		return fmt.Errorf("%s is taken by %d, which there is not", kind, uint8(s.By))
	case s.In >= 1<<stages:
		return fmt.Errorf("%s is possible in stages %b, and there are only %d", kind, s.In, stages)
	case s.In != 0 && s.aboutNoSession():
		return fmt.Errorf("%s names stages but is about no session", kind)
	case s.Phase == NoPhase && len(s.Checks) > 0:
		return fmt.Errorf("%s has checks but no phase: what a server can refuse is part of the skeleton", kind)
	case len(s.Do) == 0:
		return fmt.Errorf("%s has no outcome", kind)
	}
	checks := map[string]bool{}
	for _, c := range s.Checks {
		switch {
		case c.Name == "" || checks[c.Name]:
			return fmt.Errorf("%s: check %q: the name is empty or taken", kind, c.Name)
		case c.Ref == "":
			return fmt.Errorf("%s: check %q has no Ref", kind, c.Name)
		case c.Reply == "":
			return fmt.Errorf("%s: check %q has no Reply", kind, c.Name)
		case c.Pass == nil:
			return fmt.Errorf("%s: check %q has no Pass", kind, c.Name)
		}
		checks[c.Name] = true
	}
	outcomes := map[string]bool{}
	for _, o := range s.Do {
		if len(s.Do) > 1 && o.Name == "" || outcomes[o.Name] {
			return fmt.Errorf("%s: outcome %q: the name is empty or taken", kind, o.Name)
		}
		outcomes[o.Name] = true
	}
	return nil
}

// aboutNoSession tells whether the step's session is not bound.
func (s *Step) aboutNoSession() bool {
	return s.By == Alone || s.By == Recipient || s.By == Clock
}

// same tells whether two steps are one value, as far as that can be seen.
func (s *Step) same(t *Step) bool {
	return s.Doc == t.Doc && s.Ref == t.Ref && s.Phase == t.Phase && s.By == t.By && s.In == t.In &&
		slices.Equal(s.Requires, t.Requires)
}

// needs checks what steps need besides what opened them.
func (v *validator) needs(kind string, steps []Step) error {
	for _, s := range steps {
		for _, name := range s.Requires {
			if err := v.name(fmt.Sprintf("%s: step %s needs", kind, s.Name), name); err != nil {
				return err
			}
		}
	}
	return nil
}
