package sealing_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
)

func TestRead(t *testing.T) {
	dir, signer, s := sealed(t)
	read, err := sealing.Read(sealing.ImportFile(dir), signer.Public())
	ok(t, err)
	if !bytes.Equal(read.JSON, s.JSON) || !bytes.Equal(read.Signature, s.Signature) || read.Disposal != s.Record.Disposal || len(read.Waiting) != 2 {
		t.Errorf("got %+v", read.Disposal)
	}
	for _, answer := range read.Waiting {
		for name, content := range files(t, dir) {
			text, err := json.Marshal(answer)
			ok(t, err)
			if bytes.Contains(content, text) {
				t.Errorf("%s, which is published, has an answer that waits", name)
			}
		}
	}
	stranger, err := release.NewSigner()
	ok(t, err)
	_, err = sealing.Read(sealing.ImportFile(dir), stranger.Public())
	fails(t, err, "somebody else signed it")
}

// Every byte of the import file matters, and everything that it says.
func TestReadRefuses(t *testing.T) {
	dir, signer, _ := sealed(t)
	good, err := os.ReadFile(sealing.ImportFile(dir))
	ok(t, err)
	file := filepath.Join(t.TempDir(), "damaged")
	tried := 0
	refuses := func(where string, content []byte) {
		t.Helper()
		tried++
		ok(t, os.WriteFile(file, content, 0o600))
		if _, err := sealing.Read(file, signer.Public()); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s: %v", where, err)
		}
	}
	for at := 0; at < len(good); at += 1 + len(good)/150 {
		for _, bit := range []byte{1, 32} { // 32 makes another case of a letter
			changed := bytes.Clone(good)
			changed[at] ^= bit
			refuses("a bit", changed)
		}
		refuses("a part", good[:at])
	}
	refuses("more", append(bytes.Clone(good), '\n'))
	surveytest.Damaged(t, bytes.TrimSpace(good), func(where string, damaged []byte) { refuses(where, append(damaged, '\n')) })
	if tried < 300 {
		t.Errorf("only %d damages were tried", tried)
	}
	ok(t, os.WriteFile(file, good, 0o600))
	_, err = sealing.Read(file, signer.Public())
	ok(t, err)
}

// What is no import file is refused with what to give.
func TestReadOfAnotherFile(t *testing.T) {
	dir, signer, _ := sealed(t)
	reads := func(name string) error {
		_, err := sealing.Read(name, signer.Public())
		return err
	}
	fails(t, reads(dir), dir+" is a folder", sealing.ImportFile(dir))
	fails(t, reads(filepath.Join(dir, "none")), "cannot be read", "ends in .import")
	for name := range files(t, dir) {
		fails(t, reads(filepath.Join(dir, name)), "no whole import file", "ends in .import")
	}
	ok(t, os.WriteFile(filepath.Join(dir, "disposal.json"), nil, 0o600))
	fails(t, reads(dir), dir+" is a folder of an older version", "seal the exported file again")

	good, err := os.ReadFile(sealing.ImportFile(dir))
	ok(t, err)
	newer := filepath.Join(t.TempDir(), "newer")
	ok(t, os.WriteFile(newer, bytes.Replace(good, []byte("import/1"), []byte("import/2"), 1), 0o600))
	fails(t, reads(newer), "fragebatteri-import/2", "use the same version on both computers")
}

// Parts of the files of two rounds of one signer do not make a file, and the signature of a release
// is none of a disposal record.
func TestReadRefusesAMixture(t *testing.T) {
	dir, signer, s := sealed(t)
	other := s
	other.Release.ID = survey.NewID()
	var err error
	other.JSON, err = other.Release.Canonical()
	ok(t, err)
	other.Signature = signer.Sign(other.JSON)
	refuses := func(mixed sealing.Sealed, says string) {
		t.Helper()
		mixedDir := filepath.Join(t.TempDir(), "mixed")
		ok(t, sealing.Write(mixedDir, sealing.ImportFile(mixedDir), mixed))
		_, err := sealing.Read(sealing.ImportFile(mixedDir), signer.Public())
		fails(t, err, says)
	}
	refuses(other, "another release")
	other = s
	record, err := json.Marshal(s.Record)
	ok(t, err)
	other.RecordSig = signer.Sign(record)
	refuses(other, "does not fit")
	_, err = sealing.Read(sealing.ImportFile(dir), signer.Public())
	ok(t, err)
}
