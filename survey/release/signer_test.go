package release

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"

	"fragebatteri/survey"
)

func TestSigner(t *testing.T) {
	s := newSigner(t)
	again, err := ParseSigner(s.Bytes())
	if err != nil || again.Public() != s.Public() {
		t.Fatalf("read again: %v", err)
	}
	content := []byte("content")
	signature := s.Sign(content)
	if !bytes.Equal(signature, again.Sign(content)) {
		t.Error("the same signer signs differently")
	}
	if len(signature) != 87 || signature[86] != '\n' || len(s.Public()) != 43 {
		t.Errorf("signature %q, public key %q", signature, s.Public())
	}
	for _, ending := range []string{"", "\n", "\r\n"} {
		if err := s.Public().Verify(content, append(bytes.TrimSpace(signature), ending...)); err != nil {
			t.Errorf("line ends with %q: %v", ending, err)
		}
	}
	if err := s.Public().VerifyDisposal(content, s.SignDisposal(content)); err != nil {
		t.Error(err)
	}
	if s.Public().VerifyDisposal(content, signature) == nil || s.Public().Verify(content, s.SignDisposal(content)) == nil {
		t.Error("a signature of one kind of file passes for another")
	}
}

// Others must be able to check a release with any Ed25519 and this line of documentation.
func TestSignatureIsPlainEd25519(t *testing.T) {
	s := newSigner(t)
	key, err := base64.RawURLEncoding.DecodeString(string(s.Public()))
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(s.Sign([]byte("{}")))))
	if err != nil {
		t.Fatal(err)
	}
	if !ed25519.Verify(key, []byte("fragebatteri release/1\n{}"), signature) {
		t.Error("the signature is not of the domain and the bytes")
	}
}

func TestKeysThatCannotBeRead(t *testing.T) {
	good := string(newSigner(t).Public())
	for _, typed := range []string{"", "x", good[1:], good + "A", good + "=", strings.Repeat("!", 43)} {
		if err := PublicKey(typed).Check(); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if err := PublicKey(good).Check(); err != nil {
		t.Errorf("%q: %v", good, err)
	}
	if _, err := ParseSigner(make([]byte, 31)); survey.KindOf(err) != survey.Invalid {
		t.Errorf("a short signer: %v", err)
	}
}
