package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fragebatteri/survey"
)

func TestBackupAndRestore(t *testing.T) {
	s := newStore(t)
	round := newRound(t, s, "2026-H2")
	session := newSession(t, s, round)
	receive(t, s, arrivalOf(round.ID, session.Code, marked(1)))
	backup := filepath.Join(t.TempDir(), "b.db")
	ok(t, s.Backup(t.Context(), backup))
	info, err := os.Stat(backup)
	ok(t, err)
	if info.Mode() != 0o600 {
		t.Errorf("the backup has mode %v", info.Mode())
	}
	fails(t, s.Backup(t.Context(), backup), survey.Conflict, "already")
	if s.Backup(t.Context(), filepath.Join(backup, "under-a-file")) == nil {
		t.Error("a backup was made under a file")
	}

	dir := filepath.Join(t.TempDir(), "restored")
	ok(t, Restore(dir, backup))
	restored, err := Open(dir)
	ok(t, err)
	closed(t, restored)
	ok(t, restored.Check(t.Context()))
	got, err := restored.Session(t.Context(), session.Code)
	ok(t, err)
	if got != session {
		t.Errorf("session %+v", got)
	}
	total(t, restored, 0)
	receive(t, restored, arrivalOf(round.ID, session.Code, marked(2)))

	before := folder(t, dir)
	fails(t, Restore(dir, backup), survey.Conflict, "already")
	sameFiles(t, folder(t, dir), before)
}

func TestRestoreRefuses(t *testing.T) {
	s := newStore(t)
	registry, answers := filepath.Join(t.TempDir(), "b.db"), filepath.Join(s.dir, answersFile)
	ok(t, s.Backup(t.Context(), registry))
	ok(t, s.Close())
	whole, err := os.ReadFile(registry)
	ok(t, err)
	write := func(name string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		ok(t, os.WriteFile(path, content, 0o600))
		return path
	}
	newer := append([]byte(nil), whole...)
	newer[63] = 99 // user_version, https://sqlite.org/fileformat.html
	torn := append([]byte(nil), whole...)
	for i := range 8 {
		copy(torn[(i+2)*4096:], "torn")
	}
	for _, c := range []struct {
		file string
		kind survey.Kind
		text string
	}{
		{filepath.Join(s.dir, "none.db"), survey.NotFound, "there is no file"},
		{answers, survey.Invalid, "no file that 'backup' made"},
		{write("half.db", whole[:len(whole)/2]), survey.Invalid, "damaged"},
		{write("torn.db", torn), survey.Invalid, "damaged"},
		{write("text.db", []byte("some text that is no database at all")), survey.Invalid, "damaged"},
		{write("empty.db", nil), survey.Invalid, "damaged"},
		{write("newer.db", newer), survey.Invalid, "newer version"},
	} {
		dir := filepath.Join(t.TempDir(), "restored")
		fails(t, Restore(dir, c.file), c.kind, c.text)
		if exists(dir) {
			t.Errorf("%s: a folder is left", c.file)
		}
	}
}

// Some sign-ins had been ended and some invitations used since a backup was made: neither opens
// anything after it, and whoever has a passkey comes in.
func TestRestoreClosesDoors(t *testing.T) {
	s := newStore(t)
	staff := survey.Staff{ID: survey.NewID(), Role: survey.Steward, Label: "Region", Invited: "2026-09-01", State: survey.StaffActive}
	hash, ends := survey.SecretHash("a"), time.Now().Add(time.Hour)
	ok(t, s.Change(t.Context(), survey.AuditEntry{At: time.Now(), Action: "test"}, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddStaff(ctx, staff)
	}))
	ok(t, s.WithLock(t.Context(), func(ctx context.Context, tx survey.LockedRegistry) error {
		return errors.Join(
			tx.AddInvitation(ctx, staff.ID, hash, ends),
			tx.AddSignIn(ctx, hash, survey.SignIn{ID: "a", Staff: staff.ID, Since: "2026-09-01", Seen: time.Now(), Ends: ends}),
			tx.PutPasskey(ctx, survey.Passkey{ID: []byte{1}, Staff: staff.ID, Credential: []byte("{}"), Added: "2026-09-01"}),
		)
	}))
	backup, dir := filepath.Join(t.TempDir(), "b.db"), filepath.Join(t.TempDir(), "restored")
	ok(t, s.Backup(t.Context(), backup))
	ok(t, Restore(dir, backup))
	restored, err := Open(dir)
	ok(t, err)
	closed(t, restored)
	_, err = restored.Invitation(t.Context(), hash)
	fails(t, err, survey.NotFound, "no such invitation")
	_, err = restored.SignIn(t.Context(), hash)
	fails(t, err, survey.NotFound, "")
	_, err = restored.Passkey(t.Context(), []byte{1})
	ok(t, err)
}
