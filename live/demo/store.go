package demo

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/luikyv/go-oidc/pkg/goidc"
	"github.com/luikyv/go-oidc/pkg/provider"
)

// store is where go-oidc keeps what it is asked for and what comes of it.
type store interface {
	goidc.GrantManager
	goidc.DeviceAuthManager
	goidc.CIBAManager
}

// newStore is the store of a kind.
func newStore(kind Kind, o Options) (store, error) {
	var s store
	var err error
	switch kind {
	case Plain:
		s, err = memory()
	case Locked:
		s = new(rows)
	case Barrier:
		s = newBarrier(o.Readers, o.Wait)
	default:
		err = fmt.Errorf("no kind of server is named %q", kind)
	}
	if o.DeviceLife > 0 {
		s = shortened{s, o.DeviceLife}
	}
	return s, err
}

// memory is the store of go-oidc itself, which it shows only in a provider.
func memory() (store, error) {
	op, err := provider.New("http://127.0.0.1", nil, nil,
		provider.WithJTIConsumer(new(seen).once),
		provider.WithCIBAGrant(nil, goidc.CIBADeliveryModePoll))
	if err != nil {
		return nil, err
	}
	s, ok := op.CIBAManager().(store)
	if !ok {
		return nil, fmt.Errorf("go-oidc keeps CIBA requests in a %T, which keeps nothing else", op.CIBAManager())
	}
	return s, nil
}

// rows is a store that gives and takes copies, as a database does: nobody changes
// what another request has read. It forgets nothing.
type rows struct {
	mu       sync.Mutex
	sessions []goidc.AuthnSession
	grants   []goidc.Grant
}

func (s *rows) SaveSession(_ context.Context, as *goidc.AuthnSession) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	put(&s.sessions, *as, func(a *goidc.AuthnSession) bool { return a.ID == as.ID })
	return nil
}

// SaveGrant keeps a grant, unless it is to be revoked: nobody can ask for that
// here, and go-oidc does it when a poll is refused. So whoever polls with the code
// of another, or once too often, would spoil a token that is in use.
func (s *rows) SaveGrant(_ context.Context, grant *goidc.Grant) error {
	if grant.RevokedAt != 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	put(&s.grants, *grant, func(g *goidc.Grant) bool { return g.ID == grant.ID })
	return nil
}

func (s *rows) Session(_ context.Context, id string) (*goidc.AuthnSession, error) {
	return get(s, &s.sessions, func(a *goidc.AuthnSession) bool { return a.ID == id })
}

func (s *rows) SessionByUserCode(_ context.Context, code string) (*goidc.AuthnSession, error) {
	return get(s, &s.sessions, func(a *goidc.AuthnSession) bool { return a.UserCode == code })
}

func (s *rows) SessionByDeviceCode(_ context.Context, code string) (*goidc.AuthnSession, error) {
	return get(s, &s.sessions, func(a *goidc.AuthnSession) bool { return a.DeviceCode == code })
}

func (s *rows) SessionByAuthReqID(_ context.Context, id string) (*goidc.AuthnSession, error) {
	return get(s, &s.sessions, func(a *goidc.AuthnSession) bool { return a.AuthReqID == id })
}

func (s *rows) Grant(_ context.Context, id string) (*goidc.Grant, error) {
	return get(s, &s.grants, func(g *goidc.Grant) bool { return g.ID == id })
}

func (s *rows) GrantByDeviceCode(_ context.Context, code string) (*goidc.Grant, error) {
	return get(s, &s.grants, func(g *goidc.Grant) bool { return g.DeviceCode == code })
}

func (s *rows) GrantByAuthReqID(_ context.Context, id string) (*goidc.Grant, error) {
	return get(s, &s.grants, func(g *goidc.Grant) bool { return g.AuthReqID == id })
}

// get is a copy of the row that is meant, the latest first. Rows are large, and many.
func get[T any](s *rows, table *[]T, meant func(*T) bool) (*T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range slices.Backward(*table) {
		if meant(&(*table)[i]) {
			row := (*table)[i]
			return &row, nil
		}
	}
	return nil, goidc.ErrNotFound
}

// put writes a row in place of the one that is meant, or as a new one.
func put[T any](table *[]T, row T, meant func(*T) bool) {
	for i := range slices.Backward(*table) {
		if meant(&(*table)[i]) {
			(*table)[i] = row
			return
		}
	}
	*table = append(*table, row)
}

// shortened is a store in which device codes live shorter than go-oidc wants, which
// has no option for it.
type shortened struct {
	store
	life int
}

func (s shortened) SaveSession(ctx context.Context, as *goidc.AuthnSession) error {
	if as.DeviceCode != "" {
		as.ExpiresAt = as.CreatedAt + s.life
	}
	return s.store.SaveSession(ctx, as)
}
