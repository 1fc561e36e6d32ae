package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// SettingKey is a setting that a deployment can publish.
type SettingKey struct {
	Name string
	Doc  string
	Kind SettingKind

	// field is where a deployment keeps it for the models; nil if none reads it.
	field func(d *Deployment) any
}

// Read tells whether a model reads the setting; the others are kept for people.
func (k SettingKey) Read() bool { return k.field != nil }

// opposite is a field that is true where the setting is false: the models' zero value
// is what most servers do.
type opposite bool

// SettingKind is what the value of a setting is.
type SettingKind uint8

// The kinds of settings.
const (
	Duration SettingKind = iota // a number with its unit: s, m, h, d
	Truth                       // true or false
	Words                       // text for people
	Number                      // a whole number, at least 1
	Choice                      // one of several words
)

func (k SettingKind) String() string {
	return [...]string{"duration", "true or false", "text", "a number", "enter, prefilled or confirm"}[k]
}

// Settings lists the settings that a deployment can publish.
var Settings = []SettingKey{
	{"code_life", "how long a code can be used after it was issued: expires_in of RFC 8628 3.2", Duration, func(d *Deployment) any { return &d.CodeLife }},
	{"interval", "how long a client waits between two polls: interval of RFC 8628 3.2", Duration, nil},
	{"user_code", "how the page goes about a code: enter, prefilled or confirm: RFC 8628 3.3.1", Choice, func(d *Deployment) any { return &d.Options }},
	{"user_code_form", "the form of user codes: how many characters, of which alphabet", Words, nil},
	{"user_code_alphabet", "how many different characters user codes are made of: RFC 8628 6.1", Number, func(d *Deployment) any { return &d.CodeAlphabet }},
	{"user_code_length", "how many characters a user code has", Number, func(d *Deployment) any { return &d.CodeLength }},
	{"https", "devices talk to the server by TLS only: RFC 8628 3.1", Truth, func(d *Deployment) any { return (*opposite)(&d.Plaintext) }},
	{"verification_uri_complete", "the server also gives an address that has the code in it: RFC 8628 3.2", Truth, nil},
	{"slow_down", "the server does answer slow_down to a client that polls too fast: RFC 8628 3.5", Truth, nil},
	{"single_use", "a device code is good for tokens once", Truth, func(d *Deployment) any { return (*opposite)(&d.CodeReusable) }},
	{"start_limit", "how many flows can be started, by whom, in what time", Words, nil},
	{"entry_limit", "how many user codes can be tried, by whom, in what time: RFC 8628 5.1", Words, nil},
	{"entry_tries", "how many user codes can be tried in a code's life: RFC 8628 5.1", Number, func(d *Deployment) any { return &d.EntryTries }},
	{"confidential", "clients authenticate at the token endpoint with a key, by a signed assertion or mutual TLS: RFC 8628 3.4. A secret that is sent along can be read where the rest can", Truth, func(d *Deployment) any { return &d.Confidential }},
	{"client_authentication", "how clients authenticate", Words, nil},
	{"entry_bound", "a code can be approved only in the browser that entered it", Truth, func(d *Deployment) any { return &d.EntryBound }},
	{"consent", "what the user is asked before a device gets access", Words, nil},
	{"access_token_life", "how long an access token is good", Duration, func(d *Deployment) any { return &d.AccessLife }},
	{"refresh_token", "the device gets a refresh token: RFC 6749 5.1", Truth, func(d *Deployment) any { return (*opposite)(&d.NoRefresh) }},
	{"refresh_token_life", "how long a refresh token is good, used or not, from the grant on", Duration, func(d *Deployment) any { return &d.RefreshLife }},
	{"refresh_token_idle", "how long a refresh token is good that nobody uses", Duration, func(d *Deployment) any { return &d.RefreshIdle }},
	{"refresh_token_rotation", "a refresh token is replaced when it is used", Truth, func(d *Deployment) any { return &d.Rotation }},
	{"reading_delay", "how long it takes at least until a mailed lure is read: a fact of people, not of servers", Duration, func(d *Deployment) any { return &d.ReadMin }},
}

// setting is the key with that name.
func setting(name string) (SettingKey, *InputError) {
	var known []string
	for _, k := range Settings {
		if k.Name == name {
			return k, nil
		}
		known = append(known, k.Name)
	}
	return SettingKey{}, unknown("setting "+quote(name), name, "a setting", known)
}

// Set gives a setting another value, typed as in a deployment file. Its errors
// are InputErrors.
func (d *Deployment) Set(key, value string) error {
	k, bad := setting(key)
	if bad != nil {
		return bad
	}
	if bad := d.set(k, value); bad != nil {
		return bad
	}
	d.publish(Sourced{Key: key, Value: value, Read: k.Read()})
	return nil
}

// publish puts a setting in the place of the one with its key, or at the end.
func (d *Deployment) publish(now Sourced) {
	for i := range d.Sources {
		if d.Sources[i].Key == now.Key {
			d.Sources[i] = now
			return
		}
	}
	d.Sources = append(d.Sources, now)
}

// set checks a value, and keeps it where the models find it.
func (d *Deployment) set(k SettingKey, value string) (bad *InputError) {
	var n int
	switch k.Kind {
	case Truth:
		if value != "true" && value != "false" {
			bad = &InputError{Found: quote(value), Expected: "true or false for " + k.Name}
		}
	case Words:
		if strings.TrimSpace(value) == "" {
			bad = &InputError{Found: quote(value), Expected: "text for " + k.Name}
		}
	case Duration:
		most := maxLife
		if k.Name == "code_life" || k.Name == "reading_delay" { // counted in ticks of the flow
			most = flows.MaxTicks * FineTick
		}
		n, bad = parseDuration(k.Name, value, most)
	case Number:
		var err error
		if n, err = strconv.Atoi(value); err != nil || n < 1 || n > maxNumber || !isDigits(value) {
			bad = &InputError{Found: quote(value), Expected: fmt.Sprintf("a whole number from 1 to %d for %s", maxNumber, k.Name)}
		}
	case Choice:
		if !slices.Contains(userCodeWays, value) {
			bad = unknown(quote(value), value, "a way to go about a user code", userCodeWays)
		}
	}
	if bad != nil || k.field == nil {
		return bad
	}
	switch field := k.field(d).(type) {
	case *int:
		*field = n
	case *bool:
		*field = value == "true"
	case *opposite:
		*field = value != "true"
	case *[]string:
		if *field = nil; value == "confirm" {
			*field = []string{"option:" + k.Name + "=" + value}
		}
	}
	return nil
}

// userCodeWays are the values of user_code. Typing the code and having it come with
// the link differ in what they take of people, not in who can do it.
var userCodeWays = []string{"enter", "prefilled", "confirm"}

// maxNumber is the largest number that makes sense as a setting.
const maxNumber = 1_000_000

// maxLife is the longest duration that makes sense as a setting: ten years.
const maxLife = 3650 * 86400

// maxDuration is the longest text of a duration, as 3649d23h59m59s. A longer one
// could be more seconds than an int has room for.
const maxDuration = 14

// parseDuration reads a duration of at least a second.
func parseDuration(name, text string, most int) (int, *InputError) {
	bad := &InputError{Found: quote(text), Expected: fmt.Sprintf("a duration from 1s to %s for %s", flows.FormatSeconds(most), name)}
	seconds, err := flows.ParseSeconds(text)
	switch {
	case len(text) > maxDuration:
		return 0, bad
	case err != nil && strings.Contains(err.Error(), "whole number of seconds"):
		bad.Expected = "a whole number of seconds for " + name
		return 0, bad
	case err != nil:
		bad.Expected = fmt.Sprintf("a duration with its unit for %s, such as 90s, 15m or 14d", name)
		if isDigits(text) {
			bad.Near = text + "s"
		}
		return 0, bad
	case strings.Contains(text, "-") || seconds < 1 || seconds > most:
		return 0, bad
	}
	return seconds, nil
}
