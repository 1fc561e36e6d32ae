package scenarios

import (
	"slices"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Target is a server that is to be held against the models: where it is, who its
// clients and users are, and how its users get through its pages. It is written
// without a line of Go.
type Target struct {
	Name, Doc string
	File      string            // where it was read; relative paths are relative to it
	Command   []string          // a program that is the server, to be started and ended; empty: it runs
	Metadata  string            // URL of its metadata: RFC 8414, OpenID Connect Discovery; empty: Endpoints are all
	Endpoints map[string]string // by their names in metadata; besides those there, or in their place
	Flows     []TargetFlow      // in the order given; one or more
}

// TargetFlow is what a target does in one flow.
type TargetFlow struct {
	Flow       *flows.Flow
	Deployment *Deployment          // what it claims to be set to; the example of the flow where it claims nothing
	Scope      string               // what is asked for
	Clients    []Client             // one or more: the first is the honest one, the second another client of the same server
	Users      []Login              // one or more: the first is the victim, the second the attacker
	Steps      map[string][]Request // what is sent for each of UserSteps; not in it: it cannot be done there
}

// Client is a client that the target knows.
type Client struct {
	ID     string
	Secret string // empty: a public client
	Auth   string // how it authenticates, as in RFC 7591: client_secret_basic or client_secret_post; empty: a public client
	DPoP   bool   // it proves a key: RFC 9449
	Notify string // where it listens for callbacks of CIBA's ping mode, a URL on loopback; the first client has one in that flow
}

// Login is how a user logs in.
type Login struct{ Name, Password string }

// Request is one thing that a browser sends. In URL, Header, Form and JSON a word in
// braces stands for a value, see Fill: {user.name}, {user.password}, {client.id}, what
// the server has issued ({user_code}, {verification_uri}, {auth_req_id}, ...) and what
// was picked out of an answer before.
type Request struct {
	Method  string // GET, POST, PUT or DELETE
	URL     string // relative to the page before it; if there was none, to the metadata
	Header  map[string]string
	Form    map[string]string // application/x-www-form-urlencoded
	JSON    any               // a body of its own, as encoding/json has it; not with Form
	Pick    []Pick            // with names
	Refused *Pick             // if this is found in the answer, the server has refused; besides any status of 400 or more
	Shows   *Pick             // what the user reads
	Stay    bool              // redirects are not followed
	Line    int               // in the file
}

// Pick is where in an answer a value is. One of CSS, Path, Header, Query and Status is given,
// or URL.
type Pick struct {
	Name      string
	CSS       string // a selector, which compiles; the first element's attribute, or its text
	Attribute string
	Path      string // into JSON, as $[0].id: RFC 9535; words in braces stand in its texts
	Header    string
	Query     string // a parameter of the URL that redirects led to
	Status    int    // in Refused only
	URL       bool   // that URL itself
}

// Drivable are the flows in which a server can be driven from outside.
var Drivable = []*flows.Flow{flows.DeviceGrant, flows.CIBAPoll, flows.CIBAPing}

// UserStep is a part of a flow in which a user's browser has something to send: a step,
// or an outcome of a step that the user decides.
type UserStep struct {
	Name string // in Steps
	Of   string // the step of which it is an outcome; else empty
	May  bool   // it may be missing
}

// UserSteps are those of a flow, in its order: the steps on the authorization device
// that the server sees. What ends with the same reply is one thing to it: a mistake
// looks like any other approval.
func UserSteps(f *flows.Flow) (list []UserStep) {
	for _, s := range f.Steps {
		if s.On != flows.Authorization || s.Phase < flows.Engage || s.Phase > flows.Authorize {
			continue
		}
		if len(s.Do) == 1 {
			list = append(list, UserStep{Name: s.Name})
			continue
		}
		var replies []flows.Reply
		for _, o := range s.Do {
			if !slices.Contains(replies, o.Reply) {
				list = append(list, UserStep{Name: o.Name, Of: s.Name, May: len(replies) > 0})
				replies = append(replies, o.Reply)
			}
		}
	}
	return list
}
