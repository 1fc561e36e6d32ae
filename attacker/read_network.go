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
		reads("read_auth_req_id", "authentication_request", "CIBA Core 7.1, 7.3",
			"The attacker reads the auth_req_id, and the client_notification_token, in what the client and the provider send each other."),
		reads("read_device_code", "device_authorization", "RFC 8628 3.1",
			"The attacker reads the device_code in the requests of the victim's device."),
	},
}

// reads is reading the handle of a session on its way.
func reads(name, about, ref, doc string) flows.Step {
	return flows.Step{Name: name, About: []string{about}, Ref: ref, Phase: flows.Present, On: flows.Consumption, By: flows.Attackers,
		Doc:  doc,
		In:   flows.StagesOf(flows.Pending, flows.Approved),
		When: func(a flows.At) bool { return a.Setting.Plaintext && a.S.Recv != flows.Attacker && !a.S.Leaked },
		Do:   flows.Does(func(a flows.At) { a.S.Leaked = true })}
}
