package scenarios

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseAttacker(t *testing.T) {
	for _, c := range []struct {
		text         string
		name         string
		capabilities []string
		err          string
	}{
		{"literal", "literal", []string{"initiate", "copy", "reframe", "spray", "many-clients", "move-token"}, ""},
		{" literal , +on-demand ", "literal,+on-demand", []string{"initiate", "copy", "reframe", "spray", "many-clients", "move-token", "on-demand"}, ""},
		{"literal,-spray,+vpn,-own-account", "literal,-spray,+vpn,-own-account", []string{"initiate", "copy", "reframe", "many-clients", "move-token", "vpn"}, ""},
		{"literal,+copy", "literal,+copy", []string{"initiate", "copy", "reframe", "spray", "many-clients", "move-token"}, ""},
		{"", "", nil, `found "", expected an attacker profile before any +capability`},
		{"+vpn", "", nil, `found "+vpn", expected an attacker profile before any +capability`},
		{"weakest", "", nil, `found "weakest", expected an attacker profile: literal, undisputed, strongest`},
		{"literal,+initiat", "", nil, `found "+initiat", expected the name of a capability; did you mean "+initiate"?`},
		{"literal,vpn", "", nil, `found "vpn", expected +capability or -capability; did you mean "+vpn"?`},
		{"literal,+", "", nil, `found "+", expected the name of a capability: ` + strings.Join(everything().CapabilityNames(), ", ")},
		{"literal,+vpn,+vpn", "", nil, `found "+vpn", expected vpn once, after "+vpn"`},
	} {
		name, capabilities, err := ParseAttacker(everything(), B1, c.text)
		if name != c.name || !reflect.DeepEqual(capabilities, c.capabilities) || message(err) != c.err {
			t.Errorf("%q: found %q, %q, %q", c.text, name, capabilities, message(err))
		}
	}
}

func TestParseAttackerLeavesTheScenarioAlone(t *testing.T) {
	before := len(B1.Reach)
	if _, _, err := ParseAttacker(everything(), B1, "strongest,-initiate,+vpn"); err != nil {
		t.Fatal(err)
	}
	if len(B1.Reach) != before || B1.Reach[0].Capability != "initiate" {
		t.Error("the scenario has changed")
	}
}

func TestParseUser(t *testing.T) {
	all := []string{"approves-unasked", "miscompares", "ignores-context", "hands-out-code", "ignores-address", "slips", "filter-misses", "detection-misses", "lucky-guess"}
	for _, c := range []struct {
		text string
		name string
		errs []string
		err  string
	}{
		{"obedient", "obedient", all, ""},
		{"vigilant", "vigilant", all[1:], ""},
		{"obedient, -approves-unasked,-miscompares", "obedient,-approves-unasked,-miscompares", all[2:], ""},
		{"vigilant,+approves-unasked", "vigilant,+approves-unasked", append(all[1:len(all):len(all)], all[0]), ""},
		{"vigilent", "", nil, `found "vigilent", expected a model of users; did you mean "vigilant"?`},
		{"obedient,-lucky-guess", "obedient,-lucky-guess", all[:len(all)-1], ""},
		{"obedient,-filter", "", nil, `found "-filter", expected the name of an error or luck: approves-unasked, miscompares, ignores-context, hands-out-code, ignores-address, slips, filter-misses, detection-misses, lucky-guess`},
		{"obedient;-miscompares", "", nil, `found "obedient;-miscompares", expected a model of users: obedient, comparing, typing, context-aware, vigilant`},
	} {
		name, errs, err := ParseUser(everything(), c.text)
		if name != c.name || !reflect.DeepEqual(errs, c.errs) || message(err) != c.err {
			t.Errorf("%q: found %q, %q, %q", c.text, name, errs, message(err))
		}
	}
}

func TestBeside(t *testing.T) {
	d := &Deployment{Mitigations: []string{"one-time-codes:1", "proximity:ble"}}
	for _, c := range []struct {
		text  string
		names []string
		err   string
	}{
		{"one-time-codes,proximity,rate-limits", []string{"rate-limits:client"}, ""},
		{"proximity:shared-network", []string{"proximity:shared-network"}, ""},
		{"one-time-codes:3", nil, `found "one-time-codes:3" beside the deployment's "one-time-codes:1", expected one of them, because the stricter implies the laxer`},
		{"one-time-code", nil, `found "one-time-code", expected a mitigation; did you mean "one-time-codes"?`},
	} {
		names, err := d.Adds(everything(), c.text)
		if !reflect.DeepEqual(names, c.names) || message(err) != c.err {
			t.Errorf("%q: found %q, %q", c.text, names, message(err))
		}
	}
}

func TestParseWith(t *testing.T) {
	for _, c := range []struct {
		texts []string
		names []string
		err   string
	}{
		{nil, []string{}, ""},
		{[]string{"proximity:ble,short-lived-codes:2m", "one-time-codes"}, []string{"proximity:ble", "short-lived-codes:2m", "one-time-codes:1"}, ""},
		{[]string{"proximity, proximity:shared-network"}, []string{"proximity:ble", "proximity:shared-network"}, ""},
		{[]string{"short-lived-codes:120s"}, []string{"short-lived-codes:2m"}, ""},
		{[]string{"short-lived-codes:7m"}, []string{"short-lived-codes:7m"}, ""},
		{[]string{"proximity:ble", "proximity"}, nil, `found "proximity:ble" again, expected it once`},
		{[]string{"one-time-codes:1,one-time-codes:3"}, nil, `found "one-time-codes:3" beside "one-time-codes:1", expected one of them, because the stricter implies the laxer`},
		{[]string{"one-time-codes:2d-1h"}, nil, `found "2d-1h", expected a count from 1 to 10 for one-time-codes`},
		{[]string{"short-lived-codes:1d-23h"}, nil, `found "1d-23h", expected a duration with its unit from 1s to 1h for short-lived-codes`},
		{[]string{"short-lived-codes:213503982334602d"}, nil, `found "213503982334602d", expected a duration with its unit from 1s to 1h for short-lived-codes`},
		{[]string{"proximity:"}, nil, `found "proximity:", expected a variant after the colon`},
		{[]string{"proximitee:ble"}, nil, `found "proximitee", expected a mitigation; did you mean "proximity"?`},
		{[]string{""}, nil, `found "", expected a mitigation: proximity, short-lived-codes, one-time-codes, unique-codes, content-filtering, detect-and-remediate, trusted-devices, trusted-networks, limited-scopes, short-lived-tokens, rate-limits, sender-constrained-tokens, user-education, user-experience, authenticate-then-initiate, request-initiation-verification, request-binding`},
	} {
		names, err := ParseWith(everything(), c.texts...)
		if !reflect.DeepEqual(names, c.names) || message(err) != c.err {
			t.Errorf("%q: found %q, %q", c.texts, names, message(err))
		}
	}
}
