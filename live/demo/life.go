package demo

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// tellLife puts the life of device codes into the answers that announce it. go-oidc
// would announce its own, and a client believe it.
func tellLife(next http.Handler, secs int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/device_authorization" {
			next.ServeHTTP(w, r)
			return
		}
		h := &held{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(h, r)
		body := h.body.Bytes()
		var answer map[string]any
		if h.status == http.StatusOK && json.Unmarshal(body, &answer) == nil {
			answer["expires_in"] = secs
			body, _ = json.Marshal(answer)
		}
		w.WriteHeader(h.status)
		_, _ = w.Write(body)
	})
}

// held is an answer that has not been sent.
type held struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }
