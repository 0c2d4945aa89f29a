package sealing_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/text/unicode/norm"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
)

// lock returns a key file that is protected by just this passphrase, as files
// were before passphrases had a normal form; quicker to open than real ones.
func lock(t testing.TB, key survey.PrivateKey, passphrase string) string {
	t.Helper()
	name := write(t, key, "")[0]
	content, err := os.ReadFile(name)
	ok(t, err)
	recipient, err := age.NewScryptRecipient(passphrase)
	ok(t, err)
	recipient.SetWorkFactor(10)
	var out bytes.Buffer
	lines := armor.NewWriter(&out)
	w, err := age.Encrypt(lines, recipient)
	ok(t, err)
	_, err = w.Write(content)
	ok(t, err)
	ok(t, w.Close())
	ok(t, lines.Close())
	ok(t, os.WriteFile(name, out.Bytes(), 0o600))
	return name
}

// The same words from another keyboard, and from files of other programs.
func TestPassphraseOfAnotherComputer(t *testing.T) {
	key := newKey(t)
	name := lock(t, key, "rätt häst å")
	for _, given := range []string{
		"rätt häst å", norm.NFD.String("rätt häst å"), "rätt häst å\n", "\ufeffrätt häst å\r\n", "rätt häst å\r", "rätt häst å\n\n",
	} {
		read, err := sealing.ReadKey([]string{name}, []string{"fel", given})
		if err != nil || read.Public() != key.Public() {
			t.Errorf("%+q does not open the key: %v", given, err)
		}
	}
	for given, says := range map[string]string{
		"\xff\xfer\x00\xe4\x00t\x00t\x00": "UTF-16",
		"r\xe4tt h\xe4st \xe5":            "ANSI",
		"rätt häst å ":                    "space",
		"fel\nrätt häst å":                "one line",
	} {
		_, err := sealing.ReadKey([]string{name}, []string{given})
		fails(t, err, "no passphrase given opens", says)
	}
}

// What opened a key when it was made opens it for ever.
func TestKeysOfBefore(t *testing.T) {
	key := newKey(t)
	for passphrase, given := range map[string]string{
		norm.NFD.String("rätt häst å"):          norm.NFD.String("rätt häst å") + "\n",
		norm.NFD.String("fårskock "):            "fårskock \r\n", // made on a Mac, typed elsewhere
		norm.NFD.String("får får får"):          "får får får",
		"ra\u0308tt häst":                       "ra\u0308tt häst\n",
		"r\xe4tt h\xe4st \xe5":                  "r\xe4tt h\xe4st \xe5\r\n",
		"rätt häst ":                            "rätt häst \nen anteckning\n",
		"\ufeffrätt häst":                       "\ufeffrätt häst\r\n",
		"\xff\xfer\x00\xe4\x00t\x00t\x00\r\x00": "\xff\xfer\x00\xe4\x00t\x00t\x00\r\x00\n\x00",
	} {
		read, err := sealing.ReadKey([]string{lock(t, key, passphrase)}, []string{given})
		if err != nil || read.Public() != key.Public() {
			t.Errorf("%+q does not open the key: %v", given, err)
		}
	}
}

func TestPassphrasesThatMakeNoKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for passphrase, says := range map[string]string{
		"\xff\xfer\x00\xe4\x00t\x00t\x00": "UTF-16",
		"r\xe4tt":                         "ANSI",
		" rätt":                           "space",
		"rätt\nhäst":                      "one line",
		"rä\ttt":                          "control character",
		" ":                               "no passphrase",
	} {
		fails(t, sealing.WriteKey([]string{filepath.Join(dir, "key")}, newKey(t), []string{passphrase}), says)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("files were made: %v, %v", files, err)
	}

	// A passphrase is kept in normal form, so that any keyboard opens the file.
	key := newKey(t)
	names := write(t, key, norm.NFD.String("å"))
	read, err := sealing.ReadKey(names, []string{"å"})
	if err != nil || read.Public() != key.Public() {
		t.Errorf("the key does not open: %v", err)
	}
}
