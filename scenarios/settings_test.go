package scenarios

import (
	"reflect"
	"slices"
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
		{"user_code_form", " ", `found " ", expected text for user_code_form`},
		{"user_code", "confirm", ""},
		{"user_code", "confirmed", `found "confirmed", expected a way to go about a user code; did you mean "confirm"?`},
		{"user_code", "8 of A-Z", `found "8 of A-Z", expected a way to go about a user code: enter, prefilled, confirm`},
		{"user_code_length", "8", ""},
		{"user_code_length", "0", `found "0", expected a whole number from 1 to 1000000 for user_code_length`},
		{"user_code_length", "+8", `found "+8", expected a whole number from 1 to 1000000 for user_code_length`},
		{"intervall", "5s", `found setting "intervall", expected a setting; did you mean "interval"?`},
	} {
		if got := message(d.Set(c.key, c.value)); got != c.err {
			t.Errorf("%s=%s: found %q, expected %q", c.key, c.value, got, c.err)
		}
	}
	// What the example had is replaced in its place, and what it had not comes last.
	want := slices.Clone(Example.Sources)
	for i, s := range want {
		switch s.Key {
		case "code_life":
			want[i] = Sourced{Key: s.Key, Value: "15m", Read: true}
		case "user_code_length":
			want[i] = Sourced{Key: s.Key, Value: "8", Read: true}
		}
	}
	want = append(want, Sourced{Key: "interval", Value: "5s"}, Sourced{Key: "slow_down", Value: "true"}, Sourced{Key: "user_code", Value: "confirm", Read: true})
	if d.CodeLife != 900 || d.CodeLength != 8 || !slices.Equal(d.Options, []string{"option:user_code=confirm"}) || !reflect.DeepEqual(d.Sources, want) {
		t.Errorf("found %d s, %v, %+v", d.CodeLife, d.Options, d.Sources)
	}
	if Example.CodeLife != 1800 || Example.Sources[0].Value != "30m" || len(Example.Options) != 0 {
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
