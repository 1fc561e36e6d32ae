package live

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// TestForm is what codes are made of, as far as some of them tell.
func TestForm(t *testing.T) {
	for _, test := range []struct {
		codes    string
		length   int
		alphabet string
		repeated int
		unlikely int // that there are so many characters
		odds     string
	}{
		{"BCDF-GHJK BCDF-GHJK", 8, "BCDFGHJK", 1, 1000, "1 in 8^8 = 16777216, by the codes that were seen"},
		{"123-456 789 012", 0, "0123456789", 0, 1_000_000, "1 in 20^8 = 25600000000, by what is claimed"},
		{"000-111 110000", 6, "01", 0, 10, "1 in 2^6 = 64, by the codes that were seen"},
		{"", 0, "", 0, 0, "1 in 20^8 = 25600000000, by what is claimed"},
	} {
		codes := strings.Fields(test.codes)
		f := formOf(codes)
		if f.length != test.length || f.alphabet != test.alphabet || f.repeated != test.repeated || f.codes != len(codes) {
			t.Errorf("%s: %+v", test.codes, f)
		}
		if f.unlikely(f.size()) || f.length > 0 && !f.unlikely(test.unlikely) {
			t.Errorf("%s: unlikely %t, %t", test.codes, f.unlikely(f.size()), f.unlikely(test.unlikely))
		}
		s := server{TargetFlow: &scenarios.TargetFlow{Deployment: &scenarios.Deployment{CodeAlphabet: 20, CodeLength: 8}}, issued: codes}
		if got := s.odds(); got != test.odds {
			t.Errorf("%s: odds %s", test.codes, got)
		}
	}
	if got := (&server{TargetFlow: &scenarios.TargetFlow{Deployment: &scenarios.Deployment{}}}).odds(); got != "that are not known" {
		t.Error(got)
	}
	// Of 20 characters 19 or 18 are seen in 10 codes of 8 now and then, of 26 hardly ever 19.
	f := form{codes: 10, length: 8, alphabet: "BCDFGHJKLMNPQRSTVWX"}
	if f.unlikely(20) || f.unlikely(21) || !f.unlikely(36) {
		t.Error("unlikely")
	}
}

func TestOneIn(t *testing.T) {
	for want, got := range map[string]string{"1 in 10^4 = 10000": oneIn(10, 4), "1 in 36^12": oneIn(36, 12), "1 in 20^8 = 25600000000": oneIn(20, 8)} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestSecrecy has only places that vary count, and short codes told so.
func TestSecrecy(t *testing.T) {
	for _, test := range []struct{ handles, want string }{
		{"id-00 id-19 id-25", "5 characters, of which 2 vary in 3 starts: at most 6 bits, which is less than 128"},
		{"id-0f id-19 id-25", "5 characters, of which 2 vary in 3 starts: at most 8 bits, which is less than 128"},
		{"abc abcd", "3 to 4 characters, of which 1 vary in 2 starts: at most 4 bits, which is less than 128"},
		{"same same", "4 characters, of which 0 vary in 2 starts: at most 0 bits, which is less than 128"},
		{strings.Repeat("a0", 16) + " " + strings.Repeat("0f", 16), "32 characters, of which 32 vary in 2 starts: at most 128 bits"},
		{strings.Repeat("aZ", 16) + " " + strings.Repeat("9-", 16), "32 characters, of which 32 vary in 2 starts: at most 192 bits"},
		{"~ a", "1 characters, of which 1 vary in 2 starts: at most 6 bits, which is less than 128"},
	} {
		if got := secrecy(strings.Fields(test.handles)); got != test.want {
			t.Errorf("%s: %s, want %s", test.handles, got, test.want)
		}
	}
}

func TestIssuers(t *testing.T) {
	for metadata, want := range map[string]string{
		"https://a.example/.well-known/openid-configuration":             "https://a.example",
		"https://a.example/realm/.well-known/openid-configuration":       "https://a.example/realm",
		"https://a.example/.well-known/openid-configuration/realm":       "https://a.example/realm",
		"https://a.example/.well-known/oauth-authorization-server":       "https://a.example",
		"https://a.example/.well-known/oauth-authorization-server/realm": "https://a.example/realm",
		"https://a.example/realm/.well-known/oauth-authorization-server": "",
		"https://a.example/.well-known/openid-configuration2":            "",
		"https://a.example/metadata":                                     "",
	} {
		if got := strings.Join(issuers(metadata), " "); got != want {
			t.Errorf("%s: %q, want %q", metadata, got, want)
		}
	}
}

func TestUnencrypted(t *testing.T) {
	bare, ours := unencrypted(map[string]string{"issuer": "https://a", "token_endpoint": "http://a/token", "userinfo_endpoint": "http://[::1]/u", "jwks_uri": "http://localhost:8080/jwks",
		"op_policy_uri": "http://a/policy", "subject": "http://a"})
	if !slices.Equal(bare, []string{"jwks_uri", "token_endpoint", "userinfo_endpoint"}) || ours != 2 {
		t.Errorf("%q, %d", bare, ours)
	}
}

// TestIsShown counts whole words.
func TestIsShown(t *testing.T) {
	for _, test := range []struct {
		page, words string
		want        bool
	}{
		{"Connect tv?", "tv", true},
		{"Connect (tv).", "tv", true},
		{"Living room TV", "tv", false},
		{"tvs and atv", "tv", false},
		{"tvtv tv", "tv", true},
		{"code WDJB-MJHT here", "WDJB-MJHT", true},
		{"Überätv", "tv", false},
		{"tvä tv", "tv", true},
		{"pay 10 EUR now", "10 EUR", true},
		{"anything", "", false},
	} {
		if got := isShown(test.page, test.words); got != test.want {
			t.Errorf("%q on %q: %t", test.words, test.page, got)
		}
	}
}

func TestGrants(t *testing.T) {
	for _, test := range []struct {
		asked string
		scope any
		want  string
	}{
		{"openid profile", "profile openid", "as asked"},
		{"openid", nil, "not told, which means: as asked"},
		{"", nil, "none asked for, and none told"},
		{"", "all", "more than asked: all"},
		{"openid mail", "openid admin", "more than asked: admin; not granted: mail"},
		{"openid", []any{"openid"}, "told, but not as text"},
	} {
		if got := grants(test.asked, test.scope); got != test.want {
			t.Errorf("%q, %v: %s", test.asked, test.scope, got)
		}
	}
}

// TestChanged is the try at which answers became other ones for good.
func TestChanged(t *testing.T) {
	for gists, want := range map[string]int{"a a a": 0, "a a b b": 2, "a b": 1, "a b a": 0, "a b c": 0, "a": 0} {
		var answers []entered
		for _, g := range strings.Fields(gists) {
			answers = append(answers, entered{gist: g})
		}
		if got := changed(answers); got != want {
			t.Errorf("%s: %d, want %d", gists, got, want)
		}
	}
}

// TestGist leaves out what differs between pages that say the same.
func TestGist(t *testing.T) {
	a := gist([]byte("<p>No code <b>bcdf ghjk</b> at 12:30, token Zm9vYmFyYmF6cXV4cXV1eA.</p><script>x</script>"), "BCDF-GHJK")
	b := gist([]byte("<p>No code <b>LMNP-QRST</b> at 12:31, token YWJjZGVmZ2hpamtsbW5vcA.</p>"), "LMNP-QRST")
	if a != "No code at token" || a != b {
		t.Errorf("%q, %q", a, b)
	}
}

func TestWrong(t *testing.T) {
	for _, code := range []string{"BCDF-GHJK", "12", "ÄÖ-Ü"} {
		got, err := wrong(code)
		if err != nil || got == code || len([]rune(got)) != len([]rune(code)) || strings.Contains(code, "-") != strings.Contains(got, "-") {
			t.Errorf("%s: %s, %v", code, got, err)
		}
	}
	for _, code := range []string{"", "--", "11-11"} {
		if got, err := wrong(code); err == nil {
			t.Errorf("%q: %q", code, got)
		}
	}
}

// TestReading: what stands on the page on which a code is typed does not count.
func TestReading(t *testing.T) {
	see := &scenarios.Pick{CSS: "body"}
	steps := map[string][]scenarios.Request{deviceGrant.enter: {
		{Method: http.MethodGet, URL: "{verification_uri}", Shows: see},
		{Method: http.MethodPost, URL: "/", JSON: map[string]any{"codes": []any{"{user_code}"}}, Shows: see},
		{Method: http.MethodPost, URL: "/", Shows: see}}}
	s := &server{TargetFlow: &scenarios.TargetFlow{Steps: steps}}
	var counted []bool
	for _, r := range s.reading(deviceGrant).Steps[deviceGrant.enter] {
		counted = append(counted, r.Shows != nil)
	}
	if !slices.Equal(counted, []bool{false, true, true}) || steps[deviceGrant.enter][0].Shows == nil {
		t.Error(counted)
	}
	for _, r := range []scenarios.Request{{URL: "/?c={user_code}"}, {URL: "{verification_uri_complete}"}, {Form: map[string]string{"code": "{user_code}"}}, {Header: map[string]string{"X": "{user_code}"}}} {
		if !carries(&r) {
			t.Errorf("%+v", r)
		}
	}
}

// TestVerdicts holds what was found against what is claimed.
func TestVerdicts(t *testing.T) {
	as := func(claimed string) results.Fact { return fact("", "", claimed) }
	for i, test := range []struct {
		got            results.Fact
		found, verdict string
	}{
		{lasts(as("60s"), 60), "1m announced", AsClaimed},
		{lasts(as("1m"), 61), "1m1s announced", Weaker},
		{lasts(as("1m"), 59), "59s announced", Stronger},
		{lasts(as(unsaid), 60), "1m announced", Unclaimed},
		{lasts(as("1m"), 0), "none announced", NotTried},
		{measured(as("8"), 8, 8), "8", AsClaimed},
		{measured(as("8"), 9, 8), "9", Stronger},
		{measured(as("8"), 7, 8), "7", Weaker},
		{measured(as(unsaid), 7, 0), "7", Unclaimed},
		{whether(as("yes"), true, "so"), "so", AsClaimed},
		{whether(as("yes"), false, "not so"), "not so", Weaker},
		{whether(as("no"), true, "so"), "so", Stronger},
		{whether(as(unsaid), true, "so"), "so", Unclaimed},
		{offers(as("no"), true, "so"), "so", Weaker},
		{offers(as("yes"), false, "not so"), "not so", Stronger},
		{offers(as("yes"), true, "so"), "so", AsClaimed},
		{offers(as(unsaid), false, "not so"), "not so", Unclaimed},
	} {
		if test.got.Found != test.found || test.got.Verdict != test.verdict {
			t.Errorf("%d: %+v", i, test.got)
		}
	}
}

// TestQuotable keeps what a server says of itself out of the way of a table.
func TestQuotable(t *testing.T) {
	if got := quotable("Bearer\n\x1b[31m" + strings.Repeat("x", 100)); len(got) != 83 || !strings.HasPrefix(got, "Bearer??[31mxxx") {
		t.Error(got)
	}
}
