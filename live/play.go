package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// drive says how the steps of a flow are played on a server: what each of them asks of
// it, and which need no server because they happen in somebody's head or in front of a
// screen. A step that is neither cannot be played.
type drive struct {
	flow   *flows.Flow
	silent []string
	asks   map[string]ask // what users do, in a browser
	calls  map[string]ask // what clients do, at an endpoint

	typed   bool     // users type a code
	defects []defect // what the server has to refuse a request for

	start   string // the step that begins a transaction
	grants  string // the endpoint that does
	enter   string // the step by which a user gets at the request
	poll    string // the step that asks for the tokens,
	claimed string // the one that does so without the client's secret,
	other   string // and the one that does so as another client
}

// ask sends what a step of the model is on a server.
type ask func(ctx context.Context, p *play, act flows.Act, way model.Way, before *flows.World) (observed, error)

// observed is what a server answered, in terms of the model.
type observed struct {
	reply   string // the specification's word
	page    bool   // it answered with a page, of which only whether it refuses can be told
	refused bool   // of a page
	missing string // what it does not have, where only that says so
	shows   string // what the page says
}

// How an answer reads for which no specification has a word.
const (
	accepted = "accepted"
	refused  = "refused"
)

// String is the answer as a reader sees it.
func (o observed) String() string {
	switch {
	case o.page && o.refused:
		return refused
	case o.page || o.reply == "":
		return accepted
	}
	return o.reply
}

// fits tells whether the answer is that of a way of the model. Of a code that is over, a
// server can say in two ways that it is (RFC 8628 3.5, RFC 6749 5.2): which of them may
// depend on whether it still remembers the code.
func (o observed) fits(w model.Way) bool {
	if o.page {
		return o.refused == w.Refuses
	}
	return o.reply == w.Reply || over(o.reply) && over(w.Reply)
}

func over(reply string) bool {
	return reply == string(flows.ExpiredToken) || reply == string(flows.InvalidGrant)
}

// paces tells whether the answer only says to go on polling: RFC 8628 3.5, CIBA Core 11.
func (o observed) paces() bool {
	return o.reply == string(flows.AuthorizationPending) || o.reply == string(flows.SlowDown)
}

// refuses tells whether the server turned the attempt away.
func (o observed) refuses() bool {
	if o.page {
		return o.refused
	}
	return o.reply != "" && o.reply != "access_token" && o.reply != string(flows.AuthReqID) && !o.paces()
}

// takes is how a step is taken; nil if it asks nothing of the server.
func (d *drive) takes(step string) ask {
	if how := d.asks[step]; how != nil {
		return how
	}
	return d.calls[step]
}

// looks is what a way of the model looks like in an answer to a step.
func (d *drive) looks(step string, w model.Way) observed {
	if d.calls[step] != nil {
		return observed{reply: w.Reply}
	}
	return observed{page: true, refused: w.Refuses}
}

// errLong is a wait that is longer than the user allows.
var errLong = errors.New("takes longer than --wait")

// play is one run of the model's steps on a server: with what everybody holds.
type play struct {
	*server
	*drive
	on       *flows.Composition
	browsers map[flows.Party]*browser
	sessions [flows.MaxSessions]transaction
	sent     []exchange
	shown    []string // what pages said
}

// transaction is a session as the server knows it.
type transaction struct {
	values   map[string]string // what the server has issued
	began    time.Time
	life     int // seconds; 0: the server did not say
	interval int // seconds between polls
	keys     map[flows.Party]*proofKey
	tokens   map[flows.Party]string
	token    string // of CIBA: client_notification_token
	polled   api    // the last answer of the token endpoint
}

func (s *server) play(d *drive, on *flows.Composition) *play {
	p := &play{server: s, drive: d, on: on, browsers: map[flows.Party]*browser{}}
	for i := range p.sessions {
		p.sessions[i] = transaction{values: map[string]string{}, keys: map[flows.Party]*proofKey{}, tokens: map[flows.Party]string{}}
	}
	return p
}

// browser is a party's own.
func (p *play) browser(of flows.Party) *browser {
	if p.browsers[of] == nil {
		p.browsers[of] = p.net.browser(&p.sent)
		p.browsers[of].name = strings.ReplaceAll(party(of), " ", "-")
	}
	return p.browsers[of]
}

// login is the account of a party: the attacker's is the second, that of the first person the
// first, and those of others follow.
func (p *play) login(of flows.Party) scenarios.Login { return p.Users[p.account(of)] }

// account is which of the users a party is.
func (p *play) account(of flows.Party) int {
	at := 1
	if i, person := of.Person(); person && i == 0 {
		at = 0
	} else if person {
		at = int(i) + 1
	}
	return at % len(p.Users)
}

// given are the values that a user's requests can name.
func (p *play) given(of flows.Party, session int) map[string]string {
	login := p.login(of)
	values := map[string]string{"user.name": login.Name, "user.password": login.Password, "client.id": p.Clients[0].ID}
	for name, value := range p.sessions[max(session, 0)].values {
		if name != "device_code" { // a user never sees it
			values[name] = value
		}
	}
	return values
}

// recipe plays a step that a user takes, as the target says it is done.
func (p *play) recipe(ctx context.Context, name string, of flows.Party, session int) (observed, error) {
	requests, ok := p.Steps[name]
	if !ok {
		return observed{}, fmt.Errorf("%w: the target does not say how %s is done", errUnplayed, name)
	}
	got, err := p.browser(of).follow(ctx, requests, p.given(of, session))
	if got.shows != "" {
		p.shown = append(p.shown, got.shows)
	}
	return observed{page: true, refused: got.refused, missing: got.missing, shows: got.shows}, err
}

// errUnplayed is a step that the target says nothing of.
var errUnplayed = errors.New("not played")

// enter is a step of the flow by which somebody gets at the request in a browser.
func enter(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	return p.recipe(ctx, p.enter, act.Actor, act.Session)
}

// authenticate logs a user in. Where the target has nothing to do for it, it is done.
func authenticate(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	return p.recipe(ctx, "authenticate", act.Actor, act.Session)
}

// authorize decides, as the way says. The attacker has an account and logs in on the way:
// that is no step of its own in the models.
func authorize(ctx context.Context, p *play, act flows.Act, way model.Way, before *flows.World) (observed, error) {
	if i, person := before.Sessions[act.Session].Hint.Person(); act.Actor == flows.Attacker && person {
		p.browser(flows.Attacker).adopt(p.browser(flows.PersonParty(i))) // which request it is they know from the victim
	} else if act.Actor == flows.Attacker {
		if got, err := authenticate(ctx, p, act, way, before); err != nil || got.refused {
			return got, err
		}
	}
	name := "approve"
	if way.Name == "deny" {
		name = "deny"
	}
	return p.recipe(ctx, name, act.Actor, act.Session)
}

// leave closes the page.
func leave(_ context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	delete(p.browsers, act.Actor)
	return observed{page: true}, nil
}

// handOver puts what the attacker's browser shows before the victim.
func handOver(_ context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	p.browser(act.On).adopt(p.browser(flows.Attacker))
	return observed{page: true}, nil
}

// resource uses the tokens.
func resource(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	s := &p.sessions[act.Session]
	got, err := p.use(ctx, &p.sent, s.tokens[act.Actor], s.keys[act.Actor])
	return observed{page: true, refused: !got.good}, err
}

// tick waits until the codes are too old.
func tick(ctx context.Context, p *play, _ flows.Act, _ model.Way, before *flows.World) (observed, error) {
	var until time.Time
	for i := range p.sessions {
		s := &p.sessions[i]
		if !before.Sessions[i].Open() {
			continue
		}
		if life := p.life(s); life > p.net.limits.Wait {
			return observed{}, fmt.Errorf("%w: codes live for %s", errLong, flows.FormatSeconds(int(life.Seconds())))
		} else if end := s.began.Add(life); end.After(until) {
			until = end
		}
	}
	return observed{page: true}, p.wait(ctx, time.Until(until)+time.Second)
}

// life is how long a transaction's codes are good.
func (p *play) life(s *transaction) time.Duration {
	if s.life > 0 {
		return time.Duration(s.life) * time.Second
	}
	return time.Duration(p.Deployment.CodeLife) * time.Second
}

// wait lets time pass, if it is no more than is allowed.
func (p *play) wait(ctx context.Context, long time.Duration) error {
	if long > p.net.limits.Wait+2*time.Second {
		return fmt.Errorf("%w: it takes %s", errLong, long.Round(time.Second))
	}
	select {
	case <-ctx.Done():
		return stopped(ctx, "while waiting")
	case <-time.After(long):
		return nil
	}
}

// pollWith is polling with a handle, as one of the target's clients.
func pollWith(handle, grantType string, client int, how credentials) ask {
	return func(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
		if client >= len(p.Clients) {
			return observed{}, errUnplayed
		}
		value := cmp.Or(p.sessions[act.Session].values[handle], unissued)
		return p.poll(ctx, act.Session, act.Actor, &p.Clients[client], how, map[string]string{"grant_type": grantType, handle: value})
	}
}

// poll is the answer to a request for tokens; tokens are kept by whoever asked.
func (p *play) poll(ctx context.Context, session int, by flows.Party, c *scenarios.Client, how credentials, form map[string]string) (observed, error) {
	s := &p.sessions[session]
	if c.DPoP && s.keys[by] == nil {
		key, err := newProofKey()
		if err != nil {
			return observed{}, err
		}
		s.keys[by] = key
	}
	got, err := p.post(ctx, &p.sent, "token_endpoint", c, how, form, s.keys[by])
	if err != nil {
		return observed{}, err
	}
	s.polled = got
	reply := got.reply("access_token")
	if reply == "access_token" {
		s.tokens[by] = got.text("access_token")
	}
	return observed{reply: reply}, nil
}

// issued keeps what the server has issued for a new transaction.
func (s *transaction) issued(got api) {
	s.began, s.life, s.interval = time.Now(), got.seconds("expires_in"), got.seconds("interval")
	if s.interval == 0 {
		s.interval = 5 // RFC 8628 3.2, CIBA Core 7.3
	}
	for name := range got.values {
		if text := got.text(name); text != "" {
			s.values[name] = text
		}
	}
}

// unissued is a handle that no server has issued.
var unissued = strings.Repeat("0", 32)
