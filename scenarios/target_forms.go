package scenarios

// targetForms are the mappings of a target whose keys are given. A deployment in it
// has the forms of deployments.
var targetForms = []*form{&targetForm, &startForm, &targetFlowForm, &targetClientForm, &loginForm, &requestForm, &pickForm}

var targetForm = form{"target", "a target", []formKey{
	{"target", always, "its name, in the form of a suite's", nameSchema},
	{"doc", "", "a sentence", sentenceSchema},
	{"start", "", "how to start the server; without it, it runs already", ref("start")},
	{"metadata", "without `endpoints`", "the URL of its metadata (RFC 8414, OpenID Connect Discovery)", urlSchema},
	{"endpoints", "without `metadata`", "a mapping of endpoints to their URLs, besides those of the metadata or in their place", schema{
		"type": "object", "minProperties": 1, "propertyNames": oneOf(endpoints), "additionalProperties": urlSchema}},
	{"deployment", "", "what the server claims to be set to: as in a suite, or FILE#CLIENT; without it, the example of the flow", ref("target-deployment")},
	{"clients", "without those of each flow", "the clients that the server knows: the first is the honest one, the second another", listOf(ref("target-client"))},
	{"users", "without those of each flow", "its users: the first is the victim, the second the attacker", listOf(ref("login"))},
	{"scope", "", "what is asked for; without it, no scope is sent", textSchema},
	{"flows", always, "a mapping of flows to what the server does in each", schema{"type": "object", "minProperties": 1}},
}}

var startForm = form{"start", "a start", []formKey{
	{"command", always, "a list: the program and what follows it, each word by itself; it runs in the target's directory", listOf(schema{"type": []string{"string", "number"}, "maxLength": maxText})},
}}

var targetFlowForm = form{"target-flow", "a flow of a target", []formKey{
	{"deployment", "", "in the place of the target's", ref("target-deployment")},
	{"clients", "unless the target has some", "in the place of the target's; in `ciba-ping` the first has `notify`", listOf(ref("target-client"))},
	{"users", "unless the target has some", "in the place of the target's", listOf(ref("login"))},
	{"scope", "", "in the place of the target's", textSchema},
	{"steps", always, "a mapping of what a user does to the list of requests that this takes, see below", schema{"type": "object"}},
}}

var targetClientForm = form{"target-client", "a client of a target", []formKey{
	{"id", always, "its client_id", wordsSchema},
	{"secret", "", "its client_secret; without one, it is a public client", secretSchema},
	{"secret_env", "", "the variable of the environment that its client_secret is in", variableSchema},
	{"auth", "", "`client_secret_basic`, which it is without it, or `client_secret_post`", oneOf(authMethods)},
	{"dpop", "", "`true` if it proves a key: RFC 9449", schema{"type": "boolean"}},
	{"notify", "of the first, in `ciba-ping`", "where it listens for callbacks: an http URL on loopback with a port", urlSchema},
}}

var loginForm = form{"login", "a user of a target", []formKey{
	{"name", always, "as typed to log in; in CIBA also the login_hint", wordsSchema},
	{"password", "", "as typed to log in", secretSchema},
	{"password_env", "", "the variable of the environment that the password is in", variableSchema},
}}

var requestForm = form{"request", "a request", []formKey{
	{"get", "one of four", "the URL; relative ones are relative to the page before", textSchema},
	{"post", "one of four", "the same", textSchema},
	{"put", "one of four", "the same", textSchema},
	{"delete", "one of four", "the same", textSchema},
	{"headers", "", "a mapping of header fields to text", schema{
		"type": "object", "minProperties": 1, "propertyNames": schema{"pattern": headerName.String()}, "additionalProperties": valueSchema}},
	{"form", "", "a mapping of the fields of a form to text; not with `get`", schema{"type": "object", "minProperties": 1, "additionalProperties": valueSchema}},
	{"json", "", "a mapping or a list, sent as JSON; not with `get` or `form`", schema{"type": []string{"object", "array"}}},
	{"pick", "", "a mapping of names to where in the answer a value is", schema{
		"type": "object", "minProperties": 1, "propertyNames": schema{"pattern": pickName.String()}, "additionalProperties": ref("pick")}},
	{"refused", "", "what in an answer means that the server refuses; a status of 400 or more always does", ref("pick")},
	{"shows", "", "where in the answer is what the user reads", ref("pick")},
	{"follow", "", "`false` if redirects are not to be followed", schema{"type": "boolean"}},
}}

var pickForm = form{"pick", "a place in an answer", []formKey{
	{"css", "one of these", "a CSS selector: the text of the first element in the page that it selects", textSchema},
	{"attribute", "", "beside `css`: this attribute of the element in the place of its text", schema{"type": "string", "pattern": attributeName.String()}},
	{"json", "one of these", "a path into JSON (RFC 9535), as `$[0].id`; words in braces stand in its texts", schema{"type": "string", "pattern": `^\$`, "maxLength": maxText}},
	{"header", "one of these", "a header field", schema{"type": "string", "pattern": headerName.String()}},
	{"query", "one of these", "a parameter of the URL that redirects led to; without `follow`, of the one that they lead to", textSchema},
	{"url", "one of these", "`true`: that URL itself", schema{"const": true}},
	{"status", "one of these", "in `refused` only: a status of HTTP", schema{"type": "integer", "minimum": 100, "maximum": 599}},
}}

// What is the same in several forms of a target.
var (
	textSchema     = schema{"type": "string", "minLength": 1, "maxLength": maxText}
	valueSchema    = schema{"type": []string{"string", "number", "boolean"}, "maxLength": maxText}
	secretSchema   = schema{"type": []string{"string", "number"}, "minLength": 1, "maxLength": maxText}
	variableSchema = schema{"type": "string", "pattern": variable.String()}
	urlSchema      = schema{"type": "string", "pattern": `^https?://[^/?#@\s]+([/?][^#\s]*)?$`, "maxLength": maxText}
)
