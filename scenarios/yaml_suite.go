package scenarios

import (
	"slices"
	"strings"
)

// suite reads the mapping that describes a suite. What is wrong with it is
// noted.
func (r *reader) suite(n *node) *Suite {
	s := &Suite{File: r.name}
	var shared *Deployment
	var runs *node
	given := r.fields(n, "a suite",
		field{"suite", true, func(n *node) { r.named(n, &s.Name) }},
		field{"doc", false, func(n *node) { r.sentence(n, &s.Doc) }},
		field{"deployment", false, func(n *node) { shared = r.deploymentOf(n) }},
		field{"runs", true, func(n *node) { runs = n }},
	)
	if !given["deployment"] {
		shared = r.builtin(n, Example.Name)
	}
	if runs == nil {
		return s
	}
	if runs.kind != kindList || len(runs.items) == 0 {
		r.wrong(runs, "a list of runs")
		return s
	}
	var said statements
	for _, item := range runs.items {
		run := r.run(item, shared)
		if run == nil {
			continue
		}
		r.consistent(&said, run)
		s.Runs = append(s.Runs, run.Run)
	}
	return s
}

// runReader is a run with the nodes it was read from, as far as its own parts
// refer to each other.
type runReader struct {
	Run
	node         *node
	capabilities map[string][]string // of each attacker
	errors       []string            // that its users make
	expected     []*node             // where each word of Expect stands
}

// run reads one run; nil if anything in it is wrong, which is then noted.
func (r *reader) run(n *node, shared *Deployment) *runReader {
	before := len(r.errs)
	run := &runReader{Run: Run{At: r.at(n), Deployment: shared}, node: n}
	var flow, with, attackers, user, expect *node
	keep := func(into **node) func(*node) { return func(n *node) { *into = n } }
	given := r.fields(n, "a run",
		field{"scenario", true, func(n *node) { r.scenario(n, run) }},
		field{"flow", false, keep(&flow)},
		field{"deployment", false, func(n *node) { run.Deployment = r.deploymentOf(n) }},
		field{"with", false, keep(&with)},
		field{"attackers", false, keep(&attackers)},
		field{"user", false, keep(&user)},
		field{"expect", true, keep(&expect)},
	)
	if n.kind != kindMapping {
		return nil
	}
	if flow != nil {
		r.knownFlow(flow, &run.Flow)
	}
	if run.Scenario != nil {
		r.applies(flow, run)
	}
	if with != nil {
		r.beside(with, run)
	}
	r.user(user, run)
	if attackers != nil || !given["attackers"] {
		r.attackers(attackers, run)
	}
	if expect != nil {
		r.expect(expect, run)
	}
	if len(r.errs) > before || run.Deployment == nil {
		return nil
	}
	return run
}

// scenario reads the name of a scenario.
func (r *reader) scenario(n *node, run *runReader) {
	name, ok := r.word(n, "the name of a scenario")
	if !ok {
		return
	}
	s, err := Find(name)
	if err != nil {
		known := make([]string, len(All))
		for i, s := range All {
			known[i] = s.Name
		}
		r.fail(n, unknown(quote(name), name, "a scenario", known))
		return
	}
	run.Scenario = s
}

// applies checks that the scenario applies to the run's flow, which is its
// deployment's if it names none.
func (r *reader) applies(flow *node, run *runReader) {
	name, at := run.Flow, flow
	if flow == nil && run.Deployment != nil {
		name, at = run.Deployment.Flow, run.node
	}
	if name == "" {
		return // and that has been noted
	}
	if _, err := run.Scenario.Flow(name); err != nil {
		known := make([]string, len(run.Scenario.Flows))
		for i, f := range run.Scenario.Flows {
			known[i] = f.Name
		}
		r.fail(at, &InputError{Found: "flow " + quote(name), Expected: "one that " + run.Scenario.Name + " applies to: " + strings.Join(known, ", ")})
	}
}

// beside reads the mitigations that a run has besides those of its deployment.
func (r *reader) beside(n *node, run *runReader) {
	chosen := r.with(n)
	if run.Deployment == nil {
		return
	}
	names, bad := run.Deployment.beside(r.cat, chosen.names())
	if bad != nil {
		r.fail(n, bad)
	}
	run.With = names
}

// user reads the model of the users; without one they are obedient.
func (r *reader) user(n *node, run *runReader) {
	typed := "obedient"
	if n != nil {
		word, ok := r.word(n, "a model of users")
		if !ok {
			return
		}
		typed = word
	}
	name, errs, err := ParseUser(r.cat, typed)
	if err != nil {
		at := n
		if at == nil {
			at = run.node
		}
		r.fail(at, asInput(err))
		return
	}
	run.errors = errs
	if n != nil {
		run.User = name
	}
}

// attackers reads against whom a run is. An attack has at least one attacker,
// an honest scenario none.
func (r *reader) attackers(n *node, run *runReader) {
	s := run.Scenario
	switch {
	case n == nil && s != nil && len(s.Reach) > 0:
		r.fail(run.node, &InputError{Found: `no key "attackers"`, Expected: "one, because " + s.Name + " is an attack"})
		return
	case n == nil:
		return
	case n.kind != kindList || len(n.items) == 0:
		r.wrong(n, "a list of attackers, as [literal, strongest]")
		return
	case s != nil && len(s.Reach) == 0:
		r.wrong(n, "no attackers, because "+s.Name+" is honest")
		return
	case s == nil:
		s = &Scenario{} // unknown, and noted; the names can still be checked
	}
	run.capabilities = map[string][]string{}
	for _, item := range n.items {
		typed, ok := r.word(item, "an attacker, as literal or \"literal,+on-demand\"")
		if !ok {
			continue
		}
		name, capabilities, err := ParseAttacker(r.cat, s, typed)
		if err != nil {
			bad := asInput(err)
			if strings.ContainsAny(typed[:1], "+-") {
				bad.Expected += `, all in one pair of quotation marks, as "literal,+on-demand"`
			}
			r.fail(item, bad)
			continue
		}
		if slices.Contains(run.Attackers, name) {
			r.fail(item, &InputError{Found: quote(name) + " again", Expected: "it once"})
			continue
		}
		run.Attackers = append(run.Attackers, name)
		run.capabilities[name] = capabilities
	}
}
