package live

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// shows is what somebody who has to decide is told of the request before.
func (s *server) shows(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := fact("what the user is shown", "RFC 8628 3.3, 5.4; CIBA Core 7.1", s.claims("user-experience"))
	read := s.reading(d)
	if !slices.ContainsFunc(slices.Concat(read.Steps[d.enter], read.Steps["authenticate"]), func(r scenarios.Request) bool { return r.Shows != nil }) {
		f.Found = "the target does not say where to look"
		return f
	}
	p := read.play(d, on)
	if err := p.undecided(ctx); err != nil {
		return untried(f, err)
	}
	page, values := strings.Join(p.shown, " "), p.sessions[0].values
	var told, missing []string
	note := func(name string, so bool) {
		if so {
			told = append(told, name)
		} else {
			missing = append(missing, name)
		}
	}
	note("the client's id", isShown(page, s.Clients[0].ID))
	if code := values["user_code"]; code != "" {
		note("user_code", isShown(page, code) || isShown(page, stripped(code)))
	}
	if message := values["binding_message"]; message != "" {
		note("binding_message", isShown(page, message))
	}
	for _, word := range strings.Fields(s.asked(d)) {
		if word != "openid" { // which says nothing to people
			note("scope "+word, isShown(page, word))
		}
	}
	return plain(f, "shown: "+list(told)+"; not shown: "+list(missing))
}

// reading is the server without the page on which the user types the code: that it is
// there says nothing.
func (s *server) reading(d *drive) *server {
	requests := slices.Clone(s.Steps[d.enter])
	for i := range requests {
		if !d.typed || carries(&requests[i]) {
			break
		}
		requests[i].Shows = nil
	}
	of, as := *s.TargetFlow, *s
	of.Steps = maps.Clone(s.Steps)
	of.Steps[d.enter] = requests
	as.TargetFlow = &of
	return &as
}

// carries tells whether the user code goes with a request.
func carries(r *scenarios.Request) bool {
	has := func(text string) bool {
		return strings.Contains(text, "{user_code}") || strings.Contains(text, "{verification_uri_complete}")
	}
	found := has(r.URL)
	for _, text := range r.Form {
		found = found || has(text)
	}
	for _, text := range r.Header {
		found = found || has(text)
	}
	return found || inJSON(r.JSON, has)
}

// inJSON tells whether a text somewhere in a value is as asked.
func inJSON(value any, has func(string) bool) bool {
	switch v := value.(type) {
	case string:
		return has(v)
	case []any:
		return slices.ContainsFunc(v, func(one any) bool { return inJSON(one, has) })
	case map[string]any:
		for _, one := range v {
			if inJSON(one, has) {
				return true
			}
		}
	}
	return false
}

// isShown tells whether words stand on a page, and not just as a part of others.
func isShown(page, words string) bool {
	if words == "" {
		return false
	}
	within := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for from := 0; ; {
		at := strings.Index(page[from:], words)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(page[:at])
		after, _ := utf8.DecodeRuneInString(page[at+len(words):])
		if !within(before) && !within(after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(page[at:])
		from = at + size
	}
}
