package live

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// Log holds a log against the model of its flow, as set in a deployment (nil: the
// example of the flow). Nothing is sent. Name stands for the log where it does not say
// which server it is from.
func (t *Test) Log(of *scenarios.Deployment, name string, log *Log) (*results.LiveTarget, error) {
	found, err := checkLog(t.Catalogue, of, log)
	if err != nil {
		return nil, err
	}
	out := newResult(log.Target, log.Flow, found.Of)
	if out.Doc = "the log " + name; out.Target == "" {
		out.Target = name
	}
	out.Histories.Checked, out.Histories.Unknown = found.Transactions, found.Unknown
	if unseen := found.unseen(log); len(unseen) > 0 {
		out.Untried = append(out.Untried, "what is nowhere in the log, and may have happened all the same: "+strings.Join(unseen, ", "))
	}
	if log.Torn {
		out.Untried = append(out.Untried, "the last line of the log, which is torn")
	}
	for _, f := range found.Faults {
		out.Histories.Illegal++
		i := slices.IndexFunc(out.Histories.Found, func(h results.History) bool { return h.ID == f.ID })
		if i < 0 {
			i = len(out.Histories.Found)
			out.Histories.Found = append(out.Histories.Found, results.History{ID: f.ID, Kind: f.Kind, Of: found.Transactions, Core: f.Core,
				Round: fmt.Sprintf("transaction %d of the log", f.Event.Transaction)})
		}
		out.Histories.Found[i].Illegal++
	}
	t.judge(out)
	return out, nil
}

// newResult is what is found of a server before anything is.
func newResult(target, flow string, of *scenarios.Deployment) *results.LiveTarget {
	return &results.LiveTarget{Target: target, Flow: flow, Deployment: of.Name,
		Unmet: []string{}, Untried: []string{}, Gone: []string{}, Behaviours: []results.Behaviour{}, Deviations: []results.Deviation{},
		Attacks: []results.Played{}, Facts: []results.Fact{}, Histories: results.Histories{Found: []results.History{}}}
}

// unseen are the steps of users that are nowhere in a log. It is held against the model as
// if they had happened wherever they had to.
func (c *logCheck) unseen(log *Log) (steps []string) {
	at := slices.IndexFunc(drives, func(d *drive) bool { return d.flow.Name == log.Flow })
	for _, s := range scenarios.UserSteps(drives[at].flow) {
		name := cmp.Or(s.Of, s.Name)
		if !slices.Contains(steps, name) && !slices.ContainsFunc(log.Events, func(e Event) bool { return e.Step == name }) {
			steps = append(steps, name)
		}
	}
	return steps
}
