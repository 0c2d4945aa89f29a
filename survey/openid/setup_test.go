package openid_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/openid"
)

// What is wrong with how a provider is set up is found before anybody is sent there.
func TestCheck(t *testing.T) {
	var said map[string]any
	status := http.StatusOK
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/elsewhere":
		case r.URL.Path != "/.well-known/openid-configuration":
			http.NotFound(w, r)
			return
		case status == http.StatusFound:
			http.Redirect(w, r, "/elsewhere", status)
			return
		default:
			w.WriteHeader(status)
		}
		_ = json.NewEncoder(w).Encode(said)
	}))
	t.Cleanup(provider.Close)
	key := newKey(t)
	secret, err := openid.ParseSecret([]byte("s3cret"))
	ok(t, err)
	for name, c := range map[string]struct {
		issuer     string // after the server's address
		status     int
		says       map[string]any
		credential openid.Credential
		want       string
	}{
		"a key, nothing said":     {"", 200, nil, key, "openid.method"},
		"a secret, nothing said":  {"", 200, nil, secret, ""},
		"a key":                   {"", 200, map[string]any{"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}}, key, ""},
		"only keys":               {"", 200, map[string]any{"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}}, secret, "openid.method"},
		"other kinds of keys":     {"", 200, map[string]any{"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}, "token_endpoint_auth_signing_alg_values_supported": []string{"RS256"}}, key, "openid.algorithm"},
		"no token endpoint":       {"", 200, map[string]any{"token_endpoint": ""}, secret, "openid.discovery"},
		"a slash too many":        {"/", 200, nil, secret, "openid.issuer"},
		"the well-known address":  {"/.well-known/openid-configuration", 200, nil, secret, "openid.discovery"},
		"somebody else's":         {"", 200, map[string]any{"issuer": "https://x.example"}, secret, "openid.issuer"},
		"sent elsewhere":          {"", http.StatusFound, nil, secret, "openid.discovery"},
		"an error of theirs":      {"", http.StatusBadGateway, nil, secret, "openid.down"},
		"more than any says":      {"", 200, map[string]any{"x": strings.Repeat("x", 2<<20)}, secret, "openid.discovery"},
		"an address that is none": {"\x7f", 200, nil, secret, "openid.discovery"},
	} {
		t.Run(name, func(t *testing.T) {
			status = c.status
			said = map[string]any{
				"issuer": provider.URL, "authorization_endpoint": provider.URL + "/a", "token_endpoint": provider.URL + "/t", "jwks_uri": provider.URL + "/k",
			}
			for name, value := range c.says {
				said[name] = value
			}
			client := openid.New(openid.Keys{}, time.Now)
			err := client.Check(t.Context(), survey.Provider{Issuer: provider.URL + c.issuer}, c.credential)
			if survey.CodeOf(err) != c.want || (err == nil) != (c.want == "") {
				t.Errorf("it says %v", err)
			}
		})
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if err := openid.New(openid.Keys{}, time.Now).Check(t.Context(), survey.Provider{Issuer: gone.URL}, secret); survey.CodeOf(err) != "openid.down" {
		t.Errorf("where nothing is: %v", err)
	}
}

// A provider that is reached by https does not send secrets anywhere without it.
func TestEndpointsAreAsSafeAsTheIssuer(t *testing.T) {
	var issuer string
	provider := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer": %q, "authorization_endpoint": "%[1]s/a", "token_endpoint": "http://x.example/t", "jwks_uri": "%[1]s/k"}`, issuer)
	}))
	t.Cleanup(provider.Close)
	issuer = provider.URL
	trusted := x509.NewCertPool()
	trusted.AddCert(provider.Certificate())
	transport := http.DefaultTransport.(*http.Transport)
	before := transport.TLSClientConfig
	transport.TLSClientConfig = provider.Client().Transport.(*http.Transport).TLSClientConfig
	t.Cleanup(func() { transport.TLSClientConfig = before })
	secret, err := openid.ParseSecret([]byte("s3cret"))
	ok(t, err)
	err = openid.New(openid.Keys{}, time.Now).Check(t.Context(), survey.Provider{Issuer: issuer}, secret)
	if survey.CodeOf(err) != "openid.discovery" || !strings.Contains(err.Error(), "token_endpoint") {
		t.Errorf("it says %v", err)
	}
}

func TestKeysAreOnlyForTheirOwner(t *testing.T) {
	keys := openid.Keys{Folder: filepath.Join(t.TempDir(), "keys")}
	_, err := keys.Read("0581")
	if survey.CodeOf(err) != "openid.no_key" {
		t.Errorf("where there is none: %v", err)
	}
	ok(t, keys.Remove("0581"))
	secret, err := openid.ParseSecret([]byte("\ufeffs3cret\n"))
	ok(t, err)
	for _, credential := range []openid.Credential{newKey(t), secret, newKey(t)} {
		// What a crash left is in nobody's way.
		ok(t, os.MkdirAll(keys.Folder, 0o700))
		ok(t, os.WriteFile(filepath.Join(keys.Folder, "openid-0581.key.new"), nil, 0o644))
		ok(t, keys.Put("0581", credential))
		kept, err := keys.Read("0581")
		ok(t, err)
		if !reflect.DeepEqual(kept, credential) {
			t.Error("another credential comes back")
		}
		entries, err := os.ReadDir(keys.Folder)
		ok(t, err)
		info, err := entries[0].Info()
		ok(t, err)
		if len(entries) != 1 || info.Mode().Perm() != 0o600 {
			t.Errorf("the folder has %v, %v", entries, info.Mode())
		}
	}
	ok(t, keys.Remove("0581"))
	if entries, err := os.ReadDir(keys.Folder); err != nil || len(entries) > 0 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

func TestParse(t *testing.T) {
	curve := func(c elliptic.Curve) *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(c, rand.Reader)
		ok(t, err)
		return key
	}
	block := func(kind string, der []byte, err error) string {
		ok(t, err)
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	ec, err := x509.MarshalECPrivateKey(curve(elliptic.P256()))
	short, shortErr := rsa.GenerateKey(rand.Reader, 1024)
	ok(t, shortErr)
	for name, c := range map[string]struct {
		file string
		good bool
	}{
		"as openssl ecparam writes it": {block("EC PARAMETERS", []byte{6, 0}, nil) + block("EC PRIVATE KEY", ec, err), true},
		"a key under the wrong name":   {block("PRIVATE KEY", ec, err), false},
		"with a passphrase":            {block("ENCRYPTED PRIVATE KEY", ec, err), false},
		"a certificate":                {block("CERTIFICATE", ec, err), false},
		"too short":                    {block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(short), nil), false},
		"a secret":                     {"s3cret", false},
		"nothing":                      {"", false},
	} {
		if _, err := openid.ParseKey([]byte(c.file)); (err == nil) != c.good || err != nil && survey.CodeOf(err) != "openid.key" {
			t.Errorf("%s: %v", name, err)
		}
	}
	p384, err := x509.MarshalPKCS8PrivateKey(curve(elliptic.P384()))
	if _, err := openid.ParseKey([]byte(block("PRIVATE KEY", p384, err))); survey.CodeOf(err) != "openid.key" {
		t.Errorf("P-384: %v", err)
	}
	for _, file := range []string{"", " \r\n", "one\ntwo"} {
		if _, err := openid.ParseSecret([]byte(file)); survey.CodeOf(err) != "openid.secret" {
			t.Errorf("%q: %v", file, err)
		}
	}
}
