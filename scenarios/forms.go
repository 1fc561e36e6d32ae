package scenarios

// form is a mapping of the formats: the keys that it can have, and no others. The
// reader, the JSON Schema and the tables of docs/SUITES.md and docs/TARGETS.md are
// made of forms.
type form struct {
	name string // of the definition in the schema
	of   string // what the mapping is, with its article
	keys []formKey
}

// formKey is a key of a form.
type formKey struct {
	name   string
	needed string // always, or when; empty: never
	doc    string
	value  schema
}

// always is when a key is needed that a mapping must have by itself.
const always = "yes"

// forms are the mappings whose keys are given. Those of settings, mitigations,
// expectations and clients have keys of their own.
var forms = []*form{&suiteForm, &runForm, &acceptanceForm, &deploymentForm, &clientForm, &settingForm}

var suiteForm = form{"suite", "a suite", []formKey{
	{"suite", always, "its name: small letters, digits, `.`, `_` and `-`, at most 64", nameSchema},
	{"doc", "", "a sentence", sentenceSchema},
	{"deployment", "", "of every run that names none of its own, or a list of such; without it, the example of the run's flow", oneOrListOf(ref("which-deployment"))},
	{"attackers", "", "of every attack that names none of its own", ref("attackers")},
	{"user", "", "of every run that names none of its own", ref("users")},
	{"runs", always, "a list of one run or more", listOf(ref("run"))},
}}

var runForm = form{"run", "a run", []formKey{
	{"scenario", always, "a name from `simulate list`", ref("scenario")},
	{"flow", "", "a flow the scenario applies to; without it, the deployment's; without that too, the scenario's first", ref("flow")},
	{"deployment", "", "another deployment for this run, or a list of such", oneOrListOf(ref("which-deployment"))},
	{"client", "", "of a deployment with clients: one of them, or a list; without it, each", oneOrListOf(nameSchema)},
	{"with", "", "mitigations besides those of the deployment", ref("mitigations")},
	{"attackers", "for an attack", "a list of one attacker or more, unless the suite has one; an honest scenario has none", ref("attackers")},
	{"user", "", "how people err, or a list of such; without it, `obedient`", ref("users")},
	{"expect", always, "one expectation or more, see below", schema{"type": "object", "minProperties": 1}},
	{"accept", "", "findings that somebody lives with for a while, see below", distinct(ref("acceptance"))},
}}

var acceptanceForm = form{"acceptance", "an acceptance", []formKey{
	{"property", always, "a property, goal or twin: whatever can stand under `expect`", schema{"type": "string"}},
	{"attacker", "", "one of the run's; without it, each", ref("attacker")},
	{"client", "", "one of the run's; without it, each", nameSchema},
	{"until", always, "the last day, as `2027-03-31`", schema{"type": "string", "format": "date"}},
	{"owner", always, "who decided it", sentenceSchema},
	{"reason", always, "why", sentenceSchema},
}}

var deploymentForm = form{"deployment", "a deployment", []formKey{
	{"deployment", always, "its name, in the form of a suite's", nameSchema},
	{"doc", "", "a sentence", sentenceSchema},
	{"flow", always, "a name from `simulate list`", ref("flow")},
	{"settings", "without `clients`", "what the server is set to in that flow, with at least `code_life`", ref("settings")},
	{"mitigations", "", "those in force, in any form that `with` can have", ref("mitigations")},
	{"clients", "", "where clients differ: a mapping of their names to what each has of its own", schema{
		"type": "object", "minProperties": 1, "propertyNames": nameSchema, "additionalProperties": orNothing(ref("client"))}},
}}

var clientForm = form{"client", "a client", []formKey{
	{"doc", "", "a sentence in the place of the deployment's", sentenceSchema},
	{"settings", "", "what takes the place of the deployment's, or is added to it", ref("settings")},
	{"mitigations", "", "those that it has besides the deployment's", ref("mitigations")},
}}

var settingForm = form{"setting", "a setting", []formKey{
	{"value", always, "what it is set to", schema{}},
	{"source", "", "where that can be read", sentenceSchema},
	{"unverified", "", "`true` if it is from memory or second hand", schema{"type": "boolean"}},
}}
