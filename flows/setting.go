package flows

import "fmt"

// Setting is what does not change in a run: parameters of the deployment, and
// facts about people, their devices and where these are. Durations are seconds.
type Setting struct {
	Tick     int   // seconds by which time advances
	Sessions uint8 // how many of World's sessions are used
	Persons  uint8 // how many of World's persons are used

	Parameters
	ReadMin int     // from sending a message until its reader acts on it, at least
	Request Defects // what is wrong with what the client sends; an honest one sends nothing wrong
	Naive   Servers // servers that make no check that ties two devices together
	Without string  // a check that nobody makes, by its FullName; empty: all are made

	After bool  // the slow clock: what becomes of one grant
	Grant Grant // what it is worth; read there

	Consumption   [parties]Device // the device each party has sessions on
	Authorization [parties]Device // the device each party approves on
	People        [MaxPersons]Habits

	ticks ticks
}

// Parameters are what an authorization server and its client are set to, as far as
// the model of some flow reads it. The zero value is what most do.
type Parameters struct {
	CodeLife     int  // how long a code or request is good: "expires_in" of RFC 8628 3.2 and CIBA Core 7.3
	EntryBound   bool // the browser that entered a code is the only one in which it can be approved
	CodeReusable bool // a code is good for tokens, or a session, more than once
	Confidential bool // clients authenticate at the token endpoint, with what cannot be read off a request
	Plaintext    bool // the client's requests are not protected by TLS
	EntryTries   int  // how many user codes can be tried in a code's life; 0: no limit
	Hint         Hint // how a client of CIBA names the user
	PollBound    bool // only the browser session that showed a QR code can ask the client for its result
	NoState      bool // the client does not ask whose "state" comes back to it: RFC 6749 10.12
	NoNonce      bool // the client does not send "nonce", or does not look for it: OpenID Connect Core 3.1.2.1, OpenID4VP 14.1.2, SIOPv2 11.1
	NoPKCE       bool // the client does not use PKCE: RFC 7636

	UnsignedRequests bool // requests to wallets are not signed: OpenID4VP 5.9.3, SIOPv2 9.2
	NoHolderBinding  bool // a presentation is good without proof of its holder's key: OpenID4VP 8.6
	ResponseCode     bool // the verifier's page gets its result only with a response_code: OpenID4VP 8.2
	StateAssisted    bool // a phone stays linked with its user's own devices: CTAP 2.2 11.5
	CodeUnbound      bool // a code that was sent for one session is taken in any other: BCP 247 4.1.3
	RotatingCode     bool // the code on an object changes, and an old one is refused
}

// Hint is the way in which a client names the user: CIBA Core 7.1.
type Hint uint8

// The hints. Each is used in the place of the others.
const (
	LoginHint      Hint = iota // an identifier that does not change, as a phone number
	LoginHintToken             // made for this request by the user's authentication device: FAPI-CIBA 7.2
	IDTokenHint                // an ID token that the client got when the user last logged in on this device
)

// Defects is a set of things that are wrong with a client's request. No honest
// client has any; they are for showing what a server answers then.
type Defects uint16

// Has tells whether d is in the set.
func (s Defects) Has(d Defects) bool { return s&d != 0 }

// Servers is a set of servers.
type Servers uint8

// ServersOf is the set of the given servers.
func ServersOf(list ...Server) (set Servers) {
	for _, s := range list {
		set |= 1 << s
	}
	return set
}

// Has tells whether s is in the set.
func (set Servers) Has(s Server) bool { return set>>s&1 != 0 }

// Device is where a device stands and what it can do. Equal numbers mean the
// same place or network; these are facts of a scenario, not addresses.
type Device struct {
	Place      uint8
	Spot       uint8 // where in the place: which of several things it stands at
	Network    uint8
	Media      Medium // the ways it has to be near another device
	Registered bool   // registered with the authorization server as trusted
	Inside     bool   // on a network that the service's operator controls
	Shared     bool   // others behind its network address have just started flows
	Keypad     bool   // digits can be typed on it
	LogIn      bool   // can run a phishing-resistant log-in before a flow starts
	Wallet     bool   // its user's wallet, or authenticator, is on it too
	Unlinked   bool   // never linked with its user's phone
}

// Medium is a set of ways by which two devices notice that they are near.
type Medium uint8

// The media of BCP 247 6.1.1.
const (
	Cable Medium = 1 << iota
	NFC
	BLE
	UWB
)

// touching are the media that tell one thing from the next beside it: a plug, a touch, and
// a distance that is measured to less than that.
const touching = Cable | NFC | UWB

// Habits are how an honest person goes about their own flow.
type Habits struct {
	OwnDevice bool  // has a device of their own to authorise
	For       Party // whose device they approve for, if not their own
	NoAccount bool  // has no account with the service: somebody else approves for them
	EntryMin  int   // seconds between the code being issued and acting on it, at least
	WalksAway bool  // is interrupted once after entering the code, and returns
	GivesIn   uint8 // how many requests they did not start they let pass before they approve one
	Lately    bool  // has approved another session of their own a short while before
	Talked    bool  // approve what they did not start only while somebody talks them into it
}

// ticks is the part of Setting that the steps read: the same durations in whole
// ticks, and where counters saturate. Compose fills it in.
type ticks struct {
	codeLife, readMin uint8
	entryMin          [MaxPersons]uint8
	usesCap           uint8
	window            uint8 // how long sessions that have ended are still counted; 0 where there is one
	grant             grantTicks
	accessCap         uint16 // the oldest access token that something tells from an older one
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
	convert := func(name string, seconds, most int, up bool) int {
		n := seconds / s.Tick
		if up {
			n = (seconds + s.Tick - 1) / s.Tick
		}
		switch {
		case seconds < 0:
			err = fmt.Errorf("%s: a duration cannot be negative, found %d s", name, seconds)
			return 0
		case n > most:
			err = fmt.Errorf("%s: %d s is more than %d ticks of %d s", name, seconds, most, s.Tick)
			return 0
		}
		if n*s.Tick != seconds {
			rounded = append(rounded, Rounded{name, seconds, n * s.Tick})
		}
		return n
	}
	if s.After {
		s.ticks.grant = s.Grant.inTicks(convert)
		if s.ticks.accessCap = s.ticks.grant.accessLife; s.Grant.AccessLife == 0 {
			s.ticks.accessCap = s.ticks.grant.refreshIdle + 1
		}
		return rounded, err
	}
	s.ticks = ticks{
		codeLife: uint8(convert("code life", s.CodeLife, MaxTicks, true)),
		readMin:  uint8(convert("reading delay", s.ReadMin, MaxTicks, false)),
	}
	if s.Sessions > 1 { // alone, a session is never counted with another
		s.ticks.window = s.ticks.codeLife
	}
	for i := range s.Persons {
		s.ticks.entryMin[i] = uint8(convert("entry delay", s.People[i].EntryMin, MaxTicks, false))
	}
	return rounded, err
}

// CodeLifeTicks is CodeLife in ticks, rounded as Compose rounds it.
func (s *Setting) CodeLifeTicks() int { return (s.CodeLife + s.Tick - 1) / s.Tick }
