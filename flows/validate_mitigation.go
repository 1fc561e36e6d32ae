package flows

import (
	"fmt"
	"slices"
)

// valid checks what can be said of a mitigation by itself.
func (m *Mitigation) valid(kind string) error {
	switch {
	case m.Row == "" != m.Option:
		return fmt.Errorf("%s: a mitigation has a Row of the published table, and an option none", kind)
	case m.Claims >= 1<<3:
		return fmt.Errorf("%s claims columns that the published table has not", kind)
	case (m.Number != nil) == (len(m.Variants) > 0):
		return fmt.Errorf("%s needs either variants or numbers", kind)
	case m.Number != nil && !m.Ladder:
		return fmt.Errorf("%s has numbers, which are rungs, but is no ladder", kind)
	}
	if m.Number != nil {
		if err := m.Number.valid(kind); err != nil {
			return err
		}
	}
	taken := map[string]bool{}
	for _, v := range m.Variants {
		if taken[v.Name] || v.Name == "" && len(m.Variants) > 1 || v.Name != "" && !hyphenated.MatchString(v.Name) {
			return fmt.Errorf("%s: variant %q: the name is empty, taken or not lower-case and hyphenated", kind, v.Name)
		}
		taken[v.Name] = true
		if v.Name != "" && (v.Doc == "" || v.Ref == "") {
			return fmt.Errorf("%s: variant %s needs a Doc and a Ref", kind, v.Name)
		}
	}
	if _, err := m.Place(m.Default, m.probeTick()); err != nil && !m.Option {
		return fmt.Errorf("%s: its default cannot be placed: %w", kind, err)
	}
	for _, p := range m.all() {
		if err := p.valid(); err != nil {
			return err
		}
	}
	return nil
}

// valid checks the rungs of a ladder of numbers.
func (n *Number) valid(kind string) error {
	switch {
	case n.Max < 1 || n.Unit == Count && n.Max > MaxTicks:
		return fmt.Errorf("%s: numbers go up to %d; a count from 1 to %d", kind, n.Max, MaxTicks)
	case n.Make == nil:
		return fmt.Errorf("%s has numbers but no Make", kind)
	case len(n.Rungs) == 0:
		return fmt.Errorf("%s is a ladder without rungs", kind)
	}
	for i, r := range n.Rungs {
		if r < 1 || r > n.Max {
			return fmt.Errorf("%s: rung %d is not between 1 and %d", kind, r, n.Max)
		}
		if i > 0 && (r > n.Rungs[i-1]) != n.Larger || i > 0 && r == n.Rungs[i-1] {
			return fmt.Errorf("%s: rungs go from the laxest to the strictest, not from %d to %d", kind, n.Rungs[i-1], r)
		}
	}
	return nil
}

// all are the variants, or the rungs that the catalogue lists, put in place.
func (m *Mitigation) all() (list []Placed) {
	for _, name := range m.VariantNames() {
		if p, err := m.Place(name, m.probeTick()); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// probeTick is a tick at which every number that can be typed can be placed.
func (m *Mitigation) probeTick() int {
	if m.Number == nil {
		return 1
	}
	return max(1, (m.Number.Max+MaxTicks-1)/MaxTicks)
}

// valid checks what a variant must have to refuse anything.
func (p Placed) valid() error {
	kind := "mitigation " + p.Name
	switch {
	case len(p.Phases) == 0:
		return fmt.Errorf("%s has no Phases", kind)
	case p.Refuses == nil:
		return fmt.Errorf("%s has no Refuses", kind)
	}
	for i, phase := range p.Phases {
		if phase == NoPhase || phase >= Time {
			return fmt.Errorf("%s judges phase %d, which nothing can refuse", kind, uint8(phase))
		}
		if slices.Contains(p.Phases[:i], phase) {
			return fmt.Errorf("%s judges phase %s twice", kind, phase)
		}
	}
	return nil
}

// defeats checks what gets past a variant's refusals.
func (v *validator) defeats(p Placed) error {
	for _, d := range p.Defeats {
		switch {
		case len(d.By) == 0:
			return fmt.Errorf("mitigation %s is defeated by nothing at all", p.Name)
		case d.Ref == "":
			return fmt.Errorf("mitigation %s: the defeat by %q has no Ref", p.Name, d.By[0])
		}
		for _, name := range d.By {
			if err := v.name(fmt.Sprintf("mitigation %s is defeated by", p.Name), name); err != nil {
				return err
			}
		}
	}
	return nil
}
