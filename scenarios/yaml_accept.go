package scenarios

import (
	"slices"
	"time"
)

// acceptance is an Acceptance of one client of a run, or of all of them.
type acceptance struct {
	Acceptance
	client string // empty: each
}

// of are the acceptances that a client's run has.
func of(all []acceptance, client string) (list []Acceptance) {
	for _, a := range all {
		if a.client == "" || a.client == client {
			list = append(list, a.Acceptance)
		}
	}
	return list
}

// accept reads which findings of a run are accepted, each until a date.
func (r *reader) accept(n *node, run *runReader, deployments []*Deployment) (list []acceptance) {
	if n.kind != kindList || len(n.items) == 0 {
		r.wrong(n, "a list of accepted findings, each with a property, until, owner and reason")
		return nil
	}
	for _, item := range n.items {
		a := acceptance{Acceptance: Acceptance{At: r.at(item)}}
		var attacker *node
		before := len(r.errs)
		r.fields(item, &acceptanceForm, readers{
			"property": func(n *node) { r.subject(n, run, &a.Of) },
			"attacker": func(n *node) {
				attacker = n
				r.oneOf(n, "an attacker of this run", run.Attackers, &a.Attacker)
			},
			"client": func(n *node) { r.oneOf(n, "a client of this run", clientNames(deployments), &a.client) },
			"until":  func(n *node) { r.date(n, &a.Until) },
			"owner":  func(n *node) { r.sentence(n, &a.Owner) },
			"reason": func(n *node) { r.sentence(n, &a.Reason) },
		})
		if len(r.errs) == before && a.Attacker != "" && ofTwin(run.Scenario, a.Of) {
			r.wrong(attacker, "no attacker, because no attacker takes part in a twin")
		}
		again := func(b acceptance) bool { return a.Of == b.Of && a.Attacker == b.Attacker && a.client == b.client }
		if len(r.errs) == before && slices.ContainsFunc(list, again) {
			r.fail(item, &InputError{Found: "an acceptance of " + quote(a.Of) + " again", Expected: "it once"})
		}
		list = append(list, a)
	}
	return list
}

// subject reads the name of a property, goal or twin of a run's scenario.
func (r *reader) subject(n *node, run *runReader, into *string) {
	if run.Scenario == nil {
		return // and that has been noted
	}
	r.oneOf(n, "a property, goal or twin of "+run.Scenario.Name, subjectNames(run.Scenario), into)
}

// ofTwin tells whether a subject of a scenario is a twin.
func ofTwin(s *Scenario, name string) bool {
	return slices.ContainsFunc(subjects(s), func(of subject) bool { return of.name == name && of.kind == "a twin" })
}

// oneOf reads one of the words that are known; expected says what they are.
func (r *reader) oneOf(n *node, expected string, known []string, into *string) {
	text, ok := r.word(n, expected)
	switch text = spaceless(text); {
	case !ok:
		return
	case len(known) == 0:
		r.wrong(n, "nothing, because there is no such thing as "+expected)
		return
	case !slices.Contains(known, text):
		r.fail(n, unknown(quote(n.text), text, expected, known))
		return
	}
	*into = text
}

// date reads a day.
func (r *reader) date(n *node, into *string) {
	if bad := ParseDate(n.text); bad != nil {
		bad.(*InputError).Found = n.describe()
		r.fail(n, bad.(*InputError))
		return
	}
	*into = n.text
}

// ParseDate tells whether a text is a day, as 2026-12-31. Its errors are
// InputErrors.
func ParseDate(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return &InputError{Found: quote(text), Expected: "a date, as 2026-12-31"}
	}
	return nil
}
