package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// calibrate sees whether the target describes the server, before any difference is put
// down to the server: whether each of its users gets to tokens that work, whether a
// wrong code and a denial look like what they are, and whether the second client is one
// at all. It learns whose accounts are whose.
func (s *server) calibrate(ctx context.Context, cat *flows.Catalogue, d *drive) (left []string, err error) {
	on, err := compose(cat, s.TargetFlow, 0)
	if err != nil {
		return nil, err
	}
	s.accounts = make([]string, len(s.Users))
	for i := range min(len(s.Users), 2) {
		if s.accounts[i], err = s.as(s.Clients, swapped(s.Users, i)).honest(ctx, d, on); err != nil {
			return nil, fmt.Errorf("%s does not get to tokens that work: %w", s.Users[i].Name, err)
		}
	}
	if d.typed {
		p := s.play(d, on)
		if err := p.until(ctx, flows.Pending); err != nil {
			return nil, err
		}
		code, err := wrong(p.sessions[0].values["user_code"])
		if err != nil {
			return nil, err
		}
		p.sessions[0].values = instead(p.sessions[0].values, code)
		if got, err := p.recipe(ctx, d.enter, user, 0); err != nil || !got.refused {
			return nil, cmp.Or(err, errors.New("a wrong user_code does not look refused: the target has to say how that looks"))
		}
	}
	if s.Steps[deny] != nil {
		p := s.play(d, on)
		err := p.until(ctx, flows.Denied)
		if err == nil {
			var reply string
			if reply, err = p.asks(ctx, d.poll, user); err == nil && reply == string(flows.AuthorizationPending) {
				err = errors.New("a denial leaves the request as it was: the target's deny does not deny")
			}
			if err == nil && reply == granted {
				err = errors.New("a denial gets the client its tokens: if the target's deny does deny, the server does not")
			}
		}
		if err != nil {
			return nil, err
		}
	}
	if len(s.Clients) > 1 {
		if _, err := s.as(swapped(s.Clients, 1), s.Users).honest(ctx, d, on); err != nil {
			return nil, fmt.Errorf("the second client, %s, does not get to tokens that work: %w", s.Clients[1].ID, err)
		}
	} else {
		left = append(left, "what another client can do: the target has no second client")
	}
	if len(s.Users) < 2 {
		left = append(left, "the attacks: the target has no second user")
	}
	return left, nil
}

// as is the same server with other clients and users.
func (s *server) as(clients []scenarios.Client, users []scenarios.Login) *server {
	flow := *s.TargetFlow
	flow.Clients, flow.Users = clients, users
	other := *s
	other.TargetFlow = &flow
	return &other
}

// swapped is a list with one of its members first.
func swapped[T any](list []T, first int) []T {
	list = slices.Clone(list)
	list[0], list[first] = list[first], list[0]
	return list
}

// honest is a run of the first client and the first user to tokens that work. It tells
// whose these are, if anything does.
func (s *server) honest(ctx context.Context, d *drive, on *flows.Composition) (subject string, err error) {
	p := s.play(d, on)
	if err := p.until(ctx, flows.Redeemed); err != nil {
		return "", err
	}
	got, err := p.use(ctx, &p.sent, p.sessions[0].tokens[user], p.sessions[0].keys[user])
	switch {
	case errors.Is(err, errUnplayed): // nothing tells what a token is worth
		return "", nil
	case err != nil:
		return "", err
	case !got.good:
		return "", errors.New("its token is refused")
	}
	return got.subject, nil
}
