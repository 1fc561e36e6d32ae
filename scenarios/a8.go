package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// logIns are the flows of A8, and relayed those of B8. The BCP's A8 has a code of six
// digits, and its B8 a QR code for a wallet: an inconsistency of the text, so both are
// looked at, and what else is used to log in. They are the same, and differ in the first.
var (
	logIns  = []*flows.Flow{flows.TypedCode, flows.OID4VP, flows.SIOPv2, flows.AuthcodeQR, flows.CTAPHybrid}
	relayed = slices.Concat(logIns[1:], logIns[:1])
)

// A8 is the honest twin of B8.
var A8 = &Scenario{
	Name:  "A8",
	Doc:   "Access a productivity application: who opens it on a computer is sent a code on their phone and types it, or scans one and answers there.",
	Ref:   "BCP 247 3.3.8",
	Flows: logIns,
	Facts: shoppers,
	Twins: []Twin{
		atHome, onMobileData,
		{Name: "registered", Doc: "the computer has been used for it before, and is registered",
			Set: func(s *flows.Setting) { s.Consumption[flows.PersonParty(0)].Registered = true }},
		slow, walksAway, busyNetwork,
	},
	Done: served,
}
