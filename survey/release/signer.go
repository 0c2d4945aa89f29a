package release

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"fragebatteri/survey"
)

// What is signed begins with what it is, so that a signature of one kind of file never passes for
// the other.
const (
	releaseDomain  = "fragebatteri release/1\n"
	disposalDomain = "fragebatteri disposal/1\n"
)

// encoding is base64url without padding; Strict refuses a second spelling of the same bytes.
var encoding = base64.RawURLEncoding.Strict()

// Signer is the steward's private key that signs releases and disposal records (Ed25519, RFC 8032).
// It is made on the steward's own computer and stays there. The zero Signer cannot sign.
type Signer struct{ key ed25519.PrivateKey }

// PublicKey is the public half of a Signer as text: 32 bytes in base64url without padding, 43
// characters. It is not the public key of a round, which answers are encrypted to.
type PublicKey string

// PublicKeys returns the public keys in a text that has commas between them, as where a signer has
// been replaced: oldest first. Check says of each whether it is one.
func PublicKeys(text string) []PublicKey {
	var keys []PublicKey
	for key := range strings.SplitSeq(text, ",") {
		keys = append(keys, PublicKey(strings.TrimSpace(key)))
	}
	return keys
}

// NewSigner makes a fresh signer.
func NewSigner() (Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Signer{}, fmt.Errorf("make signer: %w", err)
	}
	return Signer{key}, nil
}

// ParseSigner reads the 32 bytes that Bytes returned.
func ParseSigner(seed []byte) (Signer, error) {
	if len(seed) != ed25519.SeedSize {
		return Signer{}, survey.Fail(survey.Invalid, "signer.size", "Want", ed25519.SeedSize, "Is", len(seed))
	}
	return Signer{ed25519.NewKeyFromSeed(seed)}, nil
}

// Bytes returns the signer's 32 secret bytes.
func (s Signer) Bytes() []byte { return s.key.Seed() }

// Public returns the public half.
func (s Signer) Public() PublicKey {
	return PublicKey(encoding.EncodeToString(s.key[ed25519.SeedSize:]))
}

// Sign returns the content of release.sig for the bytes of a release: one line of base64url.
func (s Signer) Sign(release []byte) []byte { return s.sign(releaseDomain, release) }

// SignDisposal returns the signature of a disposal record, in the form of Sign.
func (s Signer) SignDisposal(record []byte) []byte { return s.sign(disposalDomain, record) }

func (s Signer) sign(domain string, content []byte) []byte {
	signature := ed25519.Sign(s.key, append([]byte(domain), content...))
	return []byte(encoding.EncodeToString(signature) + "\n")
}

// Check returns an error of kind survey.Invalid unless the text is a public key.
func (k PublicKey) Check() error {
	_, err := k.key()
	return err
}

func (k PublicKey) key() (ed25519.PublicKey, error) {
	if err := survey.CheckSigner(string(k)); err != nil {
		return nil, err
	}
	return encoding.DecodeString(string(k))
}

// Verify returns nil when signature, the content of release.sig, is this key's of the bytes of a
// release, and an error of kind survey.Invalid otherwise.
func (k PublicKey) Verify(release, signature []byte) error {
	return k.verify(releaseDomain, release, signature)
}

// VerifyDisposal is Verify for a disposal record.
func (k PublicKey) VerifyDisposal(record, signature []byte) error {
	return k.verify(disposalDomain, record, signature)
}

func (k PublicKey) verify(domain string, content, signature []byte) error {
	key, err := k.key()
	if err != nil {
		return err
	}
	raw, err := encoding.DecodeString(string(bytes.TrimRight(signature, "\r\n")))
	if err != nil || len(raw) != ed25519.SignatureSize {
		return survey.Fail(survey.Invalid, "signature.broken")
	}
	if !ed25519.Verify(key, append([]byte(domain), content...), raw) {
		return survey.Fail(survey.Invalid, "signature.wrong")
	}
	return nil
}
