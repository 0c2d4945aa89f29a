package survey_test

import (
	"bytes"
	"testing"

	"fragebatteri/survey"
)

func privateKey(t testing.TB) survey.PrivateKey {
	t.Helper()
	key, err := survey.NewPrivateKey()
	ok(t, err)
	return key
}

func TestEncrypt(t *testing.T) {
	key := privateKey(t)
	for _, length := range []int{0, 1, 512, 1024} {
		plaintext := bytes.Repeat([]byte{'p'}, length)
		first, err := key.Public().Encrypt("round", plaintext)
		ok(t, err)
		second, err := key.Public().Encrypt("round", plaintext)
		ok(t, err)
		if len(first) != length+81 || len(second) != length+81 {
			t.Errorf("%d bytes became %d and %d, want 81 more", length, len(first), len(second))
		}
		if bytes.Equal(first, second) {
			t.Error("the same answer twice is the same ciphertext")
		}
		opened, err := key.Decrypt("round", first)
		ok(t, err)
		if !bytes.Equal(opened, plaintext) {
			t.Errorf("got back %q", opened)
		}
	}
}

func TestDecryptRefuses(t *testing.T) {
	key := privateKey(t)
	ciphertext, err := key.Public().Encrypt("round", []byte("an answer"))
	ok(t, err)
	changed := bytes.Clone(ciphertext)
	changed[len(changed)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another round": func() ([]byte, error) { return key.Decrypt("other", ciphertext) },
		"another key":   func() ([]byte, error) { return privateKey(t).Decrypt("round", ciphertext) },
		"a changed bit": func() ([]byte, error) { return key.Decrypt("round", changed) },
		"cut off":       func() ([]byte, error) { return key.Decrypt("round", ciphertext[:80]) },
		"nothing":       func() ([]byte, error) { return key.Decrypt("round", nil) },
	} {
		if opened, err := open(); err == nil {
			t.Errorf("%s opens an answer: %q", name, opened)
		}
	}
}

func TestKeysAsBytes(t *testing.T) {
	key := privateKey(t)
	raw, err := key.Bytes()
	ok(t, err)
	read, err := survey.ParsePrivateKey(raw)
	ok(t, err)
	if len(raw) != 32 || read.Public() != key.Public() {
		t.Errorf("a key of %d bytes reads back as another", len(raw))
	}
	if _, err := survey.ParsePrivateKey(raw[:31]); err == nil {
		t.Error("31 bytes are a key")
	}
	ok(t, key.Public().Check())
	for _, wrong := range []survey.PublicKey{"", "key", key.Public()[1:], key.Public() + "AAAA"} {
		if wrong.Check() == nil {
			t.Errorf("%q is a public key", wrong)
		}
		if _, err := wrong.Encrypt("round", []byte("an answer")); err == nil {
			t.Errorf("something was encrypted to %q", wrong)
		}
	}
}
