package live

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/model"
)

// cibaPoll and cibaPing are how CIBA is played: Core 7 to 11. How a provider reaches the
// user is out of its scope (8), so the target has to say how the authentication device
// learns of a request.
var (
	cibaPoll = ciba(flows.CIBAPoll, nil, defects...)
	cibaPing = ciba(flows.CIBAPing, map[string]ask{"ping_callback": pingCallback}, append(slices.Clone(defects), noToken)...)
)

func ciba(f *flows.Flow, more map[string]ask, wrong ...defect) *drive {
	d := &drive{
		flow: f, defects: wrong,
		start: "authentication_request", grants: "backchannel_authentication_endpoint", enter: "notification", poll: "token_request", claimed: "replay_auth_req_id", other: "replay_by_other_client",
		silent: []string{"decide", "identify", "display", "name_victim", "guess_victim", "name_self", "pose_as_client", "read_auth_req_id",
			"send_lure", "open_lure", "pretend_helpdesk"},
		asks: map[string]ask{
			"notification": enter,
			"walk_away":    leave,
			"authenticate": authenticate,
			"authorize":    authorize,
			"resource":     resource,
			"tick":         tick,
		},
		calls: map[string]ask{
			"authentication_request":        authenticationRequest,
			"request_as_client":             authenticationRequest,
			"token_request":                 pollRequest(0, proven),
			"replay_auth_req_id":            pollRequest(0, claimed),
			"replay_as_confidential_client": pollRequest(0, proven),
			"replay_by_other_client":        pollRequest(1, proven),
		},
	}
	for name, how := range more {
		d.calls[name] = how
	}
	return d
}

// defects are what a server has to refuse a request for: CIBA Core 7.1, 7.2. What it does
// about a user whom nobody knows, a request without openid or a long message is up to it:
// see facts. Of the others one needs a token that has expired, one a user with a user_code,
// and one another registration.
var defects = []defect{{flows.NoHint, "without a hint"}, {flows.SeveralHints, "with two hints"}}

// noToken is one more where the client is called back.
var noToken = defect{flows.NoToken, "without client_notification_token"}

// defect is something wrong with a client's request.
type defect struct {
	is   flows.Defects
	says string
}

// authenticationRequest is CIBA Core 7.1, with the defects of the model's setting.
func authenticationRequest(ctx context.Context, p *play, act flows.Act, _ model.Way, before *flows.World) (observed, error) {
	s, wrong := &p.sessions[act.Session], p.on.Setting.Request
	message := "CD-" + rand.Text()[:6]
	if wrong.Has(flows.LongMessage) {
		message = strings.Repeat("W", 4000)
	}
	scope := strings.Fields(p.Scope)
	if wrong.Has(flows.NoOpenID) {
		scope = slices.DeleteFunc(scope, func(word string) bool { return word == "openid" })
	} else if !slices.Contains(scope, "openid") {
		scope = append(scope, "openid")
	}
	if len(scope) == 0 { // without the parameter something else would be wrong
		scope = []string{"profile"}
	}
	form := map[string]string{"scope": strings.Join(scope, " "), "binding_message": message}
	hint := p.login(before.Sessions[act.Session].Hint).Name
	if wrong.Has(flows.UnknownUser) {
		hint = "nobody-" + rand.Text()
	}
	if !wrong.Has(flows.NoHint) {
		form["login_hint"] = hint
	}
	if wrong.Has(flows.SeveralHints) {
		form["login_hint_token"] = hint
	}
	c := &p.Clients[0]
	if c.Notify != "" && !wrong.Has(flows.NoToken) {
		s.token = rand.Text() + rand.Text()
		form["client_notification_token"] = s.token
	}
	how := proven
	if act.Name == "authentication_request" && before.Sessions[act.Session].Posed {
		how = claimed
	}
	got, err := p.post(ctx, &p.sent, "backchannel_authentication_endpoint", c, how, form, nil)
	if err != nil {
		return observed{}, err
	}
	reply := got.reply(string(flows.AuthReqID))
	if reply == string(flows.AuthReqID) {
		s.issued(got)
		s.values["binding_message"] = message
	}
	return observed{reply: reply}, nil
}

// pollRequest is CIBA Core 10.1 as one of the target's clients.
func pollRequest(client int, how credentials) ask {
	return pollWith("auth_req_id", "urn:openid:params:grant-type:ciba", client, how)
}

// pingCallback waits for the provider to tell the client: CIBA Core 10.2.
func pingCallback(ctx context.Context, p *play, act flows.Act, _ model.Way, _ *flows.World) (observed, error) {
	s := &p.sessions[act.Session]
	if p.callbacks == nil {
		return observed{}, errUnplayed
	}
	token, err := p.callbacks.await(ctx, s.values["auth_req_id"], p.net.limits.Each)
	switch {
	case ctx.Err() != nil: // which says nothing of the provider
		return observed{}, stopped(ctx, "while waiting for a callback")
	case err != nil:
		return observed{reply: "no callback"}, nil
	case token != s.token:
		return observed{reply: "a callback without the client_notification_token"}, nil
	}
	return observed{reply: string(flows.NoContent)}, nil
}
