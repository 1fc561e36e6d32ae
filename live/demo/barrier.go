package demo

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/luikyv/go-oidc/pkg/goidc"
)

// barrier is a store in which whoever reads a code that is good for tokens waits
// until others have read it too, or for a while.
type barrier struct {
	rows
	readers int
	wait    time.Duration

	mu    sync.Mutex
	gates map[string]*gate // by device_code or auth_req_id
}

// gate opens when the last of its readers has come.
type gate struct {
	missing int
	open    chan struct{}
}

func newBarrier(readers int, wait time.Duration) *barrier {
	return &barrier{
		readers: cmp.Or(readers, 2),
		wait:    cmp.Or(wait, 250*time.Millisecond),
		gates:   map[string]*gate{},
	}
}

func (b *barrier) GrantByDeviceCode(ctx context.Context, code string) (*goidc.Grant, error) {
	g, err := b.rows.GrantByDeviceCode(ctx, code)
	if err == nil && g.DeviceCodeConsumedAt == 0 {
		b.meet(ctx, code)
	}
	return g, err
}

func (b *barrier) GrantByAuthReqID(ctx context.Context, id string) (*goidc.Grant, error) {
	g, err := b.rows.GrantByAuthReqID(ctx, id)
	if err == nil && g.AuthReqIDConsumedAt == 0 {
		b.meet(ctx, id)
	}
	return g, err
}

// meet returns when enough readers of the code are there, or when it has waited.
func (b *barrier) meet(ctx context.Context, code string) {
	g := b.enter(code)
	late := time.NewTimer(b.wait)
	defer late.Stop()
	select {
	case <-g.open:
	case <-late.C:
		b.leave(code, g)
	case <-ctx.Done():
		b.leave(code, g)
	}
}

// enter counts one more reader at the gate of a code.
func (b *barrier) enter(code string) *gate {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.gates[code]
	if g == nil {
		g = &gate{missing: b.readers, open: make(chan struct{})}
		b.gates[code] = g
	}
	if g.missing--; g.missing == 0 {
		close(g.open)
		delete(b.gates, code)
	}
	return g
}

// leave is a reader who waits no longer. Those who still do miss one more.
func (b *barrier) leave(code string, g *gate) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gates[code] != g {
		return // it has opened meanwhile
	}
	if g.missing++; g.missing == b.readers {
		delete(b.gates, code)
	}
}
