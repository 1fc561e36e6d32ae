package live

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// proofKey is the key that a client proves with each request: RFC 9449.
type proofKey struct {
	private *ecdsa.PrivateKey

	mu     sync.Mutex // requests can be under way at once
	latest string     // the nonce that the server wants in the next proof, if any
}

// nonce is for the next proof, and learn takes the one that came with an answer.
func (k *proofKey) nonce() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.latest
}

func (k *proofKey) learn(nonce string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.latest = cmp.Or(nonce, k.latest)
}

func newProofKey() (*proofKey, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return &proofKey{private: private}, err
}

func base64Standard(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func base64URL(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// proof is a DPoP proof for a request, with the hash of the access token if there is
// one: RFC 9449 4.2, which leaves the query of a URL out.
func (k *proofKey) proof(method, url, token, nonce string) (string, error) {
	point, err := k.private.PublicKey.Bytes() // 4, x, y: SEC 1 2.3.3
	if err != nil {
		return "", err
	}
	header := map[string]any{"typ": "dpop+jwt", "alg": "ES256",
		"jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": base64URL(point[1:33]), "y": base64URL(point[33:])}}
	url, _, _ = strings.Cut(url, "#")
	url, _, _ = strings.Cut(url, "?")
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": url, "iat": time.Now().Unix()}
	if token != "" {
		hash := sha256.Sum256([]byte(token))
		claims["ath"] = base64URL(hash[:])
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	signed := ""
	for i, part := range []any{header, claims} {
		data, err := json.Marshal(part)
		if err != nil {
			return "", err
		}
		if i > 0 {
			signed += "."
		}
		signed += base64URL(data)
	}
	hash := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, k.private, hash[:])
	if err != nil {
		return "", err
	}
	var signature [64]byte // r and s in 32 bytes each: RFC 7518 3.4
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signed + "." + base64URL(signature[:]), nil
}
