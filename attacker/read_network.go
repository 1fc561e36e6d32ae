package attacker

import "github.com/crossdeviceflows/crossdevice/flows"

// ReadNetwork reads what is sent without TLS: here the requests of a device. Whoever
// reads the answers has the tokens without asking for them; that they are worse off
// still who talk without TLS needs no model.
var ReadNetwork = &flows.Capability{
	Name: "read-network",
	Doc:  "Reads what devices send over a network without TLS.",
	Ref:  "RFC 8628 3.1",
	Opens: []flows.Step{
		{Name: "read_auth_req_id", About: "authentication_request", Ref: "CIBA Core 7.1, 7.3", Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
			Doc:  "The attacker reads the auth_req_id, and the client_notification_token, in what the client and the provider send each other.",
			In:   flows.StagesOf(flows.Pending, flows.Approved),
			When: func(a flows.At) bool { return a.Setting.Plaintext && a.S.Recv != flows.Attacker && !a.S.Leaked },
			Do:   flows.Does(func(a flows.At) { a.S.Leaked = true })},
		{Name: "read_device_code", About: "device_authorization", Ref: "RFC 8628 3.1", Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
			Doc: "The attacker reads the device_code in the requests of the victim's device.",
			In:  flows.StagesOf(flows.Pending, flows.Approved),
			When: func(a flows.At) bool {
				return a.Setting.Plaintext && a.S.Recv != flows.Attacker && !a.S.Leaked
			},
			Do: flows.Does(func(a flows.At) { a.S.Leaked = true })},
	},
}
