package scenarios

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// MarshalJSON writes the suite as JSON, which is YAML that can be read again, to
// the same suite: every run with its own client and user, and deployments in the
// place of the names of files.
func (s *Suite) MarshalJSON() ([]byte, error) {
	var shared *Deployment
	if len(s.Runs) > 0 {
		shared = s.Runs[0].Deployment
	}
	runs := make([]object, len(s.Runs))
	for i, run := range s.Runs {
		runs[i] = run.object(run.Deployment != shared)
	}
	out := object{}.with("suite", s.Name).given("doc", s.Doc)
	if shared != nil {
		out = out.with("deployment", shared.object())
	}
	text, err := json.Marshal(out.with("runs", runs))
	return bytes.ReplaceAll(text, []byte("\ufeff"), []byte(`\ufeff`)), err // which a file cannot have as it is
}

func (run *Run) object(deployment bool) object {
	out := object{}.with("scenario", run.Scenario.Name).given("flow", run.Flow)
	if deployment {
		out = out.with("deployment", run.Deployment.object())
	}
	if len(run.With) > 0 {
		out = out.with("with", run.With)
	}
	if len(run.Attackers) > 0 {
		out = out.with("attackers", run.Attackers)
	}
	out = out.given("user", run.User)
	expect := object{}
	for _, e := range run.Expect {
		at := slices.IndexFunc(expect, func(m member) bool { return m.key == e.Of })
		switch {
		case e.Attacker == "":
			expect = expect.with(e.Of, e.Word)
		case at < 0:
			expect = expect.with(e.Of, object{}.with(e.Attacker, e.Word))
		default:
			expect[at].value = expect[at].value.(object).with(e.Attacker, e.Word)
		}
	}
	out = out.with("expect", expect)
	var accept []object
	for _, a := range run.Accept {
		accept = append(accept, object{}.with("property", a.Of).given("attacker", a.Attacker).
			with("until", a.Until).with("owner", a.Owner).with("reason", a.Reason))
	}
	if len(accept) > 0 {
		out = out.with("accept", accept)
	}
	return out
}

// object is the deployment as a mapping: that of a client as the only one of its
// server.
func (d *Deployment) object() object {
	own := object{}.given("doc", d.Doc)
	settings := object{}
	for _, s := range d.Sources {
		settings = settings.with(s.Key, s.written(d.Flow))
	}
	own = own.with("settings", settings)
	if len(d.Mitigations) > 0 {
		own = own.with("mitigations", d.Mitigations)
	}
	server, client, _ := strings.Cut(d.Name, "/")
	out := object{}.with("deployment", server).with("flow", d.Flow)
	if client == "" {
		return append(out, own...)
	}
	return out.with("clients", object{}.with(client, own))
}

// written is a setting as it stands in a file about a flow.
func (s Sourced) written(flow string) any {
	var value any = s.Value
	if k, bad := setting(s.Key, flow); bad == nil {
		switch k.Kind {
		case Truth:
			value = s.Value == "true"
		case Number:
			value = json.Number(s.Value)
		}
	}
	if s.Source == "" && !s.Unverified {
		return value
	}
	out := object{}.with("value", value).given("source", s.Source)
	if s.Unverified {
		out = out.with("unverified", true)
	}
	return out
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	key   string
	value any
}

// with is the object with one member more.
func (o object) with(key string, value any) object { return append(o, member{key, value}) }

// given is the object with a text, unless it is empty.
func (o object) given(key, text string) object {
	if text == "" {
		return o
	}
	return o.with(key, text)
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, m := range o {
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.WriteByte("{,"[min(i, 1)])
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	if len(o) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
