package live

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// tokenKey is whether a token is good only with the client's key. Only a resource can
// tell: an introspection endpoint has nobody prove a key.
func (s *server) tokenKey(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := fact("DPoP: tokens need the client's key", "RFC 9449 7.1", s.claims("sender-constrained-tokens"))
	if s.endpoints["userinfo_endpoint"] == "" {
		return untried(f, fmt.Errorf("the server has no userinfo_endpoint, and introspection asks for no key"))
	}
	p, by := s.play(d, on), user
	if err := p.until(ctx, flows.Redeemed); err != nil {
		return untried(f, err)
	}
	other, err := newProofKey()
	if err != nil {
		return untried(f, err)
	}
	t := &p.sessions[0]
	if kind := t.polled.text("token_type"); !strings.EqualFold(kind, "DPoP") {
		return whether(f, false, "no: token_type is "+quotable(kind))
	}
	var works [3]bool
	for i, key := range []*proofKey{t.keys[by], other, nil} {
		got, err := p.use(ctx, &p.sent, t.tokens[by], key)
		if err != nil {
			return untried(f, err)
		}
		works[i] = got.good
	}
	switch {
	case !works[0]:
		return untried(f, fmt.Errorf("the token does not work with the client's own key"))
	case works[1] || works[2]:
		return whether(f, false, fmt.Sprintf("no: with another key %s, without any %s", good(works[1]), good(works[2])))
	}
	return whether(f, true, "yes")
}

func good(works bool) string {
	return map[bool]string{true: "it works", false: "it does not"}[works]
}

// codeKey is whether a code is good only for whoever proved a key with it first. So a
// code that leaks later is of no use, even before the tokens are there.
func (s *server) codeKey(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := fact("DPoP: the code is bound to the key of its first poll", "decided here; RFC 9449 10 has it for authorization codes", unsaid)
	p := s.play(d, on)
	polled := false
	err := p.along(ctx, flows.Approved, func(_ string, now flows.Stage) error {
		if polled || now != flows.Pending {
			return nil
		}
		polled = true
		reply, err := p.asks(ctx, d.poll, user) // with the client's key
		if err == nil && reply != string(flows.AuthorizationPending) {
			err = fmt.Errorf("a poll before the decision is answered %s", reply)
		}
		return err
	})
	if err != nil {
		return untried(f, err)
	}
	if !polled {
		return untried(f, errors.New("there is no time before the decision"))
	}
	other, err := p.asks(ctx, d.poll, flows.Attacker) // with a key of the attacker's
	if err != nil {
		return untried(f, err)
	}
	if other == granted {
		return plain(f, "no: a poll with another key gets the tokens")
	}
	own, err := p.asks(ctx, d.poll, user)
	switch {
	case err != nil:
		return untried(f, err)
	case own != granted:
		return untried(f, fmt.Errorf("a poll with another key gets %s, and then the client itself gets %s", other, own))
	}
	return plain(f, "yes: a poll with another key gets "+other)
}

// claims tells whether the deployment claims a mitigation, in any variant.
func (s *server) claims(mitigation string) string {
	for _, name := range s.Deployment.Mitigations {
		if own, _, _ := strings.Cut(name, ":"); own == mitigation {
			return "yes"
		}
	}
	return "no"
}
