package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// What became of a scenario's attack.
const (
	Succeeds   = "succeeds"   // the attacker has what they wanted, and it works
	Refused    = "refused"    // the server does not go along
	Impossible = "impossible" // the model has no such attack on this deployment that could be played
)

// attacks plays the scenarios of a flow. Those in which codes have to grow old are left
// to waits.
func (s *server) attacks(ctx context.Context, cat *flows.Catalogue, d *drive, waits *sync.WaitGroup, out *results.LiveTarget) error {
	list := scenariosOf(d.flow)
	for _, sc := range list {
		out.Attacks = append(out.Attacks, unplayed(sc))
	}
	for i, sc := range list {
		if sc == scenarios.BruteForce { // it may lock everybody out: lastFacts
			continue
		}
		w, err := s.shortest(ctx, cat, d, sc)
		if ctx.Err() != nil {
			out.Attacks[i] = results.Played{Scenario: sc.Name, Doc: sc.Doc, Outcome: Inconclusive, Why: stopped(ctx, "before it was played").Error(), Steps: []string{}}
			continue
		}
		if err != nil {
			return err
		}
		one := func() { out.Attacks[i] = s.attack(ctx, d, sc, w) }
		if w != nil && w.waits() {
			waits.Go(one)
		} else {
			one()
		}
	}
	return nil
}

// attack plays the shortest attack of a scenario on the server, with the tool as
// attacker and as victims who do whatever they are led to. What the deployment does
// beyond the protocol is not in the model here: whether the server stops the attack is
// what is asked.
func (s *server) attack(ctx context.Context, d *drive, sc *scenarios.Scenario, w *walk) results.Played {
	out := results.Played{Scenario: sc.Name, Doc: sc.Doc, Steps: []string{}}
	if len(s.Users) < 2 {
		out.Outcome, out.Why = NotTried, "it takes a second user, for the attacker"
		return out
	}
	if w == nil {
		out.Outcome, out.Why = Impossible, "the model keeps it from its literal attacker, as by TLS: there is nothing to play"
		return out
	}
	out.Steps = w.path()
	p := s.play(d, w.on)
	switch err := p.through(ctx, w); {
	case errors.Is(err, errLong), errors.Is(err, errUnplayed):
		out.Outcome, out.Why = NotTried, err.Error()
	case errors.As(err, new(*differs)):
		out.Outcome, out.Why = Refused, err.Error()
	case err != nil:
		out.Outcome, out.Why = Inconclusive, err.Error()
	default:
		return p.worth(ctx, out)
	}
	return out
}

// differs is an answer that is not the one a walk goes on with.
type differs struct {
	step string
	by   flows.Party
	got  observed
}

func (d *differs) Error() string {
	if d.got.missing != "" {
		return fmt.Sprintf("%s by %s: the server refuses, or its page is not the one that the target describes: %s", d.step, party(d.by), d.got.missing)
	}
	return fmt.Sprintf("%s by %s: the server answers %s", d.step, party(d.by), d.got)
}

// through plays a walk as far as the server goes along.
func (p *play) through(ctx context.Context, w *walk) error {
	state := w.on.Init
	for _, step := range w.trace {
		if err := p.take(ctx, w, step, &state); err != nil {
			return err
		}
		state = step.To
	}
	return nil
}

// worth tells whether what was won can be used, and by whom: an attack has succeeded if
// somebody holds tokens of somebody else's account.
func (p *play) worth(ctx context.Context, out results.Played) results.Played {
	out.Outcome, out.Why = Refused, "no token was issued"
	for i := range p.sessions {
		t := &p.sessions[i]
		for _, by := range p.parties() {
			if t.tokens[by] == "" {
				continue
			}
			got, err := p.use(ctx, &p.sent, t.tokens[by], t.keys[by])
			own := p.accounts[p.account(by)]
			switch {
			case errors.Is(err, errUnplayed):
				out.Outcome, out.Why = Succeeds, party(by)+" holds tokens; nothing tells what they are worth"
				return out
			case err != nil:
				out.Outcome, out.Why = Inconclusive, err.Error()
				return out
			case !got.good:
				out.Why = "no token that was issued can be used"
			case got.subject == "" || own == "":
				out.Outcome, out.Why = Succeeds, party(by)+" holds tokens that work; nothing tells whose account they are for"
				return out
			case got.subject != own:
				out.Outcome, out.Why = Succeeds, party(by)+" holds tokens that work, for the account of "+p.whose(got.subject)
				return out
			default:
				out.Why = party(by) + " holds tokens for their own account only"
			}
		}
	}
	return out
}

// whose account a subject is.
func (p *play) whose(subject string) string {
	for _, by := range p.parties() {
		if p.accounts[p.account(by)] == subject {
			return party(by)
		}
	}
	return "somebody else"
}

// parties are those who can act, the attacker first.
func (p *play) parties() []flows.Party {
	list := []flows.Party{flows.Attacker}
	for i := range p.on.Setting.Persons {
		list = append(list, flows.PersonParty(i))
	}
	return list
}

// shortest is the shortest attack that can be played; nil if there is none. People
// read at once what they are sent, so that no time has to pass.
func (s *server) shortest(ctx context.Context, cat *flows.Catalogue, d *drive, sc *scenarios.Scenario) (*walk, error) {
	setting := sc.Setting(s.Deployment, sc.Main())
	setting.Tick, setting.ReadMin = max(setting.CodeLife, 1), 0
	for i := range setting.People {
		setting.People[i].EntryMin = 0
	}
	on, err := flows.Compose(cat, s.Flow, setting, nil)
	if err != nil {
		return nil, err
	}
	capabilities, err := sc.Profile("literal")
	if err != nil {
		return nil, err
	}
	_, errs, err := obedient(cat)
	if err != nil {
		return nil, err
	}
	have, err := on.RequirementSet(slices.Concat(capabilities, errs)...)
	if err != nil {
		return nil, err
	}
	system := on.Restrict(model.Restriction{Have: have})
	all := system.Next
	system.Next = func(w flows.World, buf []model.Edge[flows.World]) []model.Edge[flows.World] {
		from := len(buf)
		buf = all(w, buf)
		return append(buf[:from], slices.DeleteFunc(buf[from:], func(e model.Edge[flows.World]) bool { return !d.plays(on, e.Step) })...)
	}
	at := slices.IndexFunc(sc.Goals, func(g scenarios.Goal) bool { return g.Name == scenarios.Granted })
	found, err := model.Explore(ctx, system, []model.Property[flows.World]{sc.Goals[at].Property()}, model.Options{MaxStates: 2_000_000, Decide: true})
	if err != nil {
		return nil, err
	}
	if f := found.Findings[0]; f.Verdict == model.Holds {
		return &walk{on: on, trace: f.Trace.Steps}, nil
	}
	if !found.Complete {
		return nil, fmt.Errorf("%s: %s before an attack was found", sc.Name, found.Stopped)
	}
	return nil, nil
}

// obedient are the errors of the users who do whatever they are led to.
func obedient(cat *flows.Catalogue) (string, []string, error) {
	name, errs, err := scenarios.ParseUser(cat, "obedient")
	return name, errs, err
}

// scenariosOf are the scenarios that are played on a flow.
func scenariosOf(f *flows.Flow) (list []*scenarios.Scenario) {
	for _, sc := range scenarios.All {
		if len(sc.Reach) > 0 && slices.Contains(sc.Flows, f) && slices.Contains(attacked, sc) {
			list = append(list, sc)
		}
	}
	return list
}

// attacked are the scenarios whose attack is about the server, and not about a network
// that nobody tests on loopback.
var attacked = []*scenarios.Scenario{scenarios.B1, scenarios.B2, scenarios.B4, scenarios.B4Helpdesk, scenarios.B9,
	scenarios.SessionSpying, scenarios.WrongDevice, scenarios.BruteForce, scenarios.Replay}
