package cli_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/crossdeviceflows/crossdevice/cli"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// example is the metadata document of the docs, in the current directory.
func example(t *testing.T) {
	t.Helper()
	data, err := os.ReadFile("../examples/metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("metadata.json", data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestInitGolden holds a whole suite as init writes it. It has one of everything:
// a setting from the metadata, one that was given, one that is not known, a
// mitigation in force and the honest person it loses, and an attacker who gets
// through with what would stop them.
//
// Why it is so: one-time-codes refuses who enters a code a second time
// (walks-away), and does nothing against a mail sent before the first entry (both
// attackers). Whatever else changes in it has to have a reason in the commit. What
// docs/CI.md shows of a finding is a part of it.
func TestInitGolden(t *testing.T) {
	const golden = "testdata/init.yaml"
	want, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	file, err := filepath.Abs(golden)
	if err != nil {
		t.Fatal(err)
	}
	page, err := filepath.Abs("../docs/CI.md")
	if err != nil {
		t.Fatal(err)
	}
	example(t)
	args := "init --metadata metadata.json --set code_life=10m,entry_bound=?,consent=always,by-name --with one-time-codes --scenarios A1,B1 --workers "
	for _, workers := range []string{"1", "2"} {
		out, errs, status := simulate(strings.Fields(args + workers + " --out -")...)
		if status != cli.ExitMet || errs != "" {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		if *update {
			if want = []byte(out); os.WriteFile(file, want, 0o644) != nil {
				t.Fatal("cannot write the golden")
			}
		}
		if out != string(want) {
			t.Errorf("with %s workers it is what follows; go test ./cli -run InitGolden -update writes it, and docs/CI.md\n%s", workers, out)
		}
	}
	if out, errs, status := simulate("run", file); status != cli.ExitMet {
		t.Errorf("exit status %d\n%s%s", status, out, errs)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const first, last = "      attacker-access:\n", "literal: violated\n"
	between := func(text string) (before, excerpt, after string) {
		before, rest, _ := strings.Cut(text, first)
		excerpt, after, _ = strings.Cut(rest, last)
		return before, excerpt, after
	}
	_, shown, _ := between(string(want))
	before, excerpt, after := between(string(text))
	switch {
	case excerpt == shown && shown != "":
	case *update:
		if err := os.WriteFile(page, []byte(before+first+shown+last+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("docs/CI.md shows\n%s", excerpt)
	}
}

// TestInitCIBAGolden is a suite for a server that publishes CIBA in two modes: what the
// metadata tells of it, what was given, and that there is another flow. A mistake in a
// setting of CIBA is refused.
func TestInitCIBAGolden(t *testing.T) {
	const golden = "testdata/init-ciba.yaml"
	file, err := filepath.Abs(golden)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("ciba.json", []byte(`{"issuer": "https://bank.example.com", "backchannel_authentication_endpoint": "https://bank.example.com/bc",
		"backchannel_token_delivery_modes_supported": ["ping", "poll"], "backchannel_user_code_parameter_supported": true,
		"grant_types_supported": ["urn:openid:params:grant-type:ciba"], "token_endpoint_auth_methods_supported": ["private_key_jwt"]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	args := "init --metadata ciba.json --set code_life=3m,requested_expiry=2m,binding_message=compare,refresh_token=false --scenarios A4 --workers 1 --out -"
	out, errs, status := simulate(strings.Fields(args)...)
	if status != cli.ExitMet || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	if *update {
		if want = []byte(out); os.WriteFile(file, want, 0o644) != nil {
			t.Fatal("cannot write the golden")
		}
	}
	if out != string(want) {
		t.Errorf("it is what follows; go test ./cli -run InitCIBAGolden -update writes it\n%s", out)
	}
	if out, errs, status := simulate("run", file); status != cli.ExitMet {
		t.Errorf("exit status %d\n%s%s", status, out, errs)
	}
	for more, want := range map[string]string{
		"--set notification_token=x":                      `--set notification_token: found setting "notification_token", expected a setting of ciba-poll; it is one of ciba-ping and ciba-push`,
		"--flow ciba-push --set profile=fapi":             "expected flow: ciba-poll or ciba-ping, or profile: core",
		"--set refresh_token=false,refresh_token_life=1d": "found refresh_token: false beside refresh_token_life: 1d",
		"--set user_code=enter":                           `found "enter", expected a value of user_code: none, required`,
	} {
		if out, errs, status := simulate(strings.Fields("init --metadata ciba.json --out - " + more)...); status != cli.ExitUsage || !strings.Contains(errs, want) || out != "" {
			t.Errorf("%s: exit status %d: %s%s", more, status, errs, out)
		}
	}
}

// TestInit: init writes a run for every scenario, and over nothing. That all of them
// pass is held by TestCIPage, which runs the page's commands. With --strict a suite
// fails by just as much as init said.
func TestInit(t *testing.T) {
	example(t)
	out, errs, status := simulate("init", "--metadata", "metadata.json")
	if status != cli.ExitMet || errs != "" || !strings.Contains(out, "\n  simulate run crossdevice.yaml\n") {
		t.Fatalf("exit status %d\n%s%s", status, out, errs)
	}
	text, err := os.ReadFile("crossdevice.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios.All {
		if _, err := s.Flow("device-grant"); err == nil && !strings.Contains(string(text), "\n  - scenario: "+s.Name+"\n") {
			t.Errorf("%s is not in\n%s", s.Name, text)
		}
	}
	if _, errs, status := simulate("init", "--metadata", "metadata.json", "--strict"); status != cli.ExitUsage || !strings.Contains(errs, "crossdevice.yaml is there already") {
		t.Errorf("exit status %d: %s", status, errs)
	}
	if again, _ := os.ReadFile("crossdevice.yaml"); string(again) != string(text) {
		t.Error("the file was written over")
	}
	if out, errs, status = simulate("init", "--metadata", "metadata.json", "--scenarios", "B1", "--strict", "--force"); status != cli.ExitMet {
		t.Fatalf("exit status %d\n%s%s", status, out, errs)
	}
	text, err = os.ReadFile("crossdevice.yaml")
	if err != nil || strings.Contains(string(text), "violated") {
		t.Errorf("%v\n%s", err, text)
	}
	wishes := strings.Count(string(text), "# NOT MET today: ")
	out, _, status = simulate("run", "crossdevice.yaml", "--json", "-")
	var r struct {
		NotMet int `json:"not_met"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || status != cli.ExitNotMet || r.NotMet != wishes || wishes == 0 {
		t.Errorf("%v: exit status %d, %d not met, and %d such comments", err, status, r.NotMet, wishes)
	}
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

// TestInitMistakes pins what init refuses, before it writes anything.
func TestInitMistakes(t *testing.T) {
	example(t)
	for name, text := range map[string]string{
		"list.json":   "[]",
		"none.json":   `{"issuer": "https://id.example.com"}`,
		"oddly.json":  `{"issuer": "https://…", "device_authorization_endpoint": "https://…/d"}`,
		"taken.yaml":  "suite: s\n",
		"broken.json": "{\n  \"issuer\": \"https://id.example.com\",\n}",
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", "dangling.yaml"); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadDir(".")
	const with = "init --metadata metadata.json "
	for args, want := range map[string]string{
		"init":                                    "--metadata is needed: the file with your server's metadata; get it with curl -fo",
		"init --yes":                              "--metadata is needed",
		"init metadata.json":                      `unknown command "metadata.json"`,
		"init --flow device-grant":                "--name is needed: what suite and deployment are called",
		"init --metadata oddly.json":              "--name is needed",
		"init --metadata list.json":               "list.json:1:1: found a list, expected the metadata of an authorization server",
		"init --metadata broken.json":             "broken.json:3:1: found broken JSON",
		"init --metadata none.json":               `none.json: found neither "device_authorization_endpoint" (RFC 8628 4) nor "backchannel_authentication_endpoint" with a mode of CIBA Core 4, so https://id.example.com publishes neither the device grant nor CIBA; --flow device-grant goes on anyway`,
		"init --metadata missing.json":            "missing.json: found no such file",
		"init --metadata .":                       ".: found a directory",
		with + "--flow ciba":                      `--flow: unknown flow "ciba"`,
		with + "--name Mine":                      `--name: found "Mine", expected a name of small letters, digits, dots and hyphens; did you mean "mine"?`,
		with + "--set code_life":                  `--set code_life: found "code_life", expected key=value`,
		with + "--set code_life=10":               `--set code_life: found "10", expected a duration with its unit for code_life, such as 90s, 15m or 14d; did you mean "10s"?`,
		with + "--set code_life=5m,code_life=6m":  `--set code_life: found "code_life=6m", expected the key once`,
		with + "--set code_life=5m,entry_bound":   `--set code_life: found "5m,entry_bound", expected a duration`,
		with + "--set consent=a,code_lif=5m":      `did you mean "code_life"?`,
		with + "--set code_lif=10m":               `did you mean "code_life"?`,
		with + "--set code_lif=?":                 `did you mean "code_life"?`,
		with + "--set consent=\x1b[31m":           `--set consent: found the character U+001B in "\x1b[31m", expected text in one line that can be shown for consent`,
		with + "--with proximty":                  `--with: found "proximty", expected a mitigation; did you mean "proximity"?`,
		with + "--scenarios A1,B12":               `--scenarios: unknown scenario "B12"; did you mean "B1"?`,
		with + "--out taken.yaml":                 "taken.yaml is there already; --force writes over it, --out names another file",
		with + "--out dangling.yaml":              "dangling.yaml is there already",
		with + "--out .":                          "cannot write .: it is a directory",
		with + "--out nowhere/s.yaml":             "cannot write nowhere/s.yaml: no such directory",
		with + "--out ./metadata.json --force":    "--out names ./metadata.json, which is read",
		with + "--json x":                         "init writes a suite, to --out, and no result for --json or --markdown",
		with + "--junit x":                        "--junit: init holds nothing against expectations",
		with + "--metadat x":                      "did you mean --metadata?",
		with + "--out s.yaml --code-life 10m":     "unknown flag --code-life",
		with + "--scenarios B1 --max-states 5 -h": "Usage:",
	} {
		out, errs, status := simulate(strings.Fields(args)...)
		if strings.HasSuffix(args, "-h") {
			if status != cli.ExitMet || !strings.Contains(out, want) || !strings.Contains(out, "curl -fo metadata.json") {
				t.Errorf("simulate %s: exit status %d\n%s%s", args, status, out, errs)
			}
			continue
		}
		if status != cli.ExitUsage || !strings.Contains(errs, want) || out != "" {
			t.Errorf("simulate %s: exit status %d, want %q:\n%s%s", args, status, want, out, errs)
		}
	}
	if after, _ := os.ReadDir("."); len(after) != len(before) {
		t.Errorf("%d files became %d", len(before), len(after))
	}
}

// TestInitBudget: what a budget leaves open is said and not expected; if that is
// everything, nothing is written.
func TestInitBudget(t *testing.T) {
	example(t)
	_, errs, status := simulate("init", "--metadata", "metadata.json", "--scenarios", "B1", "--max-states", "5")
	if _, err := os.Stat("crossdevice.yaml"); err == nil || status != cli.ExitInconclusive || !strings.Contains(errs, "nothing is written") {
		t.Errorf("exit status %d, %v: %s", status, err, errs)
	}
	out, errs, status := simulate("init", "--metadata", "metadata.json", "--scenarios", "A1,B1", "--max-states", "500")
	text, err := os.ReadFile("crossdevice.yaml")
	if err != nil || status != cli.ExitInconclusive || !strings.Contains(out, "not known: ") || !strings.Contains(string(text), "# NOT KNOWN: a budget was hit") {
		t.Errorf("exit status %d, %v\n%s%s%s", status, err, out, errs, text)
	}
	if out, errs, status := simulate("run", "crossdevice.yaml"); status != cli.ExitMet {
		t.Errorf("exit status %d\n%s%s\n%s", status, out, errs, text)
	}
}

// TestInitInfers holds what the metadata tells of a server beyond its name.
func TestInitInfers(t *testing.T) {
	example(t)
	for metadata, want := range map[string]map[string]string{
		`"device_authorization_endpoint": "https://a/d"`: {"https": "true"},
		`"backchannel_authentication_endpoint": "http://a/c", "backchannel_token_delivery_modes_supported": ["ping"], "backchannel_user_code_parameter_supported": false`:       {"https": "false", "user_code": "none", "signed_request": "false"},
		`"backchannel_authentication_endpoint": "https://a/c", "backchannel_user_code_parameter_supported": true, "token_endpoint_auth_methods_supported": ["tls_client_auth"]`: {"https": "true", "confidential": "true", "client_authentication": "tls_client_auth", "signed_request": "false"},
		`"backchannel_authentication_endpoint": "https://a/c", "backchannel_authentication_request_signing_alg_values_supported": ["PS256"]`:                                    {"https": "true", "user_code": "none"},
		`"device_authorization_endpoint": "http://a/d"`: {"https": "false"},
		`"device_authorization_endpoint": "https://a/d", "token_endpoint_auth_methods_supported": ["private_key_jwt", "tls_client_auth"]`: {"https": "true", "confidential": "true", "client_authentication": "private_key_jwt, tls_client_auth"},
		`"device_authorization_endpoint": "https://a/d", "token_endpoint_auth_methods_supported": ["none"]`:                               {"https": "true", "confidential": "false", "client_authentication": "none"},
		`"device_authorization_endpoint": "https://a/d", "token_endpoint_auth_methods_supported": ["none", "client_secret_basic"]`:        {"https": "true", "confidential": "false", "client_authentication": "none, client_secret_basic"},
	} {
		if err := os.WriteFile("m.json", []byte(`{"issuer": "https://a", `+metadata+"}"), 0o644); err != nil {
			t.Fatal(err)
		}
		honest := "A1"
		if strings.Contains(metadata, "backchannel") {
			honest = "A4"
		}
		if out, errs, status := simulate("init", "--metadata", "m.json", "--out", "m.yaml", "--force", "--scenarios", honest); status != cli.ExitMet {
			t.Fatalf("exit status %d\n%s%s", status, out, errs)
		}
		s, err := scenarios.LoadSuite(builtIn(), "m.yaml")
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]string{}
		for _, s := range s.Runs[0].Deployment.Sources {
			if strings.HasPrefix(s.Source, "metadata of https://a: ") {
				told[s.Key] = s.Value
			}
		}
		if !maps.Equal(told, want) {
			t.Errorf("%s tells %v, expected %v", metadata, told, want)
		}
	}
}

// TestInitStandardInput: the document can come through a pipe.
func TestInitStandardInput(t *testing.T) {
	example(t)
	file, err := os.Open("metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	old := os.Stdin
	os.Stdin = file
	defer func() { os.Stdin = old }()
	const args = "init --metadata - --scenarios A1 --out -"
	out, errs, status := simulate(strings.Fields(args)...)
	if status != cli.ExitMet || errs != "" || !strings.Contains(out, "suite: id.example.com\n") {
		t.Errorf("exit status %d\n%s%s", status, out, errs)
	}
	if _, errs, status = simulate(strings.Fields(args)...); status != cli.ExitUsage || !strings.Contains(errs, "standard input:1:1: found an empty file") {
		t.Errorf("exit status %d: %s", status, errs)
	}
}

// TestInitAnyAnswers: whatever is answered is refused, or written so that it can be
// run.
func TestInitAnyAnswers(t *testing.T) {
	example(t)
	text := func(t *rapid.T, of string) string {
		return rapid.OneOf(rapid.Just("plain"), rapid.Just("é✓"), rapid.String(), rapid.StringMatching(`[ "'#:\\{}\[\]&*!|>%@?a-c\n-]{0,12}`),
			rapid.SampledFrom([]string{"true", "null", "a: b", "- a", "10m", "é✓ #", `"\`})).Draw(t, of)
	}
	written := 0
	rapid.Check(t, func(t *rapid.T) {
		document, err := json.Marshal(map[string]any{
			"issuer": "https://id.example.com/" + text(t, "issuer"), "device_authorization_endpoint": "https://id.example.com/d",
			"token_endpoint_auth_methods_supported": []string{text(t, "method"), "none"}, "dpop_signing_alg_values_supported": []string{text(t, "algorithm")}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("any.json", document, 0o644); err != nil {
			t.Fatal(err)
		}
		args := []string{"init", "--metadata", "any.json", "--scenarios", "A1", "--out", "any.yaml", "--force"}
		for _, k := range []string{"consent", "start_limit"} {
			args = append(args, "--set", k+"="+text(t, k))
		}
		if rapid.Bool().Draw(t, "named") {
			args = append(args, "--name="+text(t, "name"))
		}
		_, errs, status := simulate(args...)
		if status == cli.ExitUsage {
			if errs == "" || strings.Contains(errs, "goroutine") || strings.Contains(errs, "what is to be written") {
				t.Fatal(errs)
			}
			return
		}
		written++
		if status != cli.ExitMet {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		if _, err := scenarios.LoadSuite(builtIn(), "any.yaml"); err != nil {
			t.Fatal(err)
		}
	})
	if written == 0 {
		t.Error("nothing was ever written")
	}
}
