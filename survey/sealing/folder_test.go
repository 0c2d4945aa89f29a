package sealing_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
)

// exported is a round of forty answers from three sessions, exported so that
// what finds no block waits.
func exported(t testing.TB) (*surveytest.Instance, survey.Round, survey.PendingFile) {
	t.Helper()
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	for _, n := range []int{14, 14, 13} {
		session, _ := in.Gather(round)
		in.Answer(session, n)
	}
	in.Begin("2027-H1")
	_, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	file, err := in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	ok(t, err)
	return in, round, file
}

// sealed is exported, sealed and written to a folder.
func sealed(t testing.TB) (dir string, signer release.Signer, s sealing.Sealed) {
	t.Helper()
	in, round, file := exported(t)
	signer, err := release.NewSigner()
	ok(t, err)
	s, err = sealing.Seal(file, in.Private(round), signer, sealing.Options{Date: "2027-01-15"})
	ok(t, err)
	dir = filepath.Join(t.TempDir(), "sealed")
	ok(t, sealing.Write(dir, s))
	return dir, signer, s
}

func TestSeal(t *testing.T) {
	_, _, s := sealed(t)
	d := s.Record.Disposal
	if d.Rows != 41 || d.Answers != 39 || d.Waiting != 2 || !d.AddsUp() {
		t.Errorf("got %+v", d)
	}
	if len(s.Release.Parts) != 2 || s.Release.Parts[0].Blocks[0].N != 39 || s.Release.Parts[1].Blocks[0].N != 35 {
		t.Errorf("got parts %+v", s.Release.Parts)
	}
	if s.Release.Round != "2026-H2" || s.Release.Sealed != "2027-01-15" || s.Release.Prev != "" || s.Release.K != 12 || s.Release.Demo {
		t.Errorf("got %+v", s.Release)
	}
	if !slices.IsSortedFunc(s.Record.Waiting, func(x, y survey.PendingAnswer) int { return bytes.Compare(x.Key, y.Key) }) {
		t.Error("what waits is not in the order of its keys")
	}
}

func TestSealRefusesAnotherKey(t *testing.T) {
	_, _, file := exported(t)
	signer, err := release.NewSigner()
	ok(t, err)
	_, err = sealing.Seal(file, newKey(t), signer, sealing.Options{Date: "2027-01-15"})
	fails(t, err, "not the key of round 2026-H2", string(file.Round.PublicKey))
}

// Sealing again gives the same release: nobody draws until the numbers please.
// What waits is encrypted afresh.
func TestSealAgain(t *testing.T) {
	in, round, file := exported(t)
	signer, err := release.NewSigner()
	ok(t, err)
	var sealed [2]sealing.Sealed
	for i := range sealed {
		sealed[i], err = sealing.Seal(file, in.Private(round), signer, sealing.Options{Date: "2027-01-15"})
		ok(t, err)
	}
	if !bytes.Equal(sealed[0].JSON, sealed[1].JSON) || !bytes.Equal(sealed[0].Signature, sealed[1].Signature) {
		t.Error("the second release is another one")
	}
	if w := sealed[0].Record.Waiting; len(w) == 0 || bytes.Equal(w[0].Ciphertext, sealed[1].Record.Waiting[0].Ciphertext) {
		t.Errorf("of %d answers that wait the ciphertexts are the same", len(w))
	}
}

func TestWriteAndRead(t *testing.T) {
	dir, signer, s := sealed(t)
	read, err := sealing.Read(dir, signer.Public())
	ok(t, err)
	if !bytes.Equal(read.JSON, s.JSON) || !bytes.Equal(read.Signature, s.Signature) || read.Disposal != s.Record.Disposal || len(read.Waiting) != 2 {
		t.Errorf("got %+v", read.Disposal)
	}
	before := files(t, dir)
	fails(t, sealing.Write(dir, s), "exists already")
	for name, content := range files(t, dir) {
		if !bytes.Equal(before[name], content) {
			t.Errorf("%s was overwritten", name)
		}
	}
	fails(t, sealing.Write(filepath.Join(dir, "none", "sealed"), s), "make it first")
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("something was left beside the folder: %v, %v", entries, err)
	}
	empty := t.TempDir()
	ok(t, sealing.Write(empty, s))
	_, err = sealing.Read(empty, signer.Public())
	ok(t, err)
}

func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	ok(t, err)
	contents := map[string][]byte{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		ok(t, err)
		contents[entry.Name()] = content
	}
	return contents
}

// Every file of the folder matters, and so does every byte of it.
func TestReadRefuses(t *testing.T) {
	dir, signer, _ := sealed(t)
	good := files(t, dir)
	if len(good) != 4 {
		t.Fatalf("the folder has %d files, want 4", len(good))
	}
	spoil := func(t *testing.T, name string, content []byte) {
		t.Helper()
		file := filepath.Join(dir, name)
		defer func() { ok(t, os.WriteFile(file, good[name], 0o600)) }()
		ok(t, os.Remove(file))
		if content != nil {
			ok(t, os.WriteFile(file, content, 0o600))
		}
		_, err := sealing.Read(dir, signer.Public())
		fails(t, err)
	}
	for name, content := range good {
		t.Run(name, func(t *testing.T) {
			spoil(t, name, nil)
			spoil(t, name, []byte{})
			spoil(t, name, content[:len(content)/2])
			for _, at := range []int{0, len(content) / 3, len(content) / 2, len(content) - 3} {
				changed := bytes.Clone(content)
				changed[at] ^= 1
				spoil(t, name, changed)
			}
		})
	}
	_, err := sealing.Read(dir, signer.Public())
	ok(t, err)
	stranger, err := release.NewSigner()
	ok(t, err)
	_, err = sealing.Read(dir, stranger.Public())
	fails(t, err, "somebody else signed it")
}

// Files of two rounds of one signer do not make a folder.
func TestReadRefusesAMixture(t *testing.T) {
	dir, signer, s := sealed(t)
	other := s
	other.Release.ID = survey.NewID()
	var err error
	other.JSON, err = other.Release.Canonical()
	ok(t, err)
	other.Signature = signer.Sign(other.JSON)
	ok(t, os.WriteFile(filepath.Join(dir, sealing.ReleaseFile), other.JSON, 0o600))
	ok(t, os.WriteFile(filepath.Join(dir, sealing.SignatureFile), other.Signature, 0o600))
	_, err = sealing.Read(dir, signer.Public())
	fails(t, err, "another release")

	// A signature of a release is none of a disposal record.
	ok(t, os.WriteFile(filepath.Join(dir, "disposal.sig"), signer.Sign(files(t, dir)["disposal.json"]), 0o600))
	_, err = sealing.Read(dir, signer.Public())
	fails(t, err, "does not fit")
}

// A name that is taken by a file is refused, and nothing is left beside it.
func TestWriteOverAFile(t *testing.T) {
	_, _, s := sealed(t)
	parent := t.TempDir()
	file := filepath.Join(parent, "taken")
	ok(t, os.WriteFile(file, []byte("mine"), 0o600))
	fails(t, sealing.Write(file, s), "exists already")
	if left := files(t, parent); len(left) != 1 || string(left["taken"]) != "mine" {
		t.Errorf("the folder holds %v", left)
	}
}
