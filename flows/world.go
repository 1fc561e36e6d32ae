// Package flows holds the protocols, each as the state machine its own
// specification describes, and what they share.
//
// There are only seven ideas: a [World] is the whole state and a [Setting] what
// does not change; a [Flow] is an ordered list of [Step] values, each with the
// [Check] values that can refuse it; a [Capability] opens or enables steps for
// the attacker; a [Mitigation] is a predicate that refuses steps. [Compose]
// weaves a flow with them into a model.System, for all deployments and attackers at
// once.
package flows

// Sizes of the arrays of World. How many are used is Setting.
const (
	MaxSessions = 4
	MaxPersons  = 4
)

// World is the whole state: plain, fixed in size and comparable, so that ==
// is equality of states. It holds nothing that can be computed from the rest,
// and fields that nobody reads any more are zero.
//
// Persons come first so that the bytes in use are a prefix. Tokens is in use only
// on the slow clock, where it is what becomes of session 0.
type World struct {
	Persons  [MaxPersons]Person
	Sessions [MaxSessions]Session
	Tokens   Tokens
}

// Person is a user: what they want, what reached them, and what they are doing
// on their authorization device. The attacker is no Person.
type Person struct {
	Wants   bool  // decided to authorise a device of their own
	Lure    Lure  // the attacker's message on its way to them, or the page it led to
	LureAge uint8 // ticks since it was sent, up to the least delay before it is read
	On      uint8 // 1 + session whose request the authorization device shows; 0 none
	Authed  bool  // they have authenticated in that browser session
	Handed  bool  // that request was opened in another browser and handed to them
	Told    Told  // what the attacker knows of what a request in their name must carry
	Left    bool  // they have walked away once (only where Setting says they do)
}

// Told is a set of what a person has told the attacker.
type Told uint8

// What a request of CIBA can have to carry.
const (
	ToldUserCode Told = 1 << iota
	ToldHintToken
)

// Lure is what the attacker has sent to a person: nothing, a message with the
// code of session i as CodeOf(i), a message with a Link, or, once they have
// clicked it, the OpenPage. A message with a code that has been read is gone:
// its reader knows the code.
type Lure uint8

// The lures without a code. What a link leads to is made when it is clicked; a call
// goes on while requests arrive; a label is stuck where its reader will go.
const (
	Link Lure = 1 + MaxSessions + iota
	OpenPage
	OnCall
	Label
)

// CodeOf is a message that carries the code of a session.
func CodeOf(session uint8) Lure { return Lure(1 + session) }

// Session is one cross-device authorization, in any protocol.
type Session struct {
	Stage   Stage
	Init    Party // starter: whose device asked for it; while idle, who has typed something there
	Recv    Party // receiver: who operates the device that gets the grant
	Take    Party // taker, if that is the attacker in a browser of their own; until somebody decides
	Appr    Party // approver
	Subject Party // who was logged in on the consumption device when it started; until somebody decides
	Bound   Party // whose out-of-band data was typed there; until somebody decides
	Hint    Party // whom the client names in its request, where it names anybody
	Age     uint8 // ticks since the code was issued; until tokens or denial where there is one session
	Uses    uint8 // how often the code was taken up, up to what a mitigation tells apart; until somebody decides
	Known   Known // who has seen the code; until somebody decides
	OTP     OTP   // the one-time password sent to the approver; until tokens
	Leaked  bool  // the client's secret handle (device_code, auth_req_id), or a response_code, has come to a device to which it was not sent
	Ack     Ack   // what became of the client's request, or of the answer to it, on its way
	Posed   bool  // the attacker sends its requests, in the place of the client
	Code    uint8 // whose authorization code the client was given for it: CodeFrom, OwnCode or Elsewhere
	Holder  Party // who holds the token
	Again   Party // who got a second token for the same code, if anybody
	Used    bool  // the token has been used
	Ext     [3]uint8
}

// OTP is what became of the one-time password that request initiation
// verification sends to whoever approved.
type OTP uint8

// The ways of a one-time password.
const (
	OTPUnused OTP = iota
	OTPTold       // the approver has told it to the attacker
	OTPTyped      // it was typed on the consumption device
)

// Stage is how far the authorization server is with a session.
type Stage uint8

// The stages of a session.
const (
	Idle      Stage = iota // not started
	Pending                // codes issued, nobody has decided
	Approved               // the user granted it
	Denied                 // the user denied it
	Redeemed               // tokens issued
	Expired                // the codes outlived their life first
	Returned               // a browser has brought the client an authorization code, or a wallet its answer
	Connected              // the receiver's platform and a phone have a tunnel
	stages
)

// Ack is what became of a client's request, or of the answer to it.
type Ack uint8

// The ways of a request and its answer: a network delivers both at once, and as they are,
// unless something delays the one or somebody rewrites the other.
const (
	AckArrived   Ack = iota
	AckDelayed       // it is on its way
	AckOvertaken     // the result came first, and the answer after it
	Rewritten        // the request says what the attacker has written
)

// OwnCode is an authorization code that the attacker got for themselves, in a
// session of theirs elsewhere.
const OwnCode uint8 = 1 + MaxSessions

// CodeFrom is the authorization code that was issued in a session.
func CodeFrom(session uint8) uint8 { return 1 + session }

// Party is somebody who acts: nobody, the attacker, or a person.
type Party uint8

// The parties. Person i is the party PersonParty(i).
const (
	Nobody Party = iota
	Attacker
	firstPerson
	parties = firstPerson + MaxPersons
)

// PersonParty is the party that person i is.
func PersonParty(i uint8) Party { return firstPerson + Party(i) }

// Person is the index of the person that p is, if p is one.
func (p Party) Person() (i uint8, ok bool) { return uint8(p - firstPerson), p >= firstPerson }

// Known is a set of parties.
type Known uint8

// Has tells whether p is in the set.
func (k Known) Has(p Party) bool { return k>>p&1 != 0 }

// Add puts p into the set.
func (k *Known) Add(p Party) { *k |= 1 << p }
