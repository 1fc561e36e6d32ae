package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// publishes reads the metadata and finds out which flow is meant.
func (q *draft) publishes(a *app, in *interview) (err error) {
	q.d = &scenarios.Deployment{}
	if q.metadata == "" && q.flow == "" {
		err := in.one(item{flag: "--metadata", why: "the file with your server's metadata; get it with " + getMetadata, accept: func(answer string) (err error) {
			q.metadata = answer
			q.published, err = scenarios.LoadMetadata(answer)
			return err
		}})
		if err != nil {
			return err
		}
		if err := q.writable(); err != nil {
			return err
		}
	}
	switch {
	case q.published != nil || q.metadata == "":
	case q.metadata == "-":
		q.published, err = scenarios.ReadMetadata("standard input", os.Stdin)
	default:
		q.published, err = scenarios.LoadMetadata(q.metadata)
	}
	if err != nil {
		return err
	}
	if q.flow == "" {
		err = q.which(a, in)
	} else {
		err = q.take(a, q.flow)
	}
	if err != nil {
		return err
	}
	q.d.Flow, q.d.Doc = q.flow, "By what simulate init was told"
	if q.published != nil {
		return q.infer()
	}
	return nil
}

// which finds out by the metadata which flow is meant, and asks where it publishes
// several.
func (q *draft) which(a *app, in *interview) error {
	var known []string
	for _, f := range q.published.Flows() {
		known = append(known, f.Name)
	}
	if len(known) == 0 {
		return fmt.Errorf(`%s: found neither "device_authorization_endpoint" (RFC 8628 4) nor "backchannel_authentication_endpoint" with a mode of CIBA Core 4, so %s publishes neither the device grant nor CIBA; --flow %s goes on anyway`,
			q.metadata, q.published.Issuer, flows.DeviceGrant.Name)
	}
	return in.one(item{flag: "--flow", why: "the flow, of those that the server publishes: " + strings.Join(known, ", "), standard: known[0], quiet: len(known) == 1,
		accept: func(answer string) error { return q.take(a, answer) }})
}

// take takes a flow by its name.
func (q *draft) take(a *app, name string) error {
	var known []string
	for _, f := range a.cat.Flows {
		if known = append(known, f.Name); f.Name == name {
			q.flow = name
			return nil
		}
	}
	return fmt.Errorf("--flow: %w", &flows.UnknownError{Kind: "flow", Name: name, Known: known})
}

// infer fills in the settings that the metadata tells.
func (q *draft) infer() error {
	m := q.published
	q.d.Doc = m.Issuer + ", by its metadata and by what simulate init was told"
	tell := func(key, value, member string) error {
		return q.d.Tell(key, value, "metadata of "+m.Issuer+": "+member, false)
	}
	https := func(endpoint, member string) error {
		if endpoint == "" {
			return nil
		}
		return tell("https", fmt.Sprint(strings.HasPrefix(strings.ToLower(endpoint), "https:")), member)
	}
	var err error
	switch {
	case q.flow == flows.DeviceGrant.Name:
		err = https(m.DeviceAuthorization, "device_authorization_endpoint, RFC 8628 4")
	case q.backchannel():
		err = errors.Join(https(m.Backchannel, "backchannel_authentication_endpoint, CIBA Core 4"), q.inferCIBA(tell))
	}
	if err != nil {
		return err
	}
	const methods = "token_endpoint_auth_methods_supported, RFC 8414 2"
	if len(m.ClientAuthentication) == 0 {
		return nil
	}
	byKey := 0
	for _, method := range m.ClientAuthentication {
		if slices.Contains(keyed, method) {
			byKey++
		}
	}
	if q.has("confidential") && (byKey == 0 || byKey == len(m.ClientAuthentication)) { // else it depends on the client
		if err := tell("confidential", fmt.Sprint(byKey > 0), methods); err != nil {
			return err
		}
	}
	return tell("client_authentication", strings.Join(m.ClientAuthentication, ", "), methods)
}

// inferCIBA is infer for what only CIBA has. What is not published is not supported.
func (q *draft) inferCIBA(tell func(key, value, member string) error) (err error) {
	if m := q.published; m.Backchannel != "" {
		if !m.UserCode {
			err = tell("user_code", "none", "backchannel_user_code_parameter_supported, false or absent, CIBA Core 4")
		}
		if len(m.SignedRequest) == 0 && q.has("signed_request") {
			err = errors.Join(err, tell("signed_request", "false", "backchannel_authentication_request_signing_alg_values_supported, absent, CIBA Core 4"))
		}
	}
	return err
}

// backchannel tells whether the flow is CIBA, which names its user by a hint.
func (q *draft) backchannel() bool { return q.has("hint") }
