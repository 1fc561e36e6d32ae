package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// SettingKey is a setting that a deployment can publish. Two of different flows can
// have one name.
type SettingKey struct {
	Name    string
	Doc     string
	Kind    SettingKind
	Choices []string      // of a Choice: what it is one of
	Flows   []*flows.Flow // that it is about; nil: all

	// field is where a deployment keeps it for the models; nil if none reads it, or if
	// it is an option.
	field func(d *Deployment) any
	// options are the choices that are options of the flow. The others are what it does
	// without one.
	options []string
}

// Read tells whether a model reads the setting; the others are kept for people.
func (k SettingKey) Read() bool { return k.field != nil || k.options != nil }

// Of tells whether the setting is one of a flow. Of a flow without a name any is.
func (k SettingKey) Of(flow string) bool {
	return k.Flows == nil || flow == "" || slices.ContainsFunc(k.Flows, func(f *flows.Flow) bool { return f.Name == flow })
}

// FlowNames are the flows that it is about; "all" if it is about any.
func (k SettingKey) FlowNames() string {
	if k.Flows == nil {
		return "all"
	}
	return strings.Join(flowNames(k.Flows), ", ")
}

// Unsaid is what models take for the setting where a deployment says nothing of it, if
// that is a word; empty where it is no limit, or nothing that a model reads.
func (k SettingKey) Unsaid() string {
	switch {
	case !k.Read():
	case k.Kind == Choice:
		return k.Choices[0]
	case k.Kind == Truth:
		_, on := k.field(&Deployment{}).(*opposite)
		return strconv.FormatBool(on)
	}
	return ""
}

// Takes says what it can be set to.
func (k SettingKey) Takes() string {
	if k.Kind == Choice {
		return either(k.Choices)
	}
	return k.Kind.String()
}

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
	return [...]string{"duration", "true or false", "text", "a number", "a word"}[k]
}

// Flows that settings are about together.
var (
	ofDevice    = []*flows.Flow{flows.DeviceGrant}
	ofCIBA      = slices.Concat(ciba, []*flows.Flow{flows.CIBASync}) // CIBA in its three modes, and the synchronous proposal
	ofCallbacks = []*flows.Flow{flows.CIBAPing, flows.CIBAPush}
	ofAuthcode  = []*flows.Flow{flows.AuthcodeQR, flows.SameDeviceAuthcode}
	ofNonce     = slices.Concat(ofClients, ofWallets)
	ofCoded     = []*flows.Flow{flows.DeviceGrant, flows.TypedCode}          // its codes can be guessed
	ofClients   = slices.Concat(ofAuthcode, []*flows.Flow{flows.CTAPHybrid}) // a browser brings the client a code
	ofTokens    = slices.DeleteFunc(slices.Clone(flows.All), func(f *flows.Flow) bool { return f.After == nil })
	ofOutward   = []*flows.Flow{flows.SessionTransfer, flows.NetworkJoin}
	ofDirect    = slices.Concat(ofDevice, ofCIBA)                                                  // the device itself talks to the server
	ofPolling   = []*flows.Flow{flows.DeviceGrant, flows.CIBAPoll, flows.CIBAPing, flows.CIBASync} // so does it for its tokens
)

// Settings lists the settings that a deployment can publish.
var Settings = []SettingKey{
	{Name: "code_life", Kind: Duration, field: func(d *Deployment) any { return &d.CodeLife },
		Doc: "how long a code or a request can be used after it was issued: expires_in of RFC 8628 3.2 and CIBA Core 7.3"},
	{Name: "requested_expiry", Kind: Duration, Flows: ofCIBA, field: func(d *Deployment) any { return &d.CodeLife },
		Doc: "how long the client asks for a request to live, where that is shorter than code_life: CIBA Core 7.1"},
	{Name: "interval", Kind: Duration, Flows: ofPolling,
		Doc: "how long a client waits between two polls: interval of RFC 8628 3.2 and CIBA Core 7.3"},
	{Name: "slow_down", Kind: Truth, Flows: ofPolling,
		Doc: "the server does answer slow_down to a client that polls too fast: RFC 8628 3.5, CIBA Core 11"},

	{Name: "user_code", Kind: Choice, Choices: []string{"enter", "prefilled", "confirm"}, options: []string{"confirm"}, Flows: ofDevice,
		// Typing the code and having it come with the link differ in what they take of
		// people, not in who can do it.
		Doc: "how the page goes about a code: RFC 8628 3.3.1"},
	{Name: "user_code_form", Kind: Words, Flows: ofDevice,
		Doc: "the form of user codes: how many characters, of which alphabet"},
	{Name: "user_code_alphabet", Kind: Number, Flows: ofCoded, field: func(d *Deployment) any { return &d.CodeAlphabet },
		Doc: "how many different characters user codes are made of: RFC 8628 6.1"},
	{Name: "user_code_length", Kind: Number, Flows: ofCoded, field: func(d *Deployment) any { return &d.CodeLength },
		Doc: "how many characters a user code has"},
	{Name: "verification_uri_complete", Kind: Truth, Flows: ofDevice,
		Doc: "the server also gives an address that has the code in it: RFC 8628 3.2"},

	{Name: "hint", Kind: Choice, Choices: []string{"login_hint", "login_hint_token", "id_token_hint"}, Flows: ofCIBA, field: func(d *Deployment) any { return &d.Hint },
		Doc: "how the client names the user: CIBA Core 7.1"},
	{Name: "hints", Kind: Words, Flows: ofCIBA,
		Doc: "which hints the server takes, and what stands in them: CIBA Core 7.1"},
	{Name: "binding_message", Kind: Choice, Choices: []string{"none", "static", "compare", "enter"}, options: []string{"static", "compare", "enter"}, Flows: ofCIBA,
		Doc: "what both devices show: nothing, the same text for every request, one of this request to compare, or one to enter: CIBA Core 7.1"},
	{Name: "user_code", Kind: Choice, Choices: []string{"none", "required"}, options: []string{"required"}, Flows: ofCIBA,
		Doc: "whether a request must carry a secret that only its user knows: CIBA Core 7.1"},
	{Name: "notification_endpoint", Kind: Words, Flows: ofCallbacks,
		Doc: "what addresses a client can have itself called at: CIBA Core 4"},
	{Name: "notification_token", Kind: Words, Flows: ofCallbacks,
		Doc: "what client_notification_token is made of, and how the server checks its form: CIBA Core 7.1"},
	{Name: "profile", Kind: Choice, Choices: []string{"core", "fapi"}, Flows: ciba,
		Doc: "what the server keeps to besides CIBA Core: nothing, or FAPI-CIBA, with which the other settings have to agree"},
	{Name: "signed_request", Kind: Truth, Flows: ciba,
		Doc: "the server takes only signed authentication requests: CIBA Core 7.1.1"},

	{Name: "state", Kind: Truth, Flows: ofClients, field: func(d *Deployment) any { return (*opposite)(&d.NoState) },
		Doc: "the client sends state, and looks whose comes back to it: RFC 6749 10.12"},
	{Name: "nonce", Kind: Truth, Flows: ofNonce, field: func(d *Deployment) any { return (*opposite)(&d.NoNonce) },
		Doc: "the client sends nonce, and looks for it in the ID token, or the presentation: OpenID Connect Core 3.1.2.1, OpenID4VP 14.1.2, SIOPv2 11.1"},
	{Name: "pkce", Kind: Truth, Flows: ofClients, field: func(d *Deployment) any { return (*opposite)(&d.NoPKCE) },
		Doc: "the client uses PKCE: RFC 7636"},
	{Name: "rp_confirmation", Kind: Choice, Choices: []string{"none", "screen", "secret"}, options: []string{"screen", "secret"}, Flows: []*flows.Flow{flows.AuthcodeQR},
		Doc: "what the client asks on the phone before it redeems a code: nothing, something that the other device shows, or something that only its user knows: Tonge, Session Binding in Standard Authorization Code Flow"},

	{Name: "poll_bound", Kind: Truth, Flows: []*flows.Flow{flows.AuthcodeQR}, field: func(d *Deployment) any { return &d.PollBound },
		Doc: "only the browser session that showed the QR code can ask the client for its result"},

	{Name: "response_code", Kind: Truth, Flows: []*flows.Flow{flows.OID4VP}, field: func(d *Deployment) any { return &d.ResponseCode },
		Doc: "the verifier's page gets its result only with the response_code that whoever posted the answer was given: OpenID4VP 8.2"},
	{Name: "signed_request_object", Kind: Truth, Flows: ofWallets, field: func(d *Deployment) any { return (*opposite)(&d.UnsignedRequests) },
		Doc: "who asks signs its requests, and wallets take no others: OpenID4VP 5.9.3, SIOPv2 7.2"},
	{Name: "holder_binding", Kind: Truth, Flows: []*flows.Flow{flows.OID4VP}, field: func(d *Deployment) any { return (*opposite)(&d.NoHolderBinding) },
		Doc: "a presentation is signed with its holder's key, for one nonce and one verifier: OpenID4VP 8.6"},
	{Name: "device_stub", Kind: Choice, Choices: []string{"none", "linked"}, options: []string{"linked"}, Flows: ofWallets,
		Doc: "requests reach only phones that were linked with the consumption device beforehand: Bauer (2022), Cross-Device Stub"},
	{Name: "state_assisted", Kind: Truth, Flows: []*flows.Flow{flows.CTAPHybrid}, field: func(d *Deployment) any { return &d.StateAssisted },
		Doc: "a phone stays linked with its user's own devices, which then show no QR code: CTAP 2.2 11.5"},
	{Name: "session_bound", Kind: Truth, Flows: []*flows.Flow{flows.TypedCode}, field: func(d *Deployment) any { return (*opposite)(&d.CodeUnbound) },
		Doc: "a code is taken only in the session for which it was sent: BCP 247 4.1.3"},
	{Name: "rotating_code", Kind: Truth, Flows: []*flows.Flow{flows.AssetQR}, field: func(d *Deployment) any { return &d.RotatingCode },
		Doc: "the code on an asset is shown on a display and changes, and an old one is refused"},
	{Name: "asset_number", Kind: Choice, Choices: []string{"none", "compare", "enter"}, options: []string{"compare", "enter"}, Flows: []*flows.Flow{flows.AssetQR},
		Doc: "what riders do with the number on an asset: nothing, compare it with the one on the page, or enter it"},

	{Name: "https", Kind: Truth, Flows: ofDirect, field: func(d *Deployment) any { return (*opposite)(&d.Plaintext) },
		Doc: "devices talk to the server by TLS only: RFC 8628 3.1, CIBA Core 7.1"},
	{Name: "single_use", Kind: Truth, Flows: ofPolling, field: func(d *Deployment) any { return (*opposite)(&d.CodeReusable) },
		Doc: "a device_code or auth_req_id is good for tokens once"},
	{Name: "single_use", Kind: Truth, Flows: ofOutward, field: func(d *Deployment) any { return (*opposite)(&d.CodeReusable) },
		Doc: "a code by which a session or a membership is handed over is good for one device: OpenID4VCI 4.1.1 has it so, BCP 247 6.1.3 as a mitigation"},
	{Name: "start_limit", Kind: Words,
		Doc: "how many flows can be started, by whom, in what time"},
	{Name: "entry_limit", Kind: Words, Flows: ofCoded,
		Doc: "how many user codes can be tried, by whom, in what time: RFC 8628 5.1"},
	{Name: "entry_tries", Kind: Number, Flows: ofCoded, field: func(d *Deployment) any { return &d.EntryTries },
		Doc: "how many user codes can be tried in a code's life: RFC 8628 5.1"},
	{Name: "confidential", Kind: Truth, Flows: ofDirect, field: func(d *Deployment) any { return &d.Confidential },
		Doc: "clients authenticate at the token endpoint with a key, by a signed assertion or mutual TLS: RFC 8628 3.4, CIBA Core 7.1. A secret that is sent along can be read where the rest can"},
	{Name: "client_authentication", Kind: Words,
		Doc: "how clients authenticate"},
	{Name: "entry_bound", Kind: Truth, Flows: ofDevice, field: func(d *Deployment) any { return &d.EntryBound },
		Doc: "a code can be approved only in the browser that entered it"},
	{Name: "consent", Kind: Words,
		Doc: "what the user is asked before a device gets access"},
	{Name: "access_token_life", Kind: Duration, Flows: ofTokens, field: func(d *Deployment) any { return &d.AccessLife },
		Doc: "how long an access token is good"},
	{Name: "refresh_token", Kind: Truth, Flows: ofTokens, field: func(d *Deployment) any { return (*opposite)(&d.NoRefresh) },
		Doc: "the device gets a refresh token: RFC 6749 5.1"},
	{Name: "refresh_token_life", Kind: Duration, Flows: ofTokens, field: func(d *Deployment) any { return &d.RefreshLife },
		Doc: "how long a refresh token is good, used or not, from the grant on"},
	{Name: "refresh_token_idle", Kind: Duration, Flows: ofTokens, field: func(d *Deployment) any { return &d.RefreshIdle },
		Doc: "how long a refresh token is good that nobody uses"},
	{Name: "refresh_token_rotation", Kind: Truth, Flows: ofTokens, field: func(d *Deployment) any { return &d.Rotation },
		Doc: "a refresh token is replaced when it is used"},
	{Name: "reading_delay", Kind: Duration, field: func(d *Deployment) any { return &d.ReadMin },
		Doc: "how long it takes at least until a mailed lure is read: a fact of people, not of servers"},
}

// SettingsOf are those of a flow.
func SettingsOf(flow string) []SettingKey {
	return slices.DeleteFunc(slices.Clone(Settings), func(k SettingKey) bool { return !k.Of(flow) })
}

// setting is the key with that name among those of a flow.
func setting(name, flow string) (SettingKey, *InputError) {
	var known, others []string
	for _, k := range Settings {
		switch {
		case k.Of(flow) && k.Name == name:
			return k, nil
		case k.Of(flow):
			known = append(known, k.Name)
		case k.Name == name:
			others = append(others, flowNames(k.Flows)...)
		}
	}
	expected := "a setting"
	if flow != "" {
		expected += " of " + flow
	}
	bad := unknown("setting "+quote(name), name, expected, known)
	if others != nil { // so the name itself is right
		bad.Expected = expected + "; it is one of " + listed(others, "and")
	}
	return SettingKey{}, bad
}

func flowNames(list []*flows.Flow) []string {
	return namesOf(list, func(f *flows.Flow) string { return f.Name })
}

// either is a list of words of which one is meant.
func either(words []string) string { return listed(words, "or") }

// listed is a list of words, the last after a conjunction.
func listed(words []string, conjunction string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// Set gives a setting another value, typed as in a deployment file. Its errors
// are InputErrors. Agree says whether it agrees with the others.
func (d *Deployment) Set(key, value string) error {
	k, bad := setting(key, d.Flow)
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
	if i := d.published(now.Key); i >= 0 {
		d.Sources[i] = now
	} else {
		d.Sources = append(d.Sources, now)
	}
	// A request lives as long as both the server and the client have it.
	if now.Key == "code_life" || now.Key == "requested_expiry" {
		d.CodeLife = 0
		for _, key := range []string{"code_life", "requested_expiry"} {
			if i := d.published(key); i >= 0 {
				if life, err := flows.ParseSeconds(d.Sources[i].Value); err == nil && (d.CodeLife == 0 || life < d.CodeLife) {
					d.CodeLife = life
				}
			}
		}
	}
}

// published is where a setting is in Sources; -1: nowhere.
func (d *Deployment) published(key string) int {
	return slices.IndexFunc(d.Sources, func(s Sourced) bool { return s.Key == key })
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
		if slices.Contains([]string{"code_life", "requested_expiry", "reading_delay"}, k.Name) { // counted in ticks of the flow
			most = flows.MaxTicks * FineTick
		}
		n, bad = parseDuration(k.Name, value, most)
	case Number:
		var err error
		if n, err = strconv.Atoi(value); err != nil || n < 1 || n > maxNumber || !isDigits(value) {
			bad = &InputError{Found: quote(value), Expected: fmt.Sprintf("a whole number from 1 to %d for %s", maxNumber, k.Name)}
		}
	case Choice:
		if n = slices.Index(k.Choices, value); n < 0 {
			bad = unknown(quote(value), value, "a value of "+k.Name, k.Choices)
		}
	}
	if bad != nil {
		return bad
	}
	if k.options != nil {
		d.choose(k, value)
	}
	if k.field == nil {
		return nil
	}
	switch field := k.field(d).(type) {
	case *int:
		*field = n
	case *flows.Hint:
		*field = flows.Hint(n)
	case *bool:
		*field = value == "true"
	case *opposite:
		*field = value != "true"
	}
	return nil
}

// choose puts an option in the place of another of the same key, or takes that away.
// Deployments of one server can share a list, which is left as it is.
func (d *Deployment) choose(k SettingKey, value string) {
	option := "option:" + k.Name + "="
	d.Options = slices.DeleteFunc(slices.Clone(d.Options), func(other string) bool { return strings.HasPrefix(other, option) })
	if slices.Contains(k.options, value) {
		d.Options = append(d.Options, option+value)
	}
	if len(d.Options) == 0 {
		d.Options = nil
	}
}

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
