package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

func releaseOf(round survey.Round, next string, rows, waiting int) (survey.StoredRelease, []survey.PendingAnswer) {
	r := survey.StoredRelease{ReleaseHeader: survey.ReleaseHeader{ID: survey.NewID(), Round: round.ID, Next: next, Date: "2027-01-15"}, JSON: []byte("{}"), Signature: []byte("s")}
	r.Disposal = survey.Disposal{Release: r.ID, Round: round.ID, Next: next, Rows: rows, Answers: rows - waiting, Waiting: waiting}
	var answers []survey.PendingAnswer
	for i := range waiting {
		answers = append(answers, survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: fmt.Appendf(nil, "waiting %d", i)})
	}
	return r, answers
}

// crash returns a store on the files as they are now, as after a power cut: a
// log that nobody has read into its file, and no shared memory.
func crash(t *testing.T, s *Store) *Store {
	t.Helper()
	dir := t.TempDir()
	for name, content := range folder(t, s.dir) {
		if filepath.Ext(name) != ".db-shm" {
			ok(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
		}
	}
	s, err := Open(dir)
	ok(t, err)
	closed(t, s)
	return s
}

// TestImportSurvivesCrashes stops an import after each of its steps. What is
// found at the next start is the round as it was, or the finished import.
func TestImportSurvivesCrashes(t *testing.T) {
	s := newStore(t)
	round := newRound(t, s, "2026-H2")
	session := newSession(t, s, round)
	for i := range 12 {
		receive(t, s, arrivalOf(round.ID, session.Code, marked(i)))
	}
	next := newRound(t, s, "2027-H1")
	receive(t, s, arrivalOf(next.ID, "NEXT0000", []byte("of the next round")))
	exported(t, s, round)
	r, waiting := releaseOf(round, next.ID, 12, 3)
	ctx, imports := t.Context(), survey.NewImporter(s, s)
	for _, step := range []struct {
		name     string
		do       func() error
		finished bool
	}{
		{"before", func() error { return nil }, false},
		{"kept", func() error { return imports.Keep(ctx, r, waiting) }, false},
		{"kept again", func() error { return imports.Keep(ctx, r, waiting) }, false},
		{"sealed", func() error { return imports.Seal(ctx, r.ID, testEntry) }, true},
		{"sealed again", func() error { return imports.Seal(ctx, r.ID, testEntry) }, true},
		{"settled", func() error { return imports.Settle(ctx) }, true},
		{"settled again", func() error { return imports.Settle(ctx) }, true},
		{"compacted", func() error { return imports.Compact(ctx) }, true},
	} {
		t.Run(step.name, func(t *testing.T) {
			ok(t, step.do())
			after := crash(t, s)
			for range 2 {
				if step.finished {
					isFinished(t, after, round, next)
				} else {
					isAsBefore(t, after, round, next, r)
				}
				after = reopen(t, after)
			}
		})
	}
	lines, err := all(ctx, s.Registry.reading, value[int], `SELECT count(*) FROM audit`)
	ok(t, err)
	if lines[0] != 5 {
		t.Errorf("%d lines in the audit log, want one for each of two rounds, a session, an export and a seal", lines[0])
	}
}

func isFinished(t *testing.T, s *Store, round, next survey.Round) {
	t.Helper()
	releases, err := s.Releases(t.Context())
	ok(t, err)
	if n := pendingOf(t, s, round.ID); n != 0 || len(releases) != 1 {
		t.Errorf("%d answers of the sealed round, %d releases", n, len(releases))
	}
	total(t, s, 4)
	if n := pendingOf(t, s, next.ID); n != 4 {
		t.Errorf("%d answers in the next round, want 3 that waited and 1 of its own", n)
	}
	if n := left(t, s, []byte("MARKED<")); n != 0 {
		t.Errorf("%d sealed answers can still be read", n)
	}
}

// isAsBefore also repeats the import from its beginning.
func isAsBefore(t *testing.T, s *Store, round, next survey.Round, r survey.StoredRelease) {
	t.Helper()
	releases, err := s.Releases(t.Context())
	ok(t, err)
	if n := pendingOf(t, s, round.ID); n != 12 || len(releases) != 0 {
		t.Errorf("%d answers, %d releases", n, len(releases))
	}
	if n := pendingOf(t, s, next.ID); n != 1 {
		t.Errorf("%d answers in the next round", n)
	}
	total(t, s, 13) // nothing is staged
	if err := survey.NewImporter(s, s).Seal(t.Context(), r.ID, testEntry); survey.KindOf(err) != survey.Conflict && survey.KindOf(err) != survey.NotFound {
		t.Errorf("sealed without what waits: %v", err)
	}
}

func total(t *testing.T, s *Store, want int) {
	t.Helper()
	n, err := first(t.Context(), s.Answers.db, value[int], `SELECT count(*) FROM pending`)
	ok(t, err)
	if n != want {
		t.Errorf("%d rows in pending, want %d", n, want)
	}
}

// Answers of a round that the registry does not know belong to nothing.
func TestSettleDropsStrays(t *testing.T) {
	s := newStore(t)
	imports := survey.NewImporter(s, s)
	round := newRound(t, s, "2026-H2")
	receive(t, s, arrivalOf(round.ID, "SESSION0", []byte("mine")))
	receive(t, s, arrivalOf("stray", "SESSION0", []byte("stray")))
	ok(t, imports.Settle(t.Context()))
	total(t, s, 1)
	ok(t, s.Compact(t.Context()))
	before := folder(t, s.dir)
	ok(t, imports.Settle(t.Context()))
	sameFiles(t, folder(t, s.dir), before)
	if s.NeedsCompacting() {
		t.Error("Settle wrote though there was nothing to do")
	}
}
