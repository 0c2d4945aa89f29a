package sealing_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
)

// What is made can be looked at before anybody signs it, says where what waits is from, and is what is
// signed. Whoever follows sees it come to an end.
func TestMake(t *testing.T) {
	in, round, file := exported(t)
	var seen []sealing.Progress
	made, err := sealing.Make(file, in.Private(round), sealing.Options{Progress: func(so sealing.Progress) { seen = append(seen, so) }})
	ok(t, err)
	want := []sealing.Waits{{Municipality: "0581", Intervention: "OG028", Timing: survey.NoTiming, Why: sealing.ByLot, Answers: 2}}
	if !slices.Equal(made.Waits, want) {
		t.Errorf("what waits is %+v, want %+v", made.Waits, want)
	}
	last := seen[len(seen)-1]
	if last.Done != last.Of || last.Done != len(seen) || last.Question == "" || seen[0].Of > last.Of || seen[0].Done != 1 {
		t.Errorf("it ends with %+v after %d", last, len(seen))
	}
	signer, err := release.NewSigner()
	ok(t, err)
	sealed := made.Sign(signer)
	ok(t, signer.Public().Verify(sealed.JSON, sealed.Signature))
	if !bytes.Equal(sealed.JSON, made.JSON) || sealed.Record.Disposal.Waiting != 2 {
		t.Errorf("what is signed is not what was made: %+v", sealed.Record.Disposal)
	}
}

func TestMakeStops(t *testing.T) {
	in, round, file := exported(t)
	var done atomic.Int32
	_, err := sealing.Make(file, in.Private(round), sealing.Options{
		Progress: func(sealing.Progress) { done.Add(1) },
		Stopped:  func() bool { return done.Load() >= 2 },
	})
	if !errors.Is(err, sealing.ErrStopped) || done.Load() > 8 {
		t.Errorf("after %d attacks: %v", done.Load(), err)
	}
}

// A key folder has the key, or all its shares, with what they are without a passphrase, and every file
// in it can be restored from paper, however its lines were broken.
func TestKeyFolder(t *testing.T) {
	home := t.TempDir()
	key := newKey(t)
	dir := filepath.Join(home, "2026-h2")
	ok(t, sealing.WriteKeyFolder(dir, key, []string{"one passphrase", "another passphrase"}))
	signer, err := release.NewSigner()
	ok(t, err)
	ok(t, sealing.WriteSignerFolder(filepath.Join(home, "signer"), signer, "a third passphrase"))
	found := sealing.FindKeys(home)
	if len(found) != 3 || found[0].Share != 1 || found[1].Share != 2 || found[1].Signer || !found[2].Signer || found[2].PublicKey != string(signer.Public()) {
		t.Fatalf("it finds %+v", found)
	}
	opened, err := sealing.ReadKey([]string{found[0].Name, found[1].Name}, []string{"one passphrase", "another passphrase"})
	ok(t, err)
	if opened.Public() != key.Public() || found[0].PublicKey != string(key.Public()) {
		t.Error("another key comes out")
	}
	if err := sealing.WriteKeyFolder(dir, key, []string{"one passphrase"}); err == nil {
		t.Error("it writes over a key")
	}
	for i, passphrase := range []string{"one passphrase", "another passphrase", "a third passphrase"} {
		content, err := os.ReadFile(found[i].Name)
		ok(t, err)
		typed := "  " + strings.ReplaceAll(strings.ReplaceAll(string(content), "\n", " \r\n\r\n "), "AAAA", "AA AA")
		to := filepath.Join(home, "restored", filepath.Base(filepath.Dir(found[i].Name)))
		if i == 0 {
			ok(t, os.Mkdir(filepath.Dir(to), 0o700))
		}
		to += strings.Repeat("x", i)
		public, err := sealing.RestoreKey(to, typed, passphrase)
		ok(t, err)
		again, err := filepath.Glob(filepath.Join(to, "*.key*"))
		ok(t, err)
		restored, err := os.ReadFile(again[0])
		ok(t, err)
		if public != found[i].PublicKey || !bytes.Equal(restored, content) {
			t.Errorf("%s is restored to %s", found[i].Name, again)
		}
	}
	_, err = sealing.RestoreKey("", "something else", "one passphrase")
	fails(t, err, "no passphrase")
}
