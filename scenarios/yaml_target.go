package scenarios

import (
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/andybalholm/cascadia"
	"github.com/theory/jsonpath"

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

// steps reads what a user sends in each step of a flow, in the order of the flow: a
// value can be picked in one step and sent in the next.
func (r *reader) steps(n *node, flow *TargetFlow, known scope) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of what a user does to lists of requests")
		return
	}
	order := UserSteps(flow.Flow)
	names := namesOf(order, func(s UserStep) string { return s.Name })
	given := map[string]*node{}
	meant := map[string]bool{}
	r.each(n, func(key, value *node) {
		if slices.Contains(names, key.text) {
			given[key.text] = value
			return
		}
		bad := unknown("key "+quote(key.text), key.text, "what a user does in "+flow.Flow.Name, names)
		for _, s := range order {
			if s.Of == key.text && !s.May {
				bad = &InputError{Found: "key " + quote(key.text), Expected: "the ways in which that ends, each by itself: " + strings.Join(outcomes(order, key.text), ", ")}
				meant[s.Name] = true
			}
		}
		meant[bad.Near] = true
		r.fail(key, bad)
	})
	for _, s := range order {
		value := given[s.Name]
		switch {
		case value != nil:
			sees := known
			sees.picked = slices.Clone(known.picked)
			flow.Steps[s.Name] = r.requests(value, flow, &sees)
			if s.Of == "" {
				known = sees // what one outcome picks is none of the other's
			}
		case !s.May && !meant[s.Name]:
			r.fail(n, &InputError{Found: "no key " + quote(s.Name), Expected: "one in the steps of " + flow.Flow.Name + ", with [] if nothing is sent then"})
		}
	}
}

// outcomes are the names of those of a step.
func outcomes(order []UserStep, step string) (names []string) {
	for _, s := range order {
		if s.Of == step {
			names = append(names, s.Name)
		}
	}
	return names
}

// requests reads what is sent in one step; known grows by what is picked.
func (r *reader) requests(n *node, flow *TargetFlow, known *scope) []Request {
	list := []Request{}
	if n.kind != kindList {
		r.wrong(n, "a list of requests, or [] if nothing is sent then")
		return list
	}
	for _, item := range n.items {
		list = append(list, r.request(item, known))
	}
	return list
}

// request reads one request. What it picks is known after it.
func (r *reader) request(n *node, known *scope) Request {
	q := Request{Line: n.line}
	before := len(r.errs)
	var used []string
	var picks, form, body *node
	method := func(name string) func(n *node) {
		return func(n *node) {
			used = append(used, name)
			q.Method = strings.ToUpper(name)
			r.address(n, *known, &q.URL)
		}
	}
	given := r.fields(n, &requestForm, readers{
		"get": method("get"), "post": method("post"), "put": method("put"), "delete": method("delete"),
		"headers": func(n *node) { q.Header = r.headers(n, *known) },
		"form":    func(n *node) { form = n },
		"json":    func(n *node) { body = n },
		"pick":    func(n *node) { picks = n },
		"refused": func(n *node) { q.Refused = r.pick(n, *known, true) },
		"shows":   func(n *node) { q.Shows = r.pick(n, *known, false) },
		"follow": func(n *node) {
			follow := true
			r.truth(n, &follow)
			q.Stay = !follow
		},
	})
	if given == nil {
		return q
	}
	switch {
	case len(used) > 1:
		r.fail(n, &InputError{Found: "keys " + quote(used[0]) + " and " + quote(used[1]), Expected: "one of " + strings.Join(methods, ", ")})
	case len(used) == 0 && len(r.errs) == before: // else it may be what was meant by another key
		r.fail(n, &InputError{Found: "no method", Expected: "one of the keys " + strings.Join(methods, ", ") + " in a request"})
	}
	if form != nil {
		q.Form = r.values(form, *known, "fields of a form")
	}
	if body != nil {
		if q.JSON = r.json(body, *known); body.kind != kindMapping && body.kind != kindList {
			r.wrong(body, "a mapping or a list")
		}
	}
	switch {
	case form != nil && body != nil:
		r.fail(n, &InputError{Found: `keys "form" and "json"`, Expected: "one of them"})
	case form != nil && q.Method == "GET":
		r.fail(n, &InputError{Found: `key "form" beside "get"`, Expected: "none, because a GET has no content; a query is part of the URL"})
	case body != nil && q.Method == "GET":
		r.fail(n, &InputError{Found: `key "json" beside "get"`, Expected: "none, because a GET has no content"})
	}
	if picks != nil {
		r.picks(picks, &q, known)
	}
	return q
}

// template reads text with words in braces.
func (r *reader) template(n *node, known scope, into *string) {
	if n.kind == kindMapping && len(n.pairs) == 1 && n.pairs[0].value.kind == kindNothing { // {user_code} is YAML for something else
		r.fail(n, &InputError{Found: "a mapping", Expected: "text, which stands in quotation marks if it begins with a brace"})
		return
	}
	if n.kind != kindText && n.kind != kindNumber && n.kind != kindBoolean {
		r.wrong(n, `text; "" if it is empty`)
		return
	}
	if bad := unfit(n.text); bad != "" && n.text != "" {
		r.wrong(n, bad)
		return
	}
	if bad := known.check(n.text); bad != nil {
		r.fail(n, bad)
		return
	}
	*into = n.text
}

// address reads where a request goes. What it is relative to is known only then.
func (r *reader) address(n *node, known scope, into *string) {
	var text string
	before := len(r.errs)
	r.template(n, known, &text)
	if len(r.errs) > before {
		return
	}
	u, err := url.Parse(Fill(text, func(string) string { return "x" }))
	whole := strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
	switch {
	case text == "" || err != nil || strings.Contains(text, " ") || whole && u.Host == "" || !whole && u.Scheme != "":
		r.wrong(n, "a URL that begins with http:// or https://, or is relative to the page before")
	case u.User != nil:
		r.wrong(n, "a URL that has no user in it")
	default:
		*into = text
	}
}

// values reads a mapping to text with words in braces.
func (r *reader) values(n *node, known scope, of string) map[string]string {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of "+of+" to text")
		return nil
	}
	values := map[string]string{}
	r.each(n, func(key, value *node) {
		if bad := unfit(key.text); bad != "" {
			r.wrong(key, bad)
		}
		var text string
		r.template(value, known, &text)
		values[key.text] = text
	})
	return values
}

// headers reads header fields, by their names as they are sent.
func (r *reader) headers(n *node, known scope) map[string]string {
	named := map[string]string{}
	for name, value := range r.values(n, known, "header fields") {
		named[textproto.CanonicalMIMEHeaderKey(name)] = value
	}
	seen := map[string]bool{}
	for _, p := range n.pairs {
		name := textproto.CanonicalMIMEHeaderKey(p.key.text)
		switch {
		case !headerName.MatchString(p.key.text):
			r.fail(p.key, &InputError{Found: "key " + quote(p.key.text), Expected: "the name of a header field"})
		case slices.Contains([]string{"Host", "Content-Length", "Transfer-Encoding", "Connection", "Cookie"}, name):
			r.fail(p.key, &InputError{Found: "key " + quote(p.key.text), Expected: "a header field that is not the browser's own business"})
		case seen[name]:
			r.fail(p.key, &InputError{Found: "key " + quote(p.key.text) + " again", Expected: "it once, in whatever letters"})
		}
		seen[name] = true
	}
	return named
}

// json reads a body of JSON, with words in braces in its texts.
func (r *reader) json(n *node, known scope) any {
	switch n.kind {
	case kindMapping:
		members := map[string]any{}
		if len(n.pairs) == 1 && n.pairs[0].value.kind == kindNothing && slices.Contains(known.words, n.pairs[0].key.text) {
			r.fail(n, &InputError{Found: "a mapping", Expected: "text, which stands in quotation marks if it begins with a brace"})
		}
		r.each(n, func(key, value *node) { members[key.text] = r.json(value, known) })
		return members
	case kindList:
		list := []any{}
		for _, item := range n.items {
			list = append(list, r.json(item, known))
		}
		return list
	case kindNumber:
		if !json.Valid([]byte(n.text)) {
			r.wrong(n, "a number as JSON has them")
		}
		return json.Number(n.text)
	case kindBoolean:
		return strings.EqualFold(n.text, "true")
	case kindText:
		var text string
		r.template(n, known, &text)
		return text
	}
	return nil
}

// picks reads the places of values, each under its name.
func (r *reader) picks(n *node, q *Request, known *scope) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of names to where in the answer each value is")
		return
	}
	r.each(n, func(key, value *node) {
		switch {
		case !pickName.MatchString(key.text):
			r.fail(key, &InputError{Found: "key " + quote(key.text), Expected: "a name of small letters, digits and underscores"})
		case slices.Contains(known.words, key.text) || slices.Contains(clientOnly, key.text):
			r.fail(key, &InputError{Found: "key " + quote(key.text), Expected: "a name that stands for nothing yet"})
		}
		p := r.pick(value, *known, false)
		if p != nil {
			p.Name = key.text
			q.Pick = append(q.Pick, *p)
		}
		if !slices.Contains(known.picked, key.text) {
			known.picked = append(known.picked, key.text)
		}
	})
}

// pick reads a place in an answer. Only a refusal can be a status.
func (r *reader) pick(n *node, known scope, refused bool) *Pick {
	p := &Pick{}
	var places []string
	var attribute, status *node
	at := func(name string, read func(n *node)) func(n *node) {
		return func(n *node) {
			places = append(places, name)
			read(n)
		}
	}
	given := r.fields(n, &pickForm, readers{
		"css":       at("css", func(n *node) { r.selector(n, &p.CSS) }),
		"attribute": func(n *node) { attribute = n },
		"json":      at("json", func(n *node) { r.path(n, known, &p.Path) }),
		"header":    at("header", func(n *node) { r.matching(n, headerName, "the name of a header field", &p.Header) }),
		"query":     at("query", func(n *node) { r.line(n, &p.Query) }),
		"url":       at("url", func(n *node) { r.truth(n, &p.URL) }),
		"status":    at("status", func(n *node) { status = n }),
	})
	if given == nil {
		return nil
	}
	kinds := []string{"css", "json", "header", "query", "url"}
	if refused {
		kinds = append(kinds, "status")
	}
	meant := slices.ContainsFunc(append(kinds, "status"), func(k string) bool { return given[k] })
	switch {
	case len(places) > 1:
		r.fail(n, &InputError{Found: "keys " + quote(places[0]) + " and " + quote(places[1]), Expected: "one of " + strings.Join(kinds, ", ")})
	case !meant:
		r.fail(n, &InputError{Found: "no place", Expected: "one of the keys " + strings.Join(kinds, ", ")})
	case slices.Contains(places, "url") && !p.URL:
		r.fail(n, &InputError{Found: "url: false", Expected: "url: true, or another place"})
	}
	if attribute != nil {
		r.matching(attribute, attributeName, "the name of an attribute", &p.Attribute)
		if !given["css"] {
			r.wrong(attribute, `none without "css"`)
		}
	}
	if status != nil {
		code, err := strconv.Atoi(status.text)
		switch {
		case !refused:
			r.fail(status, &InputError{Found: `key "status"`, Expected: `none, except in "refused"`})
		case status.kind != kindNumber || err != nil || code < 100 || code > 599:
			r.wrong(status, "a status of HTTP, from 100 to 599")
		}
		p.Status = code
	}
	return p
}

// matching reads a word of some form.
func (r *reader) matching(n *node, pattern *regexp.Regexp, expected string, into *string) {
	if n.kind != kindText || !pattern.MatchString(n.text) {
		r.wrong(n, expected)
		return
	}
	*into = n.text
}

// selector reads a CSS selector.
func (r *reader) selector(n *node, into *string) {
	var text string
	before := len(r.errs)
	if r.line(n, &text); len(r.errs) > before {
		return
	}
	if _, err := cascadia.Compile(text); err != nil {
		r.wrong(n, "a CSS selector ("+printable(err.Error())+")")
		return
	}
	*into = text
}

// path reads a path into JSON. Words in braces stand in its texts.
func (r *reader) path(n *node, known scope, into *string) {
	var text string
	before := len(r.errs)
	if r.template(n, known, &text); len(r.errs) > before {
		return
	}
	if _, err := jsonpath.Parse(Fill(text, func(string) string { return "x" })); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		r.wrong(n, "a path into JSON, as $[0].id ("+printable(first)+")")
		return
	}
	*into = text
}
