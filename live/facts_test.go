package live

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// factsOf are those of a target in its first flow, by name, and what became of the
// guesses.
func factsOf(t *testing.T, target *scenarios.Target, limits Limits) map[string]results.Fact {
	t.Helper()
	ctx := t.Context()
	net := newNetwork(limits)
	t.Cleanup(net.doors.CloseIdleConnections)
	endpoints, err := discover(ctx, net, target)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{TargetFlow: &target.Flows[0], target: target, net: net, endpoints: endpoints, accounts: make([]string, 2)}
	d := drives[slices.IndexFunc(drives, func(d *drive) bool { return d.flow == target.Flows[0].Flow })]
	var out results.LiveTarget
	if out.Facts, err = s.facts(ctx, builtIn(), d); err != nil {
		t.Fatal(err)
	}
	if d.typed {
		out.Attacks = []results.Played{unplayed(scenarios.BruteForce)}
		if err := s.lastFacts(ctx, builtIn(), d, &out); err != nil {
			t.Fatal(err)
		}
		a := out.Attacks[0]
		out.Facts = append(out.Facts, results.Fact{Name: "brute-force", Found: a.Outcome + ": " + a.Why})
	}
	list := map[string]results.Fact{}
	for _, f := range out.Facts {
		if _, twice := list[f.Name]; twice || f.Found == "" {
			t.Errorf("%+v", f)
		}
		list[f.Name] = f
	}
	return list
}

// expect compares facts with what is known: found, and the verdict after a bar. A star
// stands for anything at the end of what was found.
func expect(t *testing.T, facts map[string]results.Fact, known map[string]string) {
	t.Helper()
	for name, want := range known {
		f, ok := facts[name]
		text, verdict, held := strings.Cut(want, " | ")
		if start, any := strings.CutSuffix(text, "*"); !ok || any && !strings.HasPrefix(f.Found, start) || !any && f.Found != text || held && f.Verdict != verdict {
			t.Errorf("%s: %q, %s, want %s", name, f.Found, f.Verdict, want)
		}
	}
}

// TestFactsOfDemo are those of servers that are known.
func TestFactsOfDemo(t *testing.T) {
	t.Parallel()
	targets, _, stop, err := Demo(builtIn(), []string{"plain", "locked"})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	device := map[string]string{
		"single use":                          "yes | as claimed",
		"client authentication":               "no: the client has no secret | nothing claimed",
		"binding to the client":               "yes | nothing claimed",
		"slow_down":                           "not in 5 polls without a pause | as claimed",
		"code life":                           "5m announced | as claimed",
		"length of device_code":               "30 characters, of which 30 vary in 10 starts: at most * | nothing claimed",
		"user_code: length":                   "8 | as claimed",
		"user_code: different characters":     "* | as claimed",
		"user_code: repeats":                  "0 in 10 starts",
		"verification_uri_complete":           "not offered | as claimed",
		"user_code in lower case is taken":    "no | nothing claimed",
		"access token life":                   "5m announced | as claimed",
		"scope granted":                       "as asked",
		"Cache-Control: no-store with tokens": "yes",
		"token_type":                          "Bearer",
		"refresh token":                       "none issued | nothing claimed",
		"what the user is shown":              "shown: user_code; not shown: the client's id",
		"https for all endpoints":             "http on loopback only* | not tried",
		"issuer fits where the metadata is":   "yes",
		"limit of wrong user codes":           "none: after 30 wrong ones a right one is taken | as claimed",
		"brute-force":                         "succeeds: with luck: a try finds one live code with odds 1 in *",
		"reuse of a code revokes its tokens":  "no",
	}
	ciba := map[string]string{
		"client authentication":              "yes | nothing claimed",
		"code life":                          "1m announced | as claimed",
		"length of auth_req_id":              "50 characters, of which 50 vary in 10 starts: at most *",
		"request for an unknown user":        "refused with unknown_user_id: tells that there is none",
		"request without openid":             "refused with invalid_scope",
		"binding_message of 4000 characters": "refused with invalid_binding_message",
		"what the user is shown":             "shown: binding_message; not shown: the client's id",
		"reuse of a code revokes its tokens": "no",
	}
	for _, target := range targets {
		// go-oidc itself revokes what was issued for a code that is used twice.
		revokes := map[string]string{"go-oidc-plain": "yes | nothing claimed", "go-oidc-locked": "no | nothing claimed"}[target.Name]
		device["reuse of a code revokes its tokens"], ciba["reuse of a code revokes its tokens"] = revokes, revokes
		expect(t, factsOf(t, target, DefaultLimits), device)
		target.Flows = target.Flows[1:]
		expect(t, factsOf(t, target, DefaultLimits), ciba)
	}
}

// TestFacts bends a server in one thing, and one fact with it.
func TestFacts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		how    bend
		change func(*scenarios.Target)
		known  map[string]string
	}{
		{"headers and scope", altered(tokenPath, func(h http.Header, values map[string]any) {
			h.Del("Cache-Control")
			delete(values, "expires_in")
			values["scope"], values["token_type"] = "openid admin", "bearer"
		}), nil, map[string]string{"Cache-Control: no-store with tokens": "no", "scope granted": "more than asked: admin", "token_type": "bearer", "access token life": "none announced"}},
		{"metadata", altered("/.well-known/", func(_ http.Header, values map[string]any) {
			values["issuer"] = "https://other.example"
			values["authorization_endpoint"] = "http://other.example/authorize"
		}), func(target *scenarios.Target) { claim(t, target, "https", "true") },
			map[string]string{"issuer fits where the metadata is": "no: https://other.example", "https for all endpoints": "no: authorization_endpoint* | weaker"}},
		{"codes", issuing(func(n int, values map[string]any) {
			values["verification_uri_complete"] = values["verification_uri"].(string) + "?user_code=" + values["user_code"].(string)
			values["expires_in"] = 900
		}), nil, map[string]string{"verification_uri_complete": "offered | weaker", "code life": "15m announced | weaker"}},
		{"lower case", lowered, nil, map[string]string{"user_code in lower case is taken": "yes"}},
		{"slow_down", paced(3), func(target *scenarios.Target) { claim(t, target, "slow_down", "true") },
			map[string]string{"slow_down": "yes, at poll 3 without a pause | as claimed"}},
		{"a limit for all", limiting(5, false, http.StatusTooManyRequests), func(target *scenarios.Target) { claim(t, target, "entry_tries", "5") },
			map[string]string{"limit of wrong user codes": "after 5 wrong ones a right one is refused (status 429), and so is a new one: for this address, account or in all | as claimed",
				"brute-force": "refused: after 5 wrong ones*"}},
		{"a limit for all, unclaimed", limiting(12, false, http.StatusForbidden), nil,
			map[string]string{"limit of wrong user codes": "after 30 wrong ones a right one is refused (status 403), and so is a new one: for this address, account or in all; answers are other ones from try 13 on (status 403) | stronger"}},
		{"a limit by cookie", limiting(5, true, http.StatusForbidden), func(target *scenarios.Target) { claim(t, target, "entry_tries", "9") },
			map[string]string{"limit of wrong user codes": "none for who drops cookies: after 9 wrong ones a right one is refused in the same browser, and taken in another; answers are other ones from try 6 on (status 403) | weaker",
				"brute-force": "succeeds: with luck*"}},
		{"a refresh token", refreshing(false, true), func(target *scenarios.Target) { claim(t, target, "refresh_token", "false") },
			map[string]string{"refresh token": "issued | weaker", "a refresh token is replaced when it is used": "no | as claimed"}},
		{"refresh tokens that are replaced", refreshing(true, false), nil,
			map[string]string{"a refresh token is replaced when it is used": "yes | stronger", "a refresh token that was replaced is refused": "yes: invalid_grant; the new one is still good"}},
		{"refresh tokens that pile up", refreshing(true, true), nil,
			map[string]string{"a refresh token that was replaced is refused": "no: *"}},
		{"starts that are limited", at(startPath, 12, status(http.StatusForbidden)), nil,
			map[string]string{"user_code: length": "start * | not tried", "limit of wrong user codes": "* | not tried", "brute-force": "not tried: *"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			target, _ := bent(t, test.how)
			if test.change != nil {
				test.change(target)
			}
			expect(t, factsOf(t, target, DefaultLimits), test.known)
		})
	}
}

// TestRequestFacts: a CIBA server may take what another refuses.
func TestRequestFacts(t *testing.T) {
	t.Parallel()
	const unknown, openid, long = "request for an unknown user", "request without openid", "binding_message of 4000 characters"
	lenient := func(_ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if r.Method == http.MethodPost {
			form := formIn(r)
			if strings.HasPrefix(form.Get("login_hint"), "nobody-") {
				form.Set("login_hint", "mallory")
			}
			if form.Get("scope") == "profile" {
				form.Set("scope", "openid profile")
			}
			if message := form.Get("binding_message"); len(message) > 40 {
				form.Set("binding_message", message[:40])
			}
			r.Body = io.NopCloser(strings.NewReader(form.Encode()))
		}
		return false
	}
	refuses := func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		return r.Method == http.MethodPost && strings.Contains(formIn(r).Get("scope"), "profile") && refusal(w, "invalid_scope")
	}
	for _, test := range []struct {
		how   bend
		known map[string]string
	}{
		{lenient, map[string]string{unknown: "accepted: does not tell that there is none", openid: "accepted", long: "accepted"}},
		{refuses, map[string]string{unknown: "a request that is right is refused with invalid_scope | not tried", openid: "a request that is right* | not tried"}},
	} {
		target, _ := bent(t, test.how)
		target.Flows = target.Flows[:2][1:]
		expect(t, factsOf(t, target, DefaultLimits), test.known)
	}
}

// TestLastFacts: a server that locks everybody out after wrong codes does so when nothing
// else is asked of it any more.
func TestLastFacts(t *testing.T) {
	t.Parallel()
	target, _ := bent(t, limiting(20, false, http.StatusTooManyRequests))
	target.Flows = target.Flows[:2]
	limits := DefaultLimits
	limits.Wait = time.Second
	list, err := (&Test{Catalogue: builtIn(), Limits: limits}).Run(t.Context(), target)
	if err != nil || len(list) != 2 || list[0].Verdict != "holds" || list[1].Verdict != "holds" {
		t.Fatalf("%v, %+v", err, list)
	}
	facts := map[string]results.Fact{}
	for _, f := range list[0].Facts {
		facts[f.Name] = f
	}
	for _, a := range list[0].Attacks {
		facts[a.Scenario] = results.Fact{Found: a.Outcome + ": " + a.Why}
	}
	const limit = "after 30 wrong ones a right one is refused (status 429), and so is a new one*"
	expect(t, facts, map[string]string{"limit of wrong user codes": limit + " | stronger", "brute-force": "refused: " + limit, "session-spying": "succeeds: *"})
	for _, b := range list[0].Behaviours {
		if b.Status == Inconclusive {
			t.Errorf("%+v", b)
		}
	}
}

// TestWrongCodesElsewhere: nobody is locked out of a server that is not on this machine.
func TestWrongCodesElsewhere(t *testing.T) {
	t.Parallel()
	target, _ := bent(t, nil)
	limits := DefaultLimits
	limits.Hosts = []string{"192.0.2.1"}
	expect(t, factsOf(t, target, limits), map[string]string{"limit of wrong user codes": errAway.Error() + " | not tried", "brute-force": "not tried: *"})
	limits.WrongCodes = true
	expect(t, factsOf(t, target, limits), map[string]string{"limit of wrong user codes": "none: *"})
}

// TestProofFacts are those of clients that prove a key.
func TestProofFacts(t *testing.T) {
	t.Parallel()
	const token, code = "DPoP: tokens need the client's key", "DPoP: the code is bound to the key of its first poll"
	for _, test := range []struct {
		name  string
		how   bend
		known map[string]string
	}{
		{"as it should be", proving(false, true), map[string]string{token: "yes | stronger", code: "no: a poll with another key gets the tokens", "token_type": "DPoP"}},
		{"the first key counts", proving(true, true), map[string]string{token: "yes | stronger", code: "yes: a poll with another key gets invalid_dpop_proof"}},
		{"anybody's token", proving(false, false), map[string]string{token: "no: with another key it works, without any it works | as claimed"}},
		{"no resource", either(altered("/.well-known/", func(_ http.Header, values map[string]any) { delete(values, "userinfo_endpoint") }), proving(false, true)),
			map[string]string{token: "the server has no userinfo_endpoint* | not tried"}},
		{"bearer", bareProof, map[string]string{token: "no: token_type is Bearer | as claimed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			target, _ := bent(t, test.how)
			for i := range target.Flows[0].Clients {
				target.Flows[0].Clients[i].DPoP = true
			}
			expect(t, factsOf(t, target, DefaultLimits), test.known)
		})
	}
	targets, _, stop, err := Demo(builtIn(), []string{"locked"}) // go-oidc
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	targets[0].Flows[0].Clients[0].DPoP = true
	expect(t, factsOf(t, targets[0], DefaultLimits), map[string]string{token: "yes | stronger", code: "no: a poll with another key gets the tokens", "token_type": "DPoP"})
}

// claim has the deployment of a target say something.
func claim(t *testing.T, target *scenarios.Target, key, value string) {
	d := *target.Flows[0].Deployment
	d.Sources = slices.Clone(d.Sources)
	if err := d.Set(key, value); err != nil {
		t.Error(err)
	}
	target.Flows[0].Deployment = &d
}

// altered is the good answer with other values in it.
func altered(path string, change func(h http.Header, values map[string]any)) bend {
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		if !strings.HasPrefix(r.URL.Path, path) {
			return false
		}
		got := httptest.NewRecorder()
		good.ServeHTTP(got, r)
		for name, list := range got.Header() {
			w.Header()[name] = list
		}
		text := got.Body.Bytes()
		var values map[string]any
		if got.Code == http.StatusOK && json.Unmarshal(text, &values) == nil {
			change(w.Header(), values)
			text, _ = json.Marshal(values)
		}
		w.WriteHeader(got.Code)
		w.Write(text)
		return true
	}
}

// issuing changes what is issued at the start of the nth transaction.
func issuing(change func(n int, values map[string]any)) bend {
	n := 0
	return altered(startPath, func(_ http.Header, values map[string]any) { change(n, values); n++ })
}

// lowered takes codes in lower case.
func lowered(_ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
	if r.URL.Path == "/device" {
		r.RequestURI = "/device?user_code=" + strings.ToUpper(r.URL.Query().Get("user_code"))
	}
	return false
}

// formIn is a form that is still there for whoever reads it next.
func formIn(r *http.Request) url.Values {
	text, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(text)))
	form, _ := url.ParseQuery(string(text))
	return form
}

func refusal(w http.ResponseWriter, word string) bool {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	io.WriteString(w, `{"error": "`+word+`"}`)
	return true
}

// paced says slow_down to the nth poll with a code.
func paced(n int) bend {
	var mu sync.Mutex
	polls := map[string]int{}
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if r.URL.Path != tokenPath {
			return false
		}
		code := formIn(r).Get("device_code")
		mu.Lock()
		defer mu.Unlock()
		polls[code]++
		return polls[code] == n && refusal(w, string(flows.SlowDown))
	}
}

// bareProof has nobody see that a key was proved.
func bareProof(_ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "DPoP "); ok {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	r.Header.Del("DPoP")
	return false
}

// proving issues tokens for a key. Codes may be good for the key only that came with
// them first, and tokens for anybody.
func proving(first, checked bool) bend {
	var mu sync.Mutex
	codes, tokens := map[string]string{}, map[string]string{}
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		key, _, _ := strings.Cut(r.Header.Get("DPoP"), ".") // the proof's header, with the key
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "DPoP ")
		bareProof(w, r, good)
		mu.Lock()
		defer mu.Unlock()
		switch r.URL.Path {
		case tokenPath:
			code := formIn(r).Get("device_code")
			if codes[code] == "" {
				codes[code] = key
			}
			if first && codes[code] != key {
				return refusal(w, "invalid_dpop_proof")
			}
			return altered(tokenPath, func(_ http.Header, values map[string]any) {
				values["token_type"] = "DPoP"
				tokens[values["access_token"].(string)] = key
			})(w, r, good)
		case "/userinfo":
			return checked && (key == "" || tokens[token] != key) && refusal(w, "invalid_token")
		}
		return false
	}
}

// limiting looks at no more codes after some wrong ones in a row, of one cookie or at all.
func limiting(most int, byCookie bool, status int) bend {
	var mu sync.Mutex
	wrong := map[string]int{}
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		if r.URL.Path != "/device" {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		who := ""
		if c, err := r.Cookie("who"); byCookie && err == nil {
			who = c.Value
		} else if byCookie {
			who = r.URL.Query().Get("user_code")
			http.SetCookie(w, &http.Cookie{Name: "who", Value: who})
		}
		if wrong[who] >= most {
			w.WriteHeader(status)
			return true
		}
		got := httptest.NewRecorder()
		good.ServeHTTP(got, r)
		if wrong[who]++; got.Code < 400 {
			wrong[who] = 0
		}
		for name, list := range got.Header() {
			w.Header()[name] = append(w.Header()[name], list...)
		}
		w.WriteHeader(got.Code)
		w.Write(got.Body.Bytes())
		return true
	}
}

// refreshing issues refresh tokens, which are replaced when they are used, and then
// still good, or not.
func refreshing(replaced, reused bool) bend {
	first := altered(tokenPath, func(_ http.Header, values map[string]any) { values["refresh_token"] = "first" })
	used := false
	return func(w http.ResponseWriter, r *http.Request, good http.Handler) bool {
		if r.URL.Path != tokenPath {
			return false
		}
		form := formIn(r)
		if form.Get("grant_type") != "refresh_token" {
			return first(w, r, good)
		}
		if used && !reused && form.Get("refresh_token") == "first" {
			return refusal(w, "invalid_grant")
		}
		used = true
		w.Header().Set("Content-Type", "application/json")
		next := map[bool]string{true: "second", false: "first"}[replaced]
		io.WriteString(w, `{"access_token": "T", "token_type": "Bearer", "refresh_token": "`+next+`"}`)
		return true
	}
}
