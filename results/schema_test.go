package results

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestSchemaHasEveryType: a new type is part of some answer, and so of the schema.
func TestSchemaHasEveryType(t *testing.T) {
	defs := JSONSchema()["$defs"].(schema)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() && spec.Name.Name != "Head" { // which stands in others
				if _, ok := spec.Type.(*ast.StructType); ok {
					seen++
					if defs[spec.Name.Name] == nil {
						t.Errorf("%s is in no answer", spec.Name.Name)
					}
				}
			}
			return true
		})
	}
	if seen < 40 {
		t.Errorf("%d types", seen)
	}
}

// TestWords: every word is of a field that exists.
func TestWords(t *testing.T) {
	fields := map[string]reflect.Kind{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(t.Elem())
		case reflect.Struct:
			for _, f := range reflect.VisibleFields(t) {
				if name := t.Name() + "." + f.Name; fields[name] == 0 {
					fields[name] = f.Type.Kind()
					walk(f.Type)
				}
			}
		}
	}
	for _, a := range answers {
		walk(reflect.TypeOf(a))
	}
	for name, list := range words {
		if fields[name] != reflect.String || len(list) < 2 {
			t.Errorf("there is no text %s with words", name)
		}
	}
	for name := range canBeNull {
		if fields[name] != reflect.Slice {
			t.Errorf("there is no list %s", name)
		}
	}
}
