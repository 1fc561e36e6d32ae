package flows

// A QR code that stands on a physical asset: the bike sharing of BCP 247 3.3.3. A session
// is the use of one asset. The code is static, and what has to be bound is code and
// object.
//
//	asset                           service                      phone
//	  | walk_up                        |                            |
//	  |                                |<-------------- scan_label -|
//	  |                                |<------------ authenticate -|
//	  |                                |<--------------- authorize -|  pays
//	  |<- unlock ----------------------|                            |
//	  | ride
//
// Decided here, because the text leaves it open:
//   - Nobody starts a flow with the service before a label is scanned, so nothing is
//     initiated. Scanning makes the rental that is then paid.
//   - What unlocks is the asset to which the code belongs, for whoever stands before it.
//     They are its operator, and need nothing more.
//   - The page says nothing by which riders could tell one asset from the next: who is
//     asked to pay pays, and errs in nothing. To say which asset it is (6.1.14:
//     "who invoked the flow") takes something to compare with, and so is the option
//     asset_number=compare here, and not user-experience:context.
//   - asset_number=enter rests on the number that a rider types being the asset's own:
//     an attacker who prints a label can cover a number with it too, and that is left out.
//   - A code that changes (setting rotating_code) is what short-lived codes (6.1.2) are on
//     an object. It is on the asset's own display. Who sees that has the current one; a
//     copy that is stuck elsewhere, or sent on, is old.
//   - A label that is stuck on an asset covers the one below.
//   - Who stands before an asset that somebody else has paid for rides off with it:
//     session-spying, where a label is a code on a screen that everybody sees.
//   - People go to one asset. Where an attacker walks meanwhile is not told: the asset
//     whose label they copy is the one that they mean to take, whether they wait there or
//     come back.
//
// Left out, and why:
//   - Labels that lead to another page than the service's: phishing, and no binding of
//     anything.
//   - Paying at the end of a ride, and what a ride costs: the harm is one asset.
//   - Going on to another asset after that has failed, as the customer of 4.3.3 does: a
//     person starts once. Who rents two is a twin of A3.

// OldCode is the answer to a code that an asset has shown before.
const OldCode Reply = "code no longer shown"

// AssetQR is a static QR code on a physical asset.
var AssetQR = &Flow{
	Name:        "asset-qr",
	Doc:         "A static QR code on a physical asset: whoever scans it and pays unlocks the asset that the code belongs to, wherever the label hangs.",
	Ref:         "BCP 247 3.3.3",
	Transfer:    Fixed,
	CodeLifeMax: 3600,
	Options:     []*Mitigation{assetNumber},
	Steps: []Step{
		{Name: "walk_up", Ref: "BCP 247 3.3.3", On: Asset, By: People,
			Doc:  "Somebody who wants an asset goes to one and sees its label, or what is stuck on it.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.S.Recv == Nobody && a.CanStart() },
			Do: Does(func(a At) {
				a.S.Init, a.S.Recv = a.Party, a.Party
				label := a.S
				if a.P().Lure == Label {
					label, a.P().Lure = a.covering(), 0
				}
				label.Known.Add(a.Party)
			})},

		{Name: "scan_label", Ref: "BCP 247 3.3.3", Phase: Engage, On: Asset, Via: Screen, By: Anyone,
			Doc:  "Somebody scans a label that they see with a phone.",
			In:   StagesOf(Idle, Pending),
			When: func(a At) bool { return a.Sees() && a.TurnsTo() },
			Checks: []Check{
				{Name: "current code", By: OP, Kind: Binding, Ref: "decided here; BCP 247 6.1.2", Reply: OldCode,
					Pass: func(a At) bool { return !a.Setting.RotatingCode || !a.ByPerson() || a.S.Recv == a.Party }},
			},
			Do: Does(func(a At) { a.S.Stage = Pending; a.TakeUp() })},

		walkAway,

		{Name: "authenticate", Ref: "BCP 247 3.3.3", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The user logs in at the service.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Do:   Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "BCP 247 3.3.3", Phase: Authorize, On: Authorization, By: Anyone,
			Doc:  "The service asks to pay for the asset.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.Deciding() },
			Do: []Outcome{
				{Name: "approve", Reply: "approved",
					When: func(a At) bool { return !a.ByPerson() || a.Owns() },
					Do:   func(a At) { a.Approve() }},
				{Name: "mistake", Reply: "approved",
					When: func(a At) bool { return a.Mistakable() },
					Do:   func(a At) { a.Approve() }},
				{Name: "deny", Reply: "denied", Safe: true,
					When: func(a At) bool { return a.ByPerson() },
					Do:   func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
			}},

		{Name: "unlock", Ref: "BCP 247 3.3.3, 4.3.3", Phase: Deliver, On: Asset, By: Operator,
			Doc: "The asset whose code was scanned unlocks, for whoever stands before it.",
			In:  StagesOf(Approved),
			Do:  []Outcome{{Name: "unlocked", Reply: "unlocked", Do: func(a At) { a.Redeem() }}}},

		{Name: "ride", Ref: "BCP 247 3.3.3, 4.3.3", Phase: Use, On: Asset, By: Operator,
			Doc:  "Whoever stands before the asset rides off with it.",
			In:   StagesOf(Redeemed),
			When: func(a At) bool { return !a.S.Used },
			Do:   Does(func(a At) { a.S.Used = true })},
	},
}

// Arrived tells whether the acting person stands before an asset.
func (a At) Arrived() bool {
	for i := range a.Setting.Sessions {
		if a.W.Sessions[i].Recv == a.Party {
			return true
		}
	}
	return false
}

// covering is the asset whose label covers this one: the one that the attacker has copied.
func (a At) covering() *Session {
	for i := range a.Setting.Sessions {
		if s := &a.W.Sessions[i]; s.Recv == Attacker {
			return s
		}
	}
	return a.S
}

// assetNumber has riders look at which asset they pay for.
var assetNumber = &Mitigation{
	Name:   "asset_number",
	Doc:    "What riders do with the number that stands on an asset: nothing, compare (the page shows that of the code) or enter (they type the one before them).",
	Ref:    "decided here; BCP 247 4.3.3",
	Option: true,
	By:     OP,
	Variants: []Variant{
		{
			Name:   "compare",
			Doc:    "the page shows the number of the asset that the code belongs to, and asks whether it is the one before them",
			Ref:    "decided here; BCP 247 6.1.14",
			Phases: []Phase{Authorize}, Reply: AccessDenied,
			Refuses: otherAsset,
			Defeats: []Defeat{
				{By: []string{"miscompares"}, Ref: "people miss differences"},
				{By: []string{"ignores-context"}, Ref: "the user has to look"},
			},
		},
		{
			Name:   "enter",
			Doc:    "the rider types the number of the asset before them",
			Ref:    "decided here; BCP 247 6.1.17",
			Phases: []Phase{Authorize}, Reply: AccessDenied,
			Refuses: otherAsset,
		},
	},
}

// otherAsset refuses a person who means another asset than the code's. An attacker
// knows which they mean.
func otherAsset(a At) Judged {
	if !a.ByPerson() || a.Owns() {
		return 0
	}
	return Receiver | ALure
}
