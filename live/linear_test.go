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
)

// demoServer is a demo server as a target, in one of its flows.
func demoServer(t *testing.T, kind demo.Kind, d *drive, o demo.Options) *server {
	t.Helper()
	const notify = "127.0.0.1:1" // where nobody listens
	o.PingEndpoint = "http://" + notify + "/callback"
	running, err := demo.Start(kind, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	target, err := demoAs(builtIn(), running, notify, string(kind), "for a test")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{target: target, net: newNetwork(DefaultLimits)}
	for i := range target.Flows {
		if target.Flows[i].Flow == d.flow {
			s.TargetFlow = &target.Flows[i]
		}
	}
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
			claims := *s.Deployment
			claims.CodeLife, s.Deployment = 2, &claims
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
