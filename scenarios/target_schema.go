package scenarios

import (
	"maps"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// TargetSchema is the JSON Schema of target files, made as that of suites. Words in
// braces, selectors and paths are left to the reader.
func TargetSchema(cat *flows.Catalogue) (map[string]any, error) {
	document, err := targetForm.document(cat)
	if err != nil {
		return nil, err
	}
	defs := document["$defs"].(schema)
	for _, part := range targetForms {
		defs[part.name] = part.schema()
	}
	defs["target-deployment"] = anyOf(ref("which-deployment"),
		schema{"type": "string", "pattern": `([/\\]|\.ya?ml)[^#]*#.`, "description": "a client of the deployment in a file"})
	each := schema{}
	for _, f := range Drivable {
		steps, needed := schema{}, []string{}
		for _, s := range UserSteps(f) {
			steps[s.Name] = schema{"type": "array", "items": ref(requestForm.name)}
			if !s.May {
				needed = append(needed, s.Name)
			}
		}
		each[f.Name] = schema{"allOf": []schema{ref(targetFlowForm.name), {
			"properties": schema{"steps": schema{"properties": steps, "required": needed, "additionalProperties": false}}}}}
	}
	target := defs[targetForm.name].(schema)
	of := target["properties"].(schema)["flows"].(schema)
	of["properties"], of["additionalProperties"] = each, false
	maps.Copy(target, schema{"anyOf": eachRequired([]string{"metadata", "endpoints"}),
		"allOf": []schema{inEachFlow("clients"), inEachFlow("users")}})
	maps.Copy(defs[targetClientForm.name].(schema), schema{"not": both("secret", "secret_env"),
		"if": schema{"required": []string{"auth"}}, "then": anyOf(schema{"required": []string{"secret"}}, schema{"required": []string{"secret_env"}})})
	maps.Copy(defs[loginForm.name].(schema), schema{"not": both("password", "password_env")})
	maps.Copy(defs[requestForm.name].(schema), schema{"oneOf": eachRequired(methods),
		"not": anyOf(both("form", "json"), both("get", "form"), both("get", "json"))})
	maps.Copy(defs[pickForm.name].(schema), schema{"oneOf": eachRequired([]string{"css", "json", "header", "query", "url", "status"}),
		"dependentRequired": schema{"attribute": []string{"css"}}})
	request := defs[requestForm.name].(schema)["properties"].(schema)
	noStatus := schema{"allOf": []schema{ref(pickForm.name), {"properties": schema{"status": false}}}}
	request["pick"].(schema)["additionalProperties"] = noStatus
	request["shows"] = schema{"allOf": []schema{noStatus}, "description": request["shows"].(schema)["description"]}
	return document, nil
}

// inEachFlow says that the target has a key, or each of its flows.
func inEachFlow(key string) schema {
	needed := schema{"required": []string{key}}
	return anyOf(needed, schema{"properties": schema{"flows": schema{"additionalProperties": needed}}})
}

// both is a mapping that has two keys.
func both(one, other string) schema { return schema{"required": []string{one, other}} }

// eachRequired are mappings that have one key each.
func eachRequired(keys []string) (list []schema) {
	for _, k := range keys {
		list = append(list, schema{"required": []string{k}})
	}
	return list
}
