// Package demo runs an authorization server on loopback: luikyv/go-oidc, in this
// process, with pages of our own for its users. It is something to try the live
// mode on, and comes in three kinds, one of which is right and two of which are
// wrong in a known way.
package demo

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
	"github.com/luikyv/go-oidc/pkg/provider"
)

// Kind is what a Server does about requests that come at once.
type Kind string

const (
	// Plain is go-oidc as it comes, with its own memory store. That keeps 100
	// sessions and as many grants; then each that it saves drives out another of
	// the oldest second, which may be one that is under way.
	Plain Kind = "plain"
	// Locked answers one request after the other, lets a user decide once, and
	// takes nothing from a client because somebody else polled: a correct server.
	Locked Kind = "locked"
	// Barrier is Locked but for polls, of which several read a code before any of
	// them marks it as used. Any store can do that which has no atomic way to use
	// a code up; here it happens whenever enough polls are under way.
	Barrier Kind = "barrier"
)

// Clients of the server. TV and Other are public and use the device grant. The
// others are confidential, authenticate by client_secret_post and use CIBA.
const (
	TV        = "tv"
	Other     = "other"
	Bank      = "bank"       // polls
	OtherBank = "other-bank" // polls
	BankPing  = "bank-ping"  // is pinged, if there is an Options.PingEndpoint
)

// Users of the server.
const (
	Alice   = "alice"
	Mallory = "mallory"
)

// Options are what can be set about a Server. The zero value is good.
type Options struct {
	DeviceLife int // of a device_code, in seconds; else go-oidc's 300
	CIBALife   int // of an auth_req_id, in seconds; else go-oidc's 60

	// PingEndpoint is where BankPing wants to be told, and PingTransport how to
	// get there, if not in the ordinary way.
	PingEndpoint  string
	PingTransport http.RoundTripper

	// UserCodes has CIBA requests carry the user_code of their user.
	UserCodes bool

	Readers int           // how many polls a Barrier waits for; else 2
	Wait    time.Duration // how long it waits for them; else 250 ms

	_ struct{}
}

// Server is an authorization server on 127.0.0.1.
type Server struct {
	Issuer    string            // an http URL, below which all of it is
	Secrets   map[string]string // by client; public ones have none
	Passwords map[string]string // by user
	UserCodes map[string]string // by user, if Options.UserCodes

	kind  Kind
	op    *provider.Provider
	store store
	asked asked
	users logins
	http  http.Server
	until context.Context // until Close
	close context.CancelFunc
}

// Start starts a server of a kind. Close it.
func Start(kind Kind, o Options) (*Server, error) {
	s := &Server{
		kind:      kind,
		Secrets:   map[string]string{Bank: rand.Text(), OtherBank: rand.Text()},
		Passwords: map[string]string{Alice: rand.Text(), Mallory: rand.Text()},
		users:     logins{by: map[string]string{}},
		asked:     asked{of: map[string][]request{}},
	}
	if o.PingEndpoint != "" {
		s.Secrets[BankPing] = rand.Text()
	}
	if o.UserCodes {
		s.UserCodes = map[string]string{Alice: rand.Text(), Mallory: rand.Text()}
	}
	var err error
	if s.store, err = newStore(kind, o); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.Issuer = "http://" + l.Addr().String()
	s.until, s.close = context.WithCancel(context.Background())
	if err := s.assemble(o); err != nil {
		s.close()
		return nil, errors.Join(err, l.Close())
	}
	s.http = http.Server{Handler: s.handler(o), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.http.Serve(l) }()
	return s, nil
}

// Close stops the server, and pings that are on their way.
func (s *Server) Close() error {
	s.close()
	return s.http.Close()
}

// assemble makes the go-oidc provider.
func (s *Server) assemble(o Options) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	keys := goidc.JSONWebKeySet{Keys: []goidc.JSONWebKey{
		{Key: key, KeyID: "demo", Algorithm: string(goidc.ES256), Use: string(goidc.KeyUsageSignature)},
	}}
	jwks := func(context.Context) (goidc.JSONWebKeySet, error) { return keys, nil }
	clients := s.clients(o)
	opts := []provider.Option{
		provider.WithScopes(goidc.ScopeOpenID, goidc.ScopeProfile),
		provider.WithIDTokenSignatureAlgs(goidc.ES256),
		provider.WithNoneAuthn(), provider.WithSecretPostAuthn(),
		provider.WithStaticClients(clients[0], clients[1:]...),
		provider.WithDPoP(goidc.ES256),
		provider.WithJTIConsumer(new(seen).once),
		provider.WithTokenIntrospection(func(_ context.Context, c *goidc.Client, t goidc.TokenInfo) bool {
			return c.ID == t.ClientID
		}),

		provider.WithDeviceGrant(s.store, s.prompt, done("You can go back to your device.")),
		provider.WithPolicies(goidc.NewPolicy("pages",
			func(*http.Request, *goidc.AuthnSession, *goidc.Client) bool { return true }, s.decideOnPage)),
		provider.WithErrorRenderer(failed),

		provider.WithCIBAGrant(s.store, goidc.CIBADeliveryModePoll, goidc.CIBADeliveryModePing),
		provider.WithCIBASessionHandler(s.ask),
		provider.WithCIBALifetime(o.CIBALife),
		provider.WithCIBAHTTPClientFunc(s.pingClient(o.PingTransport)),
	}
	if o.UserCodes {
		opts = append(opts, provider.WithCIBAUserCode())
	}
	s.op, err = provider.New(s.Issuer, s.store, jwks, opts...)
	return err
}

// clients are the registered clients.
func (s *Server) clients(o Options) []*goidc.Client {
	names := map[string]string{
		TV: "Living room TV", Other: "Another device",
		Bank: "Bank", OtherBank: "Another bank", BankPing: "Bank that is pinged",
	}
	var clients []*goidc.Client
	for _, id := range []string{TV, Other, Bank, OtherBank, BankPing} {
		secret, confidential := s.Secrets[id]
		c := &goidc.Client{ID: id, Secret: secret}
		c.Name = names[id]
		c.ScopeIDs = "openid profile"
		switch {
		case !confidential && id == BankPing: // nobody to ping
			continue
		case !confidential:
			c.TokenAuthnMethod = goidc.AuthnMethodNone
			c.GrantTypes = []goidc.GrantType{goidc.GrantDeviceCode}
		default:
			c.TokenAuthnMethod = goidc.AuthnMethodSecretPost
			c.GrantTypes = []goidc.GrantType{goidc.GrantCIBA}
			c.CIBATokenDeliveryMode = goidc.CIBADeliveryModePoll
			c.CIBAUserCodeIsEnabled = o.UserCodes
		}
		if id == BankPing {
			c.CIBATokenDeliveryMode = goidc.CIBADeliveryModePing
			c.CIBANotificationEndpoint = o.PingEndpoint
		}
		clients = append(clients, c)
	}
	return clients
}

// handler is go-oidc and the pages beside it, behind what the kind puts before.
func (s *Server) handler(o Options) http.Handler {
	oidc := s.op.Handler()
	if o.DeviceLife > 0 {
		oidc = tellLife(oidc, o.DeviceLife)
	}
	mux := http.NewServeMux()
	mux.Handle("/", oidc)
	mux.HandleFunc("GET /authentication-device/{user}", s.pending)
	mux.HandleFunc("POST /authentication-device/{user}/{id}", s.decideOnPhone)
	if s.kind == Plain {
		return mux
	}
	once := s.decidedOnce(oidc)
	mux.Handle("GET /device", once)
	mux.Handle("/device/{id}", once)
	mux.Handle("/device/{id}/{rest...}", once)
	return s.lock(mux)
}

// seen are the ids of DPoP proofs and the like, which are good once.
type seen struct{ ids sync.Map }

func (s *seen) once(_ context.Context, id string) error {
	if _, again := s.ids.LoadOrStore(id, true); again {
		return fmt.Errorf("%q was used before", id)
	}
	return nil
}
