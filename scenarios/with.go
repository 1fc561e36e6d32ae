package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// ParseWith reads mitigations, each NAME or NAME:VARIANT and several of them
// separated by commas, and returns their full names. Its errors are InputErrors.
func ParseWith(cat *flows.Catalogue, texts ...string) (names []string, err error) {
	var list choice
	for _, text := range texts {
		offset := 0
		for word := range strings.SplitSeq(text, ",") {
			if bad := list.typed(cat, word); bad != nil {
				bad.offset += offset
				return nil, bad
			}
			offset += utf8.RuneCountInString(word) + 1
		}
	}
	return list.names(), nil
}

// CheckWith refuses mitigations of which none is about a flow, by their full names.
// Some that are not about it do no harm: they are reported as such. Its errors are
// InputErrors.
func CheckWith(cat *flows.Catalogue, f *flows.Flow, names []string) error {
	list, err := inapplicable(cat, f, names)
	if err == nil && list != nil {
		err = list[0]
	}
	return err
}

// inapplicable is what is wrong with each of the mitigations; nil if any of them is
// about the flow.
func inapplicable(cat *flows.Catalogue, f *flows.Flow, names []string) (list []*InputError, err error) {
	for _, name := range names {
		m, variant, err := cat.Mitigation(name)
		if err != nil {
			return nil, err
		}
		if cat.Applies(f, m, variant) {
			return nil, nil
		}
		var known, variants []string
		for _, other := range cat.Mitigations {
			if cat.AnyApplies(f, other) {
				known = append(known, other.Name)
			}
		}
		for _, v := range m.VariantNames() {
			if cat.Applies(f, m, v) {
				variants = append(variants, m.FullName(v))
			}
		}
		bad := unknown(quote(name), m.Name, "a mitigation that is about "+f.Name, known)
		if variants != nil {
			bad = unknown(quote(name), name, "a variant of "+m.Name+" that is about "+f.Name, variants)
		}
		list = append(list, bad)
	}
	return list, nil
}

// Adds reads mitigations like ParseWith and returns those that the deployment
// does not have already. A rung of a ladder of which the deployment has another
// is an InputError.
func (d *Deployment) Adds(cat *flows.Catalogue, texts ...string) (names []string, err error) {
	names, err = ParseWith(cat, texts...)
	if err != nil {
		return nil, err
	}
	beside, bad := d.beside(cat, names)
	if bad != nil {
		return nil, bad
	}
	return beside, nil
}

// beside is what the deployment does not have already of the given full names.
func (d *Deployment) beside(cat *flows.Catalogue, names []string) (others []string, bad *InputError) {
	var deployed choice
	for _, name := range d.Mitigations {
		if bad := deployed.typed(cat, name); bad != nil {
			return nil, bad
		}
	}
	for _, name := range names {
		if slices.Contains(d.Mitigations, name) {
			continue
		}
		both := slices.Clone(deployed)
		if bad := both.typed(cat, name); bad != nil {
			bad.offset, bad.Found = 0, strings.Replace(bad.Found, `" beside "`, `" beside the deployment's "`, 1)
			return nil, bad
		}
		others = append(others, name)
	}
	return others, nil
}

// choice is the mitigations that a user has chosen so far.
type choice []chosen

// chosen is a mitigation with where it stands in a file.
type chosen struct {
	flows.Placed
	node *node
}

// at says where the last one stands.
func (c choice) at(n *node) { c[len(c)-1].node = n }

// typed adds what is written NAME or NAME:VARIANT.
func (c *choice) typed(cat *flows.Catalogue, word string) *InputError {
	name, variant, colon := strings.Cut(strings.TrimSpace(word), ":")
	if setting := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(word), "option:")); name == "option" {
		return &InputError{Found: quote(strings.TrimSpace(word)), Expected: "a mitigation; that is a setting: --set " + setting}
	}
	bad := c.add(cat, name, variant)
	switch {
	case bad != nil && bad.offset < 0: // about the variant
		bad.offset = utf8.RuneCountInString(name) + 1
	case bad == nil && colon && variant == "":
		bad = &InputError{Found: quote(word), Expected: "a variant after the colon"}
	}
	if bad != nil {
		bad.offset += utf8.RuneCountInString(word) - utf8.RuneCountInString(strings.TrimLeft(word, " \t"))
	}
	return bad
}

// add adds a mitigation in a variant; the empty one is its default. An error
// about the variant has a negative offset.
func (c *choice) add(cat *flows.Catalogue, name, variant string) *InputError {
	m, bad := mitigation(cat, name)
	if bad != nil {
		return bad
	}
	if n := m.Number; n != nil && variant != "" {
		if _, err := n.Parse(variant); err != nil || strings.Contains(variant, "-") || len(variant) > maxDuration {
			bad := &InputError{Found: quote(variant), Expected: fmt.Sprintf("%s from %s to %s for %s", n.Unit, n.Unit.Format(1), n.Unit.Format(n.Max), name), offset: -1}
			if n.Unit == flows.Seconds && isDigits(variant) {
				bad.Near = variant + "s"
			}
			return bad
		}
	}
	p, err := m.Place(variant, FineTick)
	if err != nil {
		return unplaced(m, variant, err)
	}
	for _, q := range *c {
		switch {
		case q.Name == p.Name:
			return &InputError{Found: quote(p.Name) + " again", Expected: "it once"}
		case q.Of == m && m.Ladder:
			return &InputError{Found: quote(p.Name) + " beside " + quote(q.Name), Expected: "one of them, because the stricter implies the laxer"}
		}
	}
	*c = append(*c, chosen{Placed: p})
	return nil
}

// names are the full names.
func (c choice) names() []string {
	names := make([]string, len(c))
	for i, p := range c {
		names[i] = p.Name
	}
	return names
}

// mitigation is the one with that name.
func mitigation(cat *flows.Catalogue, name string) (*flows.Mitigation, *InputError) {
	var known []string
	for _, m := range cat.Mitigations {
		if m.Name == name {
			return m, nil
		}
		known = append(known, m.Name)
	}
	return nil, unknown(quote(name), name, "a mitigation", known)
}

// unplaced is the error for a variant that could not be put in place.
func unplaced(m *flows.Mitigation, variant string, err error) *InputError {
	known := m.VariantNames()
	if slices.Contains(known, variant) || variant == "" {
		return &InputError{Found: quote(m.FullName(variant)), Expected: "what can be put in place: " + err.Error(), offset: -1}
	}
	bad := unknown(quote(variant), variant, "a variant of "+m.Name, known)
	bad.offset = -1
	return bad
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
