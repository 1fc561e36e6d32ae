package model

import (
	"context"
	"errors"
	"fmt"
)

// Goal is a named predicate over states whose labels [Family] looks for.
type Goal[S comparable] struct {
	Name string
	When func(s *S) bool
}

// FamilyResult holds the minimal labels of the paths to each goal.
//
// Only if Complete is set do they answer every question about every deployment,
// attacker and user. Otherwise each label is still that of some path, so what it
// lets through is possible; but what no label lets through may be possible too.
type FamilyResult struct {
	Labels [][]Label // for each goal, as [Minimal] would return them

	States, Edges   int // of the one exploration; Edges as [Explore] counts them
	Arcs            int // edges left after dropping those that another one covers
	LabelsKept      int // labels of states, summed over the states
	LabelsProcessed int // labels looked at to find those, superseded ones included
	LabelsMax       int // most labels that one state has
	LabelsMean      float64
	Transfers       int // how often a label of a state was carried along an arc
	Complete        bool
	Stopped         string // why not, if not
}

// Family explores sys once, with every edge whatever its mask, and returns for
// each goal the minimal labels over all paths from the initial state to a state
// that satisfies it. See [Label] for what a label says.
//
// It is exact under five conditions, which whoever writes the system has to
// keep, and which cannot be seen from here.
//
//  1. Edges and targets do not depend on the deployment or the attacker, except
//     through the masks.
//  2. No guard asks what else is enabled or refused.
//  3. A refused attempt does not happen: it changes nothing.
//  4. A goal is a predicate over states.
//  5. Whether a refusal is defeated depends on what the attacker and the user
//     have, not on where the path is.
//
// Labels may leave out what is of no use to any goal, so the counts in the
// result are of the work that was needed. They and the labels do not depend on
// Options.Workers. Options.Fingerprints has no bearing: states are exact.
func Family[S comparable](ctx context.Context, sys System[S], goals []Goal[S], opt Options) (FamilyResult, error) {
	if len(goals) > 64 {
		return FamilyResult{}, fmt.Errorf("model: %s: %d goals, more than 64", sys.Name, len(goals))
	}
	g, err := exploreArcs(ctx, sys, goals, opt)
	if err != nil {
		return FamilyResult{}, err
	}
	r := FamilyResult{States: g.states(), Edges: g.edges, Arcs: g.count, Stopped: g.stopped}
	p := newPropagation(g, len(goals))
	if stopped := p.run(ctx, opt.MaxBytes); r.Stopped == "" {
		r.Stopped = stopped
	}
	r.Complete = r.Stopped == ""
	r.LabelsProcessed, r.LabelsKept, r.Transfers = p.processed, p.kept, p.transfers
	r.LabelsMax = p.held.most(r.States)
	r.LabelsMean = float64(r.LabelsKept) / float64(r.States)
	for _, found := range p.found {
		labels := make([]Label, len(found))
		for i, l := range found {
			labels[i] = l.mask()
		}
		r.Labels = append(r.Labels, Minimal(labels))
	}
	return r, nil
}

// halt says why to go no further, or nothing.
func halt(ctx context.Context, bytes, most int64) string {
	switch err := ctx.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return "the time is spent"
	case err != nil:
		return "interrupted"
	case most > 0 && bytes > most:
		return fmt.Sprintf("the budget of %d bytes is spent", most)
	}
	return ""
}
