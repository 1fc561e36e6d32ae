package scenarios

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Metadata is what an authorization server publishes about itself (RFC 8414, or
// OpenID Connect Discovery 1.0), as far as a deployment can be told from it.
type Metadata struct {
	Issuer               string
	DeviceAuthorization  string   // the endpoint of RFC 8628 4; empty: none is published
	Grants               []string // nil: not said
	ClientAuthentication []string // at the token endpoint; nil: not said
	DPoP                 []string // algorithms of RFC 9449 5.1; nil: not said
	CertificateBound     bool     // tls_client_certificate_bound_access_tokens of RFC 8705 3.3
	Revocation           string   // endpoint; empty: none is published
	Introspection        string   // likewise

	Backchannel   string   // the authentication endpoint of CIBA Core 4; empty: none is published
	DeliveryModes []string // of CIBA Core 4: poll, ping, push; nil: not said
	UserCode      bool     // backchannel_user_code_parameter_supported of CIBA Core 4
	SignedRequest []string // algorithms for signed authentication requests, CIBA Core 4; nil: not said
}

// The grant types of RFC 8628 3.4 and CIBA Core 4.
const (
	DeviceCode = "urn:ietf:params:oauth:grant-type:device_code"
	CIBA       = "urn:openid:params:grant-type:ciba"
)

// Flows are those that the server publishes, of those that there are models of: the
// device grant, and CIBA in each mode. Without modes it can be any of them.
func (m *Metadata) Flows() (list []*flows.Flow) {
	if m.DeviceAuthorization != "" {
		list = append(list, flows.DeviceGrant)
	}
	for _, f := range ciba {
		mode := strings.TrimPrefix(f.Name, "ciba-")
		if m.Backchannel != "" && (m.DeliveryModes == nil || slices.Contains(m.DeliveryModes, mode)) {
			list = append(list, f)
		}
	}
	return list
}

const metadataExpected = "the metadata of an authorization server: a JSON object"

// LoadMetadata reads the document in a file. Its errors are InputErrors.
func LoadMetadata(path string) (*Metadata, error) {
	data, bad := readInput(path, metadataExpected)
	if bad != nil {
		return nil, inputErrors(path, []*InputError{bad})
	}
	return ParseMetadata(path, data)
}

// ReadMetadata reads the document from what is no file; name stands for one in
// errors, which are InputErrors.
func ReadMetadata(name string, from io.Reader) (*Metadata, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxInput+1))
	if err != nil {
		return nil, inputErrors(name, []*InputError{{File: name, Found: "what cannot be read: " + reason(err), Expected: metadataExpected}})
	}
	return ParseMetadata(name, data)
}

// ParseMetadata reads the document; name stands for the file in errors, which are
// InputErrors. Members that no deployment can be told from are not looked at.
func ParseMetadata(name string, data []byte) (*Metadata, error) {
	lines, bad := textLines(name, data)
	if bad != nil {
		if bad.Line > 0 {
			bad.Expected = "JSON text in UTF-8"
		}
		return nil, inputErrors(name, []*InputError{bad})
	}
	r := &metadataReader{name: name, lines: lines, text: strings.Join(lines, "\n")}
	m := r.document()
	if err := inputErrors(name, r.errs); err != nil {
		return nil, err
	}
	return m, nil
}

// metadataReader reads one document and notes what is wrong with it.
type metadataReader struct {
	name  string
	lines []string
	text  string
	errs  []*InputError
}

// fail notes an error about the text from an offset on, in bytes.
func (r *metadataReader) fail(offset int, found, expected string) {
	before := r.text[:min(max(offset, 0), len(r.text))]
	start := strings.LastIndexByte(before, '\n') + 1
	line := strings.Count(before, "\n")
	r.errs = append(r.errs, &InputError{File: r.name, Line: 1 + line, Col: 1 + utf8.RuneCountInString(before[start:]),
		Found: found, Expected: expected, Text: r.lines[line]})
}

// document reads the whole text.
func (r *metadataReader) document() *Metadata {
	start := r.skip(0, "")
	if start == len(r.text) {
		r.fail(0, "an empty file", metadataExpected)
		return nil
	}
	var whole json.RawMessage
	if err := json.Unmarshal([]byte(r.text), &whole); err != nil {
		r.broken(err)
		return nil
	}
	if whole[0] != '{' {
		r.fail(start, kindOf(whole), metadataExpected)
		return nil
	}
	m := &Metadata{}
	seen := r.members(map[string]func(any) string{
		"issuer":                                     address(&m.Issuer),
		"device_authorization_endpoint":              address(&m.DeviceAuthorization),
		"grant_types_supported":                      words(&m.Grants),
		"token_endpoint_auth_methods_supported":      words(&m.ClientAuthentication),
		"dpop_signing_alg_values_supported":          words(&m.DPoP),
		"tls_client_certificate_bound_access_tokens": truth(&m.CertificateBound),
		"revocation_endpoint":                        address(&m.Revocation),
		"introspection_endpoint":                     address(&m.Introspection),

		"backchannel_authentication_endpoint":                             address(&m.Backchannel),
		"backchannel_token_delivery_modes_supported":                      words(&m.DeliveryModes),
		"backchannel_user_code_parameter_supported":                       truth(&m.UserCode),
		"backchannel_authentication_request_signing_alg_values_supported": words(&m.SignedRequest),
	})
	if !seen["issuer"] && len(r.errs) < maxErrors {
		r.fail(start, `no "issuer"`, "one, as every such document has: RFC 8414 2")
	}
	return m
}

// skip is the offset of the first byte from an offset on that is neither white
// space nor one of others.
func (r *metadataReader) skip(offset int, others string) int {
	return len(r.text) - len(strings.TrimLeft(r.text[offset:], " \t\n"+others))
}

// broken notes what the decoder says of a text that is no JSON.
func (r *metadataReader) broken(err error) {
	var syntax *json.SyntaxError
	switch {
	case !errors.As(err, &syntax):
		r.fail(0, "what the JSON parser cannot take", metadataExpected)
	case strings.HasPrefix(syntax.Error(), "unexpected end"):
		r.fail(len(strings.TrimRight(r.text, " \t\n")), "JSON that breaks off", "the rest of it")
	default: // the offset counts the byte that is wrong
		r.fail(int(syntax.Offset)-1, "broken JSON ("+printable(syntax.Error())+")", "valid JSON")
	}
}

// members reads the members of the object that the text is, and returns which
// there are. What reads one says what it expected if it is something else.
func (r *metadataReader) members(read map[string]func(any) (expected string)) (seen map[string]bool) {
	seen = map[string]bool{}
	dec := json.NewDecoder(strings.NewReader(r.text))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil { // the brace
		r.broken(err)
		return seen
	}
	for dec.More() && len(r.errs) < maxErrors { // a place takes time to find
		key, err := dec.Token()
		end := int(dec.InputOffset())
		var raw json.RawMessage
		if err == nil {
			err = dec.Decode(&raw)
		}
		if err != nil {
			r.broken(err)
			return seen
		}
		name := key.(string)
		at := r.skip(end, ":")
		if seen[name] {
			r.fail(at, quote(name)+" again", "it once")
			continue
		}
		seen[name] = true
		if read[name] == nil {
			continue
		}
		var value any
		_ = json.Unmarshal(raw, &value) // a number that is too large is none of what is read
		if expected := read[name](value); expected != "" {
			r.fail(at, kindOf(raw), expected+" for "+name)
		}
	}
	return seen
}

// address reads an address with a host.
func address(into *string) func(any) string {
	return func(value any) string {
		text, _ := value.(string)
		if u, err := url.Parse(text); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || !shown(text) {
			return fmt.Sprintf("an address that begins with https://, in at most %d characters,", maxShown)
		}
		*into = text
		return ""
	}
}

// truth reads true or false.
func truth(into *bool) func(any) string {
	return func(value any) (expected string) {
		var ok bool
		if *into, ok = value.(bool); !ok {
			return "true or false"
		}
		return ""
	}
}

// words reads a list of words.
func words(into *[]string) func(any) string {
	return func(value any) string {
		items, ok := value.([]any)
		list := []string{}
		for _, item := range items {
			word, isWord := item.(string)
			ok = ok && isWord && shown(word)
			list = append(list, word)
		}
		if !ok || !shown(strings.Join(append(list, "."), ", ")) {
			return fmt.Sprintf("a list of words, in all of at most %d characters,", maxShown)
		}
		*into = list
		return ""
	}
}

// maxShown is the longest text of a document that is copied into a suite, which
// then has room for words beside it.
const maxShown = 200

// shown tells whether a text can be put into a line of a suite as it is.
func shown(text string) bool {
	return strings.TrimSpace(text) != "" && utf8.RuneCountInString(text) <= maxShown && !strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) })
}

// kindOf says what a value of JSON is.
func kindOf(raw json.RawMessage) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		var text string
		if json.Unmarshal(raw, &text) == nil {
			return quote(text)
		}
	}
	return string(raw[:min(len(raw), 40)]) // a number, true, false or null
}
