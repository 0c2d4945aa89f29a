package survey

import (
	"crypto/rand"
	"fmt"
	"io"
	"strings"
)

// codeAlphabet leaves out I, L, O and U, which are misread or spell words.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ticketAlphabet is that of crypto/rand.Text.
const ticketAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

const (
	codeLength   = 8  // 40 bits: guessing an open session's code takes a thousand million tries
	ticketLength = 26 // 128 bits, as crypto/rand.Text makes them
	idLength     = 16 // 80 bits: ids of rounds and releases, tags of sessions
)

// NewCode returns a fresh random session code of eight characters that can be
// read aloud and typed by hand.
func NewCode() string {
	var random [codeLength]byte
	rand.Read(random[:])
	for i, b := range random {
		random[i] = codeAlphabet[b%32] // 256 is a multiple of 32: no bias
	}
	return string(random[:])
}

// CodeGroups returns a session's code in the groups in which it is read aloud and written down.
func CodeGroups(code string) []string {
	if len(code) != codeLength {
		return []string{code}
	}
	return []string{code[:codeLength/2], code[codeLength/2:]}
}

// NewID returns a random id of 16 lower-case letters and digits.
func NewID() string { return strings.ToLower(rand.Text()[:idLength]) }

// DrawID returns an id of the same form that follows from what is read of random.
func DrawID(random io.Reader) (string, error) {
	drawn := make([]byte, idLength)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	for i, b := range drawn {
		drawn[i] = ticketAlphabet[b&31]
	}
	return strings.ToLower(string(drawn)), nil
}

// NewNonce returns a fresh nonce for a form: 26 characters, 128 bits.
func NewNonce() string { return rand.Text() }

// validNonce reports whether a nonce has the form of NewNonce. Phones that make
// their own nonce keep to the same form.
func validNonce(nonce string) bool {
	return len(nonce) == ticketLength && strings.Trim(nonce, ticketAlphabet) == ""
}
