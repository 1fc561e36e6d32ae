package live

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// worth is what an access token was found to be worth.
type worth struct {
	good    bool
	subject string // whose it is; empty: nothing tells
}

// use tells what an access token is worth: it asks for the user's claims with it, or, where
// there are none to be had, the server.
func (s *server) use(ctx context.Context, sent *[]exchange, token string, key *proofKey) (worth, error) {
	to := s.endpoints["userinfo_endpoint"]
	if to == "" {
		return s.introspect(ctx, sent, token)
	}
	e := exchange{Method: "GET", URL: to, Header: map[string]string{"Authorization": "Bearer " + token, "Accept": "application/json"}}
	if key != nil {
		e.Header["Authorization"] = "DPoP " + token
	}
	got, err := s.proven(ctx, sent, e, key, token)
	if err != nil {
		return worth{}, err
	}
	switch {
	case got.status == http.StatusOK:
		claims, err := got.claims("GET " + to)
		subject, _ := claims["sub"].(string)
		return worth{true, subject}, err
	case got.status == http.StatusForbidden && strings.Contains(got.header.Get("WWW-Authenticate"), "insufficient_scope"):
		return worth{good: true}, nil // RFC 6750 3.1: good, but not for this
	case got.status == http.StatusBadRequest, got.status == http.StatusUnauthorized, got.status == http.StatusForbidden:
		return worth{}, nil
	}
	return worth{}, &Trouble{fmt.Sprintf("userinfo is answered with status %d, which says nothing of a token", got.status), "GET " + to}
}

// claims are what userinfo says: as JSON, or in a JWT (OpenID Connect Core 5.3.2), whose
// signature is not looked at.
func (a *answer) claims(at string) (map[string]any, error) {
	if parts := strings.Split(strings.TrimSpace(string(a.body)), "."); len(parts) == 3 && !strings.HasPrefix(parts[0], "{") {
		if data, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			var claims map[string]any
			if json.Unmarshal(data, &claims) == nil && claims != nil {
				return claims, nil
			}
		}
	}
	return a.object(at)
}

// introspect is RFC 7662 2. Only who authenticates is told (2.1).
func (s *server) introspect(ctx context.Context, sent *[]exchange, token string) (worth, error) {
	c := &s.Clients[0]
	switch {
	case s.endpoints["introspection_endpoint"] == "":
		return worth{}, fmt.Errorf("%w: the server has no userinfo_endpoint, and no introspection_endpoint", errUnplayed)
	case c.Secret == "":
		return worth{}, fmt.Errorf("%w: the server has no userinfo_endpoint, and a client without a secret is not told what a token is worth", errUnplayed)
	}
	got, err := s.post(ctx, sent, "introspection_endpoint", c, proven, map[string]string{"token": token}, nil)
	if err != nil {
		return worth{}, err
	}
	active, told := got.values["active"].(bool)
	if !told { // as to a client that may not ask
		return worth{}, &Trouble{"introspection does not tell, but answers " + got.reply("active"), "POST " + s.endpoints["introspection_endpoint"]}
	}
	return worth{active, got.text("sub")}, nil
}

// proven sends a request with a proof of the key, if there is one. A server that wants a
// nonce of its own in it says so, and is asked once more: RFC 9449 8, 9.
func (s *server) proven(ctx context.Context, sent *[]exchange, e exchange, key *proofKey, token string) (*answer, error) {
	if key == nil {
		return s.net.browser(sent).send(ctx, e, false)
	}
	for again := false; ; again = true {
		used := key.nonce()
		var err error
		if e.Header["DPoP"], err = key.proof(e.Method, e.URL, token, used); err != nil {
			return nil, err
		}
		got, err := s.net.browser(sent).send(ctx, e, false)
		if err != nil {
			return nil, err
		}
		fresh := got.header.Get("DPoP-Nonce")
		key.learn(fresh)
		wanted := strings.Contains(got.header.Get("WWW-Authenticate")+string(got.body), "use_dpop_nonce")
		if again || !wanted || fresh == "" || fresh == used {
			return got, nil
		}
	}
}
