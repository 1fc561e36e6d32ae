package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestListed reads the source: whatever concept a package declares is in its
// All list, in which nothing else is.
func TestListed(t *testing.T) {
	for _, test := range []struct {
		dir, concept string
	}{
		{".", "Flow"}, {"../attacker", "Capability"}, {"../mitigations", "Mitigation"}, {"../scenarios", "Scenario"},
	} {
		declared, listed := concepts(t, test.dir, test.concept)
		if len(declared) == 0 {
			t.Errorf("%s declares no %s: the test has lost its object", test.dir, test.concept)
		}
		for _, name := range declared {
			if !slices.Contains(listed, name) {
				t.Errorf("%s: %s %s is not in All", test.dir, test.concept, name)
			}
		}
		for i, name := range listed {
			if !slices.Contains(declared, name) || slices.Contains(listed[:i], name) {
				t.Errorf("%s: All lists %s, which is declared nowhere or listed twice", test.dir, name)
			}
		}
	}
}

// concepts are the package-level variables that hold a concept, and the
// members of All.
func concepts(t *testing.T, dir, concept string) (declared, listed []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			vars, ok := decl.(*ast.GenDecl)
			if !ok || vars.Tok != token.VAR {
				continue
			}
			for _, spec := range vars.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					switch {
					case i < len(v.Values) && name.Name == "All":
						listed = append(listed, members(v.Values[i])...)
					case i < len(v.Values) && holds(v.Values[i], concept) || holdsType(v.Type, concept):
						declared = append(declared, name.Name)
					}
				}
			}
		}
	}
	return declared, listed
}

// members are the names in the literal of a list.
func members(list ast.Expr) (names []string) {
	literal, ok := list.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, e := range literal.Elts {
		if name, ok := e.(*ast.Ident); ok {
			names = append(names, name.Name)
		}
	}
	return names
}

// holds tells whether an expression is &Concept{...} or Concept{...}.
func holds(e ast.Expr, concept string) bool {
	if address, ok := e.(*ast.UnaryExpr); ok {
		e = address.X
	}
	literal, ok := e.(*ast.CompositeLit)
	return ok && holdsType(literal.Type, concept)
}

// holdsType tells whether a type is the concept or a pointer to it.
func holdsType(e ast.Expr, concept string) bool {
	switch e := e.(type) {
	case *ast.StarExpr:
		return holdsType(e.X, concept)
	case *ast.SelectorExpr:
		return e.Sel.Name == concept
	case *ast.Ident:
		return e.Name == concept
	}
	return false
}
