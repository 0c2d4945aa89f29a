package sealing

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// randomness is all that is drawn by lot in a seal. It follows from the round's private key and the
// pending file without the day of its export: sealing again, or exporting again on another day,
// gives the same numbers, so that nobody draws until they please, and without the key nobody can
// draw the same.
type randomness struct {
	key  []byte // the private key
	file string // hash of the undated pending file
}

// newRandomness returns the lots of a pending file, which the caller has undated.
func newRandomness(file survey.PendingFile, key survey.PrivateKey) (randomness, error) {
	secret, err := key.Bytes()
	if err != nil {
		return randomness{}, fmt.Errorf("draw lots for the seal: %w", err)
	}
	text, err := file.Encode()
	if err != nil {
		return randomness{}, fmt.Errorf("draw lots for the seal: %w", err)
	}
	return randomness{secret, survey.HashOf(text)}, nil
}

// stream returns the lots for one purpose: ChaCha8, keyed by HKDF-SHA256 (RFC 5869) with the private
// key as secret, what they are drawn for as salt, and the method and purpose as info.
func (r randomness) stream(purpose string, about []byte) (io.Reader, error) {
	seed, err := hkdf.Key(sha256.New, r.key, about, "fragebatteri "+release.Method+" "+purpose, 32) // mutation: lots
	if err != nil {
		return nil, fmt.Errorf("draw lots for the seal: %w", err)
	}
	return rand.NewChaCha8([32]byte(seed)), nil
}

// release returns the lots that a release is drawn with: blocks, views, offsets, and its id.
func (r randomness) release() (io.Reader, error) { return r.stream("release", []byte(r.file)) }

// mixing returns the lots that one answer is mixed with. They follow from its ciphertext alone, not
// from the rest of the file: whatever is changed of the file, an answer is mixed in one way, and
// several seals of it cannot be averaged. Only who has the private key, and so reads the answers
// anyway, could encrypt them anew and draw again.
func (r randomness) mixing(ciphertext []byte) (io.Reader, error) {
	return r.stream("mixing", ciphertext)
}
