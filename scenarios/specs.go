package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// ParseAttacker reads PROFILE[,+capability][,-capability]...: what the attacker
// of a scenario can do. The name it returns is the same text without spaces. Its
// errors are InputErrors.
func ParseAttacker(cat *flows.Catalogue, s *Scenario, text string) (name string, capabilities []string, err error) {
	known := make([]string, len(cat.Capabilities))
	for i, c := range cat.Capabilities {
		known[i] = c.Name
	}
	base := func(profile string) ([]string, *InputError) {
		if !slices.Contains(Profiles, profile) {
			return nil, unknown(quote(profile), profile, "an attacker profile", Profiles)
		}
		capabilities, err := s.Profile(profile)
		if err != nil {
			return nil, asInput(err)
		}
		return capabilities, nil
	}
	return parseSpec(text, spec{"an attacker profile", "capability", base, known})
}

// ParseUser reads MODEL[,+error][,-error]...: which errors people can make. The
// name it returns is the same text without spaces. Its errors are InputErrors.
func ParseUser(cat *flows.Catalogue, text string) (name string, errs []string, err error) {
	base := func(model string) (errs []string, bad *InputError) {
		var known []string
		for _, u := range cat.Users {
			known = append(known, u.Name)
			if u.Name != model {
				continue
			}
			for bit, name := range flows.RequirementNames() {
				if u.Errors.Has(bit) {
					errs = append(errs, name)
				}
			}
			return errs, nil
		}
		return nil, unknown(quote(model), model, "a model of users", known)
	}
	return parseSpec(text, spec{"a model of users", "error or luck", base, flows.RequirementNames()})
}

// spec is a named set that members can be added to and taken from.
type spec struct {
	base   string // what the first word is, with its article
	member string // what the others are
	set    func(base string) ([]string, *InputError)
	known  []string // members
}

// parseSpec reads a base and its changes.
func parseSpec(text string, of spec) (name string, set []string, err error) {
	words, offset := strings.Split(text, ","), 0
	changed := map[string]string{}
	for i, raw := range words {
		word := strings.TrimSpace(raw)
		bad := func(e *InputError) (string, []string, error) {
			e.offset = offset + utf8.RuneCountInString(raw) - utf8.RuneCountInString(strings.TrimLeft(raw, " \t"))
			return "", nil, e
		}
		words[i] = word
		if i == 0 {
			if word == "" || strings.ContainsAny(word[:1], "+-") {
				return bad(&InputError{Found: quote(word), Expected: of.base + " before any +" + of.member})
			}
			var e *InputError
			if set, e = of.set(word); e != nil {
				return bad(e)
			}
			set = slices.Clone(set)
		} else {
			member := strings.TrimLeft(word, "+-")
			switch {
			case member == word || len(member)+1 != len(word):
				e := &InputError{Found: quote(word), Expected: fmt.Sprintf("+%s or -%[1]s", of.member)}
				if slices.Contains(of.known, member) {
					e.Near = "+" + member
				}
				return bad(e)
			case !slices.Contains(of.known, member):
				e := unknown(quote(word), member, "the name of "+article(of.member), of.known)
				if e.Near != "" {
					e.Near = word[:1] + e.Near
				}
				return bad(e)
			case changed[member] != "":
				return bad(&InputError{Found: quote(word), Expected: member + " once, after " + quote(changed[member])})
			}
			changed[member] = word
			at := slices.Index(set, member)
			switch {
			case word[0] == '+' && at < 0:
				set = append(set, member)
			case word[0] == '-' && at >= 0:
				set = slices.Delete(set, at, at+1)
			}
		}
		offset += utf8.RuneCountInString(raw) + 1
	}
	return strings.Join(words, ","), set, nil
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}
