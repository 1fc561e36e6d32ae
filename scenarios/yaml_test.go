package scenarios

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/attacker"
	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/mitigations"
)

// Commit what -update writes only if you understand why each message changed.
var update = flag.Bool("update", false, "write the messages that are seen into testdata")

// everything is the catalogue of the tests.
func everything() *flows.Catalogue {
	return &flows.Catalogue{Flows: flows.All, Mitigations: mitigations.All, Capabilities: attacker.All, Users: flows.Users}
}

func TestDeploymentErrors(t *testing.T) {
	testMessages(t, "testdata/deployment_errors.txt", func(data string) error {
		_, err := ParseDeployment(everything(), "bad.yaml", []byte(data))
		return err
	})
}

func TestSuiteErrors(t *testing.T) {
	testMessages(t, "testdata/suite_errors.txt", func(data string) error {
		_, err := ParseSuite(everything(), "bad.yaml", []byte(data))
		return err
	})
}

// testMessages holds each input of a file against its message.
func testMessages(t *testing.T, file string, parse func(string) error) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(text), "\n-- ")
	seen := parts[0]
	for i := 1; i+1 < len(parts); i += 2 {
		name, input, _ := strings.Cut(parts[i], " --\n")
		header, want, _ := strings.Cut(parts[i+1]+"\n", " --\n")
		if header != "error" {
			t.Fatalf("%s: %q is followed by %q", file, name, header)
		}
		want = strings.TrimSpace(want)
		t.Run(name, func(t *testing.T) {
			err := parse(input + "\n")
			if err == nil {
				t.Fatalf("accepted:\n%s", input)
			}
			checkPlaces(t, err)
			if got := err.Error(); got != want && !*update {
				t.Errorf("found\n%s\nexpected\n%s", got, want)
			}
			seen += "\n-- " + name + " --\n" + input + "\n-- error --\n" + err.Error()
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.TrimPrefix(seen, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// checkPlaces holds that every error is an InputError whose place exists.
func checkPlaces(t *testing.T, err error) {
	t.Helper()
	var all *InputErrors
	if !errors.As(err, &all) {
		t.Fatalf("%T is no InputErrors: %v", err, err)
	}
	for _, e := range all.List {
		switch {
		case e.Found == "" || e.Expected == "" || e.File == "":
			t.Errorf("incomplete: %#v", e)
		case e.Line > 0 && e.Excerpt() == "":
			t.Errorf("%v: column %d is not in line %q", e, e.Col, e.Text)
		case strings.ContainsAny(e.Error(), "\n\r\x1b\x00"):
			t.Errorf("more than one line: %q", e.Error())
		}
	}
}
