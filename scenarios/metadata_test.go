package scenarios

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestMetadata(t *testing.T) {
	found, err := LoadMetadata("../examples/metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	want := &Metadata{
		Issuer:               "https://id.example.com",
		DeviceAuthorization:  "https://id.example.com/device_authorization",
		Grants:               []string{"authorization_code", "refresh_token", DeviceCode},
		ClientAuthentication: []string{"private_key_jwt", "client_secret_basic", "none"},
		DPoP:                 []string{"ES256"},
		Revocation:           "https://id.example.com/revoke",
		Introspection:        "https://id.example.com/introspect",
	}
	if !reflect.DeepEqual(found, want) {
		t.Errorf("found\n%+v\nexpected\n%+v", found, want)
	}
	data, err := os.ReadFile("../examples/metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"CRLF":        strings.ReplaceAll(string(data), "\n", "\r\n"),
		"BOM":         "\ufeff" + string(data),
		"in one line": strings.ReplaceAll(string(data), "\n", ""),
	} {
		if again, err := ParseMetadata("m.json", []byte(text)); err != nil || !reflect.DeepEqual(again, want) {
			t.Errorf("%s: %v, %+v", name, err, again)
		}
	}
	bound, err := ParseMetadata("m.json", []byte(`{"issuer": "https://a", "tls_client_certificate_bound_access_tokens": true, "ciba": 1e999}`))
	if err != nil || !reflect.DeepEqual(bound, &Metadata{Issuer: "https://a", CertificateBound: true}) {
		t.Errorf("%v, %+v", err, bound)
	}
}

// TestMetadataFlows: which flows a server publishes.
func TestMetadataFlows(t *testing.T) {
	for text, want := range map[string]string{
		``: "",
		`, "device_authorization_endpoint": "https://a/d"`:                                                                                                               "device-grant",
		`, "backchannel_authentication_endpoint": "https://a/c"`:                                                                                                         "ciba-poll ciba-ping ciba-push",
		`, "backchannel_authentication_endpoint": "https://a/c", "backchannel_token_delivery_modes_supported": ["push", "poll"]`:                                         "ciba-poll ciba-push",
		`, "backchannel_authentication_endpoint": "https://a/c", "backchannel_token_delivery_modes_supported": ["pull"]`:                                                 "",
		`, "backchannel_token_delivery_modes_supported": ["poll"]`:                                                                                                       "",
		`, "device_authorization_endpoint": "https://a/d", "backchannel_authentication_endpoint": "https://a/c", "backchannel_token_delivery_modes_supported": ["ping"]`: "device-grant ciba-ping",
	} {
		m, err := ParseMetadata("m.json", []byte(`{"issuer": "https://a"`+text+"}"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(flowNames(m.Flows()), " "); got != want {
			t.Errorf("%s: found %s, expected %s", text, got, want)
		}
	}
}

// TestMetadataErrors pins what is said of documents that are none.
func TestMetadataErrors(t *testing.T) {
	const whole = "expected the metadata of an authorization server: a JSON object"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ":1:1: found an empty file, " + whole},
		{"white space", " \n\t\n", ":1:1: found an empty file, " + whole},
		{"a list", "\n [{}]", ":2:2: found a list, " + whole},
		{"null", "null", ":1:1: found null, " + whole},
		{"a text", `"https://id.example.com"`, `:1:1: found "https://id.example.com", ` + whole},
		{"a web page", "<!doctype html>\n<html>", ":1:1: found broken JSON (invalid character '<' looking for beginning of value), expected valid JSON"},
		{"YAML", "issuer: https://id.example.com", ":1:1: found broken JSON (invalid character 'i' looking for beginning of value), expected valid JSON"},
		{"a comma too many", "{\"issuer\": \"https://a\",\n}", ":2:1: found broken JSON (invalid character '}' looking for beginning of object key string), expected valid JSON"},
		{"half", "{\"issuer\": \"https://a\",\n \"gra", ":2:6: found JSON that breaks off, expected the rest of it"},
		{"two documents", "{\"issuer\": \"https://a\"}\n{}", ":2:1: found broken JSON (invalid character '{' after top-level value), expected valid JSON"},
		{"no issuer", "{\n}", `:1:1: found no "issuer", expected one, as every such document has: RFC 8414 2`},
		{"an error", ` {"error": "not_found"}`, `:1:2: found no "issuer", expected one, as every such document has: RFC 8414 2`},
		{"another issuer", "{\"issuer\": \"https://a\", \"issuer\": \"https://b\"}", `:1:35: found "issuer" again, expected it once`},
		{"a number as issuer", "{\n  \"issuer\":  7e999}", ":2:14: found 7e999, expected an address that begins with https://, in at most 200 characters, for issuer"},
		{"no address", "{\"issuer\": \"id.example.com\"}", `:1:12: found "id.example.com", expected an address that begins with https://, in at most 200 characters, for issuer`},
		{"lines in an address", `{"issuer": "https://a/\nsuite: b"}`, `:1:12: found "https://a/\nsuite: b", expected an address that begins with https://, in at most 200 characters, for issuer`},
		{"an escape in an address", `{"issuer": "https://a/\u001b[31m"}`, `:1:12: found "https://a/\x1b[31m", expected an address that begins with https://, in at most 200 characters, for issuer`},
		{"a null as endpoint", `{"issuer": "https://é", "revocation_endpoint": null}`, ":1:48: found null, expected an address that begins with https://, in at most 200 characters, for revocation_endpoint"},
		{"a word as list", `{"issuer": "https://a", "grant_types_supported": "implicit"}`, `:1:50: found "implicit", expected a list of words, in all of at most 200 characters, for grant_types_supported`},
		{"a list in a list", `{"issuer": "https://a", "grant_types_supported": [["implicit"]]}`, ":1:50: found a list, expected a list of words, in all of at most 200 characters, for grant_types_supported"},
		{"a long list", `{"issuer": "https://a", "dpop_signing_alg_values_supported": ["` + strings.Repeat("A", 300) + `"]}`, ":1:62: found a list, expected a list of words, in all of at most 200 characters, for dpop_signing_alg_values_supported"},
		{"a number as mode", `{"issuer": "https://a", "backchannel_token_delivery_modes_supported": [1]}`, ":1:71: found a list, expected a list of words, in all of at most 200 characters, for backchannel_token_delivery_modes_supported"},
		{"a word as truth", `{"issuer": "https://a", "tls_client_certificate_bound_access_tokens": "yes"}`, `:1:71: found "yes", expected true or false for tls_client_certificate_bound_access_tokens`},
		{"two mistakes", "{\"issuer\": 1,\n\"revocation_endpoint\": {}}", ":1:12: found 1, expected an address that begins with https://, in at most 200 characters, for issuer\nm.json:2:24: found an object, expected an address that begins with https://, in at most 200 characters, for revocation_endpoint"},
		{"latin 1", "{\"issuer\": \"https://caf\xe9\"}", ":1:24: found the byte 0xE9, which is not UTF-8, expected JSON text in UTF-8"},
		{"a zero byte", "{\"issuer\": \"\x00\"}", ":1:13: found the control character U+0000, expected JSON text in UTF-8"},
		{"too large", "{" + strings.Repeat(" ", maxInput) + "}", ": found more than 1 MiB, expected a file of at most 1 MiB"},
		{"many mistakes", "{" + strings.Repeat(`"a":1,`, 150_000) + `"a":1}`, strings.TrimPrefix(strings.Repeat("\nm.json:1:#: found \"a\" again, expected it once", 20), "\nm.json")},
		{"too deep", `{"a": ` + strings.Repeat("[", 100_000), ":1:10006: found broken JSON (invalid character '[' exceeded max depth), expected valid JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseMetadata("m.json", []byte(c.text))
			if err == nil {
				t.Fatal("accepted")
			}
			checkPlaces(t, err)
			want := "m.json" + c.want
			for at := 12; strings.Contains(want, "#"); at += 6 {
				want = strings.Replace(want, "#", strconv.Itoa(at), 1)
			}
			if got := err.Error(); got != want {
				t.Errorf("found\n%.600s\nexpected\n%s", got, want)
			}
		})
	}
	if _, err := LoadMetadata(t.TempDir()); err == nil || !strings.Contains(err.Error(), "found a directory") {
		t.Error(err)
	}
	huge := filepath.Join(t.TempDir(), "huge.json")
	if err := os.WriteFile(huge, make([]byte, maxInput+1), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadMetadata(huge); err == nil || !strings.Contains(err.Error(), "expected a file of at most 1 MiB") {
		t.Error(err)
	}
}

// FuzzMetadata holds that no text makes reading a document panic, that whatever is
// refused is refused with places that exist, and that what is accepted can stand
// in a line of a suite.
func FuzzMetadata(f *testing.F) {
	seed(f, "../examples/metadata.json")
	f.Add([]byte(`{"issuer": "https://a", "tls_client_certificate_bound_access_tokens": true}`))
	f.Add([]byte(`[{"issuer": 1e999}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseMetadata("m.json", data)
		if err != nil {
			checkPlaces(t, err)
			return
		}
		if !shown(m.Issuer) {
			t.Errorf("accepted %+v", m)
		}
		d := &Deployment{Name: "d", Flow: "device-grant", Doc: m.Issuer}
		for _, s := range [][2]string{{"code_life", "10m"}, {"client_authentication", strings.Join(append(m.ClientAuthentication, "none"), ", ")}} {
			if err := d.Tell(s[0], s[1], m.Issuer, false); err != nil {
				t.Fatalf("%+v: %v", m, err)
			}
		}
		draft := &Draft{Name: "s", Deployment: d, Notes: append(m.DPoP, m.Grants...),
			Runs: []DraftRun{{Scenario: A1, Expect: []DraftExpectation{{Of: "plain", Word: "kept"}}}}}
		if _, err := draft.Write(everything()); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
	})
}
