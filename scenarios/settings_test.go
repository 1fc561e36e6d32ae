package scenarios

import (
	"reflect"
	"testing"
)

func TestSet(t *testing.T) {
	d, err := FindDeployment(everything(), "example")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ key, value, err string }{
		{"code_life", "15m", ""},
		{"interval", "5s", ""},
		{"slow_down", "true", ""},
		{"code_life", "15", `found "15", expected a duration with its unit for code_life, such as 90s, 15m or 14d; did you mean "15s"?`},
		{"slow_down", "maybe", `found "maybe", expected true or false for slow_down`},
		{"user_code", " ", `found " ", expected text for user_code`},
		{"intervall", "5s", `found setting "intervall", expected a setting; did you mean "interval"?`},
	} {
		if got := message(d.Set(c.key, c.value)); got != c.err {
			t.Errorf("%s=%s: found %q, expected %q", c.key, c.value, got, c.err)
		}
	}
	want := []Sourced{{Key: "code_life", Value: "15m", Read: true}, {Key: "interval", Value: "5s"}, {Key: "slow_down", Value: "true"}}
	if d.CodeLife != 900 || !reflect.DeepEqual(d.Sources, want) {
		t.Errorf("found %d s, %+v", d.CodeLife, d.Sources)
	}
	if Example.CodeLife != 1800 || len(Example.Sources) != 1 || Example.Sources[0].Value != "30m" {
		t.Error("the example has changed for everybody")
	}
}

func TestSettingsAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Settings {
		if k.Name == "" || k.Doc == "" || seen[k.Name] {
			t.Errorf("setting %q lacks a name of its own, or a sentence", k.Name)
		}
		seen[k.Name] = true
	}
}
