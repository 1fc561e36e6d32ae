package score

import (
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// memo keeps the family searches of a suite. They answer for every attacker and
// every set of mitigations, so runs that differ in nothing else share them.
type memo map[question]model.FamilyResult

// question is what a family search depends on besides the catalogue and the options.
type question struct {
	scenario, instance string
	setting            flows.Setting
	placed             string // names, in the order of their bits
}

// asks is the question that a composition of the case's is searched for.
func (c *Case) asks(on *composition) question {
	var placed []string
	for _, p := range on.Placed {
		placed = append(placed, p.Name)
	}
	return question{c.Scenario.Name, on.in.Name, on.Setting, strings.Join(placed, " ")}
}
