package live

import (
	"context"
	"errors"
	"fmt"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
)

// How what was found relates to what is claimed.
const (
	AsClaimed = "as claimed"
	Weaker    = "weaker"
	Stronger  = "stronger"
	Unclaimed = "nothing claimed"
)

// unsaid is what nothing is claimed of.
const unsaid = "not said"

// facts are what the server enforces, and what it says of itself, beside what its
// deployment claims. What locks somebody out is left to lastFacts.
func (s *server) facts(ctx context.Context, cat *flows.Catalogue, d *drive) ([]results.Fact, error) {
	on, err := compose(cat, s.TargetFlow, 0)
	if err != nil {
		return nil, err
	}
	list := []results.Fact{
		s.refuses(ctx, d, on, "single use", "RFC 6749 4.1.2, of authorization codes; decided here of others", d.poll, flows.Redeemed, s.truth("single_use")),
		s.refuses(ctx, d, on, "client authentication", "RFC 6749 3.2.1", d.claimed, flows.Approved, s.truth("confidential")),
		s.refuses(ctx, d, on, "binding to the client", "RFC 6749 5.2", d.other, flows.Approved, unsaid),
		s.slowDown(ctx, d, on),
		s.reuse(ctx, d, on),
	}
	list = append(list, s.codes(ctx, d, on)...)
	list = append(list, s.tokens(ctx, d, on)...)
	if s.Clients[0].DPoP {
		list = append(list, s.tokenKey(ctx, d, on), s.codeKey(ctx, d, on))
	}
	if !d.typed {
		requests, err := s.requests(ctx, cat, d)
		if err != nil {
			return nil, err
		}
		list = append(list, requests...)
	}
	list = append(list, s.shows(ctx, d, on))
	return append(list, s.metadata()...), nil
}

// fact is one of which nothing is known yet.
func fact(name, ref, claimed string) results.Fact {
	return results.Fact{Name: name, Ref: ref, Claimed: claimed, Verdict: NotTried, Found: NotTried}
}

// untried is a fact that could not be measured, with why.
func untried(f results.Fact, why error) results.Fact {
	f.Found, f.Verdict = why.Error(), NotTried
	return f
}

// whether is a fact that is so or not.
func whether(f results.Fact, so bool, text string) results.Fact {
	f.Found, f.Verdict = text, against(yes(so), f.Claimed)
	return f
}

// plain is a fact that no deployment claims anything of.
func plain(f results.Fact, text string) results.Fact {
	f.Found, f.Verdict = text, Unclaimed
	return f
}

// against holds whether something is enforced against what is claimed.
func against(found, claimed string) string {
	switch {
	case claimed == unsaid:
		return Unclaimed
	case found == claimed:
		return AsClaimed
	case found == "yes":
		return Stronger
	}
	return Weaker
}

// offers holds whether there is something that an attacker can use against what is
// claimed: there it is the other way round.
func offers(f results.Fact, so bool, text string) results.Fact {
	f = whether(f, so, text)
	switch f.Verdict {
	case Stronger:
		f.Verdict = Weaker
	case Weaker:
		f.Verdict = Stronger
	}
	return f
}

// lasts holds how long something lives against how long it is claimed to.
func lasts(f results.Fact, seconds int) results.Fact {
	if seconds == 0 {
		return untried(f, errors.New("none announced"))
	}
	f.Found, f.Verdict = flows.FormatSeconds(seconds)+" announced", Unclaimed
	claimed, err := flows.ParseSeconds(f.Claimed)
	if f.Claimed == unsaid || err != nil {
		return f
	}
	f.Claimed, f.Verdict = flows.FormatSeconds(claimed), beside(claimed, seconds) // shorter is stronger
	return f
}

// beside relates a number to the one that is claimed, where more is stronger.
func beside(is, claimed int) string {
	switch {
	case is > claimed:
		return Stronger
	case is < claimed:
		return Weaker
	}
	return AsClaimed
}

func yes(so bool) string { return map[bool]string{true: "yes", false: "no"}[so] }

// setting is what a deployment has a setting at.
func (s *server) setting(key string) string {
	for _, told := range s.Deployment.Sources {
		if told.Key == key {
			return told.Value
		}
	}
	return unsaid
}

// truth is what a deployment says of something that is so or not.
func (s *server) truth(key string) string {
	if value := s.setting(key); value != unsaid {
		return yes(value == "true")
	}
	return unsaid
}

// refuses is a rule of the token endpoint: whether a poll that it forbids gets tokens.
func (s *server) refuses(ctx context.Context, d *drive, on *flows.Composition, name, ref, step string, stage flows.Stage, claimed string) results.Fact {
	f := fact(name, ref, claimed)
	p := s.play(d, on)
	if err := p.until(ctx, stage); err != nil {
		return untried(f, err)
	}
	by := flows.Attacker
	if step == d.poll {
		by = user
	}
	switch reply, err := p.asks(ctx, step, by); {
	case err != nil:
		return untried(f, err)
	case reply == string(flows.AuthorizationPending):
		return untried(f, fmt.Errorf("the answer is %s, after the decision", reply))
	case reply == granted && step == d.claimed && s.Clients[0].Secret == "":
		return whether(f, false, "no: the client has no secret")
	default:
		return whether(f, reply != granted, yes(reply != granted))
	}
}

// reuse is whether a code that is used twice takes the tokens with it.
func (s *server) reuse(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := fact("reuse of a code revokes its tokens", "RFC 6749 4.1.2, of authorization codes", unsaid)
	p, by := s.play(d, on), user
	if err := p.until(ctx, flows.Redeemed); err != nil {
		return untried(f, err)
	}
	t := &p.sessions[0]
	token, key := t.tokens[by], t.keys[by]
	if first, err := p.use(ctx, &p.sent, token, key); err != nil {
		return untried(f, err)
	} else if !first.good {
		return untried(f, fmt.Errorf("the token does not work before"))
	}
	reply, err := p.asks(ctx, d.poll, by)
	if err != nil {
		return untried(f, err)
	}
	if reply == granted {
		return untried(f, fmt.Errorf("a code is good for tokens more than once"))
	}
	then, err := p.use(ctx, &p.sent, token, key)
	if err != nil {
		return untried(f, err)
	}
	return plain(f, yes(!then.good))
}

// hurried is how often slowDown polls.
const hurried = 5

// slowDown is whether a client that polls too often is told so. That it then waits five
// seconds longer is its own duty.
func (s *server) slowDown(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := fact("slow_down", "RFC 8628 3.5, CIBA Core 11", s.truth("slow_down"))
	p := s.play(d, on)
	if err := p.until(ctx, flows.Pending); err != nil {
		return untried(f, err)
	}
	for n := range hurried {
		got, err := p.calls[d.poll](ctx, p, flows.Act{Actor: user, On: flows.Nobody}, model.Way{}, &on.Init)
		switch {
		case err != nil:
			return untried(f, err)
		case got.reply == string(flows.SlowDown):
			return whether(f, true, fmt.Sprintf("yes, at poll %d without a pause", n+1))
		case got.reply != string(flows.AuthorizationPending):
			return untried(f, fmt.Errorf("poll %d without a pause is answered %s", n+1, got))
		}
	}
	return whether(f, false, fmt.Sprintf("not in %d polls without a pause", hurried))
}
