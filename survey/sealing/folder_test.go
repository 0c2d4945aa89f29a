package sealing_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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

// sealed is exported, sealed and written to a folder, with the import file beside it.
func sealed(t testing.TB) (dir string, signer release.Signer, s sealing.Sealed) {
	t.Helper()
	in, round, file := exported(t)
	signer, err := release.NewSigner()
	ok(t, err)
	s, err = sealing.Seal(file, in.Private(round), signer, sealing.Options{})
	ok(t, err)
	dir = filepath.Join(t.TempDir(), "sealed")
	ok(t, sealing.Write(dir, sealing.ImportFile(dir), s))
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
	if s.Release.Round != "2026-H2" || s.Release.Sealed != "2026-09-01" || s.Release.Prev != "" || s.Release.K != 12 || s.Release.Demo {
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
	_, err = sealing.Seal(file, newKey(t), signer, sealing.Options{})
	fails(t, err, "not the key of round 2026-H2", string(file.Round.PublicKey))
}

// Sealing again gives the same release: nobody draws until the numbers please.
// What waits is encrypted afresh. What is exported again on another day is another
// release in nothing but its day.
func TestSealAgain(t *testing.T) {
	in, round, file := exported(t)
	signer, err := release.NewSigner()
	ok(t, err)
	var sealed [2]sealing.Sealed
	for i := range sealed {
		sealed[i], err = sealing.Seal(file, in.Private(round), signer, sealing.Options{})
		ok(t, err)
	}
	if !bytes.Equal(sealed[0].JSON, sealed[1].JSON) || !bytes.Equal(sealed[0].Signature, sealed[1].Signature) {
		t.Error("the second release is another one")
	}
	if w := sealed[0].Record.Waiting; len(w) == 0 || bytes.Equal(w[0].Ciphertext, sealed[1].Record.Waiting[0].Ciphertext) {
		t.Errorf("of %d answers that wait the ciphertexts are the same", len(w))
	}
	in.Clock.Advance(48 * time.Hour)
	later, err := in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	ok(t, err)
	dated, err := sealing.Seal(later, in.Private(round), signer, sealing.Options{})
	ok(t, err)
	if want := bytes.Replace(sealed[0].JSON, []byte(`"sealed":"2026-09-01"`), []byte(`"sealed":"2026-09-03"`), 1); !bytes.Equal(dated.JSON, want) {
		t.Error("exported on another day it is another release in more than its day")
	}
}

// What is published is the release and its signature alone: what waits is in the file for the
// import, and nowhere in the folder.
func TestWrite(t *testing.T) {
	dir, _, s := sealed(t)
	published := files(t, dir)
	if len(published) != 2 || !bytes.Equal(published[sealing.ReleaseFile], s.JSON) || !bytes.Equal(published[sealing.SignatureFile], s.Signature) {
		t.Errorf("the folder holds %v", slices.Sorted(maps.Keys(published)))
	}
	if beside := files(t, filepath.Dir(dir)); len(beside) != 1 || len(beside["sealed.import"]) == 0 {
		t.Errorf("beside the folder there is %v", slices.Sorted(maps.Keys(beside)))
	}
	empty := t.TempDir()
	other := filepath.Join(t.TempDir(), "for the server")
	ok(t, sealing.Write(empty, other, s))
	if !maps.EqualFunc(files(t, empty), published, bytes.Equal) || len(files(t, filepath.Dir(other))["for the server"]) == 0 {
		t.Error("with other names it is something else")
	}
	kept := filepath.Join(t.TempDir(), "kept")
	ok(t, sealing.WriteFolder(kept, s))
	if !maps.EqualFunc(files(t, kept), published, bytes.Equal) || len(files(t, filepath.Dir(kept))) != 0 {
		t.Error("the folder alone is something else")
	}
}

// Nothing is overwritten, and nothing is written beside a name that is taken. Whoever is refused is
// told that sealing again gives the same release: a crash can leave the folder alone.
func TestWriteRefuses(t *testing.T) {
	_, _, s := sealed(t)
	for name, test := range map[string]struct{ taken, dir, file, says string }{
		"the folder is there":      {"out/release.json", "out", "out.import", "out exists already"},
		"the file is there":        {"out.import", "out", "out.import", "out.import exists already"},
		"a file where a folder is": {"out", "out", "out.import", "out exists already"},
		"both are there":           {"out.import/x", "out", "out.import", "out.import exists already"},
		"no folder for the folder": {"mine", "none/out", "out.import", "there is no folder none to make out in"},
		"no folder for the file":   {"mine", "out", "none/out.import", "there is no folder none to make out.import in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			ok(t, os.MkdirAll(filepath.Dir(test.taken), 0o700))
			ok(t, os.WriteFile(test.taken, []byte("mine"), 0o600))
			before := everything(t)
			err := sealing.Write(test.dir, test.file, s)
			fails(t, err, test.says)
			if strings.Contains(test.says, "already") {
				fails(t, err, "nothing was written", "gives the same release")
			}
			if after := everything(t); !maps.Equal(before, after) {
				t.Errorf("there is %v, and was %v", after, before)
			}
		})
	}
}

func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	ok(t, err)
	contents := map[string][]byte{}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		ok(t, err)
		contents[entry.Name()] = content
	}
	return contents
}

// everything returns the contents of all files below the working folder, and its folders.
func everything(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	ok(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			found[path] = "a folder"
			return err
		}
		content, err := os.ReadFile(path)
		found[path] = string(content)
		return err
	}))
	return found
}
