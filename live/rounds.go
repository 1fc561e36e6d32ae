package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// round is what is asked of a server at once, and what leads there.
type round struct {
	kind   string
	starts int     // transactions that are started at once; else there is one, which is before its user
	first  []event // one after the other
	atOnce []event
	delay  []time.Duration // of each of those
	second bool            // the user has a second browser, and not only a second tab
	old    bool            // it happens when the codes expire
}

// user is who everything happens to.
var user = flows.PersonParty(0)

// maxWidth is how many operations of one transaction overlap at most. The time it takes
// to check them grows exponentially with it.
const maxWidth = 10

// The kinds of rounds.
const (
	pollsOnly = "polls after approval"
	decisions = "approval and denial"
	approvals = "approval and polls"
	denials   = "denial and polls"
	mixed     = "approval, denial and polls"
	begins    = "starts"
	others    = "polls of others after approval"
	atExpiry  = "approval and polls at expiry"
)

// deck is the kinds of rounds as often as they come, of each ten. Where codes expire
// within what is waited, the last of ten is one at expiry instead, up to maxOld of them.
var deck = []string{pollsOnly, pollsOnly, pollsOnly, decisions, approvals, denials, mixed, mixed, begins, others}

// maxOld is how many rounds wait for codes to expire, side by side.
const maxOld = 8

// plan is what is asked in n rounds. The same seed has the same plan, and one of more
// rounds begins with that of fewer.
func (d *drive) plan(seed uint64, n, width int, waits bool) (rounds []round) {
	random := rand.New(rand.NewPCG(seed, 0))
	width = min(max(width, 2), maxWidth)
	var left []string
	for i := range n {
		if len(left) == 0 {
			left = slices.Clone(deck)
			random.Shuffle(len(left), func(a, b int) { left[a], left[b] = left[b], left[a] })
		}
		kind := left[0]
		left = left[1:]
		if i == 0 { // what is most often wrong is asked in every run
			kind = pollsOnly
		}
		if i%len(deck) == len(deck)-1 && i/len(deck) < maxOld && waits {
			kind = atExpiry
		}
		rounds = append(rounds, d.round(kind, random, width))
	}
	return rounds
}

// round is one of a kind.
func (d *drive) round(kind string, random *rand.Rand, width int) round {
	r := round{kind: kind, second: random.IntN(2) == 0}
	poll, yes, no := event{step: d.poll, by: user}, event{decideStep, user, approve}, event{decideStep, user, deny}
	polls := func(room int) {
		r.atOnce = append(r.atOnce, slices.Repeat([]event{poll}, 2+random.IntN(max(room-1, 1)))...)
	}
	spread := 3 * time.Millisecond // what a server may take for one of them
	switch kind {
	case pollsOnly:
		r.first, spread = []event{yes}, 1
		polls(width)
	case decisions:
		r.atOnce, spread = []event{yes, no}, time.Millisecond
	case approvals:
		r.atOnce = []event{yes}
		polls(width - 1)
	case denials:
		r.atOnce = []event{no}
		polls(width - 1)
	case mixed:
		r.atOnce = []event{yes, no}
		polls(width - 2)
	case begins:
		r.starts, spread = 2+random.IntN(width-1), 1
		if d.flow.Transfer != flows.Pushed { // there nobody can tell which of the requests came
			r.first = []event{yes}
		}
	case others:
		r.first, r.atOnce, spread = []event{yes}, []event{poll}, time.Millisecond
		stolen := d.stolen()
		for range 1 + random.IntN(width-1) {
			r.atOnce = append(r.atOnce, event{step: stolen[random.IntN(len(stolen))], by: flows.Attacker})
		}
	case atExpiry:
		r.atOnce, r.old, spread = []event{yes}, true, 2*time.Second
		polls(width - 2)
	}
	random.Shuffle(len(r.atOnce), func(a, b int) { r.atOnce[a], r.atOnce[b] = r.atOnce[b], r.atOnce[a] })
	for range r.atOnce {
		r.delay = append(r.delay, time.Duration(random.Int64N(int64(spread))))
	}
	return r
}

// stolen are the steps by which the attacker polls with a handle of somebody else's.
func (d *drive) stolen() (list []string) {
	for _, name := range slices.Sorted(maps.Keys(d.calls)) {
		if strings.HasPrefix(name, "replay_") {
			list = append(list, name)
		}
	}
	return list
}

// needs tells whether a round has a decision that a target may say nothing of.
func (r *round) needs(outcome string) bool {
	has := func(e event) bool { return e.outcome == outcome }
	return slices.ContainsFunc(r.first, has) || slices.ContainsFunc(r.atOnce, has)
}

// run is one transaction in a round.
type run struct {
	*play
	began  time.Time   // the round
	before flows.World // what requests have to carry is in it

	mu   sync.Mutex
	done history
}

// run plays a round, and returns what happened to each of its transactions. It fails
// where the server gives no answer that could be judged.
func (s *server) run(ctx context.Context, spec *spec, r *round, screen *sync.Mutex) ([]history, error) {
	start := event{step: spec.start, by: user}
	began, before := time.Now(), spec.before(start)
	runs := make([]*run, max(r.starts, 1))
	asked := make([]asking, len(runs))
	for i := range runs {
		runs[i] = &run{play: s.play(spec.drive, spec.on), began: began, before: before}
		asked[i] = asking{run: runs[i], in: runs[i].play, event: start}
	}
	first := runs[0]
	elsewhere, err := first.begin(ctx, r, asked, screen)
	if err != nil {
		return nil, err
	}
	for _, e := range r.first {
		if _, err := first.ask(ctx, first.play, e); err != nil {
			return nil, err
		}
	}
	if r.starts == 0 {
		if err := first.together(ctx, r, elsewhere); err != nil {
			return nil, err
		}
	}
	for _, one := range runs { // each code is good for what it was issued for
		if err := one.collect(ctx, one.play, event{step: spec.poll, by: user}); err != nil {
			return nil, err
		}
		if t := &one.sessions[0]; t.life > 0 {
			one.done = one.done.expiring(spec.start, one.life(t))
		}
	}
	return histories(runs), nil
}

// begin is all up to where the user is asked. Nobody else may begin meanwhile: what comes
// by itself to the user's screen would be another request. Elsewhere is where the user
// can decide, too.
func (r *run) begin(ctx context.Context, plan *round, starts []asking, screen *sync.Mutex) (elsewhere *play, err error) {
	screen.Lock()
	defer screen.Unlock()
	if err := atOnce(ctx, starts); err != nil {
		return nil, err
	}
	for i := range starts {
		if a := &starts[i]; a.err != nil || a.got.refuses() {
			return nil, cmp.Or(a.err, fmt.Errorf("%w: %s", errShut, a.step))
		}
	}
	if plan.starts > 0 && len(plan.first) == 0 {
		return nil, nil
	}
	if err := r.reach(ctx, r.play); err != nil {
		return nil, err
	}
	if !plan.second || r.on.Setting.EntryBound || !plan.needs(approve) || !plan.needs(deny) {
		return r.play, nil
	}
	other := r.aside()
	delete(other.browsers, user)
	switch err := r.reach(ctx, other); {
	case errors.Is(err, errShut):
		return r.play, nil
	default:
		return other, err
	}
}

// errShut is a server that refuses what comes before all that is asked at once.
var errShut = errors.New("refused before anything is asked at once")

// reach gets the user to where they are asked.
func (r *run) reach(ctx context.Context, in *play) error {
	for _, step := range []string{r.enter, loginStep} {
		got, err := r.ask(ctx, in, event{step: step, by: user})
		if err != nil {
			return err
		}
		if got.refused {
			return fmt.Errorf("%w: %s", errShut, step)
		}
	}
	return nil
}

// together is the part of a round that happens at once, and what comes of it.
func (r *run) together(ctx context.Context, plan *round, elsewhere *play) error {
	t := &r.sessions[0]
	if r.Clients[0].DPoP && t.keys[user] == nil { // all polls of a client prove the same key
		key, err := newProofKey()
		if err != nil {
			return err
		}
		t.keys[user] = key
	}
	var wait time.Duration
	if plan.old {
		if wait = time.Until(t.began.Add(r.life(t) - time.Second)); wait > r.net.limits.Wait {
			return errLong
		}
	}
	asked := make([]asking, len(plan.atOnce))
	for i, e := range plan.atOnce {
		from := r.play
		if e.outcome == deny {
			from = elsewhere
		}
		asked[i] = asking{run: r, in: from.aside(), event: e, after: wait + plan.delay[i]}
	}
	if err := atOnce(ctx, asked); err != nil {
		return err
	}
	for i := range asked {
		if a := &asked[i]; a.got.reply == "access_token" {
			if _, err := r.ask(ctx, a.in, event{step: useStep, by: a.by}); err != nil {
				return err
			}
		}
	}
	return nil
}

// collect polls, and uses the token if there is one.
func (r *run) collect(ctx context.Context, in *play, poll event) error {
	got, err := r.ask(ctx, in, poll)
	if err == nil && got.reply == "access_token" {
		_, err = r.ask(ctx, in, event{step: useStep, by: poll.by})
	}
	return err
}

// asking is an operation under way.
type asking struct {
	*run
	event
	in    *play
	after time.Duration
	got   observed
	err   error
}

// atOnce lets all of them begin together. One that is not answered in time may have had
// any effect; other troubles are for all.
func atOnce(ctx context.Context, list []asking) error {
	gate := make(chan struct{})
	var under sync.WaitGroup
	for i := range list {
		a := &list[i]
		under.Go(func() {
			<-gate
			if a.after > 0 {
				if a.err = a.in.wait(ctx, a.after); a.err != nil {
					return
				}
			}
			a.got, a.err = a.ask(ctx, a.in, a.event)
		})
	}
	close(gate)
	under.Wait()
	for i := range list {
		if err := list[i].err; err != nil && !late(err) && !errors.Is(err, errUnplayed) {
			return err
		}
	}
	return nil
}

// late tells whether an answer did not come in time.
func late(err error) bool {
	var trouble *Trouble
	return errors.As(err, &trouble) && trouble.What == unanswered
}

// ask takes one step and writes down when.
func (r *run) ask(ctx context.Context, in *play, e event) (observed, error) {
	call := time.Since(r.began)
	got, err := in.takes(e.step)(ctx, in, flows.Act{Step: &flows.Step{Name: e.step}, Actor: e.by}, model.Way{Name: e.outcome}, &r.before)
	op := operation{event: e, answered: answered{observed: got}, call: call, end: time.Since(r.began)}
	if err != nil && !late(err) {
		return got, err
	}
	op.lost = err != nil
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = append(r.done, op)
	return got, err
}

// aside is what somebody does in another tab, at the same time: with the same cookies,
// and what everybody holds by now.
func (p *play) aside() *play {
	q := *p
	q.sent, q.shown, q.browsers = nil, nil, map[flows.Party]*browser{}
	for of, b := range p.browsers {
		tab := *b
		tab.values, tab.sent = maps.Clone(b.values), &q.sent
		q.browsers[of] = &tab
	}
	for i := range q.sessions {
		t := &q.sessions[i]
		t.values, t.keys, t.tokens = maps.Clone(t.values), maps.Clone(t.keys), maps.Clone(t.tokens)
	}
	return &q
}

// histories are those of the transactions that the runs are about: of one, if two
// have the same code.
func histories(runs []*run) (list []history) {
	var of []*run
	for _, r := range runs {
		same := slices.IndexFunc(of, func(other *run) bool {
			for _, name := range []string{"device_code", "user_code", "auth_req_id"} {
				if code := r.sessions[0].values[name]; code != "" && code == other.sessions[0].values[name] {
					return true
				}
			}
			return false
		})
		if same >= 0 {
			list[same] = append(list[same], r.done...)
			continue
		}
		of, list = append(of, r), append(list, r.done)
	}
	for i := range list {
		slices.SortStableFunc(list[i], func(a, b operation) int { return cmp.Compare(a.call, b.call) })
	}
	return list
}
