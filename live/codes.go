package live

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// secrecy is how long handles are, and how many bits there can be in them at most: a
// place at which all have the same character has none.
func secrecy(handles []string) string {
	short, long := len(handles[0]), 0
	seen := map[rune]bool{}
	var places []bool // that vary
	for _, h := range handles {
		short, long = min(short, len(h)), max(long, len(h))
		for len(places) < len(h) {
			places = append(places, false)
		}
	}
	for at := range places {
		for _, h := range handles {
			places[at] = places[at] || at >= len(h) || at >= len(handles[0]) || h[at] != handles[0][at]
		}
		for _, h := range handles {
			if places[at] && at < len(h) {
				seen[rune(h[at])] = true
			}
		}
	}
	vary := 0
	for _, varies := range places {
		if varies {
			vary++
		}
	}
	bits := float64(vary) * math.Log2(float64(kindOf(seen)))
	size := fmt.Sprint(long)
	if short != long {
		size = fmt.Sprintf("%d to %d", short, long)
	}
	text := fmt.Sprintf("%s characters, of which %d vary in %d starts: at most %d bits", size, vary, len(handles), int(bits))
	if bits < 128 {
		text += ", which is less than 128"
	}
	return text
}

// kindOf is how many characters there are of the smallest common kind that has all that
// were seen.
func kindOf(seen map[rune]bool) int {
	for _, kind := range []string{digits, digits + "abcdef", digits + "ABCDEF", lower + "234567", upper + "234567", digits + lower, digits + upper, lower + upper, digits + lower + upper,
		digits + lower + upper + "-_", digits + lower + upper + "-_+/=."} {
		if !slices.ContainsFunc(slices.Collect(keys(seen)), func(r rune) bool { return !strings.ContainsRune(kind, r) }) {
			return len(kind)
		}
	}
	return '~' - ' ' // printable ASCII but the blank
}

const (
	digits = "0123456789"
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func keys(seen map[rune]bool) func(func(rune) bool) {
	return func(yield func(rune) bool) {
		for r := range seen {
			if !yield(r) {
				return
			}
		}
	}
}

// form is what user codes are made of, as far as was seen. What only separates counts
// for nothing: RFC 8628 6.1.
type form struct {
	codes    int
	length   int // letters and digits of each; 0: they differ
	shortest int
	alphabet string
	repeated int // codes that were issued before
}

// formOf is that of some codes.
func formOf(codes []string) form {
	f := form{codes: len(codes)}
	seen, before := map[rune]bool{}, map[string]bool{}
	for i, code := range codes {
		code = stripped(code)
		if before[code] {
			f.repeated++
		}
		before[code] = true
		for _, r := range code {
			seen[r] = true
		}
		n := len([]rune(code))
		if i == 0 {
			f.length, f.shortest = n, n
		} else if n != f.length {
			f.length, f.shortest = 0, min(f.shortest, n)
		}
	}
	f.alphabet = string(slices.Sorted(keys(seen)))
	return f
}

// stripped is a code without what only separates.
func stripped(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, code)
}

// size is how many characters the alphabet has.
func (f *form) size() int { return len([]rune(f.alphabet)) }

// unlikely tells whether so few different characters are all but impossible to be seen
// in so many, if there are as many as is claimed and all are as likely: for each of the
// ways to choose so few, all have to be among them.
func (f *form) unlikely(claimed int) bool {
	k, n := f.size(), f.codes*f.length
	if k >= claimed {
		return false
	}
	ways, _ := math.Lgamma(float64(claimed + 1))
	some, _ := math.Lgamma(float64(k + 1))
	others, _ := math.Lgamma(float64(claimed - k + 1))
	return ways-some-others+float64(n)*math.Log(float64(k)/float64(claimed)) < math.Log(1e-6)
}
