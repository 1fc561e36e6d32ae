package score

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/results"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// acceptances are held against expectations that are not met.
type acceptances struct {
	today  string                        // as 2026-12-31, so that days compare as text
	needed map[scenarios.Acceptance]bool // by something that is not met, or could not be decided
}

// judge notes in an expectation of a run who lives with its not being met: the
// acceptance that lasts longest.
func (a acceptances) judge(run scenarios.Run, attacker string, e *results.Expectation) {
	if e.Met {
		return
	}
	for _, accepted := range run.Accept {
		if accepted.Of != e.Of || accepted.Attacker != "" && accepted.Attacker != attacker {
			continue
		}
		a.needed[accepted] = true
		if e.Found != "inconclusive" && (e.Acceptance == nil || e.Acceptance.Until < accepted.Until) {
			e.Acceptance = a.result(accepted)
		}
	}
}

// unneeded are the acceptances of a suite that no expectation needed.
func (a acceptances) unneeded(s *scenarios.Suite) []results.Acceptance {
	list := []results.Acceptance{}
	for _, run := range s.Runs {
		for _, accepted := range run.Accept {
			if r := *a.result(accepted); !a.needed[accepted] && !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

func (a acceptances) result(of scenarios.Acceptance) *results.Acceptance {
	return &results.Acceptance{Of: of.Of, Attacker: of.Attacker, Until: of.Until, Expired: of.Until < a.today,
		Owner: of.Owner, Reason: of.Reason, File: of.At.File, Line: of.At.Line, Col: of.At.Col}
}
