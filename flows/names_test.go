package flows_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// names are words such as users type.
var names = rapid.StringMatching(`[a-z]{2,8}(-[a-z]{2,8}){0,2}`)

func TestNearestIsKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOf(names).Draw(t, "known")
		name := names.Draw(t, "name")
		near, ok := flows.Nearest(name, known)
		if ok != slices.Contains(known, near) || !ok && near != "" {
			t.Fatalf("the nearest of %q to %q is %q, %v", known, name, near, ok)
		}
		if slices.Contains(known, name) && near != name {
			t.Fatalf("%q is known, and %q is said to be nearer", name, near)
		}
	})
}

// TestNearestAfterAMistake changes one letter of a known name: it is found
// again, or another one that is as near.
func TestNearestAfterAMistake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOfN(names, 1, 8).Draw(t, "known")
		meant := rapid.SampledFrom(known).Draw(t, "meant")
		i := rapid.IntRange(0, len(meant)-1).Draw(t, "at")
		letter := rapid.StringMatching(`[a-z]`).Draw(t, "letter")
		typed := rapid.SampledFrom([]string{
			meant[:i] + letter + meant[i+1:], meant[:i] + meant[i+1:], meant[:i] + letter + meant[i:],
		}).Draw(t, "typed")
		if len(typed) < 2 {
			return // of one letter nothing is left to go by
		}
		near, ok := flows.Nearest(typed, known)
		if !ok || near != meant && !oneEdit(typed, near) {
			t.Fatalf("%q typed as %q is taken for %q, %v", meant, typed, near, ok)
		}
	})
}

// oneEdit tells whether a and b differ by at most one letter.
func oneEdit(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 0:
		return i == len(a) || a[i+1:] == b[i+1:]
	case 1:
		return a[i+1:] == b[i:]
	}
	return false
}

func TestUnknownError(t *testing.T) {
	for _, test := range []struct {
		err  flows.UnknownError
		want string
	}{
		{flows.UnknownError{Kind: "flow", Name: "x"}, `unknown flow "x"`},
		{flows.UnknownError{Kind: "flow", Name: "divice", Known: []string{"device", "ciba"}}, `unknown flow "divice"; did you mean "device"?`},
		{flows.UnknownError{Kind: "flow", Name: "zzzz", Known: []string{"device", "ciba"}}, `unknown flow "zzzz"; there are: device, ciba`},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestSecondsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3650*86400).Draw(t, "seconds")
		text := flows.FormatSeconds(n)
		if back, err := flows.ParseSeconds(text); err != nil || back != n {
			t.Fatalf("%d s is written %q and read as %d, %v", n, text, back, err)
		}
	})
}

func TestParseSeconds(t *testing.T) {
	for text, want := range map[string]int{"90s": 90, "2m": 120, "1h30m": 5400, "7d": 604800, "1d12h": 129600, "0s": 0, "1.5m": 90} {
		if got, err := flows.ParseSeconds(text); err != nil || got != want {
			t.Errorf("%q is read as %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"90", "m", "1.5s", "500ms", "d", "1.5d", "1d1d", "2 m", "two", "١s"} {
		if got, err := flows.ParseSeconds(text); err == nil {
			t.Errorf("%q is read as %d s", text, got)
		} else if !strings.Contains(err.Error(), text) {
			t.Errorf("the error for %q does not say what was found: %v", text, err)
		}
	}
}

// TestPlaceRefuses holds that a number that is typed is meant: one so large that
// it comes round again is refused like every other outside the bounds.
func TestPlaceRefuses(t *testing.T) {
	short, _, err := builtIn().Mitigation("short-lived-codes")
	if err != nil {
		t.Fatal(err)
	}
	codes, _, err := builtIn().Mitigation("one-time-codes")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"0s", "-2m", "61m", "2", "213503982334602d", "9999999999999999999d", "5124095576030431h"} {
		if p, err := short.Place(text, 60); err == nil {
			t.Errorf("%q is placed as %s", text, p.Name)
		}
	}
	// Days whose seconds come round to between one and an hour.
	for n := 213503982334601; n < 213503982334601+4096; n++ {
		if p, err := short.Place(flows.Count.Format(n)+"d", 60); err == nil {
			t.Fatalf("%dd is placed as %s", n, p.Name)
		}
	}
	for _, text := range []string{"0", "-1", "11", "1s", "99999999999999999999"} {
		if p, err := codes.Place(text, 60); err == nil {
			t.Errorf("%q is placed as %s", text, p.Name)
		}
	}
	for _, test := range []struct{ text, want string }{
		{"90s", "short-lived-codes:1m30s"}, {"120s", "short-lived-codes:2m"}, {"1h", "short-lived-codes:1h"}, {"", "short-lived-codes:2m"},
	} {
		if p, err := short.Place(test.text, 60); err != nil || p.Name != test.want {
			t.Errorf("%q is placed as %s, %v, want %s", test.text, p.Name, err, test.want)
		}
	}
}
