package mitigations

import "github.com/crossdeviceflows/crossdevice/flows"

// RequestInitiationVerification sends whoever approves a one-time password that
// has to be typed on the consumption device before it gets anything. Who approves
// for somebody elsewhere would have to pass it on, which people are told not to do:
// such pairs are lost.
var RequestInitiationVerification = &flows.Mitigation{
	Name:   "request-initiation-verification",
	Row:    "Request Initiation Verification",
	Doc:    "A one-time password sent to the authorization device has to be typed on the consumption device.",
	Ref:    "BCP 247 6.1.16",
	Claims: flows.Disrupts,
	Variants: []flows.Variant{{
		Phases: []flows.Phase{flows.Deliver},
		Lacks:  keypad,
		Refuses: func(a flows.At) flows.Judged {
			if a.S.OTP == flows.OTPTyped {
				return 0
			}
			return flows.Receiver | flows.Approver
		},
	}},
	Steps: []flows.Step{
		{Name: "enter_otp", Ref: "BCP 247 6.1.16", On: flows.Consumption, By: flows.Operator,
			Doc: "Whoever stands before the consumption device types the password that the approver was sent.",
			In:  flows.StagesOf(flows.Approved, flows.Returned),
			When: func(a flows.At) bool {
				if a.ByPerson() { // only who approved has it before them
					return a.S.OTP == flows.OTPUnused && a.S.Appr == a.Party
				}
				return a.S.OTP == flows.OTPTold
			},
			Do: flows.Does(func(a flows.At) { a.S.OTP = flows.OTPTyped })},
	},
}

// keypad says whether the honest consumption device has none.
func keypad(s *flows.Setting) string {
	if s.Consumption[flows.PersonParty(0)].Keypad {
		return ""
	}
	return "a keypad on the consumption device"
}
