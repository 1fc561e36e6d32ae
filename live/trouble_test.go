package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// bend answers a request in place of a good server, or does not and returns false.
type bend func(w http.ResponseWriter, r *http.Request, good http.Handler) bool

// bent is a target that is a good server but for what bend does.
func bent(t *testing.T, how bend) (*scenarios.Target, *httptest.Server) {
	t.Helper()
	return bentOver(t, how, httptest.NewServer)
}

func bentOver(t *testing.T, how bend, serve func(http.Handler) *httptest.Server) (*scenarios.Target, *httptest.Server) {
	t.Helper()
	d, err := demo.Start(demo.Locked, demo.Options{PingEndpoint: "http://127.0.0.1:1/callback"})
	if err != nil {
		t.Fatal(err)
	}
	var front *httptest.Server
	good := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // the good server, as if it were here
		to, err := http.NewRequestWithContext(r.Context(), r.Method, d.Issuer+r.RequestURI, r.Body)
		if err != nil {
			panic(err)
		}
		to.Header = r.Header.Clone()
		got, err := http.DefaultTransport.RoundTrip(to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer got.Body.Close()
		text, _ := io.ReadAll(got.Body)
		for name, values := range got.Header {
			for _, value := range values {
				if name != "Content-Length" {
					w.Header().Add(name, strings.ReplaceAll(value, d.Issuer, front.URL))
				}
			}
		}
		w.WriteHeader(got.StatusCode)
		w.Write(bytes.ReplaceAll(text, []byte(d.Issuer), []byte(front.URL)))
	})
	front = serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if how == nil || !how(w, r, good) {
			good.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() { front.CloseClientConnections(); front.Close(); d.Close() })
	target, err := demoAs(builtIn(), d, "127.0.0.1:1", "bent", "a server that misbehaves")
	if err != nil {
		t.Fatal(err)
	}
	target.Flows = target.Flows[:1]
	target.Metadata = front.URL + "/.well-known/openid-configuration"
	return target, front
}

// quick are limits under which nothing takes long.
func quick() Limits {
	l := DefaultLimits
	l.Each, l.Wait = 3*time.Second, time.Second
	return l
}

// tested is what is said of a target in its first flow, and by when.
func tested(t *testing.T, ctx context.Context, target *scenarios.Target, limits Limits) (*results.LiveTarget, error) {
	t.Helper()
	began := time.Now()
	list, err := (&Test{Catalogue: builtIn(), Limits: limits}).Run(ctx, target)
	if long := time.Since(began); long > 10*time.Second {
		t.Errorf("it takes %s", long)
	}
	if len(list) == 0 {
		return nil, err
	}
	return &list[0], err
}

const (
	startPath = "/device_authorization"
	tokenPath = "/token"
)

func write(kind, text string) bend {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) bool {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, text)
		return true
	}
}

func status(code int) bend {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) bool {
		w.WriteHeader(code)
		return true
	}
}

func hang(_ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
	io.Copy(io.Discard, r.Body) // or nobody notices that the client has gone
	<-r.Context().Done()
	return true
}

func dropped(http.ResponseWriter, *http.Request, http.Handler) bool { panic(http.ErrAbortHandler) }

func slow(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
	w.Header().Set("Content-Type", "application/json")
	for r.Context().Err() == nil {
		io.WriteString(w, " ")
		w.(http.Flusher).Flush()
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

func huge(w http.ResponseWriter, _ *http.Request, _ http.Handler) bool {
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"a": "`)
	chunk := bytes.Repeat([]byte("a"), 1<<20)
	for range maxAnswer>>20 + 1 {
		w.Write(chunk)
	}
	io.WriteString(w, `"}`)
	return true
}

func redirected(to string) bend {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		http.Redirect(w, r, to, http.StatusFound)
		return true
	}
}

// at bends what is asked at a path, of that only what comes after the first few.
func at(path string, after int64, how bend) bend {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		if !strings.HasPrefix(r.URL.Path, path) || count.Add(1) <= after {
			return false
		}
		return how(w, r, good)
	}
}

// either bends in the one way or the other.
func either(a, b bend) bend {
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		return a(w, r, good) || b(w, r, good)
	}
}

// replaced is the good answer with some text in it replaced.
func replaced(path string, pairs ...string) bend {
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		if !strings.HasPrefix(r.URL.Path, path) {
			return false
		}
		got := httptest.NewRecorder()
		good.ServeHTTP(got, r)
		for name, values := range got.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(got.Code)
		io.WriteString(w, strings.NewReplacer(pairs...).Replace(got.Body.String()))
		return true
	}
}

// TestMisbehaving: a server that misbehaves is told so in clear words, and troubles are no
// verdicts.
func TestMisbehaving(t *testing.T) {
	goroutines := runtime.NumGoroutine()
	const unreached = "" // the verdict where nothing could be tested
	for _, c := range []struct {
		name    string
		how     bend
		verdict string
		want    string
	}{
		{"a good server", nil, "holds", ""},
		{"metadata are not there", at("/.well-known/", 0, status(404)), unreached, "the answer should be JSON and is of no type that it names, with status 404: GET http://"},
		{"metadata hang", at("/.well-known/", 0, hang), unreached, "the server does not answer in time: GET http://"},
		{"metadata fail", at("/.well-known/", 0, status(500)), unreached, "the server fails with status 500: GET http://"},
		{"metadata are HTML", at("/.well-known/", 0, write("text/html; charset=utf-8", "<html>")), unreached, "the answer should be JSON and is text/html, with status 200: GET http://"},
		{"metadata are a list", at("/.well-known/", 0, write("application/json", "[]")), unreached, "the answer should be a JSON object and is another value, with status 200"},
		{"metadata are null", at("/.well-known/", 0, write("application/json", "null")), unreached, "JSON object"},
		{"metadata are huge", at("/.well-known/", 0, huge), unreached, "the answer is longer than 4 MiB: GET http://"},
		{"metadata are slow", at("/.well-known/", 0, slow), unreached, "the server does not answer in time"},
		{"metadata are empty", at("/.well-known/", 0, write("application/json", "{}")), unreached, "the server has no device_authorization_endpoint"},
		{"metadata are of another host", at("/.well-known/", 0, write("application/json",
			`{"device_authorization_endpoint": "http://192.0.2.1/start", "token_endpoint": "http://192.0.2.1/token"}`)), unreached, "its device_authorization_endpoint: 192.0.2.1 is not on this machine's loopback; name it with --allow-host 192.0.2.1"},
		{"tokens are of another host", replaced("/.well-known/", `/token"`, `/token", "token_endpoint": "https://192.0.2.1/token"`), unreached, "its token_endpoint: 192.0.2.1 is not"},
		{"an endpoint is no URL", replaced("/.well-known/", `/token"`, `/token", "token_endpoint": "token"`), unreached, "its token_endpoint is no URL"},
		{"redirects of metadata do not end", at("/.well-known/", 0, redirected("/.well-known/x")), unreached, "redirects do not end: GET http://"},
		{"metadata are elsewhere", at("/.well-known/", 0, redirected("http://192.0.2.1/metadata")), unreached, "not allowed: 192.0.2.1 is not on this machine's loopback; name it with --allow-host 192.0.2.1"},
		{"metadata are nowhere", at("/.well-known/", 0, redirected("http://[")), unreached, "it redirects to what is no URL"},
		{"the start fails", at(startPath, 0, status(500)), "inconclusive", "the server fails with status 500: POST http://"},
		{"the start hangs", at(startPath, 0, hang), "inconclusive", "the server does not answer in time: POST http://"},
		{"the start is HTML", at(startPath, 0, write("text/html", "<p>")), "inconclusive", "the answer should be JSON and is text/html, with status 200: POST http://"},
		{"the start is huge", at(startPath, 0, huge), "inconclusive", "the answer is longer than 4 MiB"},
		{"tokens fail", at(tokenPath, 0, status(502)), "inconclusive", "the server fails with status 502: POST http://"},
		{"tokens hang", at(tokenPath, 0, hang), "inconclusive", "the server does not answer in time: POST http://"},
		{"tokens are HTML", at(tokenPath, 0, write("text/html", "<p>")), "inconclusive", "the answer should be JSON and is text/html"},
		{"tokens are a list", at(tokenPath, 0, write("application/json", `["access_token"]`)), "inconclusive", "JSON object"},
		{"tokens are slow", at(tokenPath, 0, slow), "inconclusive", unanswered},
		{"tokens redirect elsewhere", at(tokenPath, 0, redirected("http://192.0.2.1/")), "inconclusive", "the answer should be JSON and is a redirect, with status 302"},
		{"the connection is closed", at(tokenPath, 0, dropped), "inconclusive", "the server ends the connection without an answer: POST http://"},
		{"pages fail", at("/device", 0, func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
			return !strings.HasPrefix(r.URL.Path, startPath) && status(500)(w, r, good)
		}), "inconclusive", "the server fails with status 500: GET {verification_uri}?user_code={user_code} (line "},
		{"pages have moved", at("/device", 0, func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
			return !strings.HasPrefix(r.URL.Path, startPath) && status(404)(w, r, good)
		}), "inconclusive", "the server refuses, or its page is not the one that the target describes: status 404: GET {verification_uri}?user_code={user_code} (line "},
		{"pages lead elsewhere", at("/device", 0, func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
			return !strings.HasPrefix(r.URL.Path, startPath) && redirected("http://192.0.2.1/?user_code=WDJB")(w, r, good)
		}), "inconclusive", "not allowed: 192.0.2.1 is not"},
		{"pages lead in circles", at("/device", 0, func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
			return !strings.HasPrefix(r.URL.Path, startPath) && redirected(r.RequestURI)(w, r, good)
		}), "inconclusive", "redirects do not end: GET {verification_uri}"},
		{"pages have changed", replaced("/device", `id="login"`, `id="signin"`), "inconclusive", "its page is not the one that the target describes: no login in the answer: GET {verification_uri}?user_code={user_code} (line "},
		{"there is no userinfo", replaced("/.well-known/", `"userinfo_endpoint"`, `"no_userinfo_endpoint"`), "holds", ""},
		{"there is nothing to use a token for", replaced("/.well-known/", `"userinfo_endpoint"`, `"a"`, `"introspection_endpoint"`, `"b"`), "holds", "not played: the server has no userinfo_endpoint, and no introspection_endpoint"},
		{"introspection is not for this client", replaced("/.well-known/", `"userinfo_endpoint"`, `"a"`), "holds", "a client without a secret is not told what a token is worth"},
		{"userinfo is not there", at("/userinfo", 0, status(404)), "inconclusive", "userinfo is answered with status 404, which says nothing of a token: GET http://"},
		{"no life is announced", replaced(startPath, `"expires_in"`, `"expires"`), "holds", ""},
		{"the interval is a text", replaced(startPath, `"interval":5`, `"interval":"5"`), "holds", ""},
		{"the life is beyond all numbers", replaced(startPath, `"expires_in":300`, `"expires_in":1e300`), "holds", "codes live for"},
		{"it dies in the middle", at(tokenPath, 10, dropped), "inconclusive", "the server ends the connection"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			target, _ := bent(t, c.how)
			limits := quick()
			if strings.Contains(c.want, unanswered) { // which is waited for
				limits.Each = 100 * time.Millisecond
			}
			got, err := tested(t, t.Context(), target, limits)
			said := fmt.Sprint(err)
			if got != nil {
				if err != nil {
					t.Errorf("there are results, and %v", err)
				}
				said = strings.Join(got.Untried, "\n")
				if got.Verdict != c.verdict || len(got.Deviations) > 0 {
					t.Errorf("the verdict is %q, want %q; %+v", got.Verdict, c.verdict, got.Deviations)
				}
			} else if c.verdict != unreached {
				t.Fatalf("no results: %v", err)
			}
			if !strings.Contains(said, c.want) {
				t.Errorf("it says\n%s\nwant %q", said, c.want)
			}
		})
	}
	t.Cleanup(func() { // after those in parallel, and their servers
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		for range 100 {
			if runtime.NumGoroutine() <= goroutines+2 {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Errorf("%d goroutines before, %d after", goroutines, runtime.NumGoroutine())
	})
}

// TestNotThrough: where no honest user gets to tokens, nobody can tell the server's mistakes
// from those of the target, and there is no verdict.
func TestNotThrough(t *testing.T) {
	for name, how := range map[string]bend{
		"no device_code":          replaced(startPath, `"device_code"`, `"code"`),
		"a device_code no text":   replaced(startPath, `"device_code":"`, `"device_code":1,"x":"`),
		"an error that is no one": at(tokenPath, 0, write("application/json", `{"error": {"a": "\u001b[31m"}}`)),
	} {
		t.Run(name, func(t *testing.T) {
			target, _ := bent(t, how)
			got, err := tested(t, t.Context(), target, quick())
			if err != nil || got.Verdict != "inconclusive" || len(got.Deviations) > 0 {
				t.Fatalf("%+v, %v", got, err)
			}
			if said := strings.Join(got.Untried, ""); !strings.Contains(said, "does not get to tokens that work") || strings.ContainsAny(said, "\x1b{") {
				t.Error(said)
			}
		})
	}
}

// TestGone: a server that ends for good is asked a few times more, and no verdict comes
// of it.
func TestGone(t *testing.T) {
	var front *httptest.Server
	var asked atomic.Int64
	target, server := bent(t, func(_ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if asked.Add(1) >= 40 {
			front.Listener.Close()
			panic(http.ErrAbortHandler)
		}
		return false
	})
	front = server
	got, err := tested(t, t.Context(), target, quick())
	if err != nil || got.Verdict != "inconclusive" {
		t.Fatalf("%+v, %v", got, err)
	}
	if said := strings.Join(got.Untried, "\n"); !strings.Contains(said, "given up after 5 times: ") {
		t.Error(said)
	}
	if got.Requests > 80 {
		t.Errorf("%d requests", got.Requests)
	}
	_, err = tested(t, t.Context(), target, quick())
	if err == nil || !strings.Contains(err.Error(), "the target cannot be tested: bent: the server cannot be reached (connection refused): GET http://") {
		t.Error(err)
	}
}

// TestCertificates: what is wrong with them, and what helps.
func TestCertificates(t *testing.T) {
	quiet := func(h http.Handler) *httptest.Server {
		s := httptest.NewUnstartedServer(h)
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.StartTLS()
		return s
	}
	target, front := bentOver(t, nil, quiet)
	_, err := tested(t, t.Context(), target, quick())
	if err == nil || !strings.Contains(err.Error(), "its certificate is not accepted (x509: certificate signed by unknown authority); if it is your own, SSL_CERT_FILE") {
		t.Error(err)
	}
	target.Metadata = strings.Replace(front.URL, "https:", "http:", 1)
	if _, err := tested(t, t.Context(), target, quick()); err == nil || !strings.Contains(err.Error(), "should be JSON and is of no type that it names, with status 400") {
		t.Error(err)
	}
	target, front = bent(t, nil)
	target.Metadata = strings.Replace(front.URL, "http:", "https:", 1)
	if _, err := tested(t, t.Context(), target, quick()); err == nil || !strings.Contains(err.Error(), "does not speak TLS") {
		t.Error(err)
	}
}

// TestBudgets: a budget that is spent, a time that is over and an interruption end a run,
// whatever it is doing, and say so.
func TestBudgets(t *testing.T) {
	for _, c := range []struct {
		name   string
		limits func(*Limits)
		within time.Duration
		how    bend
		want   string
	}{
		{"requests", func(l *Limits) { l.Requests = 30 }, 0, nil, "the budget of requests is spent: "},
		{"one request", func(l *Limits) { l.Requests = 1 }, 0, nil, "the budget of requests is spent: "},
		{"time for a server that hangs", func(l *Limits) { l.Each = time.Hour }, 300 * time.Millisecond, at(tokenPath, 5, hang), "the time is over: "},
		{"time while codes grow old", func(l *Limits) { l.Wait = time.Hour }, 500 * time.Millisecond, nil, "the time is over: while waiting"},
	} {
		t.Run(c.name, func(t *testing.T) {
			target, _ := bent(t, c.how)
			limits, ctx := quick(), t.Context()
			c.limits(&limits)
			if c.within > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, c.within)
				defer cancel()
			}
			began := time.Now()
			got, err := tested(t, ctx, target, limits)
			if err != nil || got.Verdict != "inconclusive" {
				t.Fatalf("%+v, %v", got, err)
			}
			if long := time.Since(began); c.within > 0 && long > c.within+time.Second {
				t.Errorf("it takes %s", long)
			}
			if said := strings.Join(got.Untried, "\n"); !strings.Contains(said, c.want) {
				t.Errorf("it says\n%s\nwant %q", said, c.want)
			}
			if got.Requests > limits.Requests {
				t.Errorf("%d requests of %d", got.Requests, limits.Requests)
			}
		})
	}
}

// TestGuard: nothing but loopback is dialled, whatever its name says, unless it is
// allowed.
func TestGuard(t *testing.T) {
	names := map[string]string{"localhost": "::1 127.0.0.1", "here.example": "127.0.0.1", "both.example": "192.0.2.1 127.0.0.1", "there.example": "192.0.2.1",
		"six.example": "2001:db8::1", "mapped.example": "::ffff:192.0.2.1", "any.example": "0.0.0.0", "ALLOWED.example": "192.0.2.7"}
	var dialled []string
	dial := func(limits Limits, address string) error {
		n := newNetwork(limits)
		n.lookup = func(ctx context.Context, kind, host string) (list []net.IP, err error) {
			if net.ParseIP(host) != nil {
				return net.DefaultResolver.LookupIP(ctx, kind, host)
			}
			for text := range strings.FieldsSeq(names[host]) {
				list = append(list, net.ParseIP(text))
			}
			if len(list) == 0 {
				return nil, &net.DNSError{Err: "no such host", Name: host, Server: "192.0.2.53:53"}
			}
			return list, nil
		}
		n.connect = func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, fmt.Errorf("not here")
		}
		dialled = nil
		_, err := n.doors.DialContext(t.Context(), "tcp", address)
		return err
	}
	for address, want := range map[string]string{
		"127.0.0.1:80": "127.0.0.1:80", "127.0.0.2:80": "127.0.0.2:80", "[::1]:80": "[::1]:80", "[::ffff:127.0.0.1]:80": "127.0.0.1:80",
		"localhost:80": "[::1]:80 127.0.0.1:80", "here.example:80": "127.0.0.1:80", "both.example:443": "127.0.0.1:443",
		"0.0.0.0:80": "", "[::]:80": "", "10.0.0.1:80": "", "192.0.2.1:80": "", "[::ffff:10.0.0.1]:80": "", "[2001:db8::1]:80": "", "169.254.169.254:80": "",
		"there.example:80": "", "six.example:80": "", "mapped.example:80": "", "any.example:80": "", "nowhere.example:80": "",
	} {
		err := dial(DefaultLimits, address)
		if got := strings.Join(dialled, " "); got != want {
			t.Errorf("%s: dialled %q, want %q", address, got, want)
		}
		host, _, _ := net.SplitHostPort(address)
		if want == "" && (err == nil || !strings.Contains(err.Error(), "--allow-host "+host) || strings.Contains(err.Error(), "192.0.2.53")) {
			t.Errorf("%s: %v", address, err)
		}
	}
	allowed := DefaultLimits
	allowed.Hosts = []string{"Allowed.Example", "192.0.2.1", "::ffff:10.0.0.1"}
	for address, want := range map[string]string{"ALLOWED.example:80": "ALLOWED.example:80", "allowed.example.:80": "allowed.example.:80", "192.0.2.1:1": "192.0.2.1:1",
		"192.0.2.2:1": "", "notallowed.example:80": "", "allowed.example.evil:80": "", "there.example:80": ""} {
		dial(allowed, address)
		if got := strings.Join(dialled, " "); got != want {
			t.Errorf("%s: dialled %q, want %q", address, got, want)
		}
	}
	for host, good := range map[string]bool{"id.example": true, "ID.Example": true, "192.0.2.1": true, "::1": true, "2001:db8::1": true, "localhost": true,
		"": false, ".": false, "http://id.example": false, "id.example:443": false, "id.example/": false, "*.example": false, "*": false, "a b": false, "[::1]": false,
		"me@id.example": false, "id.example?x": false, "a,b": false} {
		if err := CheckHost(host); (err == nil) != good {
			t.Errorf("%q: %v", host, err)
		}
	}
}

// TestEveryRequestIsGuarded: what a target names, what metadata name and where redirects
// lead goes through the same door, with any client of a test.
func TestEveryRequestIsGuarded(t *testing.T) {
	n := newNetwork(quick())
	n.connect = func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("dialled %s", address)
		return nil, fmt.Errorf("not here")
	}
	for _, e := range []exchange{{Method: "GET", URL: "http://192.0.2.1/"}, {Method: "POST", URL: "https://192.0.2.1/", Form: map[string]string{"a": "b"}}, {Method: "GET", URL: "http://0/"},
		{Method: "GET", URL: "http://0x0a000001/"}, {Method: "GET", URL: "http://[::ffff:10.0.0.1]/"}, {Method: "GET", URL: "ftp://127.0.0.1/"}, {Method: "GET", URL: "//127.0.0.1/"}, {Method: "GET", URL: "file:///etc/passwd"}} {
		var sent []exchange
		for _, follow := range []bool{false, true} {
			if _, err := n.browser(&sent).send(t.Context(), e, follow); err == nil || len(sent) > 0 {
				t.Errorf("%s is sent", e.URL)
			}
		}
	}
	if n.doors.Proxy != nil {
		t.Error("a proxy is asked")
	}
}
