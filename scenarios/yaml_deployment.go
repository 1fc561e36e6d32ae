package scenarios

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// deployments reads the mapping that describes a deployment: one deployment, or
// one for each client of the server. It is nil if anything in it is wrong, which
// is then noted.
func (r *reader) deployments(n *node) (list []*Deployment) {
	before := len(r.errs)
	server := &Deployment{}
	var settings, clients *node
	given := r.fields(n, &deploymentForm, readers{
		"deployment":  func(n *node) { r.named(n, &server.Name) },
		"doc":         func(n *node) { r.sentence(n, &server.Doc) },
		"flow":        func(n *node) { r.knownFlow(n, &server.Flow) },
		"settings":    func(n *node) { settings = n },
		"mitigations": func(n *node) { server.Mitigations = r.with(n).names() },
		"clients":     func(n *node) { clients = n },
	})
	life := settings != nil && r.settings(settings, server)
	switch {
	case n.kind != kindMapping:
	case clients != nil:
		list = r.clients(clients, server, life)
	case !given["clients"] && !given["settings"]:
		r.fail(n, &InputError{Found: `no key "settings"`, Expected: "one in a deployment"})
	case !given["clients"] && settings != nil && !life && len(settings.pairs) > 0:
		r.fail(settings, &InputError{Found: `no setting "code_life"`, Expected: "one in a deployment"})
	default:
		list = []*Deployment{server}
	}
	if len(r.errs) > before {
		return nil
	}
	return list
}

// clients reads the clients of a server, each of which is a deployment: what the
// server is set to, changed and added to by what the client says. life tells
// whether the server gives them their code_life.
func (r *reader) clients(n *node, server *Deployment, life bool) (list []*Deployment) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of clients to what each is set to")
		return nil
	}
	r.each(n, func(key, value *node) {
		d := *server
		d.Sources, d.Mitigations = slices.Clone(server.Sources), slices.Clone(server.Mitigations)
		r.named(key, &d.Name)
		d.Name = server.Name + "/" + d.Name
		own, given := false, map[string]bool{}
		if value.kind != kindNothing { // which changes nothing
			given = r.fields(value, &clientForm, readers{
				"doc":      func(n *node) { r.sentence(n, &d.Doc) },
				"settings": func(n *node) { own = r.settings(n, &d) },
				"mitigations": func(n *node) {
					d.Mitigations = append(d.Mitigations, r.besides(n, r.with(n), server)...)
				},
			})
		}
		if !life && !own && (value.kind == kindNothing || given != nil) {
			r.fail(key, &InputError{Found: `no setting "code_life"`, Expected: "one in the deployment or in each of its clients"})
		}
		list = append(list, &d)
	})
	return list
}

// client is the name of the client that a deployment is of; empty if it is that
// of the whole server.
func (d *Deployment) client() string {
	_, client, _ := strings.Cut(d.Name, "/")
	return client
}

// clientNames are the clients among deployments of one server.
func clientNames(list []*Deployment) (names []string) {
	for _, d := range list {
		if c := d.client(); c != "" {
			names = append(names, c)
		}
	}
	return names
}

// knownFlow reads the name of a flow.
func (r *reader) knownFlow(n *node, into *string) {
	name, ok := r.word(n, "the name of a flow")
	if !ok {
		return
	}
	known := namesOf(r.cat.Flows, func(f *flows.Flow) string { return f.Name })
	if !slices.Contains(known, name) {
		r.fail(n, unknown(quote(name), name, "a flow", known))
		return
	}
	*into = name
}

// settings reads what a server or a client is set to, and tells whether code_life
// is there, or was meant.
func (r *reader) settings(n *node, d *Deployment) (life bool) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of settings, such as code_life")
		return true
	}
	places := map[string]*node{}
	var given []string
	r.each(n, func(key, value *node) {
		k, bad := setting(key.text, d.Flow)
		if bad != nil {
			life = life || bad.Near == "code_life"
			r.fail(key, bad)
			return
		}
		life = life || k.Name == "code_life"
		entry := Sourced{Key: k.Name, Read: k.Read()}
		if value.kind != kindMapping {
			r.value(value, d, k, &entry)
		} else {
			r.fields(value, &settingForm, readers{
				"value":      func(n *node) { r.value(n, d, k, &entry) },
				"source":     func(n *node) { r.sentence(n, &entry.Source) },
				"unverified": func(n *node) { r.truth(n, &entry.Unverified) },
			})
		}
		d.publish(entry)
		places[k.Name], given = key, append(given, k.Name)
	})
	for _, c := range d.clashes(given) {
		var at *node
		for _, key := range given {
			if slices.Contains(c.keys[:], key) {
				at = places[key] // the later one
			}
		}
		if at != nil { // else it is one of the server's, and noted there
			r.fail(at, c.bad)
		}
	}
	return life
}

// value reads the value of a setting.
func (r *reader) value(n *node, d *Deployment, k SettingKey, into *Sourced) {
	if k.Kind == Words {
		if n.kind == kindNumber && len(n.text) <= maxText {
			into.Value = n.text
			return
		}
		r.sentence(n, &into.Value)
		return
	}
	if n.kind == kindMapping || n.kind == kindList || n.kind == kindNothing {
		r.wrong(n, "a value for "+k.Name+": "+k.Takes())
		return
	}
	if bad := d.set(k, n.text); bad != nil {
		if n.kind != kindText {
			bad.Found = n.describe()
		}
		r.fail(n, bad)
		return
	}
	into.Value = n.text
}

// truth reads true or false.
func (r *reader) truth(n *node, into *bool) {
	if n.kind != kindBoolean {
		r.wrong(n, "true or false")
		return
	}
	*into = strings.EqualFold(n.text, "true")
}

// deploymentsOf reads which deployments are meant: one, or a list of such. It is nil
// if any of them is bad, which has then been noted.
func (r *reader) deploymentsOf(n *node) (list []*Deployment) {
	bad := false
	for _, item := range oneOrMore(n) {
		read := r.deploymentOf(item)
		if len(read) > 0 && slices.Contains(list, read[0]) {
			r.fail(item, &InputError{Found: quote(item.text) + " again", Expected: "it once"})
			read = nil
		}
		list, bad = append(list, read...), bad || read == nil
	}
	if bad {
		return nil
	}
	return list
}

// deploymentOf reads which deployment is meant: a file beside the suite, the
// name of one built in, or the mapping itself. It returns one for each client, and
// nil if that is bad, which has then been noted.
func (r *reader) deploymentOf(n *node) []*Deployment {
	if n.kind == kindMapping {
		return readFrom(r.name, r.deployments(n))
	}
	name, ok := r.word(n, "a deployment: a file, the name of one built in, or a mapping")
	if !ok {
		return nil
	}
	if !isPath(name) {
		return r.builtin(n, name)
	}
	if r.open == nil {
		r.fail(n, &InputError{Found: quote(name), Expected: "the name of a deployment built in, or a mapping"})
		return nil
	}
	path := name
	if !filepath.IsAbs(name) {
		path = filepath.Join(filepath.Dir(r.name), name)
	}
	if list, ok := r.read[path]; ok {
		return list
	}
	data, bad := r.open(path)
	if bad != nil {
		bad.Found = quote(name) + ", which is " + bad.Found
		if rel, err := filepath.Rel(filepath.Dir(r.name), bad.Near); err == nil && bad.Near != "" {
			bad.Near = rel
		}
		r.fail(n, bad)
		r.read[path] = nil
		return nil
	}
	r.read[path] = r.loader.deploymentFile(path, data)
	return r.read[path]
}

// builtin finds a deployment that is built in: the same one for the same name.
func (r *reader) builtin(n *node, name string) []*Deployment {
	if list := r.read["builtin "+name]; list != nil {
		return list
	}
	d, err := FindDeployment(r.cat, name)
	if err != nil {
		r.fail(n, asInput(err))
		return nil
	}
	r.read["builtin "+name] = []*Deployment{d}
	return r.read["builtin "+name]
}

// deploymentFile reads a whole file; nil if it is bad, which is then noted.
func (l *loader) deploymentFile(path string, data []byte) []*Deployment {
	r, root := l.newReader(path, data)
	if r == nil {
		return nil
	}
	if root.kind == kindNothing {
		r.fail(root, &InputError{Found: "an empty file", Expected: "a deployment"})
		return nil
	}
	return readFrom(path, r.deployments(root))
}

// readFrom notes in deployments which file they come from.
func readFrom(file string, list []*Deployment) []*Deployment {
	for _, d := range list {
		d.File = file
	}
	return list
}

// isPath tells a file from the name of a deployment built in.
func isPath(name string) bool { return strings.ContainsAny(name, `/\`) || isYAML(name) }

// besides are the mitigations chosen that a deployment does not have already. An
// error is noted.
func (r *reader) besides(n *node, chosen choice, d *Deployment) []string {
	names, bad := d.beside(r.cat, chosen.names())
	if bad != nil {
		r.fail(n, bad)
	}
	return names
}

// with reads mitigations: a mapping of names to variants, a list, or text. An
// error is noted.
func (r *reader) with(n *node) (chosen choice) {
	switch n.kind {
	case kindMapping:
		r.each(n, func(key, value *node) {
			if _, bad := mitigation(r.cat, key.text); bad != nil {
				r.fail(key, bad)
				return
			}
			variants := []*node{value}
			if value.kind == kindList && len(value.items) > 0 {
				variants = value.items
			}
			for _, v := range variants {
				r.variant(&chosen, key.text, v)
			}
		})
	case kindList:
		for _, item := range n.items {
			if word, ok := r.word(item, "a mitigation, as NAME or NAME:VARIANT"); ok {
				r.typed(&chosen, item, word)
			}
		}
	case kindText:
		offset := 0
		for word := range strings.SplitSeq(n.text, ",") {
			at := *n
			if at.inside >= 0 {
				at.inside += offset
				at.col += at.inside // so that an error without offset is at the word
				at.inside = 0
			}
			r.typed(&chosen, &at, word)
			offset += len([]rune(word)) + 1
		}
	default:
		r.wrong(n, "mitigations: a mapping of names to variants, or a list")
	}
	return chosen
}

// typed adds a mitigation written NAME or NAME:VARIANT.
func (r *reader) typed(chosen *choice, n *node, word string) {
	if bad := chosen.typed(r.cat, word); bad != nil {
		r.fail(n, bad)
		return
	}
	chosen.at(n)
}

// variant adds a mitigation in the variant that a node names; nothing names the
// default.
func (r *reader) variant(chosen *choice, name string, n *node) {
	variant := ""
	if n.kind != kindNothing {
		var ok bool
		if variant, ok = r.word(n, "a variant of "+name); !ok {
			return
		}
	}
	if bad := chosen.add(r.cat, name, variant); bad != nil {
		bad.offset = 0
		r.fail(n, bad)
		return
	}
	chosen.at(n)
}
