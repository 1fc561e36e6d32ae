package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// SenderConstrainedTokens ties tokens to a key of the client. Whoever controls
// the client can still use them there.
var SenderConstrainedTokens = &flows.Mitigation{
	Name:    "sender-constrained-tokens",
	Row:     "Sender-Constrained Tokens",
	Doc:     "Tokens are of use only together with a key of the device they were issued to.",
	Ref:     "BCP 247 6.1.12",
	Claims:  flows.Recovers,
	Ladder:  true,
	Default: "software",
	Variants: []flows.Variant{
		constrains("software", "the key is kept in software, as DPoP keys usually are",
			flows.Defeat{By: []string{"move-key"}, Ref: "BCP 247 6.1.12 Limitations"}),
		constrains("hardware", "the key is kept in hardware"),
	},
}

func constrains(name, doc string, defeats ...flows.Defeat) flows.Variant {
	return flows.Variant{Name: name, Doc: doc, Ref: "BCP 247 6.1.12", After: true,
		Phases:  []flows.Phase{flows.Export},
		Refuses: func(flows.At) flows.Judged { return flows.Receiver },
		Defeats: defeats,
	}
}
