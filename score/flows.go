package score

import (
	"context"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// attack is an attack on what ties two devices together, in the scenarios that show it:
// of each flow the first that names it.
type attack struct {
	name, doc string
	in        []*scenarios.Scenario
}

var attacks = []attack{
	{"session-spying", "same consumption device, different user", []*scenarios.Scenario{scenarios.SessionSpying}},
	{"wrong-device", "different consumption device, same user", []*scenarios.Scenario{scenarios.WrongDevice, scenarios.B3}},
	{"phishing", "somebody who wanted nothing approves the attacker's request, or sends them a code",
		[]*scenarios.Scenario{scenarios.B1, scenarios.B4, scenarios.B5, scenarios.B6, scenarios.B7, scenarios.B8}},
}

// on is the scenario in which the attack is made on a flow; nil if there is none.
func (a *attack) on(f *flows.Flow) *scenarios.Scenario {
	i := slices.IndexFunc(a.in, func(s *scenarios.Scenario) bool { return slices.Contains(s.Flows, f) })
	if i < 0 {
		return nil
	}
	return a.in[i]
}

// Flows tells of each flow what ties its devices together, whom that assures and which
// mitigations are about it. Brief asks only for the weakest and the strongest binding,
// the literal attackers, and of users for the least and the most careful.
func Flows(ctx context.Context, cat *flows.Catalogue, list []*flows.Flow, user string, brief bool, opt model.Options) (*results.Flows, error) {
	r := &results.Flows{Schema: results.Schema, Models: results.Models, Brief: brief, Complete: true,
		Attacks: []results.Attack{}, Binding: []results.Binding{}, Assurance: []results.Assurance{}, Applicability: applicability(cat, list)}
	for _, a := range attacks {
		out := results.Attack{Name: a.name, Doc: a.doc, Scenarios: []string{}}
		for _, s := range a.in {
			out.Scenarios = append(out.Scenarios, s.Name)
		}
		r.Attacks = append(r.Attacks, out)
	}
	t := newTable(cat, r, opt)
	for _, f := range list {
		if err := t.binding(ctx, f, user); err != nil {
			return nil, err
		}
		if err := t.assurance(ctx, f); err != nil {
			return nil, err
		}
	}
	for _, found := range t.memo.explored {
		r.Explored++
		r.States += found.States
		r.Edges += found.Edges
	}
	return r, nil
}

// table is what the tables of flows have in common.
type table struct {
	*results.Flows
	cat  *flows.Catalogue // without mitigations: none is deployed, and without them there are fewer states
	opt  model.Options
	memo *memo
}

func newTable(cat *flows.Catalogue, r *results.Flows, opt model.Options) *table {
	bare := *cat
	bare.Mitigations = nil
	return &table{Flows: r, cat: &bare, opt: opt, memo: newMemo()}
}

// binds are the properties that an attack on binding breaks.
var binds = slices.DeleteFunc(slices.Clone(scenarios.Safety), func(p model.Property[flows.World]) bool {
	return p.Name != scenarios.ApproverBound && p.Name != scenarios.ConsumerBound
})

// decided is what an attack does to a flow with a binding, where the given servers check
// nothing that binds: first to who approves, then to who consumes.
func (t *table) decided(ctx context.Context, f *flows.Flow, s *scenarios.Scenario, b scenarios.Binding, naive flows.Servers, attacker, user string) (found []results.Bound, c Case, err error) {
	d, err := b.Deploy(f)
	if err != nil {
		return nil, c, err
	}
	as := *s.Where(f.Name)
	as.Facts.Naive = naive
	if c, err = NewCase(t.cat, &as, d, f.Name, nil, attacker, user, t.opt); err != nil {
		return nil, c, err
	}
	c.memo = t.memo
	found, err = c.decide(ctx, binds)
	for _, p := range found {
		t.Complete = t.Complete && p.Verdict != "inconclusive"
	}
	return found, c, err
}
