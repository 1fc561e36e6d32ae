package scenarios

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Instance is a size at which a scenario is explored: how many sessions and
// persons there are, and at which tick.
type Instance struct {
	Name     string
	Doc      string
	Sessions uint8
	Persons  uint8
	Own      bool // people have a device of their own to authorise
	Coarse   bool // the tick is half a code's life
	Alike    bool // all persons live where the first one does: only their number matters
	Apart    bool // all persons are as the first one, each in a place of their own
	Counting bool // what is asked is how many: of mitigations only those that count are in the masks, besides those deployed
	After    bool // the slow clock: what becomes of one grant
}

// The instances. What is counted needs two of a kind; everything else is told
// apart at the fine tick.
var (
	Alone      = Instance{Name: "alone", Doc: "one session, one victim", Sessions: 1, Persons: 1}
	Honest     = Instance{Name: "honest", Doc: "one session, one person with a device of their own", Sessions: 1, Persons: 1, Own: true}
	Beside     = Instance{Name: "beside", Doc: "the attacker's session beside the victim's own", Sessions: 2, Persons: 1, Own: true, Coarse: true}
	Watched    = Instance{Name: "watched", Doc: "the victim's own session, and an attacker without one", Sessions: 1, Persons: 1, Own: true}
	After      = Instance{Name: "after", Doc: "the tokens of one grant, for 30 days", Sessions: 1, Persons: 1, After: true}
	Repeated   = Instance{Name: "repeated", Doc: "two requests to one victim", Sessions: 2, Persons: 1, Coarse: true}
	TwoVictims = Instance{Name: "two", Doc: "two sessions, two victims", Sessions: 2, Persons: 2, Coarse: true, Alike: true, Counting: true}
)

// Searched is the instance that random walks go through: as large as asked for, and
// never explored as a whole.
func Searched(sessions, persons uint8) Instance {
	return Instance{Name: "searched", Doc: fmt.Sprintf("%d sessions, %d persons", sessions, persons),
		Sessions: sessions, Persons: persons, Own: true, Apart: true}
}

// coarseTicks is how many ticks a code lives in a coarse instance.
const coarseTicks = 2

// FineTick is the tick of an instance that is not coarse, SlowTick that of After,
// both in seconds.
const (
	FineTick = 60
	SlowTick = 3600
)

// Horizon is how long after a grant impact is counted, in seconds: 30 days.
const Horizon = 30 * 86400

// Setting is the scenario's facts with a deployment's lives in an instance.
func (s *Scenario) Setting(d *Deployment, in Instance) flows.Setting {
	set := s.Where(d.Flow).Facts
	set.Sessions, set.Persons, set.Tick = in.Sessions, in.Persons, FineTick
	set.Parameters, set.Grant.Lives = d.Parameters, d.Lives
	if d.ReadMin > 0 && set.ReadMin > 0 {
		set.ReadMin = d.ReadMin
	}
	if space := d.codes(); space > 0 && float64(d.EntryTries) >= space {
		set.EntryTries = 0 // who can try them all needs no luck
	}
	set.Grant.Horizon, set.Grant.DetectAfter = Horizon, detectAfter
	switch {
	case in.Coarse:
		set.Tick = (d.CodeLife + coarseTicks - 1) / coarseTicks
	case in.After:
		set.Tick, set.After = SlowTick, true
		if set.Grant.Holder == flows.Nobody {
			set.Grant.Holder = flows.Attacker
		}
	}
	if in.Alike {
		for i := range set.People {
			p, q := flows.PersonParty(0), flows.PersonParty(uint8(i))
			set.People[i], set.Consumption[q], set.Authorization[q] = set.People[0], set.Consumption[p], set.Authorization[p]
		}
	}
	for i := range set.People {
		if !in.Apart || i == 0 {
			continue
		}
		p, q := flows.PersonParty(0), flows.PersonParty(uint8(i))
		set.People[i] = set.People[0]
		set.Consumption[q], set.Authorization[q] = elsewhere(set.Consumption[p], i), elsewhere(set.Authorization[p], i)
	}
	for i := range set.People {
		set.People[i].OwnDevice = set.People[i].OwnDevice && in.Own
	}
	return set
}

// elsewhere is the same device in a place of its own, and on a network of its own but
// for one that the service controls.
func elsewhere(d flows.Device, i int) flows.Device {
	const away = 10 // scenarios number places and networks below that
	if d.Place += uint8(away * i); !d.Inside {
		d.Network += uint8(away * i)
	}
	return d
}
