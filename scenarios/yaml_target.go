package scenarios

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Words that a target can have.
var (
	endpoints = []string{"device_authorization_endpoint", "backchannel_authentication_endpoint", "token_endpoint",
		"userinfo_endpoint", "introspection_endpoint", "revocation_endpoint"}
	authMethods = []string{"client_secret_basic", "client_secret_post"}
	methods     = []string{"get", "post", "put", "delete"}

	variable      = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,199}$`)
	headerName    = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$") // a token of RFC 9110 5.6.2
	attributeName = regexp.MustCompile(`^[A-Za-z_:][A-Za-z0-9_:.-]{0,99}$`)
	pickName      = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
)

// target reads the mapping that describes a target. What is wrong with it is noted.
func (r *reader) target(n *node) *Target {
	t := &Target{File: r.name}
	var shared TargetFlow
	var of *node
	given := r.fields(n, &targetForm, readers{
		"target":     func(n *node) { r.named(n, &t.Name) },
		"doc":        func(n *node) { r.sentence(n, &t.Doc) },
		"start":      func(n *node) { r.fields(n, &startForm, readers{"command": func(n *node) { r.command(n, &t.Command) }}) },
		"metadata":   func(n *node) { r.url(n, &t.Metadata) },
		"endpoints":  func(n *node) { r.endpoints(n, t) },
		"deployment": func(n *node) { shared.Deployment = r.claimed(n) },
		"clients":    func(n *node) { shared.Clients = r.targetClients(n) },
		"users":      func(n *node) { shared.Users = r.logins(n) },
		"scope":      func(n *node) { r.line(n, &shared.Scope) },
		"flows":      func(n *node) { of = n },
	})
	if given == nil {
		return t
	}
	if !given["metadata"] && !given["endpoints"] {
		r.fail(n, &InputError{Found: `no key "metadata"`, Expected: `one in a target, or "endpoints"`})
	}
	if of == nil {
		return t
	}
	if of.kind != kindMapping || len(of.pairs) == 0 {
		r.wrong(of, "a mapping of flows to what the server does in each")
		return t
	}
	r.each(of, func(key, value *node) {
		f := r.drivable(key)
		if f == nil {
			return
		}
		if !given["metadata"] && given["endpoints"] {
			r.enough(key, t, f)
		}
		t.Flows = append(t.Flows, r.targetFlow(key, value, f, shared, given))
	})
	return t
}

// drivable reads the name of a flow in which a server can be driven.
func (r *reader) drivable(n *node) *flows.Flow {
	known := flowNames(Drivable)
	i := slices.Index(known, n.text)
	if i >= 0 {
		return Drivable[i]
	}
	bad := unknown("flow "+quote(n.text), n.text, "a flow in which a server can be driven", known)
	if slices.Contains(flowNames(r.cat.Flows), n.text) {
		bad = &InputError{Found: "flow " + quote(n.text), Expected: "one in which a server can be driven so far: " + strings.Join(known, ", ")}
	}
	r.fail(n, bad)
	return nil
}

// enough checks that endpoints without metadata are what a client needs in a flow.
func (r *reader) enough(n *node, t *Target, f *flows.Flow) {
	needed := []string{"device_authorization_endpoint", "token_endpoint"}
	if f.Transfer&flows.Pushed != 0 {
		needed[0] = "backchannel_authentication_endpoint"
	}
	for _, name := range needed {
		if _, ok := t.Endpoints[name]; !ok {
			r.fail(n, &InputError{Found: "no " + name, Expected: "one among the endpoints for " + f.Name + ", or the URL of the metadata"})
		}
	}
}

// targetFlow reads what a target does in one flow; shared is what it says for all,
// and given which keys of the target are there.
func (r *reader) targetFlow(key, n *node, f *flows.Flow, shared TargetFlow, given map[string]bool) TargetFlow {
	flow := shared
	flow.Flow, flow.Steps = f, map[string][]Request{}
	before := len(r.errs)
	var steps *node
	at := map[string]*node{}
	own := r.fields(n, &targetFlowForm, readers{
		"deployment": func(n *node) { at["deployment"], flow.Deployment = n, r.claimed(n) },
		"clients":    func(n *node) { flow.Clients = r.targetClients(n) },
		"users":      func(n *node) { flow.Users = r.logins(n) },
		"scope":      func(n *node) { r.line(n, &flow.Scope) },
		"steps":      func(n *node) { steps = n },
	})
	if own == nil {
		return flow
	}
	for _, k := range []string{"clients", "users"} {
		if !own[k] && !given[k] {
			r.fail(key, &InputError{Found: "no key " + quote(k), Expected: "one in the target or in each of its flows"})
		}
	}
	r.claims(key, at["deployment"], &flow, given["deployment"] || own["deployment"])
	if f == flows.CIBAPing && len(flow.Clients) > 0 && flow.Clients[0].Notify == "" && len(r.errs) == before {
		r.fail(key, &InputError{Found: `no key "notify"`, Expected: "one in the first client, because the server calls it back in " + f.Name})
	}
	if steps != nil {
		silent := slices.ContainsFunc(flow.Users, func(u Login) bool { return u.Password == "" })
		r.steps(steps, &flow, scope{words: TargetWords(f), silent: silent})
	}
	return flow
}

// claims puts the deployment of a flow into that flow. It stands at a node, or where
// the target has it; claimed tells whether there is any, valid or not.
func (r *reader) claims(key, at *node, flow *TargetFlow, claimed bool) {
	if !claimed {
		flow.Deployment = ExampleOf(flow.Flow)
	}
	if flow.Deployment == nil {
		return // and that has been noted
	}
	d, err := flow.Deployment.For(flow.Flow)
	if err != nil {
		if at == nil {
			at = key
		}
		r.fail(at, asInput(err))
		return
	}
	flow.Deployment = d
}

// claimed reads which deployment a server claims to be: one, of one client if it has
// several. It is nil if that is bad, which is then noted.
func (r *reader) claimed(n *node) *Deployment {
	named, client := *n, ""
	if n.kind == kindText {
		named.text, client = SplitClient(n.text)
	}
	list := r.deploymentOf(&named)
	if len(list) == 0 {
		return nil
	}
	if n.kind == kindMapping && len(clientNames(list)) > 0 {
		r.fail(n, &InputError{Found: "a deployment with clients", Expected: "one without, or a file with one of its clients, as FILE#CLIENT"})
		return nil
	}
	d, bad := oneClient(list, named.text, client)
	if bad != nil {
		r.fail(n, bad)
	}
	return d
}

// line reads text that is sent as it is: printable, on one line.
func (r *reader) line(n *node, into *string) {
	if bad := unfit(n.text); n.kind != kindText && n.kind != kindNumber {
		r.wrong(n, "text")
	} else if bad != "" {
		r.wrong(n, bad)
	} else {
		*into = n.text
	}
}

// unfit is what a text that is sent should have been; empty: it is.
func unfit(text string) string {
	switch {
	case text == "":
		return "text"
	case utf8.RuneCountInString(text) > maxText:
		return fmt.Sprintf("at most %d characters", maxText)
	case strings.ContainsFunc(text, unicode.IsControl):
		return "text without control characters"
	}
	return ""
}

// command reads a program and what follows it.
func (r *reader) command(n *node, into *[]string) {
	if n.kind != kindList || len(n.items) == 0 {
		r.wrong(n, "a list: a program and what follows it, as [node, server.mjs]")
		return
	}
	for i, item := range n.items {
		if i > 0 && item.kind == kindText && item.text == "" { // as good an argument as any
			*into = append(*into, "")
			continue
		}
		var word string
		r.line(item, &word)
		*into = append(*into, word)
	}
}

// url reads where something is, with scheme and host.
func (r *reader) url(n *node, into *string) {
	text, expected := "", "a URL that begins with http:// or https://"
	r.line(n, &text)
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Contains(text, " "):
		r.wrong(n, expected)
	case u.User != nil:
		r.wrong(n, expected+" and has no user in it")
	case u.Fragment != "":
		r.wrong(n, expected+" and has no fragment")
	default:
		*into = text
	}
}

// endpoints reads where the endpoints of a server are.
func (r *reader) endpoints(n *node, t *Target) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of endpoints to URLs")
		return
	}
	t.Endpoints = map[string]string{}
	r.each(n, func(key, value *node) {
		if !slices.Contains(endpoints, key.text) {
			bad := unknown("key "+quote(key.text), key.text, "an endpoint", endpoints)
			t.Endpoints[bad.Near] = "" // it was meant
			r.fail(key, bad)
			return
		}
		var at string
		r.url(value, &at)
		t.Endpoints[key.text] = at
	})
}
