package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// drives are the flows that can be played on a server: those of scenarios.Drivable.
var drives = []*drive{deviceGrant, cibaPoll, cibaPing}

// Test is what is asked of targets.
type Test struct {
	Catalogue *flows.Catalogue
	Limits    Limits
	Rounds    int    // of requests at once, in each flow of a target
	Seed      uint64 // of what is asked in them
	Histories string // directory for all histories, and a picture of each kind that is illegal; empty: none
	Expected  []scenarios.KnownDeviation
	Progress  func(target, what string, done, of int)
}

// ErrUnreachable is a target that could not be tested at all.
var ErrUnreachable = errors.New("the target cannot be tested")

// Run tests a target in each of its flows.
func (t *Test) Run(ctx context.Context, target *scenarios.Target) (list []results.LiveTarget, err error) {
	logs, err := t.logs(target)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, log := range logs {
			log.Close()
		}
	}()
	own, err := start(target)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrUnreachable, target.Name, err)
	}
	defer own.stop()
	net := newNetwork(t.Limits)
	defer net.doors.CloseIdleConnections()
	endpoints, err := discovered(ctx, net, target, own)
	switch {
	case ctx.Err() != nil:
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrUnreachable, target.Name, err)
	}
	var waits sync.WaitGroup
	var finish []func() (*results.LiveTarget, error)
	for i := range target.Flows {
		f := &target.Flows[i]
		at := slices.IndexFunc(drives, func(d *drive) bool { return d.flow == f.Flow })
		s := &server{TargetFlow: f, target: target, net: net.of(), endpoints: endpoints, log: logs[f.Flow.Name]}
		if err = s.within(ctx, drives[at]); err != nil {
			err = fmt.Errorf("%w: %s, %s: %w", ErrUnreachable, target.Name, f.Flow.Name, err)
			break
		}
		if notify := f.Clients[0].Notify; notify != "" {
			if s.callbacks, err = listen(notify); err != nil {
				break
			}
			defer s.callbacks.close()
		}
		var one func() (*results.LiveTarget, error)
		if one, err = t.flow(ctx, s, drives[at], &waits); one != nil {
			finish = append(finish, one)
		}
		if err != nil || ctx.Err() != nil {
			break
		}
	}
	waits.Wait()
	for _, one := range finish {
		r, bad := one()
		list, err = append(list, *r), cmp.Or(err, bad)
	}
	if ended := own.ended(); ended != nil && err == nil && ctx.Err() == nil {
		err = fmt.Errorf("%s: %w", target.Name, ended)
	}
	return list, err
}

// flow tests a server in one flow: first reply by reply, then under attack, then what it
// enforces. What it returns is to be called when waits are done.
func (t *Test) flow(ctx context.Context, s *server, d *drive, waits *sync.WaitGroup) (func() (*results.LiveTarget, error), error) {
	out := newResult(s.target.Name, d.flow.Name, s.Deployment)
	out.Doc, out.File = s.target.Doc, s.target.File
	var found *conformance
	finish := func() (*results.LiveTarget, error) {
		var err error
		if found != nil {
			err = s.lastFacts(ctx, t.Catalogue, d, out)
			out.Behaviours, out.Deviations = found.behaviours, found.deviations()
		}
		out.Requests = int(s.net.sent.Load())
		t.judge(out)
		return out, err
	}
	left, err := s.calibrate(ctx, t.Catalogue, d)
	if err != nil {
		out.Untried = append(out.Untried, "everything: with this target, "+err.Error())
		return finish, nil
	}
	out.Untried = append(out.Untried, left...)
	walks, err := d.everyWalk(t.Catalogue, s.TargetFlow)
	if err != nil {
		return nil, err
	}
	found = s.conform(ctx, d, walks, waits, t.progress(s, d, "replies"))
	if err = s.attacks(ctx, t.Catalogue, d, waits, out); err == nil {
		var facts []results.Fact
		if facts, err = s.facts(ctx, t.Catalogue, d); err == nil {
			out.Facts = facts
			err = t.atOnce(ctx, s, d, out)
		}
	}
	return finish, err // what is known is known
}

// logs opens the files for a target's histories, by flow, before anything is asked.
func (t *Test) logs(target *scenarios.Target) (map[string]*os.File, error) {
	open := map[string]*os.File{}
	if t.Histories == "" || t.Rounds == 0 {
		return open, nil
	}
	for i := range target.Flows {
		flow := target.Flows[i].Flow.Name
		dir := filepath.Join(t.Histories, target.Name, flow)
		err := os.MkdirAll(dir, 0o755)
		if err == nil {
			open[flow], err = os.Create(filepath.Join(dir, "histories.jsonl"))
		}
		if err != nil {
			return nil, fmt.Errorf("cannot write histories: %w", err)
		}
	}
	return open, nil
}

// atOnce asks a server many things at once. What it does not answer is no history.
func (t *Test) atOnce(ctx context.Context, s *server, d *drive, out *results.LiveTarget) error {
	if t.Rounds == 0 {
		return nil
	}
	o := roundOptions{rounds: t.Rounds, seed: t.Seed, progress: t.progress(s, d, "requests at once")}
	if s.log != nil {
		var err error
		if o.log, err = NewLogWriter(s.log, Header{Flow: d.flow.Name, CodeLife: s.Deployment.CodeLife, Target: s.target.Name}); err != nil {
			return err
		}
		o.pictures = filepath.Dir(s.log.Name())
	}
	var err error
	out.Histories, err = s.histories(ctx, t.Catalogue, d, o)
	for i := range out.Histories.Found {
		out.Histories.Found[i].Command = fmt.Sprintf("simulate live %s --rounds %d --seed %d", named(s.target), t.Rounds, t.Seed)
	}
	if trouble := (*Trouble)(nil); errors.As(err, &trouble) {
		out.Histories.Trouble, err = trouble.Error(), nil
	}
	return err
}

// named is a target as it is typed.
func named(t *scenarios.Target) string {
	if kind, ours := strings.CutPrefix(t.Name, demoPrefix); ours && t.File == "" {
		return "--demo=" + kind
	}
	return t.File
}

func (t *Test) progress(s *server, d *drive, what string) func(done, of int) {
	return func(done, of int) {
		if t.Progress != nil {
			t.Progress(s.target.Name+" "+d.flow.Name, what, done, of)
		}
	}
}

// everyWalk are the walks of a flow, and those of requests with something wrong in them.
func (d *drive) everyWalk(cat *flows.Catalogue, of *scenarios.TargetFlow) ([]walk, error) {
	on, err := compose(cat, of, 0)
	if err != nil {
		return nil, err
	}
	list := d.walks(on)
	for _, defect := range d.defects {
		if on, err = compose(cat, of, defect.is); err != nil {
			return nil, err
		}
		for _, w := range d.walks(on) {
			if act, way, _ := w.last(); act.Name == d.start && way.Refuses && act.Actor != flows.Attacker {
				w.wrong = defect.says
				list = append(list, w)
			}
		}
	}
	return list, nil
}

// judge turns what was found into a verdict, and holds it against what is expected.
// Another word for the same refusal has to be expected, but violates nothing.
func (t *Test) judge(r *results.LiveTarget) {
	happened := make([]bool, len(t.Expected))
	note := func(id, what string) (reason string) {
		for i := range t.Expected {
			if t.Expected[i].Is(r.Target, r.Flow, id) {
				happened[i] = true
				reason = cmp.Or(reason, t.Expected[i].Reason)
			}
		}
		if reason != "" {
			return reason
		}
		r.Unmet = append(r.Unmet, id+": "+what)
		return ""
	}
	r.Verdict = "inconclusive" // where nothing was shown
	if len(r.Behaviours) == 0 && r.Histories.Checked > 0 || slices.ContainsFunc(r.Behaviours, func(b results.Behaviour) bool { return b.Status == Conforms || b.Status == NotSeen }) {
		r.Verdict = "holds"
	}
	why := map[string]int{}
	for i := range r.Behaviours {
		b := &r.Behaviours[i]
		if b.Status == Inconclusive {
			r.Verdict = "inconclusive"
		}
		if b.Status == Inconclusive || b.Status == NotTried {
			why[b.Why]++
		}
	}
	for _, text := range slices.Sorted(maps.Keys(why)) {
		r.Untried = append(r.Untried, fmt.Sprintf("%s (%d)", text, why[text]))
	}
	if r.Histories.Unknown > 0 || r.Histories.Trouble != "" {
		r.Verdict = "inconclusive"
	}
	for i := range r.Deviations {
		d := &r.Deviations[i]
		if d.Expected = note(d.ID, d.Kind); d.Kind != Words {
			r.Verdict = "violated"
		}
	}
	for i := range r.Histories.Found {
		h := &r.Histories.Found[i]
		if h.Expected = note(h.ID, "no order of the operations explains the answers"); h.Kind != Words {
			r.Verdict = "violated"
		}
	}
	for i, e := range t.Expected {
		if !happened[i] && !e.Chance && e.Is(r.Target, r.Flow, e.ID) && gone(r, &e) {
			r.Gone = append(r.Gone, e.ID)
			r.Unmet = append(r.Unmet, e.ID+": expected, and did not happen")
		}
	}
}

// gone tells whether a deviation that did not happen could have: what it is about was
// asked of the server. If the model has no such step there, its name is wrong.
func gone(r *results.LiveTarget, e *scenarios.KnownDeviation) bool {
	if len(r.Behaviours) == 0 { // of a log, which is of what happened to be asked
		return false
	}
	if strings.HasPrefix(e.ID, "concurrent.") {
		return r.Histories.Checked > 0
	}
	named := false
	for _, b := range r.Behaviours {
		if strings.HasPrefix(e.ID, strings.ReplaceAll(b.Step+"."+b.When+".", " ", "-")) {
			if named = true; b.Got != "" && b.Status != Blocked && b.Status != NotTried {
				return true
			}
		}
	}
	return !named && len(e.Flows) > 0 && !strings.HasSuffix(e.ID, "*")
}

// discovered is the metadata of a server that may only just have been started.
func discovered(ctx context.Context, net *network, target *scenarios.Target, own *program) (endpoints map[string]string, err error) {
	soon := time.Now().Add(10 * time.Second)
	for {
		endpoints, err = discover(ctx, net, target)
		if err == nil && target.Metadata == "" && own != nil { // whether it is there yet, nothing has told
			var sent []exchange
			_, err = net.browser(&sent).send(ctx, exchange{Method: "GET", URL: endpoints["token_endpoint"]}, false)
		}
		switch ended := own.ended(); {
		case ended != nil: // whatever answers there
			return nil, ended
		case err == nil || own == nil || ctx.Err() != nil || time.Now().After(soon):
			return endpoints, err
		}
		net.silence.broken("GET " + target.Metadata)
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}
