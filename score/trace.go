package score

import (
	"fmt"
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
	"github.com/crossdeviceflows/crossdevice/results"
)

// trace turns a path of the model into what a reader sees. Refusals that the
// attacker and user defeat are not named.
func trace(on *composition, t model.Trace[flows.World], have model.Set) []results.Step {
	undefeated := model.Undefeated(^model.Set(0), have, on.Defeats)
	steps := make([]results.Step, 0, len(t.Steps))
	before, ticks := on.Init, 0
	for _, e := range t.Steps {
		act := on.Act(e.Step, &before)
		way := on.Steps[e.Step].Ways[e.Way]
		s := results.Step{
			Step: act.Name, Doc: act.Doc, By: actor(act.Actor), Session: act.Session + 1,
			Tick: ticks, Seconds: ticks * on.Setting.Tick,
			Outcome: way.Name, Reply: way.Reply, Ref: act.Ref, Phase: act.Phase.String(), Via: act.Via.String(),
			Requires: on.requirementNames(e.Requires),
		}
		for _, name := range on.beaten(e.Foreign&on.deployed&^undefeated, have) {
			if !slices.Contains(s.Requires, name) {
				s.Requires = append(s.Requires, name)
			}
		}
		refusing := e.Own | e.Foreign&undefeated
		s.RefusedBy, s.StoppableBy = on.placedNames(refusing&on.deployed), on.placedNames(refusing&^on.deployed)
		if _, person := act.Actor.Person(); person {
			s.User = s.By
		}
		switch {
		case act.On != flows.Nobody:
			s.To, s.User = actor(act.On), actor(act.On)
		case toServer(act.Phase):
			s.To = "server"
		}
		if act.By == flows.Clock {
			ticks++
		}
		steps = append(steps, s)
		before = e.To
	}
	return steps
}

// beaten is what gets past mitigations that are deployed and defeated: of each the
// first defeat that the attacker and the user bring.
func (on *composition) beaten(set, have model.Set) (names []string) {
	for _, bit := range set.Members() {
		for _, d := range on.Defeats {
			if d.Mitigation == bit && d.By.In(have) {
				names = append(names, on.requirementNames(d.By)...)
				break
			}
		}
	}
	return names
}

// actor is what a reader calls a party.
func actor(p flows.Party) string {
	if i, ok := p.Person(); ok {
		return fmt.Sprintf("user %d", i+1)
	}
	if p == flows.Attacker {
		return "attacker"
	}
	return "time"
}

// toServer tells whether steps of a phase are requests to the authorization server.
func toServer(p flows.Phase) bool {
	switch p {
	case flows.Initiate, flows.Engage, flows.Verify, flows.Authenticate, flows.Authorize,
		flows.Deliver, flows.Use, flows.Refresh:
		return true
	}
	return false
}

// requirementNames names the members of a set of requirements.
func (on *composition) requirementNames(set model.Set) []string {
	names := []string{}
	for _, bit := range set.Members() {
		names = append(names, on.Requirements[bit])
	}
	return names
}

// placedNames names the members of a set of mitigations.
func (on *composition) placedNames(set model.Set) []string {
	names := []string{}
	for _, bit := range set.Members() {
		names = append(names, on.Placed[bit].Name)
	}
	return names
}
