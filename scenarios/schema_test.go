package scenarios

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// validator is what holds YAML or JSON against the schema of a format.
func validator(t rapid.TB, format string) func(text []byte) error {
	of := map[string]func(*flows.Catalogue) (map[string]any, error){"suite": SuiteSchema, "deployment": DeploymentSchema, "target": TargetSchema}[format]
	s, err := of(everything())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(text []byte) error {
		if !json.Valid(text) {
			var err error
			if text, err = yaml.YAMLToJSON(text); err != nil {
				return err
			}
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return err
		}
		return compiled.Validate(value)
	}
}

// TestSchema: what comes with the program is valid, and every way to write it.
func TestSchema(t *testing.T) {
	suite, deployment := validator(t, "suite"), validator(t, "deployment")
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		valid := deployment
		if entry.Name() == builtinSuite {
			valid = suite
		}
		text, err := builtin.ReadFile(path.Join("builtin", entry.Name()))
		if err == nil {
			err = valid(text)
		}
		if err != nil {
			t.Errorf("%s: %v", entry.Name(), err)
		}
	}
	for _, text := range []string{goodDeployment, goodClients} {
		if err := deployment([]byte(text)); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
	target := validator(t, "target")
	if err := target([]byte(goodTarget)); err != nil {
		t.Errorf("%v\n%s", err, goodTarget)
	}
	for _, text := range []string{strings.Replace(goodSuite, "b1", "B1", 1), clientSuite} {
		if err := suite([]byte(text)); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

// onlyReader are the mistakes that the schema lets through, because they are about
// how long something lasts, or about what stands in several places.
var onlyReader = []string{
	"zero", "too long", "an attacker twice",
	"a file where none can be named", "which client is not said", "an attacker that is not among the shared",
	"another rung than the deployment's", "a client's own mitigations beside those of the server", "a run's mitigations beside those of one client",
	"a request that asks for no time", "FAPI-CIBA by push", "FAPI-CIBA without a binding message or a signature", "a life of refresh tokens that do not exist", "a client that contradicts its server", "a server that contradicts itself, once for all clients",
	"a deployment of another flow", "a deployment with settings that the run's flow has not", "a deployment whose profile the run's flow has not", "mitigations of which none is about the flow",
	"no access, but granted", "granted, but no access", "everybody served, but one is lost", "a contradiction, said once for all clients and users",

	"not enough endpoints", "not enough endpoints for CIBA", "ping without notify",
	"a deployment in a file", "a deployment with clients in a target", "a deployment that the flow has not", "a flow's deployment that the flow has not",
	"a secret of several lines", "a missing variable", "an empty variable", "a variable with a line break", "a client again", "a user again",
	"unknown word", "unknown word in another quotation", "a word of another flow", "what only the client has", "braces", "a password that a user has not",
	"a word picked too late", "a word picked in a later step", "a word picked in the other outcome", "a selector that does not compile",
}

// TestSchemaRefuses holds the schema against everything that the reader refuses.
func TestSchemaRefuses(t *testing.T) {
	for format, file := range map[string]string{"suite": "testdata/suite_errors.txt", "deployment": "testdata/deployment_errors.txt", "target": "testdata/target_errors.txt"} {
		valid := validator(t, format)
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		parts := strings.Split("\n"+string(text), "\n-- ")
		for i := 1; i+1 < len(parts); i += 2 {
			name, input, _ := strings.Cut(parts[i], " --\n")
			accepted, known := valid([]byte(input)) == nil, slices.Contains(onlyReader, name)
			if !accepted {
				refused++
			}
			if accepted && !known {
				t.Errorf("%s: the schema takes\n%s", name, input)
			}
			if known && !accepted {
				t.Errorf("%s: the schema refuses it too", name)
			}
		}
		if refused < 20 {
			t.Errorf("of %s only %d are refused", file, refused)
		}
	}
}

// TestSchemaRefusesEach makes one mistake at a time in a valid suite. The reader
// refuses it too.
func TestSchemaRefusesEach(t *testing.T) {
	valid := validator(t, "suite")
	for right, wrong := range map[string]string{
		"suite: s": "suite: S", "user: [comparing, obedient]": "user: [comparing, obediant]", "user: vigilant": "user: vigilant,+x",
		"attackers: [literal,": "attackers: [litteral,", "[undisputed]": "[undisputed,+vpm]", "doc: One server": "doc: ", "flow: device-grant": "flow: device-grunt",
		"interval: 5s": "interval: 5", "interval:": "intervall:", "entry_bound: true": "entry_bound: maybe", "source: the": "sauce: the",
		"code_life: {value: 10m,": "code_life: {", "one-time-codes: 1": "one-time-codes: once", "proximity:ble]": "proximity:bel]",
		"  tv:": "  TV:", "scenario: A1": "scenario: A0", "client: tv\n": "client: [[tv]]\n", "with: proximity:ble": "with: proximity:bel",
		"{plain: kept}": "{plain: kepd}", "{granted: {strongest: reachable}}": "{granted: {strongest: lost}}",
		"{granted: reachable}": "{granted: violated}", "expect: {granted: reachable}": "expect: {grantid: reachable}",
		"property: granted": "property: grantid", "2026-12-31": "2026-12-32", ", owner: Jo": "", "reason: known": "reason: ", "accept:": "axcept:",
		"deployment: example": "deployment: exampel",
	} {
		text := strings.Replace(clientSuite, right, wrong, 1)
		if text == clientSuite {
			t.Errorf("there is no %s", right)
		}
		if _, err := ParseSuite(everything(), "s.yaml", []byte(text)); err == nil {
			t.Errorf("the reader takes %s", wrong)
		}
		if valid([]byte(text)) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}

// TestSchemaOfSettings: the schema takes the same values of each setting as the
// reader does.
func TestSchemaOfSettings(t *testing.T) {
	valid := validator(t, "deployment")
	for i, k := range Settings {
		f := flows.All[i%len(flows.All)] // often one that does not have it
		for _, f := range append(k.Flows, f) {
			sameValues(t, valid, k, f.Name)
		}
	}
}

func sameValues(t *testing.T, valid func(text []byte) error, k SettingKey, flow string) {
	for _, value := range []string{"5s", "90m", "true", "some words", "7", `""`, "[7]", "", "{value: 5s}", "{value: true, source: us}", "none", "{value: confirm}", "required", "screen", "core", "{value: 7, unverified: true}", "{source: us}"} {
		settings := "code_life: 10m, " + k.Name + ": " + value
		if k.Name == "code_life" {
			settings = k.Name + ": " + value
		}
		text := []byte("deployment: x\nflow: " + flow + "\nsettings: {" + settings + "}\n")
		_, read := ParseDeployment(everything(), "x.yaml", text)
		if by := valid(text); (read == nil) != (by == nil) {
			t.Errorf("%s: %s: %s: the reader says %v, the schema %v", flow, k.Name, value, read, by)
		}
	}
}
