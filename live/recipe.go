package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/theory/jsonpath"
	"golang.org/x/net/html"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// page is what came of a step that a user takes in a browser.
type page struct {
	refused bool
	missing string // what is not there, where only that says so
	shows   string
}

// follow sends the requests of a step in a browser, one after the other. The first
// that the server refuses is the last.
func (b *browser) follow(ctx context.Context, requests []scenarios.Request, given map[string]string) (page, error) {
	var out page
	for i := range requests {
		r := &requests[i]
		values := b.known(given)
		at := fmt.Sprintf("%s %s", r.Method, r.URL)
		if r.Line > 0 {
			at += fmt.Sprintf(" (line %d of the target)", r.Line)
		}
		e := exchange{Method: r.Method, At: at, URL: scenarios.Fill(r.URL, values), Header: fillAll(r.Header, values), Form: fillAll(r.Form, values)}
		if r.JSON != nil {
			body, err := json.Marshal(scenarios.FillJSON(r.JSON, values))
			if err != nil {
				return out, &Trouble{"not a body that can be sent", at}
			}
			e.Body = string(body)
		}
		got, err := b.send(ctx, e, !r.Stay)
		if err != nil {
			return out, err
		}
		b.page = got.url
		if r.Shows != nil {
			if text, ok := got.pick(r.Shows, values); ok {
				out.shows = text
			}
		}
		if r.Refused != nil {
			_, out.refused = got.pick(r.Refused, values)
		}
		switch {
		case out.refused:
			return out, nil
		case got.status == http.StatusNotFound, got.status == http.StatusMethodNotAllowed:
			out.missing = fmt.Sprintf("status %d: %s", got.status, at)
			fallthrough
		case got.status >= 400:
			out.refused = true
			return out, nil
		}
		for k := range r.Pick {
			p := &r.Pick[k]
			value, ok := got.pick(p, values)
			if !ok { // the page is another one
				out.refused, out.missing = true, fmt.Sprintf("no %s in the answer: %s", p.Name, at)
				return out, nil
			}
			b.values[p.Name] = value
		}
	}
	return out, nil
}

// words gives the words in braces their values: what is given, or was picked before.
type words func(word string) string

func (b *browser) known(given map[string]string) words {
	return func(word string) string {
		if value, ok := given[word]; ok {
			return value
		}
		return b.values[word]
	}
}

// inJSON is a value as it stands in a text of JSON.
func (w words) inJSON(word string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `'`, `\'`).Replace(w(word))
}

// fillAll puts values in the place of words in all texts of a map.
func fillAll(all map[string]string, values words) map[string]string {
	if all == nil {
		return nil
	}
	out := make(map[string]string, len(all))
	for name, text := range all {
		out[name] = scenarios.Fill(text, values)
	}
	return out
}

// pick is the value at a place in an answer, if there is one. A path into JSON can name
// values, to find one of several.
func (a *answer) pick(p *scenarios.Pick, values words) (string, bool) {
	switch {
	case p.Status != 0:
		return fmt.Sprint(a.status), a.status == p.Status
	case p.URL:
		return a.url.String(), true
	case p.Header != "":
		return a.header.Get(p.Header), a.header.Get(p.Header) != ""
	case p.Query != "":
		return a.url.Query().Get(p.Query), a.url.Query().Has(p.Query)
	case p.Path != "":
		path, err := jsonpath.Parse(scenarios.Fill(p.Path, values.inJSON))
		var value any
		if err != nil || json.Unmarshal(a.body, &value) != nil {
			return "", false
		}
		nodes := path.Select(value)
		if len(nodes) == 0 || nodes[0] == nil {
			return "", false
		}
		return fmt.Sprint(nodes[0]), true
	}
	selector, err := cascadia.Parse(p.CSS)
	if err != nil {
		return "", false
	}
	root, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return "", false
	}
	element := cascadia.Query(root, selector)
	if element == nil {
		return "", false
	}
	if p.Attribute == "" {
		return text(element), true
	}
	for _, attribute := range element.Attr {
		if attribute.Key == p.Attribute {
			return attribute.Val, true
		}
	}
	return "", false
}

// text is what an element says, in one line.
func text(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && (c.Parent == nil || c.Parent.Data != "script" && c.Parent.Data != "style") {
			out.WriteString(c.Data + " ")
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}
