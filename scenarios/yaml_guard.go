package scenarios

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// What YAML is read, at most. No suite needs as much; beyond it a parser would
// take long, or run out of stack.
const (
	maxDepth  = 16
	maxTokens = 20_000
)

// refused are the parts of YAML that the formats have no use for, and what they
// are called.
var refused = map[token.Type]string{
	token.AnchorType:     "an anchor",
	token.AliasType:      "an alias",
	token.MergeKeyType:   "a merge key",
	token.TagType:        "a tag",
	token.DirectiveType:  "a directive",
	token.MappingKeyType: "a key after a question mark",
}

// guard looks at the tokens of a file before it is parsed: it refuses what the
// formats do not use, and what would be too much.
func guard(tokens token.Tokens) (at *token.Token, bad *InputError) {
	var columns []int // of the open blocks
	brackets, seen := 0, false
	for i, t := range tokens {
		if i == maxTokens {
			return t, &InputError{Found: "more", Expected: fmt.Sprintf("at most %d words and signs", maxTokens)}
		}
		if name, ok := refused[t.Type]; ok {
			return t, &InputError{Found: name, Expected: "plain YAML: mappings, lists and values"}
		}
		switch t.Type {
		case token.DocumentHeaderType:
			if seen {
				return t, &InputError{Found: "a second document", Expected: "one document in a file"}
			}
			continue
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets = max(brackets-1, 0)
		case token.SequenceEntryType:
			columns = openBlock(columns, t.Position.Column)
		case token.MappingValueType:
			if i > 0 && brackets == 0 {
				columns = openBlock(columns, tokens[i-1].Position.Column)
			}
		}
		seen = seen || t.Type != token.CommentType
		if brackets+len(columns) > maxDepth {
			return t, &InputError{Found: "deeper nesting", Expected: fmt.Sprintf("at most %d levels", maxDepth)}
		}
	}
	return nil, nil
}

// openBlock adds a block that starts at a column to those around it.
func openBlock(columns []int, column int) []int {
	for len(columns) > 0 && columns[len(columns)-1] >= column {
		columns = columns[:len(columns)-1]
	}
	return append(columns, column)
}
