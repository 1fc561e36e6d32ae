package scenarios

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

func TestSet(t *testing.T) {
	d, err := FindDeployment(everything(), "example")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ key, value, err string }{
		{"code_life", "15m", ""},
		{"interval", "5s", ""},
		{"slow_down", "true", ""},
		{"code_life", "15", `found "15", expected a duration with its unit for code_life, such as 90s, 15m or 14d; did you mean "15s"?`},
		{"slow_down", "maybe", `found "maybe", expected true or false for slow_down`},
		{"user_code_form", " ", `found " ", expected text for user_code_form`},
		{"user_code", "confirm", ""},
		{"user_code", "confirmed", `found "confirmed", expected a value of user_code; did you mean "confirm"?`},
		{"user_code", "8 of A-Z", `found "8 of A-Z", expected a value of user_code: enter, prefilled, confirm`},
		{"user_code_length", "8", ""},
		{"user_code_length", "0", `found "0", expected a whole number from 1 to 1000000 for user_code_length`},
		{"user_code_length", "+8", `found "+8", expected a whole number from 1 to 1000000 for user_code_length`},
		{"intervall", "5s", `found setting "intervall", expected a setting of device-grant; did you mean "interval"?`},
	} {
		if got := message(d.Set(c.key, c.value)); got != c.err {
			t.Errorf("%s=%s: found %q, expected %q", c.key, c.value, got, c.err)
		}
	}
	// What the example had is replaced in its place, and what it had not comes last.
	want := slices.Clone(Example.Sources)
	for i, s := range want {
		switch s.Key {
		case "code_life":
			want[i] = Sourced{Key: s.Key, Value: "15m", Read: true}
		case "user_code_length":
			want[i] = Sourced{Key: s.Key, Value: "8", Read: true}
		}
	}
	want = append(want, Sourced{Key: "interval", Value: "5s"}, Sourced{Key: "slow_down", Value: "true"}, Sourced{Key: "user_code", Value: "confirm", Read: true})
	if d.CodeLife != 900 || d.CodeLength != 8 || !slices.Equal(d.Options, []string{"option:user_code=confirm"}) || !reflect.DeepEqual(d.Sources, want) {
		t.Errorf("found %d s, %v, %+v", d.CodeLife, d.Options, d.Sources)
	}
	if Example.CodeLife != 1800 || Example.Sources[0].Value != "30m" || len(Example.Options) != 0 {
		t.Error("the example has changed for everybody")
	}
}

func TestSettingsAreDocumented(t *testing.T) {
	for _, f := range flows.All {
		seen := map[string]bool{}
		for _, k := range SettingsOf(f.Name) {
			if k.Name == "" || k.Doc == "" || seen[k.Name] || (k.Kind == Choice) != (len(k.Choices) > 1) {
				t.Errorf("%s: setting %q lacks a name of its own, a sentence, or choices", f.Name, k.Name)
			}
			seen[k.Name] = true
		}
	}
}

// TestSettingsOfOptions: every option of a flow can be set, and nothing else is set as
// one.
func TestSettingsOfOptions(t *testing.T) {
	for _, f := range flows.All {
		var want, got []string
		for _, o := range f.Options {
			for _, v := range o.VariantNames() {
				want = append(want, o.FullName(v))
			}
		}
		for _, k := range SettingsOf(f.Name) {
			for _, choice := range k.Choices {
				d := &Deployment{Flow: f.Name}
				if err := d.Set(k.Name, choice); err != nil {
					t.Error(err)
				}
				got = append(got, d.Options...)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s has the options %v, and can be set to %v", f.Name, want, got)
		}
	}
}

// TestSetOptions: each key keeps its own option.
func TestSetOptions(t *testing.T) {
	d := &Deployment{Flow: "ciba-poll"}
	for _, c := range []struct{ key, value, options string }{
		{"binding_message", "enter", "option:binding_message=enter"},
		{"user_code", "required", "option:binding_message=enter option:user_code=required"},
		{"binding_message", "static", "option:user_code=required option:binding_message=static"},
		{"user_code", "none", "option:binding_message=static"},
		{"binding_message", "none", ""},
	} {
		before := *d
		options := slices.Clone(d.Options)
		if err := d.Set(c.key, c.value); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(d.Options, " "); got != c.options || !slices.Equal(before.Options, options) {
			t.Errorf("%s=%s: found %s; before %v", c.key, c.value, got, before.Options)
		}
	}
}

// TestSetParameters holds what the models read of each new key.
func TestSetParameters(t *testing.T) {
	for text, want := range map[string]flows.Parameters{
		"ciba-poll code_life=5m requested_expiry=2m":                      {CodeLife: 120},
		"ciba-poll requested_expiry=2m code_life=5m":                      {CodeLife: 120},
		"ciba-poll requested_expiry=5m code_life=2m":                      {CodeLife: 120},
		"ciba-poll requested_expiry=2m code_life=5m code_life=1m":         {CodeLife: 60},
		"ciba-poll code_life=5m requested_expiry=2m requested_expiry=10m": {CodeLife: 300},
		"ciba-push hint=login_hint":                                       {},
		"ciba-push hint=login_hint_token":                                 {Hint: flows.LoginHintToken},
		"ciba-sync hint=id_token_hint":                                    {Hint: flows.IDTokenHint},
		"authcode-qr state=false":                                         {NoState: true},
		"authcode-qr poll_bound=true":                                     {PollBound: true},
		"authcode-qr nonce=false state=true":                              {NoNonce: true},
		"same-device-authcode pkce=false nonce=false":                     {NoPKCE: true, NoNonce: true},
		"ciba-ping signed_request=true notification_token=long":           {},
	} {
		words := strings.Fields(text)
		d := &Deployment{Flow: words[0]}
		for _, set := range words[1:] {
			key, value, _ := strings.Cut(set, "=")
			if err := d.Set(key, value); err != nil {
				t.Fatal(err)
			}
		}
		if d.Parameters != want {
			t.Errorf("%s: found %+v", text, d.Parameters)
		}
	}
}

// TestSettingsOfOtherFlows: what a flow has not is refused, with the flows that have it.
func TestSettingsOfOtherFlows(t *testing.T) {
	for _, c := range []struct{ flow, key, value, err string }{
		{"ciba-poll", "notification_token", "x", `found setting "notification_token", expected a setting of ciba-poll; it is one of ciba-ping and ciba-push`},
		{"ciba-push", "single_use", "true", `found setting "single_use", expected a setting of ciba-push; it is one of device-grant, ciba-poll, ciba-ping, ciba-sync, session-transfer and network-join`},
		{"ciba-push", "entry_limit", "x", `found setting "entry_limit", expected a setting of ciba-push; it is one of device-grant and typed-code; did you mean "start_limit"?`},
		{"device-grant", "binding_message", "enter", `found setting "binding_message", expected a setting of device-grant; it is one of ciba-poll, ciba-ping, ciba-push and ciba-sync`},
		{"device-grant", "requested_expiri", "5m", `found setting "requested_expiri", expected a setting of device-grant: code_life, interval, slow_down, user_code, user_code_form, user_code_alphabet, user_code_length, verification_uri_complete, https, single_use, start_limit, entry_limit, entry_tries, confidential, client_authentication, entry_bound, consent, access_token_life, refresh_token, refresh_token_life, refresh_token_idle, refresh_token_rotation, reading_delay`},
		{"ciba-poll", "user_code", "enter", `found "enter", expected a value of user_code: none, required`},
		{"device-grant", "user_code", "required", `found "required", expected a value of user_code: enter, prefilled, confirm`},
		{"authcode-qr", "rp_confirmation", "scren", `found "scren", expected a value of rp_confirmation; did you mean "screen"?`},
		{"same-device-authcode", "rp_confirmation", "screen", `found setting "rp_confirmation", expected a setting of same-device-authcode; it is one of authcode-qr`},
		{"ciba-poll", "requested_expiry", "0s", `found "0s", expected a duration from 1s to 4h10m for requested_expiry`},
		{"", "notification_token", "x", ""},
	} {
		d := &Deployment{Flow: c.flow}
		if got := message(d.Set(c.key, c.value)); got != c.err {
			t.Errorf("%s of %s: found %q, expected %q", c.key, c.flow, got, c.err)
		}
	}
}

// TestExampleOfEveryFlow: a flow without an example would be given that of the device
// grant.
func TestExampleOfEveryFlow(t *testing.T) {
	var names []string
	for _, d := range Examples {
		names = append(names, d.Flow)
	}
	if want := flowNames(flows.All); !slices.Equal(names, want) {
		t.Errorf("examples of %v, want %v", names, want)
	}
}
