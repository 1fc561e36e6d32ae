package live

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

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

// facts are what the server enforces, beside what its deployment claims: read off the
// behaviours that were tried, and off a few requests more.
func (s *server) facts(ctx context.Context, cat *flows.Catalogue, d *drive, all []results.Behaviour) ([]results.Fact, error) {
	on, err := compose(cat, s.TargetFlow, 0)
	if err != nil {
		return nil, err
	}
	list := []results.Fact{
		s.life(ctx, d, on),
		s.refuses(ctx, d, on, "single use", "RFC 6749 5.2", d.poll, flows.Redeemed, yes(!s.Deployment.CodeReusable)),
		s.refuses(ctx, d, on, "client authentication", "RFC 6749 3.2.1", d.claimed, flows.Approved, s.truth("confidential")),
		s.refuses(ctx, d, on, "binding to the client", "RFC 6749 5.2", d.other, flows.Approved, "yes"),
		s.slowDown(d, all),
		s.tries(ctx, d, on),
	}
	if s.Clients[0].DPoP {
		list = append(list, s.bound(ctx, d, on)...)
	}
	return append(list, s.shows(ctx, d, on)), nil
}

// refuses is a rule of the token endpoint: whether a poll that it forbids gets tokens.
func (s *server) refuses(ctx context.Context, d *drive, on *flows.Composition, name, ref, step string, stage flows.Stage, claimed string) results.Fact {
	f := results.Fact{Name: name, Ref: ref, Claimed: claimed, Verdict: NotTried}
	p := s.play(d, on)
	if err := p.until(ctx, stage); err != nil {
		f.Found = err.Error()
		return f
	}
	by := flows.Attacker
	if step == d.poll {
		by = flows.PersonParty(0)
	}
	got, err := d.calls[step](ctx, p, flows.Act{Actor: by, On: flows.Nobody}, model.Way{}, &on.Init)
	if err != nil {
		f.Found = err.Error()
		return f
	}
	f.Found = yes(got.refuses())
	f.Verdict = against(f.Found, claimed)
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

func yes(so bool) string { return map[bool]string{true: "yes", false: "no"}[so] }

// life is how long the server says its codes are good.
func (s *server) life(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := results.Fact{Name: "code life", Ref: "RFC 8628 3.2, CIBA Core 7.3", Claimed: flows.FormatSeconds(s.Deployment.CodeLife), Verdict: NotTried}
	p := s.play(d, on)
	if err := p.until(ctx, flows.Pending); err != nil {
		f.Found = err.Error()
		return f
	}
	life := p.sessions[0].life
	f.Found, f.Verdict = flows.FormatSeconds(life)+" announced", AsClaimed
	switch {
	case life == 0:
		f.Found, f.Verdict = "none announced", Weaker
	case life > s.Deployment.CodeLife:
		f.Verdict = Weaker
	case life < s.Deployment.CodeLife:
		f.Verdict = Stronger
	}
	return f
}

// slowDown is whether a client that polls too often is told so.
func (s *server) slowDown(d *drive, all []results.Behaviour) results.Fact {
	f := results.Fact{Name: "slow_down", Ref: "RFC 8628 3.5, CIBA Core 11", Claimed: s.truth("slow_down"), Verdict: NotTried, Found: "not tried"}
	for _, b := range all {
		if b.Step == d.poll && slices.Contains(b.Expect, string(flows.SlowDown)) && b.Got != "" {
			f.Found, f.Verdict = "never, polling without a pause", against("no", f.Claimed)
			if b.Got == string(flows.SlowDown) {
				f.Found, f.Verdict = "yes", against("yes", f.Claimed)
				break
			}
		}
	}
	return f
}

// truth is what a deployment says of something that is so or not.
func (s *server) truth(key string) string {
	for _, told := range s.Deployment.Sources {
		if told.Key == key {
			return yes(told.Value == "true")
		}
	}
	return unsaid
}

// unsaid is what nothing is claimed of.
const unsaid = "not said"

// wrongCodes is how many wrong user codes are typed to see whether somebody minds.
const wrongCodes = 30

// tries is after how many wrong codes the server stops looking at more.
func (s *server) tries(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := results.Fact{Name: "limit of wrong user codes", Ref: "RFC 8628 5.1", Claimed: "none", Verdict: Unclaimed, Found: "not tried"}
	if s.Deployment.EntryTries > 0 {
		f.Claimed = fmt.Sprintf("%d in a code's life", s.Deployment.EntryTries)
	}
	if d.flow != flows.DeviceGrant {
		f.Claimed, f.Found, f.Verdict = "does not apply", "no code is typed in this flow", NotTried
		return f
	}
	p := s.play(d, on)
	if err := p.until(ctx, flows.Pending); err != nil {
		f.Found, f.Verdict = err.Error(), NotTried
		return f
	}
	t := &p.sessions[0]
	right := t.values
	for range wrongCodes {
		t.values = map[string]string{}
		for name, value := range right {
			t.values[name] = strings.ReplaceAll(value, right["user_code"], wrong(right["user_code"]))
		}
		if got, err := p.recipe(ctx, d.enter, flows.Attacker, 0); err != nil || !got.refused {
			f.Found, f.Verdict = "a wrong code was not refused", Weaker
			if err != nil {
				f.Found, f.Verdict = err.Error(), NotTried
			}
			return f
		}
	}
	t.values = right
	got, err := p.recipe(ctx, d.enter, flows.Attacker, 0)
	switch {
	case err != nil:
		f.Found, f.Verdict = err.Error(), NotTried
	case got.refused:
		f.Found, f.Verdict = fmt.Sprintf("after %d wrong ones the right one is refused", wrongCodes), Stronger
		if s.Deployment.EntryTries > 0 {
			f.Verdict = AsClaimed
		}
	default:
		f.Found = fmt.Sprintf("none: after %d wrong ones the right one is taken", wrongCodes)
		if s.Deployment.EntryTries > 0 && s.Deployment.EntryTries <= wrongCodes {
			f.Verdict = Weaker
		}
	}
	return f
}

// wrong is a user code that looks like another and is none.
func wrong(code string) string {
	random := rand.Text() + rand.Text()
	out := []byte(code)
	for i := range out {
		if letter := out[i] >= 'A' && out[i] <= 'Z' || out[i] >= 'a' && out[i] <= 'z'; letter || out[i] >= '0' && out[i] <= '9' {
			out[i] = code[int(random[i%len(random)])%len(code)]
			if out[i] == '-' || out[i] == ' ' {
				out[i] = code[0]
			}
		}
	}
	return string(out)
}

// bound is what DPoP ties to the client's key: the token, and the code itself.
func (s *server) bound(ctx context.Context, d *drive, on *flows.Composition) []results.Fact {
	token := results.Fact{Name: "DPoP: tokens need the client's key", Ref: "RFC 9449 7.1", Claimed: s.claims("sender-constrained-tokens"), Verdict: NotTried, Found: "not tried"}
	code := results.Fact{Name: "DPoP: a code is tied to the key of who started", Ref: "RFC 9449 10", Claimed: unsaid, Verdict: NotTried, Found: "not tried"}
	p := s.play(d, on)
	if err := p.until(ctx, flows.Redeemed); err != nil {
		token.Found, code.Found = err.Error(), err.Error()
		return []results.Fact{token, code}
	}
	t, by := &p.sessions[0], flows.PersonParty(0)
	other, err := newProofKey()
	if err != nil {
		token.Found = err.Error()
		return []results.Fact{token, code}
	}
	own, err := p.use(ctx, &p.sent, t.tokens[by], t.keys[by])
	foreign, err2 := p.use(ctx, &p.sent, t.tokens[by], other)
	bare, err3 := p.use(ctx, &p.sent, t.tokens[by], nil)
	switch {
	case err != nil || err2 != nil || err3 != nil:
		token.Found = "no answer that can be judged"
	case own.good && !foreign.good && !bare.good:
		token.Found, token.Verdict = "yes", AsClaimed
		if token.Claimed == "no" {
			token.Verdict = Stronger
		}
	default:
		token.Found, token.Verdict = fmt.Sprintf("no: with the key %s, with another %s, without %s", works(own.good), works(foreign.good), works(bare.good)), Weaker
	}
	// Whoever polls first with a proof: does the server remember the key of a poll that
	// got nothing, or only that of the one that gets the tokens?
	q := s.play(d, on)
	if err := q.until(ctx, flows.Approved); err != nil {
		code.Found = err.Error()
		return []results.Fact{token, code}
	}
	got, err := d.calls[d.poll](ctx, q, flows.Act{Actor: flows.Attacker}, model.Way{}, &on.Init) // with a key of the attacker's
	switch {
	case err != nil:
		code.Found = err.Error()
	case got.reply == "access_token":
		code.Found, code.Verdict = "no: whoever polls with the code first binds a key of their own", Unclaimed
	default:
		code.Found, code.Verdict = "yes: a poll with another key gets "+got.String(), Unclaimed
	}
	return []results.Fact{token, code}
}

func works(ok bool) string { return map[bool]string{true: "it works", false: "it does not"}[ok] }

// claims tells whether the deployment claims a mitigation, in any variant.
func (s *server) claims(mitigation string) string {
	for _, name := range s.Deployment.Mitigations {
		if own, _, _ := strings.Cut(name, ":"); own == mitigation {
			return "yes"
		}
	}
	return "no"
}

// shows is what the page that asks for a decision tells of the request.
func (s *server) shows(ctx context.Context, d *drive, on *flows.Composition) results.Fact {
	f := results.Fact{Name: "what the user is shown", Ref: "RFC 8628 3.3, 5.4; CIBA Core 7.1", Claimed: s.claims("user-experience"), Verdict: Unclaimed, Found: "the target does not say where to look"}
	p := s.play(d, on)
	if err := p.until(ctx, flows.Approved); err != nil {
		f.Found, f.Verdict = err.Error(), NotTried
		return f
	}
	page, looked := "", false
	for _, step := range []string{d.enter, "authenticate", "approve"} {
		for _, r := range s.Steps[step] {
			looked = looked || r.Shows != nil
		}
	}
	if !looked {
		return f
	}
	page = strings.Join(p.shown, " ")
	values := p.sessions[0].values
	var told, untold []string
	for _, item := range []struct{ name, value string }{
		{"the client", s.Clients[0].ID}, {"user_code", values["user_code"]}, {"binding_message", values["binding_message"]}, {"the scope", s.Scope},
	} {
		switch {
		case item.value == "":
		case strings.Contains(strings.ToLower(page), strings.ToLower(item.value)):
			told = append(told, item.name)
		default:
			untold = append(untold, item.name)
		}
	}
	f.Found = "shown: " + list(told) + "; not shown: " + list(untold)
	return f
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// until plays an honest run, as far as the model's first state in a stage.
func (p *play) until(ctx context.Context, stage flows.Stage) error {
	g := p.drive.playable(p.on)
	for n := range g.found {
		s := &g.found[n].by.To.Sessions[0]
		if s.Stage != stage || s.Init != flows.PersonParty(0) || s.Hint == flows.Attacker || stage == flows.Redeemed && s.Holder == flows.Attacker || n == 0 {
			continue
		}
		return p.through(ctx, &walk{on: p.on, trace: g.to(g.found[n].from, g.found[n].by)})
	}
	return fmt.Errorf("the model has no honest run to there")
}
