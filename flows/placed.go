package flows

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Placed is a mitigation in one variant: what a deployment has or has not.
type Placed struct {
	Name string // "proximity:ble", "short-lived-codes:2m"
	Of   *Mitigation
	Variant
	Value int // of a number: in seconds, or the count; of a word: its position among the variants
}

// FullName is what users type for a variant.
func (m *Mitigation) FullName(variant string) string {
	if m.Option {
		return "option:" + m.Name + "=" + variant
	}
	if variant == "" {
		return m.Name
	}
	return m.Name + ":" + variant
}

// VariantNames lists the variants, or the rungs that the catalogue lists.
func (m *Mitigation) VariantNames() (names []string) {
	for _, v := range m.Variants {
		names = append(names, v.Name)
	}
	if m.Number != nil {
		for _, n := range m.Number.Rungs {
			names = append(names, m.Number.Unit.Format(n))
		}
	}
	return names
}

// Place puts a variant in place in a setting whose tick is given in seconds.
// The empty variant is the default.
func (m *Mitigation) Place(variant string, tick int) (Placed, error) {
	if variant == "" {
		variant = m.Default
	}
	if m.Number != nil {
		n, err := m.Number.Parse(variant)
		if err != nil {
			return Placed{}, fmt.Errorf("%s: %w", m.Name, err)
		}
		in := n
		if m.Number.Unit == Seconds {
			in = (n + tick - 1) / tick // up: in the attacker's favour
		}
		if in > MaxTicks {
			return Placed{}, fmt.Errorf("%s: %s is more than %d ticks of %d s", m.Name, variant, MaxTicks, tick)
		}
		return Placed{m.FullName(m.Number.Unit.Format(n)), m, m.Number.Make(uint8(in)), n}, nil
	}
	for rank, v := range m.Variants {
		if v.Name == variant {
			return Placed{m.FullName(v.Name), m, v, rank}, nil
		}
	}
	return Placed{}, &UnknownError{Kind: "variant of " + m.Name, Name: variant, Known: m.VariantNames()}
}

// Stricter tells whether p refuses whatever q refuses, both on one ladder.
func (p Placed) Stricter(q Placed) bool {
	if p.Of != q.Of || !p.Of.Ladder {
		return false
	}
	if p.Of.Number != nil && !p.Of.Number.Larger {
		return p.Value < q.Value
	}
	return p.Value > q.Value
}

// Parse reads what a user typed for a number: a duration with its unit, or a count.
func (n *Number) Parse(text string) (value int, err error) {
	if n.Unit == Count {
		value, err = strconv.Atoi(text)
	} else {
		value, err = ParseSeconds(text)
	}
	if err != nil || value < 1 || value > n.Max || strings.Contains(text, "-") {
		return 0, fmt.Errorf("found %q, expected %s from %s to %s", text, n.Unit, n.Unit.Format(1), n.Unit.Format(n.Max))
	}
	return value, nil
}

// maxDays is what ParseSeconds takes more days for: a hundred years.
const maxDays = 36500

// ParseSeconds reads a duration with its unit, as "90s", "2m", "1h30m" or "7d".
// It must be a whole number of seconds; whether it may be negative is its user's to say.
func ParseSeconds(text string) (int, error) {
	bad := fmt.Errorf("found %q, expected a duration with its unit, such as 90s, 15m or 14d", text)
	var days int
	rest := text
	if d, after, ok := strings.Cut(text, "d"); ok {
		n, err := strconv.ParseUint(d, 10, 31)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return 0, bad
		}
		days, rest = min(int(n), maxDays), after
	}
	var span time.Duration
	if rest != "" {
		var err error
		if span, err = time.ParseDuration(rest); err != nil {
			return 0, bad
		}
	}
	if span%time.Second != 0 {
		return 0, fmt.Errorf("found %q, expected a whole number of seconds", text)
	}
	return days*86400 + int(span/time.Second), nil
}

// FormatSeconds writes a duration the way ParseSeconds reads it.
func FormatSeconds(seconds int) string {
	if seconds == 0 {
		return "0s"
	}
	s := ""
	for _, unit := range []struct {
		size int
		name string
	}{{86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}} {
		if n := seconds / unit.size; n > 0 {
			s += strconv.Itoa(n) + unit.name
			seconds -= n * unit.size
		}
	}
	return s
}

// Format writes a number as users type it.
func (u Unit) Format(n int) string {
	if u == Count {
		return strconv.Itoa(n)
	}
	return FormatSeconds(n)
}

func (u Unit) String() string {
	if u == Count {
		return "a count"
	}
	return "a duration with its unit"
}
