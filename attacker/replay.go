package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// Replay sends again what was read, as a device_code of somebody else's session, or what
// was sent to the attacker.
var Replay = &flows.Capability{
	Name:    "replay",
	Doc:     "Sends captured messages again.",
	Ref:     "RFC 8628 3.4; OpenID4VP 14.1",
	Enables: []string{"use_scope", "use_token", "refresh_token"},
	Opens: []flows.Step{
		replayedDeviceCode("replay_device_code", "The attacker polls with the victim's device_code.",
			func(a flows.At) bool { return !a.Setting.Confidential }, flows.Always),
		replayedDeviceCode("replay_device_code_by_other_client", "The attacker polls with the victim's device_code, as another client of the same server.",
			flows.Always, func(flows.At) bool { return false }),
		replayedAuthReqID("replay_auth_req_id", "The attacker polls with the victim's auth_req_id, and with what can be read of the client's credentials.",
			func(a flows.At) bool { return !a.Setting.Confidential }, flows.Always),
		{Name: "poll_in_push_mode", About: []string{"push_callback"}, Ref: "CIBA Core 11", Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
			Doc:    "The attacker polls with the victim's auth_req_id, which is of no use for polling.",
			In:     flows.StagesOf(flows.Pending, flows.Approved),
			When:   func(a flows.At) bool { return a.S.Leaked },
			Checks: flows.PushedTokenChecks,
			Do:     flows.DeviceTokenOutcomes},
		replayedAuthReqID("replay_by_other_client", "The attacker polls with the victim's auth_req_id, as another client of the same provider.",
			flows.Always, func(flows.At) bool { return false }),
		// Who presents knows to whom, and means it: it takes no error and no lure.
		{Name: "replay_presentation", About: []string{"direct_post"}, Ref: "OpenID4VP 14.1; SIOPv2 13.2", Phase: flows.Verify, On: flows.Consumption, By: flows.Target,
			Doc:  "The victim has answered a verifier of the attacker's, whose request had the nonce of the attacker's session in it, and the attacker posts that answer, with the state of this one.",
			In:   flows.StagesOf(flows.Pending),
			When: func(a flows.At) bool { return a.S.Recv == flows.Attacker && a.S.Known.Has(flows.Attacker) },
			Checks: []flows.Check{
				{Name: "audience", By: flows.RP, Kind: flows.Binding, Ref: "OpenID4VP 8.6, 14.1.2; SIOPv2 11.1", Reply: flows.WrongAudience,
					Pass: func(a flows.At) bool { return a.Setting.NoHolderBinding }},
			},
			Do: flows.Does(func(a flows.At) { a.Bring(flows.Elsewhere) })},
	},
}

// ClientSecret is what a confidential client authenticates with, in the wrong
// hands.
var ClientSecret = &flows.Capability{
	Name: "client-secret",
	Doc:  "Has the credentials of a confidential client.",
	Ref:  "RFC 8628 5.6",
	Opens: []flows.Step{
		{Name: "pose_as_client", About: []string{"authentication_request"}, Ref: "CIBA Core 7.1", On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker prepares to send the request themselves, and not through the client.",
			Requires: []string{"initiate"},
			In:       flows.StagesOf(flows.Idle),
			When:     func(a flows.At) bool { return a.S.Init == flows.Attacker && !a.S.Posed },
			Do:       flows.Does(func(a flows.At) { a.S.Posed = true })},
		replayedDeviceCode("replay_as_client", "The attacker polls with the victim's device_code, and authenticates as the victim's device.", flows.Always, flows.Always, "replay"),
		replayedAuthReqID("replay_as_confidential_client", "The attacker polls with the victim's auth_req_id, and authenticates as the client.", flows.Always, flows.Always, "replay"),
		{Name: "request_as_client", About: []string{"authentication_request"}, Ref: "CIBA Core 7.1", Phase: flows.Initiate, On: flows.Consumption, By: flows.Attackers,
			Doc:      "The attacker sends the provider an authentication request of their own, and authenticates as the client. What the client would have asked for, nobody asks for.",
			Requires: []string{"initiate"},
			In:       flows.StagesOf(flows.Idle),
			When:     func(a flows.At) bool { return a.S.Posed && a.CanStart() },
			Checks:   flows.CIBARequestChecks(false, flows.Always),
			Do:       []flows.Outcome{{Name: "acknowledged", Reply: flows.AuthReqID, Do: func(a flows.At) { a.Start() }}}},
	},
}

// replayed is polling with a handle of somebody else's that was read.
func replayed(name, doc, about, ref string, checks []flows.Check, needs ...string) flows.Step {
	return flows.Step{Name: name, About: []string{about}, Ref: ref, Phase: flows.Deliver, On: flows.Consumption, By: flows.Attackers,
		Doc:      doc,
		Requires: needs,
		In:       flows.StagesOf(flows.Pending, flows.Approved, flows.Redeemed),
		When:     func(a flows.At) bool { return a.S.Leaked },
		Checks:   checks,
		Do:       flows.DeviceTokenOutcomes,
	}
}

// replayedDeviceCode is polling with the device_code of somebody else, replayedAuthReqID
// with their auth_req_id.
func replayedDeviceCode(name, doc string, authentic, issued func(flows.At) bool, needs ...string) flows.Step {
	return replayed(name, doc, "device_authorization", "RFC 8628 3.4", flows.DeviceTokenChecks(authentic, issued), needs...)
}

func replayedAuthReqID(name, doc string, authentic, issued func(flows.At) bool, needs ...string) flows.Step {
	return replayed(name, doc, "token_request", "CIBA Core 10.1", flows.CIBATokenChecks(authentic, issued), needs...)
}
