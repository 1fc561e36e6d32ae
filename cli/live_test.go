package cli_test

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"text/template"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/live/demo"
	"github.com/crossdeviceflows/crossdevice/results"
)

// front is a server of the demo behind another address, which writes down every secret
// that goes through it.
type front struct {
	*httptest.Server
	mu     sync.Mutex
	secret map[string]string // what it is, by the secret
	asked  int
}

// notSecret are members of answers that are none.
var notSecret = regexp.MustCompile(`^(error.*|token_type|scope|verification_uri|iss|sub|client_id|decision|.*_endpoint|issuer|.*_supported)$`)

func (f *front) keep(what, secret string) {
	if len(secret) >= 6 {
		f.mu.Lock()
		f.secret[secret] = what
		f.mu.Unlock()
	}
}

// behind writes a target file for a server of the demo.
func behind(t *testing.T, kind demo.Kind) (f *front, file string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") // an address that is free, for callbacks
	if err != nil {
		t.Fatal(err)
	}
	notify := "http://" + l.Addr().String() + "/callback"
	l.Close()
	d, err := demo.Start(kind, demo.Options{PingEndpoint: notify})
	if err != nil {
		t.Fatal(err)
	}
	f = &front{secret: map[string]string{}}
	to, err := url.Parse(d.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		ErrorLog: log.New(io.Discard, "", 0),
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: func(r *http.Response) error {
			text, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			text = bytes.ReplaceAll(text, []byte(d.Issuer), []byte(f.URL))
			for _, c := range r.Cookies() {
				f.keep("cookie", c.Value)
			}
			var members map[string]any
			if json.Unmarshal(text, &members) == nil && members["issuer"] == nil {
				for name, value := range members {
					if secret, ok := value.(string); ok && !notSecret.MatchString(name) {
						f.keep(name, secret)
					}
				}
			}
			http.SetCookie(&headers{r.Header}, &http.Cookie{Name: "marked", Value: "cookie-that-nobody-may-see"})
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			r.Header.Del("Content-Length")
			return nil
		},
	}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.asked++
		f.mu.Unlock()
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { f.Close(); d.Close() })
	f.keep("cookie", "cookie-that-nobody-may-see")
	for name, secret := range d.Secrets {
		f.keep("secret of "+name, secret)
	}
	for name, secret := range d.Passwords {
		f.keep("password of "+name, secret)
	}
	form, err := template.ParseFiles("../live/demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := form.Execute(&text, map[string]string{"Name": "marked", "Doc": "a server with marked secrets", "Issuer": f.URL, "Notify": notify,
		"Alice": d.Passwords[demo.Alice], "Mallory": d.Passwords[demo.Mallory], "Bank": d.Secrets[demo.Bank], "OtherBank": d.Secrets[demo.OtherBank], "BankPing": d.Secrets[demo.BankPing]}); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return f, file
}

// headers is where http.SetCookie writes to.
type headers struct{ h http.Header }

func (h *headers) Header() http.Header         { return h.h }
func (h *headers) Write(b []byte) (int, error) { return len(b), nil }
func (h *headers) WriteHeader(int)             {}

// TestLiveHidesSecrets: whatever a server of which much is to be told issues, and whatever
// its target holds, is in no output.
func TestLiveHidesSecrets(t *testing.T) {
	t.Parallel()
	f, file := behind(t, demo.Plain)
	dir := t.TempDir()
	name := func(ext string) string { return filepath.Join(dir, "out."+ext) }
	args := []string{"live", file, "--rounds", "10", "--json", name("json"), "--markdown", name("md"), "--junit", name("xml"), "--sarif", name("sarif"), "--histories", filepath.Join(dir, "histories")}
	out, errs, status := simulate(args...)
	if status != cli.ExitNotMet || strings.Count(out, "curl ") < 20 {
		t.Fatalf("exit status %d\n%s%s", status, out, errs)
	}
	texts := map[string]string{"stdout": out, "stderr": errs}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		texts[path] = string(data)
		return err
	})
	if err != nil || len(texts) < 7 {
		t.Fatalf("%d texts, %v", len(texts), err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	kinds := map[string]bool{}
	for secret, what := range f.secret {
		kinds[what] = true
		for where, text := range texts {
			for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("a %s is in %s: ...%s...", what, where, text[max(at-80, 0):min(at+len(form)+20, len(text))])
					break
				}
			}
		}
	}
	for _, what := range []string{"device_code", "user_code", "access_token", "id_token", "auth_req_id", "cookie", "password of alice", "secret of bank"} {
		if !kinds[what] {
			t.Errorf("no %s has been seen: %v", what, kinds)
		}
	}
	holdsSchema(t, texts[name("json")])
	var found results.Live
	data, err := os.ReadFile(name("json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &found); err != nil || found.Targets[0].File != file {
		t.Errorf("the file is %q, %v", found.Targets[0].File, err)
	}
	if !strings.Contains(texts[name("sarif")], `"uri": "file://`+file) {
		t.Error("SARIF does not say where the target is")
	}
}

// holdsSchema holds what is written against the schema of results.
func holdsSchema(t *testing.T, text string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = compiled(t, "results").Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
}

func pemOf(certificate []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}

// TestLiveMistakes: what is wrong is told before anything is sent to anybody.
func TestLiveMistakes(t *testing.T) {
	f, file := behind(t, demo.Locked)
	for args, want := range map[string]string{
		"live":                        "live takes targets, or --demo; see simulate live --help",
		"live --demo TARGET":          "live takes targets, or --demo and none, found 1 targets",
		"live --demo=looked":          `did you mean "locked"?`,
		"live --demo=":                "--demo: found nothing, expected a value",
		"live none.yaml":              "none.yaml: found no such file, expected a target",
		"live TARGET none.yaml":       "none.yaml: found no such file, expected a target",
		"live TARGET .":               ".: found a directory, expected a target",
		"live TARGET ../docs/live.md": "../docs/live.md:",
		"live TARGET ../scenarios/builtin/suite.yaml":                                          `found key "suite", expected a key of a target`,
		"live TARGET --expected none.yaml":                                                     "none.yaml: found no such file, expected known deviations",
		"live TARGET --json TARGET":                                                            "--json names TARGET, which is read",
		"live TARGET --expected ../live/demo-expected.yaml --sarif ../live/demo-expected.yaml": "--sarif names ../live/demo-expected.yaml, which is read",
		"live TARGET --requests 0":                                                             "--requests: found 0, expected a number above zero",
		"live TARGET --requests -1":                                                            "--requests: found -1, expected",
		"live TARGET --requests many":                                                          `invalid argument "many" for "--requests"`,
		"live TARGET --wait -1s":                                                               "--wait: found -1s, expected a duration",
		"live TARGET --wait 5":                                                                 `invalid argument "5" for "--wait"`,
		"live TARGET --answer-within 0s":                                                       "--answer-within: found 0s, expected a duration above zero",
		"live TARGET --timeout -1s":                                                            "--timeout: found -1s, expected a duration above zero",
		"live TARGET --rounds -1":                                                              "--rounds: found -1, expected 0 to 10000",
		"live TARGET --allow-host http://id.example":                                           `--allow-host: found "http://id.example", expected the name or address of one host`,
		"live TARGET --allow-host id.example:443":                                              `--allow-host: found "id.example:443", expected`,
		"live TARGET --allow-host *":                                                           `--allow-host: found "*", expected`,
		"live TARGET --allow-hosts x":                                                          "did you mean --allow-host?",
	} {
		t.Run(args, func(t *testing.T) {
			out, errs, status := simulate(strings.Fields(strings.ReplaceAll(args, "TARGET", file))...)
			if status != cli.ExitUsage || out != "" || !strings.Contains(errs, strings.ReplaceAll(want, "TARGET", file)) {
				t.Errorf("exit status %d\n%s%s\nwant %q", status, out, errs, want)
			}
		})
	}
	if f.asked > 0 {
		t.Errorf("%d requests were sent", f.asked)
	}
}

// TestLiveStatus: what is known is printed, with the status that fits.
func TestLiveStatus(t *testing.T) {
	t.Parallel()
	f, file := behind(t, demo.Locked)
	away := filepath.Join(t.TempDir(), "away.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(away, bytes.ReplaceAll(text, []byte("metadata: "+f.URL), []byte("metadata: http://127.0.0.1:1")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   string
		status int
		want   string
		errs   string
	}{
		{"live TARGET --rounds 0", cli.ExitMet, "marked, device-grant: holds", "no mail or message to anybody"},
		{"live TARGET " + away + " --rounds 0", cli.ExitUsage, "PARTIAL: the target cannot be tested: marked", "the target cannot be tested"},
		{"live TARGET --rounds 0 --requests 100", cli.ExitInconclusive, "the budget of requests is spent", "up to 100 requests"},
		{"live TARGET --requests 4", cli.ExitInconclusive, "the budget of requests is spent", ""},
		{"live TARGET --timeout 1ns", cli.ExitInconclusive, "PARTIAL: the time was over in marked", ""},
		{"live TARGET --rounds 10 --timeout 300ms", cli.ExitInconclusive, "PARTIAL: the time was over in marked", ""},
		{"live " + away, cli.ExitUsage, "", "the target cannot be tested: marked: the server cannot be reached (connection refused): GET http://127.0.0.1:1/"},
	} {
		t.Run(strings.ReplaceAll(c.args, away, "AWAY"), func(t *testing.T) {
			began := time.Now()
			out, errs, status := simulate(strings.Fields(strings.ReplaceAll(c.args+" --json TARGET.json", "TARGET", file))...)
			if status != c.status || !strings.Contains(out, c.want) || !strings.Contains(errs, c.errs) {
				t.Errorf("exit status %d, want %d\n%s%s\nwant %q and %q", status, c.status, out, errs, c.want, c.errs)
			}
			if out != "" {
				data, err := os.ReadFile(file + ".json")
				if err != nil {
					t.Fatal(err)
				}
				holdsSchema(t, string(data))
			}
			if long := time.Since(began); strings.Contains(c.args, "--timeout") && long > 10*time.Second {
				t.Errorf("it takes %s", long)
			}
		})
	}
}

// drawn is what is told of the user codes that were seen, which are drawn by chance.
var drawn = regexp.MustCompile(`\d+ seen in \d+ codes[^"|]*|1 in \d+\^\d+( = \d+)?`)

// TestLiveReproducible: a server that is right gets the same bytes each time, in files
// too; nothing in them is of the moment.
func TestLiveReproducible(t *testing.T) {
	t.Chdir(t.TempDir())
	var first map[string]string
	for range 2 {
		_, errs, status := simulate("live", "--demo=locked", "--rounds", "20", "--reproducible", "--json", "a.json", "--markdown", "a.md", "--junit", "a.xml", "--sarif", "a.sarif")
		if status != cli.ExitMet {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		texts := map[string]string{}
		for _, name := range []string{"a.json", "a.md", "a.xml", "a.sarif"} {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = drawn.ReplaceAllString(string(data), "...")
			if first == nil {
				continue
			}
			was, is := strings.Split(first[name], "\n"), strings.Split(texts[name], "\n")
			for i := range min(len(was), len(is)) {
				if was[i] != is[i] {
					t.Errorf("%s differs in line %d: %s\n%s", name, i+1, was[i], is[i])
				}
			}
			if len(was) != len(is) {
				t.Errorf("%s has %d lines, and then %d", name, len(was), len(is))
			}
		}
		first = texts
	}
	if strings.Contains(first["a.json"], "127.0.0.1") {
		t.Error("the demo's address is in the results")
	}
}
