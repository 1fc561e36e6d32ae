package results

import (
	"reflect"
	"strings"
)

// answers are what a file written with --json can hold: one of them, or a list.
var answers = []any{Suite{}, Check{}, Defend{}, Price{}, Compare{}, Derived{}, Search{}, Flows{}, Live{}, Diff{}, List{}, Bench{}, ScenarioBench{}}

// words are what a text can be where it is one of a few words.
var words = map[string][]string{
	"Property.Verdict":       {"holds", "violated", "inconclusive"},
	"Beside.Verdict":         {"holds", "violated", "inconclusive"},
	"Expectation.Expected":   {"holds", "violated", "any", "unreachable", "reachable", "kept", "lost"},
	"Expectation.Found":      {"holds", "violated", "unreachable", "reachable", "kept", "lost", "inconclusive"},
	"Critical.Unit":          {"s", "count"},
	"CompareRow.Status":      {"judged", "n_a", "in_force"},
	"Derived.Initiated":      {"handle", "reached"},
	"DerivedVerdict.Column":  {"prevent", "disrupt", "recover"},
	"DerivedVerdict.Verdict": {"agree", "conditional", "disagree", "n_a"},
	"Reading.Verdict":        {"agree", "conditional", "disagree", "n_a"},
	"Mark.Mark": {"prevents", "disrupts", "limits", "recovers", "probabilistic only", "another way", "no bearing", "nothing to stop",
		"inconclusive", "n_a", "in_force"},
	"DerivedCell.Column":    {"prevent", "disrupt", "recover"},
	"DerivedCell.Status":    {"cross", "no_cross", "undecided", "nothing_to_stop", "n_a", "inconclusive"},
	"Bound.Verdict":         {"holds", "violated", "inconclusive", "n_a"},
	"Assurance.Party":       {"OP", "RP"},
	"AssuranceCell.Verdict": {"assured", "not assured", "inconclusive"},
	"Applies.Verdict":       {"applies", "n_a"},
	"LiveTarget.Verdict":    {"holds", "violated", "inconclusive"},
	"Behaviour.Status":      {"conforms", "deviates", "not seen", "blocked", "not tried", "inconclusive"},
	"Deviation.Kind":        {"grants what the model refuses", "refuses what the model grants", "another word"},
	"History.Kind":          {"grants what the model refuses", "refuses what the model grants", "another word"},
	"Played.Outcome":        {"succeeds", "refused", "impossible", "not tried", "inconclusive"},
	"Fact.Verdict":          {"as claimed", "weaker", "stronger", "nothing claimed", "not tried"},
	"SearchFinding.Kind":    {"property", "goal"},
	"SearchFinding.Verdict": {"violated", "reachable", "inconclusive"},
	"SearchFinding.Shown":   {"", "shrunk", "shortest"},
	"Change.Kind":           {"setting", "property", "goal", "twin", "critical", "expectation"},
	"Change.Effect":         {"worse", "better", "undecided", "other"},
}

// canBeNull are the lists that are null where it is not known what is in them.
var canBeNull = map[string]bool{"CompareRow.Lost": true, "PairMitigation.Lost": true}

// schema is a piece of JSON Schema.
type schema = map[string]any

// JSONSchema is the JSON Schema (draft 2020-12) of what is written with --json. It
// is made of the types of this package.
func JSONSchema() map[string]any {
	defs := schema{}
	var list []schema
	for _, a := range answers {
		list = append(list, typeSchema(defs, "", reflect.TypeOf(a)))
	}
	defs["answer"] = schema{"anyOf": list}
	one := schema{"$ref": "#/$defs/answer"}
	return schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "results of simulate, schema " + Schema,
		"anyOf":   []schema{one, {"type": "array", "items": one}},
		"$defs":   defs,
	}
}

// typeSchema is the schema of a type; field is where it stands. Structs are put
// among the definitions.
func typeSchema(defs schema, field string, t reflect.Type) schema {
	switch t.Kind() {
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Uint64:
		return schema{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.String:
		if list := words[field]; list != nil {
			return schema{"enum": list}
		}
		return schema{"type": "string"}
	case reflect.Pointer:
		return schema{"anyOf": []schema{typeSchema(defs, field, t.Elem()), {"type": "null"}}}
	case reflect.Array:
		return schema{"type": "array", "items": typeSchema(defs, field, t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Slice:
		list := schema{"type": "array", "items": typeSchema(defs, field, t.Elem())}
		if canBeNull[field] {
			return schema{"anyOf": []schema{list, {"type": "null"}}}
		}
		return list
	case reflect.Struct:
		if defs[t.Name()] == nil {
			defs[t.Name()] = schema{} // it may stand in itself
			defs[t.Name()] = structSchema(defs, t)
		}
		return schema{"$ref": "#/$defs/" + t.Name()}
	}
	panic("results: no schema for " + t.String())
}

// structSchema is the object that a struct is written as: with all its fields
// except those that can be left out, and with no others.
func structSchema(defs schema, t reflect.Type) schema {
	properties, required := schema{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		properties[name] = typeSchema(defs, t.Name()+"."+f.Name, f.Type)
		if option == "" {
			required = append(required, name)
		}
		if name == "schema" {
			properties[name] = schema{"const": Schema}
		}
	}
	return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
