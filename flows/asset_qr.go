package flows

// A QR code that stands on a physical asset: the bike sharing of BCP 247 3.3.3. A session
// is the use of one asset. No document describes the protocol; the code is static, and what
// has to be bound is code and object.
//
//	asset (1)                       service                      phone
//	  | walk_up                        |                            |
//	  |                                |<-------------- scan_label -|
//	  |                                |<------------ authenticate -|
//	  |                                |<--------------- authorize -|  pays
//	  |<- unlock ----------------------|                            |
//	  | resource
//
// Decided here: nobody starts a flow with the service before a label is scanned, so there
// is no Initiate. What unlocks is the asset whose code was scanned, for whoever stands
// before it. The page says nothing by which riders could tell assets apart, unless the
// option asset_number has it so.

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
			Doc:  "Somebody who wants an asset goes to one and sees its label.",
			In:   StagesOf(Idle),
			When: func(a At) bool { return a.S.Recv == Nobody && a.CanStart() && !a.standsSomewhere() },
			Do:   Does(func(a At) { a.S.Init, a.S.Recv = a.Party, a.Party; a.S.Known.Add(a.Party) })},

		{Name: "scan_label", Ref: "BCP 247 3.3.3", Phase: Engage, On: Asset, Via: Screen, By: People,
			Doc:  "Somebody scans the label that they see with a phone.",
			In:   StagesOf(Idle, Pending),
			When: func(a At) bool { return a.S.Recv != Nobody && a.Sees() && !a.OnScreen() },
			Checks: []Check{
				{Name: "current code", By: OP, Kind: Binding, Ref: "decided here", Reply: OldCode,
					Pass: func(a At) bool { return !a.Setting.RotatingCode || a.Owns() }},
			},
			Do: Does(func(a At) { a.S.Stage = Pending; a.TakeUp() })},

		walkAway,

		{Name: "authenticate", Ref: "BCP 247 3.3.3", Phase: Authenticate, On: Authorization, By: People,
			Doc:  "The user logs in at the service.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.OnScreen() && !a.P().Authed },
			Do:   Does(func(a At) { a.P().Authed = true })},

		{Name: "authorize", Ref: "BCP 247 3.3.3", Phase: Authorize, On: Authorization, By: People,
			Doc:  "The service asks its user to pay for the asset.",
			In:   StagesOf(Pending),
			When: func(a At) bool { return a.Deciding() },
			Do: []Outcome{
				{Name: "approve", Reply: "approved",
					When: func(a At) bool { return a.Owns() },
					Do:   func(a At) { a.Approve() }},
				// Nothing tells one asset from the next.
				{Name: "mistake", Reply: "approved",
					When: func(a At) bool { return a.Mistakable() },
					Do:   func(a At) { a.Approve() }},
				{Name: "deny", Reply: "denied", Safe: true,
					Do: func(a At) { a.S.Stage = Denied; a.CloseRequest() }},
			}},

		{Name: "unlock", Ref: "BCP 247 3.3.3, 4.3.3", Phase: Deliver, On: Asset, By: Operator,
			Doc: "The asset whose code was scanned unlocks, for whoever stands before it.",
			In:  StagesOf(Approved),
			Do:  []Outcome{{Name: "unlocked", Reply: "unlocked", Do: func(a At) { a.Redeem() }}}},

		useAccess,
	},
}

// standsSomewhere tells whether the acting person stands before an asset already.
func (a At) standsSomewhere() bool {
	for i := range a.Setting.Sessions {
		if a.W.Sessions[i].Recv == a.Party {
			return true
		}
	}
	return false
}

// StandsElsewhere tells whether the acting person stands before another asset, on which
// a label can be stuck.
func (a At) StandsElsewhere() bool { return a.S.Recv != a.Party && a.standsSomewhere() }

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

// otherAsset refuses a person who stands before another asset than the code's.
func otherAsset(a At) Judged {
	if a.Owns() {
		return 0
	}
	return Receiver | ALure
}

// AttackerCanWait tells whether the attacker waits nowhere yet: one asset is enough.
func (a At) AttackerCanWait() bool { return !a.standsSomewhere() }
