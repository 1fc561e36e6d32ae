package live

import (
	"bytes"
	"context"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

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

// logTo is a log that is begun.
func logTo(t *testing.T, s *server, to io.Writer) *LogWriter {
	t.Helper()
	w, err := NewLogWriter(to, Header{Flow: s.Flow.Name, CodeLife: s.Deployment.CodeLife})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestLocked has a correct server pass every round, also those in which codes expire.
func TestLocked(t *testing.T) {
	for _, d := range []*drive{deviceGrant, cibaPoll} {
		t.Run(d.flow.Name, func(t *testing.T) {
			t.Parallel()
			s := demoServer(t, demo.Locked, d, demo.Options{DeviceLife: 2, CIBALife: 2})
			claims := *s.Deployment
			claims.CodeLife, s.Deployment = 2, &claims
			var log bytes.Buffer
			got, err := s.histories(t.Context(), builtIn(), d, roundOptions{rounds: 100, seed: 1, log: logTo(t, s, &log)})
			if err != nil || got.Checked < 100 || got.Illegal != 0 || got.Unknown != 0 {
				t.Fatalf("%v, %+v", err, got)
			}
			kept, err := ReadLog(builtIn(), "log", &log)
			if err != nil {
				t.Fatal(err)
			}
			of := *s.Deployment
			of.Confidential = s.Clients[0].Secret != ""
			again, err := checkLog(builtIn(), &of, kept)
			if err != nil || again.Transactions != got.Checked || again.Unknown != 0 {
				t.Errorf("%v, %+v", err, again)
			}
			for _, f := range again.Faults {
				if f.Kind != Words { // of a code that is used up and too old, go-oidc says the latter
					t.Errorf("%+v", f)
				}
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
			got, err := s.histories(t.Context(), builtIn(), d, roundOptions{rounds: 40, seed: 1, log: logTo(t, s, &log), pictures: dir})
			if err != nil || got.Unknown != 0 || len(got.Found) != 1 {
				t.Fatalf("%v, %+v", err, got)
			}
			found := got.Found[0]
			if found.ID != "concurrent.polls.two-tokens" || found.Illegal != got.Illegal || len(found.Core) != 6 {
				t.Errorf("%+v", found)
			}
			kept, err := ReadLog(builtIn(), "log", &log)
			if err != nil {
				t.Fatal(err)
			}
			twice := map[int]int{}
			for _, e := range kept.Events {
				if e.Reply == "access_token" {
					twice[e.Transaction]++
				}
			}
			maps.DeleteFunc(twice, func(_, tokens int) bool { return tokens < 2 })
			plan, polled := d.plan(1, 40, maxWidth, false), 0
			for i := range plan {
				if plan[i].kind == pollsOnly {
					polled++
				}
			}
			if polled == 0 || len(twice) < polled || len(twice) != found.Illegal {
				t.Errorf("%d of %d rounds of polls, and %d illegal", len(twice), polled, found.Illegal)
			}
			page, err := os.ReadFile(filepath.Join(dir, found.ID+".html"))
			if err != nil || !strings.Contains(string(page), "approves") {
				t.Errorf("%v, %d bytes", err, len(page))
			}
		})
	}
}

// between puts a handler between a server's token endpoint and whoever polls.
func (s *server) between(t *testing.T, handle func(w http.ResponseWriter, r *http.Request, pass http.Handler)) {
	t.Helper()
	token, err := url.Parse(s.endpoints["token_endpoint"])
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL = token }, ErrorLog: log.New(io.Discard, "", 0)}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handle(w, r, pass) }))
	t.Cleanup(proxy.Close)
	s.endpoints["token_endpoint"] = proxy.URL
}

// TestRoundsInTrouble has a server that fails, hangs or dies be no violation.
func TestRoundsInTrouble(t *testing.T) {
	for _, test := range []struct {
		name    string
		handle  func(n int64, w http.ResponseWriter, r *http.Request, pass http.Handler)
		trouble string // empty: there can be none, but operations without an answer
	}{
		{"fails", func(n int64, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n%40 == 0 {
				http.Error(w, "no", http.StatusServiceUnavailable)
				return
			}
			pass.ServeHTTP(w, r)
		}, "503"},
		{"dies", func(n int64, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n > 20 {
				panic(http.ErrAbortHandler)
			}
			pass.ServeHTTP(w, r)
		}, "without an answer"},
		{"is late", func(n int64, w http.ResponseWriter, r *http.Request, pass http.Handler) {
			if n%7 == 0 {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				r = r.WithContext(context.WithoutCancel(r.Context()))
				go func() {
					time.Sleep(150 * time.Millisecond)
					pass.ServeHTTP(httptest.NewRecorder(), r)
				}()
				<-time.After(200 * time.Millisecond)
				return
			}
			pass.ServeHTTP(w, r)
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := demoServer(t, demo.Locked, deviceGrant, demo.Options{})
			s.net.limits.Each = 100 * time.Millisecond
			var n atomic.Int64
			s.between(t, func(w http.ResponseWriter, r *http.Request, pass http.Handler) { test.handle(n.Add(1), w, r, pass) })
			var log bytes.Buffer
			got, err := s.histories(t.Context(), builtIn(), deviceGrant, roundOptions{rounds: 20, seed: 2, log: logTo(t, s, &log)})
			if got.Illegal != 0 || got.Unknown != 0 || got.Checked == 0 {
				t.Errorf("%+v", got)
			}
			switch {
			case test.trouble == "":
				if kept, err := ReadLog(builtIn(), "log", &log); err != nil || !slices.ContainsFunc(kept.Events, func(e Event) bool { return !e.Answered }) {
					t.Error("everything was answered", err)
				}
			case err == nil || !strings.Contains(err.Error(), test.trouble):
				t.Error(err)
			}
		})
	}
}

// TestInterrupted has what was recorded by then be on disk and in the results.
func TestInterrupted(t *testing.T) {
	s := demoServer(t, demo.Locked, deviceGrant, demo.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log bytes.Buffer
	got, err := s.histories(ctx, builtIn(), deviceGrant, roundOptions{rounds: 50, seed: 3, log: logTo(t, s, &log), progress: func(done, of int) {
		if of != 50 {
			t.Error(of)
		}
		if done == 10 {
			cancel()
		}
	}})
	if err == nil || !strings.Contains(err.Error(), "40 of 50 rounds") || got.Checked < 10 {
		t.Errorf("%v, %+v", err, got)
	}
	if kept, err := ReadLog(builtIn(), "log", &log); err != nil || kept.Events[len(kept.Events)-1].Transaction != got.Checked {
		t.Error(err)
	}
}

// TestPlan has the same seed ask the same, no more at once than can be checked, and
// everything there is to ask.
func TestPlan(t *testing.T) {
	for _, d := range drives {
		plan := d.plan(7, 1000, maxWidth, true)
		if !reflect.DeepEqual(plan[:100], d.plan(7, 100, maxWidth, true)) || reflect.DeepEqual(plan, d.plan(8, 1000, maxWidth, true)) {
			t.Error("not as the seed has it")
		}
		kinds, widest, old := map[string]int{}, 0, 0
		for _, r := range plan {
			kinds[r.kind]++
			width := max(len(r.atOnce), r.starts)
			if r.old {
				old++
				width++ // the codes expire
			}
			widest = max(widest, width)
		}
		if widest != maxWidth || old != maxOld || len(kinds) != 8 || kinds[pollsOnly] < 290 {
			t.Errorf("%s: width %d, %d expire, %v", d.flow.Name, widest, old, kinds)
		}
		for _, r := range d.plan(7, 100, 2, false) {
			if max(len(r.atOnce), r.starts) > 4 || r.old {
				t.Errorf("%+v", r)
			}
		}
	}
}

// TestSameCode has two starts that were given the same code be one transaction.
func TestSameCode(t *testing.T) {
	c := checkerOf(t, deviceGrant)
	start := operation{event: event{step: c.start, by: user}, end: 5}
	var runs []*run
	for _, code := range []string{"A", "B", "A"} {
		r := &run{play: (&server{}).play(deviceGrant, c.on), done: history{start}}
		r.sessions[0].values["user_code"] = code
		runs = append(runs, r)
	}
	list := histories(runs)
	if len(list) != 2 || len(list[0]) != 2 || c.check(list[0]) != porcupine.Illegal || c.check(list[1]) != porcupine.Ok {
		t.Fatalf("%+v", list)
	}
	if found, _ := c.core(list[0]); c.id(found) != "concurrent.starts.same-code" {
		t.Error(c.id(found))
	}
}
