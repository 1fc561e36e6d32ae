package scenarios

import "github.com/crossdeviceflows/crossdevice/flows"

// Target is a server that is to be held against the models: where it is, who its
// clients and users are, and how its users get through its pages. It is written
// without a line of Go.
type Target struct {
	Name, Doc string
	File      string            // where it was read; relative paths are relative to it
	Command   []string          // a program that is the server, to be started and ended; empty: it runs
	Metadata  string            // URL of its metadata: RFC 8414, OpenID Connect Discovery
	Endpoints map[string]string // by their names in metadata; besides those there, or in their place
	Flows     []TargetFlow      // in the order given
}

// TargetFlow is what a target does in one flow.
type TargetFlow struct {
	Flow       *flows.Flow
	Deployment *Deployment          // what it claims to be set to
	Scope      string               // what is asked for
	Clients    []Client             // the first is the honest one, the second another client of the same server
	Users      []Login              // the first is the victim, the second the attacker
	Steps      map[string][]Request // what is sent for a step of the flow, by its name or that of its outcome
}

// Client is a client that the target knows.
type Client struct {
	ID     string
	Secret string // empty: a public client
	Auth   string // how it authenticates, as in RFC 7591: client_secret_basic or client_secret_post; empty: basic where there is a secret
	DPoP   bool   // it proves a key: RFC 9449
	Notify string // where it listens for callbacks of CIBA's ping and push mode, a URL on loopback
}

// Login is how a user logs in.
type Login struct{ Name, Password string }

// Request is one thing that a browser sends. In URL, Header, Form and JSON a word in
// braces stands for a value: {user.name}, {user.password}, {client.id}, what the server
// has issued ({user_code}, {verification_uri}, {auth_req_id}, ...) and what was picked
// out of an answer before.
type Request struct {
	Method  string
	URL     string // relative to the page before it
	Header  map[string]string
	Form    map[string]string // application/x-www-form-urlencoded
	JSON    string            // a body of its own; not with Form
	Pick    []Pick
	Refused *Pick // if this is found in the answer, the server has refused; besides any status of 400 or more
	Shows   *Pick // what the user reads
	Stay    bool  // redirects are not followed
	Line    int   // in the file
}

// Pick is where in an answer a value is. One of CSS, Path, Header, Query and Status is given,
// or URL.
type Pick struct {
	Name      string
	CSS       string // a selector; the first element's attribute, or its text
	Attribute string
	Path      string // into JSON, as $[0].id
	Header    string
	Query     string // a parameter of the URL that redirects led to
	Status    int
	URL       bool // that URL itself
}
