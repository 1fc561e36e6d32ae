package demo

import (
	"net/http"
	"sync"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// lock has requests answered one after the other. A Barrier does so too, except
// with polls, because it is to be wrong about nothing else.
func (s *Server) lock(next http.Handler) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.kind == Barrier && r.URL.Path == "/token" {
			next.ServeHTTP(w, r)
			return
		}
		_ = r.ParseForm() // who is slow to send must not keep the others waiting
		mu.Lock()
		defer mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// decidedOnce shows an error in place of a page about which somebody has decided.
// go-oidc would take another decision; it would even wait for one again.
func (s *Server) decidedOnce(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		as, err := s.store.Session(r.Context(), r.PathValue("id"))
		if code := r.URL.Query().Get("user_code"); code != "" && r.PathValue("id") == "" {
			as, err = s.store.SessionByUserCode(r.Context(), code)
		}
		switch {
		case err != nil: // go-oidc has an answer to that
			next.ServeHTTP(w, r)
		case as.UserCode == "": // a CIBA request, which is decided elsewhere
			show(w, http.StatusNotFound, "error", "There is no such request.")
		case as.Status != goidc.StatusPending:
			show(w, http.StatusConflict, "error", "This code has been used.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}
