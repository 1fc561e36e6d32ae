package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// subject is what an expectation can be about.
type subject struct {
	name string
	kind string // with its article
	good string // what its owner would like
	bad  string
}

// subjects are what can be expected of a scenario: its goals, its twins or those
// of its honest twin, and the properties.
func subjects(s *Scenario) (list []subject) {
	for _, name := range PropertyNames() {
		list = append(list, subject{name, "a property", "holds", "violated"})
	}
	for _, g := range s.Goals {
		list = append(list, subject{g.Name, "a goal", "unreachable", "reachable"})
	}
	honest := s.Twins
	if s.Honest != nil {
		honest = s.Honest.Twins
	}
	for _, p := range s.Elsewhere {
		honest = append(slices.Clone(honest), p.Honest.Twins...)
	}
	for _, t := range honest {
		if !slices.ContainsFunc(list, func(of subject) bool { return of.name == t.Name }) {
			list = append(list, subject{t.Name, "a twin", "kept", "lost"})
		}
	}
	return list
}

// subjectNames are the names of the subjects of a scenario.
func subjectNames(s *Scenario) []string {
	return namesOf(subjects(s), func(of subject) string { return of.name })
}

// expect reads what is expected of a run.
func (r *reader) expect(n *node, run *runReader) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of properties, goals and twins to what is expected of them")
		return
	}
	if run.Scenario == nil {
		return // nothing is known that could be expected
	}
	list := subjects(run.Scenario)
	r.each(n, func(key, value *node) {
		at := slices.IndexFunc(list, func(s subject) bool { return s.name == key.text })
		if at < 0 {
			r.fail(key, unknown(quote(key.text), key.text, "a property, goal or twin of "+run.Scenario.Name, subjectNames(run.Scenario)))
			return
		}
		switch of := list[at]; {
		case value.kind != kindMapping:
			r.expectation(key, value, "", of, run)
		case of.kind == "a twin":
			r.wrong(value, of.good+" or "+of.bad+", because no attacker takes part in a twin")
		case len(value.pairs) == 0:
			r.wrong(value, of.good+" or "+of.bad+", or a mapping of attackers to these")
		default:
			r.byAttacker(value, of, run)
		}
	})
}

// byAttacker reads what is expected of one subject against each attacker.
func (r *reader) byAttacker(n *node, of subject, run *runReader) {
	first := map[string]bool{}
	r.each(n, func(key, value *node) {
		name := spaceless(key.text)
		if !slices.Contains(run.Attackers, name) {
			r.fail(key, unknown(quote(key.text), name, "an attacker of this run", run.Attackers))
			return
		}
		if first[name] {
			r.fail(key, &InputError{Found: "attacker " + quote(name) + " again", Expected: "it once"})
			return
		}
		first[name] = true
		r.expectation(key, value, name, of, run)
	})
}

// expectation reads one word.
func (r *reader) expectation(key, value *node, attacker string, of subject, run *runReader) {
	if value.kind != kindText || value.text != of.good && value.text != of.bad {
		e := &InputError{Found: value.describe(), Expected: fmt.Sprintf("%s or %s, because %s is %s", of.good, of.bad, of.name, of.kind)}
		if near := unknown("", value.text, "", []string{of.good, of.bad}); value.kind == kindText && near.Near != "" {
			e.Near = near.Near
		}
		r.fail(value, e)
		return
	}
	run.Expect = append(run.Expect, Expectation{At: r.at(key), Attacker: attacker, Of: of.name, Word: value.text})
	run.expected = append(run.expected, value)
}

// spaceless is the text of an attacker the way ParseAttacker returns it.
func spaceless(text string) string {
	words := strings.Split(text, ",")
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
	}
	return strings.Join(words, ",")
}

// statements are what a suite has said so far, by what it is about.
type statements map[statement]said

// statement is what a word is about: the same in whatever order capabilities
// and mitigations were typed, and in whatever run.
type statement struct{ system, attacker, of string }

// said is a word and where it stands.
type said struct {
	word string
	at   *node
}

// consistent notes what a run expects that another, or the same, contradicts.
func (r *reader) consistent(all *statements, run *runReader) {
	if *all == nil {
		*all = statements{}
	}
	system, breaks := run.system(), ""
	if f, _, err := run.Scenario.On(run.Deployment, run.Flow); err == nil {
		breaks = run.Scenario.Broken(f)
		r.knownTwins(run, f)
	}
	for i, e := range run.Expect {
		attackers := run.Attackers
		if e.Attacker != "" || len(attackers) == 0 || !slices.ContainsFunc(run.Scenario.Goals, func(g Goal) bool { return g.Name == e.Of }) && !isSafety(e.Of) {
			attackers = []string{e.Attacker}
		}
		for _, attacker := range attackers {
			about := statement{system, sorted(run.capabilities[attacker]), e.Of}
			now := said{e.Word, run.expected[i]}
			if !r.contradicts(*all, about, now, breaks) {
				(*all)[about] = now
			}
		}
	}
}

// knownTwins notes what is expected of honest people that there are none of in a flow.
func (r *reader) knownTwins(run *runReader, f *flows.Flow) {
	known := run.Scenario.twinNames(f)
	for i, e := range run.Expect {
		if ofTwin(run.Scenario, e.Of) && !slices.Contains(known, e.Of) {
			r.fail(run.expected[i], unknown(quote(e.Of), e.Of, "a twin of "+run.Scenario.Name+" on "+f.Name, known))
		}
	}
}

// twinNames are the honest people of a scenario, or of its honest twin, on a flow.
func (s *Scenario) twinNames(f *flows.Flow) []string {
	there := s.Where(f.Name)
	if there.Honest != nil {
		there = there.Honest
	}
	return namesOf(there.TwinsOn(f), func(t Twin) string { return t.Name })
}

// contradicts notes that a word and an earlier one cannot both be true. Breaks is
// the property that is violated where the last rung before the grant's use is
// reached.
func (r *reader) contradicts(all statements, about statement, now said, breaks string) bool {
	clash := func(of, word string) bool {
		other := about
		other.of = of
		before, ok := all[other]
		if !ok || before.word != word {
			return false
		}
		r.fail(now.at, &InputError{Found: about.of + ": " + now.word,
			Expected: fmt.Sprintf("what agrees with %s: %s in line %d, for the same deployment and attacker", of, word, before.at.line)})
		return true
	}
	switch {
	case all[about].word != "" && all[about].word != now.word:
		return clash(about.of, all[about].word)
	case about.of == Granted && now.word == "reachable":
		return clash(breaks, "holds")
	case about.of == breaks && now.word == "holds":
		return clash(Granted, "reachable")
	case now.word == "lost": // of a twin
		return clash(Service, "holds")
	case about.of == Service && now.word == "holds":
		lost := "" // the twin that is lost in the first line
		for other, before := range all {
			if other.system == about.system && other.attacker == about.attacker && before.word == "lost" &&
				(lost == "" || before.at.line < all[statement{about.system, about.attacker, lost}].at.line) {
				lost = other.of
			}
		}
		return lost != "" && clash(lost, "lost")
	}
	return false
}

// system names everything that a run's outcome depends on except the attacker.
func (run *runReader) system() string {
	flow := run.Flow
	if flow == "" {
		flow = run.Deployment.Flow
	}
	return fmt.Sprintf("%s %s %s %p %s %s", run.Scenario.Name, flow, run.Deployment.Name, run.Deployment, sorted(run.With), sorted(run.errors))
}

func sorted(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, ",")
}

// isSafety tells whether a property is about the attacker, not honest people.
func isSafety(name string) bool {
	return slices.ContainsFunc(Safety, func(p model.Property[flows.World]) bool { return p.Name == name })
}
