package scenarios

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Errors go to terminals and logs, with the line they are about. So whatever could be
// a secret is found first, by its place and not only by its right name, and neither
// described nor shown.

// open are the keys of clients and users whose values are no secrets.
var open = []string{"id", "auth", "dpop", "notify", "name", "secret_env", "password_env"}

// inURL is a password, or the like, in a URL.
var inURL = regexp.MustCompile(`://[^/\s]*@`)

// secretKey tells whether a key is meant for a secret.
func secretKey(key string) bool {
	if strings.HasSuffix(key, "_env") {
		return false
	}
	key = strings.ToLower(key)
	_, near := flows.Nearest(key, []string{"secret", "password"})
	return near || strings.Contains(key, "secret") || strings.Contains(key, "passw")
}

// hide marks the secrets of a target and takes them out of the lines that are shown.
func (r *reader) hide(root *node) {
	var all []*node // in the order of the text
	var walk func(n *node, path []string, secret bool)
	walk = func(n *node, path []string, secret bool) {
		all = append(all, n)
		scalar := n.kind == kindText || n.kind == kindNumber || n.kind == kindBoolean
		n.secret = scalar && (secret || inURL.MatchString(n.text))
		for _, item := range n.items {
			walk(item, path, secret)
		}
		for _, p := range n.pairs {
			all = append(all, p.key)
			hidden := secret || secretKey(p.key.text) && !strings.Contains(p.value.text, "{")
			switch {
			case people(append(path, p.key.text)):
				hidden = true
			case people(path):
				hidden = !slices.Contains(open, p.key.text)
			}
			walk(p.value, append(slices.Clone(path), p.key.text), hidden)
		}
	}
	walk(root, nil, false)

	lines := slices.Clone(r.lines)
	for i, n := range all {
		if !n.secret {
			continue
		}
		end := &node{line: len(lines) + 1, col: 1}
		if i+1 < len(all) {
			end = all[i+1]
		}
		blank(lines, n, end)
	}
	r.lines = lines
}

// people tells whether a path in a target is that of its clients or users.
func people(path []string) bool {
	if len(path) == 3 && path[0] == "flows" {
		path = path[2:]
	}
	if len(path) != 1 {
		return false
	}
	_, near := flows.Nearest(path[0], []string{"clients", "users"})
	return near
}

// blank replaces what stands in lines from a node on until another begins.
func blank(lines []string, from, to *node) {
	for i := from.line; i <= min(to.line, len(lines)); i++ {
		line := []rune(lines[i-1])
		start, end := 0, len(line)
		if i == from.line {
			start = min(from.col-1, end)
		}
		if i == to.line {
			end = min(to.col-1, end)
		}
		for at := start; at < end; at++ {
			line[at] = '•'
		}
		lines[i-1] = string(line)
	}
}

// hideBroken does so where the text is no YAML, and so nothing can be told from where
// it stands: of a line only its first key is left, if it is one that is known.
func hideBroken(e *InputError) {
	var known []string
	for _, f := range targetForms {
		known = append(known, namesOf(f.keys, func(k formKey) string { return k.name })...)
	}
	key, _, _ := strings.Cut(e.Text, ":")
	if !slices.Contains(known, strings.Trim(key, "- {\"'")) {
		key = ""
	}
	e.Text = key + strings.Repeat("•", len([]rune(e.Text))-len([]rune(key)))
}
