package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// contradiction is a setting that cannot be so beside another one, or in a flow.
type contradiction struct {
	key, value string
	other      string // a key, or "flow"
	than       string // what the other is set to; empty: whatever it is
	why        string
	instead    string // what can be written

	// moot says that the one leaves nothing for the other to be about. Where a server
	// has the other and a client, or --set, has the one, that is no contradiction.
	moot bool
}

const noRefresh = "without a refresh token there is none that it could be about"

var contradictions = []contradiction{
	{key: "profile", value: "fapi", other: "flow", than: flows.CIBAPush.Name, why: "FAPI-CIBA 5.2.2 has no push mode",
		instead: "flow: ciba-poll or ciba-ping, or profile: core"},
	{key: "profile", value: "fapi", other: "binding_message", than: "none", why: "FAPI-CIBA 5.2.2 requires a binding message where the authorization context is not unique",
		instead: "binding_message: static, compare or enter, no binding_message at all if the context is unique, or profile: core"},
	{key: "profile", value: "fapi", other: "signed_request", than: "false", why: "FAPI-CIBA 5.2.2 requires signed requests",
		instead: "signed_request: true, or profile: core"},
	{key: "profile", value: "fapi", other: "confidential", than: "false", why: "FAPI-CIBA 5.2.2 requires clients to authenticate by a key",
		instead: "confidential: true, or profile: core"},
	{key: "refresh_token", value: "false", other: "refresh_token_life", why: noRefresh, instead: "one of the two, or refresh_token: true", moot: true},
	{key: "refresh_token", value: "false", other: "refresh_token_idle", why: noRefresh, instead: "one of the two, or refresh_token: true", moot: true},
	{key: "refresh_token", value: "false", other: "refresh_token_rotation", why: noRefresh, instead: "one of the two, or refresh_token: true", moot: true},
}

// clash is a contradiction between settings: the error is about either of keys.
type clash struct {
	keys [2]string
	bad  *InputError
}

// clashes are the contradictions in what a deployment is set to. Given are the keys
// that were set last, on top of what was there; what they make moot is taken away.
func (d *Deployment) clashes(given []string) (list []clash) {
	for _, c := range contradictions {
		one, other := d.published(c.key), d.published(c.other)
		if one < 0 || d.Sources[one].Value != c.value {
			continue
		}
		than := d.Flow
		if c.other != "flow" {
			if other < 0 {
				continue
			}
			than = d.Sources[other].Value
		}
		switch {
		case c.than != "" && c.than != than:
		case c.moot && slices.Contains(given, c.key) && !slices.Contains(given, c.other):
			d.forget(other)
		default:
			list = append(list, clash{[2]string{c.key, c.other}, &InputError{
				Found:    fmt.Sprintf("%s: %s beside %s: %s", c.key, c.value, c.other, than),
				Expected: c.instead + ", because " + c.why}})
		}
	}
	return list
}

// forget takes away what stands at a place of Sources.
func (d *Deployment) forget(at int) {
	if k, bad := setting(d.Sources[at].Key, d.Flow); bad == nil && k.field != nil {
		switch field := k.field(d).(type) {
		case *int:
			*field = 0
		case *bool:
			*field = false
		}
	}
	d.Sources = slices.Delete(slices.Clone(d.Sources), at, at+1)
}

// Agree tells whether the settings with the given keys, which were just set, agree
// with the others. What they leave nothing to be about is taken away. Its errors are
// InputErrors.
func (d *Deployment) Agree(given ...string) error {
	if list := d.clashes(given); len(list) > 0 {
		return list[0].bad
	}
	return nil
}

// For is the same server in another of its flows. A setting that is not one of that
// flow is an InputError: what the server does there is then not known.
func (d *Deployment) For(f *flows.Flow) (*Deployment, error) {
	if d.Flow == f.Name || d.Flow == "" {
		return d, nil
	}
	as := *d
	as.Flow = f.Name
	for _, s := range d.Sources {
		if was, now := keyOf(s.Key, d.Flow), keyOf(s.Key, f.Name); was != now {
			return nil, &InputError{Found: fmt.Sprintf("deployment %s of %s", quote(d.Name), d.Flow),
				Expected: fmt.Sprintf("one of %s; the setting %s is none of that flow", f.Name, s.Key)}
		}
	}
	if list := as.clashes(nil); len(list) > 0 {
		return nil, list[0].bad
	}
	return &as, nil
}

// keyOf is where in Settings the key of a flow stands; -1: it is none of that flow.
func keyOf(name, flow string) int {
	return slices.IndexFunc(Settings, func(k SettingKey) bool { return k.Name == name && k.Of(flow) })
}

// On is the flow in which a scenario is asked about on a deployment, and the
// deployment in that flow. Without a name it is the deployment's own; the scenario
// must apply to it. Its errors say what the user can name instead.
func (s *Scenario) On(d *Deployment, flow string) (*flows.Flow, *Deployment, error) {
	if flow == "" {
		flow = d.Flow
	}
	f, err := s.Flow(flow)
	switch {
	case err == nil:
		d, err = d.For(f)
	case flow == d.Flow:
		err = &InputError{Found: fmt.Sprintf("deployment %s of %s", quote(d.Name), flow),
			Expected: fmt.Sprintf("one of a flow that %s applies to: %s", s.Name, strings.Join(flowNames(s.Flows), ", "))}
	}
	return f, d, err
}
