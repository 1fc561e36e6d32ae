package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/crossdeviceflows/crossdevice/results"
)

func (f format) defend(r *results.Defend) {
	f.head(r.Head)
	f.line("goal to keep out of reach: %s", r.Goal)
	f.blank()
	if !r.Complete && len(r.MinimalDefences) == 0 {
		f.line("Inconclusive: a budget was hit before every attack was known.")
		f.run(r.Run)
		return
	}
	if r.Enough {
		f.line("What is deployed stops every attack: there is nothing to add.")
		f.run(r.Run)
		return
	}
	if len(r.AttackBlockers) == 0 {
		f.line("This attacker and user get nowhere even without any mitigation: nothing to defend.")
		f.run(r.Run)
		return
	}
	var rows [][]string
	for i, d := range r.MinimalDefences {
		remark := ""
		if r.ByRefusing[i] {
			remark = "works by refusing honest users"
		}
		rows = append(rows, []string{strings.Join(d, " + "), cmp.Or(lost(r.Loses[i], r.Keeps[i]), "nobody"), remark})
	}
	title := "minimal defence"
	if len(r.Mitigations) > 0 {
		title = "minimal addition"
	}
	if len(rows) == 0 {
		f.line("No set of the mitigations in the catalogue is enough.")
	} else {
		f.table([]string{title, "honest users it loses", ""}, rows)
	}
	f.line("%s of %s deployments stop every attack", r.Deployments.Stopping, r.Deployments.Of)
	f.line("minimal attacks: %d; %d states, %d edges, %d labels kept of %d processed, at most %d in a state%s",
		len(r.AttackBlockers), r.States, r.Edges, r.Labels.Kept, r.Labels.Processed, r.Labels.Max, unfinished(r.Complete))
	f.run(r.Run)
}

func (f format) price(r *results.Price) {
	f.head(r.Head)
	f.line("goal: %s", r.Goal)
	f.blank()
	switch {
	case !r.Complete && len(r.CheapestAttackers) == 0:
		f.line("Inconclusive: none was found before a budget was hit.")
	case r.NoneWithinReach:
		f.line("No attacker within reach gets through. Reach: %s", list(r.Reach))
	default:
		var rows [][]string
		for _, a := range r.CheapestAttackers {
			rows = append(rows, []string{fmt.Sprint(len(a)), list(a)})
		}
		f.table([]string{"capabilities", "cheapest attackers that get through"}, rows)
	}
	f.line("%d states%s", r.States, unfinished(r.Complete))
	f.run(r.Run)
}
