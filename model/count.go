package model

import (
	"context"
	"encoding/binary"
	"math/big"
)

// CountStopping counts the deployments within universe that stop every attack,
// and all there are. A deployment takes one rung or none of each ladder, and
// each alternative or not; it stops an attack if it meets its blocker (see
// [Blockers]), a rung also if a laxer one does. The counts are exact. If ctx
// ends first, the error is its own.
func CountStopping(ctx context.Context, blockers []Set, universe Set, ladders Ladders) (stopping, of *big.Int, err error) {
	c := &counter{ctx: ctx, groups: ladders.choices(universe), known: map[string]uint64{}}
	all := Set(0)
	for i, group := range c.groups {
		all |= Of(group...)
		for _, m := range group {
			c.group[m] = i
		}
	}
	var hit []Set
	for _, b := range blockers {
		hit = append(hit, ladders.Stricter(b)&universe)
	}
	hit = minimalSets(hit)

	of = c.free(all)
	stopping = new(big.Int).SetUint64(c.count(hit))
	stopping.Mul(stopping, c.free(all&^c.touched(hit)))
	return stopping, of, c.err
}

// counter counts by choosing for one group after another, on the parts of the
// problem that have no group in common separately.
//
// uint64 is wide enough inside: only where no blocker is left can all of 2^64
// deployments do, and there are no more than that.
type counter struct {
	ctx    context.Context
	err    error
	groups [][]int // what can be chosen independently: ladders and alternatives
	group  [64]int // index of a mitigation's group
	known  map[string]uint64
}

// count returns how many deployments of the groups that blockers touch meet
// every blocker. Blockers are minimal.
func (c *counter) count(blockers []Set) uint64 {
	if len(blockers) == 0 {
		return 1
	}
	if blockers[0] == 0 {
		return 0
	}
	product := uint64(1)
	for len(blockers) > 0 && product > 0 {
		var part []Set
		part, blockers = c.split(blockers)
		product *= c.countPart(part)
	}
	return product
}

// countPart is count for blockers that hang together.
func (c *counter) countPart(part []Set) uint64 {
	key := make([]byte, 0, 8*len(part))
	for _, b := range part {
		key = binary.LittleEndian.AppendUint64(key, uint64(b))
	}
	if n, ok := c.known[string(key)]; ok {
		return n
	}
	if len(c.known)%1024 == 0 && c.err == nil {
		c.err = c.ctx.Err()
	}
	if c.err != nil {
		return 0
	}
	group := c.groups[c.busiest(part)]
	scope := c.touched(part) &^ Of(group...)
	total := uint64(0)
	for i := -1; i < len(group); i++ {
		var rest []Set
		for _, b := range part {
			if i < 0 || !b.Has(group[i]) {
				rest = append(rest, b&^Of(group...))
			}
		}
		rest = minimalSets(rest)
		if n := c.count(rest); n > 0 {
			total += n * c.free(scope&^c.touched(rest)).Uint64()
		}
	}
	c.known[string(key)] = total
	return total
}

// split takes from blockers those connected with the first by common groups.
func (c *counter) split(blockers []Set) (part, rest []Set) {
	scope := c.touched(blockers[:1])
	for grown := true; grown; {
		grown = false
		part, rest = nil, nil
		for _, b := range blockers {
			if !b.Meets(scope) {
				rest = append(rest, b)
				continue
			}
			part = append(part, b)
			if wider := scope | c.touched([]Set{b}); wider != scope {
				scope, grown = wider, true
			}
		}
	}
	return part, rest
}

// busiest returns the group that is in most blockers.
func (c *counter) busiest(blockers []Set) (best int) {
	most := 0
	for i, group := range c.groups {
		n := 0
		for _, b := range blockers {
			if b.Meets(Of(group...)) {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// touched returns all members of the groups that blockers have members of.
func (c *counter) touched(blockers []Set) (scope Set) {
	union := Set(0)
	for _, b := range blockers {
		union |= b
	}
	for ; union != 0; union &^= scope {
		scope |= Of(c.groups[c.group[union.Members()[0]]]...)
	}
	return scope
}

// free counts the deployments of the groups in scope.
func (c *counter) free(scope Set) *big.Int {
	n := big.NewInt(1)
	for _, group := range c.groups {
		if scope.Meets(Of(group...)) {
			n.Mul(n, big.NewInt(int64(len(group)+1)))
		}
	}
	return n
}
