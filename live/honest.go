package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// until plays an honest run, as far as the model's first state in a stage.
func (p *play) until(ctx context.Context, stage flows.Stage) error {
	return p.along(ctx, stage, nil)
}

// undecided plays an honest run up to where the user is asked.
func (p *play) undecided(ctx context.Context) error {
	err := p.along(ctx, flows.Approved, func(next string, _ flows.Stage) error {
		if next == "authorize" {
			return errThere
		}
		return nil
	})
	if err == errThere {
		return nil
	}
	return err
}

var errThere = errors.New("as far as was wanted")

// along plays an honest run to a stage, and calls before in front of each step with its
// name and how far the transaction is. An error of that ends it.
func (p *play) along(ctx context.Context, stage flows.Stage, before func(next string, now flows.Stage) error) error {
	w := p.wayTo(stage)
	if w == nil {
		return errors.New("the model has no honest run to there")
	}
	state := w.on.Init
	for _, step := range w.trace {
		if before != nil {
			if err := before(w.on.Act(step.Step, &state).Name, state.Sessions[0].Stage); err != nil {
				return err
			}
		}
		if err := p.take(ctx, w, step, &state); err != nil {
			return err
		}
		state = step.To
	}
	return nil
}

// take takes one step of a walk, if the server goes along.
func (p *play) take(ctx context.Context, w *walk, step model.TraceStep[flows.World], state *flows.World) error {
	act := w.on.Act(step.Step, state)
	how := p.takes(act.Name)
	if how == nil { // silent
		return nil
	}
	plan := w.on.Steps[step.Step].Ways[step.Way]
	got, err := p.ask(ctx, how, act, plan, w.ways(step.Step, *state), state)
	if err == nil && !got.fits(plan) {
		return &differs{act.Name, act.Actor, got}
	}
	return err
}

// wayTo is an honest run to the model's first state in a stage.
func (p *play) wayTo(stage flows.Stage) *walk {
	g := p.drive.playable(p.on)
	for n := range g.found {
		s := &g.found[n].by.To.Sessions[0]
		if n > 0 && s.Stage == stage && s.Init == user && s.Hint != flows.Attacker && !(stage == flows.Redeemed && s.Holder == flows.Attacker) {
			return &walk{on: p.on, trace: g.to(g.found[n].from, g.found[n].by)}
		}
	}
	return nil
}

// asks polls, by one of the steps that do. Told to slow down it does.
func (p *play) asks(ctx context.Context, step string, by flows.Party) (string, error) {
	const patient = 3
	for range patient {
		got, err := p.calls[step](ctx, p, flows.Act{Actor: by, On: flows.Nobody}, model.Way{}, &p.on.Init)
		if err != nil || got.reply != string(flows.SlowDown) {
			return got.reply, err
		}
		s := &p.sessions[0]
		s.interval += 5 // RFC 8628 3.5, CIBA Core 11: the client's duty
		if err := p.wait(ctx, time.Duration(s.interval)*time.Second); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("slow_down, %d times in a row", patient)
}

// granted is the word for tokens.
const granted = "access_token"
