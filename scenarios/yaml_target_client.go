package scenarios

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
)

// targetClients reads the clients of a target.
func (r *reader) targetClients(n *node) (list []Client) {
	if n.kind != kindList || len(n.items) == 0 {
		r.wrong(n, "a list of clients, each with an id")
		return nil
	}
	for _, item := range n.items {
		var c Client
		var auth, notify *node
		given := r.fields(item, &targetClientForm, readers{
			"id":         func(n *node) { r.line(n, &c.ID) },
			"secret":     func(n *node) { r.secret(n, &c.Secret) },
			"secret_env": func(n *node) { r.variable(n, &c.Secret) },
			"auth":       func(n *node) { auth = n },
			"dpop":       func(n *node) { r.truth(n, &c.DPoP) },
			"notify":     func(n *node) { notify = n },
		})
		secret := r.either(item, given, "secret", "secret_env")
		switch {
		case auth != nil:
			r.oneOf(auth, "how a client authenticates", authMethods, &c.Auth)
			if !secret {
				r.wrong(auth, "none without a secret, because a public client does not authenticate")
			}
		case secret:
			c.Auth = authMethods[0]
		}
		if notify != nil {
			r.loopback(notify, &c.Notify)
		}
		if c.ID != "" && slices.ContainsFunc(list, func(other Client) bool { return other.ID == c.ID }) {
			r.fail(item, &InputError{Found: "client " + quote(c.ID) + " again", Expected: "it once"})
		}
		list = append(list, c)
	}
	return list
}

// logins reads the users of a target.
func (r *reader) logins(n *node) (list []Login) {
	if n.kind != kindList || len(n.items) == 0 {
		r.wrong(n, "a list of users, each with a name")
		return nil
	}
	for _, item := range n.items {
		var u Login
		given := r.fields(item, &loginForm, readers{
			"name":         func(n *node) { r.line(n, &u.Name) },
			"password":     func(n *node) { r.secret(n, &u.Password) },
			"password_env": func(n *node) { r.variable(n, &u.Password) },
		})
		r.either(item, given, "password", "password_env")
		if u.Name != "" && slices.ContainsFunc(list, func(other Login) bool { return other.Name == u.Name }) {
			r.fail(item, &InputError{Found: "user " + quote(u.Name) + " again", Expected: "it once"})
		}
		list = append(list, u)
	}
	return list
}

// either checks that not both of two keys are there, and tells whether one is.
func (r *reader) either(n *node, given map[string]bool, one, other string) bool {
	if given[one] && given[other] {
		r.fail(n, &InputError{Found: "keys " + quote(one) + " and " + quote(other), Expected: "one of them"})
	}
	return given[one] || given[other]
}

// secret reads what is to be told to nobody.
func (r *reader) secret(n *node, into *string) {
	r.line(n, into) // which does not describe it
}

// variable reads a secret from the environment.
func (r *reader) variable(n *node, into *string) {
	const expected = "a variable of the environment"
	if n.kind != kindText || !variable.MatchString(n.text) {
		r.wrong(n, "the name of "+expected)
		return
	}
	value, ok := os.LookupEnv(n.text)
	switch bad := unfit(value); {
	case !ok:
		r.fail(n, &InputError{Found: quote(n.text) + ", which is not set", Expected: expected})
	case bad != "":
		r.fail(n, &InputError{Found: quote(n.text) + ", whose value cannot be sent", Expected: expected + " with " + bad})
	default:
		*into = value
	}
}

// loopback reads where a client listens. It is reached from this machine only, and
// so is nothing that others could send to.
func (r *reader) loopback(n *node, into *string) {
	var text string
	before := len(r.errs)
	if r.url(n, &text); len(r.errs) > before {
		return
	}
	u, _ := url.Parse(text)
	host, port, _ := net.SplitHostPort(u.Host)
	at, err := netip.ParseAddr(host)
	if u.Scheme != "http" || port == "" || host != "localhost" && (err != nil || !at.IsLoopback()) {
		r.wrong(n, "an http URL on loopback with a port, as http://127.0.0.1:3105/callback")
		return
	}
	*into = text
}
