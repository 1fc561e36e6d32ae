package live

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"

	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// server is a target that is being talked to, in one of its flows.
type server struct {
	*scenarios.TargetFlow
	target    *scenarios.Target
	net       *network
	endpoints map[string]string
	accounts  []string   // whose tokens are whose: the subject of each user, as far as anything tells
	log       *os.File   // where histories are kept; nil: nowhere
	callbacks *callbacks // where the client listens; nil where nothing is sent to it
	issued    []string   // user codes, of those that were looked at
}

// endpoint is the URL of an endpoint by its name in the server's metadata.
func (s *server) endpoint(name string) (string, error) {
	if url := s.endpoints[name]; url != "" {
		return url, nil
	}
	return "", &Trouble{"the server has no " + name, s.target.Metadata}
}

// discover reads the server's metadata.
func discover(ctx context.Context, net *network, t *scenarios.Target) (map[string]string, error) {
	endpoints := map[string]string{}
	if t.Metadata != "" {
		var sent []exchange
		got, err := net.browser(&sent).send(ctx, exchange{Method: "GET", URL: t.Metadata}, true)
		if err != nil {
			return nil, err
		}
		document, err := got.object("GET " + t.Metadata)
		if err != nil {
			return nil, err
		}
		if got.status != 200 {
			return nil, &Trouble{fmt.Sprintf("metadata with status %d", got.status), t.Metadata}
		}
		for name, value := range document {
			if text, ok := value.(string); ok {
				endpoints[name] = text
			}
		}
	}
	maps.Copy(endpoints, t.Endpoints)
	return endpoints, nil
}

// object is an answer that has to be a JSON object.
func (a *answer) object(at string) (map[string]any, error) {
	var object map[string]any
	if err := json.Unmarshal(a.body, &object); err == nil && object != nil {
		return object, nil
	}
	if json.Valid(a.body) {
		return nil, &Trouble{fmt.Sprintf("the answer should be a JSON object and is another value, with status %d", a.status), at}
	}
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch {
	case a.status >= 300 && a.status < 400:
		kind = "a redirect"
	case kind == "":
		kind = "of no type that it names"
	}
	return nil, &Trouble{fmt.Sprintf("the answer should be JSON and is %s, with status %d", kind, a.status), at}
}

// api is an answer of an endpoint of the protocol.
type api struct {
	status int
	values map[string]any
	header http.Header
}

// reply is the answer in the specification's word: the error, or the name of what was
// issued.
func (a api) reply(issued string) string {
	switch {
	case a.text(issued) != "" && a.status < 400:
		return issued
	case a.error() != "":
		return a.error()
	}
	return fmt.Sprintf("status %d", a.status)
}

// error is the answer's error, as far as it is a word that can be printed.
func (a api) error() string {
	word, isText := a.values["error"].(string)
	switch {
	case a.values["error"] == nil:
		return ""
	case !isText || !errorWord.MatchString(word):
		return "an error that is no word"
	}
	return word
}

// errorWord is what errors look like, and nothing that was issued does.
var errorWord = regexp.MustCompile(`^[a-z][a-z0-9_]{0,49}$`)

// text is a member of the answer.
func (a api) text(name string) string {
	if value, ok := a.values[name].(string); ok {
		return value
	}
	return ""
}

// maxSeconds is longer than anybody waits, and no trouble to reckon with.
const maxSeconds = 1 << 30

// seconds is a member of the answer that is a number.
func (a api) seconds(name string) int {
	value, isNumber := a.values[name].(float64)
	if !isNumber { // some servers write it as text
		value, _ = strconv.ParseFloat(a.text(name), 64)
	}
	if !(value > 0) {
		return 0
	}
	return int(min(value, maxSeconds))
}

// credentials says with what a request to an endpoint is authenticated.
type credentials uint8

const (
	proven  credentials = iota // as the client does
	claimed                    // with what can be read of the client's requests, and no secret
)

// post sends a client's request to an endpoint.
func (s *server) post(ctx context.Context, sent *[]exchange, endpoint string, c *scenarios.Client, how credentials, form map[string]string, key *proofKey) (api, error) {
	to, err := s.endpoint(endpoint)
	if err != nil {
		return api{}, err
	}
	e := exchange{Method: "POST", URL: to, Form: maps.Clone(form), Header: map[string]string{"Accept": "application/json"}}
	basic := c.Secret != "" && c.Auth != "client_secret_post"
	switch {
	case how == claimed || c.Secret == "":
		e.Form["client_id"] = c.ID
	case basic:
		e.Header["Authorization"] = basicAuthorization(c.ID, c.Secret)
	default:
		e.Form["client_id"], e.Form["client_secret"] = c.ID, c.Secret
	}
	got, err := s.proven(ctx, sent, e, key, "")
	if err != nil {
		return api{}, err
	}
	values, err := got.object("POST " + to)
	if err != nil {
		return api{}, err
	}
	out := api{got.status, values, got.header}
	return out, nil
}

// basicAuthorization is RFC 6749 2.3.1: id and secret are encoded as in forms first.
func basicAuthorization(id, secret string) string {
	return "Basic " + base64Standard(url.QueryEscape(id)+":"+url.QueryEscape(secret))
}
