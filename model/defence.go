package model

import (
	"context"
	"slices"
)

// Defences returns the minimal deployments within universe that stop every
// attack: the sets that meet each blocker (see [Blockers]), of which no member
// can be dropped and no rung relaxed. At most one rung of a ladder is in a
// defence, and a rung stops what any laxer one stops.
//
// The list is in order of size, then members. If there are more than max (zero
// means no limit), or ctx ends, it is not complete: it then lacks some of its
// largest size and all that are larger, but what it holds is minimal.
func Defences(ctx context.Context, blockers []Set, universe Set, ladders Ladders, max int) (list []Set, complete bool) {
	search := newHitting(ctx, blockers, universe, ladders)
	// Sizes are raised one by one, so that a limit leaves out the largest.
	for size := 0; ; size++ {
		search.found, search.larger = nil, false
		if max > 0 {
			search.limit = max - len(list) + 1
		}
		search.extend(0, universe, size)
		slices.SortFunc(search.found, compareSets)
		list = append(list, search.found...)
		switch {
		case max > 0 && len(list) > max:
			return list[:max], false
		case ctx.Err() != nil:
			return list, false
		case !search.larger:
			return list, true
		}
	}
}

// hitting enumerates the minimal hitting sets of one size, each once.
type hitting struct {
	ctx      context.Context
	blockers []Set
	ladder   [64]Set // the ladder of a rung; an alternative by itself
	upwards  [64]Set // a rung and the stricter ones
	laxer    [64]Set // the next laxer rung, if there is one
	ladders  []Set

	found  []Set
	limit  int  // stop after so many; 0 means never
	larger bool // some branch needs a larger size
	steps  int
}

func newHitting(ctx context.Context, blockers []Set, universe Set, ladders Ladders) *hitting {
	h := &hitting{ctx: ctx}
	for _, group := range ladders.choices(universe) {
		if len(group) > 1 {
			h.ladders = append(h.ladders, Of(group...))
		}
		for i, m := range group {
			h.ladder[m], h.upwards[m] = Of(group...), Of(group[i:]...)
			if i > 0 {
				h.laxer[m] = Of(group[i-1])
			}
		}
	}
	for _, b := range blockers {
		h.blockers = append(h.blockers, ladders.Stricter(b)&universe)
	}
	h.blockers = minimalSets(h.blockers)
	return h
}

// extend completes chosen from allowed, with room for so many more members.
// What an earlier branch added, the later ones exclude, stricter rungs
// included: so no set is found twice.
func (h *hitting) extend(chosen, allowed Set, room int) {
	if h.steps++; h.steps%1024 == 0 && h.ctx.Err() != nil || h.limit > 0 && len(h.found) >= h.limit {
		return
	}
	candidates, need, all := h.look(chosen, allowed)
	switch {
	case all:
		if room == 0 && h.minimal(chosen, 0) {
			h.found = append(h.found, chosen)
		}
		return
	case candidates == 0:
		return
	case need > room:
		h.larger = true
		return
	}
	for candidates != 0 {
		m := h.laxest(candidates)
		candidates &^= h.ladder[m]
		next, left := chosen&^h.ladder[m]|Of(m), room
		if !chosen.Meets(h.ladder[m]) {
			left--
		}
		if left < 0 {
			h.larger = true
		} else if h.minimal(next, allowed) {
			h.extend(next, allowed, left)
		}
		allowed &^= h.upwards[m]
	}
}

// look tells whether chosen hits all blockers. If not, it returns what is allowed
// of the blocker that leaves the fewest ways to hit it, and how many more members
// are needed at least: one for each blocker that has nothing in common with the
// others counted, or with a ladder whose rung may yet be tightened.
func (h *hitting) look(chosen, allowed Set) (candidates Set, need int, all bool) {
	least, counted := 65, h.scope(chosen)
	for _, b := range h.blockers {
		if b.Meets(chosen) {
			continue
		}
		ways := b & allowed
		if n := ways.Len(); n < least {
			least, candidates = n, ways
		}
		if !ways.Meets(counted) {
			counted |= h.scope(ways)
			need++
		}
	}
	return candidates, need, least == 65
}

// scope returns s with all rungs of the ladders that it has a rung of.
func (h *hitting) scope(s Set) Set {
	for _, l := range h.ladders {
		if s.Meets(l) {
			s |= l
		}
	}
	return s
}

// laxest returns the first member, or the laxest rung of its ladder among the
// candidates.
func (h *hitting) laxest(candidates Set) int {
	m := candidates.Members()[0]
	for laxer := h.laxer[m]; laxer.Meets(candidates); laxer = h.laxer[m] {
		m = laxer.Members()[0]
	}
	return m
}

// minimal tells whether each member of chosen is needed: some blocker is hit by
// it alone, and would not be by the next laxer rung. A rung that can still be
// tightened, because a stricter one is allowed, may come to be needed later.
func (h *hitting) minimal(chosen, allowed Set) bool {
	for _, m := range chosen.Members() {
		if (h.upwards[m] &^ Of(m)).Meets(allowed) {
			continue
		}
		others := chosen&^Of(m) | h.laxer[m]
		if !slices.ContainsFunc(h.blockers, func(b Set) bool { return b.Has(m) && !b.Meets(others) }) {
			return false
		}
	}
	return true
}
