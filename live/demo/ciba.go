package demo

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// messageMax is how long a binding_message may be: what fits on a small screen.
const messageMax = 40

// request is a CIBA request as it stands on its user's authentication device.
type request struct {
	ID             string `json:"id"`
	Client         string `json:"client"`
	BindingMessage string `json:"binding_message"`
	Scope          string `json:"scope"`
}

// asked are the requests that name a user, the newest last.
type asked struct {
	mu sync.Mutex
	of map[string][]request
}

// ask puts a request before the user whom it names. go-oidc has seen to it that
// there is one hint, and that an ID token is its own.
func (s *Server) ask(_ context.Context, as *goidc.AuthnSession, c *goidc.Client) error {
	user := as.LoginHint
	if user == "" {
		user, _ = as.IDTokenHintClaims[goidc.ClaimSubject].(string)
	}
	code := as.AuthorizationParameters.UserCode
	switch _, known := s.Passwords[user]; {
	case !slices.Contains(strings.Fields(as.Scopes), goidc.ScopeOpenID.ID):
		return goidc.NewError(goidc.ErrorCodeInvalidScope, "scope openid is required")
	case !known:
		return goidc.NewError(goidc.ErrorCodeUnknownUserID, "the hint names no user")
	case s.UserCodes != nil && code == "":
		return goidc.NewError(goidc.ErrorCodeMissingUserCode, "user_code is required")
	case s.UserCodes != nil && code != s.UserCodes[user]:
		return goidc.NewError(goidc.ErrorCodeInvalidUserCode, "not the user_code of that user")
	case as.RequestedExpiry != nil && *as.RequestedExpiry < 1: // go-oidc would take it
		return goidc.NewError(goidc.ErrorCodeInvalidRequest, "requested_expiry is positive")
	case utf8.RuneCountInString(as.BindingMessage) > messageMax:
		return goidc.NewError(goidc.ErrorCodeInvalidBindingMessage, "binding_message is too long")
	}
	as.Subject, as.GrantedScopes = user, as.Scopes
	s.asked.mu.Lock()
	defer s.asked.mu.Unlock()
	s.asked.of[user] = append(s.asked.of[user], request{as.ID, c.ID, as.BindingMessage, as.Scopes})
	return nil
}

// pending lists what a user is asked, the newest first. Whoever can open the page
// is taken for the user: how a provider knows the device is no part of CIBA.
func (s *Server) pending(w http.ResponseWriter, r *http.Request) {
	if _, known := s.Passwords[r.PathValue("user")]; !known {
		refuse(w, http.StatusNotFound, "unknown_user", "")
		return
	}
	s.asked.mu.Lock()
	all := slices.Clone(s.asked.of[r.PathValue("user")])
	s.asked.mu.Unlock()
	open := []request{}
	for _, q := range slices.Backward(all) {
		as, err := s.store.Session(r.Context(), q.ID)
		if err == nil && as.Status == goidc.StatusPending && !expired(as) {
			open = append(open, q)
		}
	}
	write(w, http.StatusOK, open)
}

// decideOnPhone is the user's answer to one of those.
func (s *Server) decideOnPhone(w http.ResponseWriter, r *http.Request) {
	as, err := s.store.Session(r.Context(), r.PathValue("id"))
	if err != nil || as.AuthReqID == "" || as.Subject != r.PathValue("user") {
		refuse(w, http.StatusNotFound, "unknown_request", "")
		return
	}
	if s.kind != Plain { // go-oidc takes every decision but a second approval
		switch {
		case as.Status != goidc.StatusPending:
			refuse(w, http.StatusConflict, "already_decided", "")
			return
		case expired(as):
			refuse(w, http.StatusGone, "expired", "")
			return
		}
	}
	decision := r.PostFormValue("decision")
	switch decision {
	case "approve":
		err = s.op.GrantCIBARequest(r.Context(), as.AuthReqID)
	case "deny":
		err = s.op.DenyCIBARequest(r.Context(), as.AuthReqID,
			goidc.NewError(goidc.ErrorCodeAccessDenied, "the user has denied"))
	default:
		refuse(w, http.StatusBadRequest, "invalid_request", "decision is approve or deny")
		return
	}
	if err != nil {
		refuse(w, http.StatusConflict, "refused", err.Error())
		return
	}
	write(w, http.StatusOK, map[string]string{"decision": decision})
}

// expired tells whether a request is too old, by go-oidc's reckoning.
func expired(as *goidc.AuthnSession) bool { return int(time.Now().Unix()) >= as.ExpiresAt }

// pingClient is how pings are sent. A server that holds its lock sends them when it
// no longer does: who is pinged polls at once.
func (s *Server) pingClient(t http.RoundTripper) goidc.HTTPClientFunc {
	if t == nil {
		t = http.DefaultTransport
	}
	if s.kind != Plain {
		t = &later{s.until, t}
	}
	c := &http.Client{Transport: t, Timeout: 5 * time.Second}
	return func(context.Context) *http.Client { return c }
}

// later sends a request in the background and says that all is well.
type later struct {
	until context.Context
	t     http.RoundTripper
}

func (l *later) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(l.until, 5*time.Second)
	sent := r.Clone(ctx)
	sent.Body = body
	go func() {
		defer cancel()
		if answer, err := l.t.RoundTrip(sent); err == nil {
			_ = answer.Body.Close()
		}
	}()
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func refuse(w http.ResponseWriter, status int, code, why string) {
	answer := map[string]string{"error": code}
	if why != "" {
		answer["error_description"] = why
	}
	write(w, status, answer)
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
