package scenarios

import (
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// defaults are what a suite says for runs that say nothing of it.
type defaults struct {
	deployments []*Deployment
	deployed    bool     // there are some, valid or not
	attackers   []string // valid ones
	attacked    bool     // there are some, valid or not
	users       []users
}

// suite reads the mapping that describes a suite. What is wrong with it is
// noted.
func (r *reader) suite(n *node) *Suite {
	s := &Suite{File: r.name}
	var shared defaults
	var runs *node
	given := r.fields(n, &suiteForm, readers{
		"suite":      func(n *node) { r.named(n, &s.Name) },
		"doc":        func(n *node) { r.sentence(n, &s.Doc) },
		"deployment": func(n *node) { shared.deployments = r.deploymentsOf(n) },
		"attackers":  func(n *node) { shared.attackers, _ = r.attackerList(n, &Scenario{}) },
		"user":       func(n *node) { shared.users = r.userList(n) },
		"runs":       func(n *node) { runs = n },
	})
	shared.attacked = given["attackers"]
	shared.deployed = given["deployment"]
	if !given["user"] {
		shared.users = r.obedient(n)
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
		for _, run := range r.run(item, shared) {
			before := len(r.errs)
			r.consistent(&said, run)
			s.Runs = append(s.Runs, run.Run)
			if len(r.errs) > before {
				break // the others of this item say the same
			}
		}
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

// run reads an item of the runs: one run on each of its deployments and clients for
// each of its users. It is nil if anything in it is wrong, which is then noted.
func (r *reader) run(n *node, shared defaults) (list []*runReader) {
	before := len(r.errs)
	run := &runReader{Run: Run{At: r.at(n)}, node: n}
	deployments, people := shared.deployments, shared.users
	var flow, client, with, attackers, expect, accept *node
	keep := func(into **node) func(*node) { return func(n *node) { *into = n } }
	given := r.fields(n, &runForm, readers{
		"scenario":   func(n *node) { r.scenario(n, run) },
		"flow":       keep(&flow),
		"deployment": func(n *node) { deployments = r.deploymentsOf(n) },
		"client":     keep(&client),
		"with":       keep(&with),
		"attackers":  keep(&attackers),
		"user":       func(n *node) { people = r.userList(n) },
		"expect":     keep(&expect),
		"accept":     keep(&accept),
	})
	if n.kind != kindMapping {
		return nil
	}
	if flow != nil {
		r.knownFlow(flow, &run.Flow)
	}
	if !shared.deployed && !given["deployment"] {
		deployments = r.builtin(n, r.exampleOf(run).Name)
	}
	if client != nil && deployments != nil {
		deployments = r.chosenClients(client, deployments)
	}
	var mitigations choice
	if with != nil {
		mitigations = r.with(with)
	}
	if run.Scenario != nil {
		r.applies(flow, run, deployments, mitigations)
	}
	switch s := run.Scenario; {
	case attackers != nil:
		r.attackers(attackers, run)
	case s == nil || len(s.Reach) == 0 || given["attackers"]:
	case shared.attacked:
		run.against(r.cat, shared.attackers)
	default:
		r.fail(n, &InputError{Found: `no key "attackers"`, Expected: "one, because " + s.Name + " is an attack"})
	}
	if expect != nil {
		r.expect(expect, run)
	}
	var accepted []acceptance
	if accept != nil {
		accepted = r.accept(accept, run, deployments)
	}
	for _, d := range deployments {
		var added []string
		if with != nil {
			if added = r.besides(with, mitigations, d); len(r.errs) > before {
				break
			}
		}
		for _, u := range people {
			one := *run
			one.Deployment, one.With, one.User, one.errors = d, added, u.name, u.errors
			one.Accept = of(accepted, d.client())
			list = append(list, &one)
		}
	}
	if len(r.errs) > before {
		return nil
	}
	return list
}

// chosenClients are those of a server's clients that a run is on.
func (r *reader) chosenClients(n *node, deployments []*Deployment) (list []*Deployment) {
	known := clientNames(deployments)
	if len(known) == 0 {
		r.wrong(n, "no client, because "+deployments[0].Name+" has none")
		return nil
	}
	for _, item := range oneOrMore(n) {
		name, ok := r.word(item, "a client, or a list of clients")
		if !ok {
			return nil
		}
		switch {
		case !slices.Contains(known, name):
			r.fail(item, unknown(quote(name), name, "a client of this deployment", known))
			return nil
		case slices.Contains(clientNames(list), name):
			r.fail(item, &InputError{Found: quote(name) + " again", Expected: "it once"})
			return nil
		}
		for _, d := range deployments {
			if d.client() == name {
				list = append(list, d)
			}
		}
	}
	return list
}

// oneOrMore are the items of a list of one or more, or else the node itself.
func oneOrMore(n *node) []*node {
	if n.kind == kindList && len(n.items) > 0 {
		return n.items
	}
	return []*node{n}
}

// scenario reads the name of a scenario.
func (r *reader) scenario(n *node, run *runReader) {
	name, ok := r.word(n, "the name of a scenario")
	if !ok {
		return
	}
	s, err := Find(name)
	if err != nil {
		r.fail(n, unknown(quote(name), name, "a scenario", scenarioNames(All)))
		return
	}
	run.Scenario = s
}

// exampleOf is the deployment of a run that names none: that of its flow, or of the
// scenario's first.
func (r *reader) exampleOf(run *runReader) *Deployment {
	if i := slices.IndexFunc(r.cat.Flows, func(f *flows.Flow) bool { return f.Name == run.Flow }); i >= 0 {
		return ExampleOf(r.cat.Flows[i])
	}
	if run.Scenario != nil {
		return ExampleOf(run.Scenario.Flows[0])
	}
	return Example
}

// applies checks that the scenario applies to the run's flow, which is its
// deployment's if it names none, that each deployment is one of that flow, and that
// some of the mitigations is about it.
func (r *reader) applies(flow *node, run *runReader, deployments []*Deployment, with choice) {
	at := flow
	if flow == nil {
		at = run.node
	}
	for _, d := range deployments {
		name := run.Flow
		if flow == nil {
			name = d.Flow
		}
		if name == "" {
			continue // and that has been noted
		}
		f, err := run.Scenario.Flow(name)
		if err != nil {
			r.fail(at, &InputError{Found: "flow " + quote(name), Expected: "one that " + run.Scenario.Name + " applies to: " + strings.Join(flowNames(run.Scenario.Flows), ", ")})
			return
		}
		if _, err := d.For(f); err != nil {
			r.fail(at, asInput(err))
			return
		}
		bad, _ := inapplicable(r.cat, f, with.names()) // which are names of the catalogue
		for i, e := range bad {
			r.fail(with[i].node, e)
		}
		if bad != nil {
			return
		}
	}
}

// users are people who err in one way.
type users struct {
	name   string // as typed; empty: obedient
	errors []string
}

// obedient are the users where none are named; n is where an error is noted.
func (r *reader) obedient(n *node) []users {
	_, errs, err := ParseUser(r.cat, "obedient")
	if err != nil {
		r.fail(n, asInput(err))
		return nil
	}
	return []users{{"", errs}}
}

// userList reads one model of users or a list of them. It is nil if any is bad,
// which is then noted.
func (r *reader) userList(n *node) (list []users) {
	before := len(r.errs)
	for _, item := range oneOrMore(n) {
		word, ok := r.word(item, "a model of users, or a list of them")
		if !ok {
			continue
		}
		name, errs, err := ParseUser(r.cat, word)
		if err != nil {
			r.fail(item, asInput(err))
			continue
		}
		if slices.ContainsFunc(list, func(u users) bool { return u.name == name }) {
			r.fail(item, &InputError{Found: quote(name) + " again", Expected: "it once"})
			continue
		}
		list = append(list, users{name, errs})
	}
	if len(r.errs) > before {
		return nil
	}
	return list
}

// attackers reads against whom a run is. An attack has at least one attacker,
// an honest scenario none.
func (r *reader) attackers(n *node, run *runReader) {
	s := run.Scenario
	if s == nil {
		s = &Scenario{} // unknown, and noted; the names can still be checked
	} else if len(s.Reach) == 0 && n.kind == kindList && len(n.items) > 0 {
		r.wrong(n, "no attackers, because "+s.Name+" is honest")
		return
	}
	run.Attackers, run.capabilities = r.attackerList(n, s)
}

// attackerList reads a list of attackers of a scenario, and what each can do.
// What is bad is noted and left out.
func (r *reader) attackerList(n *node, s *Scenario) (names []string, capabilities map[string][]string) {
	if n.kind != kindList || len(n.items) == 0 {
		r.wrong(n, "a list of attackers, as [literal, strongest]")
		return nil, nil
	}
	capabilities = map[string][]string{}
	for _, item := range n.items {
		typed, ok := r.word(item, "an attacker, as literal or \"literal,+on-demand\"")
		if !ok {
			continue
		}
		name, can, err := ParseAttacker(r.cat, s, typed)
		if err != nil {
			bad := asInput(err)
			if strings.ContainsAny(typed[:1], "+-") {
				bad.Expected += `, all in one pair of quotation marks, as "literal,+on-demand"`
			}
			r.fail(item, bad)
			continue
		}
		if slices.Contains(names, name) {
			r.fail(item, &InputError{Found: quote(name) + " again", Expected: "it once"})
			continue
		}
		names, capabilities[name] = append(names, name), can
	}
	return names, capabilities
}

// against puts a run against attackers that are valid, each with what it can do
// in the run's scenario.
func (run *runReader) against(cat *flows.Catalogue, attackers []string) {
	run.Attackers, run.capabilities = attackers, map[string][]string{}
	for _, name := range attackers {
		_, run.capabilities[name], _ = ParseAttacker(cat, run.Scenario, name)
	}
}
