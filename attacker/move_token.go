package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// MoveToken takes tokens off the device they were issued to.
var MoveToken = &flows.Capability{
	Name: "move-token",
	Doc:  "Copies tokens to another device, to sell them or to use them there.",
	Ref:  "BCP 247 4.3.1, 6.1.12",
	Opens: []flows.Step{
		{Name: "copy_tokens", Ref: "BCP 247 6.1.12", Phase: flows.Export, On: flows.Consumption, By: flows.Attackers, After: true,
			Doc:  "The attacker copies access and refresh token, and the key if there is one, to another device.",
			In:   flows.StagesOf(flows.Redeemed),
			When: func(a flows.At) bool { return a.S.Holder == a.Party && a.W.Tokens.Copy == flows.NoCopy },
			Do:   flows.Does(func(a flows.At) { a.W.Tokens.Copy = flows.GoodCopy })},
		{Name: "use_copy", Ref: "RFC 6750 2", Phase: flows.Use, On: flows.Consumption, By: flows.Attackers, After: true,
			Doc:    "Whoever has the copy uses the access token in it.",
			In:     flows.StagesOf(flows.Redeemed),
			When:   func(a flows.At) bool { return a.CopyAtHand() },
			Checks: flows.AccessTokenChecks,
			Do:     flows.Does(func(a flows.At) { a.W.Tokens.Copy = flows.UsedCopy })},
		{Name: "refresh_copy", Ref: "RFC 6749 6", Phase: flows.Refresh, On: flows.Consumption, By: flows.Attackers, After: true,
			Doc:  "Whoever has the copy gets an access token with the refresh token in it.",
			In:   flows.StagesOf(flows.Redeemed),
			When: func(a flows.At) bool { return a.CopyAtHand() && !a.Setting.Grant.NoRefresh },
			Checks: append([]flows.Check{
				{Name: "rotation", By: flows.OP, Kind: flows.Limit, Ref: "RFC 9700 4.14.2", Reply: flows.InvalidGrant,
					Pass: func(a flows.At) bool { return a.W.Tokens.Copy != flows.StaleCopy }},
			}, flows.RefreshTokenChecks...),
			Do: flows.Does(func(a flows.At) { a.W.Tokens.Copy = flows.UsedCopy })},
	},
}

// MoveKey takes the key along that tokens are bound to.
var MoveKey = &flows.Capability{
	Name: "move-key",
	Doc:  "Copies a key that is kept in software.",
	Ref:  "BCP 247 6.1.12 Limitations",
}
