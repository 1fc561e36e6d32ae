package flows

// What becomes of a grant: one family of OAuth tokens, from the moment they are
// issued, on a clock of its own that is much slower than that of the flow. RFC
// 6749 section 6, RFC 6750, RFC 7009.
//
//	use_scope, use_token ---> resource server    RFC 6750 2
//	refresh_token ----------> token endpoint     RFC 6749 6
//
// An hour passes only by use_token: whoever waits instead loses an hour in which
// they could have used the token, and nothing here gets better by waiting. So the
// hours used are the age of the grant, and the largest reachable is what the grant
// is worth.
//
// Lives and use are counted in whole ticks, and lives are rounded up: a grant can come
// out worth an hour or two more than it is.
//
// Left out, and why:
//   - Revocation by the user (RFC 7009): nobody is forced to revoke, so the worst
//     case is without. What a server does by itself is detect-and-remediate.
//   - Reuse of a rotated refresh token that ends the whole family (RFC 9700
//     4.14.2): it takes from the attacker what they give away themselves.
//   - Scopes that are exchanged for others (a family of client identifiers): a
//     token is worth what was asked for.

// Grant is what tokens are worth. Durations are seconds; of a life or an idle time
// zero is no limit.
type Grant struct {
	Lives
	Holder      Party // who got them
	Asked       uint8 // how many resources the tokens are good for
	Needed      uint8 // how many of them the client needs
	DetectAfter int   // from the grant until the server knows that it was stolen
	Horizon     int   // how long after the grant impact is counted
}

// Lives are how long tokens are good. They are what a server is set to.
type Lives struct {
	AccessLife  int  // "expires_in" of RFC 6749 5.1
	RefreshLife int  // of a refresh token and those that replace it, from the grant on
	RefreshIdle int  // from one use of a refresh token to the next, at most
	NoRefresh   bool // there is no refresh token
	Rotation    bool // a refresh token is replaced when it is used
}

// Tokens is the family of tokens.
type Tokens struct {
	Used   uint16 // ticks in which the access token was used: the age of the grant
	Access uint16 // of these, since the access token was issued
	Wide   bool   // it is used for all that was asked for, not only for what is needed
	Copy   Copy   // another party's copy of the tokens
}

// Copy is what became of tokens that were copied.
type Copy uint8

// The states of a copy.
const (
	NoCopy    Copy = iota
	GoodCopy       // another party has it
	StaleCopy      // its refresh token has been replaced since
	UsedCopy       // another party has got access with it
)

// Impact is what the tokens have been worth so far, in ticks of access to one
// resource.
func (w *World) Impact(s *Setting) int {
	if w.Tokens.Wide {
		return int(w.Tokens.Used) * int(s.Grant.Asked)
	}
	return int(w.Tokens.Used) * int(s.Grant.Needed)
}

// InvalidToken is the reply of a resource server, RFC 6750 3.1.
const InvalidToken Reply = "invalid_token"

// grantTicks are the durations of Grant in whole ticks.
type grantTicks struct {
	accessLife, refreshLife, refreshIdle, detectAfter, horizon uint16
}

// inTicks rounds up, in the attacker's favour. What outlives the horizon is as good
// as without end.
func (g *Grant) inTicks(convert func(name string, seconds, most int, up bool) int) grantTicks {
	up := func(name string, seconds int) uint16 {
		return uint16(convert(name, min(seconds, g.Horizon), 1<<16-2, true))
	}
	return grantTicks{
		accessLife:  up("access token life", g.AccessLife),
		refreshLife: up("refresh token life", g.RefreshLife),
		refreshIdle: up("refresh token idle", g.RefreshIdle),
		detectAfter: up("detection", g.DetectAfter),
		horizon:     up("horizon", g.Horizon),
	}
}

// within tells whether an age is below a limit; zero is no limit.
func within(age, limit uint16) bool { return limit == 0 || age < limit }

// atMost is the same for what takes no time: at the end of the limit it was
// possible a moment ago.
func atMost(age, limit uint16) bool { return limit == 0 || age <= limit }

// Aged tells whether an age in ticks has reached a number of seconds.
func (a At) Aged(ticks uint16, seconds int) bool {
	return int(ticks) >= (seconds+a.Setting.Tick-1)/a.Setting.Tick
}

// Detected tells whether these tokens were stolen and the server knows it by now.
func (a At) Detected() bool {
	return a.S.Holder == Attacker && a.W.Tokens.Used >= a.Setting.ticks.grant.detectAfter
}

// AccessTokenChecks are what a resource server asks of an access token, and
// RefreshTokenChecks what the token endpoint asks of a refresh token.
var (
	AccessTokenChecks = []Check{
		{Name: "access token life", By: RP, Kind: Limit, Ref: "RFC 6750 3.1, RFC 6749 5.1", Reply: InvalidToken,
			Pass: func(a At) bool { return within(a.W.Tokens.Access, a.Setting.ticks.grant.accessLife) }},
	}
	RefreshTokenChecks = []Check{
		{Name: "refresh token life", By: OP, Kind: Limit, Ref: "RFC 6749 6, 5.2", Reply: InvalidGrant,
			Pass: func(a At) bool { return atMost(a.W.Tokens.Used, a.Setting.ticks.grant.refreshLife) }},
		{Name: "refresh token idle", By: OP, Kind: Limit, Ref: "RFC 6749 6, 5.2", Reply: InvalidGrant,
			Pass: func(a At) bool { return atMost(a.W.Tokens.Access, a.Setting.ticks.grant.refreshIdle) }},
	}
)

// CopyAtHand tells whether another party has a copy and has not used it yet.
func (a At) CopyAtHand() bool {
	return a.W.Tokens.Copy == GoodCopy || a.W.Tokens.Copy == StaleCopy
}

// tokens are the steps after the grant.
var tokens = []Step{
	{Name: "use_scope", Ref: "RFC 6749 3.3, RFC 6750 3.1", Phase: Deliver, On: Consumption, By: Operator, After: true,
		Doc:  "The token is good for all the scope that was asked for, also where such a client needs none.",
		In:   StagesOf(Redeemed),
		When: func(a At) bool { return !a.W.Tokens.Wide && a.Setting.Grant.Asked > a.Setting.Grant.Needed },
		Do:   Does(func(a At) { a.W.Tokens.Wide = true })},

	{Name: "use_token", Ref: "RFC 6750 2", Phase: Use, On: Consumption, By: Operator, After: true,
		Doc:    "The client uses the access token for an hour.",
		In:     StagesOf(Redeemed),
		When:   func(a At) bool { return a.W.Tokens.Used < a.Setting.ticks.grant.horizon },
		Checks: AccessTokenChecks,
		Do: Does(func(a At) {
			a.W.Tokens.Used++
			a.W.Tokens.Access = min(a.W.Tokens.Access+1, a.Setting.ticks.accessCap)
		})},

	{Name: "refresh_token", Ref: "RFC 6749 6", Phase: Refresh, On: Consumption, By: Operator, After: true,
		Doc:    "The client gets a new access token, and with rotation a new refresh token.",
		In:     StagesOf(Redeemed),
		When:   func(a At) bool { return a.W.Tokens.Access > 0 && !a.Setting.Grant.NoRefresh },
		Checks: RefreshTokenChecks,
		Do: Does(func(a At) {
			a.W.Tokens.Access = 0
			if a.Setting.Grant.Rotation && a.W.Tokens.Copy == GoodCopy {
				a.W.Tokens.Copy = StaleCopy
			}
		})},
}
