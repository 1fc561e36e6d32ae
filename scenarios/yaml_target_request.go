package scenarios

import (
	"encoding/json"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/theory/jsonpath"
)

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
