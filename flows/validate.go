package flows

import (
	"fmt"
	"regexp"
	"slices"
)

// Validate reports the first thing that is wrong with a catalogue: a name that
// is taken or that nothing has, something without its documentation, something
// that could never have an effect. Whoever composes relies on it.
func (cat *Catalogue) Validate() error {
	v := validator{cat: cat, steps: map[string][]*Step{}, names: slices.Concat(RequirementNames(), cat.CapabilityNames())}
	for _, s := range common() {
		v.steps[s.Name] = append(v.steps[s.Name], &s)
	}
	for _, part := range []func() error{
		v.flows, v.mitigations, v.capabilities, v.users, v.references, v.effects, v.room,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// validator is what one validation has seen so far.
type validator struct {
	cat   *Catalogue
	steps map[string][]*Step // by name, of flows, then mitigations, then capabilities
	names []string           // what a step can need and a refusal be defeated by
	named []string           // those of them that some step or mitigation does name
}

// form is how a kind of name is written.
type form struct {
	*regexp.Regexp
	joined string
}

var (
	hyphenated = form{regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`), "hyphens"}
	snake      = form{regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`), "underscores"}
)

// named checks what everything in a catalogue has: a name that nothing else of
// its kind has, and its documentation.
func named(kind, name string, in form, seen map[string]bool, doc string) error {
	switch {
	case !in.MatchString(name):
		return fmt.Errorf("%s %q: a name is lower-case letters and digits, joined by %s", kind, name, in.joined)
	case seen[name]:
		return fmt.Errorf("%s %s: the name is taken", kind, name)
	case doc == "":
		return fmt.Errorf("%s %s has no Doc", kind, name)
	}
	seen[name] = true
	return nil
}

// described checks the same of what stands in some document.
func described(kind, name string, in form, seen map[string]bool, doc, ref string) error {
	if err := named(kind, name, in, seen, doc); err != nil {
		return err
	}
	if ref == "" {
		return fmt.Errorf("%s %s has no Ref", kind, name)
	}
	return nil
}

// common are the steps that every flow has besides its own.
func common() []Step { return append(slices.Clone(people), clock) }

func (v *validator) flows() error {
	seen := map[string]bool{}
	for _, f := range v.cat.Flows {
		kind := "flow " + f.Name
		if err := described("flow", f.Name, hyphenated, seen, f.Doc, f.Ref); err != nil {
			return err
		}
		if f.Transfer == 0 {
			return fmt.Errorf("%s has no Transfer", kind)
		}
		if f.CodeLifeMax < 1 {
			return fmt.Errorf("%s: CodeLifeMax is %d, and critical values are looked for from 1 s up to it", kind, f.CodeLifeMax)
		}
		engages, taken := 0, map[string]bool{}
		for _, s := range common() {
			taken[s.Name] = true
		}
		for i := range f.Steps {
			s := &f.Steps[i]
			if err := s.valid(kind+": step", taken); err != nil {
				return err
			}
			v.steps[s.Name] = append(v.steps[s.Name], s)
			if s.Phase == Engage {
				engages++
			}
			if s.After {
				return fmt.Errorf("%s: step %s follows the grant, and stands among those before it", kind, s.Name)
			}
		}
		for i := range f.After {
			s := &f.After[i]
			if err := s.valid(kind+": step", taken); err != nil {
				return err
			}
			if !s.After {
				return fmt.Errorf("%s: step %s stands among those that follow the grant, and is not one", kind, s.Name)
			}
			v.steps[s.Name] = append(v.steps[s.Name], s)
		}
		options := map[string]bool{}
		for _, o := range f.Options {
			if err := described(kind+": option", o.Name, snake, options, o.Doc, o.Ref); err != nil {
				return err
			}
			if !o.Option {
				return fmt.Errorf("%s: option %s is not marked as one", kind, o.Name)
			}
			if err := o.valid(kind + ": option " + o.Name); err != nil {
				return err
			}
		}
		if engages != 1 {
			return fmt.Errorf("%s has %d steps of phase engage, and needs exactly one by which a code counts as used", kind, engages)
		}
	}
	return nil
}

func (v *validator) mitigations() error {
	seen := map[string]bool{}
	for _, m := range v.cat.Mitigations {
		if err := described("mitigation", m.Name, hyphenated, seen, m.Doc, m.Ref); err != nil {
			return err
		}
		if err := m.valid("mitigation " + m.Name); err != nil {
			return err
		}
		taken := map[string]bool{}
		for i := range m.Steps {
			s := &m.Steps[i]
			if err := s.valid("mitigation "+m.Name+": step", taken); err != nil {
				return err
			}
			if len(v.steps[s.Name]) > 0 {
				return fmt.Errorf("mitigation %s: step %s: something else has a step of that name", m.Name, s.Name)
			}
			if s.After {
				return fmt.Errorf("mitigation %s: step %s follows the grant, and what mitigations add does not", m.Name, s.Name)
			}
			v.steps[s.Name] = append(v.steps[s.Name], s)
		}
	}
	return nil
}

func (v *validator) capabilities() error {
	seen := map[string]bool{}
	for _, name := range RequirementNames() {
		seen[name] = true // both are requirements
	}
	opener := map[string]string{}
	for _, c := range v.cat.Capabilities {
		if err := described("capability", c.Name, hyphenated, seen, c.Doc, c.Ref); err != nil {
			return err
		}
		taken := map[string]bool{}
		for i := range c.Opens {
			s := &c.Opens[i]
			if err := s.valid("capability "+c.Name+": step", taken); err != nil {
				return err
			}
			// Steps of people can be opened twice, because whoever opens them is
			// not asked for; they are woven once.
			by, shared := opener[s.Name]
			switch {
			case shared && (s.By == Attackers || s.By == Target || s.By == Recipient):
				return fmt.Errorf("capability %s opens step %s, which %s opens too: an attacker's step has one opener", c.Name, s.Name, by)
			case shared && !s.same(v.steps[s.Name][0]):
				return fmt.Errorf("capability %s opens step %s, and %s opens another one of that name", c.Name, s.Name, by)
			case !shared && len(v.steps[s.Name]) > 0:
				return fmt.Errorf("capability %s: step %s: something else has a step of that name", c.Name, s.Name)
			}
			opener[s.Name] = c.Name
			v.steps[s.Name] = append(v.steps[s.Name], s)
		}
	}
	return nil
}

func (v *validator) users() error {
	seen := map[string]bool{}
	for _, u := range v.cat.Users {
		if err := named("user", u.Name, hyphenated, seen, u.Doc); err != nil {
			return err
		}
		if !u.Errors.In(1<<errorCount - 1) {
			return fmt.Errorf("user %s makes errors that there are not", u.Name)
		}
	}
	return nil
}

// references checks that whatever is named exists.
func (v *validator) references() error {
	for _, f := range v.cat.Flows {
		if err := v.needs("flow "+f.Name, slices.Concat(f.Steps, f.After)); err != nil {
			return err
		}
		for _, o := range f.Options {
			for _, p := range o.all() {
				if err := v.defeats(p); err != nil {
					return err
				}
			}
		}
	}
	for _, m := range v.cat.Mitigations {
		if err := v.needs("mitigation "+m.Name, m.Steps); err != nil {
			return err
		}
		for _, p := range m.all() {
			if err := v.defeats(p); err != nil {
				return err
			}
		}
	}
	for _, c := range v.cat.Capabilities {
		if err := v.needs("capability "+c.Name, c.Opens); err != nil {
			return err
		}
		for _, s := range c.Opens {
			if s.Against != "" && !slices.ContainsFunc(v.cat.known(), func(m *Mitigation) bool { return m.Name == s.Against }) {
				return fmt.Errorf("capability %s: step %s is against %q, which is no mitigation", c.Name, s.Name, s.Against)
			}
			for _, about := range s.About {
				if slices.ContainsFunc(v.cat.Flows, func(f *Flow) bool { return f.has(about) }) {
					continue
				}
				return fmt.Errorf("capability %s: step %s is about %q, which is no step of a flow", c.Name, s.Name, about)
			}
		}
		for _, name := range c.Enables {
			steps := v.steps[name]
			if len(steps) == 0 {
				return fmt.Errorf("capability %s enables step %q, which nothing has", c.Name, name)
			}
			if by := steps[0].By; by != Anyone && by != Operator {
				return fmt.Errorf("capability %s enables step %s, which an attacker could not take", c.Name, name)
			}
		}
	}
	return nil
}

// name checks one name of a capability, error or luck, and notes it.
func (v *validator) name(what, name string) error {
	if !slices.Contains(v.names, name) {
		return fmt.Errorf("%s %q, which is no capability, error or luck", what, name)
	}
	v.named = append(v.named, name)
	return nil
}

// effects checks that every capability does something.
func (v *validator) effects() error {
	for _, c := range v.cat.Capabilities {
		if len(c.Opens)+len(c.Enables) == 0 && !slices.Contains(v.named, c.Name) {
			return fmt.Errorf("capability %s does nothing: it opens and enables no step, none needs it, and it defeats no mitigation", c.Name)
		}
	}
	return nil
}

// room checks that a label has a bit for everything.
func (v *validator) room() error {
	if n := len(v.names); n > 64 {
		return fmt.Errorf("%d capabilities, errors and lucks: a label has room for 64", n)
	}
	variants := 0
	for _, m := range v.cat.Mitigations {
		variants += len(m.VariantNames())
	}
	for _, f := range v.cat.Flows {
		n := variants
		for _, o := range f.Options {
			n += len(o.VariantNames())
		}
		if n > 64 {
			return fmt.Errorf("%d variants of mitigations and options of flow %s: a label has room for 64", n, f.Name)
		}
	}
	return nil
}
