package scenarios

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// schema is a piece of JSON Schema.
type schema map[string]any

// SuiteSchema is the JSON Schema (draft 2020-12) of suite files. It is made of what
// the reader looks names up in. A file that it refuses may still be read: the
// reader forgives capital letters, spaces and quotation marks. Contradictions, and
// what is too long or too much, are left to the reader.
func SuiteSchema(cat *flows.Catalogue) (map[string]any, error) { return suiteForm.document(cat) }

// DeploymentSchema is the same of deployment files.
func DeploymentSchema(cat *flows.Catalogue) (map[string]any, error) {
	return deploymentForm.document(cat)
}

// document is the schema of files that have this form.
func (f *form) document(cat *flows.Catalogue) (map[string]any, error) {
	deployments, err := BuiltinDeployments(cat)
	if err != nil {
		return nil, err
	}
	defs := schema{
		"scenario":    oneOf(scenarioNames(All)),
		"flow":        oneOf(namesOf(cat.Flows, func(f *flows.Flow) string { return f.Name })),
		"attacker":    changed(Profiles, namesOf(cat.Capabilities, func(c *flows.Capability) string { return c.Name })),
		"attackers":   distinct(ref("attacker")),
		"user":        changed(namesOf(cat.Users, func(u *flows.User) string { return u.Name }), flows.RequirementNames()),
		"users":       oneOrListOf(ref("user")),
		"mitigations": mitigationsSchema(cat),
		"settings":    settingsSchema(),
		"which-deployment": anyOf(oneOf(namesOf(deployments, func(d *Deployment) string { return d.Name })), ref(deploymentForm.name),
			schema{"type": "string", "pattern": `[/\\]|\.ya?ml$`, "description": "a file, relative to the suite"}),
	}
	for _, part := range forms {
		defs[part.name] = part.schema()
	}
	maps.Copy(defs[runForm.name].(schema), schema{"allOf": eachScenario()})
	maps.Copy(defs[deploymentForm.name].(schema), givesCodeLife())
	maps.Copy(defs[deploymentForm.name].(schema), schema{"allOf": eachFlow(cat)})
	maps.Copy(defs[suiteForm.name].(schema), givesAttackers())
	return schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   f.of + " of simulate",
		"$ref":    "#/$defs/" + f.name,
		"$defs":   defs,
	}, nil
}

// schema is the form as a definition.
func (f *form) schema() schema {
	properties, required := schema{}, []string{}
	for _, k := range f.keys {
		value := maps.Clone(k.value)
		value["description"] = k.doc
		properties[k.name] = value
		if k.needed == always {
			required = append(required, k.name)
		}
	}
	return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// eachScenario says what can stand in a run of each scenario.
func eachScenario() (list []schema) {
	for _, s := range All {
		expect := schema{}
		for _, of := range subjects(s) {
			word := oneOf([]string{of.good, of.bad})
			if of.kind != "a twin" {
				word = anyOf(word, schema{"type": "object", "minProperties": 1, "propertyNames": ref("attacker"), "additionalProperties": word})
			}
			expect[of.name] = word
		}
		can := schema{
			"flow":   oneOf(namesOf(s.Flows, func(f *flows.Flow) string { return f.Name })),
			"expect": schema{"properties": expect, "additionalProperties": false},
			"accept": schema{"items": schema{"properties": schema{"property": oneOf(subjectNames(s))}}},
		}
		if len(s.Reach) == 0 {
			can["attackers"] = false
		}
		list = append(list, schema{
			"if":   among("scenario", schema{"const": s.Name}),
			"then": schema{"properties": can},
		})
	}
	return list
}

// givesCodeLife says that the server or each of its clients gives code_life.
func givesCodeLife() schema {
	life := among("settings", schema{"required": []string{"code_life"}})
	return anyOf(life, among("clients", schema{"additionalProperties": life}))
}

// givesAttackers says that the suite or each of its attacks gives attackers.
func givesAttackers() schema {
	attacks := slices.DeleteFunc(slices.Clone(All), func(s *Scenario) bool { return len(s.Reach) == 0 })
	given := schema{"required": []string{"attackers"}}
	each := schema{"if": among("scenario", oneOf(scenarioNames(attacks))), "then": given}
	return anyOf(given, schema{"properties": schema{"runs": schema{"items": each}}})
}

// settingsSchema is a mapping of settings to their values. Each is described as what
// it is in its first flow.
func settingsSchema() schema {
	properties := schema{}
	for _, k := range Settings {
		if properties[k.Name] == nil {
			properties[k.Name] = schema{"description": k.Doc, "anyOf": []schema{}}
		}
		of := properties[k.Name].(schema)
		of["anyOf"] = append(of["anyOf"].([]schema), k.schema(), k.published())
	}
	return schema{"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": false}
}

// eachFlow says what a server and its clients can be set to in each flow.
func eachFlow(cat *flows.Catalogue) (list []schema) {
	for _, f := range cat.Flows {
		var names []string
		own := schema{}
		for _, k := range SettingsOf(f.Name) {
			names = append(names, k.Name)
			if !k.only() {
				own[k.Name] = schema{"description": k.Doc, "anyOf": []schema{k.schema(), k.published()}}
			}
		}
		settings := schema{"settings": schema{"propertyNames": oneOf(names), "properties": own}}
		then := maps.Clone(settings)
		then["clients"] = schema{"additionalProperties": schema{"properties": settings}}
		list = append(list, schema{
			"if":   among("flow", schema{"const": f.Name}),
			"then": schema{"properties": then},
		})
	}
	return list
}

// only tells whether there is no other setting of that name.
func (k SettingKey) only() bool {
	return len(slices.DeleteFunc(slices.Clone(Settings), func(other SettingKey) bool { return other.Name != k.Name })) == 1
}

// published is a setting as a mapping of its value and where that is from.
func (k SettingKey) published() schema {
	published := settingForm.schema()
	published["properties"].(schema)["value"] = k.schema()
	return published
}

// schema is what a setting can be set to.
func (k SettingKey) schema() schema {
	switch k.Kind {
	case Duration:
		return durationSchema
	case Truth:
		return schema{"type": "boolean"}
	case Number:
		return schema{"type": "integer", "minimum": 1, "maximum": maxNumber}
	case Choice:
		return oneOf(k.Choices)
	}
	return wordsSchema
}

// mitigationsSchema is what with and mitigations can be.
func mitigationsSchema(cat *flows.Catalogue) schema {
	properties := schema{}
	var typed []string
	for _, m := range cat.Mitigations {
		names := slices.DeleteFunc(m.VariantNames(), func(name string) bool { return name == "" })
		variant, text := oneOf(names), anyWord(names)
		switch n := m.Number; {
		case n == nil:
		case n.Unit == flows.Count:
			variant, text = schema{"type": "integer", "minimum": 1, "maximum": n.Max}, `[0-9]+`
		default:
			variant, text = durationSchema, strings.Trim(duration, "^$")
		}
		several := distinct(variant)
		if m.Ladder {
			several["maxItems"] = 1
		}
		properties[m.Name] = schema{"description": m.Doc, "anyOf": []schema{variant, several, {"type": "null"}}}
		typed = append(typed, regexp.QuoteMeta(m.Name)+"(:"+text+")?")
	}
	one := `(` + strings.Join(typed, "|") + `)`
	return anyOf(
		schema{"type": "object", "properties": properties, "additionalProperties": false},
		schema{"type": "array", "items": schema{"type": "string", "pattern": "^" + one + "$"}, "uniqueItems": true},
		schema{"type": "string", "pattern": "^" + one + "(, *" + one + ")*$"},
	)
}

// changed is one of several words, or such a word with members added and taken.
func changed(words, members []string) schema {
	pattern := fmt.Sprintf("^%s(, *[+-]%s)+$", anyWord(words), anyWord(members))
	return anyOf(oneOf(words), schema{"type": "string", "pattern": pattern})
}

// duration is the form of durations.
const duration = `^([0-9]+d)?([0-9]+(\.[0-9]+)?[hms])*$`

// What is the same in every schema.
var (
	nameSchema     = schema{"type": []string{"string", "number"}, "pattern": slug.String()}
	sentenceSchema = schema{"type": "string", "minLength": 1, "maxLength": maxText}
	wordsSchema    = schema{"type": []string{"string", "number"}, "minLength": 1, "maxLength": maxText}
	durationSchema = schema{"type": "string", "pattern": duration, "minLength": 2, "maxLength": maxDuration}
)

func ref(name string) schema         { return schema{"$ref": "#/$defs/" + name} }
func oneOf(words []string) schema    { return schema{"enum": append([]string{}, words...)} }
func anyOf(list ...schema) schema    { return schema{"anyOf": list} }
func oneOrListOf(item schema) schema { return anyOf(item, distinct(item)) }
func orNothing(value schema) schema  { return anyOf(value, schema{"type": "null"}) }
func listOf(item schema) schema      { return schema{"type": "array", "items": item, "minItems": 1} }
func distinct(item schema) schema {
	return schema{"type": "array", "items": item, "minItems": 1, "uniqueItems": true}
}

// among is a mapping that has a key with a value of that form.
func among(key string, value schema) schema {
	return schema{"properties": schema{key: value}, "required": []string{key}}
}

func scenarioNames(list []*Scenario) []string {
	return namesOf(list, func(s *Scenario) string { return s.Name })
}

// anyWord is a pattern for one of several words.
func anyWord(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(" + strings.Join(quoted, "|") + ")"
}
