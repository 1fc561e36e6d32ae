package model

import "math/bits"

// Set is a set of at most 64 small numbers: capabilities and errors, or
// mitigations, as whoever built the system numbered them.
type Set uint64

// Of is the set of the given members, each below 64.
func Of(members ...int) (s Set) {
	for _, m := range members {
		s |= 1 << m
	}
	return s
}

// Has tells whether m is a member.
func (s Set) Has(m int) bool { return s>>m&1 != 0 }

// In tells whether every member of s is in t.
func (s Set) In(t Set) bool { return s&^t == 0 }

// Meets tells whether s and t have a member in common.
func (s Set) Meets(t Set) bool { return s&t != 0 }

// Len is the number of members.
func (s Set) Len() int { return bits.OnesCount64(uint64(s)) }

// Members lists the members in ascending order.
func (s Set) Members() []int {
	list := make([]int, 0, s.Len())
	for ; s != 0; s &= s - 1 {
		list = append(list, bits.TrailingZeros64(uint64(s)))
	}
	return list
}
