package live

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
	"github.com/crossdeviceflows/crossdevice/scenarios"
)

// odd are texts that a shell, curl or a terminal could take for something else.
var odd = []string{"plain", "$HOME", "`id`", "$(id)", `a"b`, "a'b'", `a\b\\`, "a\nb", "tab\there", "smörgås ü", "!!", "* ? [a] {b}", "; true", "#x", "-X", "@/etc/passwd", "100%d %s",
	"\x1b[31mred", "a\u202eb", "", " ", "''", "\x00$(id)\x00", "'\\''", "~", "&|<>", "\r\n"}

// TestCurlLines has a shell run what is printed, with a curl that tells its arguments.
func TestCurlLines(t *testing.T) {
	s := &server{TargetFlow: &scenarios.TargetFlow{Clients: []scenarios.Client{{ID: "a b", Secret: `s"e'c$r&t`, Auth: "client_secret_basic"}},
		Users: []scenarios.Login{{Name: "alice", Password: "p w'$xy"}, {Name: "bob", Password: "a"}}}, target: &scenarios.Target{File: "t.yaml"}, net: newNetwork(quick())}
	p := s.play(deviceGrant, &flows.Composition{})
	p.sessions[0].values["device_code"] = "DEVICE$CODE"
	p.sessions[0].tokens[flows.Attacker] = "TOKEN-1"
	var want [][]string
	for _, text := range odd {
		bare := strings.ReplaceAll(text, "\x00", "") // no argument has one
		p.sent = append(p.sent, exchange{Method: "POST", URL: "http://127.0.0.1:1/?a=x", Form: map[string]string{"k": text}, Header: map[string]string{"Accept": "application/json"}},
			exchange{Method: "PUT", URL: "http://127.0.0.1:1/", Body: text + "."})
		want = append(want, []string{"-s", "--data-urlencode", "k=" + bare, "http://127.0.0.1:1/?a=x"},
			[]string{"-s", "-X", "PUT", "-H", "Content-Type: application/json", "--data-raw", bare + ".", "http://127.0.0.1:1/"})
	}
	p.sent = append(p.sent,
		exchange{Method: "GET", URL: "http://[::1]:1/{a}", Header: map[string]string{"Authorization": "Bearer TOKEN-1", "X-Odd": ""}, Jar: "user-1", Led: true},
		exchange{Method: "POST", URL: "http://h/", Header: map[string]string{"Authorization": basicAuthorization("a b", `s"e'c$r&t`), "DPoP": "proof"}, Form: map[string]string{"a=b@c": "x"}},
		exchange{Method: "POST", URL: "http://h/?c=DEVICE%24CODE", Form: map[string]string{"c": "DEVICE$CODE", "p": "p w'$xy"}},
		exchange{Method: "POST", URL: "http://h/auth", Form: map[string]string{"p": "a", "q": "abc"}}, // short: not looked for in other words
		exchange{Method: "POST", URL: "http://h/", Body: `{"p": "a", "q": "abc"}`},
		exchange{Method: "POST", URL: "http://h/", Body: `{"s": "s\"e'c$r\u0026t"}`},
		exchange{Method: "POST", URL: "http://h/form-token-12345678", Picked: map[string]string{"form": "form-token-12345678", "short": "h"}},
		exchange{Method: "DELETE", URL: "http://h/"})
	want = append(want,
		[]string{"-s", "-L", "-b", "user-1.cookies", "-c", "user-1.cookies", "-H", "Authorization: Bearer <ACCESS_TOKEN>", "-H", "X-Odd;", "-g", "http://[::1]:1/{a}"},
		[]string{"-s", "-H", "Authorization: <BASIC_A_B>", "-H", "DPoP: <DPOP_PROOF>", "--data-urlencode", "a%3Db%40c=x", "http://h/"},
		[]string{"-s", "--data-urlencode", "c=<DEVICE_CODE>", "--data-urlencode", "p=<PASSWORD_ALICE>", "http://h/?c=<DEVICE_CODE_QUERY>"},
		[]string{"-s", "--data-urlencode", "p=<PASSWORD_BOB>", "--data-urlencode", "q=abc", "http://h/auth"},
		[]string{"-s", "-H", "Content-Type: application/json", "--data-raw", `{"p": "<PASSWORD_BOB_JSON>", "q": "abc"}`, "http://h/"},
		[]string{"-s", "-H", "Content-Type: application/json", "--data-raw", `{"s": "<SECRET_A_B_JSON>"}`, "http://h/"},
		[]string{"-s", "-X", "POST", "http://h/<FORM>"},
		[]string{"-s", "-X", "DELETE", "http://h/"})
	lines := p.curl()
	var script strings.Builder
	script.WriteString(`curl() { for a in "$@"; do printf '%s\0' "$a"; done; printf '\0'; }` + "\n")
	for _, name := range []string{"ACCESS_TOKEN", "BASIC_A_B", "DPOP_PROOF", "DEVICE_CODE", "DEVICE_CODE_QUERY", "PASSWORD_ALICE", "PASSWORD_BOB", "PASSWORD_BOB_JSON", "SECRET_A_B_JSON", "FORM"} {
		script.WriteString(name + "='<" + name + ">'\n")
	}
	script.WriteString(strings.Join(lines, "\n") + "\n")
	out, err := exec.CommandContext(t.Context(), "sh", "-euc", script.String()).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &script)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\x00\x00"), "\x00\x00")
	for i := range want {
		if i >= len(got) || !slices.Equal(strings.Split(got[i], "\x00"), want[i]) {
			t.Errorf("%s\nsends %q\nwant  %q", lines[i], got[min(i, len(got)-1)], want[i])
		}
	}
	if strings.ContainsAny(strings.Join(lines, ""), "\x00\x1b\r\u202e") {
		t.Error("what is printed does something to terminals")
	}
}
