package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// DetectAndRemediate makes stolen tokens worthless some time after the grant. How
// long that takes is a fact of the scenario; the variants differ in how a
// resource server learns of it, which takes much less than a tick. Without
// either, a token that is known to be stolen is accepted until it expires.
var DetectAndRemediate = &flows.Mitigation{
	Name:    "detect-and-remediate",
	Row:     "Detect and Remediate",
	Doc:     "The server finds out that a code was used in an attack, and has the tokens refused.",
	Ref:     "BCP 247 6.1.6",
	Claims:  flows.Recovers,
	Default: "introspection",
	Variants: []flows.Variant{
		detects("introspection", "resource servers ask the authorization server about a token when it is used", "BCP 247 6.1.6; RFC 7662"),
		detects("shared-signals", "the authorization server tells resource servers", "BCP 247 6.1.6; CAEP, SSF"),
	},
}

func detects(name, doc, ref string) flows.Variant {
	return flows.Variant{Name: name, Doc: doc, Ref: ref, After: true,
		Phases: []flows.Phase{flows.Use, flows.Refresh},
		Refuses: func(a flows.At) flows.Judged {
			if !a.Detected() {
				return 0
			}
			return flows.Receiver
		},
		Defeats: []flows.Defeat{{By: []string{"detection-misses"}, Ref: "BCP 247 6.1.6: may be able to detect"}},
	}
}
