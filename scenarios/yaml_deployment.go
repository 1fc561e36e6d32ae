package scenarios

import (
	"path/filepath"
	"slices"
	"strings"
)

// deployment reads the mapping that describes a deployment; nil if anything in
// it is wrong, which is then noted.
func (r *reader) deployment(n *node) *Deployment {
	before := len(r.errs)
	d := &Deployment{}
	r.fields(n, "a deployment",
		field{"deployment", true, func(n *node) { r.named(n, &d.Name) }},
		field{"doc", false, func(n *node) { r.sentence(n, &d.Doc) }},
		field{"flow", true, func(n *node) { r.knownFlow(n, &d.Flow) }},
		field{"settings", true, func(n *node) { r.settings(n, d) }},
		field{"mitigations", false, func(n *node) { d.Mitigations = r.with(n).names() }},
	)
	if len(r.errs) > before {
		return nil
	}
	return d
}

// knownFlow reads the name of a flow.
func (r *reader) knownFlow(n *node, into *string) {
	name, ok := r.word(n, "the name of a flow")
	if !ok {
		return
	}
	known := make([]string, len(r.cat.Flows))
	for i, f := range r.cat.Flows {
		known[i] = f.Name
	}
	if !slices.Contains(known, name) {
		r.fail(n, unknown(quote(name), name, "a flow", known))
		return
	}
	*into = name
}

// settings reads what a server is set to.
func (r *reader) settings(n *node, d *Deployment) {
	if n.kind != kindMapping || len(n.pairs) == 0 {
		r.wrong(n, "a mapping of settings, with at least code_life")
		return
	}
	given := false
	r.each(n, func(key, value *node) {
		k, bad := setting(key.text)
		if bad != nil {
			given = given || bad.Near == "code_life"
			r.fail(key, bad)
			return
		}
		given = given || k.Name == "code_life"
		entry := Sourced{Key: k.Name, Read: k.Read}
		if value.kind != kindMapping {
			r.value(value, d, k, &entry)
		} else {
			r.fields(value, "a setting",
				field{"value", true, func(n *node) { r.value(n, d, k, &entry) }},
				field{"source", false, func(n *node) { r.sentence(n, &entry.Source) }},
				field{"unverified", false, func(n *node) { r.truth(n, &entry.Unverified) }},
			)
		}
		d.Sources = append(d.Sources, entry)
	})
	if !given {
		r.fail(n, &InputError{Found: `no setting "code_life"`, Expected: "one in a deployment"})
	}
}

// value reads the value of a setting.
func (r *reader) value(n *node, d *Deployment, k SettingKey, into *Sourced) {
	if k.Kind == Words {
		if n.kind == kindNumber {
			into.Value = n.text
			return
		}
		r.sentence(n, &into.Value)
		return
	}
	if n.kind == kindMapping || n.kind == kindList || n.kind == kindNothing {
		r.wrong(n, "a value for "+k.Name+": "+k.Kind.String())
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

// deploymentOf reads which deployment is meant: a file beside the suite, the
// name of one built in, or the mapping itself. It is nil if that is bad, which
// has then been noted.
func (r *reader) deploymentOf(n *node) *Deployment {
	if n.kind == kindMapping {
		d := r.deployment(n)
		if d != nil {
			d.File = r.name
		}
		return d
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
	if d, ok := r.read[path]; ok {
		return d
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
	d := r.loader.deploymentFile(path, data)
	r.read[path] = d
	return d
}

// builtin finds a deployment that is built in: the same one for the same name.
func (r *reader) builtin(n *node, name string) *Deployment {
	if d := r.read["builtin "+name]; d != nil {
		return d
	}
	d, err := FindDeployment(r.cat, name)
	if err != nil {
		r.fail(n, asInput(err))
		return nil
	}
	r.read["builtin "+name] = d
	return d
}

// deploymentFile reads a whole file; nil if it is bad, which is then noted.
func (l *loader) deploymentFile(path string, data []byte) *Deployment {
	r, root := l.newReader(path, data)
	if r == nil {
		return nil
	}
	if root.kind == kindNothing {
		r.fail(root, &InputError{Found: "an empty file", Expected: "a deployment"})
		return nil
	}
	d := r.deployment(root)
	if d != nil {
		d.File = path
	}
	return d
}

// isPath tells a file from the name of a deployment built in.
func isPath(name string) bool { return strings.ContainsAny(name, `/\`) || isYAML(name) }

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
	}
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
	}
}
