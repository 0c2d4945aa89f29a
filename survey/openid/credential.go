package openid

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

// The ways of proving to a provider who one is, by their names in OpenID Connect.
const (
	keyProof    = "private_key_jwt"
	basicSecret = "client_secret_basic"
	postSecret  = "client_secret_post"
)

// Lengths of RSA keys, in bits: of new ones, and the least of those that others made.
const (
	newKeyBits   = 3072
	leastKeyBits = 2048
)

// assertionHolds is for how long a provider takes what proves who we are, beside what clocks differ.
const assertionHolds = time.Minute + skew

// Credential is how the service proves to a provider who it is: by a private key, of which the
// provider has the public half, or by a secret that the provider has made.
type Credential struct {
	key    crypto.Signer // nil where there is a secret
	secret string
}

// NewCredential returns a credential with a new key that the provider takes.
func (c *Client) NewCredential(ctx context.Context, p survey.Provider) (Credential, error) {
	m, err := c.discover(ctx, p.Issuer)
	if err != nil {
		return Credential{}, err
	}
	var key crypto.Signer
	if slices.Contains(m.ProofAlgs, string(jose.ES256)) {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	} else { // those that do not say what they take take RSA
		key, err = rsa.GenerateKey(rand.Reader, newKeyBits)
	}
	return Credential{key: key}, err
}

// ParseKey reads a private key in PEM, RSA or P-256, in any of the forms that OpenSSL writes.
func ParseKey(content []byte) (Credential, error) {
	parsed, err := parsePEM(content)
	switch key := parsed.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() >= leastKeyBits {
			return Credential{key: key}, nil
		}
	case *ecdsa.PrivateKey:
		if key.Curve == elliptic.P256() {
			return Credential{key: key}, nil
		}
	}
	return Credential{}, survey.Fail(survey.Invalid, "openid.key").Because(err)
}

// parsePEM reads the first private key of a file, which may have parameters and certificates too.
func parsePEM(content []byte) (any, error) {
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "RSA PRIVATE KEY":
			return x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			return x509.ParseECPrivateKey(block.Bytes)
		case "PRIVATE KEY":
			return x509.ParsePKCS8PrivateKey(block.Bytes)
		}
	}
	return nil, nil
}

// ParseSecret reads the secret that a provider has made, which is one line.
func ParseSecret(content []byte) (Credential, error) {
	secret := strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff"))
	if secret == "" || strings.ContainsAny(secret, "\r\n") {
		return Credential{}, survey.Fail(survey.Invalid, "openid.secret")
	}
	return Credential{secret: secret}, nil
}

// encode returns what ParseKey or ParseSecret reads.
func (c Credential) encode() ([]byte, error) {
	if c.key == nil {
		return []byte(c.secret + "\n"), nil
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}

// Method returns private_key_jwt or client_secret.
func (c Credential) Method() string {
	if c.key == nil {
		return "client_secret"
	}
	return keyProof
}

func (c Credential) algorithm() jose.SignatureAlgorithm {
	if _, is := c.key.(*ecdsa.PrivateKey); is {
		return jose.ES256
	}
	return jose.RS256
}

// keyID returns the thumbprint of the key, by which a provider that has several finds it.
func (c Credential) keyID() (string, error) {
	print, err := (&jose.JSONWebKey{Key: c.key.Public()}).Thumbprint(crypto.SHA256)
	return base64.RawURLEncoding.EncodeToString(print), err
}

// PublicKeys returns the JSON Web Key Set for the provider, or nil where the credential is a secret.
func (c Credential) PublicKeys() (*jose.JSONWebKeySet, error) {
	if c.key == nil {
		return nil, nil
	}
	id, err := c.keyID()
	return &jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: c.key.Public(), KeyID: id, Algorithm: string(c.algorithm()), Use: "sig",
	}}}, err
}

// prove returns what a request for a token carries to prove who we are. The secret it puts into the
// config.
func (c Credential) prove(config *oauth2.Config, now time.Time) ([]oauth2.AuthCodeOption, error) {
	if c.key == nil {
		config.ClientSecret = c.secret
		return nil, nil
	}
	id, err := c.keyID()
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: c.algorithm(), Key: jose.JSONWebKey{Key: c.key, KeyID: id},
	}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, err
	}
	assertion, err := jwt.Signed(signer).Claims(struct {
		Issuer   string `json:"iss"`
		Subject  string `json:"sub"`
		Audience string `json:"aud"` // not a list, which some refuse
		ID       string `json:"jti"`
		Expiry   int64  `json:"exp"`
	}{config.ClientID, config.ClientID, config.Endpoint.TokenURL, rand.Text(), now.Add(assertionHolds).Unix()}).Serialize()
	config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	return []oauth2.AuthCodeOption{
		oauth2.SetAuthURLParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
		oauth2.SetAuthURLParam("client_assertion", assertion),
	}, err
}

// Keys is the folder of the credentials, each in a file that only its owner can read.
type Keys struct {
	Folder string
}

// file returns the name of the file of a provider's credential.
func (k Keys) file(provider string) string { return filepath.Join(k.Folder, "openid-"+provider+".key") }

// Read returns the credential for a provider. There is none after a restore: a backup has no keys.
func (k Keys) Read(provider string) (Credential, error) {
	content, err := os.ReadFile(k.file(provider))
	if errors.Is(err, fs.ErrNotExist) {
		return Credential{}, survey.Fail(survey.Internal, "openid.no_key")
	}
	if err != nil {
		return Credential{}, err
	}
	if bytes.HasPrefix(content, []byte("-----BEGIN")) {
		return ParseKey(content)
	}
	return ParseSecret(content)
}

// Put stores the credential for a provider in place of the one before.
func (k Keys) Put(provider string, c Credential) error {
	content, err := c.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(k.Folder, 0o700); err != nil {
		return err
	}
	file := k.file(provider)
	next := file + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a crash
		return err
	}
	if err := files.New(next, content, files.Secret); err != nil {
		return err
	}
	return os.Rename(next, file)
}

// Remove deletes the credential for a provider. It is no error where there is none.
func (k Keys) Remove(provider string) error {
	if err := os.Remove(k.file(provider)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
