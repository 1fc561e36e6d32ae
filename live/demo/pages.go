package demo

import (
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"sync"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

//go:embed pages.html
var files embed.FS

var pages = template.Must(template.ParseFS(files, "pages.html"))

// show writes a page.
func show(w http.ResponseWriter, status int, page string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = pages.ExecuteTemplate(w, page, data)
}

// done is a page that ends the matter.
func done(text string) goidc.RenderFunc {
	return func(w http.ResponseWriter, _ *http.Request) error {
		show(w, http.StatusOK, "done", text)
		return nil
	}
}

// prompt asks for a user_code. go-oidc also calls it for one that it does not know.
func (s *Server) prompt(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("user_code") == "" {
		show(w, http.StatusOK, "prompt", nil)
	} else {
		show(w, http.StatusNotFound, "wrong-code", nil)
	}
	return nil
}

// errDenied is what a user wants, though go-oidc calls it a failure.
var errDenied = errors.New("the user has denied")

// failed shows what go-oidc says.
func failed(w http.ResponseWriter, r *http.Request, err error) error {
	if errors.Is(err, errDenied) {
		return done("The device gets nothing.")(w, r)
	}
	status := http.StatusInternalServerError
	if e, ok := errors.AsType[goidc.Error](err); ok {
		status = e.StatusCode()
	}
	show(w, status, "error", err.Error())
	return nil
}

// onPage is what the log-in and decision pages show.
type onPage struct {
	ID, User, Client, Scope, UserCode, Error string
}

// decideOnPage is what go-oidc calls for each request of somebody who has entered a
// user_code: who they are comes first, then what they want.
func (s *Server) decideOnPage(w http.ResponseWriter, r *http.Request, as *goidc.AuthnSession, c *goidc.Client) (goidc.Status, error) {
	page := onPage{ID: as.ID, Client: c.Name, Scope: as.Scopes, UserCode: as.UserCode}
	page.User = s.users.in(r)
	if page.User == "" {
		name := r.PostFormValue("name")
		switch {
		case name == "":
			show(w, http.StatusOK, "login", page)
			return goidc.StatusPending, nil
		case !s.isPassword(name, r.PostFormValue("password")):
			page.Error = "That is not how you log in."
			show(w, http.StatusUnauthorized, "login", page)
			return goidc.StatusPending, nil
		}
		s.users.logIn(w, name)
		page.User = name
	}
	switch r.PostFormValue("decision") {
	case "approve":
		as.Subject, as.GrantedScopes = page.User, as.Scopes
		return goidc.StatusSuccess, nil
	case "deny":
		return goidc.StatusFailure, errDenied
	}
	show(w, http.StatusOK, "decision", page)
	return goidc.StatusPending, nil
}

func (s *Server) isPassword(name, password string) bool {
	want, known := s.Passwords[name]
	return known && subtle.ConstantTimeCompare([]byte(want), []byte(password)) == 1
}

// logins are the users by their cookie.
type logins struct {
	mu sync.Mutex
	by map[string]string
}

const cookie = "login"

func (l *logins) logIn(w http.ResponseWriter, user string) {
	id := rand.Text()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.by[id] = user
	// Not Secure: this server has no TLS.
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// in is the user who is logged in, or nobody.
func (l *logins) in(r *http.Request) string {
	c, err := r.Cookie(cookie)
	if err != nil {
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.by[c.Value]
}
