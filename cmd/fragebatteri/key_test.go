package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A passphrase file is taken whole or not at all.
func TestLongPassphraseFile(t *testing.T) {
	dir := t.TempDir()
	name, key := filepath.Join(dir, "passphrase"), filepath.Join(dir, "round.key")
	for _, length := range []int{mostPassphraseFile, mostPassphraseFile + 1, 10 * mostPassphraseFile} {
		if err := os.WriteFile(name, []byte(strings.Repeat("a", length)), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := readPassphrases([]string{name}); (length == mostPassphraseFile) != (err == nil && len(got[0]) == length) {
			t.Errorf("of %d bytes it reads %d texts, %v", length, len(got), err)
		}
	}
	for _, command := range [][]string{{"key", "new", "-o", key}, {"signer", "new", "-o", key}, {"key", "check", key}} {
		code, _, errOut := call(append(command, "-passphrase-file", name)...)
		if code != exitInvalid || !strings.Contains(errOut, "is longer than 4096 bytes") || notOneLine(errOut) != "" {
			t.Errorf("%v: exit code %d: %s", command, code, errOut)
		}
	}
	if _, err := os.Stat(key); err == nil {
		t.Error("a key was made")
	}
}
