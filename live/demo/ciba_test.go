package demo

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestRequests is what becomes of requests that are not as they should be.
func TestRequests(t *testing.T) {
	s := start(t, Locked, Options{PingEndpoint: "http://127.0.0.1:1/"})
	codes := start(t, Locked, Options{UserCodes: true})
	long := strings.Repeat("m", messageMax+1)
	for _, test := range []struct {
		name, want string
		got        answer
	}{
		{"no hint", "400 invalid_request", startCIBA(s, Bank, "scope", "openid")},
		{"two hints", "400 invalid_request", startCIBA(s, Bank, "scope", "openid", "login_hint", Alice, "login_hint_token", "t")},
		{"no openid", "400 invalid_scope", startCIBA(s, Bank, "scope", "profile", "login_hint", Alice)},
		{"unknown scope", "400 invalid_scope", startCIBA(s, Bank, "scope", "openid other", "login_hint", Alice)},
		{"unknown user", "400 unknown_user_id", startCIBA(s, Bank, "scope", "openid", "login_hint", "bob")},
		{"long message", "400 invalid_binding_message", startCIBA(s, Bank, "scope", "openid", "login_hint", Alice, "binding_message", long)},
		{"requested_expiry", "400 invalid_request", startCIBA(s, Bank, "scope", "openid", "login_hint", Alice, "requested_expiry", "0")},
		{"no notification token", "400 invalid_request", startCIBA(s, BankPing)},
		{"user_code not asked for", "400 invalid_request", startCIBA(s, Bank, "scope", "openid", "login_hint", Alice, "user_code", "1")},
		{"no user_code", "400 missing_user_code", startCIBA(codes, Bank)},
		{"wrong user_code", "400 invalid_user_code", startCIBA(codes, Bank, "scope", "openid", "login_hint", Alice, "user_code", "1")},
		{"user_code", "200 auth_req_id", startCIBA(codes, Bank, "scope", "openid", "login_hint", Alice, "user_code", codes.UserCodes[Alice])},
		{"a client of the device grant", "401 unauthorized_client", startCIBA(s, TV)},
	} {
		if got := test.got.String(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestAuthenticationDevice is what a user is asked, and by whom.
func TestAuthenticationDevice(t *testing.T) {
	s := start(t, Locked, Options{})
	startCIBA(s, Bank)
	startCIBA(s, OtherBank, "scope", "openid profile", "login_hint", Alice, "binding_message", "X9")
	all := asks(s, Alice)
	if len(all) != 2 || all[1].Client != Bank || all[0].Client != OtherBank ||
		all[0].BindingMessage != "X9" || all[0].Scope != "openid profile" {
		t.Fatalf("asked %+v", all)
	}
	for _, test := range []struct {
		user, id, decision, want string
	}{
		{Mallory, all[0].ID, "approve", "404 unknown_request"},
		{Alice, "other", "approve", "404 unknown_request"},
		{Alice, all[0].ID, "perhaps", "400 invalid_request"},
		{Alice, all[0].ID, "approve", "200 approve"},
		{Alice, all[0].ID, "approve", "409 already_decided"},
	} {
		if got := decideCIBA(s, test.user, test.id, test.decision).String(); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
	if left := asks(s, Alice); len(left) != 1 || left[0].ID != all[1].ID {
		t.Errorf("left %+v", left)
	}
	if got := read(http.Get(s.Issuer + "/authentication-device/bob")).String(); got != "404 unknown_user" {
		t.Error(got)
	}
}

// TestCIBALife has a request expire.
func TestCIBALife(t *testing.T) {
	t.Parallel()
	s := start(t, Locked, Options{CIBALife: 1})
	begun := startCIBA(s, Bank)
	if got := begun.field("expires_in"); got != "1" {
		t.Errorf("expires_in is %s", got)
	}
	asked := s.asked.of[Alice][0].ID
	time.Sleep(time.Second)
	if left := asks(s, Alice); len(left) != 0 {
		t.Errorf("still asked %+v", left)
	}
	if got := decideCIBA(s, Alice, asked, "approve").String(); got != "410 expired" {
		t.Error(got)
	}
	if got := pollCIBA(s, Bank, begun.field("auth_req_id")).String(); got != "400 expired_token" {
		t.Error(got)
	}
}

// TestPing has a client that is pinged poll before it answers.
func TestPing(t *testing.T) {
	for _, kind := range []Kind{Plain, Locked, Barrier} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			polled := make(chan string, 1)
			var s *Server
			client := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var ping struct {
					ID string `json:"auth_req_id"`
				}
				_ = json.NewDecoder(r.Body).Decode(&ping)
				polled <- r.Header.Get("Authorization") + " " + pollCIBA(s, BankPing, ping.ID).String()
				w.WriteHeader(http.StatusNoContent)
			}))
			defer client.Close()
			s = start(t, kind, Options{PingEndpoint: client.URL})
			startCIBA(s, BankPing, "scope", "openid", "login_hint", Alice, "client_notification_token", "T")
			if got := decideCIBA(s, Alice, asks(s, Alice)[0].ID, "approve").String(); got != "200 approve" {
				t.Error(got)
			}
			if got := <-polled; got != "Bearer T 200 access_token" {
				t.Error(got)
			}
		})
	}
}
