package scenarios

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a piece of YAML with its place: what the formats use of YAML, and no
// more.
type node struct {
	kind      kind
	text      string // of a value, as it means; of a number, as typed
	line, col int
	inside    int     // characters before the text within it, or -1 if places in the text are not places in the file
	pairs     []pair  // of a mapping
	items     []*node // of a list
	secret    bool    // it is not to be shown
}

// pair is an entry of a mapping.
type pair struct{ key, value *node }

// kind is what a node is.
type kind uint8

// The kinds of nodes.
const (
	kindNothing kind = iota
	kindText
	kindNumber
	kindBoolean
	kindMapping
	kindList
)

// describe says what a node is, for an error.
func (n *node) describe() string {
	switch {
	case n.secret && n.text == "":
		return "an empty secret"
	case n.secret:
		return "a secret"
	}
	switch n.kind {
	case kindText:
		return quote(n.text)
	case kindNumber, kindBoolean:
		return n.text
	case kindMapping:
		if len(n.pairs) == 0 {
			return "an empty mapping"
		}
		return "a mapping"
	case kindList:
		if len(n.items) == 0 {
			return "an empty list"
		}
		return "a list"
	}
	return "nothing"
}

// parseYAML parses a file; an empty one is nothing. A panic of the parser is one
// more thing that it cannot read.
func parseYAML(name string, lines []string) (root *node, bad *InputError) {
	defer func() {
		if p := recover(); p != nil {
			root, bad = nil, &InputError{File: name, Found: "what the YAML parser cannot take", Expected: "valid YAML"}
		}
	}()
	fail := func(at *token.Token, e *InputError) *InputError {
		e.File = name
		if at != nil && at.Position != nil {
			e.Line, e.Col = at.Position.Line, max(at.Position.Column, 1)
		}
		return e
	}
	tokens := lexer.Tokenize(strings.Join(lines, "\n"))
	if at, e := guard(tokens); e != nil {
		return nil, fail(at, e)
	}
	// Duplicate keys are found later, all of them and in our words.
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, broken(name, lines, err)
	}
	root = &node{line: 1, col: 1}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root, bad = convert(doc.Body); bad != nil {
			bad.File = name
			return nil, bad
		}
	}
	return root, nil
}

// broken is the error for what the parser refuses.
func broken(name string, lines []string, err error) *InputError {
	e := &InputError{File: name, Found: "broken YAML", Expected: "valid YAML"}
	bad, ok := err.(yaml.Error)
	if !ok {
		return e
	}
	e.Found += " (" + printable(bad.GetMessage()) + ")"
	at := bad.GetToken()
	if at == nil || at.Position == nil || at.Position.Line < 1 || at.Position.Line > len(lines) {
		return e
	}
	e.Line, e.Col = at.Position.Line, max(at.Position.Column, 1)
	if line := []rune(lines[e.Line-1]); e.Col <= len(line) && line[e.Col-1] == '\t' {
		e.Found, e.Expected = "a tab", "spaces"
	}
	return e
}

// convert makes a node of the parser's.
func convert(from ast.Node) (*node, *InputError) {
	n := &node{inside: -1}
	if t := from.GetToken(); t != nil {
		n.line, n.col = t.Position.Line, max(t.Position.Column, 1)
		n.inside = inside(t)
	}
	switch from := from.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		n.kind, n.text = kindText, from.Value
	case *ast.LiteralNode:
		n.kind, n.text, n.inside = kindText, from.Value.Value, -1
		n.line, n.col = from.Start.Position.Line, from.Start.Position.Column
	case *ast.BoolNode:
		n.kind, n.text = kindBoolean, from.Token.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = kindNumber, from.GetToken().Value
	case *ast.MappingNode:
		return n, n.mapping(from.Values)
	case *ast.MappingValueNode:
		return n, n.mapping([]*ast.MappingValueNode{from})
	case *ast.SequenceNode:
		n.kind = kindList
		for _, value := range from.Values {
			item, bad := convert(value)
			if bad != nil {
				return nil, bad
			}
			n.items = append(n.items, item)
		}
	default:
		return nil, &InputError{Line: n.line, Col: n.col, Found: fmt.Sprintf("a %s", from.Type()),
			Expected: "plain YAML: mappings, lists and values"}
	}
	return n, nil
}

// mapping fills in a mapping. A block's place is that of its first key.
func (n *node) mapping(values []*ast.MappingValueNode) *InputError {
	n.kind = kindMapping
	for i, entry := range values {
		key, bad := convert(entry.Key)
		if bad != nil {
			return bad
		}
		value, bad := convert(entry.Value)
		if bad != nil {
			return bad
		}
		n.pairs = append(n.pairs, pair{key, value})
		if i == 0 && (key.line < n.line || key.line == n.line && key.col < n.col) {
			n.line, n.col = key.line, key.col
		}
	}
	return nil
}

// inside is where in a scalar's source its text starts, if the two run in step.
func inside(t *token.Token) int {
	source := strings.TrimSpace(t.Origin)
	switch {
	case strings.ContainsAny(source, "\n\\"):
		return -1
	case t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType:
		return 1
	}
	return 0
}
