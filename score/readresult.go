package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/crossdeviceflows/crossdevice/results"
)

// Result is what run or check wrote as JSON, read again to be compared.
type Result struct {
	side    results.Side
	runs    []results.SuiteRun
	ofCheck bool // some of it: there every mitigation was asked for
}

// ReadResult reads what run or check wrote with --json: one result or a list of
// them. The name stands for the file in errors, which say what was found.
func ReadResult(name string, data []byte) (*Result, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := &Result{side: results.Side{File: clean(name)}}
	in := input{name, data}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, in.wrong("an empty file")
	}
	var objects []json.RawMessage
	err := json.Unmarshal(data, &objects)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, in.syntax(syntax)
	case err != nil:
		objects = []json.RawMessage{data}
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("null")):
		return nil, in.wrong("null")
	case len(objects) == 0:
		return nil, in.wrong("an empty list")
	}
	for _, object := range objects {
		if err := r.add(in, object); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// add adds one of a file's results.
func (r *Result) add(in input, object []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(object, &keys); err != nil || keys == nil {
		return in.wrong(article(kindOf(object)))
	}
	var schema, models string
	switch err := json.Unmarshal(keys["schema"], &schema); {
	case keys["schema"] == nil && keys["$schema"] != nil && keys["runs"] != nil:
		return in.wrong("SARIF")
	case keys["schema"] == nil:
		return in.wrong("an object without a schema version, with " + some(keys))
	case err != nil:
		return in.wrong(article(kindOf(keys["schema"])) + " as schema version")
	case schema != results.Schema:
		return fmt.Errorf("%s: found schema version %s, expected %s: another version of simulate wrote it", quoted(in.name), quoted(schema), quoted(results.Schema))
	}
	ofSuite := keys["suite"] != nil && keys["runs"] != nil
	if !ofSuite && (keys["scenario"] == nil || keys["properties"] == nil) {
		return in.wrong("the result of another command, with " + some(keys))
	}
	if err := json.Unmarshal(keys["models"], &models); err != nil {
		return in.wrong("a result without the version of its models")
	}
	if models = clean(models); r.side.Models != "" && r.side.Models != models {
		return in.wrong(fmt.Sprintf("results of models %s and %s in one list", r.side.Models, models))
	}
	r.side.Models = models
	known := len(r.runs)
	if ofSuite {
		var s results.Suite
		if err := json.Unmarshal(object, &s); err != nil {
			return in.mistyped(err)
		}
		if s.Partial != "" {
			r.side.Partial = clean(s.Partial)
		}
		r.runs = append(r.runs, s.Runs...)
	} else {
		var c results.Check
		if err := json.Unmarshal(object, &c); err != nil {
			return in.mistyped(err)
		}
		r.ofCheck = true
		r.runs = append(r.runs, results.SuiteRun{Check: &c, Expectations: c.Expectations})
	}
	for i, run := range r.runs[known:] {
		if run.Check == nil {
			return in.wrong(fmt.Sprintf("no check in run %d", i+1))
		}
		for _, p := range run.Check.Properties {
			if !slices.Contains([]string{"holds", "violated", "inconclusive"}, p.Verdict) {
				return in.wrong(fmt.Sprintf("the verdict %s", quoted(p.Verdict)))
			}
		}
	}
	return nil
}

// input is a file that is read.
type input struct {
	name string
	data []byte
}

func (in input) wrong(found string) error {
	return fmt.Errorf("%s: found %s, expected what simulate run or check wrote with --json", quoted(in.name), found)
}

// syntax says where JSON ends to be JSON.
func (in input) syntax(err *json.SyntaxError) error {
	before := in.data[:min(int(err.Offset), len(in.data))]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:])))
	if err.Error() == "unexpected end of JSON input" {
		return in.wrong(fmt.Sprintf("JSON that breaks off at line %d", line))
	}
	return in.wrong(fmt.Sprintf("no JSON at line %d, column %d (%s)", line, max(col, 1), err))
}

// mistyped says which value is of another type than it should be.
func (in input) mistyped(err error) error {
	var typed *json.UnmarshalTypeError
	if !errors.As(err, &typed) {
		return in.wrong("no such result")
	}
	found, _, _ := strings.Cut(typed.Value, " ")
	return in.wrong(fmt.Sprintf("%s where %s should be %s", article(map[string]string{"bool": "truth value", "array": "list"}[found], found),
		clean(strings.ReplaceAll(typed.Field, "Head.", "")), article(typeWord(typed.Type))))
}

func typeWord(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return typeWord(t.Elem())
	case reflect.Bool:
		return "truth value"
	case reflect.String:
		return "string"
	case reflect.Slice, reflect.Array:
		return "list"
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Int:
		return "whole number"
	}
	return "number"
}

// kindOf is what kind of JSON value a text is.
func kindOf(text []byte) string {
	switch text = bytes.TrimSpace(text); {
	case len(text) == 0 || text[0] == 'n':
		return "null"
	case text[0] == '{':
		return "object"
	case text[0] == '[':
		return "list"
	case text[0] == '"':
		return "string"
	case text[0] == 't' || text[0] == 'f':
		return "truth value"
	}
	return "number"
}

// article puts one before the first word that is not empty.
func article(words ...string) string {
	for _, w := range words {
		switch w {
		case "":
			continue
		case "null":
			return w
		case "object":
			return "an " + w
		}
		return "a " + w
	}
	return "something else"
}

// some names a few keys of an object.
func some(keys map[string]json.RawMessage) string {
	names := slices.Sorted(maps.Keys(keys))
	if len(names) == 0 {
		return "no keys"
	}
	more := ""
	if len(names) > 4 {
		names, more = names[:4], " ..."
	}
	for i, n := range names {
		names[i] = quoted(n)
	}
	return "the keys " + strings.Join(names, ", ") + more
}

// quoted is somebody else's text in an error, cut short.
func quoted(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		s = string(runes[:80]) + "…"
	}
	return strconv.Quote(s)
}

// clean takes out of somebody else's text what a terminal would act on.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
