package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Values that a browser's requests can have in every flow, and what no browser may
// have: if a user's side needed it, the target would not be what it is taken for.
var (
	everyFlow  = []string{"user.name", "user.password", "client.id"}
	clientOnly = []string{"device_code", "client.secret", "access_token", "refresh_token", "client_notification_token"}
)

// issued are the values that a flow's server has issued by the time the user comes.
func issued(f *flows.Flow) []string {
	if f.Transfer&flows.Pushed != 0 {
		return []string{"auth_req_id", "binding_message"}
	}
	return []string{"user_code", "verification_uri", "verification_uri_complete"}
}

// TargetWords are the values that requests in a flow can have, besides what they pick.
func TargetWords(f *flows.Flow) []string { return slices.Concat(everyFlow, issued(f)) }

// inBraces is a word that stands for a value.
var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// Fill puts values in the place of the words in braces. What it is given was checked
// when it was read.
func Fill(text string, value func(word string) string) string {
	return inBraces.ReplaceAllStringFunc(text, func(w string) string { return value(w[1 : len(w)-1]) })
}

// FillJSON does so in every text of a Request's JSON, and leaves that as it is.
func FillJSON(body any, value func(word string) string) any {
	switch body := body.(type) {
	case string:
		return Fill(body, value)
	case []any:
		list := make([]any, len(body))
		for i, item := range body {
			list[i] = FillJSON(item, value)
		}
		return list
	case map[string]any:
		members := make(map[string]any, len(body))
		for key, member := range body {
			members[key] = FillJSON(member, value)
		}
		return members
	}
	return body
}

// scope is what the words of a request can stand for.
type scope struct {
	words  []string // of the flow
	picked []string // in requests before it
	silent bool     // some user has no password
}

// check is what is wrong with the words of a text; nil: nothing.
func (s scope) check(text string) *InputError {
	for rest, from := text, 0; ; {
		at := strings.IndexAny(rest, "{}")
		if at < 0 {
			return nil
		}
		offset := from + utf8.RuneCountInString(rest[:at])
		word := inBraces.FindString(rest[at:])
		if rest[at] == '}' || !strings.HasPrefix(rest[at:], word) || word == "" {
			return &InputError{Found: "a brace", Expected: "a word in a pair of braces, as {" + s.words[0] + "}; there is no way to write a brace itself", offset: offset}
		}
		if bad := s.word(word[1 : len(word)-1]); bad != nil {
			bad.offset = offset
			return bad
		}
		from, rest = offset+utf8.RuneCountInString(word), rest[at+len(word):]
	}
}

// word is what is wrong with one.
func (s scope) word(word string) *InputError {
	known := slices.Concat(s.words, s.picked)
	found := quote("{" + word + "}")
	switch {
	case slices.Contains(clientOnly, word):
		return &InputError{Found: found, Expected: "a value that a user's browser can have, which this is not: " + strings.Join(known, ", ")}
	case word == "user.password" && s.silent:
		return &InputError{Found: found, Expected: "a password of every user"}
	case !slices.Contains(known, word):
		return unknown(found, word, "a value of this flow, or one picked before", known)
	}
	return nil
}
