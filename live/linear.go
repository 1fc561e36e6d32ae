package live

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// checker holds histories against the specification. One that is not decided in time
// is neither legal nor illegal.
type checker struct {
	*spec
	most time.Duration // for each history
}

// check tells whether some order of the operations is a behaviour of the model, in
// which none comes before another that had ended when it began.
func (c checker) check(h history) porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(c.porcupine(), h.operations(), c.most)
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
// first, in the order in which answers came, the one at which no order explains them any
// more. Then without everything that is needed neither to explain the others nor to
// rule out that one. What goes may still have had any effect.
func (c checker) core(h history) (*core, bool) {
	h = slices.Clone(h)
	slices.SortStableFunc(h, func(a, b operation) int { return cmp.Compare(a.answeredAt(), b.answeredAt()) })
	for odd := range h {
		seen := make(known, len(h))
		for i := range h {
			switch {
			case i <= odd:
				seen[i] = all
			case h[i].call <= h[odd].end:
				seen[i] = begun
			}
		}
		if !h[odd].lost && c.check(seen.of(h)) == porcupine.Illegal {
			return c.shortest(h, seen, odd), true
		}
	}
	return nil, false
}

// shortest leaves out what it can, what was answered last first.
func (c checker) shortest(h history, seen known, odd int) *core {
	kept := slices.Clone(seen)
	for again := true; again; {
		again = false
		for i := len(h) - 1; i >= 0; i-- {
			if i == odd || kept[i] == nothing || h[i].step == c.start { // nothing is without its start
				continue
			}
			rest := slices.Clone(kept)
			rest[i] = nothing
			explained, ruled := slices.Clone(rest), slices.Clone(rest)
			explained[odd] = nothing
			for k := range rest {
				if rest[k] == nothing {
					ruled[k] = min(seen[k], begun)
				}
			}
			if c.check(explained.of(h)) == porcupine.Ok && c.check(ruled.of(h)) == porcupine.Illegal {
				kept, again = rest, true
			}
		}
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

// id names what is wrong by the answers in a core, and not by how many there were or
// when they came.
func (s *spec) id(c *core) string {
	after := ""
	for i := range c.history {
		if op := &c.history[i]; *op != c.odd && rank[s.effect(op)] > rank[after] {
			after = s.effect(op)
		}
	}
	kind := c.odd.step
	switch _, person := c.odd.by.Person(); {
	case kind == s.start:
		return "concurrent.starts.same-code"
	case kind == use && c.odd.refused:
		return "concurrent.polls.token-unusable"
	case kind == decide && !c.odd.refused && (after == approval || after == denial):
		return "concurrent.decisions.both-accepted"
	case s.effect(&c.odd) == token && after == token:
		return "concurrent.polls.two-tokens"
	case kind == decide:
		kind = "decisions"
	case kind == s.poll && person:
		kind = "polls"
	}
	id := "concurrent." + kind + "." + c.odd.answered.String()
	if after != begin {
		id += "-after-" + after
	}
	return strings.ReplaceAll(id, " ", "-")
}

// What operations do to a transaction, the least first.
const (
	begin    = "start"
	approval = "approval"
	denial   = "denial"
	expiry   = "expiry"
	token    = "token"
)

var rank = map[string]int{begin: 1, approval: 2, denial: 3, expiry: 4, token: 5}

// effect is what an operation did to the transaction, if anything.
func (s *spec) effect(op *operation) string {
	switch {
	case op.reply == "access_token":
		return token
	case op.refuses() || op.lost:
		return ""
	case op.step == s.start:
		return begin
	case op.step == ageing:
		return expiry
	case op.step == decide && op.outcome == deny:
		return denial
	case op.step == decide:
		return approval
	}
	return ""
}
