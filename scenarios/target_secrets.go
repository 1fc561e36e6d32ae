package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// Errors go to terminals and logs, with the line they are about. So whatever could be
// a secret is found first, by its place and not only by its right name, and neither
// described nor shown.

// open are the keys of clients and users whose values are no secrets.
var open = []string{"id", "auth", "dpop", "notify", "name", "secret_env", "password_env"}

// told is a text with a secret in it: in a URL, or after a word that says so where a
// sign of YAML is missing.
var told = regexp.MustCompile(`://[^/\s]*@|(?i)(secret|passw)[a-z_]*[^a-z_]+\S`)

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
		n.secret = scalar && (secret || told.MatchString(n.text))
		for _, item := range n.items {
			walk(item, path, secret)
		}
		for _, p := range n.pairs {
			all = append(all, p.key)
			if told.MatchString(p.key.text) {
				p.key.text, p.key.secret = strings.Map(blank, p.key.text), true
			}
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

	lines := make([][]rune, len(r.lines))
	for i, line := range r.lines {
		lines[i] = []rune(strings.Map(blank, line)) // comments too
	}
	for i, n := range all {
		switch {
		case n.secret:
			end := &node{line: len(lines) + 1, col: 1}
			if i+1 < len(all) {
				end = all[i+1]
			}
			cover(lines, n, end)
		case n.inside >= 0 && n.line <= len(lines):
			line, from := lines[n.line-1], n.col-1
			to := min(from+utf8.RuneCountInString(n.text)+2*n.inside, len(line))
			copy(line[min(from, to):to], []rune(r.lines[n.line-1])[min(from, to):])
		}
	}
	r.lines = make([]string, len(lines))
	for i, line := range lines {
		r.lines[i] = string(line)
	}
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

// dot stands for what is not shown.
const dot = '•'

// blank leaves of a text only the signs of YAML.
func blank(c rune) rune {
	if unicode.IsLetter(c) || unicode.IsDigit(c) {
		return dot
	}
	return c
}

// cover replaces what stands in lines from a node on until another begins.
func cover(lines [][]rune, from, to *node) {
	for i := from.line; i <= min(to.line, len(lines)); i++ {
		start, end := 0, len(lines[i-1])
		if i == from.line {
			start = min(from.col-1, end)
		}
		if i == to.line {
			end = min(to.col-1, end)
		}
		for at := start; at < end; at++ {
			lines[i-1][at] = dot
		}
	}
}

// hideBroken does so where the text is no YAML, and so nothing can be told from where
// it stands: of a line only its first key is left, if it is one that is known.
func hideBroken(e *InputError) {
	var known []string
	for _, f := range targetForms {
		known = append(known, namesOf(f.keys, func(k formKey) string { return k.name })...)
	}
	if says, _, quotes := strings.Cut(e.Found, `"`); quotes {
		e.Found = strings.TrimRight(says, ": ") + ")"
	}
	key, _, _ := strings.Cut(e.Text, ":")
	if !slices.Contains(known, strings.Trim(key, "- {\"'")) {
		key = ""
	}
	e.Text = key + strings.Repeat(string(dot), len([]rune(e.Text))-len([]rune(key)))
}
