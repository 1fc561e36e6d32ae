package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/crossdeviceflows/crossdevice/cli"
)

// compiled is the schema that the command prints.
func compiled(t *testing.T, of ...string) *jsonschema.Schema {
	t.Helper()
	out, errs, status := simulate(append([]string{"schema"}, of...)...)
	if status != cli.ExitMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", value); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("schema.json")
}

// TestResultsSchema holds what commands write against the schema of results, and
// each against the same with a key more, a key less, and another word.
func TestResultsSchema(t *testing.T) {
	schema := compiled(t, "results")
	t.Chdir(t.TempDir())
	accepting := failing + "    accept: [{property: attacker-access, attacker: strongest, until: 2001-06-30, owner: Jo, reason: known}, {property: slow, until: 2001-06-30, owner: Jo, reason: known}]\n"
	if err := os.WriteFile("s.yaml", []byte(accepting), 0o644); err != nil {
		t.Fatal(err)
	}
	simulate("check", "B1", "--json", "old.json")
	simulate("check", "B1", "--json", "new.json", "--set", "code_life=2m")
	for _, args := range []string{
		"check B1", "check A1 --with short-lived-codes", "check B1 --attacker literal --attacker strongest", "check B1 --max-states 50",
		"defend B1", "price B1 --with proximity:ble", "compare B1", "compare B1 --max-states 50", "run s.yaml --date 2001-01-01 --coverage", "run s.yaml --max-states 50",
		"diff old.json new.json", "flows device-grant ciba-sync --brief", "flows device-grant --brief --max-states 50", "list", "bench --size 1,1,2", "bench --scenario A1",
		"search B1 --runs 50", "search B4-helpdesk --runs 300 --attacker strongest --max-states 500", "search B1 --with trusted-networks --runs 20",
	} {
		out, errs, _ := simulate(append(strings.Fields(args), "--json", "-")...)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatalf("simulate %s: %v\n%s", args, err, errs)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("simulate %s: %v", args, err)
		}
		if object, ok := value.(map[string]any); ok {
			object["new"] = 1
			if schema.Validate(object) == nil {
				t.Errorf("simulate %s: a key that there is not is taken", args)
			}
			delete(object, "new")
			object["schema"] = "0"
			if schema.Validate(object) == nil {
				t.Errorf("simulate %s: another version is taken", args)
			}
			delete(object, "schema")
			if schema.Validate(object) == nil {
				t.Errorf("simulate %s: no version is taken", args)
			}
		}
	}
	out, _, _ := simulate("check", "B1", "--json", "-")
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(out, `"verdict": "violated"`, `"verdict": "broken"`, 1)))
	if err != nil || schema.Validate(value) == nil {
		t.Errorf("a verdict that there is not is taken, %v", err)
	}
}

// TestSchemaCommand: without an argument it is the schema of suites, and a suite
// that is printed is one.
func TestSchemaCommand(t *testing.T) {
	schema := compiled(t)
	out, errs, status := simulate("run", "--print-suite")
	if status != cli.ExitMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
	if compiled(t, "deployment").Validate(value) == nil {
		t.Error("a suite is a deployment")
	}
	if compiled(t, "target").Validate(value) == nil {
		t.Error("a suite is a target")
	}
	file := t.TempDir() + "/s.yaml"
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
	if again, _, _ := simulate("run", "--print-suite", file); again != out {
		t.Errorf("printed again it is\n%s", again)
	}
	for args, want := range map[string]string{
		"schema deploymnt":                       `unknown format "deploymnt"; did you mean "deployment"?`,
		"schema result":                          `did you mean "results"?`,
		"schema suite results":                   "accepts at most 1 arg",
		"run --print-suite " + file + " " + file: "--print-suite takes one suite, found 2",
		"schema --markdown -":                    "this is JSON and nothing else",
		"run --print-suite --sarif -":            "this is JSON and nothing else",
		"schema --junit -":                       "--junit: schema holds nothing against expectations",
	} {
		if out, errs, status := simulate(strings.Fields(args)...); status != cli.ExitUsage || out != "" || !strings.Contains(errs, want) {
			t.Errorf("simulate %s: exit status %d, want %q:\n%s%s", args, status, want, out, errs)
		}
	}
}
