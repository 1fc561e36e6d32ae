package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// start is a server for a test.
func start(t *testing.T, kind Kind, o Options) *Server {
	t.Helper()
	s, err := Start(kind, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// answer is an HTTP response that has been read.
type answer struct {
	status int
	text   string
}

// field is a member of the JSON object in an answer.
func (a answer) field(name string) string {
	var object map[string]any
	_ = json.Unmarshal([]byte(a.text), &object)
	if object[name] == nil {
		return ""
	}
	return fmt.Sprint(object[name])
}

var message = regexp.MustCompile(`class="(error|done)">([^<]*)`)

// String is the status and the word that matters.
func (a answer) String() string {
	word := a.field("error")
	for _, name := range []string{"access_token", "device_code", "auth_req_id"} {
		if a.field(name) != "" {
			word = name
		}
	}
	if m := message.FindStringSubmatch(a.text); m != nil {
		word = m[1] + ": " + m[2]
	}
	if word == "" {
		word = a.field("decision") + a.field("sub")
	}
	return strings.TrimSpace(fmt.Sprint(a.status, " ", word))
}

// outcome is the code in an answer, or what became of a decision.
func (a answer) outcome() string {
	status, word, _ := strings.Cut(a.String(), " ")
	switch {
	case a.field("error") != "" && status != "409", a.field("access_token") != "":
		return word
	case status == "200":
		return "taken"
	case status == "409":
		return "refused"
	}
	return a.String()
}

// read is what an HTTP client got.
func read(res *http.Response, err error) answer {
	if err != nil {
		return answer{0, err.Error()}
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{0, err.Error()}
	}
	return answer{res.StatusCode, string(text)}
}

// form is a form of names and values.
func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// send posts a form in the name of a client.
func send(s *Server, client, path string, fields ...string) answer {
	v := form(fields...)
	v.Set("client_id", client)
	if secret := s.Secrets[client]; secret != "" {
		v.Set("client_secret", secret)
	}
	return read(http.PostForm(s.Issuer+path, v))
}

func startDevice(s *Server) answer {
	return send(s, TV, "/device_authorization", "scope", "openid")
}

func pollDevice(s *Server, client, code string) answer {
	return send(s, client, "/token", "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", code)
}

func startCIBA(s *Server, client string, fields ...string) answer {
	if len(fields) == 0 {
		fields = []string{"scope", "openid", "login_hint", Alice, "binding_message", "W4SCT"}
	}
	return send(s, client, "/bc-authorize", fields...)
}

func pollCIBA(s *Server, client, id string) answer {
	return send(s, client, "/token", "grant_type", "urn:openid:params:grant-type:ciba", "auth_req_id", id)
}

func userinfo(s *Server, token string) answer {
	r, _ := http.NewRequest("GET", s.Issuer+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return read(http.DefaultClient.Do(r))
}

// browser is a user's, with cookies.
type browser struct {
	s    *Server
	http http.Client
}

func newBrowser(s *Server) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{s, http.Client{Jar: jar}}
}

// enter opens the page of a user_code.
func (b *browser) enter(code string) answer {
	return read(b.http.Get(b.s.Issuer + "/device?" + form("user_code", code).Encode()))
}

var action = regexp.MustCompile(`<form id="(login|decision)" method="post" action="([^"]+)"`)

// submit posts the form of a page.
func (b *browser) submit(page answer, fields ...string) answer {
	m := action.FindStringSubmatch(page.text)
	if m == nil {
		return page
	}
	return read(b.http.PostForm(b.s.Issuer+m[2], form(fields...)))
}

// reach goes from a user_code to the page on which to decide.
func (b *browser) reach(code string) answer {
	return b.submit(b.enter(code), "name", Alice, "password", b.s.Passwords[Alice])
}

func (b *browser) decide(code, decision string) answer {
	return b.submit(b.reach(code), "decision", decision)
}

// asks is what a user is asked, the newest first.
func asks(s *Server, user string) []request {
	var all []request
	_ = json.Unmarshal([]byte(read(http.Get(s.Issuer+"/authentication-device/"+user)).text), &all)
	return all
}

func decideCIBA(s *Server, user, id, decision string) answer {
	return read(http.PostForm(s.Issuer+"/authentication-device/"+user+"/"+id, form("decision", decision)))
}

// transaction is one of either flow, by what its parties do.
type transaction struct {
	poll   func() answer // by the client
	steal  func() answer // poll, by another client
	decide func(decision string) answer
}

// flows are how to begin one.
var flows = map[string]func(*testing.T, *Server) transaction{
	"device": func(t *testing.T, s *Server) transaction {
		begun := startDevice(s)
		if begun.field("device_code") == "" {
			t.Fatal(begun)
		}
		code := begun.field("device_code")
		b := newBrowser(s)
		page := b.reach(begun.field("user_code"))
		return transaction{
			poll:   func() answer { return pollDevice(s, TV, code) },
			steal:  func() answer { return pollDevice(s, Other, code) },
			decide: func(d string) answer { return b.submit(page, "decision", d) },
		}
	},
	"CIBA": func(t *testing.T, s *Server) transaction {
		begun := startCIBA(s, Bank)
		if begun.field("auth_req_id") == "" {
			t.Fatal(begun)
		}
		id, asked := begun.field("auth_req_id"), asks(s, Alice)[0].ID
		return transaction{
			poll:   func() answer { return pollCIBA(s, Bank, id) },
			steal:  func() answer { return pollCIBA(s, OtherBank, id) },
			decide: func(d string) answer { return decideCIBA(s, Alice, asked, d) },
		}
	},
}

// atOnce calls all of them at once.
func atOnce(calls ...func() answer) []answer {
	got := make([]answer, len(calls))
	var all sync.WaitGroup
	for i, call := range calls {
		all.Go(func() { got[i] = call() })
	}
	all.Wait()
	return got
}

// with is what stands in a field, of the answers that have it.
func with(answers []answer, field string) (values []string) {
	for _, a := range answers {
		if v := a.field(field); v != "" {
			values = append(values, v)
		}
	}
	return values
}
