package live

import (
	"context"
	"fmt"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
)

// requests are answers to CIBA requests that a server may refuse or not: each differs
// from one that it takes in one thing only.
func (s *server) requests(ctx context.Context, cat *flows.Catalogue, d *drive) (list []results.Fact, err error) {
	for _, one := range []struct {
		defect         flows.Defects
		name, ref      string
		taken, refused string // %s: with what
	}{
		{flows.UnknownUser, "request for an unknown user", "CIBA Core 13", "accepted: does not tell that there is none", "refused with %s: tells that there is none"},
		{flows.NoOpenID, "request without openid", "CIBA Core 7.1", "accepted", "refused with %s"},
		{flows.LongMessage, "binding_message of 4000 characters", "CIBA Core 7.1, 13", "accepted", "refused with %s"},
	} {
		f := fact(one.name, one.ref, unsaid)
		right, err := s.request(ctx, cat, d, 0)
		if err != nil {
			return nil, err
		}
		odd, err := s.request(ctx, cat, d, one.defect)
		if err != nil {
			return nil, err
		}
		switch {
		case right.err != nil:
			f = untried(f, right.err)
		case right.reply != string(flows.AuthReqID):
			f = untried(f, fmt.Errorf("a request that is right is refused with %s", right.reply))
		case odd.err != nil:
			f = untried(f, odd.err)
		case odd.reply == string(flows.AuthReqID):
			f = plain(f, one.taken)
		default:
			f = plain(f, fmt.Sprintf(one.refused, odd.reply))
		}
		list = append(list, f)
	}
	return list, nil
}

// requested is what came of a request.
type requested struct {
	reply string
	err   error
}

// request asks for profile too, so that there is a scope without openid.
func (s *server) request(ctx context.Context, cat *flows.Catalogue, d *drive, defect flows.Defects) (requested, error) {
	on, err := compose(cat, s.TargetFlow, defect)
	if err != nil {
		return requested{}, err
	}
	of := *s.TargetFlow
	of.Scope = "openid profile"
	as := *s
	as.TargetFlow = &of
	state := on.Init
	state.Sessions[0].Hint = user
	got, err := d.calls[d.start](ctx, as.play(d, on), flows.Act{Step: &flows.Step{Name: d.start}, Actor: user, On: flows.Nobody}, model.Way{}, &state)
	return requested{got.reply, err}, nil
}
