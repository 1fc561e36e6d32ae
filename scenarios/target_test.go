package scenarios

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/crossdeviceflows/crossdevice/flows"
)

// goodTarget uses every key of a target.
const goodTarget = `# by hand
target: oidc-provider
doc: panva oidc-provider on loopback
start: {command: [node, server.mjs, --port, 3005]}
metadata: http://127.0.0.1:3005/.well-known/openid-configuration
endpoints: {userinfo_endpoint: "http://127.0.0.1:3005/me"}
deployment: node-oidc-provider
clients:
  - {id: tv}
  - {id: bank, secret: s3cret-s3cret, auth: client_secret_post, dpop: true, notify: "http://127.0.0.1:3105/callback"}
users:
  - {name: alice, password: hunter2hunter2}
  - {name: mallory, password: 12345678}
scope: openid
flows:
  device-grant:
    steps:
      enter_user_code:
        - get: "{verification_uri}"
          pick: {xsrf: {css: "input[name=xsrf]", attribute: value}}
        - post: "{verification_uri}"
          headers: {accept: text/html}
          form: {xsrf: "{xsrf}", user_code: "{user_code}", empty: "", confirm: yes, n: 1}
          refused: {css: p.red}
          shows: {css: body}
          pick: {uid: {query: uid}, here: {url: true}, id: {json: "$[0].id"}, loc: {header: location}}
          follow: false
      authenticate: []
      approve:
        - put: interaction/{uid}
          json: {login: "{user.name}", n: [1.5, true, null, {password: "{user.password}"}]}
          refused: {status: 303}
      deny:
        - delete: "{here}?of={client.id}"
  ciba-ping:
    deployment: {deployment: own, flow: ciba-ping, settings: {code_life: 2m}}
    clients: [{id: bank, secret: s3cret-s3cret, notify: "http://[::1]:3105/callback"}]
    users: [{name: bob}]
    scope: openid email
    steps:
      notification: []
      authenticate: []
      approve: [{post: "http://127.0.0.1:3005/decide", form: {id: "{auth_req_id}"}}]
`

func TestTarget(t *testing.T) {
	got, err := ParseTarget(everything(), "t.yaml", []byte(goodTarget))
	if err != nil {
		t.Fatal(err)
	}
	node, err := FindDeployment(everything(), "node-oidc-provider")
	if err != nil {
		t.Fatal(err)
	}
	own := got.Flows[1].Deployment
	if own == nil || own.Name != "own" || own.CodeLife != 120 || own.File != "t.yaml" {
		t.Errorf("the deployment of the second flow is %+v", own)
	}
	tv, bank := Client{ID: "tv"}, Client{ID: "bank", Secret: "s3cret-s3cret", Auth: "client_secret_post", DPoP: true, Notify: "http://127.0.0.1:3105/callback"}
	want := &Target{
		Name: "oidc-provider", Doc: "panva oidc-provider on loopback", File: "t.yaml", Command: []string{"node", "server.mjs", "--port", "3005"},
		Metadata:  "http://127.0.0.1:3005/.well-known/openid-configuration",
		Endpoints: map[string]string{"userinfo_endpoint": "http://127.0.0.1:3005/me"},
		Flows: []TargetFlow{{
			Flow: flows.DeviceGrant, Deployment: node, Scope: "openid", Clients: []Client{tv, bank},
			Users: []Login{{"alice", "hunter2hunter2"}, {"mallory", "12345678"}},
			Steps: map[string][]Request{
				"enter_user_code": {
					{Method: "GET", URL: "{verification_uri}", Pick: []Pick{{Name: "xsrf", CSS: "input[name=xsrf]", Attribute: "value"}}, Line: 19},
					{Method: "POST", URL: "{verification_uri}", Header: map[string]string{"Accept": "text/html"},
						Form:    map[string]string{"xsrf": "{xsrf}", "user_code": "{user_code}", "empty": "", "confirm": "yes", "n": "1"},
						Refused: &Pick{CSS: "p.red"}, Shows: &Pick{CSS: "body"}, Stay: true, Line: 21,
						Pick: []Pick{{Name: "uid", Query: "uid"}, {Name: "here", URL: true}, {Name: "id", Path: "$[0].id"}, {Name: "loc", Header: "location"}}},
				},
				"authenticate": {},
				"approve": {{Method: "PUT", URL: "interaction/{uid}", Refused: &Pick{Status: 303}, Line: 30,
					JSON: got.Flows[0].Steps["approve"][0].JSON}},
				"deny": {{Method: "DELETE", URL: "{here}?of={client.id}", Line: 34}},
			}}, {
			Flow: flows.CIBAPing, Deployment: own, Scope: "openid email",
			Clients: []Client{{ID: "bank", Secret: "s3cret-s3cret", Auth: "client_secret_basic", Notify: "http://[::1]:3105/callback"}},
			Users:   []Login{{Name: "bob"}},
			Steps: map[string][]Request{"notification": {}, "authenticate": {},
				"approve": {{Method: "POST", URL: "http://127.0.0.1:3005/decide", Form: map[string]string{"id": "{auth_req_id}"}, Line: 43}}},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("found\n%+v\nexpected\n%+v", got, want)
	}

	value := func(word string) string { return `<"` + word + `">` }
	if filled := Fill("a {user.name}{x}", value); filled != `a <"user.name"><"x">` {
		t.Errorf("filled in it is %s", filled)
	}
	body := got.Flows[0].Steps["approve"][0].JSON
	filled := FillJSON(body, value).(map[string]any)
	if list := filled["n"].([]any); filled["login"] != `<"user.name">` || list[1] != true || list[2] != nil ||
		list[3].(map[string]any)["password"] != `<"user.password">` || body.(map[string]any)["login"] != "{user.name}" {
		t.Errorf("filled in it is %v, and was %v", filled, body)
	}
}

func TestTargetErrors(t *testing.T) {
	t.Setenv("SIMULATE_TEST_EMPTY", "")
	t.Setenv("SIMULATE_TEST_BREAK", "hunter2hunter2\n")
	testMessages(t, "testdata/target_errors.txt", func(data string) error {
		_, err := ParseTarget(everything(), "bad.yaml", []byte(data))
		return err
	})
}

// TestTargetEnvironment: secrets can come from the environment.
func TestTargetEnvironment(t *testing.T) {
	t.Setenv("SIMULATE_TEST_SECRET", "from outside")
	text := strings.Replace(goodTarget, "secret: s3cret-s3cret, auth", "secret_env: SIMULATE_TEST_SECRET, auth", 1)
	text = strings.Replace(text, "password: 12345678", "password_env: SIMULATE_TEST_SECRET", 1)
	got, err := ParseTarget(everything(), "t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if f := got.Flows[0]; f.Clients[1].Secret != "from outside" || f.Clients[1].Auth != "client_secret_post" || f.Users[1].Password != "from outside" {
		t.Errorf("read %+v", f)
	}
}

// TestTargetFiles: the deployment of a target can be a file, or one client of it.
func TestTargetFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "mine.yaml", goodDeployment)
	write(t, dir, "theirs.yaml", strings.Split(goodClients, "\n---")[0])
	clients := clientNames(mustDeployments(t, filepath.Join(dir, "theirs.yaml")))
	for name, want := range map[string]string{
		"mine.yaml":                       "",
		"theirs.yaml#" + clients[0]:       "",
		"theirs.yaml":                     "found a deployment with clients, expected one of them: theirs.yaml#" + clients[0],
		"theirs.yaml#" + clients[0] + "x": "did you mean \"" + clients[0] + "\"?",
		"mine.yaml#tv":                    `found client "tv", expected none, because this deployment has no clients`,
		"min.yaml":                        `found "min.yaml", which is no such file, expected a deployment; did you mean "mine.yaml"?`,
	} {
		path := write(t, dir, "target.yaml", strings.Replace(goodTarget, "deployment: node-oidc-provider", "deployment: "+name, 1))
		got, err := LoadTarget(everything(), path)
		switch {
		case err == nil && (want != "" || got.Flows[0].Deployment.File != filepath.Join(dir, strings.Split(name, "#")[0])):
			t.Errorf("%s: read as %+v", name, got.Flows[0].Deployment)
		case err != nil && (want == "" || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LoadTarget(everything(), filepath.Join(dir, "targt.yaml")); err == nil || !strings.Contains(err.Error(), `target.yaml"?`) {
		t.Error(err)
	}
}

func mustDeployments(t *testing.T, path string) []*Deployment {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{cat: everything()}
	list := l.deploymentFile(path, data)
	if len(list) == 0 {
		t.Fatal(l.errs)
	}
	return list
}

// TestTargetSecrets makes every mistake of one character in a target: no secret is
// in what is said of it.
func TestTargetSecrets(t *testing.T) {
	const text = `target: t
metadata: http://127.0.0.1/
clients:
  - {id: tv, secret: s3cret-s3cret, dpop: true} # s3cret-s3cret
  - id: bank
    secret: %
    auth: client_secret_post
users: [{password: hunter2hunter2, name: alice}, {name: m, password: 12345678}]
flows:
  device-grant:
    users:
      - password: %
        name: bob
    steps: {enter_user_code: [], authenticate: [], approve: [{get: /, headers: {a: "{user.name}"}}]}
`
	secrets := []string{"s3cret-s3cret", "hunter2hunter2", "12345678"}
	for _, style := range []string{secrets[0], `"s3cret-s3cret"`, "'s3cret-s3cret'", "|-\n          s3cret-s3cret", ">-\n          s3cret-s3cret", `"s3cret-s3cret\u0021"`, "\"s3cret-s3cret\n          s3cret-s3cret\""} {
		text := strings.ReplaceAll(text, "%", style)
		if _, err := ParseTarget(everything(), "t.yaml", []byte(text)); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		try := func(bad string) {
			_, err := ParseTarget(everything(), "t.yaml", []byte(bad))
			var all *InputErrors
			if !errors.As(err, &all) {
				return
			}
			checkPlaces(t, err)
			for _, e := range all.List {
				said := e.Error() + e.Excerpt()
				for _, s := range secrets {
					for n := range len(s) - 5 { // nor six characters of it
						if strings.Contains(said, s[n:n+6]) {
							t.Fatalf("%q in %s\n%s\nof\n%s", s[n:n+6], e, e.Excerpt(), bad)
						}
					}
				}
			}
		}
		put := []string{"x", ":", "\"", "\n"}
		if style == secrets[0] {
			put = append(put, " ", "{", "}", "#", "\t", "\x01", "&", "-")
		}
		for i := range text {
			try(text[:i] + text[i+1:])
			for _, c := range put {
				try(text[:i] + c + text[i+1:])
			}
		}
	}
}
