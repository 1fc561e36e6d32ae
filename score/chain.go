package score

import (
	"context"
	"slices"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Link is an attack that comes before another, and what it gives the attacker there.
type Link struct {
	First Case
	scenarios.Foothold
}

// Follow makes c the case of an attacker who carries out another attack first. Its error
// says which attacks give something in c's scenario.
func (c Case) Follow(first Case) (Case, error) {
	foothold, err := first.Scenario.Foothold(c.Scenario)
	c.After = &Link{first, foothold}
	return c, err
}

// checkAfter checks the attack that comes first, and then the case itself: for an attacker
// who has what the first gives if it succeeds, and who has not if it does not. Between the
// two nothing is shared, so they are explored one by one.
func (c Case) checkAfter(ctx context.Context) (*results.Check, error) {
	first, err := Check(ctx, c.After.First)
	if err != nil {
		return nil, err
	}
	link := &results.Link{Gives: c.After.Capability, Source: c.After.Source, Gained: first.Granted.Reachable, Check: first}
	c.After = nil
	if link.Gained != nil && *link.Gained && !slices.Contains(c.Attacker.Capabilities, link.Gives) {
		c.Attacker.Capabilities = append(slices.Clone(c.Attacker.Capabilities), link.Gives)
	}
	r, err := Check(ctx, c)
	if err != nil {
		return nil, err
	}
	r.After = link
	r.Complete = r.Complete && link.Gained != nil
	return r, nil
}
