package survey

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// Answers are encrypted with HPKE (RFC 9180): DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256, AES-128-GCM. The info string binds a ciphertext to its round.

var kem = hpke.DHKEM(ecdh.P256())

// PublicKey is the key of a round that answers are encrypted to, written as
// base64url without padding.
type PublicKey string

// PrivateKey opens the answers of one round. It is made on the steward's own
// computer and never reaches the server, except in a round for trying out.
type PrivateKey struct{ key hpke.PrivateKey }

// NewPrivateKey makes a fresh key pair.
func NewPrivateKey() (PrivateKey, error) {
	key, err := kem.GenerateKey()
	if err != nil {
		return PrivateKey{}, fmt.Errorf("make round key: %w", err)
	}
	return PrivateKey{key}, nil
}

// ParsePrivateKey reads the 32 bytes that Bytes returned.
func ParsePrivateKey(raw []byte) (PrivateKey, error) {
	key, err := kem.NewPrivateKey(raw)
	if err != nil {
		return PrivateKey{}, fmt.Errorf("read round key: %w", err)
	}
	return PrivateKey{key}, nil
}

// Bytes returns the key's 32 bytes.
func (k PrivateKey) Bytes() ([]byte, error) { return k.key.Bytes() }

// Public returns the public half.
func (k PrivateKey) Public() PublicKey {
	return PublicKey(base64.RawURLEncoding.EncodeToString(k.key.PublicKey().Bytes()))
}

// Encrypt seals a padded submission to the round's public key. The result is
// always 81 bytes longer than the plaintext: the encapsulated P-256 point of 65
// bytes and the authentication tag of 16.
func (k PublicKey) Encrypt(round string, plaintext []byte) ([]byte, error) {
	key, err := k.parse()
	if err != nil {
		return nil, err
	}
	ciphertext, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.AES128GCM(), info(round), plaintext)
	if err != nil {
		return nil, fmt.Errorf("encrypt submission: %w", err)
	}
	return ciphertext, nil
}

// Decrypt opens what Encrypt sealed for the same round.
func (k PrivateKey) Decrypt(round string, ciphertext []byte) ([]byte, error) {
	plaintext, err := hpke.Open(k.key, hpke.HKDFSHA256(), hpke.AES128GCM(), info(round), ciphertext)
	if err != nil {
		return nil, fmt.Errorf("open a pending answer: %w", err)
	}
	return plaintext, nil
}

// ParsePublicKey returns the public key in a text: alone, or as the object that 'key new' prints. It
// returns an error of kind Invalid where there is none, as in the file of a private key.
func ParsePublicKey(text string) (PublicKey, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	var printed struct {
		PublicKey string `json:"public_key"`
		Secret    any    `json:"secret"`
	}
	if json.Unmarshal([]byte(text), &printed) == nil && printed.Secret == nil {
		text = printed.PublicKey
	}
	key := PublicKey(text)
	if err := key.Check(); err != nil {
		return "", Fail(Invalid, "round.public_key").Because(err)
	}
	return key, nil
}

// Check returns an error unless the text is a public key.
func (k PublicKey) Check() error {
	_, err := k.parse()
	return err
}

func (k PublicKey) parse() (hpke.PublicKey, error) {
	raw, err := base64.RawURLEncoding.DecodeString(string(k))
	if err != nil {
		return nil, fmt.Errorf("read public key: %w", err)
	}
	key, err := kem.NewPublicKey(raw)
	if err != nil {
		return nil, fmt.Errorf("read public key: %w", err)
	}
	return key, nil
}

func info(round string) []byte { return []byte("fragebatteri/1 " + round) }
