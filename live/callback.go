package live

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// callbacks is the client's notification endpoint: CIBA Core 10.2.
type callbacks struct {
	server http.Server
	mu     sync.Mutex
	came   map[string]string // by auth_req_id, the bearer token that came with it
	news   chan struct{}     // closed and replaced whenever something comes
}

// listen opens the endpoint at a URL, which must be on loopback.
func listen(at string) (*callbacks, error) {
	u, err := url.Parse(at)
	if err != nil || u.Port() == "" {
		return nil, fmt.Errorf("notify: found %q, expected a URL on loopback with a port", at)
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("notify: found %q, expected an address on loopback", u.Hostname())
	}
	listener, err := net.Listen("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "https" {
		certificate, err := selfSigned(u.Hostname())
		if err != nil {
			listener.Close()
			return nil, err
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	c := &callbacks{came: map[string]string{}, news: make(chan struct{})}
	c.server.Handler = http.HandlerFunc(c.take)
	c.server.ReadHeaderTimeout = 10 * time.Second
	go c.server.Serve(listener)
	return c, nil
}

func (c *callbacks) close() { c.server.Close() }

// take keeps what the provider says. It answers as 10.2 has it, whatever was expected.
func (c *callbacks) take(w http.ResponseWriter, r *http.Request) {
	var said struct {
		ID string `json:"auth_req_id"`
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	if err != nil || r.Method != http.MethodPost || json.Unmarshal(data, &said) != nil || said.ID == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	c.mu.Lock()
	c.came[said.ID] = token
	close(c.news)
	c.news = make(chan struct{})
	c.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

var errSilent = errors.New("nothing came")

// await is the token that came with a callback for a request, within a time.
func (c *callbacks) await(ctx context.Context, id string, most time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		c.mu.Lock()
		token, ok := c.came[id]
		news := c.news
		c.mu.Unlock()
		if ok {
			return token, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return "", errSilent
		}
	}
}

// selfSigned is a certificate for a host on loopback, for a day.
func selfSigned(host string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.ParseIP(host)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
