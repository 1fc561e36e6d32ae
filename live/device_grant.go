package live

import (
	"context"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// deviceGrant is how the device grant is played: RFC 8628 3.1 to 3.5.
var deviceGrant = &drive{
	flow:  flows.DeviceGrant,
	typed: true,
	start: "device_authorization", grants: "device_authorization_endpoint", enter: "enter_user_code", poll: "token", claimed: "replay_device_code", other: "replay_device_code_by_other_client",
	silent: []string{"decide", "display", "copy_code", "look", "read_device_code", "pass_on",
		"send_lure", "open_lure", "send_link", "show_code", "call"},
	asks: map[string]ask{
		"enter_user_code": enter,
		"guess_user_code": enter, // with the luck that the code is the right one
		"hand_over":       handOver,
		"walk_away":       leave,
		"authenticate":    authenticate,
		"authorize":       authorize,
		"resource":        resource,
		"tick":            tick,
	},
	calls: map[string]ask{
		"device_authorization":               deviceAuthorization,
		"token":                              pollDevice(0, proven),
		"replay_device_code":                 pollDevice(0, claimed),
		"replay_as_client":                   pollDevice(0, proven),
		"replay_device_code_by_other_client": pollDevice(1, proven),
	},
}

// deviceAuthorization is RFC 8628 3.1: the answer has to hold what 3.2 requires.
func deviceAuthorization(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	form := map[string]string{}
	if p.Scope != "" {
		form["scope"] = p.Scope
	}
	c := &p.Clients[0]
	if c.Secret == "" {
		form["client_id"] = c.ID
	}
	got, err := p.post(ctx, &p.sent, "device_authorization_endpoint", c, proven, form, nil)
	if err != nil {
		return observed{}, err
	}
	reply := got.reply("device_code")
	if reply == "device_code" {
		p.sessions[act.Session].issued(got)
		reply = "" // the model's word for it
	}
	return observed{reply: reply}, nil
}

// pollDevice is RFC 8628 3.4 as one of the target's clients.
func pollDevice(client int, how credentials) ask {
	return pollWith("device_code", "urn:ietf:params:oauth:grant-type:device_code", client, how)
}
