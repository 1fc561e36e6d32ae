package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestDPoP binds a token to a key, RFC 9449: it is good for who has that key.
func TestDPoP(t *testing.T) {
	s := start(t, Locked, Options{})
	begun := startDevice(s)
	newBrowser(s).decide(begun.field("user_code"), "approve")
	own, other := newKey(t), newKey(t)

	poll := form("client_id", TV, "device_code", begun.field("device_code"),
		"grant_type", "urn:ietf:params:oauth:grant-type:device_code")
	r, _ := http.NewRequest("POST", s.Issuer+"/token", strings.NewReader(poll.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("DPoP", prove(t, own, r, ""))
	got := read(http.DefaultClient.Do(r))
	if got.field("token_type") != "DPoP" {
		t.Fatal(got)
	}
	token := got.field("access_token")
	for _, test := range []struct {
		key  *ecdsa.PrivateKey
		want int
	}{{own, 200}, {other, 400}} {
		r, _ := http.NewRequest("GET", s.Issuer+"/userinfo", nil)
		r.Header.Set("Authorization", "DPoP "+token)
		r.Header.Set("DPoP", prove(t, test.key, r, token))
		if got := read(http.DefaultClient.Do(r)); got.status != test.want {
			t.Errorf("%v, want %d", got, test.want)
		}
	}
	if got := userinfo(s, token).status; got != 401 {
		t.Errorf("without a proof: %d", got)
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// prove is a DPoP proof for a request, and for a token if it has one.
func prove(t *testing.T, key *ecdsa.PrivateKey, r *http.Request, token string) string {
	t.Helper()
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	part := func(v map[string]any) string {
		text, _ := json.Marshal(v)
		return b64(text)
	}
	claims := map[string]any{"jti": rand.Text(), "htm": r.Method, "htu": r.URL.String(), "iat": time.Now().Unix()}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		claims["ath"] = b64(sum[:])
	}
	jwk := map[string]string{"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}
	signed := part(map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}) + "." + part(claims)
	sum := sha256.Sum256([]byte(signed))
	x, y, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, 64)
	x.FillBytes(signature[:32])
	y.FillBytes(signature[32:])
	return signed + "." + b64(signature)
}
