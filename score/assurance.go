package score

import (
	"context"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// parties are the two that can be assured.
var parties = []struct {
	name         string
	party, other flows.Server
}{
	{"OP", flows.OP, flows.RP},
	{"RP", flows.RP, flows.OP},
}

// careful is who makes no error that binding rests on.
const careful = "vigilant,-miscompares"

// assurance adds the rows of a flow: for each party, whether binding holds if the other
// one checks nothing that binds, for each model of users.
func (t *table) assurance(ctx context.Context, f *flows.Flow) error {
	var users []string
	for _, u := range t.cat.Users {
		users = append(users, u.Name)
	}
	if t.Brief {
		users = users[:1]
	}
	users = append(users, careful)
	strongest := scenarios.BoundOf(f).Strongest
	for _, p := range parties {
		own := strongest.By(f, p.party)
		row := results.Assurance{Flow: f.Name, Party: p.name, Settings: own, Cells: []results.AssuranceCell{}}
		for _, user := range users {
			cell := results.AssuranceCell{User: user, Through: []string{}, Open: []string{}}
			for _, a := range attacks {
				s := a.on(f)
				if s == nil {
					continue
				}
				found, _, err := t.decided(ctx, f, s, own, flows.ServersOf(p.other), "literal", user)
				if err != nil {
					return err
				}
				switch {
				case found[0].Verdict == "violated" || found[1].Verdict == "violated":
					cell.Through = append(cell.Through, a.name)
				case found[0].Verdict != "holds" || found[1].Verdict != "holds":
					cell.Open = append(cell.Open, a.name)
				}
			}
			switch {
			case len(cell.Through) > 0:
				cell.Verdict = "not assured"
			case len(cell.Open) > 0:
				cell.Verdict = "inconclusive"
			default:
				cell.Verdict = "assured"
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Assurance = append(t.Assurance, row)
	}
	return nil
}
