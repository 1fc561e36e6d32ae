package flows

import "fmt"

// Setting is what does not change in a run: parameters of the deployment, and
// facts about people, their devices and where these are. Durations are seconds.
type Setting struct {
	Tick     int   // seconds by which time advances
	Sessions uint8 // how many of World's sessions are used
	Persons  uint8 // how many of World's persons are used

	CodeLife   int  // "expires_in" of RFC 8628 3.2
	ReadMin    int  // from sending a message until its reader acts on it, at least
	EntryBound bool // the browser that entered a code is the only one in which it can be approved

	Consumption   [parties]Device // the device each party has sessions on
	Authorization [parties]Device // the device each party approves on
	People        [MaxPersons]Habits

	ticks ticks
}

// Device is where a device stands and what it can do. Equal numbers mean the
// same place or network; these are facts of a scenario, not addresses.
type Device struct {
	Place      uint8
	Network    uint8
	BLE        bool // has a Bluetooth Low Energy radio
	Registered bool // registered with the authorization server as trusted
	LogIn      bool // can run a phishing-resistant log-in before a flow starts
}

// Habits are how an honest person goes about their own flow.
type Habits struct {
	OwnDevice bool // has a device of their own to authorise
	EntryMin  int  // seconds between the code being issued and acting on it, at least
	WalksAway bool // is interrupted once after entering the code, and returns
}

// ticks is the part of Setting that the steps read: the same durations in whole
// ticks, and where counters saturate. Compose fills it in.
type ticks struct {
	codeLife, readMin uint8
	entryMin          [MaxPersons]uint8
	usesCap           uint8
	window            uint8 // how long sessions that have ended are still counted; 0 where there is one
}

// MaxTicks is the longest duration that a World can tell from a longer one.
const MaxTicks = 250

// Rounded is a duration that is not a whole number of ticks, and what became of it.
type Rounded struct {
	Name     string
	From, To int // seconds
}

// inTicks fills in s.ticks. Lives are rounded up and delays down, which is in
// the attacker's favour; what was rounded is returned.
func (s *Setting) inTicks() (rounded []Rounded, err error) {
	if s.Tick <= 0 {
		return nil, fmt.Errorf("tick: %d s is no tick", s.Tick)
	}
	convert := func(name string, seconds int, up bool) uint8 {
		n := seconds / s.Tick
		if up {
			n = (seconds + s.Tick - 1) / s.Tick
		}
		switch {
		case seconds < 0:
			err = fmt.Errorf("%s: a duration cannot be negative, found %d s", name, seconds)
			return 0
		case n > MaxTicks:
			err = fmt.Errorf("%s: %d s is more than %d ticks of %d s", name, seconds, MaxTicks, s.Tick)
			return 0
		}
		if n*s.Tick != seconds {
			rounded = append(rounded, Rounded{name, seconds, n * s.Tick})
		}
		return uint8(n)
	}
	s.ticks = ticks{
		codeLife: convert("code life", s.CodeLife, true),
		readMin:  convert("reading delay", s.ReadMin, false),
	}
	if s.Sessions > 1 { // alone, a session is never counted with another
		s.ticks.window = s.ticks.codeLife
	}
	for i := range s.Persons {
		s.ticks.entryMin[i] = convert("entry delay", s.People[i].EntryMin, false)
	}
	return rounded, err
}

// CodeLifeTicks is CodeLife in ticks, rounded as Compose rounds it.
func (s *Setting) CodeLifeTicks() int { return (s.CodeLife + s.Tick - 1) / s.Tick }
