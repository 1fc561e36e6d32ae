package scenarios_test

import (
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// The sheets of codes that are sent and typed, and of codes on objects.
var (
	sheetA8Typed = honestOn(scenarios.A8, flows.TypedCode, whyA8Typed, whyTyped, whyHonest)
	sheetA3      = honestOn(scenarios.A3, flows.AssetQR, whyA3, whyAsset, whyHonest)

	sheetB8Typed    = attackOn(scenarios.B8, flows.TypedCode, whatPhished, whyB8Typed, whyAskedForCode, whyTyped, whyLater)
	sheetSpyTyped   = attackOn(scenarios.SessionSpying, flows.TypedCode, whatSpied, whySpyTyped, whyTyped, whyLater)
	sheetWrongTyped = attackOn(scenarios.WrongDevice, flows.TypedCode, whatWrong, whyWrongTyped, whyAskedForCode, whyTyped, whyLater)
	sheetB3         = attackOn(scenarios.B3, flows.AssetQR, whatStuck, whyB3, whyAsset)
	sheetSpyAsset   = attackOn(scenarios.SessionSpying, flows.AssetQR, whatSpied, whySpyAsset, whyAsset)

	typedSheets = []*sheet{sheetA8Typed, sheetA3, sheetB8Typed, sheetSpyTyped, sheetWrongTyped, sheetB3, sheetSpyAsset}
)

// Sections need their sheet, so they are given to it here.
func init() {
	tries := func(n int) func(d *scenarios.Deployment) {
		return func(d *scenarios.Deployment) { d.EntryTries = n }
	}
	bound := func(is bool) func(d *scenarios.Deployment) {
		return func(d *scenarios.Deployment) { d.CodeUnbound = !is }
	}
	sheetB8Typed.sections = []section{
		{"ways to granted of whoever only guesses, by setting", `With no limit of tries a code of six digits is a matter of time, in the attacker's own
session, and nobody errs. Where few can be tried it takes luck.`, sheetB8Typed.chosen("literal,-real-time-relay,-lure-initiate,+brute-force", scenarios.Granted,
			choice{"no limit", tries(0)}, choice{"entry_tries: 100", tries(100)})},
	}
	sheetWrongTyped.sections = []section{
		{"ways to granted of whoever has no name to give, by setting", `The variation of 4.1.3: the victim has started, and is asked for their own code. Where it
is good in any session the attacker needs no session in the victim's name, and an onlooker
need not even ask. Bound to its session it is of no use to them (3.1.3 (G)).`, sheetWrongTyped.chosen("literal,-know-identifiers,+own-account,+lure-initiate,+reframe,+spray", scenarios.Granted,
			choice{"session_bound: true", bound(true)}, choice{"session_bound: false", bound(false)})},
	}
	sheetSpyTyped.sections = []section{
		{"ways to granted of strongest, by setting", `The other way round: who stands at the victim's device types a code of their own there,
which has to have been sent for that session.`, sheetSpyTyped.chosen("strongest", scenarios.Granted,
			choice{"session_bound: true", bound(true)}, choice{"session_bound: false", bound(false)})},
	}
	sheetB3.sections = []section{
		{"ways to granted of literal, by setting", `A copy of a code that has changed since is of no use, wherever it sticks.`, sheetB3.chosen("literal", scenarios.Granted,
			choice{"rotating_code: false", func(*scenarios.Deployment) {}},
			choice{"rotating_code: true", func(d *scenarios.Deployment) { d.RotatingCode = true }})},
	}
}

// choice is a setting of a deployment, by the name that its line has.
type choice struct {
	name string
	set  func(d *scenarios.Deployment)
}

// chosen is what it takes to reach a goal where nothing is deployed, with each setting.
func (s *sheet) chosen(attacker, goal string, list ...choice) func(testing.TB, *flows.Catalogue) []string {
	return func(t testing.TB, cat *flows.Catalogue) (lines []string) {
		for _, c := range list {
			d := s.deployment()
			c.set(d)
			b := setup(t, cat, s.scenario, d, s.scenario.Main(), nil)
			lines = append(lines, c.name+": "+b.takes(t, b.brings(t, attacker), b.goal(goal), 0))
		}
		return lines
	}
}
