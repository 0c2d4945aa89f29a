package sealing_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
)

func fails(t testing.TB, err error, says ...string) {
	t.Helper()
	if err == nil || survey.KindOf(err) != survey.Invalid {
		t.Fatalf("got %v, want an error about the input", err)
	}
	for _, text := range says {
		if !strings.Contains(operator.Text(err), text) {
			t.Errorf("the error %q does not say %q", err, text)
		}
	}
}

func newKey(t testing.TB) survey.PrivateKey {
	t.Helper()
	key, err := survey.NewPrivateKey()
	ok(t, err)
	return key
}

// write writes a key to files in a folder of the test's own.
func write(t testing.TB, key survey.PrivateKey, passphrases ...string) []string {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for i := range passphrases {
		names = append(names, filepath.Join(dir, "round.key."+string(rune('1'+i))))
	}
	ok(t, sealing.WriteKey(names, key, passphrases))
	return names
}

func TestKeyFile(t *testing.T) {
	key := newKey(t)
	names := write(t, key, "")
	read, err := sealing.ReadKey(names, nil)
	ok(t, err)
	if read.Public() != key.Public() {
		t.Error("another key was read")
	}
	info, err := os.Stat(names[0])
	ok(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the key file: %s", info.Mode())
	}
	err = sealing.WriteKey(names, newKey(t), []string{""})
	fails(t, err, "not taken")
	if read, err = sealing.ReadKey(names, nil); err != nil || read.Public() != key.Public() {
		t.Errorf("the key file was overwritten: %v", err)
	}
	_, err = sealing.ReadKey([]string{names[0], names[0]}, nil)
	fails(t, err, "once")
	_, err = sealing.ReadKey(nil, nil)
	fails(t, err, "name the key file")
	_, err = sealing.ReadKey([]string{names[0] + ".none"}, nil)
	fails(t, err, "cannot be read")
	_, err = sealing.ReadSigner(names[0], nil)
	fails(t, err, "no file of the kind")
}

func TestKeyFileWithPassphrase(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	names := write(t, key, "rätt häst batteri")
	content, err := os.ReadFile(names[0])
	ok(t, err)
	if !strings.HasPrefix(string(content), "-----BEGIN AGE ENCRYPTED FILE-----") || strings.Contains(string(content), string(key.Public())) {
		t.Errorf("the file is not locked: %.60s", content)
	}
	read, err := sealing.ReadKey(names, []string{"fel", "rätt häst batteri"})
	ok(t, err)
	if read.Public() != key.Public() {
		t.Error("another key was read")
	}
	_, err = sealing.ReadKey(names, nil)
	fails(t, err, "-passphrase-file")
	_, err = sealing.ReadKey(names, []string{"fel"})
	fails(t, err, "no passphrase given opens")

	lines := strings.SplitAfter(string(content), "\n")
	for name, damaged := range map[string]string{
		"without a line":     strings.Join(append(lines[:3:3], lines[4:]...), ""),
		"with a changed end": strings.Replace(string(content), lines[len(lines)-3], strings.ToLower(lines[len(lines)-3]), 1),
	} {
		ok(t, os.WriteFile(names[0], []byte(damaged), 0o600))
		_, err = sealing.ReadKey(names, []string{"rätt häst batteri"})
		if err == nil || survey.KindOf(err) != survey.Invalid {
			t.Errorf("a file %s gives %v", name, err)
		}
	}
}

func TestShares(t *testing.T) {
	key := newKey(t)
	names := write(t, key, "", "", "")
	raw, err := key.Bytes()
	ok(t, err)
	for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
		read, err := sealing.ReadKey([]string{names[order[0]], names[order[1]], names[order[2]]}, nil)
		ok(t, err)
		if again, _ := read.Bytes(); string(again) != string(raw) {
			t.Error("the shares make another key")
		}
	}
	for _, some := range [][]string{names[:1], names[:2], {names[0], names[1], names[1]}, {names[0], names[1], names[2], names[2]}} {
		_, err := sealing.ReadKey(some, nil)
		fails(t, err, "3 shares")
	}
	others := write(t, newKey(t), "", "", "")
	_, err = sealing.ReadKey([]string{names[0], names[1], others[2]}, nil)
	fails(t, err, "different keys")
	whole := write(t, key, "")
	_, err = sealing.ReadKey([]string{names[0], names[1], whole[0]}, nil)
	fails(t, err, "different keys")
	two := write(t, key, "", "")
	_, err = sealing.ReadKey([]string{names[0], names[1], two[1]}, nil)
	fails(t, err, "different keys")

	// Shares of one key that was split twice do not fit together.
	again := write(t, key, "", "", "")
	_, err = sealing.ReadKey([]string{names[0], names[1], again[2]}, nil)
	fails(t, err, "do not make the key")
}

func TestSharesWithPassphrases(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	names := write(t, key, "regionens", "universitetets")
	read, err := sealing.ReadKey(names, []string{"universitetets", "regionens"})
	ok(t, err)
	if read.Public() != key.Public() {
		t.Error("another key was read")
	}
	_, err = sealing.ReadKey(names, []string{"regionens"})
	fails(t, err, "no passphrase given opens")
}

// When one of several files cannot be made none is left behind.
func TestWriteKeyIsWhole(t *testing.T) {
	dir := t.TempDir()
	first := filepath.Join(dir, "a")
	fails(t, sealing.WriteKey([]string{first, filepath.Join(dir, "none", "b")}, newKey(t), []string{"", ""}), "existing folder")
	if _, err := os.Stat(first); err == nil {
		t.Error("one share of a key was left behind")
	}
}

func TestDamagedKeyFile(t *testing.T) {
	key := newKey(t)
	for says, edit := range map[string][2]string{
		"no file of the kind": {"fragebatteri-key/1", "fragebatteri-key/2"},
		"do not make the key": {`"secret":"`, `"secret":"AAAA`},
		"no file of the kin":  {`}`, ``},
	} {
		names := write(t, key, "")
		content, err := os.ReadFile(names[0])
		ok(t, err)
		ok(t, os.WriteFile(names[0], []byte(strings.Replace(string(content), edit[0], edit[1], 1)), 0o600))
		_, err = sealing.ReadKey(names, nil)
		fails(t, err, says)
	}
}

// Whatever became of a key file, it is refused or is still the key.
func TestKeyFileOfNonsense(t *testing.T) {
	key := newKey(t)
	shares := write(t, key, "", "")
	damage := func(name string, read func() (public string, err error)) {
		content, err := os.ReadFile(name)
		ok(t, err)
		surveytest.Damaged(t, bytes.TrimSpace(content), func(where string, damaged []byte) {
			ok(t, os.WriteFile(name, damaged, 0o600))
			public, err := read()
			if err == nil && !strings.Contains(string(content), public) || err != nil && survey.KindOf(err) != survey.Invalid {
				t.Errorf("%s: it is read as the key %s, %v", where, public, err)
			}
			if err == nil && !bytes.Contains(damaged, []byte(public)) {
				t.Errorf("%s: a file is taken that does not say whose key it is", where)
			}
		})
		ok(t, os.WriteFile(name, content, 0o600))
	}
	for _, names := range [][]string{write(t, key, ""), shares, {shares[1], shares[0]}} {
		damage(names[0], func() (string, error) {
			read, err := sealing.ReadKey(names, nil)
			if err != nil {
				return "", err
			}
			return string(read.Public()), nil
		})
	}
	signer, err := release.NewSigner()
	ok(t, err)
	name := filepath.Join(t.TempDir(), "signer.key")
	ok(t, sealing.WriteSigner(name, signer, ""))
	damage(name, func() (string, error) {
		read, err := sealing.ReadSigner(name, nil)
		if err != nil {
			return "", err
		}
		return string(read.Public()), nil
	})
}

func TestSignerFile(t *testing.T) {
	t.Parallel()
	signer, err := release.NewSigner()
	ok(t, err)
	for _, passphrase := range []string{"hemligt", ""} {
		name := filepath.Join(t.TempDir(), "signer.key")
		ok(t, sealing.WriteSigner(name, signer, passphrase))
		read, err := sealing.ReadSigner(name, []string{passphrase})
		ok(t, err)
		if read.Public() != signer.Public() {
			t.Error("another signer was read")
		}
		if passphrase == "" {
			_, err = sealing.ReadKey([]string{name}, nil)
			fails(t, err, "no file of the kind")
		}
	}
}
