package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
)

// roundOptions say how a server is asked many things at once.
type roundOptions struct {
	rounds   int
	seed     uint64        // of what is asked in them
	width    int           // how many operations overlap at most; 0: as many as can be checked
	most     time.Duration // to check one history; 0: two seconds
	log      *LogWriter    // gets every history as it is recorded; nil: nobody
	pictures string        // directory for a picture of the shortest illegal history of each kind; empty: none
	progress func(done, of int)
}

// histories asks a server many things at once, and tells which answers no order of them
// explains. Rounds without an answer that could be judged are left out; why is the
// error, beside what was found in the others.
func (s *server) histories(ctx context.Context, cat *flows.Catalogue, d *drive, o roundOptions) (results.Histories, error) {
	on, err := compose(cat, s.TargetFlow, 0)
	if err != nil {
		return results.Histories{Found: []results.History{}}, err
	}
	l := &ledger{checker: checker{spec: newSpec(d, on), most: cmp.Or(o.most, 2*time.Second)}, opt: o, began: time.Now(),
		checked: map[string]int{}, found: map[string]*violation{}}
	plan := slices.DeleteFunc(d.plan(o.seed, o.rounds, cmp.Or(o.width, maxWidth), time.Duration(s.Deployment.CodeLife)*time.Second <= s.net.limits.Wait),
		func(r round) bool {
			return r.needs(approve) && s.Steps[approve] == nil || r.needs(deny) && s.Steps[deny] == nil
		})
	var waiting sync.WaitGroup // codes grow old side by side
	for i := range plan {
		if plan[i].old {
			waiting.Go(func() { l.play(ctx, s, &plan[i], len(plan)) })
		}
	}
	for i := range plan {
		if !plan[i].old && !l.hopeless() && ctx.Err() == nil {
			l.play(ctx, s, &plan[i], len(plan))
		}
	}
	waiting.Wait()
	return l.results(plan)
}

// ledger is what was found so far.
type ledger struct {
	checker
	opt    roundOptions
	began  time.Time
	screen sync.Mutex // the user's

	mu      sync.Mutex
	done    int
	out     results.Histories
	checked map[string]int // by kind of round
	found   map[string]*violation
	dropped int   // rounds
	inARow  int   // of them, up to now
	trouble error // the first
	unsaved error // of the log
}

// violation is a kind of illegal history.
type violation struct {
	illegal int
	kinds   []string // of rounds in which it came up
	core    *core    // the shortest
	whole   history
}

// hopeless tells whether the server has not answered for some rounds.
func (l *ledger) hopeless() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inARow >= 3
}

// play plays a round and enters what came of it.
func (l *ledger) play(ctx context.Context, s *server, r *round, of int) {
	began := time.Since(l.began)
	list, err := s.run(ctx, l.spec, r, &l.screen)
	verdicts := make([]porcupine.CheckResult, len(list))
	for i := range list {
		verdicts[i] = l.check(list[i])
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case errors.Is(err, errLong), errors.Is(err, errUnplayed): // it is not for this server
	case err != nil:
		l.dropped++
		l.inARow++
		l.trouble = cmp.Or(l.trouble, err)
	default:
		l.inARow = 0
	}
	for i, h := range list {
		l.enter(r, h, began, verdicts[i])
	}
	if l.done++; l.opt.progress != nil {
		l.opt.progress(l.done, of)
	}
}

// enter takes one history down.
func (l *ledger) enter(r *round, h history, began time.Duration, verdict porcupine.CheckResult) {
	l.out.Checked++
	l.checked[r.kind]++
	if l.opt.log != nil {
		for _, op := range h {
			if op.step != tickStep { // nobody does that
				l.unsaved = cmp.Or(l.unsaved, l.opt.log.Write(op.logged(l.out.Checked, began)))
			}
		}
	}
	if verdict == porcupine.Unknown {
		l.out.Unknown++
	}
	if verdict != porcupine.Illegal {
		return
	}
	l.out.Illegal++
	c, ok := l.core(h)
	if !ok { // it takes longer to say why than is allowed
		c = &core{history: h, odd: h[len(h)-1]}
	}
	id := l.id(c)
	v := l.found[id]
	if v == nil {
		v = &violation{}
		l.found[id] = v
	}
	v.illegal++
	if !slices.Contains(v.kinds, r.kind) {
		v.kinds = append(v.kinds, r.kind)
	}
	if v.core == nil || len(c.history) < len(v.core.history) {
		v.core, v.whole = c, h
	}
}

// results are the findings, by their names.
func (l *ledger) results(plan []round) (results.Histories, error) {
	l.out.Found = []results.History{}
	err := l.unsaved
	for _, id := range slices.Sorted(maps.Keys(l.found)) {
		v := l.found[id]
		slices.Sort(v.kinds)
		of := 0
		for _, kind := range v.kinds {
			of += l.checked[kind]
		}
		l.out.Found = append(l.out.Found, results.History{ID: id, Round: strings.Join(v.kinds, "; "), Illegal: v.illegal, Of: of, Core: l.lines(v.core.history), Seed: l.opt.seed})
		if l.opt.pictures != "" {
			err = cmp.Or(err, l.picture(filepath.Join(l.opt.pictures, id+".html"), v))
		}
	}
	if missing := l.dropped + len(plan) - l.done; missing > 0 {
		why := "interrupted"
		if l.trouble != nil {
			why = l.trouble.Error()
		}
		err = cmp.Or(err, error(&Trouble{fmt.Sprintf("%d of %d rounds came to nothing", missing, len(plan)), why}))
	}
	return l.out, err
}

// checker holds histories against the specification. One that is not decided in time
// is neither legal nor illegal.
type checker struct {
	*spec
	most   time.Duration // for each history
	inTime bool          // answers are looked at in the order in which they came
	until  time.Time     // zero: whenever
}

// check tells whether some order of the operations is a behaviour of the model, in
// which none comes before another that had ended when it began.
func (c checker) check(h history) porcupine.CheckResult {
	most := c.most
	if !c.until.IsZero() {
		if most = min(most, time.Until(c.until)); most <= 0 {
			return porcupine.Unknown
		}
	}
	return porcupine.CheckOperationsTimeout(c.porcupine(), h.operations(), most)
}

// core is a part of a history that no order explains, although all of it but one
// answer can be explained.
type core struct {
	history
	odd operation // the one with that answer
}

// known is what is taken to be known of each operation of a history.
type known []knowledge

type knowledge uint8

const (
	nothing knowledge = iota // it did not happen
	begun                    // it may have had any effect, or none
	all
)

// of is what is left of a history if only that is known.
func (k known) of(h history) (out history) {
	for i, op := range h {
		op.lost = op.lost || k[i] == begun
		if k[i] != nothing {
			out = append(out, op)
		}
	}
	return out
}

// core is as little of an illegal history as is illegal, if it can be told in time:
// first, with one answer more at a time, the one at which no order explains them any
// more. Then without everything that is needed neither to explain the others nor to
// rule out that one. What goes may still have had any effect.
func (c checker) core(h history) (*core, bool) {
	c.until = time.Now().Add(c.most)
	h = c.answers(h)
	odd := sort.Search(len(h), func(odd int) bool { return c.check(h.by(odd).of(h)) == porcupine.Illegal })
	if odd == len(h) || h[odd].lost {
		return nil, false
	}
	return c.shortest(h, odd), true
}

// answers are the operations in the order in which they are looked at: as they were
// answered, or first what decides and last what only shows it, so that what is wrong has
// the same name however fast its consequences were.
func (c checker) answers(h history) history {
	h = slices.Clone(h)
	slices.SortStableFunc(h, func(a, b operation) int {
		if causes := cmp.Compare(c.cause(&a), c.cause(&b)); causes != 0 && !c.inTime {
			return causes
		}
		return cmp.Compare(a.answeredAt(), b.answeredAt())
	})
	return h
}

// cause is how early an operation can be the reason why others are answered as they are.
func (c checker) cause(op *operation) int {
	switch {
	case op.lost:
		return 3
	case c.calls[op.step] != nil && op.step != c.start:
		return 1
	case op.step == useStep:
		return 2
	}
	return 0
}

// by is what is known with one answer and those before it, in that order.
func (h history) by(answer int) known {
	var last time.Duration
	for i := range h[:answer+1] {
		last = max(last, h[i].end)
	}
	k := make(known, len(h))
	for i := range h {
		switch {
		case i <= answer:
			k[i] = all
		case h[i].call <= last:
			k[i] = begun
		}
	}
	return k
}

// shortest leaves out what it can, what was looked at last first, and many at a time if
// there are many.
func (c checker) shortest(h history, odd int) *core {
	seen := h.by(odd)
	kept := slices.Clone(seen)
	for size := max(len(h)/2, 1); ; {
		less := false
		for end := len(h); end > 0; end -= size {
			if rest := c.without(h, seen, kept, odd, max(end-size, 0), end); rest != nil {
				kept, less = rest, true
			}
		}
		if size == 1 && !less {
			break
		}
		size = max(size/2, 1)
	}
	out := &core{odd: h[odd]}
	for i, k := range kept {
		if k != nothing {
			out.history = append(out.history, h[i])
		}
	}
	slices.SortStableFunc(out.history, func(a, b operation) int { return cmp.Compare(a.call, b.call) })
	return out
}

// without is what is kept, without some operations; nil if all or some of them are
// needed.
func (c checker) without(h history, seen, kept known, odd, from, to int) known {
	rest := slices.Clone(kept)
	for i := from; i < to; i++ {
		if i != odd && h[i].step != c.start { // nothing is without its start
			rest[i] = nothing
		}
	}
	if slices.Equal(rest, kept) {
		return nil
	}
	explained, ruled := slices.Clone(rest), slices.Clone(rest)
	explained[odd] = begun
	for i := range rest {
		if rest[i] == nothing {
			ruled[i] = min(seen[i], begun)
		}
	}
	if c.check(explained.of(h)) == porcupine.Ok && c.check(ruled.of(h)) == porcupine.Illegal {
		return rest
	}
	return nil
}

// id names what is wrong by the answers in a core, and not by how many there were or
// when they came.
func (s *spec) id(c *core) string {
	after := ""
	for i := range c.history {
		if op := &c.history[i]; *op != c.odd && rank[s.effect(op)] > rank[after] {
			after = s.effect(op)
		}
	}
	kind, answer := c.odd.step, c.odd.answered.String()
	_, person := c.odd.by.Person()
	over := s.calls[kind] != nil && c.odd.refuses()
	switch {
	case kind == s.start:
		return "concurrent.starts.same-code"
	case kind == useStep && c.odd.refused:
		return "concurrent.polls.token-unusable"
	case kind == decideStep && !c.odd.refused && (after == anApproval || after == aDenial):
		return "concurrent.decisions.both-accepted"
	case s.effect(&c.odd) == aToken && after == aToken:
		return "concurrent.polls.two-tokens"
	case kind == decideStep:
		kind = "decisions"
	case over && !s.exact: // in whatever word, and nobody has a token
		return "concurrent.polls.refused"
	case kind == s.poll && person:
		kind = "polls"
	}
	id := "concurrent." + kind + "." + answer
	if after != aStart && after != "" {
		id += "-after-" + after
	}
	return strings.ReplaceAll(id, " ", "-")
}

// What operations do to a transaction, the least first.
const (
	aStart     = "start"
	anApproval = "approval"
	aDenial    = "denial"
	anExpiry   = "expiry"
	aToken     = "token"
)

var rank = map[string]int{aStart: 1, anApproval: 2, aDenial: 3, anExpiry: 4, aToken: 5}

// effect is what an operation did to the transaction, if anything.
func (s *spec) effect(op *operation) string {
	switch {
	case op.reply == "access_token":
		return aToken
	case op.refuses() || op.lost:
		return ""
	case op.step == s.start:
		return aStart
	case op.step == tickStep:
		return anExpiry
	case op.step == decideStep && op.outcome == deny:
		return aDenial
	case op.step == decideStep:
		return anApproval
	}
	return ""
}
