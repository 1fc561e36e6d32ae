// Package bench is a scalable device authorization grant with an attacker,
// written once as rules and twice as text for other checkers, so that the
// numbers of states must agree and the speeds can be compared.
package bench

import (
	"fmt"

	"github.com/crossdeviceflows/crossdevice/model"
)

// Most is how many sessions, and how many users, State has room for.
const Most = 4

// State is K sessions and V users. The users come first: what a smaller size
// does not use is then one tail that is never stored.
type State struct {
	Users    [Most]User
	Sessions [Most]Session
}

// Session is one device authorization. Zero means nobody, or not yet.
type Session struct {
	Stage             Stage
	Initiator         Party // who asked for the code
	Entered, Approved Party // the users who did
	Life              uint8 // ticks left to the code
	Holder            Party // of the token
	TokenLife         uint8 // ticks left to the token
	Known             bool  // the attacker has seen the code
	Used              bool  // the attacker has used the token
}

// Stage is how far a session has come.
type Stage uint8

// The stages of a session, in order. A session is live from Issued to Approved.
const (
	Idle Stage = iota
	Issued
	Presented
	Entered
	Approved
	Denied
	Token
	Expired

	stages = 8
)

// Party is nobody, the attacker, or a user.
type Party uint8

// Nobody and the attacker; user u is user(u).
const (
	Nobody Party = iota
	Attacker
)

func user(u uint8) Party { return 2 + Party(u) }

// User is what a person is doing, and about which session.
type User struct {
	Stage UserStage
	Code  uint8 // 1 + the session whose code is in hand; zero without one
}

// UserStage is how far a user has come.
type UserStage uint8

// The stages of a user, in order.
const (
	Free UserStage = iota
	Lured
	Engaged
	Authenticated
	Done
)

func (s Session) live() bool { return Issued <= s.Stage && s.Stage <= Approved }

// System is the model with k sessions, v users, and t ticks of life for codes
// and tokens.
func System(k, v, t int) (model.System[State], error) {
	if k < 1 || k > Most || v < 1 || v > Most || t < 1 || t > 255 {
		return model.System[State]{}, fmt.Errorf("bench: size %d %d %d is outside 1..%d sessions, 1..%d users, 1..255 ticks", k, v, t, Most, Most)
	}
	sys := model.Weave(fmt.Sprintf("device-flow %d %d %d", k, v, t), State{}, rules(k, v, uint8(t)))
	sys.Used = used(k)
	return sys, nil
}
