package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// typed runs init as somebody on a terminal would, who types all of in.
func typed(t *testing.T, ctx context.Context, q draft, in io.Reader) (suite *scenarios.Suite, shown string, err error) {
	t.Helper()
	var out strings.Builder
	a := &app{cat: &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}, stdout: io.Discard, stderr: &out}
	q.out = filepath.Join(t.TempDir(), "s.yaml")
	if err = q.write(ctx, a, ask(ctx, in, &out)); err != nil {
		if _, err := os.Stat(q.out); err == nil {
			t.Error("something is written all the same")
		}
		return nil, out.String(), err
	}
	suite, err = scenarios.LoadSuite(a.cat, q.out)
	return suite, out.String(), err
}

// answers are lines for each item that is asked, by what it is called; the others
// take the default.
func answers(by map[string]string) io.Reader {
	var a app
	a.cat = &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All}
	q := draft{d: &scenarios.Deployment{}, flow: "device-grant"}
	for _, key := range published {
		q.d.Sources = append(q.d.Sources, scenarios.Sourced{Key: key})
	}
	text := by["--metadata"]
	for _, of := range q.items(&a) {
		if !of.quiet {
			text += by[of.flag] + "\n"
		}
	}
	return strings.NewReader(text)
}

// published are the settings that the example's metadata tells.
var published = []string{"https", "client_authentication"}

// TestInterview answers questions: with the default, with "I do not know", wrongly
// and then rightly.
func TestInterview(t *testing.T) {
	suite, shown, err := typed(t, t.Context(), draft{}, answers(map[string]string{
		"--metadata":       "\nnowhere.json\n../examples/metadata.json\n",
		"--name":           "No Name\nmine",
		"--set code_life":  "10\n10m",
		"--set single_use": "perhaps\nNo",
		"--with":           "proximty\nproximity:ble",
		"--scenarios":      "b1,B12\nb1",
	}))
	if err != nil {
		t.Fatalf("%v\n%s", err, shown)
	}
	for _, want := range []string{
		"there is no default", "nowhere.json: found no such file", `did you mean "no-name"?`, "  [id.example.com] > ", `did you mean "10s"?`,
		"  [30m] > ", "  [?] > ", `found "perhaps", expected true or false for single_use`, `did you mean "proximity"?`, "  [none] > ", `unknown scenario "B12"`,
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}
	d := suite.Runs[0].Deployment
	if suite.Name != "mine" || d.Name != "mine" || d.CodeLife != 600 || !d.CodeReusable || len(d.Mitigations) != 1 || len(suite.Runs) != 1 || suite.Runs[0].Scenario != scenarios.B1 {
		t.Errorf("found %+v on %+v\n%s", suite, d, shown)
	}
	for _, s := range d.Sources {
		if s.Unverified != strings.HasPrefix(s.Source, "assumed: ") || slices.Contains(published, s.Key) != strings.HasPrefix(s.Source, "metadata of https://id.example.com: ") ||
			slices.Contains([]string{"code_life", "single_use"}, s.Key) != (s.Source == "answered to simulate init") {
			t.Errorf("%+v", s)
		}
	}
}

// TestInterviewFlow: where several flows are published, it is asked which; and then only
// for what that flow has.
func TestInterviewFlow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "m.json")
	if err := os.WriteFile(file, []byte(`{"issuer": "https://a", "device_authorization_endpoint": "https://a/d", "backchannel_authentication_endpoint": "https://a/c", "backchannel_token_delivery_modes_supported": ["ping", "push"]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	suite, shown, err := typed(t, t.Context(), draft{metadata: file, scenarios: []string{"A4"}, with: []string{"none"}}, strings.NewReader("ciba\nciba-push\nours\n5m\n?\nentr\nenter\n\n\n"))
	if err != nil {
		t.Fatalf("%v\n%s", err, shown)
	}
	for _, want := range []string{"device-grant, ciba-ping, ciba-push", "  [device-grant] > ", `unknown flow "ciba"`, "> hint\n", `did you mean "enter"?`, "(none, static, compare or enter)"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}
	for _, other := range []string{"> single_use\n", "> state\n"} {
		if strings.Contains(shown, other) {
			t.Errorf("it is asked for %s", other)
		}
	}
	if d := suite.Runs[0].Deployment; d.Flow != "ciba-push" || d.CodeLife != 300 || !slices.Equal(d.Options, []string{"option:binding_message=enter"}) {
		t.Errorf("%+v", d)
	}
}

// TestInterviewDefaults: empty lines and question marks are enough, and what is
// assumed then is marked as such.
func TestInterviewDefaults(t *testing.T) {
	for _, line := range []string{"", "?", " unknown "} {
		by := map[string]string{"--with": line, "--scenarios": line}
		for _, k := range scenarios.Settings {
			by["--set "+k.Name] = line
		}
		suite, shown, err := typed(t, t.Context(), draft{metadata: "../examples/metadata.json", scenarios: []string{"A1"}}, answers(by))
		if err != nil {
			t.Fatalf("%q: %v\n%s", line, err, shown)
		}
		d := suite.Runs[0].Deployment
		if d.CodeLife != scenarios.Example.CodeLife || len(d.Mitigations) != 0 || d.Name != "id.example.com" {
			t.Errorf("%q: %+v", line, d)
		}
		for _, s := range d.Sources {
			if s.Unverified != strings.HasPrefix(s.Source, "assumed: ") || s.Unverified == slices.Contains(published, s.Key) {
				t.Errorf("%q: %+v", line, s)
			}
		}
	}
}

// TestInterviewEnds: somebody who goes away, or has enough, leaves nothing behind;
// a mistake in a flag is told before anything is asked.
func TestInterviewEnds(t *testing.T) {
	example := draft{metadata: "../examples/metadata.json"}
	if _, shown, err := typed(t, t.Context(), example, strings.NewReader("mine\n")); err == nil || !strings.Contains(err.Error(), "the input ended at a question, so nothing is written") {
		t.Errorf("%v\n%s", err, shown)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	silent, mouth := io.Pipe()
	defer mouth.Close()
	if _, _, err := typed(t, ctx, example, silent); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	example.scenarios = []string{"B12"}
	if _, shown, err := typed(t, t.Context(), example, silent); err == nil || !strings.HasPrefix(err.Error(), "--scenarios: ") || shown != "" {
		t.Errorf("%v\n%s", err, shown)
	}
}
