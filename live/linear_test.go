package live

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// demoServer is a demo server as a target, in one of its flows.
func demoServer(t *testing.T, kind demo.Kind, d *drive, o demo.Options) *server {
	t.Helper()
	running, err := demo.Start(kind, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	f := &scenarios.TargetFlow{Flow: d.flow, Deployment: example(t, d.flow), Scope: "openid",
		Users: []scenarios.Login{{Name: demo.Alice, Password: running.Passwords[demo.Alice]}, {Name: demo.Mallory, Password: running.Passwords[demo.Mallory]}}}
	secret := func(id string) scenarios.Client {
		return scenarios.Client{ID: id, Secret: running.Secrets[id], Auth: "client_secret_post"}
	}
	if d == deviceGrant {
		f.Clients = []scenarios.Client{{ID: demo.TV}, {ID: demo.Other}}
		page := scenarios.Pick{Name: "page", CSS: "form", Attribute: "action"}
		decision := func(how string) []scenarios.Request {
			return []scenarios.Request{{Method: "POST", URL: "{page}", Form: map[string]string{"decision": how}}}
		}
		f.Steps = map[string][]scenarios.Request{
			d.enter:   {{Method: "GET", URL: "{verification_uri}?user_code={user_code}", Pick: []scenarios.Pick{page}}},
			loginStep: {{Method: "POST", URL: "{page}", Form: map[string]string{"name": "{user.name}", "password": "{user.password}"}, Pick: []scenarios.Pick{page}}},
			approve:   decision(approve),
			deny:      decision(deny),
		}
	} else {
		f.Deployment.Confidential = true
		f.Clients = []scenarios.Client{secret(demo.Bank), secret(demo.OtherBank)}
		phone := running.Issuer + "/authentication-device/{user.name}"
		decision := func(how string) []scenarios.Request {
			return []scenarios.Request{{Method: "POST", URL: phone + "/{request}", Form: map[string]string{"decision": how}}}
		}
		f.Steps = map[string][]scenarios.Request{
			d.enter:   {{Method: "GET", URL: phone, Pick: []scenarios.Pick{{Name: "request", Path: "$[0].id"}}}},
			loginStep: {},
			approve:   decision(approve),
			deny:      decision(deny),
		}
	}
	s := &server{TargetFlow: f, target: &scenarios.Target{Name: string(kind), Metadata: running.Issuer + "/.well-known/openid-configuration"}, net: newNetwork(DefaultLimits)}
	if s.endpoints, err = discover(t.Context(), s.net, s.target); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestLocked has a correct server pass every round, also those in which codes expire.
func TestLocked(t *testing.T) {
	for _, d := range []*drive{deviceGrant, cibaPoll} {
		t.Run(d.flow.Name, func(t *testing.T) {
			t.Parallel()
			s := demoServer(t, demo.Locked, d, demo.Options{DeviceLife: 2, CIBALife: 2})
			s.Deployment.CodeLife = 2
			got, err := s.histories(t.Context(), builtIn(), d, roundOptions{rounds: 100, seed: 1})
			if err != nil || got.Checked < 100 || got.Illegal != 0 || got.Unknown != 0 {
				t.Fatalf("%v, %+v", err, got)
			}
		})
	}
}

// TestBarrier has a server of which two polls at once get a token each fail every round
// in which there are two.
func TestBarrier(t *testing.T) {
	for _, d := range []*drive{deviceGrant, cibaPoll} {
		t.Run(d.flow.Name, func(t *testing.T) {
			t.Parallel()
			s := demoServer(t, demo.Barrier, d, demo.Options{Wait: 10 * time.Millisecond})
			dir := t.TempDir()
			var log bytes.Buffer
			got, err := s.histories(t.Context(), builtIn(), d, roundOptions{rounds: 40, seed: 1, log: &log, pictures: dir})
			if err != nil || got.Unknown != 0 || len(got.Found) != 1 {
				t.Fatalf("%v, %+v", err, got)
			}
			found := got.Found[0]
			if found.ID != "concurrent.polls.two-tokens" || found.Illegal != got.Illegal || len(found.Core) != 6 {
				t.Errorf("%+v", found)
			}
			kinds := map[string]int{}
			for line := range strings.Lines(log.String()) {
				var h recorded
				if err := json.Unmarshal([]byte(line), &h); err != nil {
					t.Fatal(err)
				}
				if kinds[h.Round]++; h.Round == pollsOnly && h.Verdict != "illegal" {
					t.Errorf("round %d is %s: %s", h.Number, h.Verdict, line)
				}
			}
			if kinds[pollsOnly] != 12 {
				t.Errorf("rounds: %v", kinds)
			}
			page, err := os.ReadFile(filepath.Join(dir, found.ID+".html"))
			if err != nil || !strings.Contains(string(page), "approves") {
				t.Errorf("%v, %d bytes", err, len(page))
			}
		})
	}
}
