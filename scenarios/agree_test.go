package scenarios

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// TestFor uses one server in several flows, where everything that it is set to is a
// setting of each.
func TestFor(t *testing.T) {
	poll := &Deployment{Name: "ours", Flow: "ciba-poll"}
	set(t, poll, "code_life", "5m", "interval", "5s", "binding_message", "compare")
	for _, c := range []struct {
		f   *flows.Flow
		err string
	}{
		{flows.CIBAPoll, ""},
		{flows.CIBAPing, ""},
		{flows.CIBAPush, `found deployment "ours" of ciba-poll, expected one of ciba-push; the setting interval is none of that flow`},
		{flows.DeviceGrant, `found deployment "ours" of ciba-poll, expected one of device-grant; the setting binding_message is none of that flow`},
	} {
		d, err := poll.For(c.f)
		if got := message(err); got != c.err {
			t.Errorf("%s: found %q, expected %q", c.f.Name, got, c.err)
		}
		if err == nil && (d.Flow != c.f.Name || d.CodeLife != 300 || len(d.Options) != 1) || poll.Flow != "ciba-poll" {
			t.Errorf("%s: %+v", c.f.Name, d)
		}
	}
	// One name is not one setting.
	device := &Deployment{Name: "ours", Flow: "device-grant"}
	set(t, device, "user_code", "enter")
	if _, err := device.For(flows.CIBAPoll); err == nil {
		t.Error("the user_code of the device grant is taken for that of CIBA")
	}
	fapi := &Deployment{Name: "ours", Flow: "ciba-ping"}
	set(t, fapi, "profile", "fapi")
	if _, err := fapi.For(flows.CIBAPush); err == nil {
		t.Error("FAPI-CIBA in push mode")
	}
}

// TestAgree: what was set last decides, but does not contradict itself.
func TestAgree(t *testing.T) {
	d := &Deployment{Flow: "device-grant"}
	set(t, d, "refresh_token_life", "1d", "refresh_token_rotation", "true")
	if err := d.Agree("refresh_token_life", "refresh_token_rotation"); err != nil {
		t.Error(err)
	}
	set(t, d, "refresh_token", "false")
	both := *d
	if both.Agree("refresh_token_life", "refresh_token") == nil {
		t.Error("no refresh token, which lives for a day")
	}
	if err := d.Agree("refresh_token"); err != nil || len(d.Sources) != 1 || d.RefreshLife != 0 || d.Rotation {
		t.Errorf("%v: %+v", err, d)
	}
	set(t, d, "refresh_token_idle", "1d")
	if d.Agree("refresh_token_idle") == nil {
		t.Error("a refresh token that is not there, and not used")
	}
}

func set(t *testing.T, d *Deployment, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := d.Set(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
}

// TestClientWithoutRefreshToken: what the server says of refresh tokens is not about a
// client that has none.
func TestClientWithoutRefreshToken(t *testing.T) {
	const server = "deployment: x\nflow: ciba-poll\nsettings: {code_life: 5m, refresh_token_life: 1d, requested_expiry: 3m}\nclients:\n"
	d, err := ParseDeployment(everything(), "x.yaml#a", []byte(server+"  a: {settings: {refresh_token: false, code_life: 2m}}\n  b:\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !d.NoRefresh || d.RefreshLife != 0 || d.published("refresh_token_life") >= 0 || d.CodeLife != 120 {
		t.Errorf("%+v", d)
	}
	other, err := ParseDeployment(everything(), "x.yaml#b", []byte(server+"  a: {settings: {refresh_token: false}}\n  b: {settings: {code_life: 9m}}\n"))
	if err != nil || other.RefreshLife != 86400 || other.CodeLife != 180 {
		t.Errorf("%v: %+v", err, other)
	}
}
