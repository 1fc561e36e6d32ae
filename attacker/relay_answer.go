package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// RelayAnswer asks the victim for what they were sent or know, and passes it on.
var RelayAnswer = &flows.Capability{
	Name:    "relay-answer",
	Doc:     "Talks the victim into telling a password or other data, in time to use it elsewhere.",
	Ref:     "BCP 247 6.1.16, 6.1.17 Limitations",
	Enables: []string{"enter_otp"},
	Opens: []flows.Step{
		tellOTP("ask_otp", "The attacker's page asks for the password that has just arrived, as if the promised thing needed it.", "BCP 247 6.1.16 Limitations",
			nil, flows.Authorization, flows.HandsOutCode, flows.Always),
		{Name: "ask_response_code", About: []string{"fetch_request"}, Ref: "OpenID4VP 14.2: as long as the attacker is unable to get access to the Response Code", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The attacker asks for the address at which the victim's browser has ended up after the answer.",
			Requires: []string{"reframe"},
			In:       flows.StagesOf(flows.Returned),
			When: func(a flows.At) bool {
				return a.Setting.ResponseCode && a.S.Recv == flows.Attacker && a.Poster() == a.Party && !a.S.Leaked
			},
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.HandsOutCode },
				Do:   func(a flows.At) { a.S.Leaked = true },
			}}},
		asksFor("ask_user_code", "The attacker asks for the user_code that a request in the victim's name must carry.", "user_code",
			flows.ToldUserCode, flows.Always),
		asksFor("ask_login_hint_token", "The attacker asks for a login_hint_token from the victim's phone.", "",
			flows.ToldHintToken, func(a flows.At) bool { return a.Setting.Hint == flows.LoginHintToken }),
		named("name_by_token", "The attacker gives the client the login_hint_token that they were told.", "CIBA Core 15",
			func(a flows.At) bool {
				return a.P().Told&flows.ToldHintToken != 0
			}),
		{Name: "ask_binding", Ref: "BCP 247 6.1.17 Limitations", Phase: flows.Convey, Via: flows.Page, By: flows.Target,
			Doc:      "The attacker gathers the victim's data first, and types it on their own device.",
			Against:  "request-binding",
			Requires: []string{"initiate", "reframe"},
			In:       flows.StagesOf(flows.Idle),
			When:     func(a flows.At) bool { return a.S.Bound == flows.Nobody && a.AttackerCanStart() },
			Do: []flows.Outcome{{
				Errs: func(flows.At) flows.Errors { return flows.HandsOutCode },
				Do:   func(a flows.At) { a.S.Bound, a.S.Init = a.Party, flows.Attacker },
			}}},
	},
}

// asksFor is the attacker asking for what a request of CIBA must carry.
func asksFor(name, doc, against string, what flows.Told, needed func(a flows.At) bool) flows.Step {
	return flows.Step{Name: name, About: []string{"authentication_request"}, Against: against, Ref: "BCP 247 4.3.4.2",
		Phase: flows.Convey, Via: flows.Page, By: flows.Recipient,
		Doc:      doc,
		Requires: []string{"reframe"},
		When:     func(a flows.At) bool { return needed(a) && a.P().Told&what == 0 },
		Do: []flows.Outcome{{
			Errs: func(flows.At) flows.Errors { return flows.HandsOutCode },
			Do:   func(a flows.At) { a.P().Told |= what },
		}}}
}

// tellOTP is the attacker getting at the one-time password that was sent to whoever approved
// their session. What is said beside it there (6.1.16) is read by who looks at it there, and
// not by who thinks that they are on the real page.
func tellOTP(name, doc, ref string, about []string, on flows.Place, errs flows.Errors, can func(a flows.At) bool) flows.Step {
	return flows.Step{Name: name, About: about, Ref: ref, Phase: flows.Convey, On: on, Via: flows.Page, By: flows.Target,
		Doc:      doc,
		Against:  "request-initiation-verification",
		Requires: []string{"reframe"},
		In:       flows.StagesOf(flows.Approved, flows.Returned),
		When: func(a flows.At) bool {
			return a.S.Recv == flows.Attacker && a.S.Appr == a.Party && a.S.OTP == flows.OTPUnused && can(a)
		},
		Do: []flows.Outcome{{
			Errs: func(flows.At) flows.Errors { return errs },
			Do:   func(a flows.At) { a.S.OTP = flows.OTPTold },
		}}}
}
